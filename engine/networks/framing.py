"""How a photo and its boxes reach the grid of a network: resizing, cropping, rounding."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import cv2
import numpy as np
from PIL import Image

from engine.instances import Box, Placement


class Grid(Protocol):
    """What places need to know of a tap."""

    @property
    def name(self) -> str: ...

    @property
    def stride(self) -> int: ...


def at_size(lightness: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """L (H, W), or pixels (H, W, 3), at (height, width).

    It is averaged where it shrinks, and bilinear where it grows.
    """
    shrinks = lightness.shape[0] * lightness.shape[1] > size[0] * size[1]
    return cv2.resize(
        lightness, size[::-1], interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    )


class Framing:
    """The way of our own networks: boxes cover every pixel they touch, sides are rounded."""

    def resized(self, lightness: np.ndarray, size: tuple[int, int]) -> np.ndarray:
        """L (H, W) as float32 of (height, width)."""
        return at_size(lightness, size)

    def crop(self, box: Box, *, height: int, width: int) -> tuple[int, int, int, int]:
        """The whole photo pixels (left, top, right, bottom) of an instance's crop."""
        return box.pixels(height=height, width=width)

    def placement(
        self, box: Box, *, photo_size: tuple[int, int], grid: tuple[int, int]
    ) -> Placement:
        """Where a box lies on a grid of (rows, columns) over the whole photo; at least a cell."""
        return box.placed(
            photo_height=photo_size[0],
            photo_width=photo_size[1],
            grid_height=grid[0],
            grid_width=grid[1],
        )

    def placements(
        self,
        taps: Iterable[Grid],
        box: Box,
        *,
        photo_size: tuple[int, int],
        input_size: tuple[int, int],
    ) -> dict[str, Placement]:
        """Where a box lies on the grid of every tap."""
        return {
            tap.name: self.placement(
                box,
                photo_size=photo_size,
                grid=(input_size[0] // tap.stride, input_size[1] // tap.stride),
            )
            for tap in taps
        }


class PaperFraming(Framing):
    """The way of the paper's code: box sides are cut to whole pixels and to whole cells."""

    def resized(self, lightness: np.ndarray, size: tuple[int, int]) -> np.ndarray:
        """Pillow's bilinear filter, which averages where it shrinks (also in one direction)."""
        if lightness.shape == size:
            return lightness.astype(np.float32, copy=False)
        image = Image.fromarray(np.ascontiguousarray(lightness, dtype=np.float32))
        return np.array(image.resize(size[::-1], Image.Resampling.BILINEAR))

    def crop(self, box: Box, *, height: int, width: int) -> tuple[int, int, int, int]:
        left, right = _at_least_one(int(box.left), int(box.right), width)
        top, bottom = _at_least_one(int(box.top), int(box.bottom), height)
        return left, top, right, bottom

    def placement(
        self, box: Box, *, photo_size: tuple[int, int], grid: tuple[int, int]
    ) -> Placement:
        left, right = _cells(box.left, box.right, photo_size[1], grid[1])
        top, bottom = _cells(box.top, box.bottom, photo_size[0], grid[0])
        return Placement(left=left, top=top, width=right - left, height=bottom - top)


def _at_least_one(start: int, end: int, size: int) -> tuple[int, int]:
    start = min(start, size - 1)
    return start, max(end, start + 1)


def _cells(start: float, end: float, pixels: int, cells: int) -> tuple[int, int]:
    """First and last cell of a side; an empty one grows at its end, at the far edge at its start.

    The order of the operations is the original's, so that cutting falls on the same side.
    """
    first = int(int(start) / pixels * cells)
    last = int(int(end) / pixels * cells)
    if last - first >= 1:
        return first, last
    return (first, last + 1) if cells - last > 1 else (first - 1, last)
