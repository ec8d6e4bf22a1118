"""What the menu offers to export, and what was chosen the last time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from engine.errors import EngineError
from engine.texts import tr
from gui.album import Entry
from gui.dialogs import Dialogs
from gui.export.export_dialog import ExportDialog
from gui.jobs import SaveOptions
from gui.naming import EXPORT_PATTERN
from gui.spare_time import SpareTime
from gui.workspace import Workspace


class ExportCommands(QObject):
    """Opens the export dialog over the window.

    Args:
        workspace: whose shown photo is exported.
        spare: renders the preview.
        dialogs: ask for folders and before a file is replaced.
        suggest: where the settings want the result of an entry; its folder is taken.
        options: the settings' quality and bit depth.
        window: what the dialog lies over.

    Attributes:
        exported: the `Path` that was written.
        failed: an `EngineError`: there is nothing to export.
        dialog: the open dialog, None when there is none.
    """

    exported = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        spare: SpareTime,
        dialogs: Dialogs,
        suggest: Callable[[Entry], Path],
        options: Callable[[], SaveOptions] = SaveOptions,
        window: QWidget | None = None,
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._spare = spare
        self._dialogs = dialogs
        self._suggest = suggest
        self._options = options
        self._window = window
        self._folder: Path | None = None
        self._pattern = EXPORT_PATTERN
        self.dialog: ExportDialog | None = None

    @property
    def possible(self) -> bool:
        """There is a result to export."""
        photo = self._workspace.photo
        return photo is not None and photo.fusion is not None and photo.session is not None

    def export(self) -> None:
        """Open the dialog with the result."""
        self._open()

    def export_figure(self) -> None:
        """Open the dialog with the figure for a paper."""
        dialog = self._open()
        if dialog is not None:
            dialog.choose_figure()

    def _open(self) -> ExportDialog | None:
        entry = self._workspace.entry
        if entry is None or not self.possible:
            self.failed.emit(
                EngineError(tr("There is nothing to export yet."), tr("Colorize a photo."))
            )
            return None
        options = self._options()
        dialog = ExportDialog(
            self._workspace,
            self._spare,
            self._dialogs,
            folder=self._folder or self._suggest(entry).parent,
            pattern=self._pattern,
            quality=options.quality,
            bit_depth=options.bit_depth,
            note=options.note,
            parent=self._window,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.exported.connect(self.exported)
        dialog.finished.connect(self._closed)
        self.dialog = dialog
        dialog.open()
        return dialog

    def _closed(self) -> None:
        """Remember a folder and a name that were chosen by hand."""
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            self._folder = dialog.chosen_folder or self._folder
            self._pattern = dialog.pattern if not dialog.name_trouble else self._pattern
