"""The tour: by itself at the first start only, on the sample photo, beside what it is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from pytestqt.qtbot import QtBot

from engine.bundle import sample_photos
from gui.main_window import MainWindow
from gui.preferences.settings import Settings
from gui.preferences.store import Preferences, Store
from gui.tour import Tour, beside
from gui.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LEFT = Qt.MouseButton.LeftButton
Settle = Callable[[], None]


@pytest.fixture
def tour(window: MainWindow, workspace: Workspace, settle: Settle, qtbot: QtBot) -> Tour:
    """At its first step, over the sample photo."""
    window.help.offer_tour(None)
    settle()
    qtbot.waitUntil(window.help.tour.isVisible)
    assert workspace.entry is not None
    assert workspace.entry.path == sample_photos()[0]
    return window.help.tour


def seen(window: MainWindow) -> bool:
    return window.help._settings.preferences.tour_seen


def test_four_steps_and_then_never_again(
    tour: Tour, window: MainWindow, settle: Settle, qtbot: QtBot
) -> None:
    said = []
    for step in range(4):
        assert (tour.step, tour.isVisible(), tour.ring.isVisible()) == (step, True, True)
        assert not seen(window)
        said.append(tour.text)
        qtbot.mouseClick(tour.next_button, LEFT)
    assert len(set(said)) == 4
    assert not tour.isVisible()
    assert not tour.ring.isVisible()
    assert seen(window)
    window.help.offer_tour(None)
    settle()
    assert not tour.isVisible()


def test_the_menu_begins_it_again(
    tour: Tour, window: MainWindow, settle: Settle, qtbot: QtBot, photo_file: Path
) -> None:
    qtbot.mouseClick(tour.skip_button, LEFT)
    assert seen(window)
    window.files.open(photo_file)
    settle()
    next(a for a in window.help.menu.actions() if a.text() == "&Tour").trigger()
    settle()
    assert (tour.step, tour.isVisible()) == (0, True)
    assert "photographer" in window.windowTitle()


def test_keys(tour: Tour, window: MainWindow, qtbot: QtBot) -> None:
    for key, step in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Return, 2), (Qt.Key.Key_Left, 1)):
        qtbot.keyClick(tour, key)
        assert tour.step == step
    qtbot.keyClick(tour, Qt.Key.Key_Escape)
    assert not tour.isVisible()
    assert seen(window)


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900), (880, 560)])
def test_the_card_lies_in_the_window_and_not_over_what_it_is_about(
    tour: Tour, window: MainWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window.resize(*size)
    window.dock.hide()
    for step in range(4):
        tour.go(step)
        qtbot.wait(30)
        assert window.rect().contains(tour.geometry())
        assert tour.height() >= tour.layout().heightForWidth(tour.width()) - 2
        if step:  # the panes are nearly all of the window
            assert not tour.geometry().intersects(tour.ring.geometry())
    assert window.dock.isVisible()  # two of the steps are about it


def test_closing_the_window_is_closing_the_tour(tour: Tour, window: MainWindow) -> None:
    window.close()
    assert seen(window)


def test_an_own_photo_comes_first(window: MainWindow, settle: Settle, photo_file: Path) -> None:
    window.help.offer_tour(photo_file)
    window.files.open(photo_file)
    settle()
    assert not window.help.tour.isVisible()
    assert not seen(window)


def test_a_sample_that_was_asked_for_is_shown_around(window: MainWindow, settle: Settle) -> None:
    sample = sample_photos()[1]
    window.help.offer_tour(sample)
    window.files.open(sample)
    settle()
    assert window.help.tour.isVisible()
    window.help.tour.hide()


def test_it_is_remembered_between_starts(tmp_path: Path) -> None:
    Settings(Store(tmp_path)).change(tour_seen=True)
    again = Settings(Store(tmp_path))
    assert again.preferences.tour_seen
    again.reset()
    assert again.preferences.tour_seen  # a person who resets the settings is not new
    assert not Preferences().tour_seen
    (tmp_path / "settings.json").write_text('{"version": 1, "tour_seen": "yes"}')
    assert not Store(tmp_path).load().tour_seen


def test_where_there_is_no_room_beside_it_the_card_lies_low_in_the_middle() -> None:
    room = QRect(10, 10, 780, 580)
    inside = beside(QRect(0, 0, 800, 600), QSize(300, 150), room)
    assert room.contains(inside)
    assert abs(inside.center().x() - 400) <= 1
    assert inside.center().y() > 400
