"""A workspace on a fake engine, real photos in a temporary folder, and dialogs that answer."""

from __future__ import annotations

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from checkpoint_parts import (  # noqa: F401  fixtures for all tests here
    manager_config,
    managers,
    mine,
    set_questions,
    sets_home,
)
from desk_parts import desk  # noqa: F401  and this one
from dialog_makers import makers  # noqa: F401  and this one
from download_dialog_parts import (  # noqa: F401  and these
    checkpoint_server,
    small_checkpoint,
)
from export_parts import open_export  # noqa: F401  and this one
from fake_engine import FakeBench, FakeSession
from photo_files import write_photo
from preferences_parts import (  # noqa: F401  and these
    open_settings,
    settings,
    settings_answers,
    surveys,
)
from project_parts import start  # noqa: F401  and this one
from pytestqt.qtbot import QtBot
from queue_parts import make_queue  # noqa: F401  and this one
from training_parts import runs  # noqa: F401  and this one
from training_window_parts import (  # noqa: F401  and these
    own_home,
    scanned,
    training_photos,
    training_questions,
    training_window,
    with_boxes,
)

from engine.adjustments import AS_COLORIZED
from gui import theme
from gui.darkroom import Pane, Subject
from gui.dialogs import Answer
from gui.engine_thread import EngineThread
from gui.failures import Failures
from gui.main_window import MainWindow
from gui.open_photo import OpenPhoto
from gui.qimages import to_array
from gui.views.comparison import Comparison
from gui.views.instance_dock import InstanceDock
from gui.workspace import Workspace

FUSED = Subject(Pane.FUSED)


@pytest.fixture(autouse=True)
def collected_here() -> Iterator[None]:
    """Cycles with Qt objects are collected on this thread, as the app does."""
    gc.disable()
    yield
    gc.collect(1)
    gc.enable()


@pytest.fixture
def photo_file(tmp_path: Path) -> Path:
    return write_photo(tmp_path / "street.jpg")


@pytest.fixture
def bench() -> FakeBench:
    return FakeBench()


@pytest.fixture
def thread(qtbot: QtBot) -> Iterator[EngineThread]:
    worker = EngineThread()
    worker.start()
    yield worker
    assert worker.stop(), "the worker did not end"


@pytest.fixture
def workspace(thread: EngineThread, bench: FakeBench) -> Iterator[Workspace]:
    made = Workspace(thread, lambda: bench)
    made.album.look = AS_COLORIZED  # pictures are compared with the plain colours
    yield made
    bench.gate.set()


@pytest.fixture
def settle(qtbot: QtBot, workspace: Workspace) -> Callable[[], None]:
    """Waits until nothing is going on any more, not even in idle time."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not workspace.working, timeout=20_000)

    return wait


class Answers:
    """Dialogs that answer at once, and remember what was asked."""

    def __init__(self) -> None:
        self.photo: Path | None = None
        self.place: Path | None = None
        self.replace = False
        self.suggested: Path | None = None
        self.asked_to_replace: list[Path] = []
        self.folder: Path | None = None
        self.changes = Answer.CANCEL
        self.asked_to_save: list[list[str]] = []
        self.places: list[Path | None] = []  # answers of place_to_save, before `place`
        self.projects: list[Path] = []
        self.photo_of: Path | None = None
        self.asked_for_photo: list[str] = []
        self.discard = False
        self.asked_to_discard: list[list[str]] = []

    def photos_to_open(self, folder: Path) -> list[Path]:
        return [] if self.photo is None else [self.photo]

    def projects_to_open(self, folder: Path) -> list[Path]:
        return self.projects

    def place_for_project(self, suggested: Path) -> Path | None:
        return self.place_to_save(suggested)

    def photo_of_project(self, name: str, folder: Path) -> Path | None:
        self.asked_for_photo.append(name)
        return self.photo_of

    def may_discard(self, names: Sequence[str]) -> bool:
        self.asked_to_discard.append(list(names))
        return self.discard

    def place_to_save(self, suggested: Path) -> Path | None:
        self.suggested = suggested
        return self.places.pop(0) if self.places else self.place

    def folder_to_write(self, folder: Path) -> Path | None:
        return self.folder

    def save_changes(self, names: Sequence[str]) -> Answer:
        self.asked_to_save.append(list(names))
        return self.changes

    def may_replace(self, path: Path) -> bool:
        self.asked_to_replace.append(path)
        return self.replace


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def window(
    qtbot: QtBot, qapp: object, workspace: Workspace, thread: EngineThread, answers: Answers
) -> MainWindow:
    theme.apply(qapp)  # type: ignore[arg-type]
    shown = MainWindow(workspace, thread, Failures(), dialogs=answers)  # type: ignore[arg-type]
    qtbot.addWidget(shown)
    shown.resize(1100, 760)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


@pytest.fixture
def comparison(qtbot: QtBot, qapp: object, workspace: Workspace) -> Comparison:
    """The panes alone, without the window around them."""
    theme.apply(qapp)  # type: ignore[arg-type]
    shown = Comparison(workspace)
    qtbot.addWidget(shown)
    shown.resize(800, 600)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


@pytest.fixture
def dock(qtbot: QtBot, qapp: object, workspace: Workspace) -> InstanceDock:
    """The list of instances alone, without the window around it."""
    theme.apply(qapp)  # type: ignore[arg-type]
    made = InstanceDock(workspace)
    qtbot.addWidget(made)
    made.setMinimumSize(280, 400)
    made.resize(280, 700)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def photo(workspace: Workspace, settle: Callable[[], None], photo_file: Path) -> OpenPhoto:
    workspace.open(photo_file)
    settle()
    assert workspace.photo is not None
    return workspace.photo


@pytest.fixture
def session(photo: OpenPhoto, bench: FakeBench) -> FakeSession:
    """What the engine has done for the open photo."""
    return bench.sessions[0]


def shown(workspace: Workspace, subject: Subject = FUSED) -> np.ndarray:
    assert workspace.photo is not None
    picture = workspace.photo.picture(subject, 1.0)
    assert picture is not None
    return to_array(picture.images.largest)


def chroma(pixels: np.ndarray) -> float:
    return float((pixels.max(axis=2).astype(int) - pixels.min(axis=2)).mean())


@pytest.fixture
def opened(
    window: MainWindow, workspace: Workspace, photo_file: Path, settle: Callable[[], None]
) -> MainWindow:
    """The main window with a photo that is colorized."""
    window.files.open(photo_file)
    settle()
    return window
