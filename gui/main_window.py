"""The window: menus, tool bar, dock, panes, drag and drop; what happens is the workspace's."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.errors import EngineError
from engine.texts import in_one_line, tr
from gui.about_dialog import TITLE
from gui.clipboard import Clipboard
from gui.closing import Closing
from gui.dialogs import Dialogs
from gui.engine_thread import EngineThread
from gui.export.export_commands import ExportCommands
from gui.failures import Failures
from gui.file_commands import FileCommands
from gui.help_commands import HelpCommands
from gui.incoming import are_many, has_files, local_paths, photo_paths
from gui.preferences.settings import Settings
from gui.projects.beside_offer import BesideOffer
from gui.projects.project_commands import ProjectCommands
from gui.queue_commands import QueueCommands
from gui.recent_menu import RecentMenu, RecentPhotos
from gui.settings_commands import SettingsCommands
from gui.spare_time import SpareTime
from gui.tour import Tour, stops
from gui.training_commands import TrainingCommands
from gui.views.banner import Banner
from gui.views.compare_actions import CompareActions
from gui.views.compare_bar import CompareBar
from gui.views.comparison import Comparison
from gui.views.instance_dock import InstanceDock
from gui.views.photo_strip import PhotoStrip
from gui.views.progress_strip import ProgressStrip
from gui.views.welcome import Welcome
from gui.window_actions import WindowActions, fill, make_action
from gui.window_tool_bar import WindowToolBar
from gui.workspace import Workspace


class MainWindow(QMainWindow):
    """Puts the views together and routes the person's commands to the workspace."""

    def __init__(
        self,
        workspace: Workspace,
        thread: EngineThread,
        failures: Failures,
        settings: Settings | None = None,
        dialogs: Dialogs | None = None,
    ) -> None:
        super().__init__()
        self._workspace = workspace
        self._failures = failures
        settings, dialogs = settings or Settings(), dialogs or Dialogs(self)
        spare = SpareTime(thread, self)
        self.files = files = FileCommands(workspace, settings, dialogs, self)
        self.clipboard = Clipboard(workspace, spare, files.open, self)
        self.projects = ProjectCommands(workspace, settings, dialogs, self)
        self.closing = Closing(
            workspace,
            dialogs,
            files.suggested_path,
            files.save_options,
            self,
            keeps=self.projects.keeper.keeps,
        )
        self.exports = ExportCommands(
            workspace, spare, dialogs, files.suggested_path, files.save_options, self
        )
        self.recents = RecentPhotos(
            lambda: settings.preferences.recent, files.open, settings.forget_recent, self
        )
        self.settings = SettingsCommands(settings, thread, self)
        self.training = TrainingCommands(settings, self)
        self.queue = QueueCommands(settings, thread, self)
        self.welcome = Welcome(spare, self.recents)
        self.comparison = Comparison(workspace)
        self.photo_strip = PhotoStrip(workspace, spare)
        self.dock = InstanceDock(workspace)
        self.dock.config = lambda: settings.preferences.engine
        self.comparison.set_tool(self.dock.tool)
        self.dock.tool_changed.connect(self.comparison.set_tool)
        self.dock.tool.changed.connect(self.comparison.repaint_panes)
        self.strip = ProgressStrip(workspace)
        self._lay_out()
        self.help = HelpCommands(thread, settings, Tour(self, stops(self)), self)
        self.menu_actions = WindowActions(
            workspace, files, self.clipboard, self.closing, self.comparison, self
        )
        self.compare_actions = CompareActions(
            self.comparison.comparing, workspace, self.comparison.focused_place, self
        )
        self._make_menus()
        self._make_tool_bar()
        self._connect()

    def tell(self, message: str, remedy: str) -> None:
        """Show what happened and what to do about it."""
        self.banner.tell(message, remedy)

    def offer_what_was_left(self) -> None:
        """Offer to go on with the queue and the work that an earlier start has left."""
        self.projects.offer(self._centre)
        self.queue.offer(self._centre)

    def state(self) -> str:
        """How the panes are arranged, to be kept between starts."""
        return self.comparison.comparing.state()

    def restore(self, state: str) -> None:
        """Arrange the panes as `state` says; what cannot be understood changes nothing."""
        self.comparison.comparing.restore(state)

    # Events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if has_files(event.mimeData()):
            event.acceptProposedAction()
            self.welcome.set_drop_here(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.welcome.set_drop_here(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.welcome.set_drop_here(False)
        event.acceptProposedAction()
        if are_many(local_paths(event.mimeData())):
            self.banner.hide()
            self.queue.add(local_paths(event.mimeData()))
            return
        try:
            paths = photo_paths(event.mimeData())
        except EngineError as error:
            self._failures.show(error)
        else:
            self.files.open(*paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved work and a running queue, and finish first what is being saved.

        About the queue last, as it pauses where the person agrees.
        """
        if not self.closing.may_close_window() or not self.queue.may_close():
            event.ignore()
            return
        self.hide()
        super().closeEvent(event)

    # Parts

    def _lay_out(self) -> None:
        photos = QWidget()
        column = QVBoxLayout(photos)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.comparison, 1)
        column.addWidget(self.photo_strip)
        self._photos = photos
        self._centre = QStackedWidget()
        self._centre.addWidget(self.welcome)
        self._centre.addWidget(photos)
        self.setCentralWidget(self._centre)
        self.banner = Banner(self._centre)
        self.beside_offer = BesideOffer(self._workspace, self.projects.open, self._centre)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.strip.addPermanentWidget(self.queue.button)
        self.setStatusBar(self.strip)
        self.setAcceptDrops(True)
        self.setWindowTitle(TITLE)
        self.setMinimumSize(QSize(880, 560))

    def _make_menus(self) -> None:
        bar, do, of = self.menuBar(), self.menu_actions, self.dock.instance_actions
        quit_action = make_action(
            self,
            tr("&Quit"),
            self.close,
            QKeySequence.StandardKey.Quit,
            tip=tr("Close the app; asks about work that is not saved."),
        )
        quit_action.setMenuRole(QAction.MenuRole.QuitRole)
        show_dock = self.dock.toggleViewAction()
        show_dock.setText(tr("&Instances and Adjustments"))
        show_dock.setShortcut(QKeySequence("F9"))
        show_dock.setToolTip(tr("Show or hide the list of objects and the colours (F9)"))
        self.export_action = make_action(
            self,
            tr("&Export…"),
            self.exports.export,
            "Ctrl+E",
            icon="export",
            tip=tr("Write any of the panes, or the figure of all."),
        )
        self.figure_action = make_action(
            self,
            tr("Export a Fi&gure…"),
            self.exports.export_figure,
            "Ctrl+Shift+E",
            tip=tr("Write all stages side by side, with their titles."),
        )
        fill(
            bar.addMenu(tr("&File")),
            do.open,
            RecentMenu(self.recents, self),
            do.sample,
            self.queue.action,
            None,
            do.save,
            do.save_as,
            self.export_action,
            self.figure_action,
            None,
            self.projects.open_action,
            self.projects.save_action,
            self.projects.save_as_action,
            None,
            do.close_photo,
            self.photo_strip.next_action,
            self.photo_strip.previous_action,
            None,
            quit_action,
        )
        fill(bar.addMenu(tr("&Edit")), do.undo, do.redo, None, do.copy, do.paste)
        view = bar.addMenu(tr("&View"))
        self.compare_actions.fill(view)
        fill(view, None, do.fit, do.actual, do.zoom_in, do.zoom_out, None, show_dock)
        fill(bar.addMenu(tr("&Photo")), do.colorize, of.variants, of.detect_again, do.cancel)
        fill(
            bar.addMenu(tr("&Instances")),
            of.draw,
            None,
            of.switch,
            of.alone,
            do.together,
            None,
            of.own_variants,
            of.colour,
            of.place,
            of.outline,
            None,
            of.rename,
            of.delete,
            None,
            of.all,
            of.none,
            of.invert,
            of.sort_menu,
        )
        bar.addMenu(self.settings.menu)
        bar.addMenu(self.training.menu)
        bar.addMenu(self.help.menu)
        for menu in self.findChildren(QMenu):
            menu.setToolTipsVisible(True)

    def _make_tool_bar(self) -> None:
        do = self.menu_actions
        self.compare_bar = CompareBar(
            self.comparison.comparing, self.compare_actions, self._workspace
        )
        self.tool_bar = WindowToolBar(
            (do.open, do.save, self.export_action),
            ((do.undo, do.redo), (do.fit, do.actual)),
            self.compare_bar,
            self,
        )
        self.addToolBar(self.tool_bar)

    def _connect(self) -> None:
        workspace = self._workspace
        self.welcome.open_wanted.connect(self.files.open_dialog)
        self.welcome.sample_wanted.connect(self.files.open_sample)
        self.welcome.folder_wanted.connect(self.queue.choose_folder)
        self.welcome.sample_chosen.connect(self.files.open_sample)
        self.photo_strip.close_wanted.connect(self.closing.may_close)
        self.photo_strip.close_others_wanted.connect(self.closing.close_others)
        self.photo_strip.save_wanted.connect(lambda _: self.files.save())
        self.comparison.readout.connect(self.strip.readout.setText)
        self.comparison.viewport.changed.connect(
            lambda: self.strip.set_zoom(self.comparison.viewport.percent)
        )
        self.files.begun.connect(self.banner.hide)
        self.files.projects_wanted.connect(self.projects.open)
        self.projects.begun.connect(self.banner.hide)
        self.projects.failed.connect(self._failures.show)
        self.projects.told.connect(self.strip.note)
        self.files.failed.connect(self._failures.show)
        workspace.photo_changed.connect(self._show_photo)
        for changed in (workspace.progress_changed, workspace.weights_changed):
            changed.connect(self._refresh)
        workspace.failed.connect(self._failures.show)
        self.closing.window_may_close.connect(self.close)
        self.clipboard.begun.connect(self.banner.hide)
        self.clipboard.failed.connect(self._failures.show)
        self.clipboard.copied.connect(self.strip.note)
        self.training.failed.connect(self._failures.show)
        self.queue.failed.connect(self._failures.show)
        self.queue.told.connect(self.strip.note)
        self.queue.open_wanted.connect(self._open_from_queue)
        self.training.told.connect(self.strip.note)
        self.settings.checkpoints_changed.connect(self.training.refresh_use)
        self.recents.failed.connect(self._failures.show)
        self.exports.failed.connect(self._failures.show)
        self.exports.exported.connect(self._tell_exported)
        self._failures.tell = self.tell
        self._failures.parent_widget = self
        self.help.sample_wanted.connect(self.files.open_sample)
        self._refresh()

    def _show_photo(self) -> None:
        entry = self._workspace.entry
        self._centre.setCurrentWidget(self.welcome if entry is None else self._photos)
        self.setWindowTitle(TITLE if entry is None else f"{in_one_line(entry.name)} - {TITLE}")
        self.banner.raise_()
        if entry is not None:
            self.help.photo_shown()

    def _tell_exported(self, path: Path) -> None:
        text = tr("Exported {name} to {folder}", name=path.name, folder=path.parent)
        self.strip.note(text)

    def _open_from_queue(self, path: Path) -> None:
        self.files.open(path)
        self.raise_()
        self.activateWindow()

    def _refresh(self) -> None:
        for action in (self.export_action, self.figure_action):
            action.setEnabled(self.exports.possible)
