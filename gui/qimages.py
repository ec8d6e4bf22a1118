"""numpy arrays to QImage, and pictures at several sizes so that zooming out stays smooth."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from PySide6.QtGui import QImage

SMALLEST_LEVEL = 512  # pixels of the long side; below it bilinear scaling looks as good


def to_qimage(pixels: np.ndarray) -> QImage:
    """A QImage that owns a copy of the pixels.

    Args:
        pixels: uint8 (h, w) grey, (h, w, 3) RGB, or (h, w, 4) RGBA with straight alpha.
    """
    if pixels.dtype != np.uint8:
        raise TypeError(f"pixels must be uint8, not {pixels.dtype}")
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    formats = {
        1: QImage.Format.Format_Grayscale8,
        3: QImage.Format.Format_RGB888,
        4: QImage.Format.Format_RGBA8888,
    }
    height, width = pixels.shape[:2]
    packed = np.ascontiguousarray(pixels)
    return QImage(packed.data, width, height, width * channels, formats[channels]).copy()


def to_array(image: QImage) -> np.ndarray:
    """The image's pixels as uint8 (h, w, 3) RGB."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : rgb.width() * 3].reshape(rgb.height(), rgb.width(), 3).copy()


@dataclass(frozen=True)
class Pyramid:
    """One picture at several sizes, largest first, each half as wide and high as the one before."""

    levels: tuple[QImage, ...]

    @property
    def largest(self) -> QImage:
        return self.levels[0]

    def level(self, width: float) -> QImage:
        """The smallest level that is at least `width` pixels wide, else the largest."""
        for image in reversed(self.levels):
            if image.width() >= width:
                return image
        return self.largest


def pyramid(rgb: np.ndarray) -> Pyramid:
    """Levels of uint8 (h, w, 3) or (h, w) pixels, made by averaging."""
    levels = [_for_screen(rgb)]
    while max(rgb.shape[:2]) // 2 >= SMALLEST_LEVEL and min(rgb.shape[:2]) >= 2:
        height, width = rgb.shape[:2]
        rgb = cv2.resize(rgb, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        levels.append(_for_screen(rgb))
    return Pyramid(tuple(levels))


def _for_screen(rgb: np.ndarray) -> QImage:
    """Four bytes a pixel: scaled, Qt draws them four times as fast as three."""
    return to_qimage(rgb).convertToFormat(QImage.Format.Format_RGB32)
