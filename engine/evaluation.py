"""How close a picture is to the truth, and how colourful it is."""

from __future__ import annotations

import numpy as np
from skimage.metrics import structural_similarity


def psnr(picture: np.ndarray, truth: np.ndarray) -> float:
    """Peak signal-to-noise ratio of two uint8 (H, W, 3) pictures, in dB; 99 where they agree."""
    error = np.mean(np.square(picture.astype(np.float32) - truth.astype(np.float32)))
    return float(min(99.0, 10.0 * np.log10(255.0**2 / max(float(error), 1e-9))))


def ssim(picture: np.ndarray, truth: np.ndarray) -> float:
    """Structural similarity (Wang et al. 2004, 7 x 7 window), mean of the channels, -1..1."""
    window = min(7, (min(picture.shape[:2]) - 1) // 2 * 2 + 1)
    return float(
        structural_similarity(picture, truth, channel_axis=-1, data_range=255, win_size=window)
    )


def colourfulness(picture: np.ndarray) -> float:
    """Hasler and Suesstrunk (2003), of a uint8 (H, W, 3) picture; 0 for grey."""
    red, green, blue = np.moveaxis(picture.astype(np.float32), -1, 0)
    red_green = red - green
    yellow_blue = (red + green) / 2.0 - blue
    spread = np.hypot(red_green.std(), yellow_blue.std())
    return float(spread + 0.3 * np.hypot(red_green.mean(), yellow_blue.mean()))
