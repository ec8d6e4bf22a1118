"""What the window's panes show, as pictures to save, at any size and strip by strip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import cv2
import numpy as np

from engine import lab
from engine.adjustments import AS_COLORIZED, Adjustments
from engine.contact_sheet import Tint, draw_boxes
from engine.instances import Instance, Placement
from engine.known_stages import KnownStages, Stages
from engine.palette import RGB, instance_colour
from engine.photo import Photo
from engine.regions import Region, RegionFinder
from engine.render import recolor_steps
from engine.results import Colorization, Fusion, WeightMaps
from engine.steps import Step, Steps, finish
from engine.texts import tr

LONGEST_SIDE = 1600  # pixels; the steps are to be looked at, the result itself is full size
FULL_IMAGE_TINT: RGB = (255, 255, 255)
GROUND = 40  # of 100: how much of a drawing's time the grey photo below it takes
STRIP_PIXELS = 1 << 20  # progress and cancel about every 0.1 s


class PaneKind(Enum):
    """The kinds of pictures, with the word that stands for them in a file name."""

    RESULT = "colorized"
    GREY = "grey"
    BOXES = "boxes"
    FULL = "full-image"
    IN_PLACE = "instances"
    INSTANCE = "instance"
    WEIGHTS = "weights"
    WINNERS = "winners"


DEEP = frozenset(
    {PaneKind.RESULT, PaneKind.GREY, PaneKind.FULL, PaneKind.IN_PLACE, PaneKind.INSTANCE}
)  # those that can be made with 16 bits per channel; the others are drawings


@dataclass(frozen=True)
class PaneChoice:
    """Which picture.

    Attributes:
        kind: of the picture.
        instance: whose crop or weight map; of a weight map, None is the full image.
        tap: of a weight map and of who wins; None is the one nearest to the result.
    """

    kind: PaneKind
    instance: int | None = None
    tap: str | None = None


def scale_for(photo: Photo, longest: int | None) -> float:
    """Picture pixels per photo pixel for this longest side; None is the photo's own."""
    own = max(photo.height, photo.width)
    return 1.0 if longest is None else min(1.0, longest / own)


