"""A chart of curves over the steps of a training: raw and smooth, with the values at the mouse."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.texts import comma_listed, tr
from gui import theme
from gui.training.chart_scale import Scale, span, ticks, written
from gui.training.run_history import Curve, smoothed

SMOOTH = 0.85  # weight of what was before, where points are many
FEW_POINTS = 12  # fewer are not smoothed
TOP, RIGHT, BOTTOM, LEFT = 30, 14, 24, 56  # pixels around the curves
DOT = 2.6
HOVER_GAP = 10
KEY = 36  # of a line and the room before it, in the legend


class Ink(Enum):
    """What a curve is drawn with, in the dark and in the light theme; told apart by everybody."""

    FIRST = ("#8f87ee", "#5148bd")
    SECOND = ("#e69f00", "#b35f00")
    THIRD = ("#56b4e9", "#0072b2")
    FLOOR = ("#a6abb0", "#4b4f54")

    @property
    def colour(self) -> QColor:
        """In today's theme."""
        return QColor(self.value[0] if theme.scheme().is_dark else self.value[1])


@dataclass(frozen=True)
class Line:
    """One curve of a chart.

    Attributes:
        name: for the legend.
        curve: what is drawn.
        ink: with what.
        smooth: draw it faint, and its moving average over it.
        dots: mark the values; for few of them.
        dashed: a floor, which is the same at every step.
    """

    name: str
    curve: Curve
    ink: Ink
    smooth: bool = False
    dots: bool = False
    dashed: bool = False

    @cached_property
    def shown(self) -> Sequence[float]:
        """The values that the legend and the mouse tell."""
        if self.smooth and len(self.curve.values) >= FEW_POINTS:
            return smoothed(self.curve.values, SMOOTH)
        return self.curve.values

    def at(self, step: int) -> tuple[int, float] | None:
        """The point that is nearest to a step; None where the curve is empty."""
        steps = self.curve.steps
        if not steps:
            return None
        right = min(bisect.bisect_left(steps, step), len(steps) - 1)
        left = max(0, right - 1)
        near = left if abs(steps[left] - step) <= abs(steps[right] - step) else right
        return steps[near], self.shown[near]


