"""The dock at the side: the instances with their switches, and the adjustments."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDockWidget,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.config import EngineConfig
from engine.texts import tr
from gui import theme
from gui.views.box_tool import BoxTool
from gui.views.colour_panel import ColourPanel
from gui.views.detect_dialog import DetectDialog
from gui.views.instance_actions import InstanceActions
from gui.views.instance_list import InstanceList
from gui.views.overlay_bar import OverlayBar
from gui.views.pane_tool import PaneTool
from gui.views.point_tool import PointTool
from gui.views.variants_dialog import InstanceChoices, PhotoChoices, VariantsDialog
from gui.workspace import Workspace

WIDTH = 280
ICON = QSize(16, 16)


class InstanceDock(QDockWidget):
    """Instances and adjustments of the open photo.

    Attributes:
        tool: draws and moves boxes in the panes; for `Comparison.set_tool`.
        point_tool: takes its place while the person looks for where a colour goes.
        tool_changed: another `PaneTool` has the panes.
        instance_actions: for the menus.
        config: gives the settings, for the dialog that detects again.
        detect_dialog: that dialog, once it was asked for.
        variants_dialog: the one with other colorizations, once it was asked for.
        instance_variants_dialog: the same of one instance.
    """

    tool_changed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(tr("Instances"), parent)
        self._workspace = workspace
        self.config: Callable[[], EngineConfig] = EngineConfig
        self.detect_dialog: DetectDialog | None = None
        self.variants_dialog: VariantsDialog | None = None
        self.instance_variants_dialog: VariantsDialog | None = None
        self.setObjectName("instances")
        self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        self.setTitleBarWidget(QWidget(self))
        self.tool = BoxTool(workspace, self)
        self.point_tool = PointTool(workspace, self)
        self._pointing = False
        self.list = InstanceList(workspace, self)
        self.list.key_taker = self.tool.key
        self.instance_actions = InstanceActions(workspace, self.tool, self.list, self)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._escape.setEnabled(False)
        self._make_parts()
        self._lay_out()
        self._connect()
        self._refresh()

    def show_detect_dialog(self) -> None:
        """Ask how to look for objects once more."""
        if self.detect_dialog is None:
            self.detect_dialog = DetectDialog(self._workspace, lambda: self.config(), self)
        _bring_up(self.detect_dialog)

    def show_variants(self) -> None:
        """Show other colorizations of the photo."""
        if self.variants_dialog is None:
            choices = PhotoChoices(self._workspace)
            self.variants_dialog = VariantsDialog(self._workspace, choices, self)
        if self.instance_variants_dialog is not None:
            self.instance_variants_dialog.close()  # its work would be replaced
        _bring_up(self.variants_dialog)

    def show_instance_variants(self) -> None:
        """Show other colorizations of the chosen instance."""
        selected = self._workspace.highlight.selected
        if selected is None:
            return
        choices = InstanceChoices(self._workspace, selected)
        if self.instance_variants_dialog is None:
            self.instance_variants_dialog = VariantsDialog(self._workspace, choices, self)
        else:
            self.instance_variants_dialog.take_up(choices)
        if self.variants_dialog is not None:
            self.variants_dialog.close()
        _bring_up(self.instance_variants_dialog)

    def set_pointing(self, on: bool) -> None:
        """Begin or end to look for the place that the chosen instance's colour goes to."""
        if on == self._pointing:
            return
        if on:
            self.tool.set_drawing(False)
        self._pointing = on
        tool: PaneTool = self.point_tool if on else self.tool
        self.tool_changed.emit(tool)
        self._follow_tool()

    def _choose_colour(self) -> None:
        self.show()
        self.panel.show_steering()
        self.panel.steering.open_colours()

    def _follow_tool(self) -> None:
        if self.tool.drawing:
            self.set_pointing(False)
        self._escape.setEnabled(self.tool.drawing or self._pointing)

    def _end_tool(self) -> None:
        self.tool.set_drawing(False)
        self.set_pointing(False)

    # Parts

    def _make_parts(self) -> None:
        actions = self.instance_actions
        self._count = QLabel()
        self._count.setObjectName("quiet")
        self.sort_button = QToolButton()
        self.sort_button.setIcon(theme.icon("sort"))
        self.sort_button.setIconSize(ICON)
        self.sort_button.setAutoRaise(True)
        self.sort_button.setMenu(actions.sort_menu)
        self.sort_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.sort_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.sort_button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.sort_button.setToolTip(tr("The order of this list."))
        self.sort_button.setAccessibleName(tr("Sort"))
        self._empty = QLabel()
        self._empty.setObjectName("quiet")
        self._empty.setWordWrap(True)
        self.all_button = _button(actions.all, tr("All"))
        self.none_button = _button(actions.none, tr("None"))
        self.invert_button = _button(actions.invert, tr("Invert"))
        self.draw_button = _button(actions.draw, tr("Draw"), "draw")
        self.detect_button = _button(actions.detect_again, tr("Detect again…"), "detect")
        self.first_draw_button = _button(actions.draw, tr("Draw one"), "draw")
        self.first_detect_button = _button(actions.detect_again, tr("Detect again…"), "detect")
        self.overlay_bar = OverlayBar(self._workspace)
        self.panel = ColourPanel(self._workspace)
        self.adjust = self.panel.adjust

    def _lay_out(self) -> None:
        title = QLabel(tr("Instances"))
        title.setObjectName("dockHeader")
        title.setToolTip(tr("The objects that were found; each is also colorized on its own."))
        header = QHBoxLayout()
        header.setContentsMargins(16, 8, 12, 4)
        header.setSpacing(8)
        header.addWidget(title)
        header.addStretch()
        header.addWidget(self._count)
        header.addWidget(self.sort_button)
        empty = QWidget()
        first = QVBoxLayout(empty)
        first.setContentsMargins(16, 8, 16, 8)
        first.setSpacing(8)
        first.addWidget(self._empty)
        first.addSpacing(6)
        first.addWidget(self.first_draw_button)
        first.addWidget(self.first_detect_button)
        first.addStretch()
        self._buttons = QWidget()
        grid = QGridLayout(self._buttons)
        grid.setContentsMargins(16, 8, 16, 12)
        grid.setSpacing(6)
        for column, button in enumerate((self.all_button, self.none_button, self.invert_button)):
            grid.addWidget(button, 0, 2 * column, 1, 2)
        grid.addWidget(self.draw_button, 1, 0, 1, 2)
        grid.addWidget(self.detect_button, 1, 2, 1, 4)
        there = QWidget()
        filled = QVBoxLayout(there)
        filled.setContentsMargins(0, 0, 0, 0)
        filled.setSpacing(0)
        filled.addWidget(self.list, 1)
        filled.addWidget(self._buttons)
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(there)
        body = QWidget()
        whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(header)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self.overlay_bar)
        whole.addWidget(self.panel)
        body.setFixedWidth(WIDTH)
        self.setWidget(body)

    def _connect(self) -> None:
        workspace = self._workspace
        self.tool.drawn.connect(self.list.rename)
        self.tool.drawing_changed.connect(self._follow_tool)
        self._escape.activated.connect(self._end_tool)
        self.point_tool.ended.connect(lambda: self.set_pointing(False))
        self.panel.steering.place_wanted.connect(lambda: self.set_pointing(True))
        self.instance_actions.place_wanted.connect(lambda: self.set_pointing(True))
        self.instance_actions.colour_wanted.connect(self._choose_colour)
        self.instance_actions.detect_wanted.connect(self.show_detect_dialog)
        self.instance_actions.variants_wanted.connect(self.show_variants)
        self.instance_actions.instance_variants_wanted.connect(self.show_instance_variants)
        self.list.menu_wanted.connect(self._show_menu)
        workspace.photo_changed.connect(self._refresh)
        workspace.instances_changed.connect(self._refresh)
        workspace.enabled_changed.connect(self._refresh)
        workspace.progress_changed.connect(self._refresh)
        workspace.editor.history_changed.connect(self._refresh)
        workspace.adjustments_changed.connect(self.list.viewport().update)

    # What there is

    def _refresh(self) -> None:
        workspace = self._workspace
        total, on = len(workspace.instances), len(workspace.enabled)
        self._count.setText(tr("{on} of {total} on", on=on, total=total) if total else "")
        self._stack.setCurrentIndex(1 if total else 0)
        self._empty.setText(self._empty_text())
        self.sort_button.setEnabled(total > 1)
        for button in (self.first_draw_button, self.first_detect_button):
            button.setVisible(workspace.can_edit)

    def _empty_text(self) -> str:
        photo = self._workspace.photo
        if photo is None:
            return tr("The objects in your photo will be listed here.")
        if photo.detected:
            return tr(
                "No objects were found in this photo.\n\n"
                "The result is the full image, colorized as a whole. Draw a box around an object "
                "to have it colorized on its own, or look for objects in another way."
            )
        if self._workspace.can_colorize:
            return tr("This photo has not been colorized. Press Colorize to start again.")
        return tr("Looking for objects.")

    def _show_menu(self, at: QPoint) -> None:
        menu = self.instance_actions.menu_of_selected(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)


def _bring_up(dialog: QDialog) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()


def _button(action: QAction, text: str, icon: str = "") -> QPushButton:
    """A button with a text of its own that does what the action does, and looks like it."""
    button = QPushButton(text)
    if icon:
        button.setIcon(theme.icon(icon))
        button.setIconSize(ICON)
    button.setCheckable(action.isCheckable())
    button.setAutoDefault(False)

    def follow() -> None:
        button.setEnabled(action.isEnabled())
        button.setToolTip(action.toolTip())
        if button.isCheckable():
            button.setChecked(action.isChecked())

    button.clicked.connect(action.trigger)
    action.changed.connect(follow)
    action.toggled.connect(lambda _: follow())
    follow()
    return button
