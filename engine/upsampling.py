"""Low-resolution colours brought to a photo's size along the edges of its lightness."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from engine import lab

STRIP_PIXELS = 1 << 16  # a quarter less time than 1 << 18 at a preview's size, as at full size
# Both by trial on 63 colour photos whose true ab, plain and blurred by one and two cells, was
# brought to 1/4 and 1/16 of the size and joined again: root-mean-square error of ab against
# bilinear interpolation 2.00 for 2.41 (plain) and 4.02 for 4.29 (blurred by one cell) at 1/4,
# 5.40 for 6.27 and 8.27 for 8.69 at 1/16.
WINDOW = 0.7  # standard deviation of the window, in cells
EPSILON = 200.0  # a variance of L, in Lab units squared, below which texture is not followed
REACH = 5  # cells that a cell's ab has a say in: the window's 3 and the interpolation's 2
BLOCK = 1 << 18  # multiplications; OpenBLAS shares out larger products
BLOCK_COLUMNS = 1 << 14  # leaves room for four rows of four taps
EVERY = slice(None)


def upsample_ab(lightness: np.ndarray, ab: np.ndarray) -> np.ndarray:
    """`ab`, float32 (h, w, 2), at the size of `lightness`, float32 (H, W), along its edges."""
    upsampling = Upsampling(lightness, ab)
    result = np.empty((*lightness.shape, 2), np.float32)
    height, width = lightness.shape
    for rows in lab.strips(height, width, STRIP_PIXELS):
        result[rows] = upsampling.rows(rows)
    return result


class Upsampling:
    """Around every cell ab is a straight function of L; cells are joined by cubic interpolation.

    A fast guided filter (He and Sun 2015, arXiv:1505.00996) with one change: each cell's function
    passes through that cell's own ab and L instead of the window's means. The classical form
    blurs colours over its window and loses to plain bilinear interpolation where ab is sharp;
    this one only adds the detail of L that ab follows nearby. The result is held within the
    colours of the neighbouring cells, so that no edge gets a halo.
    """

    def __init__(self, lightness: np.ndarray, ab: np.ndarray) -> None:
        self._lightness = lightness
        height, width = lightness.shape
        rows, columns = min(ab.shape[0], height), min(ab.shape[1], width)
        guide = cv2.resize(lightness, (columns, rows), interpolation=cv2.INTER_AREA)
        small: np.ndarray = ab.astype(np.float32, copy=False)
        if ab.shape[:2] != (rows, columns):
            small = cv2.resize(small, (columns, rows), interpolation=cv2.INTER_AREA)
        cells = small.reshape(rows, columns, 2)
        slope = _slope(guide, cells)
        offset = cells - slope * _twice(guide)
        neighbours = np.ones((3, 3), np.uint8)
        lowest = cv2.erode(cells, neighbours, borderType=cv2.BORDER_REPLICATE)
        highest = cv2.dilate(cells, neighbours, borderType=cv2.BORDER_REPLICATE)
        # Stretched in width here, in height per strip: a small fraction of the full size.
        self._straight = _Stretched.of([slope, offset], width, height, cubic=True)
        self._bounds = _Stretched.of([lowest, highest], width, height, cubic=False)

    def rows(self, rows: slice, columns: slice = EVERY) -> np.ndarray:
        """ab of these places of the photo, float32 (rows, columns, 2), the caller's own."""
        lightness = self._lightness[rows, columns]
        straight = self._straight.rows(rows, columns)
        bounds = self._bounds.rows(rows, columns)
        (planes, offset), (lowest, highest) = straight, bounds
        planes *= lightness
        planes += offset
        np.maximum(planes, lowest, out=planes)
        np.minimum(planes, highest, out=planes)
        return cv2.merge([planes[0], planes[1]]).reshape(*lightness.shape, 2)