class LossChart(QWidget):
    """Curves over steps.

    Args:
        title: what is drawn, with its unit.
        digits: of the values at the mouse, in Python's format.
    """

    def __init__(self, title: str, digits: str = ".4g") -> None:
        super().__init__()
        self._title = title
        self._digits = digits
        self._lines: tuple[Line, ...] = ()
        self._length = 0
        self._empty = ""
        self._step: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(title)

    def show_lines(self, lines: Sequence[Line], length: int, empty: str = "") -> None:
        """Show these curves.

        Args:
            length: steps of the whole stage, so that the axis does not move.
            empty: what to say while there is nothing to draw.
        """
        self._lines = tuple(lines)
        self._length = length
        self._empty = empty
        told = [f"{line.name} {line.shown[-1]:{self._digits}}" for line in lines if line.curve]
        self.setAccessibleDescription(comma_listed(told) or empty)
        self.update()

    @property
    def hovered(self) -> int | None:
        """The step that the mouse or the arrow keys point at."""
        return self._step

    def told(self) -> list[tuple[str, int, float]]:
        """Name, step and value of every curve at `hovered`."""
        if self._step is None:
            return []
        found = [(line.name, line.at(self._step)) for line in self._lines]
        return [(name, *point) for name, point in found if point is not None]

    def sizeHint(self) -> QSize:
        return QSize(360, 210)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 130)

    # Events

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        scale = self._across()
        last = self._last()
        if any(line.curve for line in self._lines):
            self._step = round(min(max(scale.value(event.position().x()), 0), last))
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._step = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = sorted({step for line in self._lines for step in line.curve.steps})
        key = event.key()
        if not steps or key not in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Escape):
            super().keyPressEvent(event)
            return
        if key == Qt.Key.Key_Escape:
            if self._step is None:
                super().keyPressEvent(event)
            self._step = None
        elif self._step is None:
            self._step = steps[-1]
        elif key == Qt.Key.Key_Left:
            self._step = steps[max(0, bisect.bisect_left(steps, self._step) - 1)]
        else:
            self._step = steps[min(len(steps) - 1, bisect.bisect_right(steps, self._step))]
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._step = None
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.small_font(self.font()))
        area = self._area()
        self._paint_title(painter)
        if not any(line.curve for line in self._lines):
            painter.setPen(QPen(theme.FAINT, 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(area, 6, 6)
            painter.setPen(theme.QUIET_TEXT)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._empty)
            return
        across, up = self._across(), self._up()
        self._paint_axes(painter, area, across, up)
        painter.setClipRect(area.adjusted(-4, -4, 4, 4))
        for line in self._lines:
            _paint_line(painter, line, across, up)
        painter.setClipping(False)
        if self.hasFocus():
            painter.setPen(QPen(theme.ACCENT, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area)
        if self._step is not None:
            self._paint_hover(painter, area, across, up)

    def _area(self) -> QRectF:
        top = TOP + (self._line_height() if self._legend_below() else 0)
        return QRectF(self.rect()).adjusted(LEFT, top, -RIGHT, -BOTTOM)

    def _line_height(self) -> int:
        return QFontMetrics(theme.small_font(self.font())).height()

    def _legend(self) -> list[Line]:
        return [line for line in self._lines if line.curve]

    def _legend_below(self) -> bool:
        """Whether title and legend do not fit beside each other."""
        metrics = QFontMetrics(theme.small_font(self.font()))
        names = [self._title, *(line.name for line in self._legend())]
        wanted = sum(metrics.horizontalAdvance(name) for name in names)
        return wanted + KEY * len(self._legend()) > self.width() - RIGHT

    def _last(self) -> int:
        drawn = [line.curve.steps[-1] for line in self._lines if line.curve]
        return max([self._length, 1, *drawn])

    def _across(self) -> Scale:
        area = self._area()
        return Scale(0, self._last(), area.left(), area.right())

    def _up(self) -> Scale:
        area = self._area()
        low, high = span(value for line in self._lines for value in line.curve.values)
        return Scale(low, high, area.bottom(), area.top())

    def _paint_title(self, painter: QPainter) -> None:
        metrics = painter.fontMetrics()
        painter.setPen(theme.TEXT)
        painter.drawText(QPointF(2, metrics.ascent() + 4), self._title)
        legend = self._legend()
        wanted = sum(metrics.horizontalAdvance(line.name) + KEY for line in legend)
        below = self._legend_below()
        x = KEY - 14.0 if below else self.width() - RIGHT - wanted + KEY
        baseline = metrics.ascent() + 4 + (metrics.height() if below else 0)
        for line in legend:
            middle = baseline - metrics.xHeight() / 2
            painter.setPen(_pen(line, 2))
            painter.drawLine(QPointF(x - 22, middle), QPointF(x - 6, middle))
            painter.setPen(theme.QUIET_TEXT)
            painter.drawText(QPointF(x, baseline), line.name)
            x += metrics.horizontalAdvance(line.name) + KEY

    def _paint_axes(self, painter: QPainter, area: QRectF, across: Scale, up: Scale) -> None:
        metrics = painter.fontMetrics()
        grid = QColor(theme.scheme().line)
        rows = ticks(up.low, up.high, max(2, int(area.height() / 34)))
        apart = rows[1] - rows[0] if len(rows) > 1 else up.high - up.low
        for value in rows:
            y = up.at(value)
            painter.setPen(QPen(grid, 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.QUIET_TEXT)
            place = QRectF(0, y - metrics.height() / 2, area.left() - 8, metrics.height())
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, right, written(value, apart))
        columns = ticks(0, across.high, max(2, int(area.width() / 80)))
        apart = columns[1] - columns[0] if len(columns) > 1 else 1.0
        baseline = area.bottom() + metrics.ascent() + 5
        for value in columns:
            if value != round(value):
                continue
            text = written(value, apart)
            width = metrics.horizontalAdvance(text)
            x = min(max(across.at(value) - width / 2, area.left()), self.width() - width - 2.0)
            painter.drawText(QPointF(x, baseline), text)

    def _paint_hover(self, painter: QPainter, area: QRectF, across: Scale, up: Scale) -> None:
        told = self.told()
        if self._step is None or not told:
            return
        metrics = painter.fontMetrics()
        x = across.at(self._step)
        painter.setPen(QPen(theme.QUIET_TEXT, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        rows = [tr("Step {step:,}", step=self._step)]
        for name, step, value in told:
            elsewhere = "" if step == self._step else f" ({step:,})"
            rows.append(f"{name}  {value:{self._digits}}{elsewhere}")
        width = max(metrics.horizontalAdvance(row) for row in rows) + 16
        height = metrics.height() * len(rows) + 10
        left = x + HOVER_GAP
        if left + width > self.width():
            left = max(1.0, x - HOVER_GAP - width)
        box = QRectF(left, area.top() + 2, width, height)
        painter.setPen(QPen(theme.FAINT, 1))
        painter.setBrush(theme.CHROME)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.TEXT)
        for number, row in enumerate(rows):
            y = box.top() + 5 + number * metrics.height() + metrics.ascent()
            painter.drawText(QPointF(box.left() + 8, y), row)
        inks = {line.name: line for line in self._lines}
        painter.setPen(Qt.PenStyle.NoPen)
        for name, step, value in told:
            painter.setBrush(inks[name].ink.colour)
            painter.drawEllipse(QPointF(across.at(step), up.at(value)), 3.5, 3.5)


def _pen(line: Line, width: float, *, faint: bool = False) -> QPen:
    colour = line.ink.colour
    if faint:
        colour.setAlphaF(0.3)
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if line.dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
    return pen


def _paint_line(painter: QPainter, line: Line, across: Scale, up: Scale) -> None:
    if not line.curve:
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    shown = line.shown
    if shown is not line.curve.values:
        painter.setPen(_pen(line, 1, faint=True))
        painter.drawPath(_path(line.curve.steps, line.curve.values, across, up))
    painter.setPen(_pen(line, 1.8))
    if line.dashed:
        floor = up.at(shown[-1])
        painter.drawLine(QPointF(across.start, floor), QPointF(across.end, floor))
        return
    painter.drawPath(_path(line.curve.steps, shown, across, up))
    if line.dots or len(shown) == 1:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(line.ink.colour)
        for step, value in zip(line.curve.steps, shown, strict=True):
            painter.drawEllipse(QPointF(across.at(step), up.at(value)), DOT, DOT)


def _path(steps: Sequence[int], values: Sequence[float], across: Scale, up: Scale) -> QPainterPath:
    """Through the points, thinned to about two a pixel."""
    every = max(1, int(len(steps) / max(1.0, 2 * abs(across.end - across.start))))
    path = QPainterPath()
    for number in (*range(0, len(steps), every), len(steps) - 1):
        point = QPointF(across.at(steps[number]), up.at(values[number]))
        path.moveTo(point) if number == 0 else path.lineTo(point)
    return path
