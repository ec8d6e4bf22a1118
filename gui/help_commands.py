"""The Help menu: the shortcuts, and what this program is."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMainWindow, QMenu

from gui.about_dialog import TITLE, AboutDialog
from gui.engine_thread import EngineThread
from gui.views.shortcut_page import ShortcutPage
from gui.window_actions import make_action


class HelpCommands(QObject):
    """What the Help menu does.

    Args:
        thread: looks what this machine has.
        window: what the dialogs lie over; the shortcuts are read from its menus.

    Attributes:
        menu: all of it.
        dialog: the newest dialog, None before the first.
    """

    def __init__(self, thread: EngineThread, window: QMainWindow) -> None:
        super().__init__(window)
        self._thread = thread
        self._window = window
        self.dialog: QDialog | None = None
        self.menu = QMenu("&Help", window)
        self.menu.addAction(
            make_action(self, "&Shortcuts", self.show_shortcuts, "F1", tip="All keys on one page.")
        )
        about = make_action(
            self,
            f"&About {TITLE}",
            self.about,
            tip="Versions, devices and checkpoints, to be copied into a report.",
        )
        about.setMenuRole(QAction.MenuRole.AboutRole)
        self.menu.addAction(about)

    def about(self) -> None:
        """Say what this is, and what it runs on."""
        self._open(AboutDialog(self._thread, self._window))

    def show_shortcuts(self) -> None:
        """Show all shortcuts on one page."""
        self._open(ShortcutPage(self._window.menuBar(), self._window))

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