def _slope(guide: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """How ab changes with L around each cell, (h, w, 2), in Lab units of ab per unit of L."""

    def mean(values: np.ndarray) -> np.ndarray:
        blurred = cv2.GaussianBlur(values, (0, 0), WINDOW, borderType=cv2.BORDER_REPLICATE)
        return blurred.reshape(values.shape)

    guide_mean = mean(guide)
    variance = np.maximum(mean(guide * guide) - guide_mean * guide_mean, 0.0)
    covariance = mean(cells * _twice(guide)) - mean(cells) * _twice(guide_mean)
    return covariance / _twice(variance + np.float32(EPSILON))


def _twice(values: np.ndarray) -> np.ndarray:
    """(h, w) for both channels, (h, w, 2); a third of the time of repeating it while computing."""
    return cv2.merge([values, values]).reshape(*values.shape, 2)


@dataclass(frozen=True)
class _Stretched:
    """Maps that are interpolated to a photo's width, and to its height a few rows at a time.

    Attributes:
        values: float32 (maps, 2, h, W).
        mixing: float32 (H, h), what every row takes of the values; 0 but near its diagonal.
        first: (H,), where that begins.
        end: (H,), and ends.
        taps: how many values a row takes.
    """

    values: np.ndarray
    mixing: np.ndarray
    first: np.ndarray
    end: np.ndarray
    taps: int

    @classmethod
    def of(cls, maps: Sequence[np.ndarray], width: int, height: int, *, cubic: bool) -> _Stretched:
        """Of maps (h, w, 2), a plane for every channel; pixel centres are matched."""
        planes = np.stack(maps).transpose(0, 3, 1, 2)  # quicker to compute with
        *count, cells, across = planes.shape
        stacked = np.ascontiguousarray(planes).reshape(-1, across)
        method = cv2.INTER_CUBIC if cubic else cv2.INTER_LINEAR
        widened = cv2.resize(stacked, (width, len(stacked)), interpolation=method)

        return cls(widened.reshape(*count, cells, width), *_mixing(height, cells, cubic=cubic))

    def rows(self, rows: slice, columns: slice) -> np.ndarray:
        """The maps at these places, float32 (maps, 2, rows, columns)."""
        values = self.values[..., columns]
        *count, _, width = values.shape
        result = np.empty((*count, rows.stop - rows.start, width), np.float32)
        most = min(width, BLOCK_COLUMNS)
        for block in self._blocks(rows, BLOCK // most):
            taken = slice(self.first[block.start], self.end[block.stop - 1])
            place = slice(block.start - rows.start, block.stop - rows.start)
            for part in lab.strips(width, 1, most):
                np.matmul(
                    self.mixing[block, taken],
                    values[..., taken, part],
                    out=result[..., place, part],
                )
        return result

    def _blocks(self, rows: slice, size: int) -> Iterator[slice]:
        """Of the rows so many at a time that rows times values taken are at most `size`.

        Small products have few zeros, and NumPy does not share them out among threads, which would
        wait in busy loops: that costs more than the product as soon as anything else runs.
        """
        step = self.mixing.shape[1] / len(self.mixing)
        taps = self.taps + 1
        count = int((math.sqrt(taps**2 + 4 * step * size) - taps) / (2 * step))
        for part in lab.strips(rows.stop - rows.start, 1, max(1, count)):
            yield slice(rows.start + part.start, rows.start + part.stop)


@lru_cache(maxsize=4)  # photos of a folder are often of one or two sizes
def _mixing(
    height: int, cells: int, *, cubic: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """How each of `height` rows is mixed of `cells`; see the attributes of `_Stretched`."""
    at = (np.arange(height) + 0.5) * (cells / height) - 0.5
    base = np.floor(at).astype(np.intp)
    share = at - base
    if cubic:  # Keys' kernel with a = -0.75, as OpenCV's in width
        factors = {tap: _cubic(np.abs(share - tap)) for tap in range(-1, 3)}
    else:
        factors = {0: 1 - share, 1: share}
    taken = {tap: np.clip(base + tap, 0, cells - 1) for tap in factors}
    mixing = np.zeros((height, cells), np.float32)
    for tap, factor in factors.items():
        mixing[np.arange(height), taken[tap]] += factor
    first, end = taken[min(taken)], taken[max(taken)] + 1
    for shared in (mixing, first, end):
        shared.flags.writeable = False
    return mixing, first, end, len(factors)


def _cubic(distance: np.ndarray) -> np.ndarray:
    a = -0.75
    near = ((a + 2) * distance - (a + 3)) * distance * distance + 1
    far = ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a
    return np.where(distance <= 1, near, far)
