"""Layouts, double clicks, holding for the grey photo, and menus, as a person uses them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from conftest import chroma
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from engine.instances import Box
from gui.darkroom import Pane
from gui.open_photo import OpenPhoto
from gui.qimages import to_array
from gui.views.comparing import Mode
from gui.views.comparison import Comparison
from gui.views.layouts import ORDER, Layout
from gui.views.pane_title import TITLE_HEIGHT, note_of
from gui.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
COLOURED = (Pane.FULL, Pane.INSTANCES, Pane.FUSED)
pytestmark = [
    pytest.mark.qt_log_ignore("propagateSizeHints", "grabbing the keyboard", "raise"),
    pytest.mark.usefixtures("photo"),
]


def pixels(widget: QWidget) -> np.ndarray:
    return to_array(widget.grab().toImage())


def visible(comparison: Comparison) -> list[Pane]:
    """The panes in sight, in reading order."""
    there = [pane for pane, widget in comparison.panes.items() if widget.isVisible()]
    return sorted(there, key=lambda p: (comparison.panes[p].y(), comparison.panes[p].x()))


def picture(comparison: Comparison, pane: Pane) -> np.ndarray:
    """The pixels of the photo in a pane, without title and surround."""
    widget = comparison.panes[pane]
    frame = widget.sight.to_pane(Box(4, 4, 116, 86)).intersected(widget.picture_area)
    rect = frame.toAlignedRect()
    shot = pixels(widget)
    return shot[rect.top() : rect.bottom(), rect.left() : rect.right()]


def pop_up(comparison: Comparison, qtbot: QtBot, pane: Pane) -> QMenu:
    """The menu that a click on a pane's title brings."""
    qtbot.mouseClick(comparison.panes[pane], LEFT, NONE, QPoint(20, TITLE_HEIGHT // 2))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(menu: QMenu, text: str) -> None:
    action = next(action for action in menu.actions() if action.text() == text)
    action.trigger()
    menu.close()


def test_four_two_and_one_pane_are_in_sight(comparison: Comparison) -> None:
    assert visible(comparison) == list(ORDER)
    comparison.comparing.set_layout(Layout.TWO)
    assert visible(comparison) == [Pane.SOURCE, Pane.FUSED]
    small = comparison.panes[Pane.FUSED].width()
    comparison.comparing.set_layout(Layout.ONE)
    assert visible(comparison) == [Pane.FUSED]
    assert comparison.panes[Pane.FUSED].width() > 1.9 * small
    assert comparison.panes[Pane.FUSED].size() == comparison.size()


@pytest.mark.parametrize("layout", [Layout.TWO, Layout.ONE])
def test_fit_stays_fit_in_another_layout(comparison: Comparison, layout: Layout) -> None:
    before = comparison.viewport.scale
    comparison.comparing.set_layout(layout)
    assert comparison.viewport.fitted
    assert comparison.viewport.scale > before
    for pane in visible(comparison):
        widget = comparison.panes[pane]
        rect = widget.sight.to_pane(Box(0, 0, 120, 90))
        assert widget.picture_area.contains(rect)
        filled = max(
            rect.width() / widget.picture_area.width(), rect.height() / widget.picture_area.height()
        )
        assert filled > 0.9


def test_zoom_and_place_are_the_same_in_every_layout_and_afterwards(
    comparison: Comparison,
) -> None:
    comparison.viewport.zoom(10)
    comparison.viewport.pan(
        QPointF(-9000, -9000)
    )  # into the corner, where a larger pane shows more
    before = comparison.viewport.state
    for layout in (Layout.ONE, Layout.TWO, Layout.FOUR):
        comparison.comparing.set_layout(layout)
        assert comparison.viewport.scale == pytest.approx(before.scale)
        assert not comparison.viewport.fitted
        corner = comparison.panes[Pane.FUSED].sight.to_pane(Box(0, 0, 120, 90)).bottomRight()
        area = comparison.panes[Pane.FUSED].picture_area
        assert corner.x() == pytest.approx(area.right(), abs=1)
        assert corner.y() == pytest.approx(area.bottom(), abs=1)
    assert comparison.viewport.centre.x() == pytest.approx(before.centre.x())
    assert comparison.viewport.centre.y() == pytest.approx(before.centre.y())


def test_the_layout_can_be_switched_before_a_photo_is_open(
    qtbot: QtBot, comparison: Comparison, workspace: object
) -> None:
    fresh = Comparison(workspace)  # type: ignore[arg-type]
    qtbot.addWidget(fresh)
    fresh.comparing.set_layout(Layout.TWO)
    fresh.resize(700, 400)
    fresh.show()
    assert visible(fresh) == [Pane.SOURCE, Pane.FUSED]


def test_the_title_has_a_menu_of_stages_and_layouts(qtbot: QtBot, comparison: Comparison) -> None:
    choose(pop_up(comparison, qtbot, Pane.FULL), "Only Full image")
    assert visible(comparison) == [Pane.FULL]
    choose(pop_up(comparison, qtbot, Pane.FULL), "Instances")
    assert visible(comparison) == [Pane.INSTANCES]
    choose(pop_up(comparison, qtbot, Pane.INSTANCES), "Two Panes")
    assert visible(comparison) == [Pane.SOURCE, Pane.FUSED]
    menu = pop_up(comparison, qtbot, Pane.SOURCE)
    assert [a.text() for a in menu.actions() if a.isChecked()] == ["Source"]
    choose(menu, "Full image")
    assert visible(comparison) == [Pane.FULL, Pane.FUSED]
    choose(pop_up(comparison, qtbot, Pane.FUSED), "Full image")
    assert visible(comparison) == [Pane.FUSED, Pane.FULL], "they change places"
    choose(pop_up(comparison, qtbot, Pane.FULL), "Four Panes")
    assert visible(comparison) == list(ORDER)


def test_a_title_explains_itself_and_a_photo_is_left_alone(
    qtbot: QtBot, comparison: Comparison
) -> None:
    pane = comparison.panes[Pane.FULL]

    def point_at(at: QPoint) -> None:
        QApplication.sendEvent(pane, QHelpEvent(QEvent.Type.ToolTip, at, pane.mapToGlobal(at)))

    point_at(QPoint(20, 8))
    assert "Double click" in QToolTip.text()
    point_at(pane.rect().center())
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_tab_goes_through_the_panes_in_reading_order(comparison: Comparison) -> None:
    comparison.comparing.set_mode(Mode.BEFORE_AFTER)
    chain = []
    widget = comparison.panes[Pane.SOURCE]
    for _ in range(12):
        if widget in (*comparison.panes.values(), comparison.fused.split):
            chain.append(widget)
        widget = widget.nextInFocusChain()
    expected = [*(comparison.panes[pane] for pane in ORDER), comparison.fused.split]
    assert chain[: len(expected)] == expected


def test_the_menu_key_brings_the_menu(comparison: Comparison) -> None:
    pane = comparison.panes[Pane.FULL]
    at = pane.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, pane.mapToGlobal(at))
    QApplication.sendEvent(pane, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()


def test_return_shows_a_stage_alone_and_goes_back_with_the_focus(
    qtbot: QtBot, comparison: Comparison
) -> None:
    comparison.comparing.set_layout(Layout.TWO)
    comparison.panes[Pane.FUSED].setFocus()
    qtbot.keyClick(comparison.panes[Pane.FUSED], Qt.Key.Key_Return)
    assert visible(comparison) == [Pane.FUSED]
    comparison.comparing.show_stage(Pane.SOURCE)
    assert comparison.panes[Pane.SOURCE].hasFocus(), "the focus stays in the place"
    qtbot.keyClick(comparison.panes[Pane.SOURCE], Qt.Key.Key_Return)
    assert visible(comparison) == [Pane.SOURCE, Pane.FUSED]
    assert comparison.focused_place() == 0


def test_a_double_click_fits_and_from_there_shows_real_pixels(
    qtbot: QtBot, comparison: Comparison
) -> None:
    widget, viewport = comparison.panes[Pane.FULL], comparison.viewport
    at = (widget.picture_area.center() + QPointF(30, 20)).toPoint()
    viewport.zoom(3)
    qtbot.mouseDClick(widget, LEFT, NONE, at)
    assert viewport.fitted
    qtbot.mouseDClick(widget, LEFT, NONE, at)
    assert viewport.percent == pytest.approx(100)
    assert not viewport.fitted
    qtbot.mouseDClick(widget, LEFT, NONE, at)
    assert viewport.fitted


def test_a_double_click_on_a_title_does_not_zoom(qtbot: QtBot, comparison: Comparison) -> None:
    comparison.viewport.zoom(3)
    qtbot.mouseDClick(comparison.panes[Pane.FULL], LEFT, NONE, QPoint(20, 8))
    assert not comparison.viewport.fitted


def test_a_double_click_on_an_object_in_instances_is_two_clicks(
    qtbot: QtBot, comparison: Comparison
) -> None:
    widget = comparison.panes[Pane.INSTANCES]
    highlight = comparison._workspace.highlight
    box = comparison._workspace.instances[0].box
    assert comparison._workspace.instances[0].id == 0
    at = widget.sight.at(QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2)).toPoint()
    before = comparison.viewport.state
    qtbot.mouseClick(widget, LEFT, NONE, at)
    assert highlight.alone == 0
    qtbot.mouseDClick(widget, LEFT, NONE, at)
    qtbot.mouseRelease(widget, LEFT, NONE, at)
    assert highlight.alone is None
    assert comparison.viewport.state == before


def test_the_keyboard_works_in_a_pane_from_the_beginning(
    qtbot: QtBot, comparison: Comparison
) -> None:
    assert comparison.focusWidget() is comparison.fused
    comparison.panes[Pane.FULL].setFocus()
    comparison.hide()
    comparison.comparing.set_layout(Layout.TWO)
    comparison.show()
    assert comparison.focusWidget() is comparison.fused


def test_space_shows_the_grey_photo_as_long_as_it_is_held(
    qtbot: QtBot, comparison: Comparison
) -> None:
    pane = comparison.panes[Pane.FULL]
    pane.setFocus()
    before = {p: picture(comparison, p) for p in COLOURED}
    assert all(chroma(before[p]) > 3 for p in COLOURED)
    qtbot.keyPress(pane, Qt.Key.Key_Space)
    for p in COLOURED:
        assert chroma(picture(comparison, p)) < 0.5, p
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):  # what a held key repeats
        again = QKeyEvent(kind, Qt.Key.Key_Space, NONE, " ", True)
        QApplication.sendEvent(pane, again)
        assert comparison.comparing.grey
    qtbot.keyRelease(pane, Qt.Key.Key_Space)
    for p in COLOURED:
        assert np.array_equal(picture(comparison, p), before[p]), p


