"""Draws the Fused pane's comparisons: before and after, a blend, and differences."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from engine.texts import marked, tr
from gui.darkroom import Pane, Picture, Subject
from gui.open_photo import OpenPhoto
from gui.qimages import to_qimage
from gui.views.chips import chip_for, draw_chip
from gui.views.comparing import DIALS, Mode
from gui.views.stage_painter import StagePainter
from gui.views.viewport import Sight

GROUND = 44  # the grey of no difference, 0..255
MOST_PIXELS = 3_000_000  # of a difference; on a larger screen it is coarser, and still follows
RAMP_WIDTH = 72.0
WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
CHIP_MARGIN = 8.0
SOURCE, FULL, FUSED = Subject(Pane.SOURCE), Subject(Pane.FULL), Subject(Pane.FUSED)
COMPARED_WITH = {Mode.FROM_FULL: FULL, Mode.FROM_SOURCE: SOURCE}
DIFFERS = {
    Mode.FROM_FULL: marked("Differs from the full image by {apart} of 255"),
    Mode.FROM_SOURCE: marked("Differs from the source by {apart} of 255"),
}
NAMES = {  # in the pane's title
    Mode.RESULT: marked("result"),
    Mode.BEFORE_AFTER: marked("before / after"),
    Mode.BLEND: marked("blend"),
    Mode.FROM_FULL: marked("difference from the full image"),
    Mode.FROM_SOURCE: marked("difference from the source"),
}
WORDS = {
    Mode.FROM_FULL: marked("bright: changed by the instances"),
    Mode.FROM_SOURCE: marked("bright: other colours than in the source"),
}


@dataclass(frozen=True)
class ModePainter:
    """Draws one mode.

    Attributes:
        photo: one that has a fused picture.
        sight: what the pane shows.
        mode: not `Mode.RESULT`.
        value: of the mode's slider, see `gui.views.comparing.DIALS`.
    """

    photo: OpenPhoto
    sight: Sight
    mode: Mode
    value: float

    def draw_picture(self, painter: QPainter) -> None:
        """Draw the comparison; the painter is clipped to the pane below its title."""
        stages = StagePainter(painter, self.photo, self.sight)
        if self.mode is Mode.BEFORE_AFTER:
            stages.draw(SOURCE)
            painter.save()
            painter.setClipRect(self.after, Qt.ClipOperation.IntersectClip)
            stages.draw(FUSED)
            painter.restore()
        elif self.mode is Mode.BLEND:
            stages.draw(SOURCE)
            stages.draw(FUSED, self.value / 100)
        else:
            image = difference(self.photo, self.sight, COMPARED_WITH[self.mode], self.value)
            if image is None:
                painter.fillRect(self.shown, QColor(GROUND, GROUND, GROUND))
            else:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(
                    QRectF(self.shown.topLeft(), image.deviceIndependentSize()), image
                )

    def draw_words(self, painter: QPainter) -> None:
        """Draw what is before and after, or the meaning of what is bright."""
        if self.mode is Mode.BEFORE_AFTER:
            self._draw_sides(painter)
        elif self.mode in WORDS:
            self._draw_legend(painter)

    def value_text(self, point: QPointF) -> str:
        """The difference at a photo point, in words; empty outside and in other modes."""
        other = COMPARED_WITH.get(self.mode)
        pair = None if other is None else _alike(self.photo, other, self.photo.darkroom.full)
        if other is None or pair is None:
            return ""
        first, second = (picture.images.largest for picture in pair)
        pixel = QPoint(int(point.x() * pair[0].scale), int(point.y() * pair[0].scale))
        if min(point.x(), point.y()) < 0 or not first.valid(pixel) or not second.valid(pixel):
            return ""
        fused, compared = first.pixelColor(pixel), second.pixelColor(pixel)
        apart = max(
            abs(fused.red() - compared.red()),
            abs(fused.green() - compared.green()),
            abs(fused.blue() - compared.blue()),
        )
        return tr(DIFFERS[self.mode], apart=apart)

    @property
    def name(self) -> str:
        """What the pane's title says."""
        return tr(NAMES[self.mode])

    @property
    def shown(self) -> QRectF:
        """The part of the photo in sight, in the pane's pixels."""
        frame = self.sight.snapped.to_pane(self.photo.darkroom.frame)
        return frame.intersected(self.sight.area)

    @property
    def after(self) -> QRectF:
        """The part of `shown` on the right of the line."""
        shown = self.shown
        return shown.adjusted(shown.width() * self.value / 100, 0, 0, 0)

    def _draw_sides(self, painter: QPainter) -> None:
        """A name on each side of the line where there is room for it."""
        top, line = self.shown.top() + CHIP_MARGIN, self.after.left()
        names = tr("Before"), tr("After")
        before, after = (chip_for(painter, text) for text in names)
        before.moveTopLeft(QPointF(self.shown.left() + CHIP_MARGIN, top))
        after.moveTopRight(QPointF(self.shown.right() - CHIP_MARGIN, top))
        if before.right() < line - CHIP_MARGIN:
            draw_chip(painter, before, names[0])
        if after.left() > line + CHIP_MARGIN:
            draw_chip(painter, after, names[1])

    def _draw_legend(self, painter: QPainter) -> None:
        """From no difference to the one that is fully bright, in 255ths of a channel."""
        metrics = painter.fontMetrics()
        high = tr("{level} of 255", level=round(255 / self.value))
        digit, number = metrics.horizontalAdvance("0") + 1, metrics.horizontalAdvance(high) + 1
        corner = self.shown.bottomLeft() + QPointF(CHIP_MARGIN, -CHIP_MARGIN)
        room = self.sight.area.right() - corner.x() - CHIP_MARGIN - 16
        ramp_width = max(min(RAMP_WIDTH, room - digit - number - 10), 0.0)
        scale = digit + ramp_width + number + 10
        gain = DIALS[self.mode].shown(self.value)
        text = tr("{gain}, {meaning}", gain=gain, meaning=tr(WORDS[self.mode]))
        beside = room - scale - 12 >= metrics.horizontalAdvance(text)
        free = QRectF(0, 0, max(room, scale), self.sight.area.height())
        words = QRectF(metrics.boundingRect(free.toRect(), WRAPPED, text))
        words.setWidth(words.width() + 2)
        words.moveTo(QPointF(scale + 12, 0) if beside else QPointF(0, metrics.height()))
        chip = words.united(QRectF(0, 0, scale, metrics.height())).adjusted(-8, -4, 8, 4)
        origin = corner - chip.bottomLeft()
        chip.translate(origin)
        draw_chip(painter, chip)
        middle = Qt.AlignmentFlag.AlignVCenter
        rest = QRectF(origin.x(), origin.y(), scale, metrics.height())
        painter.drawText(rest, middle, "0")
        ramp = QRectF(rest.left() + digit + 5, rest.center().y() - 4, ramp_width, 8)
        colours = QLinearGradient(ramp.topLeft(), ramp.topRight())
        colours.setColorAt(0, QColor(GROUND, GROUND, GROUND))
        colours.setColorAt(1, QColor(255, 255, 255))
        painter.fillRect(ramp, colours)
        painter.drawText(rest.adjusted(ramp.right() + 5 - rest.left(), 0, 0, 0), middle, high)
        painter.drawText(words.translated(origin), WRAPPED, text)


