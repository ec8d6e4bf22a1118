"""The dialog that downloads a checkpoint, on a local server, and its place in the settings."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from file_server import Server, ranged, silent, status
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engine import downloads
from engine.config import EngineConfig
from engine.detection import registry
from engine.detection.published import PublishedCheckpoint, published_checkpoint
from engine.detection.registry import DetectorStatus
from engine.downloads import Download, Incoming
from engine.readiness import DeviceStatus, Readiness
from engine.steps import Step, Steps
from gui import theme
from gui.engine_thread import EngineThread
from gui.preferences import dialog as settings_module
from gui.preferences.dialog import SettingsDialog
from gui.preferences.download_dialog import DownloadDialog
from gui.preferences.questions import Questions
from gui.preferences.settings import Settings
from gui.preferences.store import Store
from gui.preferences.transfer import Transfer, duration

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
CONTENT = np.random.default_rng(2).bytes(400_000)


class Answers(Questions):
    """Answers at once."""

    path: Path | None = None

    def file(self, parent: QWidget, title: str, start: Path | None, kinds: str) -> Path | None:
        return self.path


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(downloads, "PAUSES", (0.01,))
    monkeypatch.setattr(registry, "import_trouble", lambda package: "")
    started = Server(CONTENT)
    yield started
    started.end()


@pytest.fixture
def checkpoint(server: Server, tmp_path: Path) -> PublishedCheckpoint:
    digest = hashlib.sha256(CONTENT).hexdigest()
    download = Download(server.url, len(CONTENT), digest, "model.pth")
    folder = tmp_path / "app" / "torchvision"
    return PublishedCheckpoint("torchvision", "Mask R-CNN", download, folder, "Free.")


Open = Callable[..., DownloadDialog]


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, checkpoint: PublishedCheckpoint) -> Iterator[Open]:
    theme.apply(qapp)

    def make(published: PublishedCheckpoint = checkpoint, **given: Any) -> DownloadDialog:
        dialog = DownloadDialog(published, None, Answers(), **given)
        qtbot.addWidget(dialog)
        dialog.open()
        return dialog

    yield make
    qtbot.waitUntil(lambda: not workers())


def workers() -> list[EngineThread]:
    """Threads that the app still has."""
    app = QCoreApplication.instance()
    assert app is not None
    return app.findChildren(EngineThread)


def text_of(value: QWidget) -> str:
    return value.text()  # type: ignore[attr-defined, no-any-return]


# What it says


@pytest.mark.parametrize("detector", ["torchvision", "detectron2"])
def test_it_says_what_from_where_how_large_and_whereto(opened: Open, detector: str) -> None:
    found = published_checkpoint(EngineConfig(), detector)
    assert found is not None
    dialog = opened(found)
    facts = {name: text_of(value) for name, value in dialog.facts.items()}
    assert facts["Address"] == found.download.url
    assert facts["From"] == found.download.host
    assert found.download.host in found.download.url
    assert facts["File size"] == {"torchvision": "186 MB", "detectron2": "178 MB"}[detector]
    assert facts["Goes to"] == str(found.folder)
    assert found.download.sha256[:16] in facts["Checked"]
    assert facts["Licence"] == found.licence
    assert dialog.go_button.text() == "Download"
    assert not dialog.working


def test_what_is_checked_is_said_as_it_is(opened: Open, checkpoint: PublishedCheckpoint) -> None:
    for digits, words in ((8, "by the first 8 digits of its SHA-256"), (0, "by its size only")):
        download = replace(checkpoint.download, sha256=checkpoint.download.sha256[:digits])
        dialog = opened(replace(checkpoint, download=replace(download, size=None)))
        assert words in text_of(dialog.facts["Checked"])
        assert text_of(dialog.facts["File size"]) == "told by the server"


def test_everything_is_named_and_reached_with_the_keyboard(opened: Open) -> None:
    dialog = opened()
    assert dialog.focusWidget() is dialog.go_button
    assert dialog.go_button.isDefault()
    for widget in dialog.findChildren(QWidget):
        if isinstance(widget, (QLineEdit, QPushButton)):
            assert widget.accessibleName() or text_of(widget)
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


# Downloading


def test_a_download_ends_with_a_detector_that_is_ready(
    qtbot: QtBot, opened: Open, checkpoint: PublishedCheckpoint
) -> None:
    dialog = opened()
    with qtbot.waitSignal(dialog.ready) as ready:
        dialog.go_button.click()
        assert dialog.working
        assert dialog.progress.isVisible()
        assert not dialog.go_button.isEnabled()
        assert dialog.focusWidget() is dialog.cancel_button
    assert ready.args == ["torchvision"]
    assert (checkpoint.folder / "model.pth").read_bytes() == CONTENT
    assert not dialog.isVisible()
    assert dialog.result() == DownloadDialog.DialogCode.Accepted


def test_progress_is_told_in_megabytes_speed_and_time(
    qtbot: QtBot, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def fetch(checkpoint: PublishedCheckpoint) -> Steps[Path]:
        for second in range(4):
            yield Step("Downloading x", 100_000_000 + second * 4_000_000, 186_000_000, Incoming())
        assert go_on.wait(10)
        return checkpoint.folder

    ticks = iter(range(100))
    monkeypatch.setattr("gui.preferences.download_dialog.time.monotonic", lambda: next(ticks))
    dialog = opened(fetch=fetch)
    dialog.go_button.click()
    words = "112 of 186 MB, 4.0 MB/s, 18 seconds left"
    qtbot.waitUntil(lambda: dialog.message.text() == words)
    assert dialog.progress.value() == round(1000 * 112 / 186)
    monkeypatch.undo()
    with qtbot.waitSignal(dialog.ready):
        go_on.set()


def test_a_failure_is_told_inside_and_can_be_tried_again(
    qtbot: QtBot, opened: Open, server: Server
) -> None:
    server.behaviours = [status(404)]
    dialog = opened()
    dialog.go_button.click()
    qtbot.waitUntil(lambda: not dialog.working)
    assert "does not have the file" in dialog.message.text()
    assert dialog.message.objectName() == "warning"
    assert dialog.isVisible()
    assert dialog.go_button.text() == "Try again"
    assert dialog.focusWidget() is dialog.go_button
    server.behaviours = [ranged]
    with qtbot.waitSignal(dialog.ready):
        dialog.go_button.click()


def test_an_unexpected_error_is_no_traceback(
    qtbot: QtBot, opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    def fetch(checkpoint: PublishedCheckpoint) -> Steps[Path]:
        yield Step("Downloading x", 0, 1, Incoming())
        raise ZeroDivisionError("a bug")

    dialog = opened(fetch=fetch)
    dialog.go_button.click()
    qtbot.waitUntil(lambda: not dialog.working)
    assert "unexpectedly" in dialog.message.text()
    assert "a bug" in caplog.text
    dialog.reject()


def test_stop_answers_at_once_and_resume_goes_on(
    qtbot: QtBot, opened: Open, server: Server, checkpoint: PublishedCheckpoint
) -> None:
    server.behaviours = [silent]
    dialog = opened()
    dialog.go_button.click()
    part = checkpoint.folder / "model.pth.part"
    qtbot.waitUntil(lambda: part.is_file() and part.stat().st_size == 1000)
    begun = time.monotonic()
    dialog.cancel_button.click()
    assert time.monotonic() - begun < 0.2
    assert not dialog.working
    assert dialog.isVisible()
    assert dialog.go_button.text() == "Resume"
    assert "0.0 of 0.4 MB have come already and are kept." in dialog.message.text()
    server.behaviours = [ranged]
    with qtbot.waitSignal(dialog.ready):
        dialog.go_button.click()
    assert server.ranges == [None, "bytes=1000-"]


def test_what_was_left_is_offered_the_next_time(
    qtbot: QtBot, opened: Open, server: Server, checkpoint: PublishedCheckpoint
) -> None:
    checkpoint.folder.mkdir(parents=True)
    (checkpoint.folder / "model.pth.part").write_bytes(CONTENT[:200_000])
    dialog = opened()
    assert dialog.go_button.text() == "Resume"
    assert dialog.message.text() == "0.2 of 0.4 MB have come already and are kept."
    with qtbot.waitSignal(dialog.ready):
        dialog.go_button.click()
    assert server.ranges == ["bytes=200000-"]


def test_closing_does_not_wait_for_a_package_that_loads(qtbot: QtBot, opened: Open) -> None:
    loading, loaded = threading.Event(), threading.Event()

    def fetch(checkpoint: PublishedCheckpoint) -> Steps[Path]:
        loading.set()
        assert loaded.wait(10)
        yield Step("Downloading x", 0, 1, Incoming())
        raise AssertionError("nobody wants this any more")

    dialog = opened(fetch=fetch)
    dialog.go_button.click()
    assert loading.wait(10)
    begun = time.monotonic()
    dialog.reject()
    assert time.monotonic() - begun < 0.5
    assert not dialog.isVisible()
    assert workers()
    loaded.set()
    qtbot.waitUntil(lambda: not workers())


# A local file


def test_a_local_file_is_taken(
    qtbot: QtBot, opened: Open, server: Server, checkpoint: PublishedCheckpoint, tmp_path: Path
) -> None:
    local = tmp_path / "model (1).pth"
    local.write_bytes(CONTENT)
    dialog = opened()
    dialog.local_button.click()  # the person thinks better of it
    assert not dialog.working
    dialog._questions.path = local  # type: ignore[attr-defined]
    with qtbot.waitSignal(dialog.ready):
        dialog.local_button.click()
    assert (checkpoint.folder / "model.pth").read_bytes() == CONTENT
    assert not server.asked


def test_another_local_file_is_refused_and_the_download_still_there(
    qtbot: QtBot, opened: Open, tmp_path: Path
) -> None:
    dialog = opened()
    dialog._questions.path = tmp_path / "holiday.jpg"  # type: ignore[attr-defined]
    (tmp_path / "holiday.jpg").write_bytes(b"a photo")
    dialog.local_button.click()
    qtbot.waitUntil(lambda: not dialog.working)
    assert "is not the published file" in dialog.message.text()
    with qtbot.waitSignal(dialog.ready):
        dialog.go_button.click()


# In the settings


@pytest.fixture
def settings_dialog(
    qtbot: QtBot,
    qapp: QApplication,
    thread: EngineThread,
    tmp_path: Path,
    checkpoint: PublishedCheckpoint,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[SettingsDialog]:
    """The settings on a machine whose torchvision lacks nothing but its checkpoint."""
    theme.apply(qapp)

    def survey(config: EngineConfig) -> Steps[Readiness]:
        yield Step("Looking", 0, 1)
        there = (checkpoint.folder / "model.pth").is_file()
        missing = DetectorStatus("torchvision", False, "Not downloaded yet.", checkpoint)
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
    qtbot: QtBot, settings_dialog: SettingsDialog, server: Server
) -> None:
    page = settings_dialog.detection
    choose(settings_dialog, "bundled")
    choose(settings_dialog, "torchvision")
    download = settings_dialog.download_dialog
    assert download is not None
    server.behaviours = [status(500)]
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


def test_a_package_that_does_not_work_is_said_before_anything_is_fetched(
    qtbot: QtBot, opened: Open, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "import_trouble", lambda package: "nms does not exist")
    dialog = opened()
    dialog.go_button.click()
    qtbot.waitUntil(lambda: not dialog.working)
    assert "torchvision cannot be loaded: nms does not exist." in dialog.message.text()
    assert not server.asked


# Words


def test_speed_and_time_left() -> None:
    transfer = Transfer()
    assert transfer.words(0) == "0.0 MB"
    transfer.note(0.0, 50_000_000)  # came earlier: no part of the speed
    assert transfer.words(186_000_000) == "50 of 186 MB"
    transfer.note(0.5, 60_000_000)
    assert transfer.speed is None  # too early to tell
    transfer.note(2.0, 60_000_000)
    assert transfer.words(186_000_000) == "60 of 186 MB, 5.0 MB/s, 25 seconds left"
    for second in range(3, 20):
        transfer.note(second, 60_000_000)
    assert transfer.words(186_000_000) == "60 of 186 MB, 0.0 MB/s"
    transfer.note(20, 0)  # began anew
    assert transfer.speed is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 second"), (33.3, "33 seconds"), (120, "2 minutes"), (3600 * 3, "3 hours")],
)
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words
