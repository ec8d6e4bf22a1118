"""Six tasks as a new user would do them, with mouse and keys alone, and the actions that they take.

An action is a click, a drag, a drop, a key, or an answer to one of the system's dialogs; moving the
mouse is none. The counts are those of `docs/usability.md`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import FUSED, Answers, shown, write_photo
from fake_engine import FakeBench
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from training_parts import tiny, write_photos

from engine.instances import Box
from engine.steering import COLOURS
from gui.darkroom import Pane
from gui.main_window import MainWindow
from gui.training import wizard_window
from gui.views.instance_row import InstanceDelegate
from gui.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ROOT = Path(__file__).parents[2]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
PATIENCE_MS = 120_000  # of a busy machine; alone a training of two steps takes a few seconds
Settle = Callable[[], None]


class Hand:
    """Mouse and keyboard.

    Attributes:
        actions: what was done, in words.
    """

    def __init__(self) -> None:
        self.actions: list[str] = []

    def point(self, widget: QWidget, at: QPoint) -> None:
        """Move the mouse there, which is no action."""
        QTest.mouseMove(widget, at)
        QApplication.processEvents()

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        self.actions.append("click")
        QTest.mouseClick(widget, LEFT, NONE, widget.rect().center() if at is None else at)

    def drag(self, widget: QWidget, start: QPoint, end: QPoint, keys: object = NONE) -> None:
        self.actions.append("drag")
        QTest.mousePress(widget, LEFT, keys, start)  # type: ignore[call-overload]
        QTest.mouseMove(widget, end)
        QTest.mouseRelease(widget, LEFT, keys, end)  # type: ignore[call-overload]

    def drop(self, widget: QWidget, *places: Path) -> None:
        self.actions.append("drop")
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(place)) for place in places])
        at, copy = QPointF(widget.rect().center()), Qt.DropAction.CopyAction
        widget.dropEvent(QDropEvent(at, copy, data, LEFT, NONE))

    def press(self, widget: QWidget, key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
        self.actions.append("key")
        QTest.keyClick(widget, key, keys)

    def answer(self) -> None:
        """Enter, in a dialog of the system's that suggests the right thing."""
        self.actions.append("answer")


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def opened(
    window: MainWindow, workspace: Workspace, settle: Settle, photo_file: Path
) -> MainWindow:
    """The window with a photo that is colorized."""
    workspace.open(photo_file)
    settle()
    return window


