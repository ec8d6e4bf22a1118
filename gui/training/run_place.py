"""Where a planned run goes: a fresh folder, by default among the person's documents."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.texts import tr
from gui.preferences.form import Note, PathField
from gui.training.training_draft import TrainingDraft
from gui.training.wizard_page import TrainingQuestions

LEAST_ROOM = 2e9  # bytes; snapshots and checkpoints take some hundred megabytes


class RunPlace(QWidget):
    """A field for the folder, and what it comes to.

    Args:
        runs_folder: where new runs go when nobody says otherwise.
    """

    def __init__(
        self, draft: TrainingDraft, questions: TrainingQuestions, runs_folder: Path
    ) -> None:
        super().__init__()
        self._draft = draft
        self._runs_folder = runs_folder
        self._stamp = _now()
        self.field = PathField(
            str(runs_folder),
            lambda now: questions.folder(
                self, tr("Choose where the run goes"), now or _nearest(runs_folder)
            ),
        )
        self.field.setAccessibleName(tr("Run folder"))
        self.field.clear_button.setText(tr("Default"))
        self.field.changed.connect(self.refresh)
        self.note = Note()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addWidget(self.note)

    @property
    def folder(self) -> Path:
        """The run's folder; a fresh one inside a chosen one that is not empty."""
        chosen = self.field.path
        name = f"{self._draft.choices.network} {self._stamp}"
        if chosen is None:
            return self._runs_folder / name
        return chosen if _is_empty(chosen) else chosen / name

    def take_new_folder(self) -> None:
        """The next run gets another folder."""
        self._stamp = _now()
        self.field.set_path(None)
        self.refresh()

    def refresh(self) -> None:
        """Show the folder and the room on its disk."""
        folder = self.folder
        try:
            free = shutil.disk_usage(_nearest(folder)).free
        except OSError:
            self.note.tell(tr("A new folder: {folder}", folder=folder))
            return
        scarce = free < LEAST_ROOM
        said = tr(
            "A new folder: {folder}. {size:,.0f} GB are free there.",
            folder=folder,
            size=free / 1e9,
        )
        if scarce:
            said = tr(
                "A new folder: {folder}. Only {size:,.1f} GB are free there; snapshots need more.",
                folder=folder,
                size=free / 1e9,
            )
        self.note.tell(said, warning=scarce)


def _nearest(folder: Path) -> Path:
    """The folder itself, or the first above it that exists."""
    return next((place for place in (folder, *folder.parents) if place.exists()), folder)


def _is_empty(folder: Path) -> bool:
    """Whether a folder holds nothing, or is not there."""
    try:
        return not folder.exists() or not any(folder.iterdir())
    except OSError:
        return False


def _now() -> str:
    return time.strftime("%Y-%m-%d %H-%M-%S")
