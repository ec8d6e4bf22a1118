"""The questions that the window asks, behind one seam so that tests can answer them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

OPENED = "*.jpg *.jpeg *.png *.tif *.tiff *.webp *.bmp"
SAVED = {
    ".jpg": "JPEG (*.jpg *.jpeg)",
    ".png": "PNG (*.png)",
    ".tif": "TIFF (*.tif *.tiff)",
    ".webp": "WebP (*.webp)",
}
NAMES_SHOWN = 8


class Answer(Enum):
    """What to do with work that no file holds."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


class Dialogs:
    """Asks with the platform's own dialogs."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def photos_to_open(self, folder: Path) -> list[Path]:
        """Photos to open, none when the person thinks better of it."""
        names, _ = QFileDialog.getOpenFileNames(
            self._parent, "Open photos", str(folder), f"Photos ({OPENED});;All files (*)"
        )
        return [Path(name) for name in names]

    def place_to_save(self, suggested: Path) -> Path | None:
        """Where to save, with a suffix; None when the person thinks better of it."""
        suffix = next(
            (s for s, text in SAVED.items() if f"*{suggested.suffix.lower()}" in text), ".png"
        )
        dialog = QFileDialog(self._parent, "Save the colorized photo")
        dialog.resize(820, 520)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(str(suggested.parent))
        dialog.setNameFilters(list(SAVED.values()))
        dialog.selectNameFilter(SAVED[suffix])
        dialog.setDefaultSuffix(suffix[1:])
        dialog.filterSelected.connect(lambda text: _follow_filter(dialog, suffix_of(text)))
        dialog.selectFile(suggested.name)
        # The question about an existing file is asked by the window, the same on every platform.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        if not dialog.exec():
            return None
        return Path(dialog.selectedFiles()[0])

    def may_replace(self, path: Path) -> bool:
        """Whether an existing file may be replaced; the safe answer is the default."""
        question = QMessageBox(self._parent)
        question.setIcon(QMessageBox.Icon.Question)
        question.setWindowTitle("Replace the file?")
        question.setText(f"{path.name} is already there.")
        question.setInformativeText(f"Replace it in {path.parent}?")
        replace = question.addButton("Replace", QMessageBox.ButtonRole.DestructiveRole)
        keep = question.addButton("Keep it", QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(keep)
        question.setEscapeButton(keep)
        question.exec()
        return question.clickedButton() is replace

    def folder_to_write(self, folder: Path) -> Path | None:
        """A folder to export to, None when the person thinks better of it."""
        name = QFileDialog.getExistingDirectory(self._parent, "Export to a folder", str(folder))
        return Path(name) if name else None

    def save_changes(self, names: Sequence[str]) -> Answer:
        """What to do with the unsaved work on these photos; not closing is the way out."""
        question = QMessageBox(self._parent)
        question.setIcon(QMessageBox.Icon.Warning)
        question.setWindowTitle("Save the changes?")
        question.setTextFormat(Qt.TextFormat.PlainText)
        if len(names) == 1:
            question.setText(f"Save changes to {names[0]}?")
            question.setInformativeText("Without saving, they are lost.")
        else:
            shown = [*names[:NAMES_SHOWN]]
            if len(names) > NAMES_SHOWN:
                shown.append(f"and {len(names) - NAMES_SHOWN} more")
            question.setText(f"Save changes to {len(names)} photos?")
            listed = "\n".join(shown)
            question.setInformativeText(f"{listed}\n\nWithout saving, they are lost.")
        save = question.addButton(
            "Save" if len(names) == 1 else "Save All", QMessageBox.ButtonRole.AcceptRole
        )
        discard = question.addButton("Don't Save", QMessageBox.ButtonRole.DestructiveRole)
        cancel = question.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(save)
        question.setEscapeButton(cancel)
        question.exec()
        clicked = question.clickedButton()
        if clicked is save:
            return Answer.SAVE
        return Answer.DISCARD if clicked is discard else Answer.CANCEL


def suffix_of(name_filter: str) -> str:
    """The suffix that a name filter of the save dialog stands for."""
    return next(suffix for suffix, text in SAVED.items() if text == name_filter)


def _follow_filter(dialog: QFileDialog, suffix: str) -> None:
    """Let the file name end as the chosen file type does."""
    dialog.setDefaultSuffix(suffix[1:])
    names = dialog.selectedFiles()
    if names and Path(names[0]).suffix:
        dialog.selectFile(Path(names[0]).with_suffix(suffix).name)
