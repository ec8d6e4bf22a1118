"""The window's place: kept, and sane when a screen is gone or smaller."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow
from pytestqt.qtbot import QtBot

from gui.preferences.window_state import FILE, WindowState, first_geometry, fitted

LAPTOP = QRect(0, 0, 1366, 728)
BIG = QRect(1366, -300, 2560, 1400)  # to the right of the laptop, higher up
SMALLEST = QSize(880, 560)
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_a_window_that_lies_on_a_screen_stays() -> None:
    for wanted in (QRect(100, 60, 1000, 640), QRect(2000, 0, 1600, 900)):
        assert fitted(wanted, [LAPTOP, BIG], SMALLEST) == wanted


def test_a_window_across_two_screens_goes_to_the_one_with_most_of_it() -> None:
    assert BIG.contains(fitted(QRect(1200, 100, 1000, 700), [LAPTOP, BIG], SMALLEST))
    assert LAPTOP.contains(fitted(QRect(400, 10, 1000, 700), [LAPTOP, BIG], SMALLEST))


def test_a_window_on_a_screen_that_is_gone_comes_to_the_primary_one() -> None:
    found = fitted(QRect(2500, 200, 1200, 900), [LAPTOP], SMALLEST)
    assert LAPTOP.contains(found)
    assert found.width() == 1200  # only as much smaller as needed


def test_the_title_bar_stays_within_reach() -> None:
    assert fitted(QRect(100, -500, 1000, 600), [LAPTOP], SMALLEST).top() >= 20


def test_an_empty_or_absurd_place_becomes_a_first_start() -> None:
    assert LAPTOP.contains(fitted(QRect(), [LAPTOP], SMALLEST))
    assert LAPTOP.contains(fitted(QRect(-(2**30), 5, 2**30, 9), [LAPTOP], SMALLEST))


def test_a_screen_smaller_than_the_window_can_be() -> None:
    tiny = QRect(0, 0, 640, 480)
    assert tiny.contains(fitted(QRect(0, 0, 1360, 860), [tiny], SMALLEST))


@settings(max_examples=200, deadline=None)
@given(
    st.tuples(*[st.integers(-5000, 5000)] * 2, *[st.integers(1, 6000)] * 2),
    st.lists(
        st.tuples(*[st.integers(-4000, 4000)] * 2, *[st.integers(320, 4000)] * 2),
        min_size=1,
        max_size=3,
    ),
)
def test_wherever_it_was_it_comes_to_lie_on_a_screen(
    wanted: tuple[int, int, int, int], screens: list[tuple[int, int, int, int]]
) -> None:
    areas = [QRect(*screen) for screen in screens]
    found = fitted(QRect(*wanted), areas, SMALLEST)
    assert any(area.contains(found) for area in areas)
    home = next(area for area in areas if area.contains(found))
    assert fitted(found, [home], SMALLEST).size() == found.size()


def test_the_first_start_is_in_the_middle_with_room_around() -> None:
    found = first_geometry(LAPTOP)
    assert LAPTOP.contains(found)
    assert found.width() < LAPTOP.width()
    assert abs(found.center().x() - LAPTOP.center().x()) <= 1
    assert first_geometry(QRect(0, 0, 3840, 2100)).size() == QSize(1360, 860)


def make_window(qtbot: QtBot) -> tuple[QMainWindow, QDockWidget]:
    window = QMainWindow()
    qtbot.addWidget(window)
    dock = QDockWidget("Dock", window)
    dock.setObjectName("dock")
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    return window, dock


def test_a_window_is_found_where_it_was_left(qtbot: QtBot, tmp_path: Path) -> None:
    window, dock = make_window(qtbot)
    window.setGeometry(40, 50, 500, 400)
    window.show()
    dock.hide()
    WindowState(tmp_path).save(window)
    again, other = make_window(qtbot)
    WindowState(tmp_path).restore(again)
    again.show()
    assert again.geometry() == QRect(40, 50, 500, 400)
    assert not other.isVisible()


def test_a_maximized_window_comes_back_maximized_and_knows_its_normal_place(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window, _ = make_window(qtbot)
    window.setGeometry(40, 50, 500, 400)
    window.show()
    window.showMaximized()
    WindowState(tmp_path).save(window)
    again, _ = make_window(qtbot)
    WindowState(tmp_path).restore(again)
    assert not again.isVisible()
    again.show()
    assert again.isMaximized()
    again.showNormal()
    assert again.geometry() == QRect(40, 50, 500, 400)


@pytest.mark.parametrize(
    "content", [b"\x00\xff\x00", b"[General]\ngeometry=@Rect(a b)\ndocks=5\n", b"geometry"]
)
def test_a_broken_file_is_a_first_start(qtbot: QtBot, tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    window, dock = make_window(qtbot)
    WindowState(tmp_path).restore(window)
    window.show()
    assert dock.isVisible()
    screen = window.screen().availableGeometry()
    assert screen.contains(window.geometry())


def test_further_values_and_forgetting(tmp_path: Path) -> None:
    state = WindowState(tmp_path)
    state.set_text("layout", "two")
    assert WindowState(tmp_path).text("layout", "four") == "two"
    state.forget()
    assert WindowState(tmp_path).text("layout", "four") == "four"


def test_without_a_folder_nothing_is_kept(qtbot: QtBot) -> None:
    window, _ = make_window(qtbot)
    state = WindowState(None)
    state.restore(window)
    state.save(window)
    state.set_text("layout", "two")
    state.forget()
    assert state.text("layout") == ""
