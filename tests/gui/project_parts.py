"""Starts of the app whose work is kept, and what is done in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from fake_engine import FakeBench
from pytestqt.qtbot import QtBot

from engine.instances import Box
from engine.variants import VARIANTS
from gui import theme
from gui.engine_thread import EngineThread
from gui.failures import Failures
from gui.main_window import MainWindow
from gui.preferences.settings import Settings
from gui.preferences.store import Store
from gui.projects import keeper
from gui.views.offer_bar import OfferBar
from gui.workspace import Workspace

if TYPE_CHECKING:
    from conftest import Answers  # which imports this

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


def work_begun(qtbot: QtBot, start: Callable[[], Start], photo: Path) -> Start:
    """A start with the photo open and its first object off, which nobody has saved."""
    app = start()
    open_photo(qtbot, app, photo)
    app.workspace.editor.set_enabled(0, False)
    return app


def until_kept(qtbot: QtBot, tmp_path: Path) -> None:
    """Waits until the work on one photo is kept."""
    qtbot.waitUntil(lambda: len(kept(tmp_path)) == 1, timeout=PATIENCE_MS)


def save(qtbot: QtBot, app: Start) -> None:
    """Saves the open photo's project and waits for what follows."""
    app.projects.save()
    settled(qtbot, app)


def saved_and_closed(qtbot: QtBot, start: Callable[[], Start], photo: Path) -> Start:
    """A start that has saved the project of such work, and closed the photo."""
    app = work_begun(qtbot, start, photo)
    save(qtbot, app)
    assert app.workspace.entry is not None
    app.workspace.close_photo(app.workspace.entry)
    return app
