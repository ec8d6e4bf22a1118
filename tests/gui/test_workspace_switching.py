"""Objects switched on and off in a workspace: what is shown is what was chosen last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from conftest import FUSED, shown, write_photo
from fake_engine import FakeBench
from pytestqt.qtbot import QtBot

from engine.errors import EngineError
from gui.darkroom import Pane, Subject
from gui.open_photo import OpenPhoto
from gui.weight_overlay import Overlay, Show
from gui.workspace import Workspace


def test_a_switch_fuses_again_and_only_that(
    workspace: Workspace, photo: OpenPhoto, bench: FakeBench, settle: Callable[[], None]
) -> None:
    before = shown(workspace)
    full = photo.full
    workspace.editor.set_enabled(1, False)
    assert workspace.enabled == {0, 2}, "the switch itself is answered at once"
    settle()
    assert bench.sessions[0].fused[-1] == {0, 2}
    assert photo.full is full
    assert not np.array_equal(shown(workspace), before)
    workspace.editor.enable_all()
    settle()
    assert np.array_equal(shown(workspace), before)


def test_no_instance_is_the_full_image(
    workspace: Workspace, photo: OpenPhoto, settle: Callable[[], None]
) -> None:
    workspace.editor.enable_none()
    settle()
    assert np.array_equal(shown(workspace), shown(workspace, Subject(Pane.FULL)))
    assert photo.taps == ()


def test_quick_switches_show_only_the_newest_result(
    qtbot: QtBot,
    workspace: Workspace,
    photo: OpenPhoto,
    bench: FakeBench,
    settle: Callable[[], None],
) -> None:
    session = bench.sessions[0]
    appeared: list[frozenset[int]] = []
    workspace.weights_changed.connect(lambda: appeared.append(photo.fusion.ids))  # type: ignore[union-attr]
    bench.gate.clear()
    already = len(session.fused)
    workspace.editor.set_enabled(0, False)
    qtbot.waitUntil(lambda: len(session.fused) > already)  # now in the middle of a slow fusion
    workspace.editor.set_enabled(1, False)
    workspace.editor.set_enabled(2, False)
    workspace.editor.set_enabled(0, True)
    bench.gate.set()
    settle()
    assert appeared == [frozenset({0})]
    assert photo.pictures[FUSED][1.0].made_from is photo.fusion.colorization  # type: ignore[union-attr]
    assert len(session.fused) <= already + 3


def test_switching_during_the_run_is_fused_afterwards(
    qtbot: QtBot,
    workspace: Workspace,
    bench: FakeBench,
    settle: Callable[[], None],
    photo_file: Path,
) -> None:
    bench.gate.clear()
    workspace.open(photo_file)
    qtbot.waitUntil(lambda: bool(bench.sessions) and bool(bench.sessions[0].fused))
    qtbot.waitUntil(lambda: len(workspace.instances) == 3)
    workspace.editor.set_enabled(2, False)
    bench.gate.set()
    settle()
    assert workspace.photo is not None
    assert workspace.photo.fusion is not None
    assert workspace.photo.fusion.ids == {0, 1}


def test_a_failed_fusion_puts_the_switch_back(
    qtbot: QtBot,
    workspace: Workspace,
    photo: OpenPhoto,
    bench: FakeBench,
    settle: Callable[[], None],
) -> None:
    bench.sessions[0].fail_fusing = EngineError("Too little memory.", "Close other programs.")
    with qtbot.waitSignal(workspace.failed) as failed:
        workspace.editor.set_enabled(0, False)
    assert failed.args[0].message == "Too little memory."
    settle()
    assert workspace.enabled == {0, 1, 2} == photo.fusion.ids  # type: ignore[union-attr]


def test_cancelling_a_switch_leaves_the_last_good_picture(
    qtbot: QtBot,
    workspace: Workspace,
    photo: OpenPhoto,
    bench: FakeBench,
    settle: Callable[[], None],
) -> None:
    before = shown(workspace)
    bench.gate.clear()
    workspace.editor.set_enabled(0, False)
    qtbot.waitUntil(lambda: len(bench.sessions[0].fused) == 2)
    workspace.cancel()
    assert workspace.enabled == {0, 1, 2}
    bench.gate.set()
    settle()
    assert np.array_equal(shown(workspace), before)


def test_a_switch_while_real_pixels_are_rendered_wins(
    qtbot: QtBot, workspace: Workspace, settle: Callable[[], None], tmp_path: Path
) -> None:
    workspace.open(write_photo(tmp_path / "large.jpg", 1800, 1000))
    qtbot.waitUntil(
        lambda: workspace.progress is not None and "full size" in workspace.progress.label,
        timeout=20_000,
    )
    workspace.editor.set_enabled(0, False)
    settle()
    photo = workspace.photo
    assert photo is not None
    assert photo.fusion is not None
    assert photo.fusion.ids == {1, 2}
    for picture in photo.pictures[FUSED].values():
        assert picture.made_from is photo.fusion.colorization
    assert 1.0 in photo.pictures[FUSED]


def test_weight_maps_follow_choice_and_switches(
    workspace: Workspace, photo: OpenPhoto, settle: Callable[[], None]
) -> None:
    assert workspace.weights is None
    workspace.set_overlay(Overlay(Show.INSTANCE))
    assert workspace.highlight.selected == 0, "the first is taken when none is selected"
    view = workspace.weights
    assert view is not None
    assert photo.fusion is not None
    assert np.array_equal(view.weights, photo.fusion.weight_maps["4"].of(0))
    workspace.set_overlay(Overlay(Show.INSTANCE, tap="16"))
    workspace.highlight.select(2)
    view = workspace.weights
    assert view is not None
    assert np.array_equal(view.weights, photo.fusion.weight_maps["16"].of(2))
    workspace.editor.enable_none()
    settle()
    view = workspace.weights
    assert view is not None
    assert view.weights.max() == 0
    workspace.set_overlay(Overlay(Show.FULL))
    view = workspace.weights
    assert view is not None
    assert view.weights.min() == 1
