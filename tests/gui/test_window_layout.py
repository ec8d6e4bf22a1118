"""Nothing in the main window is cut off, unnamed or out of reach."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import write_photo
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLabel,
    QWidget,
)

from gui.main_window import MainWindow
from gui.views.photo_pane import PhotoPane


@pytest.mark.parametrize(("width", "height"), [(1, 1), (20_000, 10), (3, 4000)])
def test_extreme_photos_are_shown_or_refused(
    window: MainWindow, settle: Callable[[], None], tmp_path: Path, width: int, height: int
) -> None:
    window.files.open(write_photo(tmp_path / "extreme.png", width, height))
    settle()
    window.menu_actions.zoom_in.trigger()
    window.menu_actions.actual.trigger()
    settle()
    window.grab()
    assert window.banner.isVisible() or window.menu_actions.save.isEnabled()


def test_a_tall_photo_is_shown_in_a_row(
    window: MainWindow, settle: Callable[[], None], tmp_path: Path
) -> None:
    window.files.open(write_photo(tmp_path / "tall.jpg", 60, 260))
    settle()
    tops = {widget.y() for widget in window.comparison.panes.values()}
    assert len(tops) == 1
    window.files.open(write_photo(tmp_path / "wide.jpg", 200, 120))
    settle()
    tops = {widget.y() for widget in window.comparison.panes.values()}
    assert len(tops) == 2


def test_the_tool_bar_stays_where_it_is(
    window: MainWindow, photo_file: Path, settle: Callable[[], None]
) -> None:
    """Nothing moves when buttons become available."""

    def places() -> list[QRect]:
        return [w.geometry() for w in window.tool_bar.findChildren(QWidget) if w.isVisible()]

    before = places()
    window.files.open(photo_file)
    settle()
    assert places() == before


def test_a_long_message_is_not_cut_off(window: MainWindow) -> None:
    for words in (1, 10, 60):
        window.banner.tell("It did not work. " * words, "Try another way. " * words)
        QApplication.processEvents()
        for label in window.banner.findChildren(QLabel):
            assert label.height() >= label.heightForWidth(label.width()), words


def test_the_tool_bar_is_whole_in_the_smallest_window(opened: MainWindow) -> None:
    texts = []
    for width in (1300, opened.minimumWidth(), 1300):
        opened.resize(width, 560)
        QApplication.processEvents()
        assert opened.width() == width
        assert opened.compare_bar.isVisible()
        assert opened.compare_bar.geometry().right() <= opened.tool_bar.width()
        button = opened.tool_bar.widgetForAction(opened.menu_actions.open)
        texts.append(button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    assert texts == [True, False, True]


@pytest.mark.parametrize(("width", "height"), [(1024, 700), (1440, 900)])
def test_nothing_is_cut_off(opened: MainWindow, width: int, height: int) -> None:
    opened.resize(width, height)
    QApplication.processEvents()
    assert (opened.width(), opened.height()) == (width, height)
    for button in opened.findChildren(QAbstractButton):
        if button.objectName() == "qt_toolbar_ext_button":
            assert not button.isVisible(), "the tool bar does not fit"
        elif button.isVisible() and button.text():
            assert button.width() >= button.sizeHint().width() - 1, button.text()
    for box in opened.findChildren(QComboBox):
        text = box.fontMetrics().horizontalAdvance(
            max((box.itemText(i) for i in range(box.count())), key=len)
        )
        assert box.width() >= text + 30, box.accessibleName()


def test_everything_has_a_name_and_can_be_reached(opened: MainWindow) -> None:
    for widget in opened.findChildren(QWidget):
        wants_name = isinstance(widget, PhotoPane | QAbstractSlider | QComboBox)
        if wants_name and widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert widget.accessibleName(), widget
    for button in (opened.dock.all_button, opened.dock.none_button, opened.dock.adjust.reset):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    for pane in opened.comparison.panes.values():
        assert pane.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_no_two_actions_share_a_shortcut(opened: MainWindow) -> None:
    seen: dict[str, str] = {}
    for action in opened.findChildren(type(opened.menu_actions.open)):
        for shortcut in action.shortcuts():
            keys = shortcut.toString()
            assert keys not in seen, f"{keys}: {seen.get(keys)} and {action.text()}"
            seen[keys] = action.text()
    assert "Ctrl+O" in seen
    assert "Ctrl+S" in seen
