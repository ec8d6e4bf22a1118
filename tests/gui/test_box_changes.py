"""Boxes moved, resized, let go and deleted with mouse and keyboard, beside the dock."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import write_photo
from desk_parts import ALT, CONTROL, LEFT, NONE, SHIFT, Desk, Settle, close_to, labels
from fake_engine import FakeBench
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QWidget

from gui.workspace import Workspace


@pytest.fixture
def opened(desk: Desk, workspace: Workspace, settle: Settle, tmp_path: Path) -> Desk:
    workspace.open(write_photo(tmp_path / "street.jpg", 240, 180))
    settle()
    return desk


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
