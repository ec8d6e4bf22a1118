"""The questions that the window asks, behind one seam so that tests can answer them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from engine import project
from engine.texts import tr
from gui.agreement import agreed

PROJECTS = f"*{project.SUFFIX}"
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
            self._parent,
            tr("Open photos"),
            str(folder),
            tr(
                "Photos and projects ({patterns});;All files (*)",
                patterns=f"{OPENED} {PROJECTS}",
            ),
        )
        return [Path(name) for name in names]

    def projects_to_open(self, folder: Path) -> list[Path]:
        """Projects to open, none when the person thinks better of it."""
        names, _ = QFileDialog.getOpenFileNames(
            self._parent,
            tr("Open projects"),
            str(folder),
            tr("Projects ({pattern});;All files (*)", pattern=PROJECTS),
        )
        return [Path(name) for name in names]

    def place_for_project(self, suggested: Path) -> Path | None:
        """Where to save a project, with its suffix; None when the person thinks better of it."""
        dialog = self._save_dialog(tr("Save the project"), suggested)
        dialog.setNameFilter(tr("Projects ({pattern})", pattern=PROJECTS))
        dialog.setDefaultSuffix(project.SUFFIX[1:])
        dialog.selectFile(suggested.name)
        return Path(dialog.selectedFiles()[0]) if dialog.exec() else None

    def photo_of_project(self, name: str, folder: Path) -> Path | None:
        """Where a project's photo is now, which is not where it was; None to give up."""
        question = QMessageBox(self._parent)
        question.setIcon(QMessageBox.Icon.Question)
        question.setWindowTitle(tr("Where is the photo?"))
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setText(tr("The photo {name} is not where this project expects it.", name=name))
        question.setInformativeText(tr("Show where it is now, or put it back and try again."))
        find = question.addButton(tr("Find It…"), QMessageBox.ButtonRole.AcceptRole)
        question.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(find)
        question.exec()
        if question.clickedButton() is not find:
            return None
        chosen, _ = QFileDialog.getOpenFileName(
            self._parent, tr("Find {name}", name=name), str(folder), photo_filters()
        )
        return Path(chosen) if chosen else None

    def may_discard(self, names: Sequence[str]) -> bool:
        """Whether work that was kept may be thrown away; the safe answer is the default."""
        more = tr("It cannot be brought back. The photos stay.")
        if len(names) == 1:
            text = tr("Discard the kept work on {name}?", name=names[0])
        else:
            text = tr("Discard the kept work on {n} photos?", n=len(names))
            more = f"{_listed(names)}\n\n{more}"
        return agreed(
            self._parent,
            tr("Discard the work?"),
            text,
            more,
            yes=tr("Discard"),
            no=tr("Keep It"),
            warns=True,
        )

    def place_to_save(self, suggested: Path) -> Path | None:
        """Where to save, with a suffix; None when the person thinks better of it."""
        suffix = next(
            (s for s, text in SAVED.items() if f"*{suggested.suffix.lower()}" in text), ".png"
        )
        dialog = self._save_dialog(tr("Save the colorized photo"), suggested)
        dialog.setNameFilters(list(SAVED.values()))
        dialog.selectNameFilter(SAVED[suffix])
        dialog.setDefaultSuffix(suffix[1:])
        dialog.filterSelected.connect(lambda text: _follow_filter(dialog, suffix_of(text)))
        dialog.selectFile(suggested.name)
        if not dialog.exec():
            return None
        return Path(dialog.selectedFiles()[0])

    def may_replace(self, path: Path) -> bool:
        """Whether an existing file may be replaced; the safe answer is the default."""
        return agreed(
            self._parent,
            tr("Replace the file?"),
            tr("{name} is already there.", name=path.name),
            tr("Replace it in {folder}?", folder=path.parent),
            yes=tr("Replace"),
            no=tr("Keep It"),
        )

    def folder_to_write(self, folder: Path) -> Path | None:
        """A folder to export to, None when the person thinks better of it."""
        title = tr("Export to a folder")
        name = QFileDialog.getExistingDirectory(self._parent, title, str(folder))
        return Path(name) if name else None

    def save_changes(self, names: Sequence[str]) -> Answer:
        """What to do with the unsaved work on these photos; not closing is the way out."""
        question = QMessageBox(self._parent)
        question.setIcon(QMessageBox.Icon.Warning)
        question.setWindowTitle(tr("Save the changes?"))
        question.setTextFormat(Qt.TextFormat.PlainText)
        warning = tr("Without saving, they are lost. Originals stay as they are.")
        if len(names) == 1:
            question.setText(tr("Save changes to {name}?", name=names[0]))
            question.setInformativeText(warning)
        else:
            question.setText(tr("Save changes to {n} photos?", n=len(names)))
            question.setInformativeText(f"{_listed(names)}\n\n{warning}")
        save = question.addButton(
            tr("Save") if len(names) == 1 else tr("Save All"), QMessageBox.ButtonRole.AcceptRole
        )
        discard = question.addButton(tr("Don't Save"), QMessageBox.ButtonRole.DestructiveRole)
        cancel = question.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(save)
        question.setEscapeButton(cancel)
        question.exec()
        clicked = question.clickedButton()
        if clicked is save:
            return Answer.SAVE
        return Answer.DISCARD if clicked is discard else Answer.CANCEL

    def _save_dialog(self, title: str, suggested: Path) -> QFileDialog:
        dialog = QFileDialog(self._parent, title)
        dialog.resize(820, 520)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(str(suggested.parent))
        # The question about an existing file is asked by the window, the same on every platform.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        return dialog


def photo_filters() -> str:
    """The name filters of a dialog that asks for photos."""
    return tr("Photos ({patterns});;All files (*)", patterns=OPENED)


def _listed(names: Sequence[str]) -> str:
    """Names below each other, not all where they are many."""
    shown = [*names[:NAMES_SHOWN]]
    if len(names) > NAMES_SHOWN:
        shown.append(tr("and {n} more", n=len(names) - NAMES_SHOWN))
    return "\n".join(shown)


def suffix_of(name_filter: str) -> str:
    """The suffix that a name filter of the save dialog stands for."""
    return next(suffix for suffix, text in SAVED.items() if text == name_filter)


def _follow_filter(dialog: QFileDialog, suffix: str) -> None:
    """Let the file name end as the chosen file type does."""
    dialog.setDefaultSuffix(suffix[1:])
    names = dialog.selectedFiles()
    if names and Path(names[0]).suffix:
        dialog.selectFile(Path(names[0]).with_suffix(suffix).name)
