"""Sets of checkpoints to manage, and the dialog that does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.config import EngineConfig
from engine.networks.checkpoint_folders import (
    STAGES,
    checkpoint_path,
)
from engine.training import checkpoint_sets as sets
from gui.engine_thread import EngineThread
from gui.preferences.checkpoint_manager import CheckpointManager
from gui.preferences.set_questions import SetQuestions

TABLE = {
    "whole": {
        "grey": {"psnr": 20.0},
        "fused": {
            "psnr": 24.318,
            "psnr_low": 24.0,
            "psnr_high": 24.7,
            "ssim": 0.9213,
            "colourfulness": 33.14,
        },
    }
}


@pytest.fixture
def sets_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "home"))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)


class Answers(SetQuestions):
    """Answers at once, and remembers what was asked."""

    def __init__(self) -> None:
        self.given: Path | None = None
        self.new: Path | None = None
        self.suggested: Path | None = None
        self.yes = True
        self.asked: list[tuple[str, str]] = []

    def folder(self, parent: QWidget, title: str, start: Path | None) -> Path | None:
        return self.given

    def new_folder(self, parent: QWidget, title: str, suggested: Path) -> Path | None:
        self.suggested = suggested
        return self.new

    def may_delete(self, parent: QWidget, title: str, consequence: str) -> bool:
        self.asked.append((title, consequence))
        return self.yes


def a_set(folder: Path, content: str = "mine") -> Path:
    """Files that look like a set to everything but a network."""
    folder.mkdir(parents=True)
    for stage in STAGES:
        checkpoint_path(folder, stage).write_text(f"{content} {stage}")
    return folder


@pytest.fixture
def mine(tmp_path: Path) -> sets.CheckpointSet:
    """A set of the compact network that is not in use."""
    return sets.install(a_set(tmp_path / "run"), "compact", "mine", TABLE, activate=False)


@pytest.fixture
def set_questions() -> Answers:
    return Answers()


@pytest.fixture
def manager_config() -> dict[str, EngineConfig]:
    return {"now": EngineConfig()}


@pytest.fixture
def managers(
    qtbot: QtBot,
    thread: EngineThread,
    set_questions: Answers,
    manager_config: dict[str, EngineConfig],
) -> Iterator[Callable[[], CheckpointManager]]:
    made: list[CheckpointManager] = []

    def show() -> CheckpointManager:
        dialog = CheckpointManager(thread, lambda: manager_config["now"], questions=set_questions)
        qtbot.addWidget(dialog)
        dialog.open()
        made.append(dialog)
        return dialog

    yield show
    for dialog in made:
        qtbot.waitUntil(lambda dialog=dialog: not dialog.working)  # type: ignore[misc]
        dialog.close()


Opened = Callable[[], CheckpointManager]


def rows(dialog: CheckpointManager) -> list[list[str]]:
    table = dialog.table
    cells = [
        [table.item(row, column) for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]
    return [[item.text() for item in row if item is not None] for row in cells]


def select(dialog: CheckpointManager, name: str) -> None:
    titles = [row[0] for row in rows(dialog)]
    dialog.table.selectRow(titles.index(name))


def ended(qtbot: QtBot, dialog: CheckpointManager) -> str:
    qtbot.waitUntil(lambda: not dialog.working, timeout=60_000)
    return dialog.message.text()
