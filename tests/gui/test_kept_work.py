"""Work that is kept by itself: offered at the next start, also of a killed app."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answers
from project_parts import (
    PATIENCE_MS,
    Start,
    change_everything,
    kept,
    offered,
    open_photo,
    save,
    settled,
    until_kept,
    work_begun,
)
from pytestqt.qtbot import QtBot

from engine.adjustments import Adjustments
from engine.project import project_beside
from engine.project_file import read_project
from engine.steps import Step, Steps
from gui.app import build
from gui.dialogs import Answer
from gui.preferences.settings import Settings
from gui.preferences.store import Store
from gui.projects.session_folder import SessionFolder

ROOT = Path(__file__).resolve().parents[2]


def test_a_project_beside_a_photo_is_offered_once(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path
) -> None:
    first = work_begun(qtbot, start, photo_file)
    save(qtbot, first)
    bar = first.window.beside_offer.bar
    assert not bar.isVisible(), "it is open"
    first.window.close()
    first.end()

    second = start()
    open_photo(qtbot, second, photo_file)
    bar = second.window.beside_offer.bar
    assert bar.isVisible()
    middle = bar.mapTo(second.window, bar.rect().center())
    shown = second.window.childAt(middle)
    assert shown is bar or bar.isAncestorOf(shown), "the panes do not cover it"
    assert photo_file.name in bar.text
    assert second.workspace.enabled == {0, 1, 2}, "nothing is done before the person says so"
    bar.buttons[0].click()
    settled(qtbot, second)
    assert not bar.isVisible()
    assert second.workspace.enabled == {1, 2}
    entry = second.workspace.entry
    assert entry is not None
    assert entry.project == project_beside(photo_file)
    second.workspace.editor.undo()
    assert second.workspace.enabled == {0, 1, 2}


def test_closing_the_window_asks_nothing_and_the_next_start_brings_it_back(
    qtbot: QtBot,
    start: Callable[[], Start],
    photo_file: Path,
    tmp_path: Path,
    answers: Answers,
) -> None:
    first = start()
    open_photo(qtbot, first, photo_file)
    change_everything(first)
    edit = first.workspace.editor.edit
    assert first.window.close(), "at once, within the second in which it is not written yet"
    assert not answers.asked_to_save
    first.end()
    assert len(kept(tmp_path)) == 1

    second = start()
    bar = offered(qtbot, second)
    assert bar.isVisible()
    assert bar.text == "Your unsaved work on street.jpg is kept from last time."
    bar.buttons[0].click()
    settled(qtbot, second)
    assert not bar.isVisible()
    assert second.workspace.editor.edit == edit
    entry = second.workspace.entry
    assert entry is not None
    assert entry.path == photo_file
    assert entry.unsaved
    assert len(kept(tmp_path)) == 1
    assert kept(tmp_path)[0].parent == second.projects.keeper.folder.path
    assert second.window.close()
    second.end()

    third = start()
    offered(qtbot, third).buttons[0].click()
    settled(qtbot, third)
    assert third.workspace.editor.edit == edit, "not touched in the second start, and still kept"
    save(qtbot, third)
    assert not kept(tmp_path)


def test_what_a_result_holds_is_not_offered_after_closing(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path, tmp_path: Path
) -> None:
    app = work_begun(qtbot, start, photo_file)
    until_kept(qtbot, tmp_path)
    settled(qtbot, app)
    app.workspace.save(tmp_path / "result.png")
    settled(qtbot, app)
    qtbot.waitUntil(lambda: (tmp_path / "result.png").exists(), timeout=PATIENCE_MS)
    assert kept(tmp_path), "a crash now would lose boxes and colours"
    assert app.window.close()
    app.end()
    assert not kept(tmp_path)
    assert not list((tmp_path / "home" / "unsaved").iterdir())


def test_closing_a_photo_asks_and_forgets_it(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path, tmp_path: Path, answers: Answers
) -> None:
    app = work_begun(qtbot, start, photo_file)
    until_kept(qtbot, tmp_path)
    assert app.workspace.entry is not None
    answers.changes = Answer.DISCARD
    assert app.window.closing.may_close(app.workspace.entry)
    assert answers.asked_to_save == [["street.jpg"]]
    settled(qtbot, app)
    assert not kept(tmp_path)


def test_undoing_everything_leaves_nothing_to_keep(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path, tmp_path: Path
) -> None:
    app = work_begun(qtbot, start, photo_file)
    until_kept(qtbot, tmp_path)
    app.workspace.editor.undo()
    qtbot.waitUntil(lambda: not kept(tmp_path), timeout=PATIENCE_MS)


def test_later_keeps_it_and_discard_asks(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path, tmp_path: Path, answers: Answers
) -> None:
    first = work_begun(qtbot, start, photo_file)
    first.window.close()
    first.end()
    second = start()
    bar = offered(qtbot, second)
    bar.later_button.click()
    assert len(kept(tmp_path)) == 1
    bar.buttons[1].click()
    assert answers.asked_to_discard == [["street.jpg"]]
    assert bar.isVisible(), "thought better of it"
    assert len(kept(tmp_path)) == 1
    answers.discard = True
    bar.buttons[1].click()
    assert not bar.isVisible()
    assert not list((tmp_path / "home" / "unsaved").iterdir())


def test_the_work_of_a_running_app_is_not_offered(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path, tmp_path: Path
) -> None:
    work_begun(qtbot, start, photo_file)
    until_kept(qtbot, tmp_path)
    second = start()
    second.window.offer_what_was_left()
    settled(qtbot, second)
    assert second.projects.offer_bar is None
    assert len(kept(tmp_path)) == 1


def test_where_nothing_can_be_kept_it_is_told_once_and_asked_at_the_end(
    qtbot: QtBot,
    start: Callable[[], Start],
    photo_file: Path,
    tmp_path: Path,
    answers: Answers,
) -> None:
    app = start()
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / "unsaved").write_text("a file in the way")
    told: list[object] = []
    app.projects.failed.connect(told.append)
    open_photo(qtbot, app, photo_file)
    app.workspace.editor.set_enabled(0, False)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
    app.workspace.editor.set_enabled(1, False)
    settled(qtbot, app)
    qtbot.wait(100)
    assert len(told) == 1
    assert "cannot be kept" in app.window.banner.text
    assert not app.window.close()
    assert answers.asked_to_save == [["street.jpg"]]


def test_a_folder_whose_lock_could_not_be_made_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = SessionFolder(tmp_path / "unsaved")
    opened, failures = Path.open, iter([OSError("The disk is full")])

    def opening(path: Path, mode: str) -> object:
        for failure in failures:
            raise failure
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", opening)
    with pytest.raises(OSError, match="full"):
        folder.new_file()
    assert folder.new_file().parent == folder.path
    folder.close()


def test_unreadable_work_is_left_alone(
    qtbot: QtBot, start: Callable[[], Start], tmp_path: Path
) -> None:
    folder = tmp_path / "home" / "unsaved" / "0123abcd"
    folder.mkdir(parents=True)
    (folder / "lock").touch()
    (folder / "a.colorizer").write_text('{"format": "instance-colorizer project", "version": 99}')
    app = start()
    app.window.offer_what_was_left()
    settled(qtbot, app)
    assert app.projects.offer_bar is None
    assert (folder / "a.colorizer").exists()


WORK = """
import sys
from pathlib import Path
sys.path[:0] = [{tests!r}]
from PySide6.QtCore import QTimer
from fake_engine import FakeBench
from gui import app as composition
from gui.projects import keeper
keeper.WAIT_MS = 0  # so that it is nearly always writing
composition.make_bench = lambda *_: lambda bench=FakeBench(): bench
from gui.preferences.settings import Settings
from gui.preferences.store import Store
qt = composition.application()
app = composition.build(Settings(Store(Path(sys.argv[2]))))
app.window.show()
app.window.files.open(Path(sys.argv[1]))
count = 0

