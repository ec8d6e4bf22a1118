"""Paints a small picture into a room of any shape, or a sign where there is none."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from gui import theme

SIGN = 30  # pixels


def paint_thumbnail(painter: QPainter, room: QRect, image: QImage | None) -> None:
    """The whole picture in the middle of `room`, in pixels; the painter is set to be smooth."""
    if image is None or image.isNull():
        painter.fillRect(room, theme.SURROUND)
        sign = QRect(0, 0, SIGN, SIGN)
        sign.moveCenter(room.center())
        theme.icon("photo").paint(painter, sign)
        return
    size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(0, 0, max(1, size.width()), max(1, size.height()))
    place.moveCenter(room.center())
    sharp = place.size() * 2  # a large picture is not scaled down in one bilinear step
    if image.width() > sharp.width():
        image = image.scaled(
            sharp,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    painter.drawImage(place, image)
