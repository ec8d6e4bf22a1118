"""The seam between detectors and the rest: candidates in, a photo's instances out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

import cv2
import numpy as np

from engine.config import EngineConfig
from engine.detection.candidates import Candidate, importance, is_sound, merge
from engine.device_errors import device_guard
from engine.instances import Box, Instance
from engine.results import Detection

__all__ = [
    "CalibratedDetector",
    "Candidate",
    "Detector",
    "ManyDetector",
    "detect_each",
    "detect_instances",
]


class Detector(Protocol):
    """Finds objects in a black-and-white photo.

    Attributes:
        name: as in the settings: "bundled", "torchvision", "detectron2".
        default_threshold: the score below which its candidates are more often wrong than right.
    """

    @property
    def name(self) -> str: ...

    @property
    def default_threshold(self) -> float: ...

    def detect(self, lightness: np.ndarray, threshold: float) -> Sequence[Candidate]:
        """All candidates of at least `threshold`, in any order, duplicates not yet merged.

        Args:
            lightness: float32 (H, W), CIELAB L, 0..100, at the photo's full resolution; the
                detector resizes it itself.
            threshold: the lowest score that is of use, 0..1.

        Raises:
            EngineError: the detector cannot run here (memory).
        """
        ...


@runtime_checkable
class ManyDetector(Detector, Protocol):
    """A detector that is faster on several photos at once where a GPU is."""

    def detect_many(
        self, photos: Sequence[np.ndarray], threshold: float
    ) -> Iterator[Sequence[Candidate]]:
        """What `detect` gives for each of the photos, in their order.

        Raises:
            EngineError: as `detect` does; those before are given.
        """
        ...


@runtime_checkable
class CalibratedDetector(Detector, Protocol):
    """A detector that knows how often it is right; scores of others are taken as they are."""

    def chance(self, score: float) -> float:
        """The chance that a candidate with this score, 0..1, is right, 0..1."""
        ...


def detect_instances(detector: Detector, lightness: np.ndarray, config: EngineConfig) -> Detection:
    """The instances of a photo as the settings want them, the most important first.

    Args:
        detector: proposes candidates.
        lightness: float32 (H, W), 0..100.
        config: score threshold (None takes the detector's own), minimum size, maximum number.

    Returns:
        Instances with ids 0..n-1, boxes inside the photo, masks cropped to `Box.pixels`.

    Raises:
        EngineError: the device lacks memory, or has stopped working.
    """
    [detection] = detect_each(detector, [lightness], config)
    return detection


def detect_each(
    detector: Detector, photos: Sequence[np.ndarray], config: EngineConfig
) -> Iterator[Detection]:
    """What `detect_instances` gives for each of the photos, in their order.

    Those of like shapes beside each other are looked at together where the detector can.

    Args:
        detector: proposes candidates.
        photos: L of each, float32 (H, W), 0..100.
        config: as for `detect_instances`.

    Raises:
        EngineError: as `detect_instances` does; those before are given.
    """
    threshold = config.score_threshold
    if threshold is None:
        threshold = detector.default_threshold
    looked_at = [photo for photo in photos if _is_looked_at(photo, config)]
    if isinstance(detector, ManyDetector):
        proposals = detector.detect_many(looked_at, threshold)
    else:
        proposals = (detector.detect(photo, threshold) for photo in looked_at)
    for photo in photos:
        proposed: Sequence[Candidate] = ()
        if _is_looked_at(photo, config):
            with device_guard():
                proposed = next(proposals)
        height, width = photo.shape
        instances = _chosen(proposed, threshold, config, height=height, width=width)
        yield Detection(instances, detector.name)


def _is_looked_at(lightness: np.ndarray, config: EngineConfig) -> bool:
    return config.max_instances > 0 and min(lightness.shape) >= config.min_size


def _chosen(
    proposed: Sequence[Candidate],
    threshold: float,
    config: EngineConfig,
    *,
    height: int,
    width: int,
) -> tuple[Instance, ...]:
    """The instances of a photo of this size among a detector's candidates."""
    candidates = [
        replace(candidate, box=candidate.box.clipped(height=height, width=width))
        for candidate in proposed
        if is_sound(candidate) and candidate.score >= threshold
    ]
    large = [
        candidate
        for candidate in candidates
        if min(candidate.box.width, candidate.box.height) >= config.min_size
    ]
    ordered = sorted(
        merge(large),
        key=lambda candidate: -importance(candidate, height=height, width=width),
    )
    return tuple(
        Instance(
            id=index,
            label=candidate.label,
            score=min(candidate.score, 1.0),
            box=candidate.box,
            mask=_box_mask(candidate.mask, candidate.box, height=height, width=width),
        )
        for index, candidate in enumerate(ordered[: config.max_instances])
    )


def _box_mask(mask: np.ndarray | None, box: Box, *, height: int, width: int) -> np.ndarray | None:
    """A mask of the whole photo, at any resolution, cut to the box's whole pixels."""
    if mask is None:
        return None
    left, top, right, bottom = box.pixels(height=height, width=width)
    rows, columns = mask.shape
    step_x, step_y = columns / width, rows / height
    # Pixel centres: photo pixel x of the crop lies at (left + x + 0.5) * step - 0.5 in the mask.
    to_mask = np.array(
        [
            [step_x, 0.0, (left + 0.5) * step_x - 0.5],
            [0.0, step_y, (top + 0.5) * step_y - 0.5],
        ]
    )
    cut = cv2.warpAffine(
        mask.astype(np.uint8) * 255,
        to_mask,
        (right - left, bottom - top),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return cut >= 128
