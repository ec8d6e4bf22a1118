"""What happens to a training picture before a network sees it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.instances import Box
from engine.lab import rgb_to_lab_planes
from engine.networks.framing import at_size
from trainers.ageing import Ageing


@dataclass(frozen=True)
class Region:
    """A part of a photo in whole pixels, mirrored or not."""

    left: int
    top: int
    width: int
    height: int
    mirrored: bool = False

    def cut(self, pixels: np.ndarray, size: tuple[int, int]) -> np.ndarray:
        """The region of uint8 `pixels` (H, W, 3) at (height, width) `size`."""
        part = pixels[self.top : self.top + self.height, self.left : self.left + self.width]
        resized = squeezed_to(part, size)
        return cv2.flip(resized, 1) if self.mirrored else resized


def squeezed_to(pixels: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """uint8 `pixels` (H, W, 3) at (height, width) `size`, as `framing.at_size` has them.

    But for a last odd row or column, which is left out where the pixels are halved.
    """
    height, width = pixels.shape[:2]
    while height >= 2 * size[0] and width >= 2 * size[1]:  # halving takes a tenth of the time
        height, width = height // 2, width // 2
        even = pixels[: 2 * height, : 2 * width]
        pixels = cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA)
    if height * width <= size[0] * size[1]:
        return at_size(pixels, size)
    # OpenCV averages floating-point numbers in half of the time that it takes for bytes
    return cv2.convertScaleAbs(at_size(pixels.astype(np.float32), size))


def random_region(
    shape: tuple[int, ...],
    random: np.random.Generator,
    *,
    least: float,
    stretch: float,
    mirrored: bool = True,
) -> Region:
    """A random region that keeps at least the share `least` of each side.

    Args:
        shape: of the photo, (H, W, ...).
        least: smallest share of the shorter side, 0..1.
        stretch: largest change of the aspect, 1 for none.
        mirrored: mirror half of them.
    """
    height, width = shape[:2]
    share = random.uniform(least, 1.0)
    # between the photo's own aspect (squeezed to the network's square) and a square cut
    aspect = (width / height) ** random.uniform(0.0, 1.0)
    aspect *= stretch ** random.uniform(-1.0, 1.0)
    if aspect >= width / height:
        cut_width, cut_height = share * width, share * width / aspect
    else:
        cut_width, cut_height = share * height * aspect, share * height
    cut_width = int(min(max(8, round(cut_width)), width))
    cut_height = int(min(max(8, round(cut_height)), height))
    return Region(
        left=int(random.integers(0, width - cut_width + 1)),
        top=int(random.integers(0, height - cut_height + 1)),
        width=cut_width,
        height=cut_height,
        mirrored=mirrored and bool(random.integers(0, 2)),
    )


def whole(shape: tuple[int, ...], random: np.random.Generator, *, mirrored: bool) -> Region:
    """All of a photo of `shape` (H, W, ...); half of them `mirrored` if that is asked for."""
    return Region(0, 0, shape[1], shape[0], mirrored=mirrored and bool(random.integers(0, 2)))


def jittered(
    box: Box,
    shape: tuple[int, ...],
    amount: float,
    random: np.random.Generator,
    *,
    mirrored: bool = True,
) -> Region:
    """A box in a photo of `shape` (H, W, ...) as a region whose sides are moved a little.

    Args:
        amount: largest move of a side, as a share of the box's size.
        mirrored: mirror half of them.
    """
    height, width = shape[:2]
    moves = random.uniform(-amount, amount, 4)
    moved = Box(
        box.left + moves[0] * box.width,
        box.top + moves[1] * box.height,
        box.right + moves[2] * box.width,
        box.bottom + moves[3] * box.height,
    )
    left, top, right, bottom = moved.pixels(height=height, width=width)
    flipped = mirrored and bool(random.integers(0, 2))
    return Region(left, top, right - left, bottom - top, mirrored=flipped)


def aged(lightness: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """L (H, W) in 0..100 as an old print and its scan show it: faded, soft, grainy, blocky."""
    return Ageing.drawn(random).applied(lightness)


def lightness_and_ab(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """uint8 sRGB (H, W, 3) as L (H, W) in 0..100 and ab (2, H, W) in Lab units, float32."""
    planes = rgb_to_lab_planes(pixels)
    return np.maximum(planes[0], 0.0, out=planes[0]), planes[1:]


def averaged(ab: np.ndarray, stride: int, out: np.ndarray) -> None:
    """Write the mean of ab (2, H, W) in each cell of `stride` pixels to (2, h, w)."""
    for plane, small in zip(ab, out, strict=True):
        cv2.resize(plane, small.shape[::-1], dst=small, interpolation=cv2.INTER_AREA)
