"""A detector's candidates on grey versions of training photos."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from engine.detection.candidates import Candidate
from engine.detection.protocol import Detector
from engine.training.photo_store import PhotoStore

LEAST_SCORE = 0.02  # candidates below it change no figure


def grey_photo(pixels: np.ndarray) -> np.ndarray:
    """uint8 sRGB (H, W, 3) as L, uint8 (H, W), 255 for L 100."""
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2Lab)[..., 0].copy()


def search(detector: Detector, store: PhotoStore, names: Iterable[str]) -> list[list[Candidate]]:
    """All candidates of the named photos, in the store's pixels, duplicates not yet merged."""
    return [candidates_of(detector, store.photo(name)) for name in names]


def candidates_of(detector: Detector, pixels: np.ndarray) -> list[Candidate]:
    """All candidates of a photo, uint8 sRGB (H, W, 3), of which the detector sees the grey."""
    lightness = grey_photo(pixels).astype(np.float32) / 2.55
    return list(detector.detect(lightness, LEAST_SCORE))
