"""The actions for the instances: their words, keys and icons, and when each can be used."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from engine.texts import tr
from gui.views.box_tool import BoxTool
from gui.views.instance_list import InstanceList
from gui.views.instance_model import SortBy
from gui.window_actions import make_action
from gui.workspace import Workspace


class InstanceActions(QObject):
    """Commands on all instances, and on the selected one.

    Attributes:
        draw: begins and ends to draw boxes.
        rename, delete, switch, alone: of the selected instance.
        all, none, invert: switches of all.
        outline: looks for where the selected one ends, or forgets it.
        colour, place: give the selected one a colour, and say where it goes.
        detect_again: asks how, and looks for objects once more.
        sort_menu: the orders of the list.
        variants: shows other colorizations of the photo.
        own_variants: and those of the selected instance.
        detect_wanted: the person wants to look for objects once more.
        colour_wanted: and to choose a colour for the selected instance.
        place_wanted: and to click the place that it goes to.
        variants_wanted: and to see other colorizations.
        instance_variants_wanted: and to see those of the selected instance.
    """

    detect_wanted = Signal()
    colour_wanted = Signal()
    place_wanted = Signal()
    variants_wanted = Signal()
    instance_variants_wanted = Signal()

    def __init__(
        self, workspace: Workspace, tool: BoxTool, rows: InstanceList, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tool = tool
        self._rows = rows
        editor = workspace.editor
        self.draw = QAction(tr("&Draw a Box"), self, checkable=True)
        self.draw.setShortcut(QKeySequence("D"))
        self.draw.toggled.connect(tool.set_drawing)
        self.rename = make_action(
            self, tr("&Rename"), self._rename, "F2", tip=tr("Give the chosen object another name.")
        )
        self.delete = make_action(
            self,
            tr("De&lete"),
            self._delete,
            QKeySequence.StandardKey.Delete,
            icon="delete",
            tip=tr("Take the chosen object out of the list."),
        )
        self.switch = make_action(
            self,
            tr("&Switch Off"),
            self._switch,
            "T",
            tip=tr("See what the chosen object brings to the result."),
        )
        self.alone = make_action(
            self,
            tr("Show &Alone"),
            self._show_alone,
            "Ctrl+L",
            tip=tr("Show the chosen object alone in the Instances pane, or all again."),
        )
        self.colour = make_action(
            self,
            tr("New &Colour…"),
            self._colour,
            "C",
            tip=tr("Give the chosen object, or the one under the mouse, another colour."),
        )
        self.place = make_action(
            self,
            tr("Choose &Where the Colour Goes"),
            self.place_wanted.emit,
            "P",
            icon="place",
            tip=tr(
                "Click the part of the object that the new colour is meant for, such as the shirt."
            ),
        )
        self.outline = make_action(
            self,
            tr("Find the &Outline"),
            self._outline,
            "O",
            tip=tr("Find where the object ends inside its box."),
        )
        self.all = make_action(
            self,
            tr("All O&n"),
            editor.enable_all,
            "Ctrl+Shift+A",
            tip=tr("Fuse every object with the full image."),
        )
        self.none = make_action(
            self,
            tr("All O&ff"),
            editor.enable_none,
            "Ctrl+Shift+D",
            tip=tr("Use the full image alone."),
        )
        self.invert = make_action(
            self,
            tr("&Invert"),
            editor.invert,
            "Ctrl+Shift+I",
            tip=tr("Switch on what is off, and off what is on."),
        )
        self.detect_again = make_action(
            self,
            tr("Detect A&gain…"),
            self.detect_wanted.emit,
            "Ctrl+Shift+R",
            icon="detect",
            tip=tr("Look for objects with another detector or another threshold."),
        )
        self.variants = make_action(
            self,
            tr("&Variants…"),
            self.variants_wanted.emit,
            "V",
            tip=tr("See the photo colorized in other ways, and take one."),
        )
        self.own_variants = make_action(
            self,
            tr("Variants of the O&bject…"),
            self.instance_variants_wanted.emit,
            "Shift+V",
            tip=tr("See the chosen object colorized in other ways, and take one."),
        )
        self.draw.setToolTip(
            tr(
                "Draw a box around an object that was missed, in the Source or the Fused pane; "
                "Ctrl and a drag do it at once, Enter draws one in the middle (D)"
            )
        )
        self.sort_menu = self._make_sort_menu(parent)
        tool.drawing_changed.connect(self.refresh)
        for signal in (
            workspace.photo_changed,
            workspace.instances_changed,
            workspace.enabled_changed,
            workspace.progress_changed,
            workspace.highlight.changed,
            editor.history_changed,
        ):
            signal.connect(self.refresh)
        self.refresh()

    def menu_of_selected(self, parent: QWidget) -> QMenu:
        """A new menu of what can be done with the selected instance."""
        menu = QMenu(parent)
        menu.setToolTipsVisible(True)
        menu.addActions([self.switch, self.alone])
        menu.addSeparator()
        menu.addActions([self.own_variants, self.colour, self.place, self.outline])
        menu.addSeparator()
        menu.addActions([self.rename, self.delete])
        return menu

    def refresh(self) -> None:
        """Let every action be usable exactly when it would do something."""
        workspace = self._workspace
        on, total = len(workspace.enabled), len(workspace.instances)
        selected = workspace.highlight.selected
        instance = workspace.editor.edit.instance(selected)
        chosen = instance is not None
        states = {
            self.draw: workspace.can_edit,
            self.rename: chosen,
            self.delete: chosen,
            self.switch: chosen,
            self.alone: chosen,
            self.colour: chosen or (selected is None and workspace.highlight.hovered is not None),
            self.outline: chosen and workspace.photo is not None and bool(workspace.photo.full),
            self.place: instance is not None and instance.steering.colour is not None,
            self.all: on < total,
            self.none: on > 0,
            self.invert: total > 0,
            self.detect_again: workspace.can_detect,
            self.variants: workspace.can_edit and workspace.can_save,
            self.own_variants: chosen and workspace.can_save,
        }
        for action, enabled in states.items():
            action.setEnabled(enabled)
        outlined = instance is not None and instance.mask is not None
        self.outline.setText(tr("Forget the &Outline") if outlined else tr("Find the &Outline"))
        self.draw.setChecked(self._tool.drawing)
        on_now = selected in workspace.enabled
        self.switch.setText(tr("&Switch Off") if on_now else tr("&Switch On"))
        shown = selected is not None and workspace.highlight.alone == selected
        self.alone.setText(tr("Show &All") if shown else tr("Show &Alone"))

    def _make_sort_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(tr("S&ort"), parent)
        group = QActionGroup(menu)
        for by in SortBy:
            action = menu.addAction(tr(by.value))
            action.setToolTip(tr("List the objects in this order."))
            action.setCheckable(True)
            action.setChecked(by is self._rows.rows.sorted_by)
            action.triggered.connect(lambda _, by=by: self._rows.rows.sort_by(by))
            group.addAction(action)
        return menu

    def _rename(self) -> None:
        self._rows.rename(self._workspace.highlight.selected)

    def _delete(self) -> None:
        """Delete, and choose the one below, so that the key can be pressed again."""
        selected = self._workspace.highlight.selected
        if selected is not None:
            after = self._rows.rows.beside(selected)
            self._workspace.editor.delete(selected)
            self._workspace.highlight.select(after)

    def _switch(self) -> None:
        selected = self._workspace.highlight.selected
        if selected is not None:
            on = selected in self._workspace.enabled
            self._workspace.editor.set_enabled(selected, not on)

    def _colour(self) -> None:
        """Ask for a colour; where nothing is chosen, for the instance under the mouse."""
        highlight = self._workspace.highlight
        if highlight.selected is None:
            highlight.select(highlight.hovered)
        self.colour_wanted.emit()

    def _outline(self) -> None:
        instance = self._workspace.editor.edit.instance(self._workspace.highlight.selected)
        if instance is None:
            return
        if instance.mask is None:
            self._workspace.find_outline(instance.id)
        else:
            self._workspace.editor.set_outline(instance, None)

    def _show_alone(self) -> None:
        highlight = self._workspace.highlight
        shown = highlight.alone == highlight.selected
        highlight.show_alone(None if shown else highlight.selected)
