"""The window: menus, tool bar, dock, panes, drag and drop; what happens is the workspace's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QMainWindow, QMenu, QMessageBox, QStackedWidget, QToolBar

from engine.bundle import sample_photos
from engine.errors import EngineError
from gui import theme
from gui.dialogs import Dialogs
from gui.failures import Failures
from gui.naming import suggested_path
from gui.views.banner import Banner
from gui.views.comparison import Comparison
from gui.views.instance_dock import InstanceDock
from gui.views.overlay_bar import OverlayBar
from gui.views.progress_strip import ProgressStrip
from gui.views.welcome import Welcome
from gui.workspace import Workspace

TITLE = "Instance Colorizer"
Key = QKeySequence.StandardKey


class MainWindow(QMainWindow):
    """Puts the views together and routes the person's commands to the workspace."""

    def __init__(
        self, workspace: Workspace, failures: Failures, dialogs: Dialogs | None = None
    ) -> None:
        super().__init__()
        self._workspace = workspace
        self._failures = failures
        self._dialogs = dialogs or Dialogs(self)
        self._folder = Path.home()
        self._close_when_saved = False
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
        self._make_actions()
        self._make_menus()
        self._make_tool_bar()
        self._connect()
        self._refresh()

    def tell(self, message: str, remedy: str) -> None:
        """Show what happened and what to do about it."""
        self.banner.tell(message, remedy)

    # Commands

    def open_dialog(self) -> None:
        """Ask for a photo and open it."""
        path = self._dialogs.photo_to_open(self._folder)
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Open this photo."""
        self._folder = path.parent
        self.banner.hide()
        self._workspace.open(path)

    def open_sample(self) -> None:
        """Open the first of the bundled photos."""
        try:
            sample = sample_photos()[0]
        except EngineError as error:
            self._failures.show(error)
            return
        self.banner.hide()
        self._workspace.open(sample)

    def save(self) -> None:
        """Save where this photo was saved before, else ask."""
        entry = self._workspace.entry
        if entry is None or entry.saved_as is None:
            self.save_as()
        else:
            self._workspace.save(entry.saved_as, overwrite=True)

    def save_as(self) -> None:
        """Ask where to save; an existing file is only replaced after a question."""
        entry = self._workspace.entry
        path = None if entry is None else self._dialogs.place_to_save(suggested_path(entry))
        if path is None:
            return
        exists = path.is_file()
        if exists and not self._is_original(path) and not self._dialogs.may_replace(path):
            return
        self.banner.hide()
        self._workspace.save(path, overwrite=exists)

    def about(self) -> None:
        """Say what this is."""
        QMessageBox.about(
            self,
            f"About {TITLE}",
            f"<b>{TITLE}</b><p>Colorizes old black-and-white photos, as a whole and object by "
            "object, and fuses the two.</p><p>After Su, Chu and Huang, Instance-aware Image "
            "Colorization, CVPR 2020.</p>",
        )

    # Events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dropped(event) is not None:
            event.acceptProposedAction()
            self.welcome.set_drop_here(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.welcome.set_drop_here(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.welcome.set_drop_here(False)
        path = self._dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.open(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is being saved is finished first, unless the person closes a second time."""
        if self._workspace.saving and not self._close_when_saved:
            self._close_when_saved = True
            event.ignore()
            return
        self.hide()
        super().closeEvent(event)

    # Parts

    def _make_actions(self) -> None:
        workspace, viewport = self._workspace, self.comparison.viewport
        make = self._action
        self.open_action = make("&Open…", self.open_dialog, Key.Open, "open", "Open a photo.")
        self.sample_action = make("Open the Sa&mple", self.open_sample, None, None, "")
        self.save_action = make(
            "&Save", self.save, Key.Save, "save", "Save the result at the photo's full size."
        )
        self.save_as_action = make("Save &As…", self.save_as, Key.SaveAs, None, "")
        self.quit_action = make("&Quit", self.close, Key.Quit, None, "")
        self.fit_action = make("&Fit", viewport.fit, "Ctrl+0", "fit", "Show the whole photo.")
        self.actual_action = make(
            "&100 %", viewport.actual_size, "Ctrl+1", "actual", "One photo pixel per screen pixel."
        )
        self.zoom_in_action = make(
            "Zoom &In", self.comparison.zoom_in, Key.ZoomIn, "zoom-in", "Zoom in."
        )
        self.zoom_in_action.setShortcuts([*self.zoom_in_action.shortcuts(), QKeySequence("Ctrl+=")])
        self.zoom_out_action = make(
            "Zoom &Out", self.comparison.zoom_out, Key.ZoomOut, "zoom-out", "Zoom out."
        )
        self.colorize_action = make(
            "&Colorize", workspace.colorize, "F5", None, "Colorize this photo again."
        )
        self.cancel_action = make("Ca&ncel the Work", workspace.cancel, "Ctrl+.", None, "")
        self.all_action = make("&All On", workspace.editor.enable_all, "Ctrl+Shift+A", None, "")
        self.none_action = make("All O&ff", workspace.editor.enable_none, "Ctrl+Shift+D", None, "")
        self.alone_action = make("&Show Alone", self._toggle_alone, "Ctrl+L", None, "")
        self.together_action = make(
            "Show &Together", lambda: workspace.highlight.show_alone(None), "Esc", None, ""
        )
        self.about_action = make(f"&About {TITLE}", self.about, None, None, "")
        self.quit_action.setMenuRole(QAction.MenuRole.QuitRole)
        self.about_action.setMenuRole(QAction.MenuRole.AboutRole)

    def _action(
        self,
        text: str,
        command: Callable[[], object],
        shortcut: QKeySequence.StandardKey | str | None,
        icon: str | None,
        tip: str,
    ) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda: command())
        if isinstance(shortcut, str):
            action.setShortcut(QKeySequence(shortcut))
        elif shortcut is not None:
            action.setShortcuts(QKeySequence.keyBindings(shortcut))
        if icon is not None:
            action.setIcon(theme.icon(icon))
        if tip:
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{tip} ({keys})" if keys else tip)
        return action

    def _make_menus(self) -> None:
        bar = self.menuBar()
        photo = (self.colorize_action, self.cancel_action)
        view = (self.fit_action, self.actual_action, self.zoom_in_action, self.zoom_out_action)
        show_dock = self.dock.toggleViewAction()
        show_dock.setText("&Instances and Adjustments")
        show_dock.setShortcut(QKeySequence("F9"))
        fill(
            bar.addMenu("&File"),
            self.open_action,
            self.sample_action,
            None,
            self.save_action,
            self.save_as_action,
            None,
            self.quit_action,
        )
        fill(bar.addMenu("&View"), *view, None, show_dock)
        fill(bar.addMenu("&Photo"), *photo)
        alone = (self.alone_action, self.together_action)
        fill(bar.addMenu("&Instances"), self.all_action, self.none_action, None, *alone)
        fill(bar.addMenu("&Help"), self.about_action)

    def _make_tool_bar(self) -> None:
        self.tool_bar = bar = QToolBar("Tools", self)
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(18, 18))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addAction(self.open_action)
        bar.addAction(self.save_action)
        bar.addSeparator()
        for action in (self.fit_action, self.actual_action):
            bar.addAction(action)
        for action in (self.zoom_out_action, self.zoom_in_action):
            bar.addAction(action)
            bar.widgetForAction(action).setToolButtonStyle(  # type: ignore[attr-defined]
                Qt.ToolButtonStyle.ToolButtonIconOnly
            )
        bar.addSeparator()
        bar.addWidget(self.overlay_bar)
        self.addToolBar(bar)

    def _connect(self) -> None:
        workspace = self._workspace
        self.welcome.open_wanted.connect(self.open_dialog)
        self.welcome.sample_wanted.connect(self.open_sample)
        self.comparison.readout.connect(self.strip.readout.setText)
        self.comparison.viewport.changed.connect(
            lambda: self.strip.set_zoom(self.comparison.viewport.percent)
        )
        workspace.photo_changed.connect(self._show_photo)
        workspace.instances_changed.connect(self._refresh)
        workspace.progress_changed.connect(self._refresh)
        workspace.enabled_changed.connect(self._refresh)
        workspace.highlight.changed.connect(self._refresh)
        workspace.saved.connect(self._close_after_saving)
        workspace.failed.connect(self._failed)
        self._failures.tell = self.tell
        self._failures.parent_widget = self

    def _show_photo(self) -> None:
        entry = self._workspace.entry
        self._centre.setCurrentWidget(self.welcome if entry is None else self.comparison)
        self.setWindowTitle(TITLE if entry is None else f"{entry.name} - {TITLE}")
        self.banner.raise_()
        self._refresh()

    def _close_after_saving(self) -> None:
        if self._close_when_saved:
            QTimer.singleShot(0, self.close)

    def _failed(self, error: Exception) -> None:
        self._close_when_saved = False
        self._failures.show(error)

    def _refresh(self) -> None:
        workspace = self._workspace
        there = workspace.photo is not None
        on, total = len(workspace.enabled), len(workspace.instances)
        states = {
            self.save_action: workspace.can_save,
            self.save_as_action: workspace.can_save,
            self.fit_action: there,
            self.actual_action: there,
            self.zoom_in_action: there,
            self.zoom_out_action: there,
            self.colorize_action: workspace.can_colorize,
            self.cancel_action: workspace.progress is not None,
            self.all_action: on < total,
            self.none_action: on > 0,
            self.alone_action: workspace.highlight.selected is not None,
            self.together_action: workspace.highlight.alone is not None,
        }
        for action, enabled in states.items():
            action.setEnabled(enabled)

    def _toggle_alone(self) -> None:
        workspace = self._workspace
        workspace.highlight.show_alone(
            workspace.highlight.selected if workspace.highlight.alone is None else None
        )

    def _is_original(self, path: Path) -> bool:
        """Whether it is the open photo itself, which saving refuses with its own sentence."""
        entry = self._workspace.entry
        own = None if entry is None else entry.path
        return own is not None and own.exists() and path.samefile(own)

    @staticmethod
    def _dropped(event: QDropEvent) -> Path | None:
        """The first local file of what is dragged."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        return Path(paths[0]) if paths else None


def fill(menu: QMenu, *actions: QAction | None) -> None:
    """Add actions to a menu; None is a separator."""
    for action in actions:
        if action is None:
            menu.addSeparator()
        else:
            menu.addAction(action)
