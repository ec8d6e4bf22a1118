"""The dialogs for settings and checkpoints, and what the person decides in them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gui.engine_thread import EngineThread
from gui.preferences.checkpoint_manager import CheckpointManager
from gui.preferences.dialog import SettingsDialog
from gui.preferences.import_dialog import ImportDialog
from gui.preferences.network_menu import NetworkMenu, with_network
from gui.preferences.settings import Settings

AnyDialog = SettingsDialog | ImportDialog | CheckpointManager


class SettingsCommands(QObject):
    """What the Network menu does.

    Attributes:
        menu: the networks, their checkpoints, importing, and the way to all settings.
        dialog: the newest dialog, None before the first.
        checkpoints_changed: those in use are others now, so the app has to load them.
    """

    checkpoints_changed = Signal()

    def __init__(self, settings: Settings, thread: EngineThread, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self._thread = thread
        self._parent = parent
        self.dialog: AnyDialog | None = None
        self.menu = NetworkMenu(lambda: settings.preferences.engine, parent)
        self.menu.network_chosen.connect(self.use_network)
        self.menu.import_wanted.connect(self.import_checkpoints)
        self.menu.checkpoints_wanted.connect(self.manage_checkpoints)
        self.menu.settings_wanted.connect(self.show_settings)

    def use_network(self, name: str) -> None:
        """Colorize with another network from now on."""
        config = self._settings.preferences.engine
        self._settings.change(engine=with_network(config, name))

    def show_settings(self, page: str = "Appearance") -> None:
        """Open the settings on this page."""
        dialog = SettingsDialog(self._settings, self._thread, self._parent)
        dialog.show_page(page)
        self._open(dialog)

    def import_checkpoints(self) -> None:
        """Open the dialog that imports the authors' checkpoints."""
        dialog = ImportDialog(self._thread, self._parent)
        dialog.imported.connect(self._checkpoints_changed)
        dialog.use_wanted.connect(self.use_network)
        self._open(dialog)

    def manage_checkpoints(self) -> None:
        """Open the dialog with the installed sets of checkpoints."""
        dialog = CheckpointManager(
            self._thread, lambda: self._settings.preferences.engine, self._parent
        )
        dialog.use_wanted.connect(self._use_sets_of)
        dialog.changed.connect(self._checkpoints_changed)
        self._open(dialog)

    def _use_sets_of(self, network: str) -> None:
        config = self._settings.preferences.engine
        self._settings.change(engine=replace(config, network=network, checkpoints=None))

    def _checkpoints_changed(self, network: str) -> None:
        config = self._settings.preferences.engine
        if config.network == network and config.checkpoints is None:
            self.checkpoints_changed.emit()

    def _open(self, dialog: AnyDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
