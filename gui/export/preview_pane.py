"""The small picture of what an export would write."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from engine.texts import tr
from gui import theme


class PreviewPane(QWidget):
    """The small picture of what will be written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image: QImage | None = None
        self.setMinimumSize(320, 240)
        self.setAccessibleName(tr("Preview"))

    def show_image(self, image: QImage | None) -> None:
        """Show this picture, or none."""
        self.image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.SURROUND)
        if self.image is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = QRectF(self.rect()).adjusted(12, 12, -12, -12)
        size = self.image.size().toSizeF()
        scale = min(room.width() / size.width(), room.height() / size.height(), 1.0)
        size *= scale
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(room.center())
        painter.drawImage(place, self.image)
