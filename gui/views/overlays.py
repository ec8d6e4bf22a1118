"""What is painted over a photo: boxes, labels and handles, the tint of a weight map, its legend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QLinearGradient,
    QPainter,
    QPen,
)

from engine.detection.coco import shown_name
from engine.instances import Instance
from engine.texts import marked, tr
from gui import theme
from gui.qimages import to_qimage
from gui.weight_overlay import Show, WeightView

LABEL_PADDING = 4.0
LABEL_WIDTH = 170.0  # pixels that a label may take at a narrower box
LEGEND_WIDTH = 72.0
LEGEND_FLAGS = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)


def instance_at(instances: Iterable[Instance], x: float, y: float) -> int | None:
    """The id of the instance at a photo point; of several the smallest, since it is on top.

    One with an outline is only where its outline is.
    """
    hit = [instance for instance in instances if instance.covers(x, y)]
    return min(hit, key=lambda instance: instance.box.area).id if hit else None


def number_of(instance: Instance) -> str:
    """What stands for it beside its colour; it stays the same as long as the instance is there."""
    return str(instance.id + 1)


def origin_of(instance: Instance) -> str:
    """The detector's score, or that the person has drawn or changed it."""
    if instance.drawn:
        return tr("drawn") if instance.score >= 1 else tr("edited")
    return f"{instance.score:.2f}"


def label_of(instance: Instance) -> str:
    """Name and score in a few characters."""
    text = marked("{name}, {origin}") if instance.drawn else marked("{name} {origin}")
    return tr(text, name=shown_name(instance.label), origin=origin_of(instance))


def draw_box(painter: QPainter, rect: QRectF, instance_id: int, *, strong: bool) -> None:
    """A box with a dark outline, so that it shows on every photo."""
    width = 2.5 if strong else 1.5
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(0, 0, 0, 140), width + 1.5))
    painter.drawRect(rect)
    painter.setPen(theme.instance_pen(instance_id, width))
    painter.drawRect(rect)


class Labels:
    """Paints labels at boxes and keeps them apart as far as there is room."""

    def __init__(self, painter: QPainter, area: QRectF) -> None:
        self._painter = painter
        self._area = area
        self.taken: list[QRectF] = []

    def draw(self, rect: QRectF, instance: Instance, *, strong: bool, dim: bool) -> None:
        """A label at the box `rect`, inside the pane.

        Where it would cover another label the score is left out, then the name, and then the
        whole label unless it is a `strong` one; the list and pointing at the box tell the rest.
        """
        if not rect.intersects(self._area):
            return
        badge = self._badge_width(number_of(instance))
        whole, name = (
            self._fitting(words, badge, rect)
            for words in (label_of(instance), shown_name(instance.label))
        )
        for text in (whole, name, ""):
            label = self._free_place(rect, badge, text)
            if label is not None:
                break
        if label is None:
            if not strong:
                return
            text = whole
            label = self._places(rect, badge, text)[0]
        self.taken.append(label)
        colour = theme.instance_colour(instance.id)
        ink = theme.text_on(colour)
        if dim:
            colour, ink = theme.CHIP, colour
        number = QRectF(label.left(), label.top(), badge, label.height())
        self._draw_chip(label, colour)
        self._draw_text(label.adjusted(badge, 0, 0, 0), ink, text)
        self._draw_chip(number.adjusted(1.5, 1.5, -0.5 if text else -1.5, -1.5), ink)
        self._draw_text(number, QColor(colour.rgb()), number_of(instance))

    def _draw_chip(self, rect: QRectF, colour: QColor) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        self._painter.drawRoundedRect(rect, 2, 2)

    def _draw_text(self, rect: QRectF, colour: QColor, text: str) -> None:
        self._painter.setPen(colour)
        self._painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def _fitting(self, text: str, badge: float, rect: QRectF) -> str:
        """As much of a label as its box and the pane are wide for, and a few words in any case.

        Its end may tell who found the object.
        """
        wide = min(self._area.width(), max(rect.intersected(self._area).width(), LABEL_WIDTH))
        room = wide - badge - 2 * LABEL_PADDING
        metrics = QFontMetricsF(self._painter.font())
        return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room)

    def _badge_width(self, number: str) -> float:
        return QFontMetricsF(self._painter.font()).horizontalAdvance(number) + 2 * LABEL_PADDING

    def _free_place(self, rect: QRectF, badge: float, text: str) -> QRectF | None:
        """The first place at the box that covers no other label."""
        free = (
            label
            for label in self._places(rect, badge, text)
            if not any(label.intersects(other) for other in self.taken)
        )
        return next(free, None)

    def _places(self, rect: QRectF, badge: float, text: str) -> list[QRectF]:
        """Places at the corners of the part of the box that is in sight, best first."""
        metrics = QFontMetricsF(self._painter.font())
        width = badge + (metrics.horizontalAdvance(text) + 2 * LABEL_PADDING if text else 0)
        height = metrics.height() + 2
        shown = rect.intersected(self._area)
        right = max(shown.right() - width, shown.left())
        corners = [
            QPointF(shown.left(), shown.top() - height),
            QPointF(shown.left(), shown.top()),
            QPointF(right, shown.top()),
            QPointF(right, shown.top() - height),
            QPointF(shown.left(), shown.bottom() - height),
            QPointF(shown.left(), shown.bottom()),
            QPointF(right, shown.bottom() - height),
        ]
        return [self._kept_inside(QRectF(c.x(), c.y(), width, height)) for c in corners]

    def _kept_inside(self, label: QRectF) -> QRectF:
        area = self._area
        left = min(max(label.left(), area.left()), area.right() - label.width())
        top = min(max(label.top(), area.top()), area.bottom() - label.height())
        return QRectF(left, top, label.width(), label.height())


