"""The panes of the main window: objects under the mouse, zoom, weight maps and colours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import Answers
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
)
from pytestqt.qtbot import QtBot
from window_parts import LEFT, NONE, middle_of, pixels

from engine.adjustments import AS_COLORIZED, as_look
from engine.instances import Box
from gui.darkroom import Pane, Subject
from gui.main_window import MainWindow
from gui.qimages import to_array
from gui.views.instance_list import InstanceDelegate
from gui.weight_overlay import Show
from gui.workspace import Workspace


def test_panes_show_their_stage(opened: MainWindow) -> None:
    panes = opened.comparison.panes
    source, fused = pixels(panes[Pane.FULL]), pixels(panes[Pane.FUSED])
    assert np.ptp(source.astype(int), axis=2).mean() > 5
    assert not np.array_equal(source[40:], fused[40:])


def test_hovering_a_box_highlights_it_in_every_pane(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace
) -> None:
    before = {pane: pixels(widget) for pane, widget in opened.comparison.panes.items()}
    fused = opened.comparison.panes[Pane.FUSED]
    qtbot.mouseMove(fused, middle_of(opened, Pane.FUSED, 1))
    qtbot.waitUntil(lambda: workspace.highlight.hovered == 1)
    for pane, widget in opened.comparison.panes.items():
        assert not np.array_equal(pixels(widget), before[pane]), pane
    qtbot.mouseMove(fused, QPoint(3, 5))
    qtbot.waitUntil(lambda: workspace.highlight.hovered is None)


def test_hovering_a_row_highlights_the_box(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace
) -> None:
    rows = opened.dock.list
    rect = rows.visualRect(rows.rows.index(2))
    qtbot.mouseMove(rows.viewport(), rect.center())
    qtbot.waitUntil(lambda: workspace.highlight.hovered == 2)


def test_clicking_a_box_selects_its_row(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace
) -> None:
    source = opened.comparison.panes[Pane.SOURCE]
    qtbot.mouseClick(source, LEFT, NONE, middle_of(opened, Pane.SOURCE, 2))
    assert workspace.highlight.selected == 2
    assert opened.dock.list.currentIndex().row() == 2


def test_a_click_shows_an_instance_alone_and_goes_back(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace
) -> None:
    pane = opened.comparison.panes[Pane.INSTANCES]
    before = opened.comparison.viewport.state
    for back in ("click", "escape"):
        qtbot.mouseClick(pane, LEFT, NONE, middle_of(opened, Pane.INSTANCES, 1))
        assert workspace.highlight.alone == 1
        box = workspace.instances[1].box
        rect = opened.comparison.viewport.to_pane(box, pane.picture_area)
        assert pane.picture_area.contains(rect)
        assert opened.comparison.viewport.scale > before.scale
        if back == "click":
            qtbot.mouseClick(pane, LEFT, NONE, pane.rect().center())
        else:
            qtbot.keyClick(pane, Qt.Key.Key_Escape)
        assert workspace.highlight.alone is None
        assert opened.comparison.viewport.state == before


def test_the_check_box_switches_with_mouse_and_keyboard(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace, settle: Callable[[], None]
) -> None:
    rows = opened.dock.list
    row = QRectF(rows.visualRect(rows.rows.index(1)))
    check = InstanceDelegate.check_rect(row).center().toPoint()
    qtbot.mouseClick(rows.viewport(), LEFT, NONE, check)
    assert workspace.enabled == {0, 2}
    settle()
    qtbot.mouseDClick(rows.viewport(), LEFT, NONE, check)
    qtbot.mouseRelease(rows.viewport(), LEFT, NONE, check)
    assert workspace.highlight.alone is None
    settle()
    rows.setFocus()
    rows.setCurrentIndex(rows.rows.index(0))
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert workspace.highlight.selected == 1
    on = 1 in workspace.enabled
    qtbot.keyClick(rows, Qt.Key.Key_Space)
    assert (1 in workspace.enabled) is not on
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert workspace.highlight.alone == 1
    settle()


def test_two_quick_clicks_on_a_check_box_are_two(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace, settle: Callable[[], None]
) -> None:
    rows = opened.dock.list
    row = QRectF(rows.visualRect(rows.rows.index(1)))
    check = InstanceDelegate.check_rect(row).center().toPoint()
    changes: list[frozenset[int]] = []
    workspace.enabled_changed.connect(lambda: changes.append(workspace.enabled))
    qtbot.mouseClick(rows.viewport(), LEFT, NONE, check)
    qtbot.mouseDClick(rows.viewport(), LEFT, NONE, check)
    qtbot.mouseRelease(rows.viewport(), LEFT, NONE, check)
    settle()
    assert changes == [{0, 2}, {0, 1, 2}]


def test_all_and_none(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace, settle: Callable[[], None]
) -> None:
    qtbot.mouseClick(opened.dock.none_button, LEFT)
    assert workspace.enabled == frozenset()
    assert not opened.dock.none_button.isEnabled()
    qtbot.mouseClick(opened.dock.all_button, LEFT)
    settle()
    assert workspace.enabled == {0, 1, 2}
    assert workspace.photo is not None
    assert workspace.photo.fusion is not None
    assert workspace.photo.fusion.ids == {0, 1, 2}


def test_the_wheel_zooms_at_the_cursor_in_every_pane(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace
) -> None:
    pane = opened.comparison.panes[Pane.FULL]
    viewport = opened.comparison.viewport
    at = QPointF(pane.picture_area.center() + QPointF(40, 20))
    under = viewport.to_photo(at, pane.picture_area)
    before = pixels(opened.comparison.panes[Pane.FUSED])
    event = QWheelEvent(
        at,
        pane.mapToGlobal(at),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(pane, event)
    after = viewport.to_photo(at, pane.picture_area)
    assert (after - under).manhattanLength() < 0.01
    assert not viewport.fitted
    assert not np.array_equal(pixels(opened.comparison.panes[Pane.FUSED]), before)
    assert opened.strip.zoom.text().endswith("%")


def test_dragging_pans_and_is_no_click(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace
) -> None:
    viewport = opened.comparison.viewport
    viewport.zoom(4)
    centre = viewport.centre
    pane = opened.comparison.panes[Pane.INSTANCES]
    start = pane.rect().center()
    qtbot.mousePress(pane, LEFT, NONE, start)
    qtbot.mouseMove(pane, start + QPoint(30, 10))
    qtbot.mouseMove(pane, start + QPoint(60, 20))
    qtbot.mouseRelease(pane, LEFT, NONE, start + QPoint(60, 20))
    assert viewport.centre.x() == pytest.approx(centre.x() - 60 / viewport.scale, abs=0.5)
    assert workspace.highlight.alone is None
    qtbot.keyClick(pane, Qt.Key.Key_Left)
    assert viewport.centre.x() < centre.x() - 60 / viewport.scale


def test_zoom_actions(opened: MainWindow) -> None:
    viewport = opened.comparison.viewport
    opened.menu_actions.actual.trigger()
    assert viewport.percent == pytest.approx(100)
    opened.menu_actions.zoom_in.trigger()
    assert viewport.percent > 100
    opened.menu_actions.zoom_out.trigger()
    opened.menu_actions.fit.trigger()
    assert viewport.fitted


@pytest.mark.parametrize(("width", "height"), [(1500, 1000), (900, 600)])
def test_a_fitted_photo_follows_the_window(opened: MainWindow, width: int, height: int) -> None:
    opened.resize(width, height)
    QApplication.processEvents()
    for widget in opened.comparison.panes.values():
        area = widget.picture_area
        rect = opened.comparison.viewport.to_pane(Box(0, 0, 120, 90), area)
        assert area.contains(rect)
        filled = max(rect.width() / area.width(), rect.height() / area.height())
        assert filled > 0.9


def test_weight_maps_lie_over_both_results(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace
) -> None:
    panes = opened.comparison.panes
    before = {pane: pixels(widget) for pane, widget in panes.items()}
    box = opened.dock.overlay_bar.show_box
    box.setCurrentIndex(box.findData(Show.WINNERS))
    box.activated.emit(box.currentIndex())
    for pane in (Pane.FULL, Pane.FUSED):
        assert not np.array_equal(pixels(panes[pane]), before[pane])
    for pane in (Pane.SOURCE, Pane.INSTANCES):
        assert np.array_equal(pixels(panes[pane]), before[pane])
    assert opened.dock.overlay_bar.tap_box.currentText() == "Tap 4"
    qtbot.mouseMove(panes[Pane.FUSED], middle_of(opened, Pane.FUSED, 0))
    qtbot.waitUntil(lambda: "wins with" in opened.strip.readout.text())
    qtbot.mouseMove(panes[Pane.FUSED], QPoint(2, 2))
    qtbot.waitUntil(lambda: opened.strip.readout.text() == "")


def test_the_colour_slider_is_live_and_resets(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace, settle: Callable[[], None]
) -> None:
    opened.dock.adjust.sliders["Colour"].setValue(0)
    settle()
    assert workspace.photo is not None
    picture = workspace.photo.picture(Subject(Pane.FUSED), 0)
    assert picture is not None
    assert np.ptp(to_array(picture.images.largest).astype(int), axis=2).max() == 0
    qtbot.mouseClick(opened.dock.adjust.reset, LEFT)
    assert workspace.adjustments.saturation == 1.0
    assert opened.dock.adjust.sliders["Colour"].value() == 100
    settle()


def test_a_name_that_is_too_long_is_told(
    qtbot: QtBot, opened: MainWindow, answers: Answers, settle: Callable[[], None], tmp_path: Path
) -> None:
    answers.place = tmp_path / f"{'n' * 300}.png"
    opened.menu_actions.save.trigger()
    settle()
    assert opened.banner.isVisible()
    assert "too long" in opened.banner.text


def test_a_reset_is_one_step_back_to_the_look(
    opened: MainWindow, workspace: Workspace, settle: Callable[[], None]
) -> None:
    box, editor = opened.dock.adjust, workspace.editor
    assert not box.reset.isEnabled()
    for name in ("Colour", "Instances"):
        box.sliders[name].setValue(50)
        editor.end_gesture()
    before = editor.edit
    box.reset.click()
    assert (workspace.adjustments, workspace.strength) == (AS_COLORIZED, 1.0)
    editor.undo()
    assert editor.edit == before
    editor.redo()
    assert not box.reset.isEnabled()
    workspace.album.look = as_look("vivid")
    workspace.adjustments_changed.emit()
    assert box.reset.isEnabled()
    box.reset.click()
    assert workspace.adjustments == as_look("vivid")
    assert not box.reset.isEnabled()
    settle()
