"""Steering one object in the window: its page, the menu of colours, the place, undo and files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine import regions
from engine.instances import Box
from engine.lab import rgb_to_lab
from engine.steering import AS_FUSED, COLOURS, Steering
from gui.darkroom import Pane, Subject
from gui.main_window import MainWindow
from gui.open_photo import OpenPhoto
from gui.qimages import to_array
from gui.views.steering_box import SteeringBox
from gui.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LEFT = Qt.MouseButton.LeftButton
BLUE = COLOURS["blue"]
Settle = Callable[[], None]


@pytest.fixture
def opened(
    window: MainWindow, workspace: Workspace, photo_file: Path, settle: Settle
) -> MainWindow:
    workspace.open(photo_file)
    settle()
    return window


@pytest.fixture
def box(opened: MainWindow, workspace: Workspace) -> SteeringBox:
    """The page of the first instance."""
    workspace.highlight.select(0)
    return opened.dock.panel.steering


def fused(workspace: Workspace) -> np.ndarray:
    """Lab of the fused picture, (h, w, 3)."""
    assert workspace.photo is not None
    picture = workspace.photo.picture(Subject(Pane.FUSED), 1.0)
    assert picture is not None
    return rgb_to_lab(to_array(picture.images.largest)[..., :3])


def steering(workspace: Workspace, instance_id: int = 0) -> Steering:
    instance = workspace.editor.edit.instance(instance_id)
    assert instance is not None
    return instance.steering


def middle_of(workspace: Workspace, instance_id: int = 0) -> tuple[slice, slice]:
    """A few pixels in the middle of an instance's box."""
    instance = workspace.editor.edit.instance(instance_id)
    assert instance is not None
    x = round((instance.box.left + instance.box.right) / 2)
    y = round((instance.box.top + instance.box.bottom) / 2)
    return slice(y - 3, y + 3), slice(x - 3, x + 3)


def test_choosing_an_object_turns_to_its_page(opened: MainWindow, workspace: Workspace) -> None:
    panel = opened.dock.panel
    assert panel.adjust.isVisible()
    assert not panel.one_button.isEnabled()
    workspace.highlight.select(1)
    assert panel.steering.isVisible()
    assert panel.one_button.text() == "Dog 2"
    assert panel.steering.reset.isVisible()
    assert not panel.adjust.reset.isVisible()
    panel.whole_button.click()
    assert panel.adjust.isVisible()
    panel.one_button.click()
    workspace.highlight.select(None)
    assert panel.adjust.isVisible()


def test_a_new_colour_from_the_menu(
    box: SteeringBox, workspace: Workspace, settle: Settle, opened: MainWindow
) -> None:
    before = fused(workspace)
    (blue,) = (a for a in box.colours.actions() if a.text() == "Blue")
    blue.trigger()
    settle()
    after = fused(workspace)
    assert steering(workspace).colour == BLUE
    assert box.colour_button.text() == "Blue"
    assert after[middle_of(workspace)][..., 2].mean() < -10
    assert np.abs(after - before)[..., 0].max() < 1.0
    last = workspace.instances[-1].id
    assert np.abs(after - before)[middle_of(workspace, last)].max() < 1.0
    assert workspace.editor.undo_text == "Colour Person"
    workspace.editor.undo()
    settle()
    assert np.array_equal(fused(workspace), before)
    assert box.colour_button.text() == "As colorized"
    workspace.editor.redo()
    settle()
    assert np.array_equal(fused(workspace), after)


def test_only_the_result_is_steered(
    box: SteeringBox, workspace: Workspace, settle: Settle, photo_file: Path
) -> None:
    photo = workspace.photo
    assert photo is not None
    others = [s for s in photo.pictures if s.pane is not Pane.FUSED]
    before = {s: photo.picture(s, 1.0) for s in others}
    box.choose(BLUE)
    settle()
    for subject in others:
        assert photo.picture(subject, 1.0) is before[subject], "was rendered for nothing"


