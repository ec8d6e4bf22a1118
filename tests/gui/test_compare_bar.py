"""The bar and the actions that compare stages: each control does what it says, also by key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QMenu,
    QToolBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui import theme
from gui.darkroom import Pane
from gui.open_photo import OpenPhoto
from gui.views.compare_actions import CompareActions
from gui.views.compare_bar import CompareBar
from gui.views.comparing import DIALS, Mode
from gui.views.comparison import Comparison
from gui.views.layouts import Layout
from gui.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "grabbing the keyboard", "raise")


class Host(QMainWindow):
    """A window with nothing but the panes, the bar and a menu."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.comparison = Comparison(workspace)
        self.comparing = self.comparison.comparing
        place = self.comparison.focused_place
        self.actions_ = CompareActions(self.comparing, workspace, place, self)
        self.bar = CompareBar(self.comparing, self.actions_, workspace)
        self.menu = QMenu("View")
        self.menuBar().addMenu(self.menu)
        self.actions_.fill(self.menu)
        tools = QToolBar()
        tools.addWidget(self.bar)
        self.name = QLineEdit()
        tools.addWidget(self.name)
        self.addToolBar(tools)
        self.setCentralWidget(self.comparison)


@pytest.fixture
def host(qtbot: QtBot, qapp: QApplication, workspace: Workspace) -> Host:
    theme.apply(qapp)
    shown = Host(workspace)
    qtbot.addWidget(shown)
    shown.resize(900, 650)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.activateWindow()
    return shown


@pytest.fixture
def opened(host: Host, photo: OpenPhoto) -> Host:
    host.comparison.panes[Pane.FULL].setFocus()
    return host


def button_of(host: Host, action: QAction) -> QToolButton:
    return next(b for b in host.bar.findChildren(QToolButton) if b.defaultAction() is action)


def test_without_a_photo_there_is_nothing_to_compare(host: Host) -> None:
    assert not any(action.isEnabled() for action in host.actions_.all)
    for widget in (host.bar.mode_box, host.bar.slider, host.bar.grey_button):
        assert not widget.isEnabled()


def test_the_layout_buttons_and_keys(qtbot: QtBot, opened: Host) -> None:
    keys = {Layout.FOUR: Qt.Key.Key_F6, Layout.TWO: Qt.Key.Key_F7, Layout.ONE: Qt.Key.Key_F8}
    for layout, key in reversed(keys.items()):
        qtbot.mouseClick(button_of(opened, opened.actions_.layouts[layout]), LEFT)
        assert opened.comparing.arrangement.layout is layout
        checked = [w for w, action in opened.actions_.layouts.items() if action.isChecked()]
        assert checked == [layout]
        opened.comparing.set_layout(Layout.FOUR)
        qtbot.keyClick(opened.comparison, key)
        assert opened.comparing.arrangement.layout is layout


def test_digits_show_a_stage_where_the_focus_is(qtbot: QtBot, opened: Host) -> None:
    comparing, panes = opened.comparing, opened.comparison.panes
    qtbot.keyClick(panes[Pane.FULL], Qt.Key.Key_3)
    assert comparing.arrangement.shown == (Pane.INSTANCES,)
    comparing.set_layout(Layout.TWO)
    panes[Pane.FUSED].setFocus()
    qtbot.keyClick(panes[Pane.FUSED], Qt.Key.Key_2)
    assert comparing.arrangement.shown == (Pane.SOURCE, Pane.FULL)
    assert panes[Pane.FULL].hasFocus()


def test_typing_a_name_compares_nothing(qtbot: QtBot, opened: Host) -> None:
    before = opened.comparing.state()
    opened.name.setFocus()
    qtbot.keyClicks(opened.name, "my lamp 2")
    assert opened.name.text() == "my lamp 2"
    assert opened.comparing.state() == before
    assert opened.comparing.mode is Mode.RESULT
    assert not opened.comparing.loupe
    assert not opened.comparing.grey


def test_the_mode_box_and_its_slider(qtbot: QtBot, opened: Host) -> None:
    bar, comparing = opened.bar, opened.comparing
    assert not bar.slider.isEnabled()
    for mode in Mode:
        index = bar.mode_box.findData(mode)
        bar.mode_box.setCurrentIndex(index)
        bar.mode_box.activated.emit(index)
        assert comparing.mode is mode
        assert opened.actions_.modes[mode].isChecked()
        assert bar.slider.isEnabled() == (mode in DIALS)
        if mode in DIALS:
            assert (bar.slider.minimum(), bar.slider.maximum()) == (
                DIALS[mode].lowest,
                DIALS[mode].highest,
            )
            bar.slider.setFocus()
            qtbot.keyClick(bar.slider, Qt.Key.Key_Right)
            assert comparing.value() == DIALS[mode].usual + 1
    comparing.set_mode(Mode.FROM_FULL)
    assert bar._words.text() == "\N{MULTIPLICATION SIGN} 9"
    assert "amplified" in bar.slider.toolTip()


