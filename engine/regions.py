"""Which places of a photo the steering of an instance changes, and how."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import cv2
import numpy as np

from engine import lab
from engine.adjustments import Adjustments
from engine.instances import Box, Instance, recoloured
from engine.outlines import Cutout, cut, find_outline, without_crumbs
from engine.palette import RGB
from engine.results import Colorization
from engine.skin import head, skin
from engine.steering import Steering

SIDE = 128  # cells of the longer side of a region, which is joined along edges of L
ROUNDS = 2
KEPT = 64  # regions and outlines that are remembered; some 0.1 MB each
# Cells in which an outline is fitted to L, and over which it fades where L has no edge: one that
# was only estimated, and a mask, which is there on purpose.
WINDOW, MASK_WINDOW = 7, 3
EPSILON = 20.0  # a variance of L, in Lab units squared, below which there is none
FADE = 0.06  # of the box's longer side: how far its border fades where there is no mask
# How far L, a and b may be from those of a point that a colour goes to, and how far from one cell
# to its neighbour: a fold darkens slowly, and where something else begins there is a step.
LIKE = (36.0, 9.0, 11.0)
STEP = (9.0, 3.0, 3.0)

# A surface in weaker light has its linear light multiplied, and so L + 16, a and b by one number.
BLACK = 16.0
PALENESS = 0.7  # what is lighter than the colour takes it on as a thin dye does, paler; by eye
DARKEST, BRIGHTEST = 0.25, 1.25  # of the colour, in shadows and in highlights
VARIATION = 0.35  # of the instance's own differences of colour that a new colour keeps
LARGEST_VARIATION = 8.0  # Lab units

Kept = TypeVar("Kept")


@dataclass(frozen=True, eq=False)
class Region:
    """Where one instance's steering changes the result, and how.

    Attributes:
        frame: the part of the photo that it lies in, in whole photo pixels.
        coverage: float32 (h, w, 2), 0..1: the instance, and what of it takes on a new colour.
        steering: what is changed.
        lightness: L of what takes on a new colour, on the average.
        ab: its a and b, on the average.
    """

    frame: Box
    coverage: np.ndarray
    steering: Steering
    lightness: float
    ab: tuple[float, float]

    def apply(self, lightness: np.ndarray, ab: np.ndarray, coverage: np.ndarray) -> None:
        """Change `ab` in place.

        Args:
            lightness: float32 (h, w), 0..100.
            ab: float32 (h, w, 2), Lab units.
            coverage: float32 (h, w, 2), as in the attribute.
        """
        steering = self.steering
        if steering.colour is not None:
            own_lightness, *target = colour_lab(steering.colour)
            dark, light = own_lightness + BLACK, self.lightness + BLACK
            reference = max(dark, light) * max(light / dark, 1.0) ** PALENESS
            shade = (lightness + np.float32(BLACK)) * np.float32(1 / reference)
            np.clip(shade, DARKEST, BRIGHTEST, out=shade)
            wanted = ab - np.asarray(self.ab, np.float32)
            wanted *= np.float32(VARIATION)
            np.clip(wanted, -LARGEST_VARIATION, LARGEST_VARIATION, out=wanted)
            wanted += shade[..., None] * np.asarray(target, np.float32)
            wanted -= ab
            wanted *= coverage[..., 1:]
            ab += wanted
        if steering.saturation != 1.0 or steering.warmth:
            changed = Adjustments(steering.saturation, steering.warmth).applied(ab)
            changed -= ab
            changed *= coverage[..., :1]
            ab += changed


class RegionFinder:
    """Finds the regions of one photo's instances and remembers them.

    Args:
        lightness: of the whole photo, float32 (H, W), 0..100.
        full: the full image's colours, which do not depend on what is switched on.
    """

    def __init__(self, lightness: np.ndarray, full: Colorization) -> None:
        self._lightness = lightness
        self._full = full
        self._known: OrderedDict[tuple[object, int], tuple[np.ndarray | None, Any]] = OrderedDict()

    def regions(self, instances: Iterable[Instance]) -> tuple[Region, ...]:
        """The regions of those that are recoloured: the largest first, as small ones lie on top.

        Args:
            instances: those that are switched on.
        """
        wanted = sorted(recoloured(instances), key=lambda i: (-i.box.area, i.id))
        return tuple(self._region(instance) for instance in wanted)

    def outline(self, box: Box) -> np.ndarray:
        """The mask of the object in a box, see `engine.outlines.find_outline`.

        Raises:
            EngineError: there is none.
        """
        return find_outline(self._lightness, self._full, box)

    def prepare(self, instance: Instance, *, coloured: bool) -> None:
        """Find what the region of an instance needs, with a new colour or without, and keep it."""
        self._look_up(instance, coloured=coloured)

    def _region(self, instance: Instance) -> Region:
        steering = instance.steering
        found = self._look_up(instance, coloured=steering.colour is not None)
        return Region(found.frame, found.coverage, steering, found.lightness, found.ab)

    def _look_up(self, instance: Instance, *, coloured: bool) -> _Found:
        point = instance.steering.point if coloured else None
        key = (instance.box, instance.label, point, coloured)
        return self._kept(key, instance.mask, lambda: self._found(instance, point, coloured))

    def _kept(self, key: object, mask: np.ndarray | None, make: Callable[[], Kept]) -> Kept:
        """What was made for this key and this mask before, or is made now."""
        known = self._known.get((key, id(mask)))
        made: Kept = make() if known is None else known[1]
        self._known[key, id(mask)] = mask, made  # with the mask, so that no other has its number
        self._known.move_to_end((key, id(mask)))
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return made

    def _outlined(self, instance: Instance) -> tuple[Cutout, np.ndarray, np.ndarray]:
        """The surroundings of an instance, which cells are of it, and how much they count."""
        height, width = self._lightness.shape
        box = instance.box.checked(height=height, width=width)
        cutout = Cutout.of(self._lightness, self._full, box, SIDE)
        if instance.mask is None:
            return cutout, cut(cutout, ROUNDS), faded(cutout, height=height, width=width)
        inside = cutout.cells(instance.mask, instance.box, height=height, width=width) > 0.5
        return cutout, inside, np.ones_like(cutout.lightness)

    def _found(
        self, instance: Instance, point: tuple[float, float] | None, coloured: bool
    ) -> _Found:
        cutout, inside, fade = self._kept(
            instance.box, instance.mask, lambda: self._outlined(instance)
        )
        colour = inside
        if coloured and point is not None:
            colour = self._like(cutout, inside, point)
        elif coloured:
            bare = skin(cutout, inside, instance.label)
            colour = inside & ~bare & ~head(cutout, inside, bare, instance.label)
        window = WINDOW if instance.mask is None else MASK_WINDOW
        soft = [feathered(part, cutout.lightness, window) * fade for part in (inside, colour)]
        coverage = np.dstack(soft)
        weights = coverage[..., 1] + np.float32(1e-6)
        return _Found(
            cutout.frame,
            coverage,
            float(np.average(cutout.lightness, weights=weights)),
            (
                float(np.average(cutout.ab[..., 0], weights=weights)),
                float(np.average(cutout.ab[..., 1], weights=weights)),
            ),
        )

    @staticmethod
    def _like(cutout: Cutout, inside: np.ndarray, point: tuple[float, float]) -> np.ndarray:
        """What looks like the place at a point of the photo and hangs together with it."""
        rows, columns = inside.shape
        frame = cutout.frame
        column = int((point[0] - frame.left) / frame.width * columns)
        row = int((point[1] - frame.top) / frame.height * rows)
        column, row = min(max(column, 0), columns - 1), min(max(row, 0), rows - 1)
        x, y = cutout.places()
        boxed = (np.abs(x) < 1) & (np.abs(y) < 1)
        limit, most = (inside, 1.0) if inside[row, column] else (boxed, 0.25)  # less is known
        planes = cv2.medianBlur(np.dstack([cutout.lightness, cutout.ab]), 3)
        seed = planes[row, column]
        apart = (((planes - seed) / np.asarray(LIKE, np.float32)) ** 2).sum(axis=2)
        barred = np.ones((rows + 2, columns + 2), np.uint8)  # a border of one cell all around
        barred[1:-1, 1:-1] = ~(limit & (apart < most))
        barred[row + 1, column + 1] = 0
        reached = barred.copy()
        flags = 8 | cv2.FLOODFILL_MASK_ONLY | (2 << 8)  # eight neighbours; 2 is where it has been
        cv2.floodFill(planes, reached, (column, row), 0, STEP, STEP, flags)
        return without_crumbs(reached[1:-1, 1:-1] == 2)


@dataclass(frozen=True, eq=False)
class _Found:
    """A `Region` without its steering."""

    frame: Box
    coverage: np.ndarray
    lightness: float
    ab: tuple[float, float]


def colour_lab(colour: RGB) -> tuple[float, float, float]:
    """L, a, b of an sRGB colour."""
    found = lab.rgb_to_lab(np.array([[colour]], np.uint8))[0, 0]
    return float(found[0]), float(found[1]), float(found[2])


def feathered(mask: np.ndarray, lightness: np.ndarray, window: int) -> np.ndarray:
    """A mask as coverage, float32 (h, w), 0..1: sharp along edges of L, and soft where it has none.

    The guided filter of He, Sun and Tang (ECCV 2010). A cut through a surface that goes on would
    else be seen as an edge.
    """

    def mean(values: np.ndarray) -> np.ndarray:
        return cv2.blur(values, (window, window), borderType=cv2.BORDER_REPLICATE)

    cover = mask.astype(np.float32)
    cover_mean, guide_mean = mean(cover), mean(lightness)
    variance = np.maximum(mean(lightness * lightness) - guide_mean * guide_mean, 0)
    slope = (mean(lightness * cover) - guide_mean * cover_mean) / (variance + np.float32(EPSILON))
    offset = cover_mean - slope * guide_mean
    return np.clip(mean(slope) * lightness + mean(offset), 0, 1)


def faded(cutout: Cutout, *, height: int, width: int) -> np.ndarray:
    """1 inside a box and 0 outside, float32 (h, w), soft where the photo goes on.

    Args:
        cutout: of the box.
        height: of the photo.
        width: of the photo.
    """
    rows, columns = cutout.lightness.shape
    frame, box = cutout.frame, cutout.box
    reach = max(FADE * max(box.width, box.height), 1e-6)
    x = np.arange(columns, dtype=np.float32) + np.float32(0.5)
    y = np.arange(rows, dtype=np.float32) + np.float32(0.5)
    across = np.minimum(
        _ramp(x - box.left, reach, ends=frame.left <= 0 and box.left < 1),
        _ramp(box.right - x, reach, ends=frame.right >= width and box.right > columns - 1),
    )
    down = np.minimum(
        _ramp(y - box.top, reach, ends=frame.top <= 0 and box.top < 1),
        _ramp(box.bottom - y, reach, ends=frame.bottom >= height and box.bottom > rows - 1),
    )
    return down[:, None] * across[None]


def _ramp(distance: np.ndarray, reach: float, *, ends: bool) -> np.ndarray:
    """0 outside to 1 inside, without an edge of its own; 1 everywhere where the photo `ends`."""
    share = np.clip(distance / reach, 0, 1).astype(np.float32)
    return np.ones_like(share) if ends else share * share * (3 - 2 * share)
