"""Boxes in a photo, their place on a network grid, and the instances that carry them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from engine.errors import EngineError
from engine.steering import AS_FUSED, Steering
from engine.texts import tr


@dataclass(frozen=True)
class Box:
    """A rectangle in photo pixels: left and top inside, right and bottom just outside."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left <= x < self.right and self.top <= y < self.bottom

    def grown(self, by: float) -> Box:
        """The same with so many pixels more on every side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def clipped(self, *, height: int, width: int) -> Box:
        """The part inside a photo of (height, width) pixels; its area is 0 where there is none."""
        return Box(
            left=min(max(self.left, 0.0), width),
            top=min(max(self.top, 0.0), height),
            right=min(max(self.right, 0.0), width),
            bottom=min(max(self.bottom, 0.0), height),
        )

    def checked(self, *, height: int, width: int) -> Box:
        """The part inside the photo, at least one pixel wide and high.

        Raises:
            EngineError: a side is not finite, the box is empty, or it lies outside the photo.
        """
        sides = (self.left, self.top, self.right, self.bottom)
        shown = ", ".join(f"{side:g}" for side in sides)
        if not all(math.isfinite(side) for side in sides):
            raise EngineError(
                tr("The box [{shown}] is not made of numbers.", shown=shown), tr("Correct the box.")
            )
        if self.right <= self.left or self.bottom <= self.top:
            raise EngineError(
                tr("The box [{shown}] is empty.", shown=shown),
                tr(
                    "Boxes are left, top, right, bottom in photo pixels, right and bottom the "
                    "larger."
                ),
            )
        inside = self.clipped(height=height, width=width)
        if inside.width <= 0 or inside.height <= 0:
            raise EngineError(
                tr(
                    "The box [{shown}] lies outside the photo of {width} x {height} pixels.",
                    shown=shown,
                    width=width,
                    height=height,
                ),
                tr("Boxes are left, top, right, bottom in photo pixels."),
            )
        return inside

    def intersection(self, other: Box) -> float:
        """The shared area in square pixels."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, width) * max(0.0, height)

    def iou(self, other: Box) -> float:
        """Intersection over union, 0..1."""
        shared = self.intersection(other)
        union = self.area + other.area - shared
        return shared / union if union > 0 else 0.0

    def pixels(self, *, height: int, width: int) -> tuple[int, int, int, int]:
        """Whole photo pixels (left, top, right, bottom) that the box touches, at least one each."""
        left = min(max(math.floor(self.left), 0), width - 1)
        top = min(max(math.floor(self.top), 0), height - 1)
        right = min(max(math.ceil(self.right), left + 1), width)
        bottom = min(max(math.ceil(self.bottom), top + 1), height)
        return left, top, right, bottom

    def placed(
        self, *, photo_height: int, photo_width: int, grid_height: int, grid_width: int
    ) -> Placement:
        """Where the box lies on a grid that covers the whole photo; at least one cell."""
        scaled = Box(
            self.left * grid_width / photo_width,
            self.top * grid_height / photo_height,
            self.right * grid_width / photo_width,
            self.bottom * grid_height / photo_height,
        )
        left = min(max(math.floor(scaled.left + 0.5), 0), grid_width - 1)
        top = min(max(math.floor(scaled.top + 0.5), 0), grid_height - 1)
        right = min(max(math.floor(scaled.right + 0.5), left + 1), grid_width)
        bottom = min(max(math.floor(scaled.bottom + 0.5), top + 1), grid_height)
        return Placement(left=left, top=top, width=right - left, height=bottom - top)


@dataclass(frozen=True)
class Placement:
    """A box in whole cells of a network grid."""

    left: int
    top: int
    width: int
    height: int

    @property
    def rows(self) -> slice:
        return slice(self.top, self.top + self.height)

    @property
    def columns(self) -> slice:
        return slice(self.left, self.left + self.width)


@dataclass(frozen=True, eq=False)
class Instance:
    """A detected or drawn object.

    Attributes:
        id: unique in its photo, from 0; a deleted one's may be used again.
        label: what it is, in words ("person"); COCO's 80 names from a detector.
        score: the detector's confidence, 0..1; 1 for a drawn one.
        box: in photo pixels, inside the photo.
        mask: bool (height, width) of the box's whole pixels (`Box.pixels`), or None.
        drawn: made by the person and not by a detector.
        steering: what the person has changed about its colours.
    """

    id: int
    label: str
    score: float
    box: Box
    mask: np.ndarray | None = field(default=None, repr=False)
    drawn: bool = False
    steering: Steering = AS_FUSED

    def __eq__(self, other: object) -> bool:
        """Every field is the same; masks by their pixels."""
        if not isinstance(other, Instance):
            return NotImplemented
        return self._plain == other._plain and _same_mask(self.mask, other.mask)

    def __hash__(self) -> int:
        return hash(self._plain)

    def covers(self, x: float, y: float) -> bool:
        """Whether a photo point is of it: inside its outline, or its box where it has none."""
        if not self.box.holds(x, y) or self.mask is None:
            return self.box.holds(x, y)
        rows, columns = self.mask.shape
        row, column = int(y) - math.floor(self.box.top), int(x) - math.floor(self.box.left)
        return bool(self.mask[min(row, rows - 1), min(column, columns - 1)])

    @property
    def unsteered(self) -> Instance:
        """The same with colours as the networks give them."""
        return self if self.steering == AS_FUSED else replace(self, steering=AS_FUSED)

    @property
    def _plain(self) -> tuple[object, ...]:
        return self.id, self.label, self.score, self.box, self.drawn, self.steering


def _same_mask(first: np.ndarray | None, second: np.ndarray | None) -> bool:
    if first is None or second is None:
        return first is second
    return first is second or np.array_equal(first, second)


def strengths_of(instances: Iterable[Instance], overall: float = 1.0) -> dict[int, float]:
    """What multiplies the weight of each instance in the fusion, of those where it is not 1."""
    strengths = {i.id: overall * i.steering.strength for i in instances}
    return {key: strength for key, strength in strengths.items() if strength != 1.0}


def recoloured(instances: Iterable[Instance]) -> tuple[Instance, ...]:
    """Those whose colours are changed after the fusion; their strength there is left out."""
    return tuple(
        replace(i, steering=replace(i.steering, strength=1.0))
        for i in instances
        if i.steering.recolours
    )
