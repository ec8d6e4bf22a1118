"""The dock's list: order, names, numbers, menu, buttons, and what it says when it is empty."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from fake_engine import FakeBench
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from engine import palette
from engine.detection.coco import LABELS
from engine.instances import Box, Instance
from gui import theme
from gui.open_photo import OpenPhoto
from gui.qimages import to_array
from gui.views import overlays
from gui.views.instance_dock import InstanceDock
from gui.views.instance_list import InstanceDelegate
from gui.views.instance_model import SortBy, in_order
from gui.views.name_edit import LONGEST, NameEdit
from gui.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
Settle = Callable[[], None]
# of windows of their own, which the offscreen platform cannot arrange
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def dock(qtbot: QtBot, qapp: object, workspace: Workspace) -> InstanceDock:
    theme.apply(qapp)  # type: ignore[arg-type]
    made = InstanceDock(workspace)
    qtbot.addWidget(made)
    made.setMinimumSize(280, 400)
    made.resize(280, 700)
    with qtbot.waitExposed(made):
        made.show()
    return made


def rows(dock: InstanceDock) -> list[str]:
    model = dock.list.rows
    return [model.index(row).data() for row in range(model.rowCount())]


def editor_of(dock: InstanceDock) -> NameEdit:
    return next(e for e in dock.list.findChildren(NameEdit) if e.isVisible())


def begin_to_rename(dock: InstanceDock, workspace: Workspace, instance_id: int) -> NameEdit:
    workspace.highlight.select(instance_id)
    dock.instance_actions.rename.trigger()
    return editor_of(dock)


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


# Names


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


# Colours


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """WCAG 2.2, from linear light."""

    def luminance(colour: tuple[int, int, int]) -> float:
        linear = [
            c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_text_on_every_colour_can_be_read() -> None:
    for colour in palette.INSTANCE_COLOURS:
        ink = palette.readable_on(colour)
        assert contrast(colour, ink) >= 4.5
        assert contrast(colour, ink) >= contrast(colour, tuple(255 - c for c in ink))


def test_labels_fall_back_to_their_number(qtbot: QtBot, qapp: object) -> None:
    image = QImage(180, 18, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    labels = overlays.Labels(painter, QRectF(0, 0, 180, 18))
    for index in range(3):
        instance = Instance(index, "potted plant", 0.5, Box(0, 0, 1, 1))
        labels.draw(QRectF(0, 0, 180, 18), instance, strong=False, dim=False)
    painter.end()
    widths = [label.width() for label in labels.taken]
    assert len(widths) >= 1
    assert min(widths) < 25, "only the number has room"