def draw_hint(painter: QPainter, area: QRectF, text: str) -> None:
    """One sentence at the bottom of a pane, as long as a tool is at work."""
    metrics = QFontMetricsF(painter.font())
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width() - 32)
    chip = QRectF(0, 0, metrics.horizontalAdvance(text) + 20, metrics.height() + 8)
    chip.moveCenter(QPointF(area.center().x(), area.bottom() - 12 - chip.height() / 2))
    _draw_dark_chip(painter, chip, text)


def draw_chip(painter: QPainter, area: QRectF, rect: QRectF, text: str) -> None:
    """A few characters below a box, or inside it where there is no room below."""
    metrics = QFontMetricsF(painter.font())
    chip = QRectF(0, 0, metrics.horizontalAdvance(text) + 12, metrics.height() + 4)
    chip.moveCenter(QPointF(rect.center().x(), rect.bottom() + 5 + chip.height() / 2))
    if chip.bottom() > area.bottom():
        chip.moveBottom(min(rect.bottom(), area.bottom()) - 5)
    _draw_dark_chip(painter, chip, text)


def draw_grip(painter: QPainter, middle: QPointF, radius: float) -> None:
    """A round grip with four arrows, for moving."""
    painter.setPen(QPen(QColor(255, 255, 255, 210), 1.2))
    painter.setBrush(QColor(0, 0, 0, 120))
    painter.drawEllipse(middle, radius - 1, radius - 1)
    reach, tip = radius * 0.58, radius * 0.2
    for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        end = middle + QPointF(x * reach, y * reach)
        painter.drawLine(middle, end)
        for side in (-1, 1):
            back = QPointF(-x * tip - side * y * tip, -y * tip + side * x * tip)
            painter.drawLine(end, end + back)


def _draw_dark_chip(painter: QPainter, chip: QRectF, text: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.CHIP)
    painter.drawRoundedRect(chip, 4, 4)
    painter.setPen(theme.CHIP_TEXT)
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)


def tint(view: WeightView) -> QImage:
    """The weight map as a transparent picture: 0 clear, 1 the full tint of its colour."""
    height, width = view.weights.shape
    pixels = np.zeros((height, width, 4), np.uint8)
    pixels[..., 3] = np.rint(255 * view.opacity * np.clip(view.weights, 0, 1))
    if view.winners is None:
        pixels[..., :3] = _rgb(tint_colour(view))
    else:
        for winner in np.unique(view.winners):
            won = view.winners == winner
            if winner < 0:
                pixels[won] = 0
            else:
                pixels[won, :3] = _rgb(theme.instance_colour(int(winner)))
    return to_qimage(pixels).convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def tint_colour(view: WeightView) -> QColor:
    """The colour of a weight of 1."""
    if view.instance is not None:
        return theme.instance_colour(view.instance.id)
    return theme.FULL_IMAGE_TINT