def test_the_grey_photo_also_covers_a_comparison(qtbot: QtBot, comparison: Comparison) -> None:
    comparison.comparing.set_mode(Mode.BEFORE_AFTER)
    assert comparison.fused.split.isVisible()
    comparison.panes[Pane.FUSED].setFocus()
    qtbot.keyPress(comparison.fused, Qt.Key.Key_Space)
    assert not comparison.fused.split.isVisible()
    assert chroma(picture(comparison, Pane.FUSED)) < 0.5
    qtbot.keyRelease(comparison.fused, Qt.Key.Key_Space)
    assert comparison.fused.split.isVisible()


def test_a_key_that_is_let_go_elsewhere_does_not_stay_held(
    qtbot: QtBot, comparison: Comparison
) -> None:
    elsewhere = QPushButton("elsewhere")
    qtbot.addWidget(elsewhere)
    with qtbot.waitExposed(elsewhere):
        elsewhere.show()
    pane = comparison.panes[Pane.FULL]
    comparison.activateWindow()
    pane.setFocus()
    qtbot.waitUntil(pane.hasFocus)
    qtbot.keyPress(pane, Qt.Key.Key_Space)
    assert comparison.comparing.grey
    comparison.panes[Pane.FUSED].setFocus()
    assert comparison.comparing.grey, "the key is still seen in another pane"
    elsewhere.activateWindow()
    elsewhere.setFocus()
    qtbot.waitUntil(lambda: not comparison.comparing.grey)


