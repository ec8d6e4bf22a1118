"""Which cells of the detector's grids learn which object, and how wrong the network is.

Objects are given to cells by task alignment (Feng et al., "TOOD", ICCV 2021, section 3.2; values of
Ultralytics' YOLOv8): those cells whose centre lies inside learn an object of which the network,
as it is now, already gives the best name and box together. The score that a cell shall give is how
good its box is, times how sure the maker of the boxes was. It is learned by the quality focal loss
(Li et al., "Generalized Focal Loss", NeurIPS 2020, equation 2), boxes by GIoU and by the
distribution focal loss of the same paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from engine.networks.detector_network import Predictions, boxes_of

UNLIKELY = -30.0  # the logit of a side that a teacher cannot say
SURE = 0.05  # a teacher's score from which its box is learned
CELLS = 10  # that learn an object at most
# Detectors that make boxes often give one object two names (car and truck). A cell learns both
# where its box fits them about equally; were they rivals, each would be unlearned at half of them.
TWIN = 0.9  # of the best fit
SCORE_POWER, BOX_POWER = 0.5, 6.0  # of the alignment
SIDES_SHARE, BINS_SHARE = 2.0, 0.25  # of GIoU and of the distribution loss (GFL, section 4)


@dataclass(frozen=True)
class Targets:
    """The objects of N pictures, those of all pictures one after the other.

    Attributes:
        pictures: int64 (objects,), the number of each object's picture, 0..N-1.
        boxes: float32 (objects, 4), left, top, right, bottom in the picture's pixels.
        labels: int64 (objects,).
        trust: float32 (objects,), how sure the object is, 0..1.
        unclear_pictures, unclear: int64 (m,), float32 (m, 4): places where no cell learns that
            there is nothing.
    """

    pictures: Tensor
    boxes: Tensor
    labels: Tensor
    trust: Tensor
    unclear_pictures: Tensor
    unclear: Tensor


@dataclass(frozen=True)
class Assignment:
    """Which cells learn which objects, pair by pair.

    Attributes:
        objects, cells: int64 (pairs,), indices; a cell of a picture learns one object, or also
            one under another name in the same place.
        scores: float32 (pairs,), 0..1, what the cell shall say for the object's label.
    """

    objects: Tensor
    cells: Tensor
    scores: Tensor


@torch.no_grad()
def assign(logits: Tensor, boxes: Tensor, centres: Tensor, targets: Targets) -> Assignment:
    """Give objects to cells.

    Args:
        logits: (N, cells, labels), boxes: (N, cells, 4) that the network predicts.
        centres: (cells, 3), x, y and stride.
    """
    pictures = targets.pictures
    if not len(pictures):
        return Assignment(pictures, pictures, targets.trust)
    fits = overlaps(targets.boxes[:, None], boxes[pictures])
    x, y = centres[:, 0], centres[:, 1]
    left, top, right, bottom = (side[:, None] for side in targets.boxes.unbind(1))
    inside = (x > left) & (x < right) & (y > top) & (y < bottom)
    scores = logits[pictures, :, targets.labels].float().sigmoid()
    alignment = scores.pow(SCORE_POWER) * fits.pow(BOX_POWER) * inside
    best, cells = alignment.topk(min(CELLS, alignment.shape[1]), dim=1)
    objects = torch.arange(len(pictures), device=cells.device)[:, None].expand_as(cells)
    chosen = best > 0
    objects, cells, best = objects[chosen], cells[chosen], best[chosen]
    fit = fits[objects, cells]
    # a cell that several objects want learns the one that its box fits best, and its twins
    places = pictures[objects] * logits.shape[1] + cells
    rivals = fit.new_zeros(logits.shape[0] * logits.shape[1])
    rivals.scatter_reduce_(0, places, fit, "amax")
    labels, winners = targets.labels[objects], torch.full_like(rivals, -1, dtype=torch.int64)
    first = fit == rivals[places]
    winners.scatter_reduce_(0, places[first], labels[first], "amax")
    kept = first | ((fit >= TWIN * rivals[places]) & (labels != winners[places]))
    objects, cells, best, fit = objects[kept], cells[kept], best[kept], fit[kept]
    count = len(pictures)
    most = best.new_zeros(count).scatter_reduce_(0, objects, best, "amax")
    finest = fit.new_zeros(count).scatter_reduce_(0, objects, fit, "amax")
    quality = best / most[objects] * finest[objects]
    return Assignment(objects, cells, quality * targets.trust[objects])


def detector_loss(predictions: Predictions, centres: Tensor, targets: Targets) -> Tensor:
    """Quality focal loss + GIoU + distribution focal loss, a scalar.

    Args:
        predictions: of N pictures; centres: (cells, 3) of their grids.
    """
    logits = predictions.logits.float()
    distances = predictions.distances
    with torch.no_grad():
        everywhere = boxes_of(distances, centres)
    given = assign(logits.detach(), everywhere, centres, targets)
    pictures, labels = targets.pictures[given.objects], targets.labels[given.objects]
    total = given.scores.sum().clamp(min=1.0)
    unclear = _unclear(centres, targets, len(logits))
    unclear[pictures, given.cells] = False
    background = _Background.apply(logits, unclear)
    chosen = logits[pictures, given.cells, labels]
    guessed = chosen.sigmoid()
    entropy = F.binary_cross_entropy_with_logits(chosen, given.scores, reduction="none")
    focused = (given.scores - guessed).square() * entropy
    as_background = guessed.square() * F.softplus(chosen)  # counted there before it was known
    scores = (background + (focused - as_background).sum()) / total
    at, wanted = centres[given.cells], targets.boxes[given.objects]
    sides = distances[pictures, given.cells].float()
    _, giou = generalized_iou(boxes_of(sides, at), wanted)
    box = ((1.0 - giou) * given.scores).sum() / total
    bins = (_distribution_loss(sides, at, wanted) * given.scores).sum() / total
    return scores + SIDES_SHARE * box + BINS_SHARE * bins


def taught_loss(predictions: Predictions, centres: Tensor, taught: Predictions) -> Tensor:
    """How far a detector is from what a teacher says of the same pictures, a scalar.

    Every cell learns the teacher's scores, as in `detector_loss` the boxes' ones, and, as far as
    the teacher is sure that there is something, its box (GIoU) and how sure it is of each side.

    Args:
        predictions, taught: of N pictures and the same grids; the teacher has at most as many bins.
        centres: (cells, 3).
    """
    logits, wanted = predictions.logits.float(), taught.logits.float().sigmoid()
    entropy = F.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    scores = ((wanted - logits.sigmoid()).square() * entropy).sum()
    sure = wanted.amax(2)
    pictures, cells = (sure > SURE).nonzero(as_tuple=True)
    sure = sure[pictures, cells]
    total = sure.sum().clamp(min=1.0)
    at = centres[cells]
    given, shown = (p.distances[pictures, cells].float() for p in (predictions, taught))
    _, giou = generalized_iou(boxes_of(given, at), boxes_of(shown, at))
    shown = F.pad(shown, (0, given.shape[-1] - shown.shape[-1]), value=UNLIKELY)
    bins = F.kl_div(given.log_softmax(-1), shown.log_softmax(-1), reduction="none", log_target=True)
    box = ((1.0 - giou) * sure).sum()
    sides = (bins.sum(-1).mean(1) * sure).sum()
    return (scores + SIDES_SHARE * box + BINS_SHARE * sides) / total


class _Background(torch.autograd.Function):
    """The sum of the quality focal loss of cells that shall all say 0, sigmoid^2 * softplus.

    There are thousands of cells for each that learns an object, so its gradient is written out,
    which saves most of the passes over them.
    """

    @staticmethod
    def forward(ctx, logits: Tensor, unclear: Tensor) -> Tensor:  # type: ignore[no-untyped-def]
        guessed = logits.sigmoid()
        guessed.masked_fill_(unclear[..., None], 0.0)
        entropy = torch.log1p(-guessed.clamp(max=1.0 - 1e-6)).neg_()
        ctx.save_for_backward(guessed, entropy)
        return (guessed.square() * entropy).sum()

    @staticmethod
    def backward(ctx, gradient: Tensor) -> tuple[Tensor, None]:  # type: ignore[no-untyped-def]
        guessed, entropy = ctx.saved_tensors
        # d/dx s^2 * softplus(x) = s^2 * (s + 2 * (1 - s) * softplus(x))
        slope = torch.addcmul(guessed, 1.0 - guessed, entropy, value=2.0)
        return slope.mul_(guessed).mul_(guessed).mul_(gradient), None


def _unclear(centres: Tensor, targets: Targets, pictures: int) -> Tensor:
    """Which cells lie in places that teach nothing, bool (N, cells)."""
    unclear = torch.zeros(pictures, len(centres), dtype=torch.bool, device=centres.device)
    left, top, right, bottom = (side[:, None] for side in targets.unclear.unbind(1))
    x, y = centres[:, 0], centres[:, 1]
    within = (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
    for picture, cells in zip(targets.unclear_pictures.tolist(), within, strict=True):
        unclear[picture] |= cells
    return unclear


def overlaps(first: Tensor, second: Tensor) -> Tensor:
    """Intersection over union of boxes (..., 4) that broadcast; 0 where both are empty."""
    sides = [
        torch.minimum(first[..., high], second[..., high])
        - torch.maximum(first[..., low], second[..., low])
        for low, high in ((0, 2), (1, 3))
    ]
    shared = sides[0].clamp_(min=0) * sides[1].clamp_(min=0)
    union = _areas(first) + _areas(second) - shared
    return shared / union.clamp_(min=1e-6)


def _areas(boxes: Tensor) -> Tensor:
    return (boxes[..., 2] - boxes[..., 0]).clamp(min=0) * (boxes[..., 3] - boxes[..., 1]).clamp(
        min=0
    )


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
    true = (true / stride[:, None]).clamp(0.0, distances.shape[-1] - 1 - 0.01)
    below = true.floor()
    share = (true - below)[..., None]
    logs = distances.log_softmax(-1)
    bin_below = below.long()[..., None]
    entropy = logs.gather(2, bin_below) * (1 - share) + logs.gather(2, bin_below + 1) * share
    return -entropy.squeeze(2).mean(1)


def joined(pictures: Sequence[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]) -> Targets:
    """The targets of some pictures.

    Args:
        pictures: boxes (n, 4), labels (n,), trust (n,) and unclear places (m, 4) of each.
    """
    counts = [len(labels) for _, labels, _, _ in pictures]
    unclear = [len(places) for _, _, _, places in pictures]
    numbers = np.arange(len(pictures))

    def together(part: int, kind: type, *shape: int) -> Tensor:
        arrays: list[np.ndarray] = [np.asarray(picture[part], kind) for picture in pictures]
        return torch.from_numpy(np.concatenate([array.reshape(-1, *shape) for array in arrays]))

    return Targets(
        pictures=torch.from_numpy(np.repeat(numbers, counts)),
        boxes=together(0, np.float32, 4),
        labels=together(1, np.int64),
        trust=together(2, np.float32),
        unclear_pictures=torch.from_numpy(np.repeat(numbers, unclear)),
        unclear=together(3, np.float32, 4),
    )
