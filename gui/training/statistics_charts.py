"""The report's pictures of the data, drawn from a person's own objects."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.detection.coco import shown_name
from engine.texts import counted, tr
from gui import theme
from gui.training.chart_scale import Scale, ticks, written

TITLE_HEIGHT = 26  # pixels
LEFT, RIGHT, BOTTOM = 52, 10, 24


class BinChart(QWidget):
    """Columns over the scores 0 to 1, with the smallest score that is kept as a line.

    Args:
        title: what the columns tell, with its unit.
        one, many: `marked` words of a column's value, for the tool tip ("{n} objects").
    """

    def __init__(self, title: str, one: str, many: str) -> None:
        super().__init__()
        self._title = title
        self._words = one, many
        self._edges: np.ndarray = np.linspace(0, 1, 2)
        self._values: np.ndarray = np.zeros(1)
        self._least = 0.0
        self.setMouseTracking(True)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_bins(self, edges: np.ndarray, values: np.ndarray, least: float) -> None:
        """Show these.

        Args:
            edges: float (n + 1,), of the bins, 0..1.
            values: float (n,); nan where there is nothing to tell.
            least: the smallest score that is kept.
        """
        self._edges, self._values, self._least = edges, values, least
        told = [self.words(index) for index in range(len(values)) if values[index] > 0]
        self.setAccessibleDescription(tr("; ").join(told))
        self.update()

    def words(self, index: int) -> str:
        """What a column says ("Score 0.50 to 0.55: 120 objects")."""
        value = float(self._values[index])
        return tr(
            "Score {low:.2f} to {high:.2f}: {said}",
            low=self._edges[index],
            high=self._edges[index + 1],
            said=tr("none") if math.isnan(value) else counted(round(value), *self._words),
        )

    def sizeHint(self) -> QSize:
        return QSize(320, 180)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 130)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        score = self._across().value(event.position().x())
        index = int(np.searchsorted(self._edges, score, side="right")) - 1
        if 0 <= index < len(self._values):
            QToolTip.showText(event.globalPosition().toPoint(), self.words(index), self)
        else:
            QToolTip.hideText()

    def leaveEvent(self, event: QEvent) -> None:
        QToolTip.hideText()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.small_font(self.font()))
        metrics = painter.fontMetrics()
        painter.setPen(theme.TEXT)
        painter.drawText(QPointF(2, metrics.ascent() + 3), self._title)
        area, across = self._area(), self._across()
        most = float(np.nanmax(self._values)) if np.isfinite(self._values).any() else 0.0
        up = Scale(0, most * 1.05 or 1.0, area.bottom(), area.top())
        rows = ticks(0, up.high, max(2, int(area.height() / 30)))
        apart = rows[1] - rows[0] if len(rows) > 1 else up.high
        for value in rows:
            y = up.at(value)
            painter.setPen(QPen(QColor(theme.scheme().line), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.QUIET_TEXT)
            place = QRectF(0, y - metrics.height() / 2, area.left() - 8, metrics.height())
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, right, written(value, apart))
        painter.setPen(Qt.PenStyle.NoPen)
        for index, value in enumerate(self._values):
            if not value > 0:
                continue
            left, right_end = across.at(self._edges[index]), across.at(self._edges[index + 1])
            kept = self._edges[index + 1] > self._least + 1e-9
            painter.setBrush(theme.ACCENT if kept else theme.FAINT)
            top = up.at(float(value))
            painter.drawRect(QRectF(left + 1, top, right_end - left - 2, area.bottom() - top))
        painter.setPen(theme.QUIET_TEXT)
        for score in (0.0, 0.25, 0.5, 0.75, 1.0):
            text = f"{score:g}"
            width = metrics.horizontalAdvance(text)
            x = min(across.at(score) - width / 2, self.width() - width - 1.0)
            painter.drawText(QPointF(x, area.bottom() + metrics.ascent() + 5), text)
        if self._least > 0:
            painter.setPen(QPen(theme.TEXT, 1.5, Qt.PenStyle.DashLine))
            x = across.at(self._least)
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(LEFT, TITLE_HEIGHT, -RIGHT, -BOTTOM)

    def _across(self) -> Scale:
        area = self._area()
        return Scale(0.0, 1.0, area.left(), area.right())


class LabelChart(QWidget):
    """Bars of labels and their numbers, in one column."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._labels: tuple[tuple[str, int], ...] = ()
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_labels(self, labels: Sequence[tuple[str, int]]) -> None:
        """Show these, as they are ordered."""
        self._labels = tuple((shown_name(label), count) for label, count in labels)
        told = tr("; ").join(f"{label} {count:,}" for label, count in self._labels)
        self.setAccessibleDescription(told)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, TITLE_HEIGHT + self._row_height() * max(1, len(self._labels)) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.small_font(self.font()))
        metrics = painter.fontMetrics()
        painter.setPen(theme.TEXT)
        painter.drawText(QPointF(2, metrics.ascent() + 3), self._title)
        if not self._labels:
            return
        most = max(count for _, count in self._labels)
        names = min(
            self.width() * 0.4,
            max(metrics.horizontalAdvance(label) for label, _ in self._labels),
        )
        numbers = metrics.horizontalAdvance(f"{most:,}") + 8
        room = max(8.0, self.width() - names - 10 - numbers)
        row_height = self._row_height()
        for row, (label, count) in enumerate(self._labels):
            top = TITLE_HEIGHT + row * row_height
            painter.setPen(theme.QUIET_TEXT)
            elided = metrics.elidedText(label, Qt.TextElideMode.ElideRight, round(names))
            place = QRectF(0, top, names, row_height)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, right, elided)
            length = max(1.0, room * count / most)
            bar = QRectF(names + 10, top + 3, length, row_height - 6)
            painter.fillRect(bar, theme.ACCENT)
            painter.setPen(theme.TEXT)
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            place = QRectF(bar.right() + 6, top, numbers, row_height)
            painter.drawText(place, left, f"{count:,}")

    def _row_height(self) -> int:
        return self.fontMetrics().height() + 1
