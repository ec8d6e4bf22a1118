"""Low-resolution colours joined to the photo's own lightness: edge-aware, in gamut, in strips."""

from __future__ import annotations

import cv2
import numpy as np

from engine import lab
from engine.results import Colorization
from engine.steps import Step, Steps, finish

STRIP_PIXELS = 1 << 18
STEP_PIXELS = 1 << 20  # progress and cancel about every 0.1 s
RADIUS = 1
EPSILON = 4.0
GUIDE_SCALE = 2
BISECTIONS = 8  # chroma to 1/256 of itself


def recolor(
    lightness: np.ndarray,
    colorization: Colorization,
    *,
    saturation: float = 1.0,
    bit_depth: int = 8,
) -> np.ndarray:
    """The coloured picture, uint8 or uint16 sRGB (H, W, 3), with exactly the given lightness.

    Args:
        lightness: float32 (H, W), 0..100, at any size; its extent is `colorization.frame`.
        colorization: the colours, at any (lower) resolution.
        saturation: multiplies the chroma, 0 grey, 1 as it is; before the gamut is applied.
        bit_depth: 8 or 16.
    """
    return finish(
        recolor_steps(lightness, colorization, saturation=saturation, bit_depth=bit_depth)
    )


def recolor_steps(
    lightness: np.ndarray,
    colorization: Colorization,
    *,
    saturation: float = 1.0,
    bit_depth: int = 8,
) -> Steps[np.ndarray]:
    """As `recolor`, in strips: a step after each, and the picture as the return value."""
    height, width = lightness.shape
    picture = np.empty((height, width, 3), np.uint8 if bit_depth == 8 else np.uint16)
    upsampling = Upsampling(lightness, colorization.ab * np.float32(saturation))
    reported = 0
    for rows in lab.strips(height, width, STRIP_PIXELS):
        part = np.asarray(lightness[rows], np.float32)
        linear = within_gamut(part, upsampling.rows(rows), bit_depth)
        picture[rows] = lab.encode_srgb(linear, bit_depth)
        if (rows.stop - reported) * width >= STEP_PIXELS:
            reported = rows.stop
            yield Step("Colouring the photo", rows.stop, height)
    yield Step("Coloured the photo", height, height)
    return picture


def upsample_ab(lightness: np.ndarray, ab: np.ndarray) -> np.ndarray:
    """`ab`, float32 (h, w, 2), at the size of `lightness`, float32 (H, W), along its edges."""
    upsampling = Upsampling(lightness, ab)
    result = np.empty((*lightness.shape, 2), np.float32)
    height, width = lightness.shape
    for rows in lab.strips(height, width, STRIP_PIXELS):
        result[rows] = upsampling.rows(rows)
    return result


class Upsampling:
    """A fast guided filter (He and Sun 2015): ab is locally a straight function of L.

    The function's slope and offset are found on a small grid and interpolated, so that the full
    resolution costs one multiplication and one addition.
    """

    def __init__(self, lightness: np.ndarray, ab: np.ndarray) -> None:
        self._lightness = lightness
        height, width = lightness.shape
        grid = (
            max(1, min(ab.shape[0] * GUIDE_SCALE, height)),
            max(1, min(ab.shape[1] * GUIDE_SCALE, width)),
        )
        guide = cv2.resize(lightness, grid[::-1], interpolation=cv2.INTER_AREA)
        target = cv2.resize(ab, grid[::-1], interpolation=cv2.INTER_LINEAR)
        target = target.reshape(*grid, 2)
        size = (2 * RADIUS * GUIDE_SCALE + 1,) * 2

        def mean(values: np.ndarray) -> np.ndarray:
            return cv2.blur(values, size, borderType=cv2.BORDER_REPLICATE).reshape(values.shape)

        guide_mean = mean(guide)
        variance = np.maximum(mean(guide * guide) - guide_mean * guide_mean, 0.0)
        target_mean = mean(target)
        covariance = mean(target * guide[..., None]) - target_mean * guide_mean[..., None]
        slope = covariance / (variance + EPSILON)[..., None]
        offset = target_mean - slope * guide_mean[..., None]
        coefficients = mean(np.concatenate([slope, offset], axis=2))
        # Stretched in width here, in height per strip: exact, and small.
        self._columns = cv2.resize(
            coefficients, (width, grid[0]), interpolation=cv2.INTER_LINEAR
        ).reshape(grid[0], width, 4)

    def rows(self, rows: slice) -> np.ndarray:
        """ab of these rows of the photo, float32 (rows, W, 2)."""
        coefficients = _stretched(self._columns, rows, self._lightness.shape[0])
        guide = self._lightness[rows][..., None]
        return coefficients[..., :2] * guide + coefficients[..., 2:]


def _stretched(values: np.ndarray, rows: slice, height: int) -> np.ndarray:
    """Rows of `values` (h, W, C) linearly interpolated to `height` rows, pixel centres matched."""
    at = (np.arange(rows.start, rows.stop, dtype=np.float32) + 0.5) * (len(values) / height) - 0.5
    at = np.clip(at, 0, len(values) - 1)
    above = at.astype(np.intp)
    below = np.minimum(above + 1, len(values) - 1)
    share = (at - above)[:, None, None]
    return values[above] * (1 - share) + values[below] * share


def within_gamut(lightness: np.ndarray, ab: np.ndarray, bit_depth: int = 8) -> np.ndarray:
    """Linear sRGB, float32 (H, W, 3), of L and ab; ab is scaled toward grey where out of gamut.

    Lightness and hue stay as they are, per pixel; only the chroma shrinks, as far as needed.
    """
    linear = lab.lab_to_linear(lightness, ab)
    slack = np.float32(0.25 / ((1 << bit_depth) - 1) / 12.92)  # a quarter of a dark step
    outside = ~_inside(linear, slack)
    if not outside.any():
        return linear
    dim, colours = lightness[outside][None], ab[outside][None]
    low = np.zeros_like(dim)
    step = np.float32(0.5)
    for _ in range(BISECTIONS):
        middle = low + step
        fits = _inside(lab.lab_to_linear(dim, colours * middle[..., None]), slack)
        low = np.where(fits, middle, low)
        step *= np.float32(0.5)
    linear[outside] = lab.lab_to_linear(dim, colours * low[..., None])[0]
    return linear


def _inside(linear: np.ndarray, slack: np.float32) -> np.ndarray:
    return (linear.min(axis=-1) >= -slack) & (linear.max(axis=-1) <= 1 + slack)
