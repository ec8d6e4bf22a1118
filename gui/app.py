"""The composition root: theme, failures, worker, workspace and window."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from engine.config import EngineConfig
from gui import theme
from gui.engine_thread import EngineThread, Lane
from gui.failures import Failures
from gui.jobs import EngineBench, warm_up
from gui.main_window import MainWindow
from gui.workspace import Workspace

WARM_UP_MS = 400  # after the first paint, since importing holds up the window
SIZE = (1360, 860)
SCREEN_SHARE = 0.92


@dataclass
class App:
    """Everything that lives as long as the window."""

    bench: Callable[[], EngineBench]
    thread: EngineThread
    workspace: Workspace
    failures: Failures
    window: MainWindow

    def warm_up(self) -> None:
        """Start the engine while the person looks for a photo."""
        self.thread.submit(Lane.WARM_UP, lambda: warm_up(self.bench))

    def close(self) -> bool:
        """End the worker after its current step; False if that takes too long."""
        return self.thread.stop()


def build(config: EngineConfig) -> App:
    """Make the parts and tie them together; nothing is shown yet."""

    @cache
    def bench() -> EngineBench:
        from engine.workbench import Workbench  # imports torch; only ever called on the worker

        return Workbench(config)

    failures = Failures()
    thread = EngineThread()
    thread.failed.connect(failures.show)
    workspace = Workspace(thread, bench)
    window = MainWindow(workspace, failures)
    thread.start()
    return App(bench, thread, workspace, failures, window)


def application() -> QApplication:
    """The one QApplication, dressed."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    made = QApplication(sys.argv[:1])
    made.setApplicationName("Instance Colorizer")
    made.setOrganizationName("Instance Colorizer")
    made.setDesktopFileName("instance-colorizer")
    theme.apply(made)
    made.setWindowIcon(theme.icon("app"))
    return made


def run(photo: Path | None) -> int:
    """Show the window, with this photo if there is one, until it is closed; the exit status."""
    qt = application()
    app = build(EngineConfig())
    app.failures.start_log()
    app.failures.install()
    room = qt.primaryScreen().availableSize() * SCREEN_SHARE
    app.window.resize(min(SIZE[0], room.width()), min(SIZE[1], room.height()))
    app.window.show()
    if photo is not None:
        app.window.files.open(photo)
    else:
        QTimer.singleShot(WARM_UP_MS, app.warm_up)
    status = qt.exec()
    if not app.close():
        # A step that hangs, such as a download, must not keep a closed app alive.
        logging.getLogger(__name__).warning("The worker did not end in time")
        logging.shutdown()
        os._exit(status)
    return status
