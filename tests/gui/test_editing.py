"""Instances by hand on a workspace without a window: what is drawn, moved, undone is shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import FUSED, shown, write_photo
from editing_parts import CORNER, ELSEWHERE, Settle, alike, assert_true_to_life
from fake_engine import FakeBench, FakeSession
from PIL import Image
from pytestqt.qtbot import QtBot

from engine.config import EngineConfig
from engine.instances import Box
from gui import app as composition
from gui.darkroom import Pane, Subject
from gui.open_photo import OpenPhoto
from gui.workspace import Workspace


def test_a_drawn_box_is_colorized_and_fused(
    workspace: Workspace, photo: OpenPhoto, session: FakeSession, settle: Settle
) -> None:
    before = shown(workspace)
    drawn = workspace.editor.add(CORNER, "hat")
    settle()
    assert drawn == 3
    assert session.fused[-1] == {0, 1, 2, 3}
    assert not np.array_equal(shown(workspace), before)
    assert shown(workspace, Subject(Pane.INSTANCES, 3)).shape == (38, 38, 3)
    assert_true_to_life(workspace)


def test_what_is_drawn_reaches_over_the_edge_only_as_far_as_the_photo(
    workspace: Workspace, photo: OpenPhoto
) -> None:
    drawn = workspace.editor.add(Box(-20, 60, 30, 400))
    assert workspace.editor.edit.instance(drawn).box == Box(0, 60, 30, 90)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "box",
    [
        Box(10, 10, 12, 40),
        Box(40, 10, 10, 40),
        Box(200, 10, 300, 40),
        Box(float("nan"), 10, 40, 40),
        Box(10, 10, 40, float("nan")),
    ],
)
def test_what_is_no_box_is_not_taken(workspace: Workspace, photo: OpenPhoto, box: Box) -> None:
    edit = workspace.editor.edit
    assert workspace.editor.add(box) is None
    workspace.editor.move(0, box)
    assert workspace.editor.edit is edit
    assert not workspace.editor.undo_text


def test_nothing_can_be_drawn_before_the_objects_are_known(
    qtbot: QtBot, workspace: Workspace, bench: FakeBench, settle: Settle, photo_file: Path
) -> None:
    assert workspace.editor.add(CORNER) is None
    workspace.open(photo_file)
    assert workspace.editor.add(CORNER) is None
    settle()
    assert workspace.editor.add(CORNER) == 3


def test_a_moved_box_takes_its_colours_along(
    workspace: Workspace, photo: OpenPhoto, session: FakeSession, settle: Settle
) -> None:
    before, thumbnail = shown(workspace), photo.thumbnails[1]
    workspace.editor.move(1, ELSEWHERE)
    settle()
    assert session.colorized[1].instance.box == ELSEWHERE
    assert not np.array_equal(shown(workspace), before)
    assert photo.thumbnails[1] != thumbnail
    assert_true_to_life(workspace)


def test_a_new_name_needs_no_network(
    workspace: Workspace, photo: OpenPhoto, session: FakeSession, settle: Settle
) -> None:
    fusions = len(session.fused)
    workspace.editor.rename(1, "  grey   cat ")
    settle()
    assert workspace.instances[1].label == "grey cat"
    assert len(session.fused) == fusions
    edit = workspace.editor.edit
    workspace.editor.rename(1, " ")
    workspace.editor.rename(1, "grey cat")
    assert workspace.editor.edit is edit
    assert_true_to_life(workspace)


def test_a_name_that_stays_does_not_make_an_instance_the_persons_own(
    workspace: Workspace, photo: OpenPhoto
) -> None:
    workspace.editor.rename(0, "person")
    workspace.editor.move(0, workspace.instances[0].box)
    assert not workspace.instances[0].drawn
    assert not workspace.editor.undo_text


def test_a_deleted_instance_is_forgotten_and_comes_back(
    workspace: Workspace, photo: OpenPhoto, settle: Settle
) -> None:
    before = shown(workspace)
    workspace.highlight.show_alone(1)
    workspace.highlight.hover(1)
    workspace.editor.delete(1)
    highlight = workspace.highlight
    assert (highlight.alone, highlight.selected, highlight.hovered) == (None, None, None)
    settle()
    assert [i.id for i in workspace.instances] == [0, 2]
    assert_true_to_life(workspace)
    assert workspace.editor.undo_text == "Delete Dog"
    workspace.editor.undo()
    settle()
    assert [i.label for i in workspace.instances] == ["person", "dog", "chair"]
    assert np.array_equal(shown(workspace), before)
    assert_true_to_life(workspace)


def test_a_reused_id_has_nothing_of_the_one_before(
    workspace: Workspace, photo: OpenPhoto, settle: Settle
) -> None:
    old = photo.thumbnails[1]
    workspace.editor.delete(1)
    assert workspace.editor.add(ELSEWHERE, "hat") == 1
    assert 1 not in photo.thumbnails
    assert 1 not in photo.colorized
    settle()
    assert photo.thumbnails[1] != old
    assert_true_to_life(workspace)
    workspace.editor.undo()
    workspace.editor.undo()
    settle()
    assert photo.thumbnails[1] == old
    assert_true_to_life(workspace)


def test_everything_can_be_undone_and_done_again(
    workspace: Workspace, photo: OpenPhoto, settle: Settle
) -> None:
    editor = workspace.editor
    steps = [
        lambda: editor.add(CORNER, "hat"),
        lambda: editor.rename(3, "straw hat"),
        lambda: editor.move(3, ELSEWHERE),
        lambda: editor.set_enabled(0, False),
        editor.invert,
        lambda: editor.delete(1),
        editor.enable_all,
        editor.enable_none,
    ]
    edits, pictures = [editor.edit], [shown(workspace)]
    for step in steps:
        step()
        settle()
        edits.append(editor.edit)
        pictures.append(shown(workspace))
    assert editor.undo_text == "All Off"
    for edit, picture in zip(edits[-2::-1], pictures[-2::-1], strict=True):
        editor.undo()
        settle()
        assert editor.edit == edit
        assert alike(shown(workspace), picture)
        assert_true_to_life(workspace)
    assert not editor.undo_text
    for edit in edits[1:]:  # as quickly as a held key
        editor.redo()
        assert editor.edit == edit
    settle()
    assert alike(shown(workspace), pictures[-1])
    assert_true_to_life(workspace)
    for _ in steps:
        editor.undo()
    settle()
    assert np.array_equal(shown(workspace), pictures[0])
    assert_true_to_life(workspace)


def test_detecting_again_keeps_what_is_drawn(
    workspace: Workspace, photo: OpenPhoto, bench: FakeBench, settle: Settle
) -> None:
    workspace.editor.add(Box(2, 60, 30, 88), "hat")
    workspace.editor.rename(1, "wolf")
    settle()
    before = workspace.editor.edit
    workspace.detect_again("bundled", 0.2)
    settle()
    assert bench.asked == [("bundled", 0.2)]
    labels = [i.label for i in workspace.instances]
    assert {"hat", "wolf"} <= set(labels)
    assert not {"person", "chair"} & set(labels)
    assert workspace.editor.undo_text == "Detect Again"
    assert_true_to_life(workspace)
    workspace.editor.undo()
    settle()
    assert workspace.editor.edit == before
    assert_true_to_life(workspace)


def test_what_is_saved_is_what_was_chosen_then(
    qtbot: QtBot,
    workspace: Workspace,
    photo: OpenPhoto,
    settle: Settle,
    tmp_path: Path,
) -> None:
    picture = shown(workspace)
    workspace.save(tmp_path / "out.png")
    workspace.editor.move(0, ELSEWHERE)
    workspace.editor.delete(1)
    settle()
    assert np.array_equal(np.asarray(Image.open(tmp_path / "out.png")), picture)
    assert_true_to_life(workspace)


def test_a_toggle_renders_nothing_but_the_result(
    workspace: Workspace, photo: OpenPhoto, settle: Settle
) -> None:
    changed: list[Subject] = []
    workspace.picture_changed.connect(changed.append)
    workspace.editor.set_enabled(1, False)
    settle()
    assert set(changed) == {FUSED}


def test_an_edit_survives_a_look_at_other_photos(
    workspace: Workspace, photo: OpenPhoto, settle: Settle, tmp_path: Path
) -> None:
    entry = workspace.entry
    assert entry is not None
    workspace.editor.add(CORNER, "hat")
    settle()
    picture = shown(workspace)
    for number in range(4):  # more than are kept awake
        workspace.open(write_photo(tmp_path / f"{number}.png", 60, 60))
        settle()
    assert entry.photo is None
    workspace.show(entry)
    settle()
    assert workspace.instances[-1].label == "hat"
    assert np.array_equal(shown(workspace), picture)
    workspace.editor.undo()
    settle()
    assert_true_to_life(workspace)


def test_a_drawn_box_changes_colours_inside_it_alone(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    """On a real photo with the bundled networks: ab moves where the box is, L nowhere."""
    from skimage import data

    chelsea = tmp_path / "cat.png"
    Image.fromarray(data.chelsea()).convert("L").save(chelsea)
    app = composition.build(EngineConfig(device="cpu", max_instances=0))
    workspace = app.workspace
    qtbot.addWidget(app.window)
    errors: list[Exception] = []
    workspace.failed.connect(errors.append)

    def wait() -> None:
        qtbot.waitUntil(lambda: not workspace.working or bool(errors), timeout=60_000)
        assert not errors

    try:
        workspace.open(chelsea)
        wait()
        photo = workspace.photo
        assert photo is not None
        assert photo.fusion is not None
        assert workspace.instances == ()
        before = photo.fusion.colorization.ab
        box = Box(0, 0, photo.width / 2, photo.height)
        assert workspace.editor.add(box, "cat") == 0
        wait()
        after = photo.fusion.colorization.ab
        moved = np.abs(after - before).max(axis=2)
        columns = moved.shape[1]
        assert moved[:, : columns // 2].mean() > 0.3
        assert moved[:, : columns // 2].mean() > 20 * moved[:, round(0.75 * columns) :].mean()
        workspace.editor.undo()
        wait()
        assert np.array_equal(photo.fusion.colorization.ab, before)
    finally:
        app.window.close()
        assert app.close()