def test_the_slider_does_not_round_where_the_mouse_has_put_the_line(opened: Host) -> None:
    opened.comparing.set_mode(Mode.BEFORE_AFTER)
    opened.comparison.fused.split.setValue(333)
    assert opened.comparing.value() == pytest.approx(33.3)
    assert opened.bar.slider.value() == 33


def test_a_mode_chosen_again_goes_back_to_the_result(qtbot: QtBot, opened: Host) -> None:
    pane = opened.comparison.panes[Pane.FULL]
    qtbot.keyClick(pane, Qt.Key.Key_Y)
    assert opened.comparing.mode is Mode.BEFORE_AFTER
    qtbot.keyClick(pane, Qt.Key.Key_Y)
    assert opened.comparing.mode is Mode.RESULT
    assert opened.actions_.modes[Mode.RESULT].isChecked()
    assert opened.bar.mode_box.currentData() is Mode.RESULT
    qtbot.keyClick(pane, Qt.Key.Key_M)
    qtbot.keyClick(pane, Qt.Key.Key_M)
    assert opened.comparing.mode is Mode.BLEND
    opened.actions_.modes[Mode.RESULT].trigger()
    assert opened.comparing.mode is Mode.RESULT


def test_the_grey_button_is_held_with_mouse_and_keyboard(qtbot: QtBot, opened: Host) -> None:
    button, comparing = opened.bar.grey_button, opened.comparing
    qtbot.mousePress(button, LEFT)
    assert comparing.grey
    qtbot.mouseRelease(button, LEFT)
    assert not comparing.grey
    button.setFocus()
    qtbot.keyPress(button, Qt.Key.Key_Space)
    assert comparing.grey
    qtbot.keyRelease(button, Qt.Key.Key_Space)
    assert not comparing.grey
    qtbot.keyPress(button, Qt.Key.Key_Space)
    opened.name.setFocus()
    assert not comparing.grey


def test_the_loupe_button_and_keys(qtbot: QtBot, opened: Host) -> None:
    pane = opened.comparison.panes[Pane.FULL]
    qtbot.mouseClick(button_of(opened, opened.actions_.loupe), LEFT)
    assert opened.comparing.loupe
    assert opened.actions_.loupe.isChecked()
    qtbot.keyClick(pane, Qt.Key.Key_L)
    assert not opened.comparing.loupe
    assert not opened.actions_.loupe.isChecked()
    power = opened.comparing.power
    qtbot.keyClick(pane, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert opened.comparing.power != power
    assert opened.actions_.loupe_power.isChecked() == (opened.comparing.power == 2)


def test_everything_has_a_name_a_tip_and_is_reached_with_tab(opened: Host) -> None:
    for widget in opened.bar.findChildren(QWidget):
        if isinstance(widget, QToolButton | QComboBox | QAbstractSlider) and widget.isVisible():
            assert widget.accessibleName(), widget
            assert widget.toolTip(), widget
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, widget
    for action in opened.actions_.all:
        keys = action.shortcut().toString()
        assert not keys or f"({action.shortcut().toString()})" in action.toolTip()


def test_every_action_is_in_the_menu_once_and_no_key_is_taken_twice(opened: Host) -> None:
    found: list[QAction] = []
    menus = [opened.menu]
    while menus:
        for action in menus.pop().actions():
            inner = action.menu()
            if isinstance(inner, QMenu):
                menus.append(inner)
            elif not action.isSeparator():
                found.append(action)
    assert sorted(map(id, found)) == sorted(map(id, opened.actions_.all))
    keys = [a.shortcut().toString() for a in found if not a.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))


def test_nothing_in_the_bar_moves(opened: Host) -> None:
    def places() -> list[object]:
        return [w.geometry() for w in opened.bar.findChildren(QWidget) if w.parent() is opened.bar]

    before = places()
    for mode in Mode:
        opened.comparing.set_mode(mode)
        for layout in Layout:
            opened.comparing.set_layout(layout)
        QApplication.processEvents()
        assert places() == before
    longest = max((mode.value for mode in Mode), key=len)
    text = opened.bar.mode_box.fontMetrics().horizontalAdvance(longest)
    assert opened.bar.mode_box.width() >= text + 30
