"""Which cells of the detector's grids learn which object: ATSS, and its losses.

Zhang et al., "Bridging the Gap Between Anchor-based and Anchor-free Detection" (CVPR 2020),
section 3.2: an object is learned by those of the `NEAREST` cells per level whose anchor fits it
better than the mean plus one standard deviation of all of them, and whose centre lies inside.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from engine.networks.detector_network import BINS, Predictions, boxes_of

NEAREST = 9  # ATSS, table 4
ANCHOR = 8  # an anchor's side in strides (ATSS, section 3.2)
BACKGROUND, IGNORED = -1, -2
SIDES_SHARE, BINS_SHARE = 2.0, 0.25  # of GIoU and of the distribution loss (GFL, section 4)
FOCUS = 2.0  # beta of the quality focal loss (GFL, table 1)


@dataclass(frozen=True)
class Targets:
    """What one picture's cells shall say.

    Attributes:
        labels: int64 (cells,), a label's index, `BACKGROUND` or `IGNORED`.
        trust: float32 (cells,), how sure the object is, 0..1.
        boxes: float32 (cells, 4) of the object in the picture's pixels.
    """

    labels: np.ndarray
    trust: np.ndarray
    boxes: np.ndarray


def assign(
    centres: np.ndarray,
    grids: tuple[tuple[int, int], ...],
    boxes: np.ndarray,
    labels: np.ndarray,
    trust: np.ndarray,
    ignored: np.ndarray,
) -> Targets:
    """Targets of one picture.

    Args:
        centres: float32 (cells, 3), x, y and stride, as `cell_centres` gives them.
        grids: per level (rows, columns).
        boxes: float32 (n, 4) in the picture's pixels; labels: int (n,); trust: float32 (n,).
        ignored: float32 (m, 4): around cells there, nothing is learned.
    """
    cells = len(centres)
    targets = Targets(
        np.full(cells, BACKGROUND, np.int64),
        np.zeros(cells, np.float32),
        np.zeros((cells, 4), np.float32),
    )
    for left, top, right, bottom in ignored:
        within = (centres[:, 0] >= left) & (centres[:, 0] <= right)
        within &= (centres[:, 1] >= top) & (centres[:, 1] <= bottom)
        targets.labels[within] = IGNORED
    if not len(boxes):
        return targets
    x, y, half = centres[:, 0], centres[:, 1], centres[:, 2] * (ANCHOR / 2)
    anchors = np.stack((x - half, y - half, x + half, y + half), axis=1)
    fits = overlaps(boxes, anchors)
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    distance = np.hypot(middle[:, :1] - x, middle[:, 1:] - y)
    near = []
    start = 0
    for rows, columns in grids:
        level = distance[:, start : start + rows * columns]
        nearest = min(NEAREST, level.shape[1])
        near.append(np.argpartition(level, nearest - 1, axis=1)[:, :nearest] + start)
        start += rows * columns
    chosen = np.concatenate(near, axis=1)
    chosen_fits = np.take_along_axis(fits, chosen, axis=1)
    least = chosen_fits.mean(1, keepdims=True) + chosen_fits.std(1, keepdims=True)
    sides = np.stack(
        (x - boxes[:, :1], y - boxes[:, 1:2], boxes[:, 2:3] - x, boxes[:, 3:] - y)
    ).min(0)
    inside = np.take_along_axis(sides, chosen, axis=1) > 0
    quality = np.full_like(fits, -1.0)
    np.put_along_axis(
        quality, chosen, np.where((chosen_fits >= least) & inside, chosen_fits, -1.0), axis=1
    )
    owner = quality.argmax(0)  # a cell that fits two objects learns the one that it fits better
    learned = quality.max(0) >= 0
    targets.labels[learned] = labels[owner[learned]]
    targets.trust[learned] = trust[owner[learned]]
    targets.boxes[learned] = boxes[owner[learned]]
    return targets


def overlaps(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Intersection over union of boxes (n, 4) and (m, 4): float32 (n, m)."""
    corner = np.maximum(first[:, None, :2], second[None, :, :2])
    shared = (np.minimum(first[:, None, 2:], second[None, :, 2:]) - corner).clip(min=0).prod(2)
    areas = [(boxes[:, 2:] - boxes[:, :2]).clip(min=0).prod(1) for boxes in (first, second)]
    union = areas[0][:, None] + areas[1][None] - shared
    return np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)


def detector_loss(
    predictions: Predictions, centres: Tensor, labels: Tensor, trust: Tensor, boxes: Tensor
) -> Tensor:
    """Quality focal loss + GIoU + distribution focal loss, a scalar.

    Args:
        predictions: of N pictures; centres: (cells, 3) of their grids.
        labels, trust: (N, cells); boxes: (N, cells, 4), as in `Targets`.
    """
    logits = predictions.logits.float()
    learned = labels >= 0
    count = learned.sum().clamp(min=1)
    where = learned.nonzero(as_tuple=True)
    distances = predictions.distances[where].float()
    at, wanted, sure = centres[where[1]], boxes[where], trust[where]
    predicted = boxes_of(distances, at)
    iou, giou = generalized_iou(predicted, wanted)
    quality = torch.zeros_like(logits)
    quality[where[0], where[1], labels[where]] = iou.detach().clamp(min=0) * sure
    focus = (quality - logits.sigmoid()).abs().pow(FOCUS).detach()
    scores = focus * F.binary_cross_entropy_with_logits(logits, quality, reduction="none")
    scores = (scores * (labels != IGNORED)[..., None]).sum() / count
    total = sure.sum().clamp(min=1e-3)
    sides = ((1.0 - giou) * sure).sum() / total
    bins = (_distribution_loss(distances, at, wanted) * sure).sum() / total
    return scores + SIDES_SHARE * sides + BINS_SHARE * bins


def generalized_iou(first: Tensor, second: Tensor) -> tuple[Tensor, Tensor]:
    """IoU and GIoU (Rezatofighi et al., CVPR 2019) of boxes (n, 4), pair by pair."""
    shared = (
        (torch.minimum(first[:, 2:], second[:, 2:]) - torch.maximum(first[:, :2], second[:, :2]))
        .clamp(min=0)
        .prod(1)
    )
    areas = [(boxes[:, 2:] - boxes[:, :2]).clamp(min=0).prod(1) for boxes in (first, second)]
    union = (areas[0] + areas[1] - shared).clamp(min=1e-6)
    hull = (
        (torch.maximum(first[:, 2:], second[:, 2:]) - torch.minimum(first[:, :2], second[:, :2]))
        .clamp(min=0)
        .prod(1)
        .clamp(min=1e-6)
    )
    iou = shared / union
    return iou, iou - (hull - union) / hull


def _distribution_loss(distances: Tensor, centres: Tensor, boxes: Tensor) -> Tensor:
    """Cross entropy to the two bins around each true distance, (n,) means of four sides."""
    x, y, stride = centres.unbind(1)
    true = torch.stack((x - boxes[:, 0], y - boxes[:, 1], boxes[:, 2] - x, boxes[:, 3] - y), dim=1)
    true = (true / stride[:, None]).clamp(0.0, BINS - 1 - 0.01)
    below = true.floor()
    share = (true - below)[..., None]
    logs = distances.log_softmax(-1)
    bin_below = below.long()[..., None]
    entropy = logs.gather(2, bin_below) * (1 - share) + logs.gather(2, bin_below + 1) * share
    return -entropy.squeeze(2).mean(1)
