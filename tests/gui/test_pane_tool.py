"""A tool has the mouse and the keyboard before a pane does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from pytestqt.qtbot import QtBot

from engine.instances import Box
from gui.darkroom import Pane
from gui.open_photo import OpenPhoto
from gui.views.comparison import Comparison
from gui.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "grabbing the keyboard", "raise")
BOX = Box(10, 10, 60, 50)


class Pencil:
    """Remembers what it was offered, and takes what it is told to take."""

    def __init__(self) -> None:
        self.offered: list[tuple[str, Pane, QPointF]] = []
        self.keys: list[int] = []
        self.takes: set[str] = set()
        self.rects: dict[Pane, QRectF] = {}

    def _offer(self, what: str, point: QPointF, pane: Pane) -> bool:
        self.offered.append((what, pane, point))
        return what in self.takes

    def press(self, point: QPointF, pane: Pane, event: QMouseEvent, scale: float) -> bool:
        return self._offer("press", point, pane)

    def move(self, point: QPointF, pane: Pane, event: QMouseEvent, scale: float) -> bool:
        return self._offer("move", point, pane)

    def release(self, point: QPointF, pane: Pane, event: QMouseEvent, scale: float) -> bool:
        return self._offer("release", point, pane)

    def double_click(self, point: QPointF, pane: Pane, event: QMouseEvent, scale: float) -> bool:
        return self._offer("double_click", point, pane)

    def key(self, event: QKeyEvent) -> bool:
        self.keys.append(event.key())
        return "key" in self.takes

    def cursor(self, point: QPointF, pane: Pane, scale: float) -> Qt.CursorShape | None:
        return Qt.CursorShape.CrossCursor if pane is Pane.SOURCE else None

    def paint(self, painter: QPainter, pane: Pane, to_pane: Callable[[Box], QRectF]) -> None:
        self.rects[pane] = to_pane(BOX)
        painter.fillRect(self.rects[pane], QColor("red"))

    def whats(self) -> list[str]:
        return [what for what, _, _ in self.offered]


@pytest.fixture
def pencil(comparison: Comparison, photo: OpenPhoto) -> Pencil:
    tool = Pencil()
    comparison.set_tool(tool)
    return tool


def place(comparison: Comparison, pane: Pane, x: float, y: float) -> QPoint:
    rect = comparison.panes[pane].sight.to_pane(Box(x, y, x, y))
    return rect.topLeft().toPoint()


def test_a_drag_that_the_tool_takes_is_no_pan(
    qtbot: QtBot, comparison: Comparison, pencil: Pencil, workspace: Workspace
) -> None:
    pencil.takes = {"press", "move", "release"}
    comparison.viewport.zoom(4)
    centre = comparison.viewport.centre
    widget = comparison.panes[Pane.FULL]
    start = place(comparison, Pane.FULL, 60, 45)
    qtbot.mousePress(widget, LEFT, NONE, start)
    qtbot.mouseMove(widget, start + QPoint(40, 20))
    qtbot.mouseMove(widget, QPoint(-30, -200))  # outside, but the tool holds the mouse
    qtbot.mouseRelease(widget, LEFT, NONE, QPoint(-30, -200))
    assert pencil.whats() == ["press", "move", "move", "release"]
    assert comparison.viewport.centre == centre
    assert workspace.highlight.selected is None
    what, pane, point = pencil.offered[0]
    assert (what, pane) == ("press", Pane.FULL)
    assert point.x() == pytest.approx(60, abs=0.5)
    assert point.y() == pytest.approx(45, abs=0.5)
    assert pencil.offered[-1][2].x() < point.x()


def test_what_the_tool_leaves_pans_and_selects_as_ever(
    qtbot: QtBot, comparison: Comparison, pencil: Pencil, workspace: Workspace
) -> None:
    box = workspace.instances[1].box
    at = place(comparison, Pane.SOURCE, (box.left + box.right) / 2, (box.top + box.bottom) / 2)
    qtbot.mouseClick(comparison.panes[Pane.SOURCE], LEFT, NONE, at)
    assert pencil.whats() == ["press"]
    assert workspace.highlight.selected == 1
    comparison.viewport.zoom(4)
    centre = comparison.viewport.centre
    widget = comparison.panes[Pane.SOURCE]
    qtbot.mousePress(widget, LEFT, NONE, widget.rect().center())
    qtbot.mouseMove(widget, widget.rect().center() + QPoint(50, 0))
    qtbot.mouseRelease(widget, LEFT, NONE, widget.rect().center() + QPoint(50, 0))
    assert comparison.viewport.centre != centre


def test_the_title_is_not_the_tools(qtbot: QtBot, comparison: Comparison, pencil: Pencil) -> None:
    qtbot.mousePress(comparison.panes[Pane.FUSED], LEFT, NONE, QPoint(20, 8))
    qtbot.mouseRelease(comparison.panes[Pane.FUSED], LEFT, NONE, QPoint(20, 8))
    assert "press" not in pencil.whats()


def test_a_double_click_that_it_takes_does_not_zoom(
    qtbot: QtBot, comparison: Comparison, pencil: Pencil
) -> None:
    widget = comparison.panes[Pane.FUSED]
    pencil.takes = {"double_click"}
    comparison.viewport.zoom(4)
    qtbot.mouseDClick(widget, LEFT, NONE, widget.rect().center())
    assert not comparison.viewport.fitted
    qtbot.mouseRelease(widget, LEFT, NONE, widget.rect().center())
    assert pencil.whats()[-2:] == ["double_click", "release"]


def test_a_key_that_it_takes_does_not_pan(
    qtbot: QtBot, comparison: Comparison, pencil: Pencil
) -> None:
    comparison.viewport.zoom(8)
    centre = comparison.viewport.centre
    pencil.takes = {"key"}
    qtbot.keyClick(comparison.panes[Pane.FULL], Qt.Key.Key_Left)
    assert pencil.keys == [Qt.Key.Key_Left]
    assert comparison.viewport.centre == centre
    pencil.takes = set()
    qtbot.keyClick(comparison.panes[Pane.FULL], Qt.Key.Key_Left)
    assert comparison.viewport.centre != centre


def test_its_cursor_and_its_paint_are_shown(
    qtbot: QtBot, comparison: Comparison, pencil: Pencil
) -> None:
    for pane, widget in comparison.panes.items():
        image = widget.grab().toImage()
        at = pencil.rects[pane].center().toPoint() * image.devicePixelRatio()
        assert image.pixelColor(at).name() == "#ff0000"
    source, full = comparison.panes[Pane.SOURCE], comparison.panes[Pane.FULL]
    qtbot.mouseMove(source, source.rect().center())
    qtbot.mouseMove(source, source.rect().center() + QPoint(1, 1))
    qtbot.waitUntil(lambda: source.cursor().shape() is Qt.CursorShape.CrossCursor)
    qtbot.mouseMove(full, full.rect().center())
    qtbot.waitUntil(lambda: "move" in [w for w, pane, _ in pencil.offered if pane is Pane.FULL])
    assert full.cursor().shape() is not Qt.CursorShape.CrossCursor


def test_without_a_tool_everything_is_as_before(
    qtbot: QtBot, comparison: Comparison, pencil: Pencil
) -> None:
    comparison.set_tool(None)
    widget = comparison.panes[Pane.FULL]
    comparison.viewport.zoom(4)
    qtbot.mouseDClick(widget, LEFT, NONE, widget.rect().center())
    assert comparison.viewport.fitted
    assert pencil.offered == []
