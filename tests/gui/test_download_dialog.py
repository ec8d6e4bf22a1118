"""The dialog that downloads a checkpoint, on a local server."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from download_dialog_parts import CONTENT, Answers, workers
from file_server import Server, ranged, silent, status
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engine.config import EngineConfig
from engine.detection import registry
from engine.detection.published import PublishedCheckpoint, published_checkpoint
from engine.downloads import Incoming
from engine.steps import Step, Steps
from gui import theme
from gui.preferences.download_dialog import DownloadDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Open = Callable[..., DownloadDialog]


@pytest.fixture
def opened(
    qtbot: QtBot, qapp: QApplication, small_checkpoint: PublishedCheckpoint
) -> Iterator[Open]:
    theme.apply(qapp)

    def make(published: PublishedCheckpoint = small_checkpoint, **given: Any) -> DownloadDialog:
        dialog = DownloadDialog(published, None, Answers(), **given)
        qtbot.addWidget(dialog)
        dialog.open()
        return dialog

    yield make
    qtbot.waitUntil(lambda: not workers())


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


def test_what_is_checked_is_said_as_it_is(
    opened: Open, small_checkpoint: PublishedCheckpoint
) -> None:
    for digits, words in ((8, "by the first 8 digits of its SHA-256"), (0, "by its size only")):
        download = replace(
            small_checkpoint.download, sha256=small_checkpoint.download.sha256[:digits]
        )
        dialog = opened(replace(small_checkpoint, download=replace(download, size=None)))
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
    qtbot: QtBot, opened: Open, small_checkpoint: PublishedCheckpoint
) -> None:
    dialog = opened()
    with qtbot.waitSignal(dialog.ready) as ready:
        dialog.go_button.click()
        assert dialog.working
        assert dialog.progress.isVisible()
        assert not dialog.go_button.isEnabled()
        assert dialog.focusWidget() is dialog.cancel_button
    assert ready.args == ["torchvision"]
    assert (small_checkpoint.folder / "model.pth").read_bytes() == CONTENT
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
    qtbot: QtBot, opened: Open, checkpoint_server: Server
) -> None:
    checkpoint_server.behaviours = [status(404)]
    dialog = opened()
    dialog.go_button.click()
    qtbot.waitUntil(lambda: not dialog.working)
    assert "does not have the file" in dialog.message.text()
    assert dialog.message.objectName() == "warning"
    assert dialog.isVisible()
    assert dialog.go_button.text() == "Try again"
    assert dialog.focusWidget() is dialog.go_button
    checkpoint_server.behaviours = [ranged]
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


def test_a_package_that_does_not_work_is_said_before_anything_is_fetched(
    qtbot: QtBot, opened: Open, checkpoint_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "import_trouble", lambda package: "nms does not exist")
    dialog = opened()
    dialog.go_button.click()
    qtbot.waitUntil(lambda: not dialog.working)
    assert "torchvision cannot be loaded: nms does not exist." in dialog.message.text()
    assert not checkpoint_server.asked


def test_stop_answers_at_once_and_resume_goes_on(
    qtbot: QtBot, opened: Open, checkpoint_server: Server, small_checkpoint: PublishedCheckpoint
) -> None:
    checkpoint_server.behaviours = [silent]
    dialog = opened()
    dialog.go_button.click()
    part = small_checkpoint.folder / "model.pth.part"
    qtbot.waitUntil(lambda: part.is_file() and part.stat().st_size == 1000)
    begun = time.monotonic()
    dialog.cancel_button.click()
    assert time.monotonic() - begun < 0.2
    assert not dialog.working
    assert dialog.isVisible()
    assert dialog.go_button.text() == "Resume"
    assert "0.0 of 0.4 MB have come already and are kept." in dialog.message.text()
    checkpoint_server.behaviours = [ranged]
    with qtbot.waitSignal(dialog.ready):
        dialog.go_button.click()
    assert checkpoint_server.ranges == [None, "bytes=1000-"]


def test_what_was_left_is_offered_the_next_time(
    qtbot: QtBot, opened: Open, checkpoint_server: Server, small_checkpoint: PublishedCheckpoint
) -> None:
    small_checkpoint.folder.mkdir(parents=True)
    (small_checkpoint.folder / "model.pth.part").write_bytes(CONTENT[:200_000])
    dialog = opened()
    assert dialog.go_button.text() == "Resume"
    assert dialog.message.text() == "0.2 of 0.4 MB have come already and are kept."
    with qtbot.waitSignal(dialog.ready):
        dialog.go_button.click()
    assert checkpoint_server.ranges == ["bytes=200000-"]


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
    qtbot: QtBot,
    opened: Open,
    checkpoint_server: Server,
    small_checkpoint: PublishedCheckpoint,
    tmp_path: Path,
) -> None:
    local = tmp_path / "model (1).pth"
    local.write_bytes(CONTENT)
    dialog = opened()
    dialog.local_button.click()  # the person thinks better of it
    assert not dialog.working
    dialog._questions.path = local  # type: ignore[attr-defined]
    with qtbot.waitSignal(dialog.ready):
        dialog.local_button.click()
    assert (small_checkpoint.folder / "model.pth").read_bytes() == CONTENT
    assert not checkpoint_server.asked


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
