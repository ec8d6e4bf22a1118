"""The About dialog names versions, devices and checkpoints, and copies them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from engine.inventory import CheckpointFile, Facts, Ready, text
from engine.steps import Step, Steps
from gui.about_dialog import LOOKING, AboutDialog
from gui.engine_thread import EngineThread
from gui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
FACTS = Facts(
    {"Instance Colorizer": "9.8", "torch": "2"},
    ["cpu (2 threads)"],
    [Ready("bundled", True, "")],
    [CheckpointFile("compact/full.safetensors", "compact/full", 8_000_000)],
    [],
)


def found() -> Steps[Facts]:
    yield Step("Looking", 0, 1)
    return FACTS


def broken() -> Steps[Facts]:
    yield Step("Looking", 0, 1)
    raise OSError("no library")


def opened(qtbot: QtBot, thread: EngineThread) -> AboutDialog:
    """A dialog that has not heard of the worker yet."""
    dialog = AboutDialog(thread)
    qtbot.addWidget(dialog)
    assert dialog.facts.toPlainText() == LOOKING
    assert not dialog.copy_button.isEnabled()
    qtbot.waitUntil(dialog.copy_button.isEnabled)
    return dialog


def test_it_is_filled_and_copied(
    qtbot: QtBot, thread: EngineThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.about_dialog.gather", found)
    dialog = opened(qtbot, thread)
    assert dialog.facts.toPlainText() == text(FACTS)
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == text(FACTS)
    assert "8.0 MB" in text(FACTS)
    assert dialog.copy_button.text() == "Copied"


def test_what_cannot_be_found_out_is_said(
    qtbot: QtBot, thread: EngineThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.about_dialog.gather", broken)
    said = opened(qtbot, thread).facts.toPlainText()
    assert said == "This cannot be told here: no library"


def test_the_help_menu_opens_it_and_the_shortcuts(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.about_dialog.gather", found)
    by_text = {action.text(): action for action in window.help.menu.actions()}
    by_text["&About Instance Colorizer"].trigger()
    about = window.help.dialog
    assert isinstance(about, AboutDialog)
    assert about.isVisible()
    qtbot.waitUntil(about.copy_button.isEnabled)
    qtbot.keyClick(about, Qt.Key.Key_Escape)
    assert not about.isVisible()
    by_text["&Shortcuts"].trigger()
    assert window.help.dialog is not about
