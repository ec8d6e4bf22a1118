"""The line between before and after, with a handle for the mouse and the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractSlider, QWidget

from engine.texts import tr
from gui import theme

WIDTH = 28
GRIP = 12.0  # radius
LAST = 1000  # the value at the right edge


class SplitHandle(QAbstractSlider):
    """Lies over a pane, as high as the photo in sight; 0 is its left edge, `LAST` the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown = QRectF()
        self._grabbed = 0.0
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(0, LAST)
        self.setSingleStep(10)
        self.setPageStep(100)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setAccessibleName(tr("Line between before and after"))
        self.setToolTip(
            tr("Drag to compare; with the keyboard: left and right. Double click: middle.")
        )
        self.hide()

    def place(self, shown: QRectF) -> None:
        """Lie on the line of the photo whose part in sight is `shown`."""
        self._shown = shown
        line = shown.left() + shown.width() * self.value() / LAST
        self.setGeometry(
            round(line - WIDTH / 2), round(shown.top()), WIDTH, max(1, round(shown.height()))
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._grabbed = event.position().x() - self.width() / 2
            self.setSliderDown(True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown() and self._shown.width() > 0:
            at = self.mapToParent(event.position()).x() - self._grabbed
            self.setValue(round(LAST * (at - self._shown.left()) / self._shown.width()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.setValue(LAST // 2)

    def wheelEvent(self, event: object) -> None:
        """The wheel zooms, as elsewhere in the pane."""
        event.ignore()  # type: ignore[attr-defined]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QRectF(self.rect()).center()
        for width, colour in ((3.5, QColor(0, 0, 0, 120)), (1.5, QColor(255, 255, 255))):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(middle.x(), 0), QPointF(middle.x(), self.height()))
        focused = self.hasFocus()
        painter.setPen(
            QPen(theme.ACCENT if focused else QColor(0, 0, 0, 120), 2.5 if focused else 1)
        )
        painter.setBrush(QColor(255, 255, 255))
        painter.drawEllipse(middle, GRIP - 1.5, GRIP - 1.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(50, 52, 55))
        for side in (-1, 1):
            tip = QPointF(middle.x() + side * 7.0, middle.y())
            base = middle.x() + side * 2.5
            arrow = [tip, QPointF(base, middle.y() - 4), QPointF(base, middle.y() + 4)]
            painter.drawPolygon(QPolygonF(arrow))
