"""What the window's panes show, as pictures to save."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np

from engine.adjustments import AS_COLORIZED, Adjustments
from engine.contact_sheet import contact_sheet, draw_boxes, weight_picture
from engine.instances import Instance
from engine.palette import instance_colour
from engine.photo import Photo
from engine.render import recolor
from engine.results import Colorization, Fusion, WeightMaps

if TYPE_CHECKING:
    from engine.session import Session

LONGEST_SIDE = 1600  # pixels; the steps are to be looked at, the result itself is full size
SHEET_COLUMNS = 3
FULL_IMAGE_TINT = (255, 255, 255)


class Panes:
    """The pictures of one colorized photo, uint8 sRGB (h, w, 3), all of one size."""

    def __init__(
        self, session: Session, fusion: Fusion, adjustments: Adjustments = AS_COLORIZED
    ) -> None:
        photo = session.photo
        self.scale = min(1.0, LONGEST_SIDE / max(photo.height, photo.width))
        size = (max(1, round(photo.width * self.scale)), max(1, round(photo.height * self.scale)))
        self._lightness = cv2.resize(photo.lightness, size, interpolation=cv2.INTER_AREA)
        self._session = session
        self._fusion = fusion
        self._adjustments = adjustments

    @property
    def bare_photo(self) -> Photo:
        """The photo without what belongs to its full size (metadata, alpha), to save panes with."""
        photo = self._session.photo
        return Photo(photo.path, photo.lightness, photo.source)

    @property
    def instances(self) -> tuple[Instance, ...]:
        """The instances that have colours of their own, best first."""
        return tuple(i for i in self._session.instances if i.id in self._session.colorized)

    @cached_property
    def grey(self) -> np.ndarray:
        """The photo as the networks see it."""
        nothing = Colorization(np.zeros((1, 1, 2), np.float32), self._fusion.colorization.frame)
        return recolor(self._lightness, nothing)

    @cached_property
    def boxes(self) -> np.ndarray:
        """The photo with the instances' boxes."""
        return draw_boxes(self.grey, self._session.instances, self.scale)

    @cached_property
    def full(self) -> np.ndarray:
        """The full-image network's colours alone."""
        full = self._session.full
        return self.grey if full is None else self._coloured(full)

    @cached_property
    def fused(self) -> np.ndarray:
        """The result."""
        return self._coloured(self._fusion.colorization)

    def instance(self, instance: Instance) -> np.ndarray:
        """One instance's own colours, (height, width, 3) of its part of the photo."""
        return self._crop(instance)[1]

    def in_place(self) -> np.ndarray:
        """Every instance's own colours where it stands, on the grey photo, the best on top."""
        picture = self.grey.copy()
        for instance in reversed(self.instances):
            part, crop = self._crop(instance)
            picture[part] = crop
        return picture

    def weight_map(self, weights: np.ndarray, instance: Instance | None) -> np.ndarray:
        """The grey photo tinted where a participant has weight; None is the full image."""
        if instance is None:
            return weight_picture(weights, FULL_IMAGE_TINT, self.grey // 2)
        return weight_picture(weights, instance_colour(instance.id), self.grey)

    def winners(self, maps: WeightMaps) -> np.ndarray:
        """The grey photo tinted by the colour of whoever weighs most, none for the full image."""
        picture = self.grey
        winners = maps.winners()
        for instance in self.instances:
            wins = (winners == instance.id).astype(np.float32)
            picture = weight_picture(wins, instance_colour(instance.id), picture)
        return picture

    def output_maps(self) -> WeightMaps | None:
        """The weight maps nearest to the result; None when no instance took part."""
        return next(reversed(list(self._fusion.weight_maps.values())), None)

    def sheet(self) -> np.ndarray:
        """All panes with their names, on one picture."""
        return contact_sheet(list(self._captioned()), columns=SHEET_COLUMNS)

    def _captioned(self) -> Iterator[tuple[str, np.ndarray]]:
        maps = self.output_maps()
        yield "Source", self.grey
        yield "Objects", self.boxes
        yield "Full image", self.full
        yield "Instances", self.in_place()
        yield "Fused", self.fused
        yield "Who wins", self.grey if maps is None else self.winners(maps)

    def _coloured(self, colorization: Colorization) -> np.ndarray:
        return recolor(self._lightness, colorization, adjustments=self._adjustments)

    def _crop(self, instance: Instance) -> tuple[tuple[slice, slice], np.ndarray]:
        colorization = self._session.colorized[instance.id].colorization
        frame = colorization.frame
        height, width = self._lightness.shape
        photo = self._session.photo
        place = frame.placed(
            photo_height=photo.height,
            photo_width=photo.width,
            grid_height=height,
            grid_width=width,
        )
        part = (place.rows, place.columns)
        return part, recolor(self._lightness[part], colorization, adjustments=self._adjustments)