def documented(task: str) -> int:
    """The actions that the page tells of a task, after what was taken out."""
    page = (ROOT / "docs" / "usability.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith(f"| {task} |"))
    return int(row.split("|")[-2])


def on_screen(window: MainWindow, pane: Pane, x: float, y: float) -> QPoint:
    """Where a photo point lies in a pane."""
    return window.comparison.panes[pane].sight.to_pane(Box(x, y, x, y)).topLeft().toPoint()


def test_colorize_one_photo_and_save_it(
    window: MainWindow,
    workspace: Workspace,
    settle: Settle,
    answers: Answers,
    hand: Hand,
    photo_file: Path,
) -> None:
    answers.place = photo_file.with_name("street-colorized.jpg")
    hand.drop(window, photo_file)
    settle()
    hand.press(window, Qt.Key.Key_S, CONTROL)
    hand.answer()
    settle()
    assert answers.suggested == answers.place
    assert answers.place.is_file()
    assert len(hand.actions) == documented("colorize one photo and save it")


def test_switch_one_instance_off(
    opened: MainWindow, workspace: Workspace, settle: Settle, hand: Hand
) -> None:
    rows = opened.dock.list
    row = rows.visualRect(rows.model().index(1, 0))
    hand.click(rows.viewport(), InstanceDelegate.touch_rect(row.toRectF()).center().toPoint())
    settle()
    assert workspace.enabled == {0, 2}
    assert len(hand.actions) == documented("switch one instance off")


def test_correct_a_missed_object(
    opened: MainWindow, workspace: Workspace, settle: Settle, hand: Hand
) -> None:
    source = opened.comparison.panes[Pane.SOURCE]
    start, end = (on_screen(opened, Pane.SOURCE, *at) for at in ((40, 30), (100, 80)))
    hand.drag(source, start, end, CONTROL)
    settle()
    assert len(workspace.instances) == 4
    assert workspace.instances[-1].drawn
    assert workspace.instances[-1].id in workspace.enabled
    assert len(hand.actions) == documented("correct a missed object")


def test_make_a_shirt_blue(
    opened: MainWindow, workspace: Workspace, settle: Settle, hand: Hand
) -> None:
    before = shown(workspace, FUSED)
    person = workspace.instances[0].box
    middle = (person.left + person.right) / 2, (person.top + person.bottom) / 2
    hand.point(opened.comparison.panes[Pane.FUSED], on_screen(opened, Pane.FUSED, *middle))
    assert workspace.highlight.hovered == 0
    hand.press(opened, Qt.Key.Key_C)
    menu = opened.dock.panel.steering.colours
    blue = next(action for action in menu.actions() if action.text() == "Blue")
    hand.click(menu, menu.actionGeometry(blue).center())
    settle()
    steering = workspace.instances[0].steering
    assert steering.colour == COLOURS["blue"]
    assert np.abs(shown(workspace, FUSED) - before).max() > 10
    assert len(hand.actions) == documented("make a shirt blue")


def test_colorize_a_folder(window: MainWindow, qtbot: QtBot, hand: Hand, tmp_path: Path) -> None:
    album = tmp_path / "album"
    album.mkdir()
    for name in ("a.jpg", "b.jpg"):
        write_photo(album / name)
    bench = FakeBench()
    window.queue.use_bench(lambda: bench)
    hand.drop(window, album)
    queue = window.queue.queue
    qtbot.waitUntil(lambda: not queue.searching and queue.list.counts.total == 2)
    assert window.queue.window is not None
    hand.click(window.queue.window.go_button)
    qtbot.waitUntil(lambda: queue.list.counts.done == 2, timeout=20_000)
    assert sorted(path.name for path in album.glob("*-colorized.jpg")) == [
        "a-colorized.jpg",
        "b-colorized.jpg",
    ]
    assert len(hand.actions) == documented("colorize a folder")
    window.queue.window.close()
    assert window.queue.close()


def test_train_on_a_folder_and_use_the_result(
    window: MainWindow,
    qtbot: QtBot,
    hand: Hand,
    tmp_path: Path,
    runs: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wizard_window, "documents", lambda: runs)
    photos = write_photos(tmp_path / "photos", 6)
    told: list[str] = []
    window.training.told.connect(told.append)
    hand.press(window, Qt.Key.Key_T, CONTROL)
    wizard = window.training.window
    assert wizard is not None
    hand.drop(wizard.photos_page, photos)
    qtbot.waitUntil(lambda: wizard.draft.usable == 6, timeout=PATIENCE_MS)
    wizard.objects_page.file.set_path(tmp_path / "boxes.csv")  # in place of minutes of searching
    wizard.objects_page.file.changed.emit()
    wizard.draft.edit(tiny)  # and of hours of training
    pages = wizard.list
    hand.click(pages.viewport(), pages.visualItemRect(pages.item(wizard_window.PLAN)).center())
    qtbot.waitUntil(lambda: wizard.start_button.isEnabled(), timeout=PATIENCE_MS)
    hand.click(wizard.start_button)
    use = wizard.run_page.bar.use_button
    qtbot.waitUntil(lambda: use.isVisible() and use.isEnabled(), timeout=PATIENCE_MS)
    hand.click(use)
    assert told
    assert told[0].startswith("Colorizing with")
    assert len(hand.actions) == documented("train on a folder and use the result")
    assert window.training.close()
