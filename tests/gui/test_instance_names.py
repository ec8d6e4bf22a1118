"""Names of instances in the dock's list: typed, offered, given up, kept short."""

from __future__ import annotations

import pytest
from dock_parts import Settle, begin_to_rename, editor_of, rows
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.detection.coco import LABELS
from engine.instances import Box
from gui.open_photo import OpenPhoto
from gui.views.instance_dock import InstanceDock
from gui.views.name_edit import LONGEST, NameEdit
from gui.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
# of windows of their own, which the offscreen platform cannot arrange
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_a_name_is_typed_in_the_row(
    qtbot: QtBot, dock: InstanceDock, workspace: Workspace, photo: OpenPhoto
) -> None:
    editor = begin_to_rename(dock, workspace, 1)
    assert editor.text() == editor.selectedText() == "dog"
    qtbot.keyClicks(editor, "my dad's hat")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rows(dock)[1] == "my dad's hat")
    assert workspace.editor.undo_text == "Rename Dog"
    assert workspace.instances[1].drawn
    assert workspace.highlight.alone is None, "Return ends the name, and does no more"
    assert dock.focusWidget() is dock.list


@pytest.mark.parametrize("how", ["keyboard", "mouse"])
def test_usual_names_are_offered(
    qtbot: QtBot, dock: InstanceDock, workspace: Workspace, photo: OpenPhoto, how: str
) -> None:
    editor = begin_to_rename(dock, workspace, 1)
    qtbot.keyClicks(editor, "plant")
    popup = editor.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    assert popup.model().index(0, 0).data() == "potted plant"
    if how == "keyboard":
        qtbot.keyClick(popup, Qt.Key.Key_Down)
        qtbot.keyClick(popup, Qt.Key.Key_Return)
    else:
        at = popup.visualRect(popup.model().index(0, 0)).center()
        qtbot.mouseClick(popup.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, at)
    qtbot.waitUntil(lambda: rows(dock)[1] == "potted plant")
    assert workspace.editor.undo_text == "Rename Dog"
    workspace.editor.undo()
    assert not workspace.editor.undo_text, "one name is one step"


def test_what_is_typed_counts_though_names_are_offered(
    qtbot: QtBot, dock: InstanceDock, workspace: Workspace, photo: OpenPhoto
) -> None:
    editor = begin_to_rename(dock, workspace, 1)
    qtbot.keyClicks(editor, "key")
    qtbot.waitUntil(editor.completer().popup().isVisible)
    qtbot.keyClick(editor.completer().popup(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rows(dock)[1] == "key")


def test_escape_and_an_empty_field_leave_the_name(
    qtbot: QtBot, dock: InstanceDock, workspace: Workspace, photo: OpenPhoto
) -> None:
    editor = begin_to_rename(dock, workspace, 1)
    qtbot.keyClicks(editor, "zzz")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert rows(dock)[1] == "dog"
    editor = begin_to_rename(dock, workspace, 1)
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dock.list.findChildren(NameEdit))
    assert rows(dock)[1] == "dog"
    assert not workspace.editor.undo_text


def test_a_field_stays_open_while_other_rows_come_and_go(
    qtbot: QtBot, dock: InstanceDock, workspace: Workspace, photo: OpenPhoto, settle: Settle
) -> None:
    editor = begin_to_rename(dock, workspace, 1)
    qtbot.keyClicks(editor, "wolf")
    workspace.editor.add(Box(5, 5, 60, 60))
    workspace.editor.delete(0)
    settle()
    assert editor.isVisible()
    assert editor.text() == "wolf"
    dock.list.rename(2)
    qtbot.waitUntil(lambda: "wolf" in rows(dock))
    assert editor_of(dock).text() == "chair"


def test_names_have_an_end(qtbot: QtBot) -> None:
    editor = NameEdit()
    qtbot.addWidget(editor)
    editor.setText("x" * 500)
    assert len(editor.text()) == LONGEST
    assert set(LABELS) == {
        editor.completer().model().index(row, 0).data()
        for row in range(editor.completer().model().rowCount())
    }
