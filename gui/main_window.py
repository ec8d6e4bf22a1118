"""The window: menus, tool bar, dock, panes, drag and drop; what happens is the workspace's."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QMainWindow, QMenu, QMessageBox, QStackedWidget, QToolBar

from engine.errors import EngineError
from gui.clipboard import Clipboard
from gui.closing import Closing
from gui.dialogs import Dialogs
from gui.engine_thread import EngineThread
from gui.failures import Failures
from gui.file_commands import FileCommands
from gui.incoming import has_files, photo_paths
from gui.preferences.settings import Settings
from gui.settings_commands import SettingsCommands
from gui.spare_time import SpareTime
from gui.views.banner import Banner
from gui.views.comparison import Comparison
from gui.views.instance_dock import InstanceDock
from gui.views.overlay_bar import OverlayBar
from gui.views.progress_strip import ProgressStrip
from gui.views.shortcut_page import ShortcutPage
from gui.views.welcome import Welcome
from gui.window_actions import WindowActions, make_action
from gui.workspace import Workspace

TITLE = "Instance Colorizer"


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
        self.files = FileCommands(workspace, settings, dialogs, self)
        self.clipboard = Clipboard(workspace, spare, self.files.open, self)
        self.closing = Closing(
            workspace, dialogs, self.files.suggested_path, self.files.save_options, self
        )
        self.settings = SettingsCommands(settings, thread, self)
        self.welcome = Welcome()
        self.comparison = Comparison(workspace)
        self.dock = InstanceDock(workspace)
        self.overlay_bar = OverlayBar(workspace)
        self.strip = ProgressStrip(workspace)
        self._centre = QStackedWidget()
        self._centre.addWidget(self.welcome)
        self._centre.addWidget(self.comparison)
        self.setCentralWidget(self._centre)
        self.banner = Banner(self._centre)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.setStatusBar(self.strip)
        self.setAcceptDrops(True)
        self.setWindowTitle(TITLE)
        self.setMinimumSize(QSize(880, 560))
        self.menu_actions = WindowActions(
            workspace, self.files, self.clipboard, self.closing, self.comparison, self
        )
        self._make_menus()
        self._make_tool_bar()
        self._connect()

    def tell(self, message: str, remedy: str) -> None:
        """Show what happened and what to do about it."""
        self.banner.tell(message, remedy)

    # Commands

    def about(self) -> None:
        """Say what this is."""
        QMessageBox.about(
            self,
            f"About {TITLE}",
            f"<b>{TITLE}</b><p>Colorizes old black-and-white photos, as a whole and object by "
            "object, and fuses the two.</p><p>After Su, Chu and Huang, Instance-aware Image "
            "Colorization, CVPR 2020.</p>",
        )

    def show_shortcuts(self) -> None:
        """Show all shortcuts on one page."""
        page = ShortcutPage(self.menuBar(), self)
        page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page.open()

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
        try:
            paths = photo_paths(event.mimeData())
        except EngineError as error:
            self._failures.show(error)
        else:
            self.files.open(*paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved work, and finish first what is being saved."""
        if not self.closing.may_close_window():
            event.ignore()
            return
        self.hide()
        super().closeEvent(event)

    # Parts

    def _make_menus(self) -> None:
        bar, actions = self.menuBar(), self.menu_actions
        quit_action = make_action(self, "&Quit", self.close, QKeySequence.StandardKey.Quit)
        quit_action.setMenuRole(QAction.MenuRole.QuitRole)
        about = make_action(self, f"&About {TITLE}", self.about)
        about.setMenuRole(QAction.MenuRole.AboutRole)
        show_dock = self.dock.toggleViewAction()
        show_dock.setText("&Instances and Adjustments")
        show_dock.setShortcut(QKeySequence("F9"))
        editor = self._workspace.editor
        self.all_action = make_action(self, "&All On", editor.enable_all, "Ctrl+Shift+A")
        self.none_action = make_action(self, "All O&ff", editor.enable_none, "Ctrl+Shift+D")
        fill(
            bar.addMenu("&File"),
            actions.open,
            actions.sample,
            None,
            actions.save,
            actions.save_as,
            None,
            actions.close_photo,
            None,
            quit_action,
        )
        fill(
            bar.addMenu("&Edit"),
            actions.undo,
            actions.redo,
            None,
            actions.copy,
            actions.paste,
        )
        zoom = (actions.fit, actions.actual, actions.zoom_in, actions.zoom_out)
        fill(bar.addMenu("&View"), *zoom, None, show_dock)
        fill(bar.addMenu("&Photo"), actions.colorize, actions.cancel)
        fill(
            bar.addMenu("&Instances"),
            self.all_action,
            self.none_action,
            None,
            actions.alone,
            actions.together,
        )
        bar.addMenu(self.settings.menu)
        shortcuts = make_action(self, "&Shortcuts", self.show_shortcuts, "F1")
        fill(bar.addMenu("&Help"), shortcuts, about)

    def _make_tool_bar(self) -> None:
        self.tool_bar = bar = QToolBar("Tools", self)
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(18, 18))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        actions = self.menu_actions
        bar.addAction(actions.open)
        bar.addAction(actions.save)
        bar.addSeparator()
        icons_only = (actions.undo, actions.redo, actions.fit, actions.actual)
        for action in (*icons_only, None, actions.fit, actions.actual):
            _add(bar, action, icon_only=action in icons_only)
        bar.addSeparator()
        bar.addWidget(self.overlay_bar)
        self.addToolBar(bar)

    def _connect(self) -> None:
        workspace = self._workspace
        self.welcome.open_wanted.connect(self.files.open_dialog)
        self.welcome.sample_wanted.connect(self.files.open_sample)
        self.comparison.readout.connect(self.strip.readout.setText)
        self.comparison.viewport.changed.connect(
            lambda: self.strip.set_zoom(self.comparison.viewport.percent)
        )
        self.files.begun.connect(self.banner.hide)
        self.files.failed.connect(self._failures.show)
        workspace.photo_changed.connect(self._show_photo)
        for changed in (workspace.instances_changed, workspace.enabled_changed):
            changed.connect(self._refresh)
        workspace.failed.connect(self._failures.show)
        self.closing.window_may_close.connect(self.close)
        self.clipboard.begun.connect(self.banner.hide)
        self.clipboard.failed.connect(self._failures.show)
        self.clipboard.copied.connect(self.strip.note)
        self._failures.tell = self.tell
        self._failures.parent_widget = self
        self._refresh()

    def _show_photo(self) -> None:
        entry = self._workspace.entry
        self._centre.setCurrentWidget(self.welcome if entry is None else self.comparison)
        self.setWindowTitle(TITLE if entry is None else f"{entry.name} - {TITLE}")
        self.banner.raise_()

    def _refresh(self) -> None:
        on, total = len(self._workspace.enabled), len(self._workspace.instances)
        self.all_action.setEnabled(on < total)
        self.none_action.setEnabled(on > 0)


def _add(bar: QToolBar, action: QAction | None, *, icon_only: bool = False) -> None:
    """Add an action or, for None, a separator."""
    if action is None:
        bar.addSeparator()
        return
    bar.addAction(action)
    if icon_only:
        bar.widgetForAction(action).setToolButtonStyle(  # type: ignore[attr-defined]
            Qt.ToolButtonStyle.ToolButtonIconOnly
        )


def fill(menu: QMenu, *actions: QAction | None) -> None:
    """Add actions to a menu; None is a separator."""
    for action in actions:
        if action is None:
            menu.addSeparator()
        else:
            menu.addAction(action)
