"""Drawing boxes with mouse and keyboard, in panes beside the dock."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import write_photo
from desk_parts import ALT, CONTROL, LEFT, NONE, SHIFT, Desk, Settle, close_to, labels
from dock_parts import editor_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from engine.instances import Box
from gui.darkroom import Pane
from gui.views.name_edit import NameEdit
from gui.workspace import Workspace


@pytest.fixture
def opened(desk: Desk, workspace: Workspace, settle: Settle, tmp_path: Path) -> Desk:
    workspace.open(write_photo(tmp_path / "street.jpg", 240, 180))
    settle()
    return desk


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
    editor = editor_of(opened.dock)
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
    opened.qtbot.keyClick(editor_of(opened.dock), Qt.Key.Key_Return)
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
