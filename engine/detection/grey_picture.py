"""A black-and-white photo as the picture that a Mask R-CNN takes."""

from __future__ import annotations

import cv2
import numpy as np
import torch


def grey_picture(lightness: np.ndarray, *, shortest: int, longest: int) -> torch.Tensor:
    """L as 8-bit L, stacked three times (so red, green and blue in any order), and resized.

    Args:
        lightness: float32 (H, W), 0..100.
        shortest, longest: the shorter side is brought to `shortest` pixels, unless the longer one
            would then exceed `longest`.

    Returns:
        float32 (3, h, w), whole numbers 0..255.
    """
    height, width = lightness.shape
    scale = min(shortest / min(height, width), longest / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    resized = cv2.resize(lightness, size, interpolation=interpolation)
    grey = np.rint(np.clip(resized * 2.55, 0, 255)).astype(np.float32)
    return torch.from_numpy(np.stack([grey, grey, grey]))
