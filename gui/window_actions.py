"""The window's actions: their words, keys and icons, and when each can be used."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from engine.texts import tr
from gui import theme
from gui.clipboard import Clipboard
from gui.closing import Closing
from gui.file_commands import FileCommands
from gui.mnemonics import plain
from gui.views.comparison import Comparison
from gui.workspace import Workspace

Key = QKeySequence.StandardKey


def make_action(
    owner: QObject,
    text: str,
    command: Callable[[], object],
    keys: QKeySequence.StandardKey | str | None = None,
    *,
    icon: str | None = None,
    tip: str = "",
) -> QAction:
    """An action; its tool tip ends with its key.

    Args:
        owner: it lives as long.
        text: of its menu entry, with the ampersand before its mnemonic.
        command: what it does.
        keys: the platform's standard keys, or a sequence.
        icon: the name of a bundled icon.
        tip: one sentence on what it does; by default its text.
    """
    action = QAction(text, owner)
    action.triggered.connect(lambda: command())
    if isinstance(keys, str):
        action.setShortcut(QKeySequence(keys))
    elif keys is not None:
        action.setShortcuts(QKeySequence.keyBindings(keys))
    if icon is not None:
        action.setIcon(theme.icon(icon))
        action.setIconText(plain(text).removesuffix("…"))  # Qt would leave "(O)" of "打开(&O)…"
    if tip:
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} ({shown})" if shown else tip)
    return action


def fill(menu: QMenu, *entries: QAction | QMenu | None) -> None:
    """Add actions and menus to a menu; None is a separator."""
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        elif isinstance(entry, QMenu):
            menu.addMenu(entry)
        else:
            menu.addAction(entry)


class WindowActions(QObject):
    """The actions of the File, Edit, View and Photo menus."""

    def __init__(
        self,
        workspace: Workspace,
        files: FileCommands,
        clipboard: Clipboard,
        closing: Closing,
        comparison: Comparison,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._clipboard = clipboard
        self._closing = closing
        editor, viewport = workspace.editor, comparison.viewport
        self.open = self._make(
            tr("&Open…"), files.open_dialog, Key.Open, icon="open", tip=tr("Open photos.")
        )
        self.sample = self._make(
            tr("Open the Sa&mple"),
            files.open_sample,
            tip=tr("Open a photo that comes with the app."),
        )
        self.save = self._make(
            tr("&Save"),
            files.save,
            Key.Save,
            icon="save",
            tip=tr("Save the result at the photo's full size."),
        )
        self.save_as = self._make(
            tr("Save &As…"),
            files.save_as,
            Key.SaveAs,
            tip=tr("Save under another name or as another kind of file."),
        )
        self.close_photo = self._make(
            tr("&Close Photo"),
            self._close_photo,
            Key.Close,
            tip=tr("Close this photo; asks about work that is not saved."),
        )
        self.copy = self._make(
            tr("&Copy Result"),
            clipboard.copy,
            Key.Copy,
            tip=tr("Copy the result, for another program."),
        )
        self.paste = self._make(
            tr("&Paste"),
            clipboard.paste,
            Key.Paste,
            tip=tr("Open a copied picture or copied files."),
        )
        self.undo = self._make(tr("&Undo"), editor.undo, Key.Undo, icon="undo", tip=tr("Undo."))
        self.redo = self._make(tr("&Redo"), editor.redo, Key.Redo, icon="redo", tip=tr("Redo."))
        self.fit = self._make(
            tr("&Fit"), viewport.fit, "Ctrl+0", icon="fit", tip=tr("Show the whole photo.")
        )
        self.actual = self._make(
            tr("&100 %"),
            viewport.actual_size,
            "Ctrl+1",
            icon="actual",
            tip=tr("One photo pixel per screen pixel."),
        )
        self.zoom_in = self._make(
            tr("Zoom &In"), comparison.zoom_in, Key.ZoomIn, icon="zoom-in", tip=tr("Zoom in.")
        )
        self.zoom_in.setShortcuts([*self.zoom_in.shortcuts(), QKeySequence("Ctrl+=")])
        self.zoom_out = self._make(
            tr("Zoom &Out"), comparison.zoom_out, Key.ZoomOut, icon="zoom-out", tip=tr("Zoom out.")
        )
        self.colorize = self._make(
            tr("&Colorize"), workspace.colorize, "F5", tip=tr("Colorize this photo again.")
        )
        self.cancel = self._make(
            tr("Ca&ncel the Work"),
            workspace.cancel,
            "Ctrl+.",
            tip=tr("Stop what is going on; what is done stays."),
        )
        self.together = self._make(
            tr("Show &Together"),
            lambda: workspace.highlight.show_alone(None),
            "Esc",
            tip=tr("Show all objects again in the Instances pane."),
        )
        for signal in (
            workspace.photo_changed,
            workspace.instances_changed,
            workspace.enabled_changed,
            workspace.progress_changed,
            workspace.highlight.changed,
            workspace.editor.history_changed,
        ):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Let every action be usable exactly when it would do something."""
        workspace, editor = self._workspace, self._workspace.editor
        there = workspace.photo is not None
        states = {
            self.save: workspace.can_save,
            self.save_as: workspace.can_save,
            self.close_photo: there,
            self.copy: self._clipboard.can_copy,
            self.undo: bool(editor.undo_text),
            self.redo: bool(editor.redo_text),
            self.fit: there,
            self.actual: there,
            self.zoom_in: there,
            self.zoom_out: there,
            self.colorize: workspace.can_colorize,
            self.cancel: workspace.progress is not None,
            self.together: workspace.highlight.alone is not None,
        }
        for action, enabled in states.items():
            action.setEnabled(enabled)
        undone, redone = editor.undo_text, editor.redo_text
        self.undo.setText(tr("&Undo {change}", change=undone) if undone else tr("&Undo"))
        self.redo.setText(tr("&Redo {change}", change=redone) if redone else tr("&Redo"))

    def _make(
        self,
        text: str,
        command: Callable[[], object],
        keys: QKeySequence.StandardKey | str | None = None,
        *,
        icon: str | None = None,
        tip: str = "",
    ) -> QAction:
        return make_action(self, text, command, keys, icon=icon, tip=tip)

    def _close_photo(self) -> None:
        if self._workspace.entry is not None:
            self._closing.may_close(self._workspace.entry)
