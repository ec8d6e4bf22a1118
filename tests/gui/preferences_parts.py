"""The settings dialog on a machine that is always the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from engine.config import EngineConfig
from engine.detection.registry import DetectorStatus
from engine.readiness import DeviceStatus, Readiness
from engine.steps import Step, Steps
from gui import theme
from gui.engine_thread import EngineThread
from gui.preferences import dialog as dialog_module
from gui.preferences.dialog import SettingsDialog
from gui.preferences.questions import Questions
from gui.preferences.settings import Settings
from gui.preferences.store import Store

READY = Readiness(
    (
        DeviceStatus("cpu", ready=True),
        DeviceStatus("cuda", ready=False, reason="No GPU was found. Install a driver."),
        DeviceStatus("mps", ready=False, reason="Only Macs have an Apple GPU."),
    ),
    (
        DetectorStatus("detectron2", False, "The package detectron2 is not installed."),
        DetectorStatus("bundled", True),
    ),
    "",
)


class Answers(Questions):
    """Answers at once."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.reset = False

    def folder(self, parent: QWidget, title: str, start: Path | None) -> Path | None:
        return self.path

    def file(self, parent: QWidget, title: str, start: Path | None, kinds: str) -> Path | None:
        return self.path

    def may_reset(self, parent: QWidget) -> bool:
        return self.reset


@pytest.fixture
def surveys(monkeypatch: pytest.MonkeyPatch) -> list[EngineConfig]:
    """What was surveyed; the machine is a fixed one."""
    seen: list[EngineConfig] = []

    def survey(config: EngineConfig) -> Steps[Readiness]:
        seen.append(config)
        yield Step("Looking", 0, 1)
        trouble = "" if config.checkpoints is None else "The folder lacks full.safetensors."
        return Readiness(READY.devices, READY.detectors, trouble)

    monkeypatch.setattr(dialog_module, "survey", survey)
    return seen


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(Store(tmp_path / "config"))


@pytest.fixture
def settings_answers() -> Answers:
    return Answers()


Open = Callable[[], SettingsDialog]


@pytest.fixture
def open_settings(
    qtbot: QtBot,
    qapp: QApplication,
    thread: EngineThread,
    settings: Settings,
    settings_answers: Answers,
    surveys: list[EngineConfig],
) -> Open:
    theme.apply(qapp)

    def make() -> SettingsDialog:
        dialog = SettingsDialog(settings, thread, questions=settings_answers)
        qtbot.addWidget(dialog)
        dialog.open()
        note = dialog.detection.detector_note
        qtbot.waitUntil(lambda: "first that is ready" in note.text() or note.text() == "Ready.")
        return dialog

    return make


def choose(box: QComboBox, name: str) -> None:
    """Choose as a person does."""
    box.setCurrentIndex(box.findData(name))
    box.activated.emit(box.currentIndex())
