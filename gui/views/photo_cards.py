"""Photos to choose from, as a row of cards: picture and name, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gui import theme

NARROWEST, WIDEST = 96, 150  # pixels of a card
GAP = 12
SHAPE = 0.75  # height of a card's picture for its width
NAME_GAP = 6
RADIUS = 6.0
ICON = 36


class PhotoCard(QAbstractButton):
    """One photo to choose."""

    def __init__(self, path: Path, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self.image: QImage | None = None
        self.setText(name)
        self.setToolTip(tip)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_image(self, image: QImage) -> None:
        """Show this small picture."""
        self.image = image
        self.update()

    def height_for(self, width: int) -> int:
        """Its height at this width, in pixels."""
        return round(width * SHAPE) + NAME_GAP + self.fontMetrics().height() + 4

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        place = QRectF(1, 1, self.width() - 2, round(self.width() * SHAPE) - 2)
        shape = QPainterPath()
        shape.addRoundedRect(place, RADIUS, RADIUS)
        painter.fillPath(shape, theme.CHROME)
        if self.image is None or self.image.isNull():
            icon = QRect(0, 0, ICON, ICON)
            icon.moveCenter(place.center().toPoint())
            theme.icon("photo").paint(painter, icon)
        else:
            painter.save()
            painter.setClipPath(shape)
            painter.drawImage(place, self.image, _middle(self.image, place))
            painter.restore()
        lit = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(theme.ACCENT if lit else theme.FAINT, 2 if lit else 1))
        painter.drawPath(shape)
        painter.setPen(theme.TEXT if lit else theme.QUIET_TEXT)
        line = QRectF(0, place.bottom() + NAME_GAP, self.width(), painter.fontMetrics().height())
        name = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideMiddle, self.width() - 4
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, name)


class CardRow(QWidget):
    """As many cards as fit beside each other.

    Attributes:
        chosen: the `Path` of the card that was chosen.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[PhotoCard] = []
        self._in_a_row = 1
        self.setObjectName("cards")
        self.setStyleSheet("#cards { background: transparent; }")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_photos(self, photos: Sequence[tuple[Path, str, str]], in_a_row: int) -> None:
        """Show these photos in place of the earlier ones.

        Args:
            photos: path, name and tool tip of each.
            in_a_row: how many fill the width, where that leaves each wide enough.
        """
        known = {card.path: card.image for card in self.cards}
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [PhotoCard(*photo, self) for photo in photos]
        self._in_a_row = max(1, in_a_row)
        for card in self.cards:
            card.image = known.get(card.path)
            card.clicked.connect(lambda _=False, path=card.path: self.chosen.emit(path))
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(self._in_a_row * (WIDEST + GAP) - GAP, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROWEST, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        if not self.cards:
            self.setFixedHeight(0)
            return
        room = self.width() + GAP
        fitting = min(self._in_a_row, max(1, room // (NARROWEST + GAP)))
        across = min(WIDEST, room // fitting - GAP)
        height = self.cards[0].height_for(across)
        self.setFixedHeight(height)
        for place, card in enumerate(self.cards):
            card.setGeometry(place * (across + GAP), 0, across, height)
            card.setVisible(place < fitting)


def _middle(image: QImage, place: QRectF) -> QRectF:
    """The largest part of an image that has the shape of `place`, a little above the middle."""
    scale = min(image.width() / place.width(), image.height() / place.height())
    width, height = place.width() * scale, place.height() * scale
    left = (image.width() - width) / 2
    top = (image.height() - height) * 0.35  # heads are in the upper half
    return QRectF(left, top, width, height)
