"""The dialogs for settings and checkpoints, and what the person decides in them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.engine_thread import EngineThread
from gui.preferences.dialog import SettingsDialog
from gui.preferences.import_dialog import ImportDialog
from gui.preferences.network_menu import NetworkMenu, with_network
from gui.preferences.settings import Settings


class SettingsCommands:
    """What the Network menu does.

    Attributes:
        menu: the networks, importing, and the way to all settings.
        dialog: the newest dialog, None before the first.
    """

    def __init__(self, settings: Settings, thread: EngineThread, parent: QWidget) -> None:
        self._settings = settings
        self._thread = thread
        self._parent = parent
        self.dialog: SettingsDialog | ImportDialog | None = None
        self.menu = NetworkMenu(lambda: settings.preferences.engine, parent)
        self.menu.network_chosen.connect(self.use_network)
        self.menu.import_wanted.connect(self.import_checkpoints)
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
        dialog.use_wanted.connect(self.use_network)
        self._open(dialog)

    def _open(self, dialog: SettingsDialog | ImportDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
