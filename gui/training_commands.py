"""The Train menu: the window that trains, a run that goes on, and using what came out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from engine.errors import EngineError
from engine.texts import tr
from engine.training import checkpoint_sets as sets
from engine.training.events import Evaluated, EventReader
from engine.training.known_runs import active_run, known_runs
from engine.training.run_folder import RunFolder
from gui.preferences.settings import Settings

if TYPE_CHECKING:
    from gui.training.wizard_window import TrainingWindow


class TrainingCommands(QObject):
    """Opens the training window, which lives until the app ends.

    Attributes:
        menu: Train, and the run that goes on.
        window: the training window, None before it was asked for.
        checkpoints_changed: the app's own checkpoints are others now, so it has to load them.
        told: one sentence on what was done.
        failed: an exception.
    """

    checkpoints_changed = Signal()
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self._parent = parent
        self.window: TrainingWindow | None = None
        self.menu = QMenu(tr("&Train"), parent)
        self.train_action = QAction(tr("&Train…"), self)
        self.train_action.setShortcut("Ctrl+T")
        self.train_action.setToolTip(tr("Teach the networks with photos of your own (Ctrl+T)"))
        self.train_action.triggered.connect(lambda: self.show())
        self.run_action = QAction(tr("&Show the Run"), self)
        self.run_action.setToolTip(tr("Follow the training that goes on."))
        self.run_action.triggered.connect(self.show_run)
        self.menu.addActions([self.train_action, self.run_action])
        self.menu.aboutToShow.connect(self._refresh)

    def show(self) -> TrainingWindow:
        """Open the window, or bring it to the front."""
        if self.window is None:
            from gui.training.wizard_window import TrainingWindow  # most people never train

            self.window = TrainingWindow(
                self._parent, config=self._settings.preferences.engine, in_use=self.in_use
            )
            self._settings.changed.connect(self.window.run_page.refresh_use)
            self.window.use_checkpoints.connect(self.use)
            self.window.surprised.connect(self.failed)
            self.told.connect(self.window.tell)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        return self.window

    def show_run(self) -> None:
        """Follow the run that goes on, if there is one."""
        run = active_run()
        window = self.show()
        if run is not None:
            window.follow(run.path)

    def use(self, checkpoints: Path) -> None:
        """Let the app colorize with a run's checkpoints from now on."""
        try:
            run = RunFolder(checkpoints.parent)
            network = run.plan().network
            kept = sets.copied_from(checkpoints, network)  # used before, and then another
            made = (
                sets.install(checkpoints, network, run.path.name, last_figures(run))
                if kept is None
                else sets.use(kept)
            )
        except EngineError as error:
            self.failed.emit(error)
            return
        config = self._settings.preferences.engine
        self._settings.change(engine=replace(config, network=network, checkpoints=None))
        self.checkpoints_changed.emit()
        self.refresh_use()
        self.told.emit(tr("Colorizing with {name} from now on", name=made.name))

    def in_use(self, run: RunFolder) -> bool:
        """Whether the app colorizes with what this run made."""
        config = self._settings.preferences.engine
        try:
            network = run.plan().network
            made = sets.copied_from(run.checkpoints, network)
        except (EngineError, OSError):  # whoever follows the run is told what is wrong with it
            return False
        chosen = config.network == network and config.checkpoints is None
        return chosen and made is not None and made.active

    def refresh_use(self) -> None:
        """Other checkpoints may be in use now."""
        if self.window is not None:
            self.window.run_page.refresh_use()

    def close(self) -> bool:
        """End the window's own work; a training goes on. False if a step takes too long."""
        return self.window is None or self.window.shut_down()

    def _refresh(self) -> None:
        run = next((run for run in known_runs() if run.is_alive()), None)
        self.run_action.setEnabled(run is not None)
        self.run_action.setText(
            tr("&Show the Run") if run is None else tr("&Show {name}", name=run.path.name)
        )


def last_figures(run: RunFolder) -> dict[str, dict[str, dict[str, float]]]:
    """The table at the end of a run; empty where it was not evaluated.

    Raises:
        EngineError: its events cannot be read.
    """
    events = EventReader(run.events_file).new()
    tables = [event.table for event in events if isinstance(event, Evaluated)]
    return tables[-1] if tables else {}
