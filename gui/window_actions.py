"""The window's actions: their words, keys and icons, and when each can be used."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from gui import theme
from gui.clipboard import Clipboard
from gui.closing import Closing
from gui.file_commands import FileCommands
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
            "&Open…", files.open_dialog, Key.Open, icon="open", tip="Open photos."
        )
        self.sample = self._make(
            "Open the Sa&mple", files.open_sample, tip="Open a photo that comes with the app."
        )
        self.save = self._make(
            "&Save",
            files.save,
            Key.Save,
            icon="save",
            tip="Save the result at the photo's full size.",
        )
        self.save_as = self._make(
            "Save &As…",
            files.save_as,
            Key.SaveAs,
            tip="Save under another name or as another kind of file.",
        )
        self.close_photo = self._make(
            "&Close Photo",
            self._close_photo,
            Key.Close,
            tip="Close this photo; asks about work that is not saved.",
        )
        self.copy = self._make(
            "&Copy Result",
            clipboard.copy,
            Key.Copy,
            tip="Copy the result, for another program.",
        )
        self.paste = self._make(
            "&Paste", clipboard.paste, Key.Paste, tip="Open a copied picture or copied files."
        )
        self.undo = self._make("&Undo", editor.undo, Key.Undo, icon="undo", tip="Undo.")
        self.redo = self._make("&Redo", editor.redo, Key.Redo, icon="redo", tip="Redo.")
        self.fit = self._make(
            "&Fit", viewport.fit, "Ctrl+0", icon="fit", tip="Show the whole photo."
        )
        self.actual = self._make(
            "&100 %",
            viewport.actual_size,
            "Ctrl+1",
            icon="actual",
            tip="One photo pixel per screen pixel.",
        )
        self.zoom_in = self._make(
            "Zoom &In", comparison.zoom_in, Key.ZoomIn, icon="zoom-in", tip="Zoom in."
        )
        self.zoom_in.setShortcuts([*self.zoom_in.shortcuts(), QKeySequence("Ctrl+=")])
        self.zoom_out = self._make(
            "Zoom &Out", comparison.zoom_out, Key.ZoomOut, icon="zoom-out", tip="Zoom out."
        )
        self.colorize = self._make(
            "&Colorize", workspace.colorize, "F5", tip="Colorize this photo again."
        )
        self.cancel = self._make(
            "Ca&ncel the Work",
            workspace.cancel,
            "Ctrl+.",
            tip="Stop what is going on; what is done stays.",
        )
        self.together = self._make(
            "Show &Together",
            lambda: workspace.highlight.show_alone(None),
            "Esc",
            tip="Show all objects again in the Instances pane.",
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
        self.undo.setText(f"&Undo {editor.undo_text}".strip())
        self.redo.setText(f"&Redo {editor.redo_text}".strip())

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