def legend_text(view: WeightView) -> str:
    """What the tint means."""
    if view.show is Show.WINNERS:
        return tr("Who wins: the instance's colour; clear is the full image")
    if view.instance is None:
        return tr("Weight of the full image")
    name = shown_name(view.instance.label)
    if not view.takes_part:
        return tr("No weight: {name} is switched off", name=name)
    if view.instance.mask is None:
        return tr("Weight of {name}", name=name)
    return tr("Weight of {name}, inside its outline", name=name)


def value_text(view: WeightView, instances: Sequence[Instance], x: float, y: float) -> str:
    """The weight at a place, x and y 0..1 of the photo, in words."""
    weight, winner = view.at(x, y)
    if not view.takes_part:
        return legend_text(view)
    if view.show is not Show.WINNERS:
        return tr("{meaning}: {weight:.2f}", meaning=legend_text(view), weight=weight)
    label = next((i.label for i in instances if i.id == winner), None)
    if label is None:
        return tr("The full image wins with {weight:.2f}", weight=weight)
    name = shown_name(label)
    name = f"{name[0].upper()}{name[1:]}"
    return tr("{name} wins with {weight:.2f}", name=name, weight=weight)


def legend_places(metrics: QFontMetricsF, room: QRectF, view: WeightView) -> Sequence[QRectF]:
    """Where the legend's plate, its scale from 0 to 1, and its words lie.

    The words take as many lines as they need, and lie below the scale where there is no room
    beside it.

    Args:
        metrics: of the font of the words.
        room: what may be covered; the plate lies in its lower left corner.
        view: what the words are about; who wins, or is off, has no scale.
    """
    scaled = view.winners is None and view.takes_part
    scale = LEGEND_WIDTH + 32 if scaled else 0.0
    inside = room.adjusted(8, 4, -8, -4)
    beside = scale == 0 or inside.width() - scale >= LEGEND_WIDTH
    free = QRectF(0, 0, inside.width() - (scale if beside else 0.0), inside.height())
    words = metrics.boundingRect(free, LEGEND_FLAGS, legend_text(view))
    words.setWidth(words.width() + 2)
    line = QRectF(0, 0, scale, metrics.height() if scale else 0.0)
    if beside:
        line.setHeight(max(line.height(), words.height()))
        words.moveTo(scale, 0)
    else:
        words.moveTo(0, line.height())
    plate = line.united(words).adjusted(-8, -4, 8, 4)
    corner = room.bottomLeft() - plate.bottomLeft()
    return [rect.translated(corner) for rect in (plate, line, words)]


def draw_legend(painter: QPainter, area: QRectF, photo: QRectF, view: WeightView) -> None:
    """The meaning of the tint, in the lower left corner of the photo's part in sight."""
    metrics = QFontMetricsF(painter.font())
    corner = photo.intersected(area).bottomLeft() + QPointF(8, -8)
    room = QRectF(QPointF(corner.x(), area.top()), QPointF(area.right() - 8, corner.y()))
    plate, line, words = legend_places(metrics, room, view)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.CHIP)
    painter.drawRoundedRect(plate, 4, 4)
    painter.setPen(theme.CHIP_TEXT)
    if not line.isEmpty():
        digit = metrics.horizontalAdvance("0")
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, middle, "0")
        scale = QRectF(line.left() + digit + 5, line.center().y() - 4, LEGEND_WIDTH, 8)
        ramp = QLinearGradient(scale.topLeft(), scale.topRight())
        ramp.setColorAt(0, QColor(70, 72, 75))
        ramp.setColorAt(1, tint_colour(view))
        painter.fillRect(scale, ramp)
        painter.drawText(line.adjusted(scale.right() + 5 - line.left(), 0, 0, 0), middle, "1")
    painter.drawText(words, LEGEND_FLAGS, legend_text(view))


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()