class Panes:
    """The pictures of one colorized photo, sRGB (h, w, 3), all at one scale.

    Args:
        stages: what is known; a snapshot is taken.
        fusion: the result.
        adjustments: of the colours.
        scale: picture pixels per photo pixel; None gives a longest side of `LONGEST_SIDE` at
            most. Above 1 the photo is enlarged, and everything drawn over it is sharp.
    """

    def __init__(
        self,
        stages: Stages,
        fusion: Fusion,
        adjustments: Adjustments = AS_COLORIZED,
        *,
        scale: float | None = None,
    ) -> None:
        self.stages = KnownStages.of(stages)
        self.fusion = fusion
        self.adjustments = adjustments
        photo = self.stages.photo
        self.scale = scale_for(photo, LONGEST_SIDE) if scale is None else scale
        self._lightness = _scaled(photo.lightness, self.scale)

    def at(self, scale: float) -> Panes:
        """The same pictures at another scale."""
        return Panes(self.stages, self.fusion, self.adjustments, scale=scale)

    @property
    def bare_photo(self) -> Photo:
        """The photo without what belongs to its full size (metadata, alpha), to save panes with."""
        photo = self.stages.photo
        return Photo(photo.path, photo.lightness, photo.source)

    @property
    def instances(self) -> tuple[Instance, ...]:
        """The instances that have colours of their own, best first."""
        return tuple(i for i in self.stages.instances if i.id in self.stages.colorized)

    @cached_property
    def grey(self) -> np.ndarray:
        """The photo as the networks see it."""
        return finish(self.steps(PaneChoice(PaneKind.GREY)))

    @cached_property
    def boxes(self) -> np.ndarray:
        """The photo with the instances' boxes."""
        return finish(self.steps(PaneChoice(PaneKind.BOXES)))

    @cached_property
    def full(self) -> np.ndarray:
        """The full-image network's colours alone."""
        return finish(self.steps(PaneChoice(PaneKind.FULL)))

    @cached_property
    def fused(self) -> np.ndarray:
        """The result."""
        return finish(self.steps(PaneChoice(PaneKind.RESULT)))

    def instance(self, instance: Instance) -> np.ndarray:
        """One instance's own colours, (height, width, 3) of its part of the photo."""
        return finish(self.steps(PaneChoice(PaneKind.INSTANCE, instance.id)))

    def weight_map(self, weights: np.ndarray, instance: Instance | None) -> np.ndarray:
        """The grey photo tinted where a participant has weight; None is the full image."""
        return finish(
            self._tinted(self._layers(weights, None if instance is None else instance.id))
        )

    def winners(self, maps: WeightMaps) -> np.ndarray:
        """The grey photo tinted by the colour of whoever weighs most, none for the full image."""
        return finish(self._tinted(self._winners(maps)))

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """Where and how the fused instances are steered."""
        full = self.stages.full
        if full is None:
            return ()
        fused = [i for i in self.stages.instances if i.id in self.fusion.ids]
        return RegionFinder(self.stages.photo.lightness, full).regions(fused)

    def output_maps(self) -> WeightMaps | None:
        """The weight maps nearest to the result; None when no instance took part."""
        return next(reversed(list(self.fusion.weight_maps.values())), None)

    def size(self, choice: PaneChoice) -> tuple[int, int]:
        """(height, width) of a picture in pixels."""
        own = self._own(choice)
        if own is not None:
            place = self._place(own)
            return place.height, place.width
        height, width = self._lightness.shape
        return height, width

    def steps(self, choice: PaneChoice, *, bit_depth: int = 8) -> Steps[np.ndarray]:
        """The picture, uint8 or uint16, in strips: a step after each.

        What is not there (an instance without colours, weights where nothing was fused) is the
        grey photo.

        Args:
            choice: which picture.
            bit_depth: 8, or 16 for the kinds in `DEEP`.
        """
        kind, stages = choice.kind, self.stages
        if kind is PaneKind.RESULT:
            return (yield from self._coloured(self.fusion.colorization, bit_depth, self.regions))
        if kind is PaneKind.FULL and stages.full is not None:
            return (yield from self._coloured(stages.full, bit_depth))
        own = self._own(choice)
        if own is not None:
            return (yield from self._part(own, bit_depth))
        if kind is PaneKind.IN_PLACE:
            return (yield from self._in_place(bit_depth))
        if kind is PaneKind.BOXES:
            return (yield from self._boxed())
        maps = self.output_maps() if choice.tap is None else self.fusion.weight_maps.get(choice.tap)
        if kind is PaneKind.WEIGHTS and maps is not None:
            weights = maps.full if choice.instance is None else maps.of(choice.instance)
            return (yield from self._tinted(self._layers(weights, choice.instance)))
        if kind is PaneKind.WINNERS and maps is not None:
            return (yield from self._tinted(self._winners(maps)))
        return (yield from self._grey(bit_depth))

    def _own(self, choice: PaneChoice) -> Colorization | None:
        """The colours of a crop, None where the choice is another or there are none."""
        if choice.kind is not PaneKind.INSTANCE or choice.instance is None:
            return None
        own = self.stages.colorized.get(choice.instance)
        return None if own is None else own.colorization

    def _grey(self, bit_depth: int = 8) -> Steps[np.ndarray]:
        frame = self.fusion.colorization.frame
        nothing = Colorization(np.zeros((1, 1, 2), np.float32), frame)
        return (yield from recolor_steps(self._lightness, nothing, bit_depth=bit_depth))

    def _coloured(
        self, colorization: Colorization, bit_depth: int, regions: tuple[Region, ...] = ()
    ) -> Steps[np.ndarray]:
        return (
            yield from recolor_steps(
                self._lightness,
                colorization,
                adjustments=self.adjustments,
                regions=regions,
                bit_depth=bit_depth,
            )
        )

    def _part(self, colorization: Colorization, bit_depth: int) -> Steps[np.ndarray]:
        place = self._place(colorization)
        return (
            yield from recolor_steps(
                self._lightness[place.rows, place.columns],
                colorization,
                adjustments=self.adjustments,
                bit_depth=bit_depth,
            )
        )

    def _in_place(self, bit_depth: int) -> Steps[np.ndarray]:
        picture = yield from _as_share(self._grey(bit_depth), 0, GROUND)
        total = max(1, len(self.instances))
        for done, instance in enumerate(reversed(self.instances)):
            own = self.stages.colorized[instance.id].colorization
            place = self._place(own)
            start, end = (GROUND + (100 - GROUND) * (done + n) // total for n in (0, 1))
            crop = yield from _as_share(self._part(own, bit_depth), start, end)
            picture[place.rows, place.columns] = crop
        return picture

    def _boxed(self) -> Steps[np.ndarray]:
        picture = yield from _as_share(self._grey(), 0, GROUND)
        height, instances = len(picture), self.stages.instances
        for rows in self._strips():
            picture[rows] = draw_boxes(
                picture[rows], instances, self.scale, top=rows.start, height=height
            )
            done = GROUND + (100 - GROUND) * rows.stop // height
            yield Step(tr("Drawing the boxes"), done, 100)
        return picture

    def _tinted(self, layers: tuple[list[Tint], bool]) -> Steps[np.ndarray]:
        """The grey photo, darkened if so, under these tints."""
        tints, dark = layers
        if "grey" in self.__dict__:  # made before, and kept
            picture = self.grey.copy()
        else:
            picture = yield from _as_share(self._grey(), 0, GROUND)
        for rows in self._strips():
            strip = picture[rows] // 2 if dark else picture[rows]
            for tint in tints:
                strip = tint.over(strip, rows)
            picture[rows] = strip
            done = GROUND + (100 - GROUND) * rows.stop // len(picture)
            yield Step(tr("Drawing the weights"), done, 100)
        return picture

    def _layers(self, weights: np.ndarray, instance: int | None) -> tuple[list[Tint], bool]:
        if instance is None:
            return [self._tint(weights, FULL_IMAGE_TINT)], True
        return [self._tint(weights, instance_colour(instance))], False

    def _winners(self, maps: WeightMaps) -> tuple[list[Tint], bool]:
        winners = maps.winners()
        return [
            self._tint((winners == i.id).astype(np.float32), instance_colour(i.id))
            for i in self.instances
        ], False

    def _tint(self, weights: np.ndarray, colour: RGB) -> Tint:
        height, width = self._lightness.shape
        return Tint(weights, colour, height=height, width=width)

    def _strips(self) -> Iterator[slice]:
        height, width = self._lightness.shape
        return lab.strips(height, width, STRIP_PIXELS)

    def _place(self, colorization: Colorization) -> Placement:
        height, width = self._lightness.shape
        photo = self.stages.photo
        return colorization.frame.placed(
            photo_height=photo.height,
            photo_width=photo.width,
            grid_height=height,
            grid_width=width,
        )

    def sheet(self) -> np.ndarray:
        """All panes with their names, on one picture."""
        from engine.figures import SheetLayout, sheet_steps  # which is made of panes

        return finish(sheet_steps(self, SheetLayout()))


def _scaled(lightness: np.ndarray, scale: float) -> np.ndarray:
    if scale == 1:
        return lightness
    height, width = (max(1, round(side * scale)) for side in lightness.shape)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    scaled = cv2.resize(lightness, (width, height), interpolation=method)
    return np.clip(scaled, 0, 100, out=scaled)


def _as_share(steps: Steps[np.ndarray], start: int, end: int) -> Steps[np.ndarray]:
    """The same steps as a part of 100."""
    try:
        while True:
            step = next(steps)
            share = step.done / step.total if step.total else 0.0
            yield Step(step.label, start + round((end - start) * share), 100)
    except StopIteration as stop:
        picture: np.ndarray = stop.value
        return picture
    finally:
        steps.close()