def work():
    global count
    if app.workspace.can_edit:
        count += 1
        app.workspace.editor.rename(1, f"name {{count}}")
        app.workspace.editor.set_strength(1 + count / 10_000)

timer = QTimer(interval=3)
timer.timeout.connect(work)
timer.start()
qt.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 there")
def test_killed_while_it_keeps_the_work(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path, tmp_path: Path
) -> None:
    code = WORK.format(tests=str(ROOT / "tests" / "gui"))
    home = tmp_path / "home"
    random.seed(7)
    for round_ in range(1, 5):
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(photo_file), str(home)],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 240  # a busy machine starts slowly
        while len(kept(tmp_path)) < round_ and time.monotonic() < deadline:
            assert process.poll() is None, "it has ended by itself"
            time.sleep(0.01)
        time.sleep(random.uniform(0.02, 0.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        files = kept(tmp_path)
        assert len(files) == round_
        for file in files:
            found = read_project(file)
            number = found.instances[1].label.removeprefix("name ")
            assert abs(found.strength - 1 - int(number) / 10_000) < 1.5e-4, "one moment's choices"

    newest = read_project(max(kept(tmp_path), key=lambda file: file.stat().st_mtime))
    app = start()
    bar = offered(qtbot, app)
    settled(qtbot, app)
    assert bar.text == "Your unsaved work on street.jpg is kept from last time."
    assert not list((home / "unsaved").glob("*/.*.part")), "torn files are swept"
    bar.buttons[0].click()
    settled(qtbot, app)
    assert len(app.workspace.album.entries) == 1
    edit = app.workspace.editor.edit
    assert (edit.instances, edit.enabled) == (newest.instances, newest.enabled)
    assert edit.strength == newest.strength
    assert len(kept(tmp_path)) == 1, "what the others held can be undone to"
    assert app.workspace.editor.undo_text == "Bring Back"


def test_the_app_ties_it_together(qtbot: QtBot, tmp_path: Path) -> None:
    app = build(Settings(Store(tmp_path)))
    qtbot.addWidget(app.window)
    assert app.window.projects.keeper.folder is not None
    app.window.close()
    assert app.close()


def test_what_is_changed_before_the_objects_are_known_is_kept_with_them(
    qtbot: QtBot,
    start: Callable[[], Start],
    photo_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = start()
    loaded, begin = threading.Event(), first.bench.start

    def slow(*given: object) -> Steps[object]:
        yield Step("Loading", 0, 1)
        loaded.wait(10)
        return (yield from begin(*given))  # type: ignore[arg-type]

    monkeypatch.setattr(first.bench, "start", slow)
    first.window.files.open(photo_file)
    qtbot.waitUntil(lambda: first.workspace.photo is not None)
    first.workspace.editor.set_adjustments(Adjustments(0.5))
    qtbot.wait(100)
    assert not kept(tmp_path), "a project without objects is one of a photo in which are none"
    loaded.set()
    settled(qtbot, first)
    until_kept(qtbot, tmp_path)
    project = read_project(kept(tmp_path)[0])
    assert (project.adjustments.saturation, len(project.instances)) == (0.5, 3)
