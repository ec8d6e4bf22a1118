"""The Help menu: the tour, the shortcuts, and what this program is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMainWindow, QMenu

from engine.texts import tr
from gui.about_dialog import TITLE, AboutDialog
from gui.engine_thread import EngineThread
from gui.file_commands import sample_photos_or_none
from gui.preferences.settings import Settings
from gui.tour import Tour
from gui.views.shortcut_page import ShortcutPage
from gui.window_actions import make_action


class HelpCommands(QObject):
    """What the Help menu does.

    Args:
        thread: looks what this machine has.
        settings: remember that the tour was closed.
        tour: lies over the window.
        window: what the dialogs lie over; the shortcuts are read from its menus.

    Attributes:
        menu: all of it.
        dialog: the newest dialog, None before the first.
        tour: the four steps.
        sample_wanted: the sample photo is to be opened, for the tour.
    """

    sample_wanted = Signal()

    def __init__(
        self, thread: EngineThread, settings: Settings, tour: Tour, window: QMainWindow
    ) -> None:
        super().__init__(window)
        self._thread = thread
        self._window = window
        self._settings = settings
        self._awaited = False
        self.tour = tour
        tour.closed.connect(lambda: settings.change(tour_seen=True))
        self.dialog: QDialog | None = None
        self.menu = QMenu(tr("&Help"), window)
        self.menu.addAction(
            make_action(
                self,
                tr("&Tour"),
                self.begin_tour,
                tip=tr("The app in four steps, on a sample photo."),
            )
        )
        self.menu.addAction(
            make_action(
                self,
                tr("&Shortcuts"),
                self.show_shortcuts,
                "F1",
                tip=tr("All keys on one page."),
            )
        )
        about = make_action(
            self,
            tr("&About {app}", app=TITLE),
            self.about,
            tip=tr("Versions, devices and checkpoints, to be copied into a report."),
        )
        about.setMenuRole(QAction.MenuRole.AboutRole)
        self.menu.addAction(about)

    def begin_tour(self) -> None:
        """Open the sample photo, and show the tour as soon as that is there."""
        self._awaited = True
        self.sample_wanted.emit()

    def offer_tour(self, photo: Path | None) -> None:
        """At the first start, begin the tour, unless a photo of the person's own was asked for.

        Args:
            photo: what was asked for, None for nothing.
        """
        if self._settings.preferences.tour_seen:
            return
        if photo is None:
            self.begin_tour()
        elif photo.resolve() in sample_photos_or_none():
            self._awaited = True

    def photo_shown(self) -> None:
        """A photo is in the panes, so that there is something to show around."""
        if self._awaited:
            self._awaited = False
            self.tour.begin()

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
