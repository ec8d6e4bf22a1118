"""The dock's list: order, numbers, menu, buttons, and what it says when it is empty."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from dock_parts import Settle, rows
from fake_engine import FakeBench
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from engine.instances import Box, Instance
from gui.open_photo import OpenPhoto
from gui.qimages import to_array
from gui.views import overlays
from gui.views.instance_dock import InstanceDock
from gui.views.instance_list import InstanceDelegate
from gui.views.instance_model import SortBy, in_order
from gui.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
# of windows of their own, which the offscreen platform cannot arrange
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


# Order


def test_orders() -> None:
    dog = Instance(0, "dog", 0.6, Box(0, 0, 10, 10))
    cat = Instance(1, "Cat", 0.9, Box(0, 0, 30, 30))
    hat = Instance(2, "hat", 1.0, Box(0, 0, 20, 20), drawn=True)
    found = (dog, cat, hat)
    assert in_order(found, SortBy.FOUND) == [dog, cat, hat]
    assert in_order(found, SortBy.SIZE) == [cat, hat, dog]
    assert in_order(found, SortBy.SCORE) == [hat, cat, dog]
    assert in_order(found, SortBy.NAME) == [cat, dog, hat]


def test_the_list_is_sorted_and_the_instances_are_not(
    dock: InstanceDock, workspace: Workspace, photo: OpenPhoto, settle: Settle
) -> None:
    workspace.highlight.select(1)
    by = {action.text(): action for action in dock.instance_actions.sort_menu.actions()}
    assert by["As Found"].isChecked()
    by["By Name"].trigger()
    assert rows(dock) == ["chair", "dog", "person"]
    assert [i.label for i in workspace.instances] == ["person", "dog", "chair"]
    assert dock.list.currentIndex().data() == "dog", "the selected one stays"
    workspace.editor.add(Box(5, 5, 60, 60), "apple")
    workspace.editor.delete(0)
    assert rows(dock) == ["apple", "chair", "dog"], "what comes later is sorted too"
    workspace.editor.rename(1, "zebra")
    assert rows(dock) == ["apple", "chair", "zebra"]
    assert workspace.highlight.selected == 1
    settle()


# Rows


def test_rows_tell_who_has_made_them(
    dock: InstanceDock, workspace: Workspace, photo: OpenPhoto, settle: Settle
) -> None:
    workspace.editor.add(Box(5, 5, 60, 60), "hat")
    workspace.editor.rename(1, "wolf")
    workspace.editor.set_enabled(2, False)
    told = [dock.list.rows.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(4)]
    assert told == [
        "1, person, score 0.97, on",
        "2, wolf, edited, on",
        "3, chair, score 0.89, off",
        "4, hat, drawn, on",
    ]
    assert [overlays.label_of(i) for i in workspace.instances] == [
        "person 0.97",
        "wolf, edited",
        "chair 0.89",
        "hat, drawn",
    ]
    settle()


def test_a_row_looks_different_when_it_is_off_chosen_or_drawn(
    qtbot: QtBot, dock: InstanceDock, workspace: Workspace, photo: OpenPhoto, settle: Settle
) -> None:
    def picture() -> np.ndarray:
        rect = dock.list.visualRect(dock.list.rows.index(1))
        return to_array(dock.list.viewport().grab(rect).toImage())

    seen = [picture()]
    for change in (
        lambda: workspace.editor.set_enabled(1, False),
        lambda: workspace.highlight.select(1),
        lambda: workspace.editor.move(1, Box(3, 3, 50, 50)),
    ):
        change()
        settle()
        seen.append(picture())
    assert not any(np.array_equal(one, other) for one, other in combinations(seen, 2))


def test_a_number_stays_with_its_object(workspace: Workspace, photo: OpenPhoto) -> None:
    workspace.editor.delete(0)
    numbers = [overlays.number_of(instance) for instance in workspace.instances]
    assert numbers == ["2", "3"]
    workspace.editor.add(Box(5, 5, 60, 60))
    assert overlays.number_of(workspace.instances[-1]) == "1"


def test_space_switches(
    qtbot: QtBot, dock: InstanceDock, workspace: Workspace, photo: OpenPhoto, settle: Settle
) -> None:
    dock.list.setFocus()
    workspace.highlight.select(2)
    qtbot.keyClick(dock.list, Qt.Key.Key_Space)
    assert workspace.enabled == {0, 1}
    dock.instance_actions.switch.trigger()
    assert workspace.enabled == {0, 1, 2}
    settle()


def test_only_the_left_button_switches(
    qtbot: QtBot, dock: InstanceDock, workspace: Workspace, photo: OpenPhoto
) -> None:
    row = QRectF(dock.list.visualRect(dock.list.rows.index(1)))
    check = InstanceDelegate.check_rect(row).center().toPoint()
    none = Qt.KeyboardModifier.NoModifier
    qtbot.mouseClick(dock.list.viewport(), Qt.MouseButton.RightButton, none, check)
    assert workspace.enabled == {0, 1, 2}


def test_the_context_menu_is_about_the_row_under_the_mouse(
    qtbot: QtBot, dock: InstanceDock, workspace: Workspace, photo: OpenPhoto, settle: Settle
) -> None:
    at = dock.list.visualRect(dock.list.rows.index(1)).center()
    where = dock.list.viewport().mapToGlobal(at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, where)
    QApplication.sendEvent(dock.list.viewport(), event)
    menu = next(m for m in dock.findChildren(QMenu) if m.isVisible())
    assert workspace.highlight.selected == 1
    texts = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    assert texts == [
        "Switch Off",
        "Show Alone",
        "Variants of the Object…",
        "New Colour…",
        "Choose Where the Colour Goes",
        "Find the Outline",
        "Rename",
        "Delete",
    ]
    by = dict(zip(texts, (a for a in menu.actions() if a.text()), strict=True))
    by["Switch Off"].trigger()
    assert workspace.enabled == {0, 2}
    by["Show Alone"].trigger()
    assert workspace.highlight.alone == 1
    by["Delete"].trigger()
    assert [i.id for i in workspace.instances] == [0, 2]
    menu.close()
    settle()


def test_there_is_no_menu_beside_the_rows(
    qtbot: QtBot, dock: InstanceDock, workspace: Workspace, photo: OpenPhoto
) -> None:
    below = QPoint(20, dock.list.viewport().height() - 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, below, below)
    QApplication.sendEvent(dock.list.viewport(), event)
    assert not [m for m in dock.findChildren(QMenu) if m.isVisible()]


# Buttons


def test_all_none_and_invert(
    qtbot: QtBot, dock: InstanceDock, workspace: Workspace, photo: OpenPhoto, settle: Settle
) -> None:
    qtbot.mouseClick(dock.none_button, LEFT)
    assert workspace.enabled == frozenset()
    assert not dock.none_button.isEnabled()
    qtbot.mouseClick(dock.invert_button, LEFT)
    assert workspace.enabled == {0, 1, 2}
    assert not dock.all_button.isEnabled()
    workspace.editor.set_enabled(1, False)
    qtbot.mouseClick(dock.invert_button, LEFT)
    assert workspace.enabled == {1}
    qtbot.mouseClick(dock.all_button, LEFT)
    assert workspace.enabled == {0, 1, 2}
    settle()


def test_no_text_is_cut(dock: InstanceDock, photo: OpenPhoto) -> None:
    for button in dock.findChildren(QPushButton):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width() - 1, button.text()


def test_an_empty_photo_offers_what_can_be_done(
    qtbot: QtBot,
    dock: InstanceDock,
    workspace: Workspace,
    bench: FakeBench,
    settle: Settle,
    photo_file: Path,
) -> None:
    assert not dock.first_draw_button.isVisible(), "there is no photo yet"
    bench.count = 0
    workspace.open(photo_file)
    settle()
    texts = " ".join(label.text() for label in dock.findChildren(QLabel) if label.isVisible())
    assert "No objects were found" in texts
    assert dock.first_draw_button.isEnabled()
    assert not dock.draw_button.isVisible()
    qtbot.mouseClick(dock.first_draw_button, LEFT)
    assert dock.tool.drawing
    workspace.editor.add(Box(5, 5, 60, 60))
    assert rows(dock) == ["object"]
    assert dock.draw_button.isVisible()
    assert dock.draw_button.isChecked()
    settle()


def test_detecting_again_is_offered_where_nothing_was_found(
    qtbot: QtBot,
    dock: InstanceDock,
    workspace: Workspace,
    bench: FakeBench,
    settle: Settle,
    photo_file: Path,
) -> None:
    bench.count = 0
    workspace.open(photo_file)
    settle()
    with qtbot.waitSignal(dock.instance_actions.detect_wanted):
        dock.instance_actions.detect_again.trigger()
    assert dock.detect_dialog is not None
    assert dock.detect_dialog.isVisible()
    dock.detect_dialog.close()
