"""The pictures of one photo for the screen: small ones at once, full size strip by strip.

No widgets and no signals: everything here runs on the worker.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

import cv2
import numpy as np
from PySide6.QtGui import QImage

from engine.adjustments import AS_COLORIZED, Adjustments
from engine.canvas import QUICK_SIDE, Canvas
from engine.detection.coco import shown_name
from engine.errors import EngineError
from engine.instances import Box, Instance
from engine.outlines import sampled
from engine.photo import Photo
from engine.regions import Region, RegionFinder
from engine.render import recolor, recolor_steps
from engine.results import Colorization
from engine.steps import Step, Steps
from engine.texts import marked, tr
from engine.vividness import vivid
from gui.qimages import Pyramid, pyramid, to_qimage

PREVIEW_SIDE = 1600  # sharp in a pane of a large screen
FULL_PIXELS = 24_000_000  # above it four panes of real pixels would fill a small machine
LONGEST = 2.5  # times its short side, where a thumbnail begins to show more than a box
THUMBNAIL_SIDE = 96


class Pane(Enum):
    """The four stages of a photo, with their titles, `marked`."""

    SOURCE = marked("Source")
    FULL = marked("Full image")
    INSTANCES = marked("Instances")
    FUSED = marked("Fused")


@dataclass(frozen=True)
class Subject:
    """What a picture shows: a pane's whole photo, or one instance in its place."""

    pane: Pane
    instance: int | None = None


@dataclass(frozen=True)
class Finish:
    """What is done to the colours after the networks.

    Attributes:
        adjustments: of all colours.
        steered: the instances with colours of their own in the result, as
            `engine.instances.recoloured` gives them.
    """

    adjustments: Adjustments = AS_COLORIZED
    steered: tuple[Instance, ...] = ()

    def of(self, subject: Subject) -> Finish:
        """What of it the picture of a subject shows: only the result is steered."""
        return self if subject.pane is Pane.FUSED else Finish(self.adjustments)


PLAIN = Finish()


@dataclass(frozen=True)
class Look:
    """How pictures are wanted.

    Attributes:
        finish: of the colours.
        scale: screen pixels per photo pixel of the zoom.
    """

    finish: Finish = PLAIN
    scale: float = 0.0


@dataclass(frozen=True)
class Picture:
    """Pixels to show, and what they were made from, so that an outdated one can be told.

    Attributes:
        subject: where it is shown.
        made_from: the colours; None for the grey photo.
        finish: what it was made with; the grey photo has none.
        scale: its pixels per photo pixel, 0..1.
        frame: the part of the photo that it covers, in photo pixels.
        images: the pixels.
    """

    subject: Subject
    made_from: Colorization | None
    finish: Finish
    scale: float
    frame: Box
    images: Pyramid