def test_sliders_are_gestures_and_reset_is_one_step(
    box: SteeringBox, workspace: Workspace, settle: Settle, qtbot: QtBot
) -> None:
    before = fused(workspace)
    for value in (80, 40, 0):
        box.sliders["Saturation"].setValue(value)
    settle()
    assert np.abs(fused(workspace)[middle_of(workspace)][..., 1:]).max() < 1.5
    box.sliders["Warmth"].setValue(50)
    assert workspace.editor.undo_text == "Warmth of Person"
    workspace.editor.undo()
    assert steering(workspace) == Steering(saturation=0.0)
    workspace.editor.undo()
    assert steering(workspace) == AS_FUSED
    workspace.editor.redo()
    qtbot.mouseClick(box.reset, LEFT)
    settle()
    assert steering(workspace) == AS_FUSED
    assert np.array_equal(fused(workspace), before)
    workspace.editor.undo()
    assert steering(workspace) == Steering(saturation=0.0)


def test_strength_of_one_is_multiplied_with_that_of_all(
    box: SteeringBox, workspace: Workspace, settle: Settle
) -> None:
    workspace.editor.set_strength(2.0)
    box.sliders["Strength"].setValue(50)
    settle()
    assert workspace.photo is not None
    fusion = workspace.photo.fusion
    assert fusion is not None
    assert fusion.strengths == {1: 2.0, 2: 2.0}
    box.sliders["Strength"].setValue(0)
    settle()
    assert workspace.photo.fusion.strengths[0] == 0.0


def test_switched_off_is_not_steered(
    box: SteeringBox, workspace: Workspace, settle: Settle
) -> None:
    workspace.editor.set_enabled(0, False)
    settle()
    before = fused(workspace)
    box.choose(BLUE)
    settle()
    assert np.array_equal(fused(workspace), before)
    workspace.editor.set_enabled(0, True)
    settle()
    assert fused(workspace)[middle_of(workspace)][..., 2].mean() < -10
    workspace.editor.set_enabled(0, False)
    settle()
    assert np.array_equal(fused(workspace), before)


def test_what_is_saved_is_what_is_shown(
    box: SteeringBox, workspace: Workspace, settle: Settle, tmp_path: Path
) -> None:
    box.choose(BLUE)
    box.sliders["Warmth"].setValue(-30)
    settle()
    out = tmp_path / "steered.png"
    workspace.save(out)
    settle()
    with Image.open(out) as image:
        assert np.abs(rgb_to_lab(np.asarray(image)) - fused(workspace)).max() < 1e-3


def test_by_keys_alone(
    opened: MainWindow, workspace: Workspace, settle: Settle, qtbot: QtBot
) -> None:
    """Choose the first object, open its colours, and take one by its first letter."""
    workspace.highlight.select(0)
    opened.dock.list.setFocus()
    opened.dock.instance_actions.colour.trigger()
    menu = opened.dock.panel.steering.colours
    qtbot.waitUntil(menu.isVisible)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    settle()
    assert steering(workspace).colour == COLOURS["red"]
    assert opened.dock.instance_actions.colour.shortcut().toString() == "C"


def test_tab_goes_from_the_page_down(opened: MainWindow, box: SteeringBox, settle: Settle) -> None:
    box.choose(BLUE)
    settle()
    panel = opened.dock.panel
    panel.one_button.setFocus()
    found = []
    while (focused := QApplication.focusWidget()) not in found:
        found.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert panel.whole_button not in found, "the arrow keys go there"
    wanted = [panel.one_button, box.colour_button, box.place_button, *box.sliders.values()]
    assert [widget for widget in found if widget in wanted] == wanted


