"""Errors: one place, one sentence, the details for what nobody expected, and the log."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.errors import EngineError
from gui.failures import Failures


@pytest.fixture
def hooks() -> Iterator[None]:
    before = (sys.excepthook, threading.excepthook, list(logging.getLogger().handlers))
    yield
    sys.excepthook, threading.excepthook = before[:2]
    for handler in logging.getLogger().handlers[:]:
        if handler not in before[2]:
            logging.getLogger().removeHandler(handler)
            handler.close()


@pytest.fixture
def told() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def failures(qtbot: QtBot, told: list[tuple[str, str]]) -> Iterator[Failures]:
    made = Failures()
    made.tell = lambda message, remedy: told.append((message, remedy))
    yield made
    if made.dialog is not None:
        made.dialog.close()
        made.dialog.deleteLater()


def test_what_a_person_can_act_on_is_told(
    qtbot: QtBot, failures: Failures, told: list[tuple[str, str]]
) -> None:
    failures.show(EngineError("The disk is full.", "Free some space."))
    qtbot.waitUntil(lambda: bool(told))
    assert told == [("The disk is full.", "Free some space.")]
    assert failures.dialog is None


def test_an_error_of_another_thread_is_shown_too(
    qtbot: QtBot, hooks: None, failures: Failures, told: list[tuple[str, str]]
) -> None:
    failures.install()

    def broken() -> None:
        raise EngineError("From a thread.", "")

    worker = threading.Thread(target=broken)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(told))
    assert told == [("From a thread.", "")]


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_what_nobody_has_caught_is_shown_and_logged(
    qtbot: QtBot, hooks: None, failures: Failures, tmp_path: Path
) -> None:
    failures.start_log(tmp_path / "logs")
    failures.install()
    try:
        raise KeyError("lost")
    except KeyError:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: failures.dialog is not None and failures.dialog.isVisible())
    assert failures.dialog is not None
    assert "KeyError: 'lost'" in failures.dialog.details.toPlainText()
    assert failures.log_file is not None
    assert "KeyError: 'lost'" in failures.log_file.read_text(encoding="utf-8")


def test_the_log_does_not_say_whose_it_is(
    hooks: None, failures: Failures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ada"))
    failures.start_log(tmp_path / "logs")
    failures.show(EngineError("The photo /home/ada/photos/a.jpg is damaged."))
    assert failures.log_file is not None
    assert "The photo ~/photos/a.jpg is damaged." in failures.log_file.read_text(encoding="utf-8")
    if sys.platform != "win32":
        assert failures.log_file.parent.stat().st_mode & 0o077 == 0


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_second_error_does_not_cover_the_first(qtbot: QtBot, failures: Failures) -> None:
    failures.show(ValueError("first"))
    qtbot.waitUntil(lambda: failures.dialog is not None)
    first = failures.dialog
    failures.show(ValueError("second"))
    qtbot.wait(20)
    assert failures.dialog is first


def test_a_log_that_cannot_be_written_is_no_error(
    hooks: None, failures: Failures, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    failures.start_log(tmp_path / "file" / "logs")
    assert failures.log_file is None
