"""Closing photos and the window: nothing is lost without a question, and saving is waited for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answers, write_photo
from fake_engine import FakeBench
from PIL import Image
from pytestqt.qtbot import QtBot

from gui.album import Entry
from gui.closing import Closing
from gui.dialogs import Answer
from gui.naming import suggested_path
from gui.workspace import Workspace


@pytest.fixture
def closing(workspace: Workspace, answers: Answers) -> Closing:
    return Closing(workspace, answers, suggested_path)  # type: ignore[arg-type]


@pytest.fixture
def three(workspace: Workspace, settle: Callable[[], None], tmp_path: Path) -> list[Entry]:
    """Three open photos, the first and the last changed; the last is shown."""
    workspace.open(*(write_photo(tmp_path / f"{name}.jpg") for name in "abc"))
    for entry in list(workspace.album.entries):
        workspace.show(entry)
        settle()
        if entry.name != "b.jpg":
            workspace.editor.set_enabled(0, False)
            settle()
    return list(workspace.album.entries)


def test_nothing_is_asked_where_nothing_was_changed(
    workspace: Workspace, closing: Closing, answers: Answers, photo: object
) -> None:
    assert closing.may_close_window()
    assert workspace.entry is not None
    assert closing.may_close(workspace.entry)
    assert not answers.asked_to_save
    assert not workspace.album.entries


def test_cancel_keeps_everything(
    workspace: Workspace, closing: Closing, answers: Answers, three: list[Entry]
) -> None:
    answers.changes = Answer.CANCEL
    assert not closing.may_close_window()
    assert not closing.may_close(three[0])
    assert not closing.close_others(three[1])
    assert answers.asked_to_save == [["a.jpg", "c.jpg"], ["a.jpg"], ["a.jpg", "c.jpg"]]
    assert workspace.album.entries == three
    assert not closing.waiting


def test_discarding_closes_at_once_and_writes_nothing(
    workspace: Workspace, closing: Closing, answers: Answers, three: list[Entry], tmp_path: Path
) -> None:
    before = sorted(tmp_path.iterdir())
    answers.changes = Answer.DISCARD
    assert closing.may_close(three[0])
    assert workspace.album.entries == three[1:]
    assert closing.may_close_window()
    assert sorted(tmp_path.iterdir()) == before


def test_the_window_closes_after_all_is_saved(
    qtbot: QtBot,
    workspace: Workspace,
    closing: Closing,
    answers: Answers,
    three: list[Entry],
    tmp_path: Path,
) -> None:
    answers.changes = Answer.SAVE
    answers.places = [tmp_path / "a-done.png", tmp_path / "c-done.png"]
    with qtbot.waitSignal(closing.window_may_close):
        assert not closing.may_close_window()
        assert closing.waiting
    for place in (tmp_path / "a-done.png", tmp_path / "c-done.png"):
        with Image.open(place) as saved:
            assert saved.size == (120, 90)
    assert not workspace.album.unsaved
    assert closing.may_close_window(), "asked once, not again"
    assert len(answers.asked_to_save) == 1


def test_a_photo_that_was_put_away_is_colorized_again_to_be_saved(
    qtbot: QtBot,
    workspace: Workspace,
    closing: Closing,
    answers: Answers,
    three: list[Entry],
    tmp_path: Path,
) -> None:
    first = three[0]
    first.photo = None
    answers.changes, answers.place = Answer.SAVE, tmp_path / "late.png"
    assert not closing.may_close(first)
    qtbot.waitUntil(lambda: first not in workspace.album.entries)
    assert (tmp_path / "late.png").is_file()
    assert not closing.waiting


def test_a_failed_save_stops_the_closing(
    qtbot: QtBot,
    workspace: Workspace,
    closing: Closing,
    answers: Answers,
    three: list[Entry],
    tmp_path: Path,
) -> None:
    answers.changes = Answer.SAVE
    answers.places = [tmp_path / "no folder" / "a.png", tmp_path / "c.png"]
    with qtbot.waitSignals([workspace.failed, closing.stopped]):
        assert not closing.may_close_window()
    assert workspace.album.entries == three
    assert workspace.album.unsaved == [three[0], three[2]]
    assert not closing.waiting
    assert not (tmp_path / "c.png").exists()


def test_cancelling_the_save_stops_the_closing(
    qtbot: QtBot,
    workspace: Workspace,
    closing: Closing,
    answers: Answers,
    bench: FakeBench,
    three: list[Entry],
    tmp_path: Path,
    settle: Callable[[], None],
) -> None:
    bench.gate.clear()
    answers.changes, answers.place = Answer.SAVE, tmp_path / "c.png"
    assert not closing.may_close(three[2])
    qtbot.waitUntil(lambda: workspace.saving)
    with qtbot.waitSignal(closing.stopped):
        workspace.cancel()
    bench.gate.set()
    settle()
    assert three[2] in workspace.album.entries
    assert not (tmp_path / "c.png").exists()


def test_cancelling_where_to_save_is_cancelling(
    workspace: Workspace, closing: Closing, answers: Answers, three: list[Entry], tmp_path: Path
) -> None:
    answers.changes, answers.places = Answer.SAVE, [tmp_path / "a.png", None]
    assert not closing.may_close_window()
    assert not closing.waiting
    assert not (tmp_path / "a.png").exists()


def test_an_existing_file_is_only_replaced_after_a_question(
    workspace: Workspace, closing: Closing, answers: Answers, three: list[Entry], tmp_path: Path
) -> None:
    precious = tmp_path / "precious.png"
    precious.write_bytes(b"precious")
    answers.changes, answers.place = Answer.SAVE, precious
    assert not closing.may_close(three[0])
    assert answers.asked_to_replace == [precious]
    assert not closing.waiting
    assert precious.read_bytes() == b"precious"


def test_closing_while_a_file_is_written_waits_for_it(
    qtbot: QtBot,
    workspace: Workspace,
    closing: Closing,
    bench: FakeBench,
    photo: object,
    tmp_path: Path,
) -> None:
    bench.gate.clear()
    workspace.save(tmp_path / "slow.png")
    assert not closing.may_close_window()
    with qtbot.waitSignal(closing.window_may_close):
        bench.gate.set()
    assert (tmp_path / "slow.png").is_file()


def test_closing_a_second_time_does_not_wait(
    workspace: Workspace, closing: Closing, bench: FakeBench, photo: object, tmp_path: Path
) -> None:
    bench.gate.clear()
    workspace.save(tmp_path / "slow.png")
    assert not closing.may_close_window()
    assert closing.may_close_window()


def test_work_done_while_it_is_saved_is_asked_about(
    qtbot: QtBot,
    workspace: Workspace,
    closing: Closing,
    answers: Answers,
    bench: FakeBench,
    three: list[Entry],
    tmp_path: Path,
) -> None:
    bench.gate.clear()
    answers.changes, answers.place = Answer.SAVE, tmp_path / "c.png"
    assert not closing.may_close(three[2])
    qtbot.waitUntil(lambda: workspace.saving)
    workspace.editor.set_enabled(1, False)
    answers.changes = Answer.CANCEL
    bench.gate.set()
    qtbot.waitUntil(lambda: len(answers.asked_to_save) == 2)
    assert three[2] in workspace.album.entries
    assert three[2].unsaved


def test_other_photos_are_closed_after_one_question(
    qtbot: QtBot,
    workspace: Workspace,
    closing: Closing,
    answers: Answers,
    three: list[Entry],
    tmp_path: Path,
) -> None:
    answers.changes, answers.place = Answer.SAVE, tmp_path / "a.png"
    assert not closing.close_others(three[2])
    qtbot.waitUntil(lambda: workspace.album.entries == [three[2]])
    assert answers.asked_to_save == [["a.jpg"]]
    assert workspace.album.unsaved == [three[2]]
