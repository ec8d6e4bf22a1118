"""Projects: saved, opened, kept by themselves, and brought back after the app was killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import Answers, write_photo
from fake_engine import FakeBench
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from engine.errors import EngineError
from engine.instances import Box
from engine.photo import photo_of
from engine.project import project_beside
from engine.project_file import read_project
from engine.variants import VARIANTS
from gui import theme
from gui.app import build
from gui.dialogs import Answer
from gui.engine_thread import EngineThread
from gui.failures import Failures
from gui.main_window import MainWindow
from gui.preferences.settings import Settings
from gui.preferences.store import Store
from gui.projects import keeper
from gui.recent_menu import recent_name
from gui.thumbnails import thumbnail
from gui.views.offer_bar import OfferBar
from gui.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_MS = 30_000


class Start:
    """One start of the app on a fake engine, with settings in a folder."""

    def __init__(self, home: Path, answers: Answers) -> None:
        self.thread = EngineThread()
        self.thread.start()
        self.bench = FakeBench()
        self.workspace = Workspace(self.thread, lambda: self.bench)
        self.settings = Settings(Store(home))
        self.window = MainWindow(
            self.workspace,
            self.thread,
            Failures(),
            self.settings,
            answers,  # type: ignore[arg-type]
        )
        self.window.resize(1100, 760)
        self.ended = False

    @property
    def projects(self):  # type: ignore[no-untyped-def]
        return self.window.projects

    @property
    def quiet(self) -> bool:
        return not self.workspace.working and not self.projects._chores.busy

    def end(self) -> None:
        """As the app does when its window has closed."""
        if not self.ended:
            self.ended = True
            assert self.projects.close()
            assert self.window.queue.close()
            assert self.thread.stop()


@pytest.fixture
def start(
    qtbot: QtBot,
    qapp: object,
    tmp_path: Path,
    answers: Answers,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[], Start]]:
    """Starts the app; every start has the same settings folder."""
    monkeypatch.setattr(keeper, "WAIT_MS", 20)
    theme.apply(qapp)  # type: ignore[arg-type]
    made: list[Start] = []

    def begin() -> Start:
        made.append(Start(tmp_path / "home", answers))
        qtbot.addWidget(made[-1].window)
        with qtbot.waitExposed(made[-1].window):
            made[-1].window.show()
        return made[-1]

    yield begin
    for one in made:
        one.end()


def settled(qtbot: QtBot, app: Start) -> None:
    qtbot.waitUntil(lambda: app.quiet, timeout=PATIENCE_MS)


def offered(qtbot: QtBot, app: Start) -> OfferBar:
    """The offer of a start that finds something."""
    app.window.offer_what_was_left()
    qtbot.waitUntil(lambda: app.projects.offer_bar is not None, timeout=PATIENCE_MS)
    bar: OfferBar = app.projects.offer_bar
    return bar


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "home" / "unsaved").glob("*/*.colorizer"))


def change_everything(app: Start) -> None:
    """Anything that a person can choose on a photo."""
    editor = app.workspace.editor
    editor.set_enabled(0, False)
    editor.rename(1, "Großmutter")
    drawn = editor.add(Box(10.5, 12.25, 60, 70), "hat")
    assert drawn is not None
    now = editor.edit.instance(drawn)
    assert now is not None
    mask = np.zeros((58, 50), bool)
    mask[10:40, 5:30] = True
    editor.set_outline(now, mask)
    editor.steer(drawn, "Colour of {name}", colour=(178, 34, 40), point=(20.0, 30.0))
    editor.steer(1, "Strength of {name}", strength=2.5, saturation=0.3, warmth=-0.25)
    editor.choose_variant(VARIANTS[2])
    editor.set_adjustments(replace(editor.edit.adjustments, warmth=0.4))
    editor.set_strength(1.75)
    editor.delete(2)


def open_photo(qtbot: QtBot, app: Start, photo: Path) -> None:
    app.window.files.open(photo)
    settled(qtbot, app)
    assert app.workspace.entry is not None
    assert app.workspace.entry.path == photo


# Saved and opened by the person


def test_a_project_is_saved_beside_the_photo_and_reopened_exactly(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path, tmp_path: Path
) -> None:
    first = start()
    assert not first.projects.save_action.isEnabled()
    open_photo(qtbot, first, photo_file)
    change_everything(first)
    edit = first.workspace.editor.edit
    first.projects.save_action.trigger()
    settled(qtbot, first)
    beside = project_beside(photo_file)
    assert beside.is_file()
    entry = first.workspace.entry
    assert entry is not None
    assert not entry.unsaved
    assert not kept(tmp_path), "what the person's file holds needs no keeping"
    first.window.close()
    first.end()

    second = start()
    second.window.files.open(beside)
    settled(qtbot, second)
    assert second.workspace.editor.edit == edit
    assert second.workspace.photo is not None
    assert second.workspace.photo.fused is not None
    assert second.workspace.photo.fused.recipe == edit.recipe, "the picture shows it"
    entry = second.workspace.entry
    assert entry is not None
    assert entry.path == photo_file
    assert not entry.unsaved
    assert not second.window.banner.isVisible()
    assert second.settings.preferences.recent == (beside,), "in the photo's place"
    second.workspace.editor.set_enabled(1, False)
    assert entry.unsaved
    second.projects.save()
    settled(qtbot, second)
    assert 1 not in read_project(beside).enabled
    assert not entry.unsaved


def test_opening_over_other_choices_can_be_undone(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path
) -> None:
    app = start()
    open_photo(qtbot, app, photo_file)
    app.workspace.editor.set_enabled(0, False)
    app.projects.save()
    settled(qtbot, app)
    app.workspace.editor.enable_none()
    other = app.workspace.editor.edit
    app.projects.open([project_beside(photo_file)])
    settled(qtbot, app)
    assert app.workspace.enabled == {1, 2}
    assert len(app.workspace.album.entries) == 1
    app.workspace.editor.undo()
    assert app.workspace.editor.edit == other


def test_opening_while_its_photo_is_being_looked_at(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path
) -> None:
    app = start()
    open_photo(qtbot, app, photo_file)
    change_everything(app)
    edit = app.workspace.editor.edit
    app.projects.save()
    settled(qtbot, app)
    assert app.workspace.entry is not None
    app.workspace.close_photo(app.workspace.entry)
    app.window.files.open(photo_file)
    app.window.files.open(project_beside(photo_file))
    settled(qtbot, app)
    assert [entry.path for entry in app.workspace.album.entries] == [photo_file]
    assert app.workspace.editor.edit == edit


def test_a_dropped_project_opens_and_several_show_the_first(
    qtbot: QtBot, start: Callable[[], Start], tmp_path: Path
) -> None:
    app = start()
    photos = [write_photo(tmp_path / f"{name}.jpg") for name in "ab"]
    for number, photo in enumerate(photos):
        open_photo(qtbot, app, photo)
        app.workspace.editor.set_enabled(number, False)
        app.projects.save()
        settled(qtbot, app)
    for entry in list(app.workspace.album.entries):
        app.workspace.close_photo(entry)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(project_beside(photo))) for photo in photos])
    app.window.dropEvent(
        QDropEvent(
            QPointF(9, 9),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    settled(qtbot, app)
    assert [entry.path for entry in app.workspace.album.entries] == photos
    assert app.workspace.entry is app.workspace.album.entries[0]
    app.workspace.show(app.workspace.album.entries[1])
    settled(qtbot, app)
    assert app.workspace.enabled == {0, 2}


def test_a_photo_that_is_gone_is_asked_for(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path, tmp_path: Path, answers: Answers
) -> None:
    app = start()
    open_photo(qtbot, app, photo_file)
    app.workspace.editor.set_enabled(0, False)
    app.projects.save()
    settled(qtbot, app)
    assert app.workspace.entry is not None
    app.workspace.close_photo(app.workspace.entry)
    (tmp_path / "elsewhere").mkdir()
    moved = photo_file.rename(tmp_path / "elsewhere" / "other name.jpg")
    beside = project_beside(photo_file)

    app.projects.open([beside])
    settled(qtbot, app)
    assert answers.asked_for_photo == ["street.jpg"]
    assert not app.workspace.album.entries, "the person has given up"

    answers.photo_of = moved
    app.projects.open([beside])
    settled(qtbot, app)
    assert app.workspace.entry is not None
    assert app.workspace.entry.path == moved
    assert app.workspace.enabled == {1, 2}
    assert not app.window.banner.isVisible()

    app.workspace.close_photo(app.workspace.entry)
    answers.photo_of = write_photo(tmp_path / "large.jpg", 300, 200)
    app.projects.open([beside])
    settled(qtbot, app)
    assert not app.workspace.album.entries
    assert "300 x 200" in app.window.banner.text


def test_a_changed_photo_is_told(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path
) -> None:
    app = start()
    open_photo(qtbot, app, photo_file)
    app.workspace.editor.set_enabled(0, False)
    app.projects.save()
    settled(qtbot, app)
    assert app.workspace.entry is not None
    app.workspace.close_photo(app.workspace.entry)
    photo_file.write_bytes(photo_file.read_bytes() + b"\0")
    app.projects.open([project_beside(photo_file)])
    settled(qtbot, app)
    assert app.workspace.enabled == {1, 2}
    assert "street.jpg has changed" in app.window.banner.text


def test_a_bad_project_is_one_sentence(
    qtbot: QtBot, start: Callable[[], Start], tmp_path: Path
) -> None:
    app = start()
    bad = tmp_path / "bad.colorizer"
    bad.write_bytes(b"{")
    app.window.files.open(bad)
    settled(qtbot, app)
    assert app.window.banner.text.startswith("The project bad.colorizer is damaged")
    assert not app.workspace.album.entries


def test_the_small_picture_of_a_project_is_its_photos(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path
) -> None:
    app = start()
    open_photo(qtbot, app, photo_file)
    app.projects.save()
    settled(qtbot, app)
    beside = project_beside(photo_file)
    assert thumbnail(beside, 60) == thumbnail(photo_file, 60)
    assert recent_name(beside) == "street.jpg"
    photo_file.unlink()
    os.mkfifo(photo_file)
    with pytest.raises(EngineError, match="no photo"):
        thumbnail(beside, 60)


def test_a_file_that_is_there_is_only_replaced_after_a_question(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path, answers: Answers
) -> None:
    app = start()
    beside = project_beside(photo_file)
    beside.write_text("mine")
    open_photo(qtbot, app, photo_file)
    app.projects.save()
    settled(qtbot, app)
    assert answers.asked_to_replace == [beside]
    assert beside.read_text() == "mine"
    answers.place = photo_file  # typed by hand: the photo itself
    before = photo_file.read_bytes()
    answers.replace = True
    app.projects.save_as()
    settled(qtbot, app)
    assert photo_file.read_bytes() == before
    assert read_project(beside).photo.path == "street.jpg"


def test_the_work_on_a_pasted_photo_comes_back(
    qtbot: QtBot, start: Callable[[], Start], answers: Answers, tmp_path: Path
) -> None:
    first = start()
    pixels = np.random.default_rng(0).integers(0, 256, (90, 120, 3), np.uint8)
    first.workspace.open_pasted(photo_of(pixels))
    settled(qtbot, first)
    change_everything(first)
    edit = first.workspace.editor.edit
    first.window.close()
    assert not answers.asked_to_save, "it is kept"
    first.end()

    second = start()
    bar = offered(qtbot, second)
    assert bar.text == "Your unsaved work on a pasted photo is kept from last time."
    bar.buttons[0].click()
    settled(qtbot, second)
    entry = second.workspace.entry
    assert entry is not None
    assert (entry.name, entry.path) == ("Pasted 1", None)
    assert entry.history.edit == edit
    assert second.workspace.photo is not None
    assert np.array_equal(second.workspace.photo.darkroom.photo.source, pixels)
    assert len(kept(tmp_path)) == 1
    second.window.close()
    second.end()

    third = start()
    answers.discard = True
    offered(qtbot, third).buttons[1].click()
    assert not kept(tmp_path)
    assert not list((tmp_path / "home" / "unsaved").glob("*/*.png"))


def test_the_project_of_a_pasted_photo_is_saved_with_the_photo(
    qtbot: QtBot, start: Callable[[], Start], answers: Answers, tmp_path: Path
) -> None:
    app = start()
    pixels = np.random.default_rng(0).integers(0, 256, (90, 120, 3), np.uint8)
    app.workspace.open_pasted(photo_of(pixels))
    settled(qtbot, app)
    app.workspace.editor.set_enabled(0, False)
    qtbot.waitUntil(lambda: len(kept(tmp_path)) == 1, timeout=PATIENCE_MS)
    taken = tmp_path / "taken.png"
    taken.write_bytes(b"somebody's")
    answers.place = tmp_path / "taken.png.colorizer"
    app.projects.save()
    assert "taken.png" in app.window.banner.text
    assert taken.read_bytes() == b"somebody's"
    answers.place = tmp_path / "mine.colorizer"
    app.projects.save()
    settled(qtbot, app)
    assert answers.suggested is not None
    assert answers.suggested.name == "Pasted 1.png.colorizer"
    with Image.open(tmp_path / "mine.png") as image:
        assert np.array_equal(np.asarray(image), pixels)
    entry = app.workspace.entry
    assert entry is not None
    assert entry.path == tmp_path / "mine.png"
    assert not entry.unsaved
    assert not kept(tmp_path), "what the person's file holds needs no keeping"
    app.workspace.editor.set_enabled(0, True)
    app.projects.save()
    settled(qtbot, app)
    assert 0 in read_project(tmp_path / "mine.colorizer").enabled


# Beside a photo


def test_a_project_beside_a_photo_is_offered_once(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path
) -> None:
    first = start()
    open_photo(qtbot, first, photo_file)
    first.workspace.editor.set_enabled(0, False)
    first.projects.save()
    settled(qtbot, first)
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


# Kept by itself


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
    third.projects.save()
    settled(qtbot, third)
    assert not kept(tmp_path)


def test_what_a_result_holds_is_not_offered_after_closing(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path, tmp_path: Path
) -> None:
    app = start()
    open_photo(qtbot, app, photo_file)
    app.workspace.editor.set_enabled(0, False)
    qtbot.waitUntil(lambda: len(kept(tmp_path)) == 1, timeout=PATIENCE_MS)
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
    app = start()
    open_photo(qtbot, app, photo_file)
    app.workspace.editor.set_enabled(0, False)
    qtbot.waitUntil(lambda: len(kept(tmp_path)) == 1, timeout=PATIENCE_MS)
    assert app.workspace.entry is not None
    answers.changes = Answer.DISCARD
    assert app.window.closing.may_close(app.workspace.entry)
    assert answers.asked_to_save == [["street.jpg"]]
    settled(qtbot, app)
    assert not kept(tmp_path)


def test_undoing_everything_leaves_nothing_to_keep(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path, tmp_path: Path
) -> None:
    app = start()
    open_photo(qtbot, app, photo_file)
    app.workspace.editor.set_enabled(0, False)
    qtbot.waitUntil(lambda: len(kept(tmp_path)) == 1, timeout=PATIENCE_MS)
    app.workspace.editor.undo()
    qtbot.waitUntil(lambda: not kept(tmp_path), timeout=PATIENCE_MS)


def test_later_keeps_it_and_discard_asks(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path, tmp_path: Path, answers: Answers
) -> None:
    first = start()
    open_photo(qtbot, first, photo_file)
    first.workspace.editor.set_enabled(0, False)
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
    first = start()
    open_photo(qtbot, first, photo_file)
    first.workspace.editor.set_enabled(0, False)
    qtbot.waitUntil(lambda: len(kept(tmp_path)) == 1, timeout=PATIENCE_MS)
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


# Killed

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