class Darkroom:
    """Develops the pictures of one photo.

    Attributes:
        photo: the opened photo.
        quick, preview, full: picture pixels per photo pixel of the three sizes, 0..1, rising.
    """

    def __init__(self, photo: Photo) -> None:
        self.photo = photo
        longest = max(photo.height, photo.width)
        self.quick = min(1.0, QUICK_SIDE / longest)
        self.preview = min(1.0, PREVIEW_SIDE / longest)
        self.full = min(1.0, math.sqrt(FULL_PIXELS / (photo.height * photo.width)))
        self._lightness = {
            scale: _scaled(photo.lightness, scale) for scale in (self.quick, self.preview)
        }
        self._finder: RegionFinder | None = None
        self._canvas: Canvas | None = None  # of the result at the quick size

    def take_full(self, full: Colorization) -> None:
        """From now on outlines are looked for in these colours of the full image."""
        self._finder = RegionFinder(self.photo.lightness, full)

    @property
    def frame(self) -> Box:
        """The whole photo."""
        return Box(0, 0, self.photo.width, self.photo.height)

    def scale_for(self, scale: float) -> float:
        """The smallest of the three sizes that is sharp at this zoom, else the largest."""
        sizes = (self.quick, self.preview, self.full)
        return next((size for size in sizes if size >= scale), self.full)

    def grey(self, pane: Pane, scale: float) -> Picture:
        """The photo as it is in its file, or for the Instances pane its lightness alone."""
        if pane is Pane.SOURCE:
            pixels = _scaled(self.photo.source, scale)
        else:
            no_colour = Colorization(np.zeros((1, 1, 2), np.float32), self.frame)
            pixels = recolor(self._lightness_at(scale), no_colour)
        return Picture(Subject(pane), None, PLAIN, scale, self.frame, pyramid(pixels))

    def develop(
        self,
        subject: Subject,
        colorization: Colorization,
        finish: Finish,
        scale: float,
    ) -> Steps[Picture]:
        """The picture of `subject` in its colours at one of the three sizes."""
        lightness, frame = self._lightness_at(scale), self.frame
        if subject.instance is not None:
            lightness, frame = _part(lightness, colorization.frame, scale)
        finish = finish.of(subject)
        regions: tuple[Region, ...] = ()
        if self._finder is not None:
            regions = self._finder.regions(finish.steered)
        if subject.pane is Pane.FUSED and scale == self.quick:
            if self._canvas is None:
                self._canvas = Canvas(lightness)
            rgb = yield from self._canvas.steps(colorization, finish.adjustments, regions)
        else:
            rgb = yield from recolor_steps(
                lightness, colorization, adjustments=finish.adjustments, regions=regions
            )
        return Picture(subject, colorization, finish, scale, frame, pyramid(rgb))

    def detail(self, box: Box, colorization: Colorization, finish: Finish, side: int) -> np.ndarray:
        """A part of the result, uint8 (h, w, 3), of at most `side` pixels.

        Args:
            box: which part, in photo pixels.
            colorization: of the whole photo.
            finish: of the colours.
            side: the most pixels of the longer side.
        """
        height, width = self.photo.lightness.shape
        left, top, right, bottom = box.pixels(height=height, width=width)
        frame = Box(left, top, right, bottom)
        lightness = _scaled(
            self.photo.lightness[top:bottom, left:right], side / max(frame.width, frame.height)
        )
        ab = vivid(colorization, finish.adjustments.vividness, self._lightness[self.quick])
        rows = max(2, math.ceil(ab.shape[0] * frame.height / height))
        columns = max(2, math.ceil(ab.shape[1] * frame.width / width))
        cells = sampled(Colorization(ab, colorization.frame), frame, rows, columns)
        return recolor(
            lightness,
            Colorization(cells, frame),
            adjustments=replace(finish.adjustments, vividness=0.0),
            regions=() if self._finder is None else self._finder.regions(finish.steered),
        )

    def prepare(self, instances: Iterable[Instance]) -> Steps[None]:
        """Find what steering these needs ahead of time; nothing where it is known."""
        for instance in instances:
            for coloured in (True, False):
                yield Step(tr("Looking for outlines"), 0, 0)
                if self._finder is not None:
                    self._finder.prepare(instance, coloured=coloured)

    def find_outline(self, instance: Instance) -> Steps[np.ndarray]:
        """The mask of what is in an instance's box.

        Raises:
            EngineError: nothing stands out there, or the photo has no colours yet.
        """
        name = shown_name(instance.label)
        yield Step(tr("Looking for the outline of {name}", name=name), 0, 0)
        if self._finder is None:
            raise EngineError(
                tr("The photo has no colours yet."), tr("Wait until it is colorized.")
            )
        return self._finder.outline(instance.box)

    def thumbnails(self, instances: Iterable[Instance]) -> dict[int, QImage]:
        """A small square crop of the photo for each instance."""
        return {instance.id: self.thumbnail(instance.box) for instance in instances}

    def thumbnail(self, box: Box) -> QImage:
        """A small square crop of the photo that shows what a box holds.

        Of a long box it is a part, so that neighbours who stand side by side can be told apart:
        the upper end of an upright one, where heads are, else the middle.
        """
        side = max(min(box.width, box.height), max(box.width, box.height) / LONGEST)
        across = min(side, self.photo.width)
        down = min(side, self.photo.height)
        above = box.top if box.height > box.width else (box.top + box.bottom - down) / 2
        left = min(max((box.left + box.right - across) / 2, 0), self.photo.width - across)
        top = min(max(above, 0), self.photo.height - down)
        square = Box(left, top, left + across, top + down)
        left_px, top_px, right_px, bottom_px = square.pixels(
            height=self.photo.height, width=self.photo.width
        )
        crop = self.photo.source[top_px:bottom_px, left_px:right_px]
        return to_qimage(_scaled(crop, min(1.0, THUMBNAIL_SIDE / max(crop.shape[:2]))))

    def _lightness_at(self, scale: float) -> np.ndarray:
        if scale in self._lightness:
            return self._lightness[scale]
        return _scaled(self.photo.lightness, scale)


def _scaled(pixels: np.ndarray, scale: float) -> np.ndarray:
    """`pixels` made smaller by averaging; the same array where `scale` is 1."""
    if scale >= 1:
        return pixels
    height, width = pixels.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def _part(lightness: np.ndarray, frame: Box, scale: float) -> tuple[np.ndarray, Box]:
    """The pixels of a scaled photo that `frame` touches, and the frame that they cover."""
    height, width = lightness.shape
    scaled = Box(*(side * scale for side in (frame.left, frame.top, frame.right, frame.bottom)))
    left, top, right, bottom = scaled.pixels(height=height, width=width)
    covered = Box(left / scale, top / scale, right / scale, bottom / scale)
    return lightness[top:bottom, left:right], covered
