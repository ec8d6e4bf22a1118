"""A picture that is finished again and again: only what has changed is coloured anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from engine import lab
from engine.adjustments import AS_COLORIZED, Adjustments
from engine.instances import Box, Placement
from engine.regions import Region
from engine.render import PlacedRegion, coloured, in_threads
from engine.results import Colorization
from engine.steps import Step, Steps
from engine.texts import tr
from engine.upsampling import REACH, STRIP_PIXELS, Upsampling
from engine.vividness import vivid

QUICK_SIDE = 720  # pixels of the long side of what is shown first: sharp in a pane of a laptop
# Lab units below which a cell's ab is the same; a level of a channel is about 0.4. Cells are held
# against the drawn ones, so that what is left out is made up for as soon as it has grown to this.
TOLERANCE = 0.05


class Canvas:
    """One picture's lightness and what was last drawn on it, 19 bytes a pixel.

    Args:
        lightness: float32 (H, W), 0..100.
    """

    def __init__(self, lightness: np.ndarray) -> None:
        height, width = lightness.shape
        self._lightness = lightness
        self._whole = Placement(0, 0, width, height)
        self._drawn: Colorization | None = None  # with its vividness; None where nothing is whole
        self._adjustments = AS_COLORIZED  # without
        self._placed: Sequence[PlacedRegion] = ()
        self._ab = np.empty((height, width, 2), np.float32)
        self._picture = np.empty((height, width, 3), np.uint8)

    def steps(
        self, colorization: Colorization, adjustments: Adjustments, regions: Sequence[Region]
    ) -> Steps[np.ndarray]:
        """As `engine.render.recolor_steps` with 8 bits; the picture is the caller's own."""
        ab = vivid(colorization, adjustments.vividness, self._lightness)
        plain = replace(adjustments, vividness=0.0)
        placed = [self._place(region, colorization.frame) for region in regions]
        before, self._drawn = self._drawn, None
        changed = []
        if before is None or before.ab.shape != ab.shape or before.frame != colorization.frame:
            changed.append(self._whole)
        else:
            cells = _bounds(np.abs(ab - before.ab).max(axis=2) > TOLERANCE)
            if cells is None:
                ab = before.ab
            else:
                ab = _with_cells(before.ab, ab, cells)
                changed.append(self._reached(cells, ab.shape))
        if changed:
            self._upsample(ab, changed[0])
        if plain == self._adjustments:
            changed += [region.place for region in _differing(self._placed, placed)]
        else:
            changed.append(self._whole)
        self._adjustments, self._placed = plain, placed
        if changed:
            self._draw(_around(changed))
        self._drawn = Colorization(ab, colorization.frame)
        yield Step(tr("Coloured the photo"), 1, 1)
        return self._picture.copy()

    def _place(self, region: Region, frame: Box) -> PlacedRegion:
        for known in self._placed:
            if known.region.coverage is region.coverage:
                return replace(known, region=region)
        return PlacedRegion.of(region, self._lightness, frame, at_once=True)

    def _reached(self, cells: Placement, grid: tuple[int, ...]) -> Placement:
        """The pixels whose ab these cells have a say in."""
        whole = self._whole
        down, across = whole.height / grid[0], whole.width / grid[1]
        left, top, right, bottom = Box(
            (cells.left - REACH) * across,
            (cells.top - REACH) * down,
            (cells.left + cells.width + REACH) * across,
            (cells.top + cells.height + REACH) * down,
        ).pixels(height=whole.height, width=whole.width)
        return Placement(left, top, right - left, bottom - top)

    def _upsample(self, ab: np.ndarray, place: Placement) -> None:
        upsampling = Upsampling(self._lightness, ab)

        def upsample(rows: slice) -> None:
            self._ab[rows, place.columns] = upsampling.rows(rows, place.columns)

        _on_strips(upsample, place)

    def _draw(self, place: Placement) -> None:
        def draw(rows: slice) -> None:
            part = Placement(place.left, rows.start, place.width, rows.stop - rows.start)
            self._picture[rows, place.columns] = coloured(
                self._lightness[rows, place.columns],
                self._ab[rows, place.columns].copy(),
                part,
                self._placed,
                self._adjustments,
            )

        _on_strips(draw, place)


def _bounds(places: np.ndarray) -> Placement | None:
    """The smallest rectangle around what is true; None where nothing is."""
    rows, columns = np.flatnonzero(places.any(axis=1)), np.flatnonzero(places.any(axis=0))
    if not len(rows):
        return None
    top, left = int(rows[0]), int(columns[0])
    return Placement(left, top, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top)


def _with_cells(before: np.ndarray, after: np.ndarray, cells: Placement) -> np.ndarray:
    """ab before, and inside of these cells after."""
    joined = before.copy()
    joined[cells.rows, cells.columns] = after[cells.rows, cells.columns]
    return joined


def _differing(
    before: Sequence[PlacedRegion], after: Sequence[PlacedRegion]
) -> Iterable[PlacedRegion]:
    """The regions that are of one picture only; all, where the others lie in another order."""
    there = [{_of(one): one for one in side} for side in (before, after)]
    shared = [[key for key in there[0] if key in there[1]], [k for k in there[1] if k in there[0]]]
    same = set(shared[0]) if shared[0] == shared[1] else set()
    return [one for side in there for key, one in side.items() if key not in same]


def _of(placed: PlacedRegion) -> object:
    """What a region does: equal where it is the same."""
    region = placed.region
    return id(region.coverage), region.steering, region.lightness, region.ab


def _around(places: Sequence[Placement]) -> Placement:
    """The smallest rectangle around all of these."""
    left, top = min(place.left for place in places), min(place.top for place in places)
    right = max(place.left + place.width for place in places)
    bottom = max(place.top + place.height for place in places)
    return Placement(left, top, right - left, bottom - top)


def _on_strips(work: Callable[[slice], None], place: Placement) -> None:
    strips = lab.strips(place.height, place.width, STRIP_PIXELS)
    rows = [slice(place.top + strip.start, place.top + strip.stop) for strip in strips]
    for _ in in_threads(work, rows):
        pass  # it is too little to be told of
