"""Draws the stages of a photo, from the pictures that there are, as far as they are in sight."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui.darkroom import Pane, Picture, Subject
from gui.open_photo import OpenPhoto
from gui.views.viewport import Sight

WAITING_OPACITY = 0.28
BACKDROP_OPACITY = 0.45
SWITCHED_OFF_OPACITY = 0.2
PIXELS_FROM = 4.0
EXACT = 1e-3  # so near to 1 screen pixel per image pixel nothing needs to be scaled
GREY = Subject(Pane.INSTANCES)  # the photo's lightness; it stands in where colours are missing


class StagePainter:
    """Draws with one painter what one sight shows of a photo.

    Args:
        painter: on a device with `sight.ratio` screen pixels per pixel.
        photo: what to draw.
        sight: where, and which part.
        alone: the id of the instance that the Instances stage shows alone, None for all.
        pixels_from: screen pixels per image pixel from which pixels are shown as squares.
    """

    def __init__(
        self,
        painter: QPainter,
        photo: OpenPhoto,
        sight: Sight,
        alone: int | None = None,
        *,
        pixels_from: float = PIXELS_FROM,
    ) -> None:
        self._painter = painter
        self._photo = photo
        self._sight = sight.snapped
        self._alone = alone
        self._pixels_from = pixels_from

    def draw_stage(self, pane: Pane) -> bool:
        """Draw a stage; False where it is not there yet and the grey photo stands in."""
        if pane is Pane.INSTANCES:
            self._draw_instances()
            return True
        if self.draw(Subject(pane)):
            return True
        self.draw(GREY, WAITING_OPACITY)
        return False

    def draw(self, subject: Subject, opacity: float = 1.0) -> bool:
        """Draw the newest picture of `subject`; False if there is none."""
        picture = self._photo.picture(subject, self._sight.scale * self._sight.ratio)
        if picture is None:
            return False
        self.draw_picture(picture, opacity)
        return True

    def draw_picture(self, picture: Picture, opacity: float = 1.0) -> None:
        """Draw the part that is in sight, from the level that fits the zoom."""
        ratio = self._sight.ratio
        target = self._sight.to_pane(picture.frame)
        shown = target.intersected(self._sight.area)
        if shown.isEmpty():
            return
        image = picture.images.level(target.width() * ratio)
        across = image.width() / target.width()
        down = image.height() / target.height()
        source = QRectF(
            (shown.left() - target.left()) * across,
            (shown.top() - target.top()) * down,
            shown.width() * across,
            shown.height() * down,
        )
        enlarged = ratio / across
        smooth = enlarged < self._pixels_from and abs(enlarged - 1) > EXACT
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        self._painter.setOpacity(opacity)
        self._painter.drawImage(shown, image, source)
        self._painter.setOpacity(1.0)

    def _draw_instances(self) -> None:
        self.draw(GREY, BACKDROP_OPACITY)
        for instance in sorted(self._photo.instances, key=lambda i: -i.box.area):
            if self._alone in (None, instance.id):
                on = instance.id in self._photo.enabled or instance.id == self._alone
                subject = Subject(Pane.INSTANCES, instance.id)
                self.draw(subject, 1.0 if on else SWITCHED_OFF_OPACITY)
