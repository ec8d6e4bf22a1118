"""The main window with a photo: opening, saving, progress, closing and errors."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import Answers, write_photo
from fake_engine import FakeBench
from PIL import Image
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
)
from pytestqt.qtbot import QtBot
from window_parts import LEFT, drop

from engine.errors import EngineError
from gui.darkroom import Pane
from gui.main_window import MainWindow
from gui.workspace import Workspace


def test_it_starts_with_something_to_do(window: MainWindow) -> None:
    assert window.welcome.isVisible()
    assert not window.comparison.isVisible()
    assert window.welcome.open_button.isVisible()
    for action in (window.menu_actions.save, window.menu_actions.fit, window.menu_actions.colorize):
        assert not action.isEnabled()
    assert window.menu_actions.open.isEnabled()


def test_the_welcome_buttons_open_a_photo(
    qtbot: QtBot,
    window: MainWindow,
    workspace: Workspace,
    answers: Answers,
    photo_file: Path,
    settle: Callable[[], None],
) -> None:
    answers.photo = photo_file
    qtbot.mouseClick(window.welcome.open_button, LEFT)
    settle()
    assert window.comparison.isVisible()
    assert window.windowTitle().startswith("street.jpg")
    assert workspace.can_save


def test_the_sample_opens(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, settle: Callable[[], None]
) -> None:
    qtbot.mouseClick(window.welcome.sample_button, LEFT)
    settle()
    assert workspace.can_save


def test_a_cancelled_dialog_changes_nothing(window: MainWindow, workspace: Workspace) -> None:
    window.menu_actions.open.trigger()
    assert window.welcome.isVisible()
    assert not workspace.working


def test_a_dropped_file_is_opened(
    window: MainWindow, workspace: Workspace, photo_file: Path, settle: Callable[[], None]
) -> None:
    assert drop(window, QUrl.fromLocalFile(str(photo_file)))
    settle()
    assert workspace.photo is not None
    assert workspace.entry is not None
    assert workspace.entry.path == photo_file


def test_what_is_no_file_is_not_taken(window: MainWindow) -> None:
    assert not drop(window)
    assert not drop(window, QUrl("https://example.org/photo.jpg"))


def test_a_dropped_text_file_is_told_in_one_sentence(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    broken = tmp_path / "notes.jpg"
    broken.write_text("not a photo")
    before = workspace.photo
    assert drop(opened, QUrl.fromLocalFile(str(broken)))
    qtbot.waitUntil(opened.banner.isVisible)
    assert "notes.jpg" in opened.banner.text
    assert "Traceback" not in opened.banner.text
    assert workspace.photo is before
    qtbot.keyClick(opened.banner.close_button, Qt.Key.Key_Escape)
    assert not opened.banner.isVisible()


def test_saving_asks_before_it_replaces(
    opened: MainWindow,
    workspace: Workspace,
    answers: Answers,
    settle: Callable[[], None],
    tmp_path: Path,
) -> None:
    place = tmp_path / "result.png"
    place.write_bytes(b"precious")
    answers.place = place
    opened.menu_actions.save.trigger()
    settle()
    assert answers.suggested == tmp_path / "street-colorized.jpg"
    assert answers.asked_to_replace == [place]
    assert place.read_bytes() == b"precious"
    answers.replace = True
    opened.menu_actions.save.trigger()
    settle()
    with Image.open(place) as saved:
        assert saved.size == (120, 90)
    assert "Saved" in opened.strip.label.full_text
    long = "Colorizing with compact 2026-11-30 09-08-21 from now on"
    opened.strip.note(long)
    settle()
    assert opened.strip.label.text() == long, "it has the room of the bar that is not shown"
    answers.asked_to_replace.clear()
    workspace.editor.enable_none()
    opened.menu_actions.save.trigger()  # to the place of its own, which needs no question
    settle()
    assert answers.asked_to_replace == []
    with Image.open(place) as saved:
        assert saved.size == (120, 90)


def test_the_original_is_refused_in_one_sentence(
    qtbot: QtBot, opened: MainWindow, answers: Answers, photo_file: Path
) -> None:
    before = photo_file.read_bytes()
    answers.place, answers.replace = photo_file, True
    opened.menu_actions.save_as.trigger()
    qtbot.waitUntil(opened.banner.isVisible)
    assert "never changed" in opened.banner.text
    assert photo_file.read_bytes() == before


def test_the_place_of_one_photo_is_not_used_for_the_next(
    opened: MainWindow, answers: Answers, settle: Callable[[], None], tmp_path: Path
) -> None:
    answers.place = tmp_path / "first.png"
    opened.menu_actions.save.trigger()
    settle()
    first = answers.place.read_bytes()
    opened.files.open(write_photo(tmp_path / "second.jpg", 64, 48))
    settle()
    answers.place = None
    opened.menu_actions.save.trigger()
    settle()
    assert answers.suggested == tmp_path / "second-colorized.jpg"
    assert (tmp_path / "first.png").read_bytes() == first


def test_progress_has_its_place_and_can_be_cancelled(
    qtbot: QtBot,
    window: MainWindow,
    workspace: Workspace,
    bench: FakeBench,
    photo_file: Path,
    settle: Callable[[], None],
) -> None:
    central_before = window.centralWidget().geometry()
    buttons_at = window.strip.buttons.x()
    bench.gate.clear()
    window.files.open(photo_file)
    qtbot.waitUntil(window.strip.cancel_button.isVisible)
    qtbot.waitUntil(lambda: "Fusing" in window.strip.label.full_text)
    strip = window.strip
    QApplication.processEvents()
    assert strip.buttons.x() == buttons_at
    for left, right in pairwise([strip.label, strip.bar, strip.buttons]):
        assert left.geometry().right() < right.geometry().left()
    assert window.menu_actions.cancel.isEnabled()
    central = window.centralWidget().geometry()
    qtbot.mouseClick(window.strip.cancel_button, LEFT)
    assert not window.strip.cancel_button.isVisible()
    bench.gate.set()
    settle()
    assert window.centralWidget().geometry() == central == central_before
    assert window.menu_actions.colorize.isEnabled()
    assert "not colorized" in window.strip.label.full_text
    qtbot.mouseClick(window.strip.colorize_button, LEFT)
    settle()
    assert workspace.can_save
    assert not window.strip.colorize_button.isVisible()


def test_progress_does_not_move_with_what_is_beside_it(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace
) -> None:
    strip = opened.strip
    before = [strip.buttons.x(), strip.label.width()]
    strip.readout.setText("Weight of the full image: 0.53")
    workspace.device = "cuda"
    workspace.engine_changed.emit()
    opened.comparison.viewport.zoom(8)
    strip.label.set_full_text("a long story " * 20)
    QApplication.processEvents()
    assert [strip.buttons.x(), strip.label.width()] == before
    places = [strip.label, strip.buttons, strip.readout, strip.zoom, strip.engine]
    for left, right in pairwise(places):
        assert left.geometry().right() < right.geometry().left()


def test_no_objects_is_said(
    window: MainWindow, bench: FakeBench, photo_file: Path, settle: Callable[[], None]
) -> None:
    bench.count = 0
    window.files.open(photo_file)
    settle()
    texts = " ".join(label.text() for label in window.dock.findChildren(QLabel))
    assert "No objects were found" in texts
    assert "no objects found" in window.strip.label.full_text


def test_closing_during_work_ends_cleanly(
    qtbot: QtBot, window: MainWindow, bench: FakeBench, photo_file: Path, thread: object
) -> None:
    bench.gate.clear()
    window.files.open(photo_file)
    qtbot.waitUntil(lambda: bool(bench.sessions) and bool(bench.sessions[0].fused))
    assert window.close()
    bench.gate.set()
    assert thread.stop(5000)  # type: ignore[attr-defined]


def test_closing_while_saving_finishes_the_file(
    qtbot: QtBot,
    opened: MainWindow,
    workspace: Workspace,
    bench: FakeBench,
    answers: Answers,
    tmp_path: Path,
) -> None:
    bench.gate.clear()
    answers.place = tmp_path / "kept.png"
    opened.menu_actions.save.trigger()
    assert not opened.close()
    bench.gate.set()
    qtbot.waitUntil(lambda: not opened.isVisible())
    with Image.open(answers.place) as saved:
        assert saved.size == (120, 90)


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_an_unexpected_error_shows_its_details(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace, bench: FakeBench
) -> None:
    bench.sessions[0].fail_fusing = RuntimeError("a bug in the engine")
    workspace.editor.set_enabled(0, False)
    failures = opened._failures
    qtbot.waitUntil(lambda: failures.dialog is not None and failures.dialog.isVisible())
    dialog = failures.dialog
    assert dialog is not None
    qtbot.mouseClick(dialog.details_button, LEFT)
    assert "a bug in the engine" in dialog.details.toPlainText()
    assert "fake_engine.py" in dialog.details.toPlainText()
    qtbot.mouseClick(dialog.copy_button, LEFT)
    assert "a bug in the engine" in QApplication.clipboard().text()
    dialog.accept()
    bench.sessions[0].fail_fusing = EngineError("Too little memory.", "")
    workspace.editor.set_enabled(0, False)
    qtbot.waitUntil(opened.banner.isVisible)


@pytest.mark.parametrize("back_from", ["list", "pane"])
def test_escape_shows_all_again_wherever_the_focus_is(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace, back_from: str
) -> None:
    widget = opened.dock.list if back_from == "list" else opened.comparison.panes[Pane.FUSED]
    assert not opened.menu_actions.together.isEnabled()
    workspace.highlight.show_alone(2)
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_Escape)
    assert workspace.highlight.alone is None
