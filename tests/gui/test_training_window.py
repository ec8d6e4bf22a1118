"""The training window itself: its pages by keyboard, what it tells, and errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.steps import Step, Steps
from gui.training import draft_work
from gui.training.training_draft import Work
from gui.training.wizard_window import OBJECTS, PHOTOS, PLAN, RUN, TrainingWindow

pytestmark = pytest.mark.usefixtures("own_home")


def test_pages_are_reached_by_keyboard(qtbot: QtBot, training_window: TrainingWindow) -> None:
    qtbot.keyClick(training_window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert training_window.page == RUN
    qtbot.keyClick(training_window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert training_window.page == PLAN
    qtbot.keyClick(training_window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(training_window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert training_window.page == OBJECTS
    training_window.list.setFocus()
    qtbot.keyClick(training_window.list, Qt.Key.Key_Up)
    assert training_window.page == PHOTOS


def test_what_was_done_is_told_until_another_page_is_shown(training_window: TrainingWindow) -> None:
    training_window.show_page(RUN)
    training_window.tell("Colorizing with it from now on")
    training_window.run_page.status_changed.emit()
    assert training_window.hint.text() == "Colorizing with it from now on"
    training_window.show_page(PHOTOS)
    training_window.show_page(RUN)
    assert training_window.hint.text() == ""


def test_an_unexpected_error_is_passed_on(
    qtbot: QtBot, tmp_path: Path, training_photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Steps[object]:
        yield Step("Reading", 0, 1)
        raise ZeroDivisionError

    monkeypatch.setattr("gui.training.training_draft.scanning", broken)
    training_window = TrainingWindow(runs_folder=tmp_path)
    qtbot.addWidget(training_window)
    with qtbot.waitSignal(training_window.surprised) as told:
        training_window.draft.add_sources([training_photos])
    assert isinstance(told.args[0], ZeroDivisionError)
    assert training_window.draft.working(Work.SCAN) is None
    assert training_window.shut_down()


def test_a_thumbnail_of_what_is_no_photo_is_none(tmp_path: Path) -> None:
    from engine.steps import finish
    from engine.training.photo_places import PhotoPlace

    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG")
    made: list[object] = []
    places = {"broken.png": PhotoPlace(broken), "gone.png": PhotoPlace(tmp_path / "gone.png")}
    names = [*places, "unknown.png"]
    finish(draft_work.shrinking_photos(names, places, 48), lambda step: made.append(step.result))
    assert [small.image for small in made] == [None, None, None]  # type: ignore[attr-defined]
