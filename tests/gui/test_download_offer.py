"""How the settings offer a download for the detector that was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from download_dialog_parts import Answers, workers
from file_server import Server, status
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.config import EngineConfig
from engine.detection.published import PublishedCheckpoint
from engine.detection.registry import DetectorStatus
from engine.readiness import DeviceStatus, Readiness
from engine.steps import Step, Steps
from gui import theme
from gui.engine_thread import EngineThread
from gui.preferences import dialog as settings_module
from gui.preferences.dialog import SettingsDialog
from gui.preferences.settings import Settings
from gui.preferences.store import Store

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def settings_dialog(
    qtbot: QtBot,
    qapp: QApplication,
    thread: EngineThread,
    tmp_path: Path,
    small_checkpoint: PublishedCheckpoint,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[SettingsDialog]:
    """The settings on a machine whose torchvision lacks nothing but its checkpoint."""
    theme.apply(qapp)

    def survey(config: EngineConfig) -> Steps[Readiness]:
        yield Step("Looking", 0, 1)
        there = (small_checkpoint.folder / "model.pth").is_file()
        missing = DetectorStatus("torchvision", False, "Not downloaded yet.", small_checkpoint)
        detectors = (
            DetectorStatus("detectron2", False, "The package detectron2 is not installed."),
            DetectorStatus("torchvision", True) if there else missing,
            DetectorStatus("bundled", True),
        )
        return Readiness((DeviceStatus("cpu", ready=True),), detectors, "")

    monkeypatch.setattr(settings_module, "survey", survey)
    dialog = SettingsDialog(Settings(Store(tmp_path / "config")), thread, questions=Answers())
    qtbot.addWidget(dialog)
    dialog.show_page("Detection")
    dialog.open()
    surveyed(qtbot, dialog)
    yield dialog
    qtbot.waitUntil(lambda: not workers())


def surveyed(qtbot: QtBot, dialog: SettingsDialog) -> None:
    qtbot.waitUntil(lambda: "Looking" not in dialog.detection.detector_note.text())


def choose(dialog: SettingsDialog, name: str) -> None:
    """Choose a detector as a person does."""
    box = dialog.detection.detector
    box.setCurrentIndex(box.findData(name))
    box.activated.emit(box.currentIndex())


def test_choosing_what_is_not_there_offers_the_download(
    qtbot: QtBot, settings_dialog: SettingsDialog
) -> None:
    page = settings_dialog.detection
    texts = [page.detector.itemText(row) for row in range(page.detector.count())]
    assert "torchvision Mask R-CNN (to be downloaded)" in texts
    assert "detectron2 Mask R-CNN (not ready)" in texts
    assert not page.download_button.isVisible()
    choose(settings_dialog, "torchvision")
    download = settings_dialog.download_dialog
    assert download is not None
    assert download.isVisible()
    assert not download.working  # nothing is fetched that nobody has agreed to
    with qtbot.waitSignal(download.ready):
        download.go_button.click()
    surveyed(qtbot, settings_dialog)
    qtbot.waitUntil(lambda: page.detector_note.text() == "Ready.")
    assert page.detector.name == "torchvision"
    assert not page.download_button.isVisible()
    settings_dialog.accept()
    assert settings_dialog._settings.preferences.engine.detector == "torchvision"


def test_without_the_download_everything_stays(
    qtbot: QtBot, settings_dialog: SettingsDialog, checkpoint_server: Server
) -> None:
    page = settings_dialog.detection
    choose(settings_dialog, "bundled")
    choose(settings_dialog, "torchvision")
    download = settings_dialog.download_dialog
    assert download is not None
    checkpoint_server.behaviours = [status(500)]
    download.go_button.click()
    qtbot.waitUntil(lambda: not download.working)
    assert "cannot give the file now" in download.message.text()
    download.cancel_button.click()
    surveyed(qtbot, settings_dialog)
    assert page.detector.name == "bundled"
    assert page.detector_note.text() == "Ready."
    settings_dialog.accept()
    assert settings_dialog._settings.preferences.engine.detector == "bundled"


def test_a_detector_that_was_chosen_and_is_gone_has_a_button(
    qtbot: QtBot, settings_dialog: SettingsDialog
) -> None:
    page = settings_dialog.detection
    preferences = settings_dialog._settings.preferences
    chosen = replace(preferences, engine=replace(preferences.engine, detector="torchvision"))
    page.show_preferences(chosen)
    assert "not on this computer yet" in page.detector_note.text()
    assert page.detector_note.objectName() == "warning"
    assert page.download_button.isVisible()
    page.download_button.click()
    download = settings_dialog.download_dialog
    assert download is not None
    download.reject()
    surveyed(qtbot, settings_dialog)
    assert page.detector.name == "torchvision"
    assert page.download_button.isVisible()


def test_what_lacks_more_than_a_checkpoint_is_not_downloaded(
    settings_dialog: SettingsDialog,
) -> None:
    choose(settings_dialog, "detectron2")
    assert settings_dialog.download_dialog is None
    assert "not installed" in settings_dialog.detection.detector_note.text()
