"""The bundled detector: pure torch, from the project's own checkpoint, nothing to download."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from engine.detection.candidates import Candidate
from engine.detection.detector_checkpoint import read_detector
from engine.detection.score_calibration import Calibration
from engine.devices import placed
from engine.errors import EngineError
from engine.instances import Box
from engine.networks.batching import in_batches
from engine.networks.detector_network import (
    MULTIPLE,
    AnchorFreeDetector,
    Predictions,
    boxes_of,
    cell_centres,
)
from engine.networks.folding import ready
from engine.texts import tr

PADDING = 50.0  # L around a photo; the encoder takes it as about 0, as a convolution's own padding
FULLEST = 0.75  # short side / long side of the photos that fill the input
NMS_IOU = 0.6  # boxes of one label that share more are one object
MOST = 300  # cells that are decoded at most, the best ones


class BundledDetector:
    """Boxes, scores and labels from a `DetectorNetwork` or `PicoDet`.

    Args:
        network: trained; it is made ready to run, and must not be used in any other way.
        labels: names of the network's labels.
        size: the long side that photos are brought to, in pixels; see `input_scale`.
        large: the same for photos that have as many pixels: those between are seen as they are;
            None for `size`.
        threshold: the default score threshold.
        device: where the network runs.
        calibration: how often its scores are right; None takes them as chances.
    """

    name = "bundled"

    def __init__(
        self,
        network: AnchorFreeDetector,
        labels: Sequence[str],
        *,
        size: int,
        threshold: float,
        device: torch.device,
        calibration: Calibration | None = None,
        large: int | None = None,
    ) -> None:
        self.default_threshold = threshold
        self.calibration = calibration or Calibration()
        self.labels = tuple(labels)
        self.size = size
        self.large = large or size
        self._device = device
        self._network = placed(ready(network), device)

    @classmethod
    def load(cls, path: Path, device: torch.device) -> BundledDetector:
        """Read a checkpoint; fails as `read_detector`."""
        read = read_detector(path)
        return cls(
            read.network,
            read.labels,
            size=read.size,
            threshold=read.threshold,
            device=device,
            calibration=read.calibration,
            large=read.large,
        )

    def chance(self, score: float) -> float:
        """How often it is right; see `engine.detection.protocol.CalibratedDetector`."""
        return self.calibration.chance(score)

    def detect(self, lightness: np.ndarray, threshold: float) -> list[Candidate]:
        """Candidates of a photo, best first; see `engine.detection.protocol.Detector`."""
        [found] = self.detect_many([lightness], threshold)
        return found

    def detect_many(
        self, photos: Sequence[np.ndarray], threshold: float
    ) -> Iterator[list[Candidate]]:
        """Candidates of each photo; see `engine.detection.protocol.ManyDetector`."""

        def kind(lightness: np.ndarray) -> tuple[int, int]:
            height, width = lightness.shape
            return padded_size(inner_size(height, width, self.size, self.large))

        return in_batches(
            photos,
            lambda batch: self._detect_alike(batch, threshold),
            kind=kind,
            most=max(1, len(photos)),
            too_little=_too_little_memory,
        )

    @torch.inference_mode()
    def _detect_alike(
        self, photos: Sequence[np.ndarray], threshold: float
    ) -> list[list[Candidate]]:
        pictures, inner = zip(
            *(letterboxed(one, self.size, self.large) for one in photos), strict=True
        )
        pixels = torch.from_numpy(np.stack(pictures)[:, None]).to(self._device)
        given = self._network(pixels)
        return [
            self._candidates(given.of(index), lightness.shape, inner[index], threshold)
            for index, lightness in enumerate(photos)
        ]

    def _candidates(
        self,
        predictions: Predictions,
        size: tuple[int, ...],
        inner: tuple[int, int],
        threshold: float,
    ) -> list[Candidate]:
        boxes, scores, labels = decode(predictions, threshold)
        scale = torch.tensor([size[1] / inner[1], size[0] / inner[0]] * 2)
        found = zip((boxes * scale).tolist(), scores.tolist(), labels.tolist(), strict=True)
        return [Candidate(self.labels[label], score, Box(*box)) for box, score, label in found]


def _too_little_memory() -> EngineError:
    return EngineError(
        tr("The detector needs more memory than the graphics card has free."),
        tr("Close other programs, or choose the device cpu in the settings."),
    )


def input_scale(height: int, width: int, size: int) -> float:
    """By what a photo's sides are multiplied, in training and in use.

    The long side becomes `size`, but a photo that is nearer to a square than `FULLEST` only becomes
    as large as one of that aspect, so that all shapes are seen at about one scale and cost the
    same.
    """
    return min(size / max(height, width), size * math.sqrt(FULLEST / (height * width)))


def seen_scale(height: int, width: int, size: int, large: int) -> float:
    """`input_scale`, but photos that have more pixels keep them up to the long side `large`."""
    scale = input_scale(height, width, size)
    return max(scale, min(1.0, input_scale(height, width, large)))


def inner_size(height: int, width: int, size: int, large: int) -> tuple[int, int]:
    """The (height, width) that a photo takes in the detector's input."""
    scale = seen_scale(height, width, size, large)
    return max(1, round(height * scale)), max(1, round(width * scale))