def test_any_colour_from_the_dialog(box: SteeringBox, workspace: Workspace, qtbot: QtBot) -> None:
    box.colours.other.trigger()
    assert box.dialog is not None
    qtbot.waitUntil(box.dialog.isVisible)
    box.dialog.setCurrentColor(QColor(10, 120, 130))
    box.dialog.accept()
    assert steering(workspace).colour == (10, 120, 130)
    assert box.colour_button.text() == "#0a7882"
    box.colours.none.trigger()
    assert steering(workspace) == AS_FUSED


def test_the_place_is_clicked(
    opened: MainWindow, box: SteeringBox, workspace: Workspace, qtbot: QtBot, settle: Settle
) -> None:
    actions = opened.dock.instance_actions
    assert not actions.place.isEnabled()
    assert not box.place_button.isEnabled()
    box.choose(BLUE)
    assert actions.place.isEnabled()
    actions.place.trigger()
    pane = opened.comparison.panes[Pane.FUSED]
    instance = workspace.instances[0]
    x, y = instance.box.left + 10, instance.box.top + 12
    at = pane.sight.to_pane(Box(x, y, x, y)).topLeft().toPoint()
    pane.grab()  # paints the hint
    qtbot.mouseClick(pane, LEFT, pos=at)
    point = steering(workspace).point
    assert point is not None
    assert np.allclose(point, (x, y), atol=1.0)
    assert pane.tool is opened.dock.tool, "the box tool has the panes again"
    settle()
    workspace.editor.undo()
    assert steering(workspace) == Steering(colour=BLUE)
    actions.place.trigger()
    outside = workspace.instances[-1].box
    far = Box(outside.right - 4, outside.bottom - 4, 0, 0)
    qtbot.mouseClick(pane, LEFT, pos=pane.sight.to_pane(far).topLeft().toPoint())
    assert steering(workspace).point is None
    workspace.highlight.select(None)
    assert pane.tool is opened.dock.tool


def test_escape_ends_the_search_for_a_place(
    opened: MainWindow, box: SteeringBox, workspace: Workspace, qtbot: QtBot
) -> None:
    box.choose(BLUE)
    box.place_button.click()
    pane = opened.comparison.panes[Pane.SOURCE]
    assert pane.tool is opened.dock.point_tool
    pane.setFocus()
    qtbot.keyClick(pane, Qt.Key.Key_Escape)
    assert pane.tool is opened.dock.tool
    assert workspace.highlight.selected == 0


def test_a_row_shows_that_it_is_steered(
    opened: MainWindow, box: SteeringBox, workspace: Workspace, settle: Settle
) -> None:
    before = opened.dock.list.grab().toImage()
    box.choose(BLUE)
    settle()
    QApplication.processEvents()
    after = opened.dock.list.grab().toImage()
    row = opened.dock.list.visualRect(opened.dock.list.rows.index(0))
    differing = [
        x
        for x in range(row.left(), row.right())
        if before.pixel(QPoint(x, row.center().y())) != after.pixel(QPoint(x, row.center().y()))
    ]
    assert differing
    assert min(differing) > row.center().x()


def test_what_colours_need_is_found_in_quiet_times(
    workspace: Workspace,
    photo_file: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_for: list[int] = []
    cut = regions.cut

    def counted(*arguments: Any) -> np.ndarray:
        looked_for.append(1)
        return cut(*arguments)

    monkeypatch.setattr(regions, "cut", counted)
    workspace.open(photo_file)
    settle()
    assert len(looked_for) == len(workspace.enabled) == 3
    for instance_id in workspace.enabled:
        workspace.editor.steer(instance_id, "new colour", colour=BLUE)
        settle()
    assert len(looked_for) == 3


def test_stale_pictures_are_told(box: SteeringBox, workspace: Workspace, settle: Settle) -> None:
    photo = workspace.photo
    assert isinstance(photo, OpenPhoto)
    box.choose(BLUE)
    assert [subject.pane for subject, _, _ in photo.unfinished(photo.darkroom.quick)] == [
        Pane.FUSED
    ]
    settle()
    assert photo.unfinished(photo.darkroom.quick) == []
