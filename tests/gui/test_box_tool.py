"""Drawing, moving and resizing boxes with mouse and keyboard, in panes beside the dock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from conftest import write_photo
from fake_engine import FakeBench
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from engine.instances import Box
from gui import theme
from gui.darkroom import Pane
from gui.qimages import to_array
from gui.views.box_tool import BoxTool
from gui.views.comparison import Comparison
from gui.views.instance_dock import InstanceDock
from gui.views.name_edit import NameEdit
from gui.views.photo_pane import PhotoPane
from gui.workspace import Workspace

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
Settle = Callable[[], None]


@dataclass
class Desk:
    """Panes and dock in a window, as the app puts them together."""

    window: QMainWindow
    comparison: Comparison
    dock: InstanceDock
    qtbot: QtBot

    @property
    def tool(self) -> BoxTool:
        return self.dock.tool

    def pane(self, pane: Pane = Pane.SOURCE) -> PhotoPane:
        return self.comparison.panes[pane]

    def at(self, x: float, y: float, pane: Pane = Pane.SOURCE) -> QPoint:
        """Where a photo point is in a pane."""
        return self.pane(pane).sight.to_pane(Box(x, y, x, y)).topLeft().toPoint()

    def drag(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        keys: Qt.KeyboardModifier = NONE,
        pane: Pane = Pane.SOURCE,
    ) -> None:
        """Press at one photo point, move, and let go at another."""
        widget = self.pane(pane)
        first, last = self.at(*start, pane), self.at(*end, pane)
        self.qtbot.mousePress(widget, LEFT, keys, first)
        for share in (0.3, 0.7, 1.0):
            between = QPointF(first) + (QPointF(last) - QPointF(first)) * share
            self.qtbot.mouseMove(widget, between.toPoint())
        self.qtbot.mouseRelease(widget, LEFT, keys, last)

    def pixels(self, pane: Pane = Pane.SOURCE) -> np.ndarray:
        return to_array(self.pane(pane).grab().toImage())


@pytest.fixture
def desk(qtbot: QtBot, qapp: object, workspace: Workspace) -> Desk:
    theme.apply(qapp)  # type: ignore[arg-type]
    window = QMainWindow()
    comparison, dock = Comparison(workspace), InstanceDock(workspace)
    comparison.set_tool(dock.tool)
    dock.tool.changed.connect(comparison.repaint_panes)
    middle = QWidget()
    row = QHBoxLayout(middle)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(comparison)
    window.setCentralWidget(middle)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    actions = dock.instance_actions
    menu = window.menuBar().addMenu("Instances")
    menu.addActions([actions.draw, actions.rename, actions.delete, actions.switch])
    qtbot.addWidget(window)
    window.setMinimumSize(880, 560)  # else layouts would set one, which offscreen windows warn of
    window.resize(1300, 900)
    with qtbot.waitExposed(window):
        window.show()
    return Desk(window, comparison, dock, qtbot)


@pytest.fixture
def opened(desk: Desk, workspace: Workspace, settle: Settle, tmp_path: Path) -> Desk:
    workspace.open(write_photo(tmp_path / "street.jpg", 240, 180))
    settle()
    return desk


def labels(workspace: Workspace) -> list[str]:
    return [instance.label for instance in workspace.instances]


def editor_of(desk: Desk) -> NameEdit:
    return next(e for e in desk.dock.list.findChildren(NameEdit) if e.isVisible())


def close_to(box: Box, left: float, top: float, right: float, bottom: float) -> bool:
    sides = zip((box.left, box.top, box.right, box.bottom), (left, top, right, bottom), strict=True)
    return all(abs(one - other) <= 1.5 for one, other in sides)


@pytest.mark.qt_log_ignore("This plugin does not support")  # the list of names pops up
@pytest.mark.parametrize("pane", [Pane.SOURCE, Pane.FUSED])
def test_a_missed_object_is_drawn_and_named(
    opened: Desk, workspace: Workspace, settle: Settle, pane: Pane
) -> None:
    opened.qtbot.keyClick(opened.pane(), Qt.Key.Key_D)
    assert opened.tool.drawing
    assert opened.dock.draw_button.isChecked()
    opened.drag((150, 20), (215, 90), pane=pane)
    assert not opened.tool.drawing
    assert not opened.dock.draw_button.isChecked()
    assert close_to(workspace.instances[-1].box, 150, 20, 215, 90)
    assert workspace.highlight.selected == 3
    editor = editor_of(opened)
    assert editor.hasFocus()
    assert editor.text() == "object"
    opened.qtbot.keyClicks(editor, "hat")
    settle()  # thumbnails and colours come in meanwhile
    assert editor.text() == "hat"
    opened.qtbot.keyClick(editor, Qt.Key.Key_Return)
    opened.qtbot.waitUntil(lambda: labels(workspace)[-1] == "hat")
    settle()
    assert workspace.photo is not None
    assert workspace.photo.fusion is not None
    assert workspace.photo.fusion.ids == {0, 1, 2, 3}


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("place", ["pane", "list"])
def test_a_box_is_drawn_and_placed_by_keyboard_alone(
    opened: Desk, workspace: Workspace, settle: Settle, place: str
) -> None:
    widget: QWidget = opened.pane() if place == "pane" else opened.dock.list
    widget.setFocus()
    opened.qtbot.keyClick(widget, Qt.Key.Key_D)
    opened.qtbot.keyClick(widget, Qt.Key.Key_Return)
    assert not opened.tool.drawing
    assert workspace.instances[-1].box == Box(80, 60, 160, 120)
    opened.qtbot.keyClick(editor_of(opened), Qt.Key.Key_Return)
    opened.qtbot.waitUntil(lambda: not opened.dock.list.findChildren(NameEdit))
    opened.qtbot.keyClick(opened.dock.list, Qt.Key.Key_Left, CONTROL | SHIFT)
    opened.qtbot.keyClick(opened.dock.list, Qt.Key.Key_Down, ALT | SHIFT)
    assert workspace.instances[-1].box == Box(70, 60, 150, 130)
    settle()


def test_shift_goes_on_drawing(opened: Desk, workspace: Workspace, settle: Settle) -> None:
    opened.tool.set_drawing(True)
    opened.drag((10, 10), (60, 60), SHIFT)
    opened.drag((100, 100), (60, 160), SHIFT)
    assert opened.tool.drawing
    assert len(workspace.instances) == 5
    assert close_to(workspace.instances[-1].box, 60, 100, 100, 160)
    assert not [e for e in opened.dock.list.findChildren(NameEdit) if e.isVisible()]
    settle()


def test_a_click_and_a_drag_in_another_pane_draw_nothing(
    opened: Desk, workspace: Workspace
) -> None:
    opened.tool.set_drawing(True)
    opened.qtbot.mouseClick(opened.pane(), LEFT, NONE, opened.at(50, 50))
    opened.drag((50, 50), (51, 90))
    opened.drag((20, 20), (90, 90), pane=Pane.FULL)
    assert len(workspace.instances) == 3
    assert opened.tool.drawing
    assert not workspace.editor.undo_text


@pytest.mark.parametrize("focus", ["pane", "list", "button"])
def test_escape_ends_drawing_wherever_the_focus_is(
    opened: Desk, workspace: Workspace, focus: str
) -> None:
    places = {
        "pane": opened.pane(Pane.FULL),
        "list": opened.dock.list,
        "button": opened.dock.draw_button,
    }
    opened.dock.draw_button.click()
    assert opened.tool.drawing
    places[focus].setFocus()
    opened.qtbot.keyClick(places[focus], Qt.Key.Key_Escape)
    assert not opened.tool.drawing
    assert not opened.dock.instance_actions.draw.isChecked()


def test_escape_drops_the_box_that_is_being_drawn(opened: Desk, workspace: Workspace) -> None:
    opened.tool.set_drawing(True)
    pane = opened.pane()
    before = opened.pixels()
    opened.qtbot.mousePress(pane, LEFT, NONE, opened.at(20, 20))
    opened.qtbot.mouseMove(pane, opened.at(120, 120))
    assert not np.array_equal(opened.pixels(), before), "the box is seen while it is drawn"
    opened.qtbot.keyClick(pane, Qt.Key.Key_Escape)
    opened.qtbot.mouseRelease(pane, LEFT, NONE, opened.at(120, 120))
    assert len(workspace.instances) == 3
    assert workspace.highlight.selected is None


def test_nothing_is_drawn_without_a_photo(desk: Desk) -> None:
    assert not desk.dock.instance_actions.draw.isEnabled()
    desk.tool.set_drawing(True)
    assert not desk.tool.drawing


def test_another_photo_ends_drawing(
    opened: Desk, workspace: Workspace, settle: Settle, tmp_path: Path
) -> None:
    opened.tool.set_drawing(True)
    workspace.open(write_photo(tmp_path / "other.jpg"))
    settle()
    assert not opened.tool.drawing


def test_showing_one_alone_ends_drawing(opened: Desk, workspace: Workspace) -> None:
    workspace.highlight.show_alone(1)
    opened.tool.set_drawing(True)
    assert workspace.highlight.alone is None
    workspace.highlight.show_alone(1)
    assert not opened.tool.drawing


def test_a_handle_resizes(opened: Desk, workspace: Workspace, settle: Settle) -> None:
    box = workspace.instances[0].box
    workspace.highlight.select(0)
    opened.drag((box.left, box.top), (box.left + 30, box.top + 12))
    new = workspace.instances[0].box
    assert close_to(new, box.left + 30, box.top + 12, box.right, box.bottom)
    assert (new.right, new.bottom) == (box.right, box.bottom)
    assert workspace.editor.undo_text == "Resize Person"
    settle()
    workspace.editor.undo()
    assert workspace.instances[0].box == box
    assert not workspace.editor.undo_text, "one gesture is one step"
    settle()


def test_border_and_grip_move(opened: Desk, workspace: Workspace, settle: Settle) -> None:
    box = workspace.instances[0].box
    workspace.highlight.select(0)
    quarter = box.left + box.width / 4
    opened.drag((quarter, box.top), (quarter + 20, box.top + 15))
    new = workspace.instances[0].box
    assert close_to(new, box.left + 20, box.top + 15, box.right + 20, box.bottom + 15)
    assert (new.width, new.height) == (box.width, box.height)
    assert workspace.editor.undo_text == "Move Person"
    middle = ((new.left + new.right) / 2, (new.top + new.bottom) / 2)
    opened.drag(middle, (middle[0] - 20, middle[1] - 15))
    assert close_to(workspace.instances[0].box, box.left, box.top, box.right, box.bottom)
    settle()


def test_nothing_is_changed_before_the_button_is_let_go(
    opened: Desk, workspace: Workspace, bench: FakeBench, settle: Settle
) -> None:
    box = workspace.instances[0].box
    workspace.highlight.select(0)
    before = opened.pixels()
    pane, fusions = opened.pane(), len(bench.sessions[0].fused)
    opened.qtbot.mousePress(pane, LEFT, NONE, opened.at(box.left, box.top))
    opened.qtbot.mouseMove(pane, opened.at(box.left + 30, box.top + 30))
    assert workspace.instances[0].box == box
    assert not np.array_equal(opened.pixels(), before)
    opened.qtbot.keyClick(pane, Qt.Key.Key_Escape)
    opened.qtbot.mouseRelease(pane, LEFT, NONE, opened.at(box.left + 30, box.top + 30))
    settle()
    assert workspace.instances[0].box == box
    assert len(bench.sessions[0].fused) == fusions


def test_a_drag_inside_the_chosen_box_still_moves_the_photo(
    opened: Desk, workspace: Workspace
) -> None:
    box = workspace.instances[0].box
    workspace.highlight.select(0)
    opened.comparison.viewport.zoom(3)
    opened.comparison.viewport.pan(QPointF(200, 200))
    before = opened.comparison.viewport.centre
    x, y = box.left + 0.7 * box.width, box.top + 0.7 * box.height
    opened.drag((x, y), (x - 15, y - 10))
    assert opened.comparison.viewport.centre != before
    assert workspace.instances[0].box == box


def test_without_a_chosen_one_nothing_is_held(opened: Desk, workspace: Workspace) -> None:
    box = workspace.instances[0].box
    opened.drag((box.left, box.top), (box.left + 30, box.top + 30))
    assert workspace.instances[0].box == box
    pane, corner = opened.pane(), opened.at(box.left, box.top)
    opened.qtbot.mouseMove(pane, corner)
    assert pane.cursor().shape() is not Qt.CursorShape.SizeFDiagCursor
    workspace.highlight.select(0)
    opened.qtbot.mouseMove(pane, corner + QPoint(1, 1))
    assert pane.cursor().shape() is Qt.CursorShape.SizeFDiagCursor
    opened.tool.set_drawing(True)
    opened.qtbot.mouseMove(pane, corner + QPoint(2, 2))
    assert pane.cursor().shape() is Qt.CursorShape.CrossCursor


def test_a_box_that_goes_while_it_is_dragged_is_let_go(
    opened: Desk, workspace: Workspace, settle: Settle
) -> None:
    box = workspace.instances[0].box
    workspace.highlight.select(0)
    pane = opened.pane()
    opened.qtbot.mousePress(pane, LEFT, NONE, opened.at(box.left, box.top))
    workspace.editor.delete(0)
    opened.qtbot.mouseMove(pane, opened.at(box.left + 30, box.top + 30))
    opened.qtbot.mouseRelease(pane, LEFT, NONE, opened.at(box.left + 30, box.top + 30))
    assert workspace.editor.undo_text == "Delete Person"
    settle()


@pytest.mark.parametrize("place", ["pane", "list"])
def test_control_and_arrows_move_alt_and_arrows_resize(
    opened: Desk, workspace: Workspace, settle: Settle, place: str
) -> None:
    widget: QWidget = opened.pane() if place == "pane" else opened.dock.list
    widget.setFocus()
    workspace.highlight.select(0)
    before = workspace.instances[0].box
    viewport = opened.comparison.viewport.state
    for key, keys in (
        (Qt.Key.Key_Right, CONTROL),
        (Qt.Key.Key_Right, CONTROL),
        (Qt.Key.Key_Down, CONTROL | SHIFT),
        (Qt.Key.Key_Left, ALT),
        (Qt.Key.Key_Down, ALT | SHIFT),
    ):
        opened.qtbot.keyClick(widget, key, keys)
    box = workspace.instances[0].box
    assert (box.left, box.top) == (before.left + 2, before.top + 10)
    assert close_to(box, before.left + 2, before.top + 10, before.right + 1, before.bottom + 20)
    assert opened.comparison.viewport.state == viewport
    workspace.editor.undo()
    assert workspace.editor.undo_text == "Move Person", "a row of moves is one step"
    workspace.editor.undo()
    assert workspace.instances[0].box == before
    settle()


def test_arrow_keys_alone_move_the_photo(opened: Desk, workspace: Workspace) -> None:
    workspace.highlight.select(0)
    opened.comparison.viewport.zoom(4)
    before, box = opened.comparison.viewport.centre, workspace.instances[0].box
    opened.pane().setFocus()
    opened.qtbot.keyClick(opened.pane(), Qt.Key.Key_Right)
    assert opened.comparison.viewport.centre.x() > before.x()
    assert workspace.instances[0].box == box


def test_escape_lets_go_of_the_chosen_one(opened: Desk, workspace: Workspace) -> None:
    plain = opened.pixels()
    workspace.highlight.select(0)
    assert not np.array_equal(opened.pixels(), plain)
    opened.pane().setFocus()
    opened.qtbot.keyClick(opened.pane(), Qt.Key.Key_Escape)
    assert workspace.highlight.selected is None
    assert np.array_equal(opened.pixels(), plain)


def test_delete_goes_from_one_to_the_next(
    opened: Desk, workspace: Workspace, settle: Settle
) -> None:
    opened.pane().setFocus()
    workspace.highlight.select(1)
    opened.qtbot.keyClick(opened.pane(), Qt.Key.Key_Delete)
    assert labels(workspace) == ["person", "chair"]
    assert workspace.highlight.selected == 2
    opened.qtbot.keyClick(opened.pane(), Qt.Key.Key_Delete)
    assert workspace.highlight.selected == 0
    opened.qtbot.keyClick(opened.pane(), Qt.Key.Key_Delete)
    assert labels(workspace) == []
    assert not opened.dock.instance_actions.delete.isEnabled()
    settle()
