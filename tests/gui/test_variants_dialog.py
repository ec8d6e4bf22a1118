"""Variants in the window: three pictures, one is taken, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fake_engine import FakeBench
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.darkroom import Pane, Subject
from gui.engine_thread import EngineThread, Lane
from gui.main_window import MainWindow
from gui.qimages import to_array
from gui.variant_jobs import MARGIN, SIDE
from gui.views.variants_dialog import VariantsDialog
from gui.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Settle = Callable[[], None]


@pytest.fixture
def dialog(
    window: MainWindow, workspace: Workspace, photo_file: Path, settle: Settle
) -> VariantsDialog:
    workspace.open(photo_file)
    settle()
    window.dock.instance_actions.variants.trigger()
    settle()
    assert window.dock.variants_dialog is not None
    return window.dock.variants_dialog


def shown(workspace: Workspace, pane: Pane, instance: int | None = None) -> np.ndarray:
    assert workspace.photo is not None
    picture = workspace.photo.picture(Subject(pane, instance), 1.0)
    assert picture is not None
    return to_array(picture.images.largest)[..., :3].astype(int)


def test_three_pictures_that_differ(dialog: VariantsDialog) -> None:
    pictures = []
    for button in dialog.buttons.values():
        assert not button.icon().isNull()
        assert button.text() == ""
        pictures.append(to_array(button.icon().pixmap(100, 100).toImage()))
    assert not np.array_equal(pictures[0], pictures[1])
    assert not np.array_equal(pictures[1], pictures[2])
    assert [button.isChecked() for button in dialog.buttons.values()] == [True, False, False]


def test_one_is_taken_and_taken_back(
    dialog: VariantsDialog, workspace: Workspace, settle: Settle, tmp_path: Path
) -> None:
    panes = (Pane.FUSED, Pane.FULL)
    before = [shown(workspace, pane) for pane in panes]
    dialog.buttons["Fine"].click()
    settle()
    after = [shown(workspace, pane) for pane in panes]
    for old, new in zip(before, after, strict=True):
        assert np.abs(new - old).max() > 10
    assert workspace.editor.undo_text == "Variant Fine"
    assert [button.isChecked() for button in dialog.buttons.values()] == [False, False, True]
    out = tmp_path / "fine.png"
    workspace.save(out)
    settle()
    with Image.open(out) as image:
        assert np.array_equal(np.asarray(image).astype(int), after[0])
    workspace.editor.undo()
    settle()
    for old, pane in zip(before, panes, strict=True):
        assert np.array_equal(shown(workspace, pane), old)
    assert dialog.buttons["Usual"].isChecked()


def test_toggles_go_on_in_a_variant(
    dialog: VariantsDialog, workspace: Workspace, settle: Settle, bench: FakeBench
) -> None:
    dialog.buttons["Broad"].click()
    settle()
    workspace.editor.set_enabled(0, False)
    settle()
    assert workspace.photo is not None
    assert workspace.photo.up_to_date
    scaled = bench.sessions[-1].at_scale(0.6)
    assert scaled.fused[-1] == {1, 2}
    assert workspace.photo.fusion is not None
    assert workspace.photo.full is scaled.full
    workspace.editor.undo()
    workspace.editor.undo()
    settle()
    assert workspace.photo.full is bench.sessions[-1].full


def test_closing_ends_the_work(
    dialog: VariantsDialog, workspace: Workspace, bench: FakeBench, qtbot: QtBot, settle: Settle
) -> None:
    dialog.close()
    bench.gate.clear()
    dialog.show()
    qtbot.waitUntil(lambda: workspace.progress is not None)
    assert dialog.buttons["Usual"].text() == "Colorizing…"
    dialog.close()
    bench.gate.set()
    settle()
    assert dialog.buttons["Fine"].text() == "Colorizing…"
    assert Lane.VARIANTS < Lane.DETAIL


def test_another_photo_closes_it(
    dialog: VariantsDialog, workspace: Workspace, settle: Settle, tmp_path: Path
) -> None:
    Image.new("L", (60, 40), 90).save(tmp_path / "other.png")
    workspace.open(tmp_path / "other.png")
    settle()
    assert not dialog.isVisible()


# Of one instance


@pytest.fixture
def own(
    window: MainWindow, workspace: Workspace, photo_file: Path, settle: Settle
) -> VariantsDialog:
    workspace.open(photo_file)
    settle()
    action = window.dock.instance_actions.own_variants
    assert not action.isEnabled(), "no instance is chosen"
    workspace.highlight.select(1)
    assert action.isEnabled()
    assert action in window.dock.instance_actions.menu_of_selected(window).actions()
    action.trigger()
    settle()
    assert window.dock.instance_variants_dialog is not None
    return window.dock.instance_variants_dialog


def test_three_pictures_of_one_instance_that_differ(
    own: VariantsDialog, workspace: Workspace
) -> None:
    assert own.windowTitle() == "Variants of Dog"
    sizes = set()
    pictures = []
    for button in own.buttons.values():
        assert button.text() == ""
        pixmap = button.icon().pixmap(SIDE, SIDE)
        sizes.add((pixmap.width(), pixmap.height()))
        pictures.append(to_array(pixmap.toImage()).astype(int))
    assert len(sizes) == 1
    for one, other in ((0, 1), (1, 2), (0, 2)):
        assert np.abs(pictures[one] - pictures[other]).max() > 10
    assert [button.isChecked() for button in own.buttons.values()] == [True, False, False]


def test_one_of_an_instance_is_taken_and_taken_back(
    own: VariantsDialog, workspace: Workspace, settle: Settle, tmp_path: Path
) -> None:
    workspace.editor.set_enabled(1, False)
    settle()
    assert not own.buttons["Usual"].isChecked(), "the pictures show it switched on"
    workspace.editor.set_enabled(1, True)
    settle()
    own_before, before = (
        shown(workspace, Pane.INSTANCES, 1),
        shown(workspace, Pane.FUSED),
    )
    full_before = shown(workspace, Pane.FULL)
    own.buttons["Fine"].click()
    settle()
    after = shown(workspace, Pane.FUSED)
    assert np.abs(after - before).max() > 10
    assert np.abs(shown(workspace, Pane.INSTANCES, 1) - own_before).max() > 10
    assert np.array_equal(shown(workspace, Pane.FULL), full_before)
    assert workspace.editor.undo_text == "Variant Fine of Dog"
    assert [button.isChecked() for button in own.buttons.values()] == [False, False, True]
    out = tmp_path / "own.png"
    workspace.save(out)
    settle()
    with Image.open(out) as image:
        assert np.array_equal(np.asarray(image).astype(int), after)
    workspace.editor.undo()
    settle()
    assert np.array_equal(shown(workspace, Pane.FUSED), before)
    assert np.array_equal(shown(workspace, Pane.INSTANCES, 1), own_before)
    assert own.buttons["Usual"].isChecked()


def test_a_picture_shows_what_a_click_gives(
    own: VariantsDialog, workspace: Workspace, settle: Settle
) -> None:
    own.buttons["Full image"].click()
    settle()
    instance = workspace.editor.edit.instance(1)
    assert instance is not None
    assert workspace.photo is not None
    around = instance.box.grown(MARGIN * max(instance.box.width, instance.box.height))
    left, top, right, bottom = around.pixels(
        height=workspace.photo.height, width=workspace.photo.width
    )
    result = shown(workspace, Pane.FUSED)[top:bottom, left:right]
    picture = to_array(own.buttons["Full image"].icon().pixmap(SIDE, SIDE).toImage())
    assert np.abs(picture.astype(int) - result).mean() < 3, "but for how cells are joined"


def test_the_dialog_goes_with_its_instance(
    own: VariantsDialog, window: MainWindow, workspace: Workspace, settle: Settle
) -> None:
    workspace.highlight.select(0)
    window.dock.instance_actions.own_variants.trigger()
    settle()
    assert own.windowTitle() == "Variants of Person"
    assert own.isVisible()
    workspace.editor.delete(0)
    settle()
    assert not own.isVisible()


def test_escape_ends_the_work_as_well(
    dialog: VariantsDialog,
    workspace: Workspace,
    bench: FakeBench,
    thread: EngineThread,
    qtbot: QtBot,
    settle: Settle,
) -> None:
    dialog.close()
    bench.gate.clear()
    dialog.show()
    qtbot.waitUntil(lambda: thread.busy(Lane.VARIANTS))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert not thread.busy(Lane.VARIANTS)
    bench.gate.set()
    settle()


def test_one_of_the_two_dialogs_is_open(
    window: MainWindow, own: VariantsDialog, workspace: Workspace, bench: FakeBench, settle: Settle
) -> None:
    window.dock.instance_actions.variants.trigger()
    assert not own.isVisible(), "what it waits for would be given up for the other one"
    workspace.editor.delete(1)  # and its end is not that of the other one
    settle()
    whole = window.dock.variants_dialog
    assert whole is not None
    assert all(not button.icon().isNull() for button in whole.buttons.values())
    workspace.highlight.select(0)
    window.dock.instance_actions.own_variants.trigger()
    settle()
    assert own.isVisible()
    assert not whole.isVisible()