def test_another_photo_lets_go(comparison: Comparison, photo: OpenPhoto) -> None:
    comparison.comparing.hold_grey(True)
    comparison._workspace.photo_changed.emit()
    assert not comparison.comparing.grey


def test_a_photo_without_objects_says_what_to_do(
    comparison: Comparison, workspace: Workspace, settle: Callable[[], None]
) -> None:
    pane = comparison.panes[Pane.INSTANCES]
    for instance in workspace.instances[1:]:
        workspace.editor.delete(instance.id)
    settle()
    with_one = pixels(pane)
    workspace.editor.delete(workspace.instances[0].id)
    settle()
    middle = pane.picture_area.center().toPoint()
    words = pixels(pane)[middle.y() - 8 : middle.y() + 8, middle.x() - 80 : middle.x() + 80]
    assert words.max() > 200
    assert np.median(words) < 40, "on a dark plate"
    assert not np.array_equal(pixels(pane), with_one)
    assert note_of(Pane.INSTANCES, workspace) == "no objects found"


def test_the_title_says_when_the_result_is_the_full_image(
    workspace: Workspace, settle: Callable[[], None]
) -> None:
    assert note_of(Pane.FUSED, workspace) == ""
    workspace.editor.enable_none()
    assert "full image" in note_of(Pane.FUSED, workspace)
    settle()
