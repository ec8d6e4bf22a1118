"""Words over a photo, on a small dark plate that is readable on every photo and in every theme."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from gui import theme

PADDING = 8.0
RADIUS = 4.0


def chip_for(painter: QPainter, text: str) -> QRectF:
    """A plate as large as `text` needs, at 0, 0."""
    metrics = painter.fontMetrics()
    return QRectF(0, 0, metrics.horizontalAdvance(text) + 2 * PADDING, metrics.height() + PADDING)


def draw_chip(painter: QPainter, rect: QRectF, text: str = "") -> None:
    """Draw a plate with words in its middle; the pen is then that of words."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.CHIP)
    painter.drawRoundedRect(rect, RADIUS, RADIUS)
    painter.setPen(theme.CHIP_TEXT)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def draw_words(painter: QPainter, area: QRectF, text: str) -> None:
    """Draw a plate with words in the middle of `area`, as much of them as there is room for."""
    room = round(area.width() - 4 * PADDING)
    text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
    chip = chip_for(painter, text)
    chip.moveCenter(area.center())
    draw_chip(painter, chip, text)