def padded_size(inner: tuple[int, int]) -> tuple[int, int]:
    """The (height, width) of the input around it."""
    height, width = (-(-side // MULTIPLE) * MULTIPLE for side in inner)
    return height, width


def letterboxed(lightness: np.ndarray, size: int, large: int) -> tuple[np.ndarray, tuple[int, int]]:
    """L brought to the size that the detector sees it at, and padded to multiples of 32.

    Args:
        lightness: float32 (H, W), 0..100.

    Returns:
        float32 (h, w), the photo at its left and top, and the (height, width) that it takes there.
    """
    height, width = lightness.shape
    inner = inner_size(height, width, size, large)
    shrinks = inner[0] < height
    interpolation = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    resized = cv2.resize(lightness, inner[::-1], interpolation=interpolation)
    picture = np.full(padded_size(inner), PADDING, np.float32)
    picture[: inner[0], : inner[1]] = resized
    return picture, inner


def decode(predictions: Predictions, threshold: float) -> tuple[Tensor, Tensor, Tensor]:
    """The boxes of one picture's predictions, on the CPU, best first, duplicates removed.

    Args:
        predictions: of a batch of one.
        threshold: the lowest score.

    Returns:
        float32 (n, 4) left, top, right, bottom in the picture's pixels, float32 (n,) scores,
        int64 (n,) labels.
    """
    scores = predictions.logits[0].float().sigmoid().flatten()
    count = predictions.logits.shape[2]
    best, places = scores.topk(min(MOST, scores.numel()))
    places = places[best >= threshold]
    best = best[best >= threshold].cpu()
    cells = torch.div(places, count, rounding_mode="floor")
    centres = cell_centres(predictions.grids).to(places.device)
    boxes = boxes_of(predictions.distances[0][cells], centres[cells]).cpu()
    labels = (places % count).cpu()
    kept = suppressed(boxes, labels, NMS_IOU)
    return boxes[kept], best[kept], labels[kept]


def suppressed(boxes: Tensor, labels: Tensor, limit: float) -> Tensor:
    """Class-wise non-maximum suppression: which of the boxes, sorted best first, stay.

    Args:
        boxes: (n, 4) left, top, right, bottom.
        labels: (n,); boxes of different labels never suppress each other.
        limit: the intersection over union above which the worse one goes.

    Returns:
        int64 indices in rising order.
    """
    areas = (boxes[:, 2:] - boxes[:, :2]).clamp(min=0).prod(1)
    corner = torch.maximum(boxes[:, None, :2], boxes[None, :, :2])
    shared = (torch.minimum(boxes[:, None, 2:], boxes[None, :, 2:]) - corner).clamp(min=0).prod(2)
    union = areas[:, None] + areas[None] - shared
    same = (labels[:, None] == labels[None]) & (shared > limit * union)
    rivals = same.numpy()
    alive = np.ones(len(boxes), bool)
    for index in range(len(boxes)):
        if alive[index]:
            alive[index + 1 :] &= ~rivals[index, index + 1 :]
    return torch.from_numpy(np.flatnonzero(alive))
