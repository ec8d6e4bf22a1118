"""Where an object ends inside its box: cut out of lightness and colours by GrabCut.

Rother, Kolmogorov and Blake, "GrabCut" (SIGGRAPH 2004), in OpenCV. What surrounds the box is known
not to be the object, the middle of the box is known to be of it, and the cut is looked for between
them. The networks' colours tell apart what has the same grey.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from engine.errors import EngineError
from engine.instances import Box
from engine.results import Colorization
from engine.texts import tr

COARSE_SIDE, FINE_SIDE = 128, 320  # cells of the longest side in which an outline is looked for
ROUNDS = 5
BAND = 4  # coarse cells on both sides of an outline in which it is looked for again, finer
MARGIN = 0.1  # of the box's longer side: what is looked at around it
# By trial on 43 boxes of people and things in old photos: ab of the networks spans about a fifth
# of the range that L does, and tells as much.
LIGHTNESS_GAIN, AB_GAIN = 2.55, 2.5
CORNERS = 0.95  # of the box's middle to its sides, in a superellipse; outside is rather not object
SQUARENESS = 2.5
CORE = 0.35  # of the same: inside is the object
LEAST = 0.02  # of the box that an object covers, else none was found
CRUMB = 0.04  # of the object's area: smaller pieces and holes are noise


@dataclass(frozen=True)
class Cutout:
    """A box and what is around it, small.

    Attributes:
        frame: the part of the photo that it covers, in whole photo pixels.
        lightness: float32 (h, w), L, 0..100.
        ab: float32 (h, w, 2), Lab units.
        box: in cells of these.
    """

    frame: Box
    lightness: np.ndarray
    ab: np.ndarray
    box: Box

    @classmethod
    def of(cls, lightness: np.ndarray, full: Colorization, box: Box, side: int) -> Cutout:
        """The surroundings of `box`, of at most `side` cells.

        Args:
            lightness: of the whole photo, float32 (H, W), 0..100.
            full: the colours of the whole photo.
            box: inside the photo, in its pixels.
            side: the most cells of the longer side.
        """
        height, width = lightness.shape
        more = MARGIN * max(box.width, box.height)
        grown = Box(box.left - more, box.top - more, box.right + more, box.bottom + more)
        left, top, right, bottom = grown.pixels(height=height, width=width)
        scale = min(1.0, side / max(right - left, bottom - top))
        columns = max(2, round((right - left) * scale))
        rows = max(2, round((bottom - top) * scale))
        across, down = columns / (right - left), rows / (bottom - top)
        part = lightness[top:bottom, left:right]
        small = cv2.resize(part, (columns, rows), interpolation=cv2.INTER_AREA)
        frame = Box(left, top, right, bottom)
        inner = Box(
            (box.left - left) * across,
            (box.top - top) * down,
            (box.right - left) * across,
            (box.bottom - top) * down,
        )
        return cls(frame, small, sampled(full, frame, rows, columns), inner)

    def picture(self, gain: float = LIGHTNESS_GAIN, ab_gain: float = AB_GAIN) -> np.ndarray:
        """L, a and b as uint8 (h, w, 3), multiplied by how much each is to tell."""
        planes = np.dstack([self.lightness * gain, 128 + ab_gain * self.ab])
        return np.clip(planes, 0, 255).astype(np.uint8)

    def places(self) -> tuple[np.ndarray, np.ndarray]:
        """x and y of every cell, -1..1 from side to side of the box; float32 (h, w) each."""
        box, (rows, columns) = self.box, self.lightness.shape
        y, x = np.mgrid[:rows, :columns].astype(np.float32) + np.float32(0.5)
        return (
            (2 * x - box.left - box.right) / max(box.width, 1e-6),
            (2 * y - box.top - box.bottom) / max(box.height, 1e-6),
        )

    def cells(self, mask: np.ndarray, box: Box, *, height: int, width: int) -> np.ndarray:
        """A mask of the box's whole pixels in these cells, float32 (h, w), 0..1.

        Args:
            mask: bool, of `Box.pixels` of `box`.
            box: in photo pixels.
            height: of the photo.
            width: of the photo.
        """
        left, top, right, bottom = box.pixels(height=height, width=width)
        whole = Colorization(
            np.repeat(mask.astype(np.float32)[..., None], 2, axis=2), Box(left, top, right, bottom)
        )
        rows, columns = self.lightness.shape
        return sampled(whole, self.frame, rows, columns, outside=0.0)[..., 0]


def find_outline(lightness: np.ndarray, full: Colorization, box: Box) -> np.ndarray:
    """The mask of the object in a box: bool (height, width) of the box's whole pixels.

    Args:
        lightness: of the whole photo, float32 (H, W), 0..100.
        full: the colours of the whole photo.
        box: in photo pixels.

    Raises:
        EngineError: nothing in the box stands out, or the box is bad.
    """
    height, width = lightness.shape
    box = box.checked(height=height, width=width)
    coarse = cut(Cutout.of(lightness, full, box, COARSE_SIDE), ROUNDS)
    cutout = Cutout.of(lightness, full, box, FINE_SIDE)
    inside = _refined(cutout, coarse)
    left, top, right, bottom = box.pixels(height=height, width=width)
    soft = Colorization(np.repeat(inside.astype(np.float32)[..., None], 2, axis=2), cutout.frame)
    pixels = Box(left, top, right, bottom)
    mask: np.ndarray = sampled(soft, pixels, bottom - top, right - left)[..., 0] > 0.5
    if mask.mean() < LEAST:
        raise EngineError(
            tr("No outline was found in this box: nothing in it stands out."),
            tr("Draw the box closer around the object."),
        )
    return mask


def _refined(cutout: Cutout, coarse: np.ndarray) -> np.ndarray:
    """A coarser cut of the same surroundings at a cutout's cells, bool (h, w).

    Only a band along its border is cut again: the whole, in fine cells, would take seconds.
    """
    rows, columns = cutout.lightness.shape
    soft = cv2.resize(coarse.astype(np.float32), (columns, rows), interpolation=cv2.INTER_LINEAR)
    inside = (soft > 0.5).astype(np.uint8)
    reach = max(1, round(BAND * rows / coarse.shape[0]))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    marks = np.full(inside.shape, cv2.GC_BGD, np.uint8)
    marks[cv2.dilate(inside, disc) > 0] = cv2.GC_PR_BGD
    marks[inside > 0] = cv2.GC_PR_FGD
    marks[cv2.erode(inside, disc, borderType=cv2.BORDER_REPLICATE) > 0] = cv2.GC_FGD
    x, y = cutout.places()
    return without_crumbs(grabbed(cutout.picture(), marks, 1) & (np.abs(x) < 1) & (np.abs(y) < 1))


def polygon_of(mask: np.ndarray, box: Box) -> list[tuple[int, int]]:
    """The border of the largest piece of a mask as corners in photo pixels; holes are left out.

    Args:
        mask: bool, of the whole pixels of `box`.
        box: in photo pixels.
    """
    padded = cv2.copyMakeBorder(mask.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    pieces, _ = cv2.findContours(padded, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not pieces:
        return []
    largest = cv2.approxPolyDP(max(pieces, key=cv2.contourArea), 1.0, True)[:, 0]
    left, top = math.floor(box.left) - 1, math.floor(box.top) - 1
    return [(int(x) + left, int(y) + top) for x, y in largest]


def cut(cutout: Cutout, rounds: int) -> np.ndarray:
    """Which cells are of the object, bool (h, w)."""
    x, y = cutout.places()
    inside = (np.abs(x) < 1) & (np.abs(y) < 1)
    marks = np.full(inside.shape, cv2.GC_BGD, np.uint8)
    marks[inside] = cv2.GC_PR_BGD
    shape = np.abs(x) ** SQUARENESS + np.abs(y) ** SQUARENESS
    marks[shape < CORNERS] = cv2.GC_PR_FGD
    marks[x * x + y * y < CORE * CORE] = cv2.GC_FGD
    if np.count_nonzero(marks == cv2.GC_BGD) < inside.size // 50:
        marks[(shape > 1.2) & (y < 0)] = cv2.GC_BGD  # the box is the photo: its upper corners
    found = grabbed(cutout.picture(), marks, rounds)
    return without_crumbs(found & inside)


def grabbed(picture: np.ndarray, marks: np.ndarray, rounds: int) -> np.ndarray:
    """Run GrabCut from these marks; bool (h, w), all that is surely or probably foreground."""
    foreground = (marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD)
    if not foreground.any() or foreground.all():
        return foreground
    cv2.setRNGSeed(1)  # its clusters begin at random, and a result must be the same every time
    back, front = np.zeros((1, 65)), np.zeros((1, 65))
    found = marks.copy()
    nowhere = (0, 0, 0, 0)  # the marks say it all
    cv2.grabCut(picture, found, nowhere, back, front, rounds, cv2.GC_INIT_WITH_MASK)
    return (found == cv2.GC_FGD) | (found == cv2.GC_PR_FGD)


def without_crumbs(mask: np.ndarray) -> np.ndarray:
    """The mask without small pieces, and without small holes."""
    least = CRUMB * np.count_nonzero(mask)
    return ~_large_parts(~_large_parts(mask, least), least)


def sampled(
    colours: Colorization, frame: Box, rows: int, columns: int, *, outside: float | None = None
) -> np.ndarray:
    """Colours at the cells of a grid over `frame`, float32 (rows, columns, 2).

    Args:
        colours: in their own frame.
        frame: in photo pixels.
        rows: of the grid.
        columns: of the grid.
        outside: what is around the colours' frame; None lets their border go on.
    """
    values: np.ndarray = colours.ab.astype(np.float32, copy=False)
    height, width = values.shape[:2]
    own = colours.frame
    across, down = width / own.width, height / own.height
    step_x, step_y = frame.width / columns * across, frame.height / rows * down
    first_x = (frame.left - own.left) * across + step_x / 2 - 0.5
    first_y = (frame.top - own.top) * down + step_y / 2 - 0.5
    if step_x > 1.25 or step_y > 1.25:  # averaged first, as interpolation would pass over cells
        size = (max(1, round(width / max(step_x, 1))), max(1, round(height / max(step_y, 1))))
        values = cv2.resize(values, size, interpolation=cv2.INTER_AREA)
        smaller = Colorization(values, own)
        if size != (width, height):
            return sampled(smaller, frame, rows, columns, outside=outside)
    placing = np.array([[step_x, 0, first_x], [0, step_y, first_y]], np.float32)
    border = cv2.BORDER_REPLICATE if outside is None else cv2.BORDER_CONSTANT
    return cv2.warpAffine(
        values,
        placing,
        (columns, rows),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=border,
        borderValue=(outside or 0.0,) * 4,
    )


def _large_parts(mask: np.ndarray, least: float) -> np.ndarray:
    count, parts, statistics, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    large = statistics[:, cv2.CC_STAT_AREA] >= least
    large[0] = False
    return large[parts] if count > 1 else np.zeros_like(mask)