def difference(photo: OpenPhoto, sight: Sight, other: Subject, gain: float) -> QImage | None:
    """How much the fused picture differs from `other`, for the part in sight.

    Both are drawn as the pane would, so that the cost is that of the pixels on the screen. Only
    pictures of the same size are compared; of others the sharper one would differ at every edge.

    Args:
        photo: what to compare.
        sight: which part; the image has its `ratio`, or a lower one where that would be more than
            `MOST_PIXELS`.
        other: the stage to compare with.
        gain: what multiplies the difference.

    Returns:
        Grey from `GROUND`, no difference, to 255, where the channel that differs most differs by
        255 / gain or more; None where there are no such pictures, or nothing is in sight.
    """
    sight = sight.snapped
    shown = sight.to_pane(photo.darkroom.frame).intersected(sight.area)
    pair = _alike(photo, other, sight.scale * sight.ratio)
    area = shown.width() * shown.height()
    if pair is None or area < 1:
        return None
    sight = replace(sight, ratio=min(sight.ratio, math.sqrt(MOST_PIXELS / area)))
    drawn = [_drawn(photo, sight, shown, picture) for picture in pair]
    apart = cv2.absdiff(*(_pixels(image) for image in drawn))
    image = to_qimage(cv2.LUT(_largest(apart), _ramp(gain)))
    image.setDevicePixelRatio(sight.ratio)
    return image


def _alike(photo: OpenPhoto, other: Subject, scale: float) -> tuple[Picture, Picture] | None:
    """Pictures of both at the same size, sharp at this zoom if there are."""
    fused, others = photo.pictures.get(FUSED, {}), photo.pictures.get(other, {})
    sizes = fused.keys() & others.keys()
    if not sizes:
        return None
    size = min((s for s in sizes if s >= scale), default=max(sizes))
    return fused[size], others[size]


def _drawn(photo: OpenPhoto, sight: Sight, shown: QRectF, picture: Picture) -> QImage:
    size = (shown.size() * sight.ratio).toSize().expandedTo(QSize(1, 1))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(sight.ratio)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    moved = QRectF(QPointF(0, 0), shown.size())
    centre = sight.to_photo(shown.center())
    StagePainter(painter, photo, replace(sight, area=moved, centre=centre)).draw_picture(picture)
    painter.end()
    return image


def _pixels(image: QImage) -> np.ndarray:
    """The image's memory as uint8 (h, w, 4)."""
    rows = np.frombuffer(image.constBits(), np.uint8)
    return rows.reshape(image.height(), image.width(), 4)


def _largest(apart: np.ndarray) -> np.ndarray:
    first, second, third, _ = cv2.split(apart)
    return np.asarray(cv2.max(cv2.max(first, second), third))


def _ramp(gain: float) -> np.ndarray:
    """The grey of each difference 0..255."""
    grown = np.minimum(np.arange(256) * gain, 255) / 255
    return np.rint(GROUND + (255 - GROUND) * grown).astype(np.uint8)
