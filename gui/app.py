"""The composition root: settings, theme, failures, worker, workspace and window."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from engine.adjustments import as_look
from engine.config import EngineConfig
from gui import theme
from gui.engine_thread import EngineThread, Lane
from gui.failures import Failures
from gui.garbage import GarbageCollector
from gui.jobs import Bench, EngineBench, warm_up
from gui.languages import SYSTEM, speak
from gui.main_window import MainWindow
from gui.preferences.settings import Settings
from gui.preferences.store import Preferences, Store
from gui.preferences.window_state import WindowState
from gui.workspace import Workspace

PANES = "panes"
WARM_UP_MS = 400  # after the first paint, since importing holds up the window


@dataclass
class App:
    """Everything that lives as long as the window."""

    settings: Settings
    bench: Bench
    thread: EngineThread
    workspace: Workspace
    failures: Failures
    window: MainWindow
    collector: GarbageCollector

    def warm_up(self) -> None:
        """Start the engine while the person looks for a photo."""
        self.thread.submit(Lane.WARM_UP, lambda: warm_up(self.bench))

    def close(self) -> bool:
        """End the workers after their current step; False if that takes too long."""
        self.collector.close()
        window = self.window
        closed = [part.close() for part in (window.projects, window.training, window.queue)]
        ended = [*closed, self.thread.stop()]
        return all(ended)

    def reload(self) -> None:
        """Load the networks anew, since their checkpoints are others."""
        self.bench = make_bench(self.settings.preferences.engine)
        self.workspace.use_bench(self.bench)
        self.window.queue.use_bench(make_bench(self.settings.preferences.engine))

    def follow(self, old: Preferences, new: Preferences) -> None:
        """Let changed settings take effect at once."""
        if new.theme != old.theme:
            theme.apply(application(), new.theme)
        if new.look != old.look:
            self.workspace.album.look = as_look(new.look)
            self.workspace.adjustments_changed.emit()  # Reset would do something else
        if new.engine != old.engine:
            self.bench = make_bench(new.engine, self.bench)
            self.workspace.use_bench(self.bench, again=not new.engine.colorizes_like(old.engine))
            self.window.queue.use_bench(make_bench(new.engine))


def build(settings: Settings | EngineConfig) -> App:
    """Make the parts and tie them together; nothing is shown yet.

    Args:
        settings: followed when they change; those of an engine alone are kept nowhere.
    """
    if isinstance(settings, EngineConfig):
        settings = Settings(preferences=Preferences(engine=settings))
    theme.apply(application(), settings.preferences.theme)
    bench = make_bench(settings.preferences.engine)
    failures = Failures()
    thread = EngineThread()
    thread.failed.connect(failures.show)
    workspace = Workspace(thread, bench)
    workspace.album.look = as_look(settings.preferences.look)
    window = MainWindow(workspace, thread, failures, settings)
    window.queue.use_bench(make_bench(settings.preferences.engine))  # of its own, for its thread
    collector = GarbageCollector()
    workspace.engine_changed.connect(collector.settle)
    app = App(settings, bench, thread, workspace, failures, window, collector)
    settings.changed.connect(app.follow)
    settings.failed.connect(failures.show)
    window.training.checkpoints_changed.connect(app.reload)
    window.settings.checkpoints_changed.connect(app.reload)
    thread.start()
    return app


def make_bench(config: EngineConfig, before: Bench | None = None) -> Bench:
    """What gives the engine of these settings, made when it is first asked for.

    Args:
        config: the settings.
        before: the engine of other settings, whose networks are kept where they are the same.
    """

    earlier = [before]  # let go when it was asked, since it may hold other networks

    @cache
    def bench() -> EngineBench:
        from engine.workbench import Workbench  # imports torch; only ever called on the worker

        last = earlier.pop()
        return Workbench(config) if last is None else last().reconfigured(config)

    return bench


def application() -> QApplication:
    """The one QApplication; `build` dresses it."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    made = QApplication(sys.argv[:1])
    made.setApplicationName("Instance Colorizer")
    made.setOrganizationName("Instance Colorizer")
    made.setDesktopFileName("instance-colorizer")
    made.setWindowIcon(theme.icon("app"))
    return made


def run(photo: Path | None, store: Store | None = None) -> int:
    """Show the window until it is closed.

    Args:
        photo: opened at once, if there is one.
        store: where settings are kept, by default at the platform's place.

    Returns:
        the exit status.
    """
    qt = application()
    speak(qt, SYSTEM)  # until the settings are read, which may have something to say
    settings = Settings(store or Store())
    speak(qt, settings.preferences.language)
    app = build(settings)
    app.failures.start_log()
    app.failures.install()
    place = WindowState(settings.folder)
    place.restore(app.window)
    app.window.restore(place.text(PANES))
    app.window.show()
    app.window.offer_what_was_left()
    app.window.help.offer_tour(photo)
    if photo is not None:
        app.window.files.open(photo)
    else:
        QTimer.singleShot(WARM_UP_MS, app.warm_up)
    if settings.trouble is not None:  # told last, since opening a photo closes older messages
        app.failures.show(settings.trouble)
    status = qt.exec()
    place.save(app.window)
    place.set_text(PANES, app.window.state())
    if not app.close():
        # A step that hangs, such as a download, must not keep a closed app alive.
        logging.getLogger(__name__).warning("The worker did not end in time")
        logging.shutdown()
        os._exit(status)
    return status
