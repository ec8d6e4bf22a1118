"""The training window on small real photos, with answers to what it asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from training_parts import write_photos

from engine.readiness import DeviceStatus, Readiness
from engine.steps import Step, Steps
from gui import theme
from gui.training.draft_work import Machine
from gui.training.wizard_page import TrainingQuestions
from gui.training.wizard_window import OBJECTS, TrainingWindow

CPU_ONLY = Machine(Readiness((DeviceStatus("cpu", True),), (), ""))
WITH_CARDS = Machine(
    Readiness((DeviceStatus("cpu", True), DeviceStatus("cuda", True, "Fast")), (), ""),
    ("Fast", "Faster"),
)


class Answers(TrainingQuestions):
    """Answers at once."""

    def __init__(self) -> None:
        self.a_folder: Path | None = None
        self.a_file: Path | None = None
        self.some_tars: list[Path] = []

    def folder(self, parent: QWidget, title: str, start: Path | None) -> Path | None:
        return self.a_folder

    def file(self, parent: QWidget, title: str, start: Path | None, kinds: str) -> Path | None:
        return self.a_file

    def tars(self, parent: QWidget, start: Path | None) -> list[Path]:
        return self.some_tars


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists of runs and found objects of the tests' own, and no look at the machine."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data-home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "data-home"))
    monkeypatch.setattr("gui.training.training_draft.looking_around", lambda _: given(CPU_ONLY))


def given(result: object) -> Steps[object]:
    yield Step("Working", 0, 1)
    return result


@pytest.fixture
def training_questions() -> Answers:
    return Answers()


@pytest.fixture
def training_window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, training_questions: Answers
) -> Iterator[TrainingWindow]:
    theme.apply(qapp)
    made = TrainingWindow(questions=training_questions, runs_folder=tmp_path / "runs")
    qtbot.addWidget(made)
    unexpected: list[Exception] = []
    made.surprised.connect(unexpected.append)
    made.resize(1100, 760)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    assert made.shut_down()
    assert not unexpected


@pytest.fixture
def training_photos(tmp_path: Path) -> Path:
    return write_photos(tmp_path / "photos")


@pytest.fixture
def scanned(qtbot: QtBot, training_window: TrainingWindow, training_photos: Path) -> TrainingWindow:
    training_window.draft.add_sources([training_photos])
    qtbot.waitUntil(lambda: training_window.draft.scanned is not None, timeout=10_000)
    return training_window


@pytest.fixture
def with_boxes(
    qtbot: QtBot, scanned: TrainingWindow, training_questions: Answers
) -> TrainingWindow:
    page = scanned.objects_page
    training_questions.a_file = scanned.draft.sources[0].parent / "boxes.csv"
    scanned.show_page(OBJECTS)
    page.file.choose_button.click()
    qtbot.waitUntil(lambda: page.statistics is not None, timeout=10_000)
    return scanned
