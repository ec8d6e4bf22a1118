"""The Train menu: the window is made when it is wanted, and a result is used at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.errors import EngineError
from engine.networks.checkpoint_folders import STAGES, checkpoint_folder, checkpoint_path
from engine.training.checkpoint_sets import checkpoint_sets, install
from engine.training.events import Evaluated, Finished
from engine.training.plan import TrainingPlan
from engine.training.run_folder import RunFolder
from gui.preferences.settings import Settings
from gui.training_commands import TrainingCommands


@pytest.fixture
def commands(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TrainingCommands]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data-home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "data-home"))
    monkeypatch.setenv("HOME", str(tmp_path))
    parent = QWidget()
    qtbot.addWidget(parent)
    made = TrainingCommands(Settings(), parent)
    yield made
    assert made.close()


def finished_run(folder: Path, *, stages: tuple[str, ...] = STAGES) -> Path:
    """A run's folder of checkpoints, whose files are not real ones."""
    run = RunFolder(folder)
    run.create(TrainingPlan((folder.parent,), network="unet"))
    run.checkpoints.mkdir(parents=True, exist_ok=True)
    for stage in stages:
        checkpoint_path(run.checkpoints, stage).write_bytes(stage.encode())
    return run.checkpoints


@pytest.mark.qt_log_ignore("does not support raise")
def test_the_window_opens_once(commands: TrainingCommands) -> None:
    assert commands.window is None
    window = commands.show()
    assert window.isVisible()
    commands.train_action.trigger()
    assert commands.window is window


def test_a_result_is_used_from_now_on(
    qtbot: QtBot, commands: TrainingCommands, tmp_path: Path
) -> None:
    checkpoints = finished_run(tmp_path / "my run")
    table = {"whole": {"fused": {"psnr": 24.5}}}
    RunFolder(checkpoints.parent).write(Evaluated(time=1.0, table=table))
    with qtbot.waitSignals([commands.checkpoints_changed, commands.told]):
        commands.use(checkpoints)
    config = commands._settings.preferences.engine
    assert config.network == "unet"
    used = checkpoint_folder(config)
    assert [made.figures for made in checkpoint_sets("unet") if made.active] == [table]
    assert tmp_path / "data-home" in used.parents, "a copy, so that the run may be deleted"
    assert [checkpoint_path(used, stage).read_bytes() for stage in STAGES] == [
        stage.encode() for stage in STAGES
    ]


def test_a_run_that_is_not_finished_is_refused(
    qtbot: QtBot, commands: TrainingCommands, tmp_path: Path
) -> None:
    checkpoints = finished_run(tmp_path / "half", stages=("full",))
    with qtbot.waitSignal(commands.failed) as failed:
        commands.use(checkpoints)
    assert isinstance(failed.args[0], EngineError)
    assert commands._settings.preferences.engine.network == "compact"


def test_there_is_no_run_to_show(commands: TrainingCommands) -> None:
    commands.menu.aboutToShow.emit()
    assert not commands.run_action.isEnabled()


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_result_in_use_is_not_offered_again(
    qtbot: QtBot, commands: TrainingCommands, tmp_path: Path
) -> None:
    """Until something else is in use; and taking it up again makes no second copy."""
    checkpoints = finished_run(tmp_path / "my run")
    RunFolder(checkpoints.parent).write(Finished())
    window = commands.show()
    window.follow(checkpoints.parent)
    button = window.run_page.bar.use_button
    qtbot.waitUntil(button.isVisible, timeout=10_000)
    assert (button.isEnabled(), button.text()) == (True, "Use this result")
    button.click()
    assert (button.isEnabled(), button.text()) == (False, "This result is in use")
    assert "Network menu" in button.toolTip()
    assert window.run_page.sentence.text() == "Finished. The app colorizes with the result."
    assert window.hint.text() == "Colorizing with my run from now on"

    settings = commands._settings
    config = settings.preferences.engine
    settings.change(engine=replace(config, network="compact"))
    assert (button.isEnabled(), button.text()) == (True, "Use this result")
    assert window.run_page.sentence.text() == "Finished. The result is ready to be used."
    assert not window.hint.text(), "which no longer holds"
    settings.change(engine=config)
    assert not button.isEnabled()
    settings.change(engine=replace(config, checkpoints=checkpoints))
    assert button.isEnabled(), "another folder is used"

    settings.change(engine=config)
    other = install(finished_run(tmp_path / "other run"), "unet", "other")
    commands.refresh_use()
    assert other.active
    assert button.isEnabled()
    button.click()
    assert not button.isEnabled()
    assert sorted(made.name for made in checkpoint_sets("unet")) == ["my run", "other"]
