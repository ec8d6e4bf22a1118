"""Asking how to look for objects once more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fake_engine import FakeBench
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.config import EngineConfig
from engine.detection.published import PublishedCheckpoint
from engine.detection.registry import DetectorStatus
from engine.downloads import Download
from engine.instances import Box
from engine.results import Detection
from engine.steps import Step
from gui.open_photo import OpenPhoto
from gui.views.detect_dialog import DetectDialog
from gui.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
Settle = Callable[[], None]
# of windows of their own, which the offscreen platform cannot arrange
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
MISSING = "The package detectron2 is not installed. Run: pip install detectron2"


def states(config: EngineConfig) -> list[DetectorStatus]:
    return [DetectorStatus("detectron2", False, MISSING), DetectorStatus("bundled", True)]


@pytest.fixture
def dialog(qtbot: QtBot, workspace: Workspace, photo: OpenPhoto) -> DetectDialog:
    config = EngineConfig(score_threshold=0.4)
    made = DetectDialog(workspace, lambda: config, states=states)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_it_begins_with_the_settings(dialog: DetectDialog) -> None:
    assert dialog.detector.currentText() == "Automatic (Bundled)"
    assert dialog.threshold.value() == 40
    assert not dialog.trouble.isVisible()
    assert not dialog.isModal()


def test_what_is_not_ready_says_why(dialog: DetectDialog) -> None:
    dialog.detector.setCurrentIndex(dialog.detector.findData("detectron2"))
    assert "not ready" in dialog.detector.currentText()
    assert dialog.trouble.text() == MISSING
    assert dialog.trouble.isVisible()
    dialog.detector.setCurrentIndex(dialog.detector.findData("bundled"))
    assert not dialog.trouble.isVisible()


def test_it_detects_as_chosen_and_tells_how_many(
    qtbot: QtBot, dialog: DetectDialog, workspace: Workspace, bench: FakeBench, settle: Settle
) -> None:
    workspace.editor.add(Box(1, 60, 20, 88), "hat")
    settle()
    dialog.detector.setCurrentIndex(dialog.detector.findData("bundled"))
    dialog.threshold.setValue(15)
    qtbot.mouseClick(dialog.detect_button, LEFT)
    assert not dialog.detect_button.isEnabled()
    assert dialog.outcome.text() == "Looking for objects…"
    settle()
    assert bench.asked == [("bundled", 0.15)]
    assert dialog.outcome.text() == "2 objects were found."
    assert "hat" in [i.label for i in workspace.instances]
    assert dialog.isVisible(), "another threshold can be tried at once"
    qtbot.mouseClick(dialog.detect_button, LEFT)
    settle()
    assert dialog.outcome.text() == "2 objects were found."


def test_nothing_found_is_told(
    qtbot: QtBot,
    dialog: DetectDialog,
    workspace: Workspace,
    bench: FakeBench,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nothing(*_: object, **__: object) -> Iterator[Step]:
        yield Step("Detecting objects", 0, 1)
        return Detection((), "fake")

    monkeypatch.setattr(bench, "detect", nothing)
    qtbot.mouseClick(dialog.detect_button, LEFT)
    settle()
    assert dialog.outcome.text() == "No objects were found."
    assert workspace.instances == ()


def test_a_cancelled_detection_tells_nothing(
    qtbot: QtBot,
    dialog: DetectDialog,
    workspace: Workspace,
    bench: FakeBench,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def slow(*_: object, **__: object) -> Iterator[Step]:
        yield Step("Detecting objects", 0, 1)
        bench.gate.wait(10)
        yield Step("Detecting objects", 1, 1)
        return Detection((), "fake")

    monkeypatch.setattr(bench, "detect", slow)
    bench.gate.clear()
    qtbot.mouseClick(dialog.detect_button, LEFT)
    workspace.cancel()
    bench.gate.set()
    settle()
    assert dialog.outcome.text() == ""
    assert dialog.detect_button.isEnabled()
    assert len(workspace.instances) == 3


def test_it_can_be_used_by_keyboard_alone(
    qtbot: QtBot, dialog: DetectDialog, bench: FakeBench, settle: Settle
) -> None:
    qtbot.keyClick(dialog.threshold, Qt.Key.Key_PageDown)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle()
    assert bench.asked == [("auto", 0.3)]
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_only_lacks_its_checkpoint_is_downloaded_and_then_detects(
    qtbot: QtBot,
    workspace: Workspace,
    photo: OpenPhoto,
    bench: FakeBench,
    settle: Settle,
    tmp_path: Path,
) -> None:
    lacking = PublishedCheckpoint(
        "torchvision",
        "Mask R-CNN",
        Download("http://127.0.0.1:9/model.pth", 10, "", "model.pth"),
        tmp_path,
        "Free.",
    )
    there: list[bool] = []

    def now(config: EngineConfig) -> list[DetectorStatus]:
        ready = bool(there)
        status = DetectorStatus(
            "torchvision", ready, "" if ready else "Lacks it.", None if ready else lacking
        )
        return [status, DetectorStatus("bundled", True)]

    dialog = DetectDialog(workspace, EngineConfig, states=now)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.detector.setCurrentIndex(dialog.detector.findData("torchvision"))
    assert dialog.detect_button.text() == "Download…"
    qtbot.mouseClick(dialog.detect_button, LEFT)
    assert dialog.download_dialog is not None
    assert dialog.download_dialog.isVisible()
    assert bench.asked == []
    there.append(True)
    dialog.download_dialog.ready.emit("torchvision")
    settle()
    assert bench.asked == [("torchvision", 0.3)]
    assert dialog.detect_button.text() == "Detect"
    dialog.download_dialog.close()
