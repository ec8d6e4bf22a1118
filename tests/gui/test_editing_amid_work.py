"""Edits by hand while the engine works: taken back at once, quick, cancelled, failed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from conftest import shown
from editing_parts import CORNER, ELSEWHERE, TOO_LITTLE_MEMORY, Settle, assert_true_to_life
from fake_engine import FakeBench, FakeSession
from pytestqt.qtbot import QtBot

from engine.adjustments import Adjustments
from engine.instances import Box
from engine.steps import Step, Steps
from gui.open_photo import OpenPhoto
from gui.workspace import Workspace


def test_an_edit_that_is_taken_back_at_once_is_never_shown(
    qtbot: QtBot, workspace: Workspace, photo: OpenPhoto, bench: FakeBench, settle: Settle
) -> None:
    fusion = photo.fusion
    seen: list[object] = []
    workspace.weights_changed.connect(lambda: seen.append(photo.fusion))
    for edit in (
        lambda: workspace.editor.set_enabled(0, False),
        lambda: workspace.editor.add(CORNER),
        lambda: workspace.editor.delete(2),
    ):
        bench.gate.clear()
        begun = len(bench.sessions[0].fused)
        edit()
        qtbot.waitUntil(lambda begun=begun: len(bench.sessions[0].fused) > begun)
        workspace.editor.undo()
        bench.gate.set()
        settle()
        assert photo.fusion is fusion
        assert_true_to_life(workspace)
    assert set(map(id, seen)) == {id(fusion)}


def test_many_quick_moves_end_where_the_last_one_is(
    workspace: Workspace, photo: OpenPhoto, session: FakeSession, settle: Settle
) -> None:
    fusions = len(session.fused)
    for step in range(30):
        workspace.editor.move(0, Box(step, 5, 40 + step, 60), gesture="nudge 0")
    settle()
    assert len(session.fused) < fusions + 10
    assert workspace.instances[0].box == Box(29, 5, 69, 60)
    assert_true_to_life(workspace)
    workspace.editor.undo()
    settle()
    assert workspace.editor.undo_text == ""
    assert not workspace.instances[0].drawn
    assert_true_to_life(workspace)


def test_edits_during_the_run_come_after_it(
    qtbot: QtBot, workspace: Workspace, bench: FakeBench, settle: Settle, photo_file: Path
) -> None:
    bench.gate.clear()
    workspace.open(photo_file)
    qtbot.waitUntil(lambda: bool(bench.sessions) and bool(bench.sessions[0].fused))
    workspace.editor.move(0, ELSEWHERE)
    workspace.editor.delete(1)
    assert workspace.editor.add(CORNER) == 1
    bench.gate.set()
    settle()
    assert [i.id for i in workspace.instances] == [0, 2, 1]
    assert_true_to_life(workspace)


def test_edits_while_a_known_photo_is_colorized_anew_come_after_it(
    qtbot: QtBot, workspace: Workspace, photo: OpenPhoto, bench: FakeBench, settle: Settle
) -> None:
    bench.gate.clear()
    workspace.use_bench(lambda: bench)
    workspace.editor.set_enabled(2, False)
    workspace.editor.move(0, ELSEWHERE)
    qtbot.waitUntil(lambda: len(bench.sessions) == 2 and bool(bench.sessions[1].fused))
    bench.gate.set()
    settle()
    assert workspace.enabled == {0, 1}
    assert_true_to_life(workspace)


@pytest.mark.parametrize("how", ["cancelled", "failed"])
@pytest.mark.parametrize("edit", ["switch", "draw", "move", "delete", "undo", "redo", "slide"])
def test_what_came_to_nothing_is_taken_back(
    qtbot: QtBot,
    workspace: Workspace,
    photo: OpenPhoto,
    bench: FakeBench,
    session: FakeSession,
    settle: Settle,
    edit: str,
    how: str,
) -> None:
    editor = workspace.editor
    if edit in ("undo", "redo"):
        editor.set_enabled(1, False)
        settle()
    if edit == "redo":
        editor.undo()
        settle()
    if edit == "slide":
        editor.set_strength(0.5)
        settle()
    before, picture = editor.edit, shown(workspace)
    begun = len(session.fused)
    bench.gate.clear()
    session.fail_fusing = TOO_LITTLE_MEMORY if how == "failed" else None
    {
        "switch": lambda: editor.set_enabled(0, False),
        "draw": lambda: editor.add(CORNER),
        "move": lambda: editor.move(1, ELSEWHERE),
        "delete": lambda: editor.delete(1),
        "undo": editor.undo,
        "redo": editor.redo,
        "slide": lambda: editor.set_strength(0.25),
    }[edit]()
    qtbot.waitUntil(lambda: len(session.fused) > begun)
    if how == "failed":
        with qtbot.waitSignal(workspace.failed):
            bench.gate.set()
            session.fail_fusing = TOO_LITTLE_MEMORY
        session.fail_fusing = None
    else:
        workspace.cancel()
    assert editor.edit == before
    bench.gate.set()
    settle()
    assert editor.edit == before
    assert np.array_equal(shown(workspace), picture)


def test_a_failure_can_be_tried_again(
    qtbot: QtBot, workspace: Workspace, photo: OpenPhoto, session: FakeSession, settle: Settle
) -> None:
    session.fail_fusing = TOO_LITTLE_MEMORY
    with qtbot.waitSignal(workspace.failed):
        workspace.editor.set_enabled(0, False)
    session.fail_fusing = None
    assert workspace.editor.redo_text == "Switch Off Person"
    workspace.editor.redo()
    settle()
    assert workspace.enabled == {1, 2}
    assert_true_to_life(workspace)


@pytest.mark.parametrize("how", ["cancelled", "failed"])
def test_a_detection_that_came_to_nothing_takes_no_edit_with_it(
    qtbot: QtBot,
    workspace: Workspace,
    photo: OpenPhoto,
    bench: FakeBench,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    def slow(*_: object, **__: object) -> Iterator[object]:
        from engine.steps import Step

        yield Step("Detecting objects", 0, 1)
        bench.gate.wait(10)
        yield Step("Detecting objects", 0, 1)
        raise TOO_LITTLE_MEMORY

    monkeypatch.setattr(bench, "detect", slow)
    bench.gate.clear()
    workspace.detect_again()
    workspace.editor.set_enabled(0, False)
    if how == "cancelled":
        workspace.cancel()
        bench.gate.set()
    else:
        with qtbot.waitSignal(workspace.failed):
            bench.gate.set()
    settle()
    assert workspace.enabled == {1, 2}
    assert_true_to_life(workspace)


def test_colours_that_are_changed_before_the_objects_are_found(
    qtbot: QtBot,
    workspace: Workspace,
    bench: FakeBench,
    photo_file: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loaded, start = threading.Event(), bench.start

    def slow(*given: object) -> Steps[object]:
        yield Step("Loading", 0, 1)
        loaded.wait(10)
        return (yield from start(*given))  # type: ignore[arg-type]

    monkeypatch.setattr(bench, "start", slow)
    workspace.open(photo_file)
    qtbot.waitUntil(lambda: workspace.photo is not None)
    for saturation in (0.5, 0.2):
        workspace.editor.set_adjustments(Adjustments(saturation))
        workspace.editor.end_gesture()
    workspace.editor.undo()
    loaded.set()
    settle()
    assert workspace.entry is not None
    assert workspace.entry.unsaved, "closing asks"
    assert (workspace.adjustments.saturation, len(workspace.instances)) == (0.5, 3)
    workspace.editor.undo()
    assert (workspace.adjustments.saturation, len(workspace.instances)) == (1.0, 3)
    workspace.editor.redo()
    workspace.editor.redo()
    assert (workspace.adjustments.saturation, len(workspace.instances)) == (0.2, 3)
    assert workspace.enabled == {0, 1, 2}
    settle()
