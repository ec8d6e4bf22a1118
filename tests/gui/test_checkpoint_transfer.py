"""Importing and exporting sets of checkpoints."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from checkpoint_parts import (
    TABLE,
    Answers,
    Opened,
    ended,
    rows,
    select,
)
from pytestqt.qtbot import QtBot

from engine.bundle import bundled
from engine.networks.checkpoint_folders import (
    STAGES,
    checkpoint_path,
    stages_in,
)
from engine.training import checkpoint_sets as sets
from gui.engine_thread import EngineThread, Lane
from gui.preferences import checkpoint_work as work

pytestmark = [
    pytest.mark.qt_log_ignore("propagateSizeHints"),
    pytest.mark.usefixtures("sets_home"),
]


def test_export_and_import_keep_name_and_figures(
    qtbot: QtBot, tmp_path: Path, managers: Opened, set_questions: Answers
) -> None:
    real = bundled("checkpoints", "compact")
    sets.install(real, "compact", "album", TABLE, activate=False)
    dialog = managers()
    select(dialog, "album")
    set_questions.new = tmp_path / "out" / "album for Anna"
    dialog.export_button.click()
    assert str(set_questions.new) in ended(qtbot, dialog)
    assert set_questions.suggested == tmp_path / "compact album"
    assert stages_in(set_questions.new) == STAGES
    dialog.export_button.click()
    assert "already" in ended(qtbot, dialog)
    assert dialog.message.objectName() == "warning"
    dialog.network.choose("unet")  # the files say which network they are of
    set_questions.given = set_questions.new
    with qtbot.assertNotEmitted(dialog.changed):
        dialog.import_button.click()
        assert "album 2" in ended(qtbot, dialog)
    assert dialog.network.name == "compact"
    assert dialog.chosen is not None
    assert dialog.chosen.name == "album 2"
    assert next(row for row in rows(dialog) if row[0] == "album 2")[2] == "24.32"
    assert rows(dialog)[0][-1] == "in use", "importing switches nothing"


def test_what_a_training_made_can_be_imported_by_its_folder(
    qtbot: QtBot, tmp_path: Path, managers: Opened, set_questions: Answers
) -> None:
    shutil.copytree(bundled("checkpoints", "compact"), tmp_path / "night run" / "checkpoints")
    set_questions.given = tmp_path / "night run"
    dialog = managers()
    dialog.import_button.click()
    ended(qtbot, dialog)
    assert rows(dialog)[1][0] == "night run"


@pytest.mark.parametrize("wrong", ["missing", "damaged", "cut", "mixed", "empty"])
def test_a_wrong_folder_is_one_sentence_and_installs_nothing(
    qtbot: QtBot, tmp_path: Path, managers: Opened, set_questions: Answers, wrong: str
) -> None:
    folder = tmp_path / "given"
    shutil.copytree(bundled("checkpoints", "compact"), folder)
    fusion = checkpoint_path(folder, "fusion")
    if wrong == "missing":
        fusion.unlink()
    elif wrong == "damaged":
        fusion.write_bytes(b"x" * 1000)
    elif wrong == "cut":
        fusion.write_bytes(fusion.read_bytes()[:-10])
    elif wrong == "mixed":
        shutil.copyfile(checkpoint_path(folder, "full"), fusion)
    else:
        shutil.rmtree(folder)
    set_questions.given = folder
    dialog = managers()
    dialog.import_button.click()
    text = ended(qtbot, dialog)
    assert str(folder) in text
    assert text.endswith(".")
    assert dialog.message.objectName() == "warning"
    assert [known.name for known in sets.checkpoint_sets("compact")] == [sets.BUNDLED]
    assert dialog.import_button.isEnabled()


def test_a_full_disk_is_one_sentence(
    qtbot: QtBot, mine: sets.CheckpointSet, managers: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*places: Path) -> None:
        raise OSError(28, "No space left on device")

    dialog = managers()
    select(dialog, "mine")
    monkeypatch.setattr(shutil, "copyfile", full)
    with qtbot.assertNotEmitted(dialog.changed):
        dialog.use_button.click()
        assert "No space left" in ended(qtbot, dialog)
    assert rows(dialog)[0][-1] == "in use"


def test_stopping_an_export_leaves_nothing(
    qtbot: QtBot,
    tmp_path: Path,
    mine: sets.CheckpointSet,
    managers: Opened,
    set_questions: Answers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, gate = threading.Event(), threading.Event()
    export = sets.export

    def slow(chosen: sets.CheckpointSet, folder: Path) -> Path:
        assert threading.current_thread() is not threading.main_thread()
        begun.set()
        gate.wait(10)
        return export(chosen, folder)

    monkeypatch.setattr(work, "export", slow)
    dialog = managers()
    select(dialog, "mine")
    set_questions.new = tmp_path / "out"
    dialog.export_button.click()
    qtbot.waitUntil(begun.is_set)
    assert dialog.progress.isVisible()
    assert not dialog.table.isEnabled()
    assert dialog.close_button.text() == "Stop"
    dialog.close_button.click()
    gate.set()
    assert ended(qtbot, dialog) == "Stopped."
    assert not set_questions.new.exists()
    assert dialog.isVisible()
    assert dialog.close_button.text() == "Close"
    dialog.close_button.click()
    assert not dialog.isVisible()


def test_closing_stops_an_import_and_takes_it_back(
    qtbot: QtBot,
    managers: Opened,
    set_questions: Answers,
    thread: EngineThread,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, gate = threading.Event(), threading.Event()
    install = sets.install

    def slow(*given: object, **named: bool) -> sets.CheckpointSet:
        begun.set()
        gate.wait(10)
        return install(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(work, "install", slow)
    set_questions.given = bundled("checkpoints", "compact")
    dialog = managers()
    dialog.import_button.click()
    qtbot.waitUntil(begun.is_set, timeout=60_000)
    dialog.reject()
    assert not dialog.isVisible()
    assert not thread.busy(Lane.IMPORT)
    gate.set()
    after = threading.Event()
    thread.submit(Lane.IMPORT, work.stop_work, on_done=lambda _: after.set())
    qtbot.waitUntil(after.is_set)
    assert [known.name for known in sets.checkpoint_sets("compact")] == [sets.BUNDLED]
