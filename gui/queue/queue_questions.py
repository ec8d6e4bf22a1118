"""What the queue asks, behind one seam so that tests can answer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from engine.texts import counted, marked, tr
from gui.agreement import agreed
from gui.dialogs import photo_filters
from gui.preferences.questions import Questions


class QueueQuestions(Questions):
    """Asks with the platform's own dialogs; the safe answer is the default."""

    def photos(self, parent: QWidget, folder: Path) -> list[Path]:
        """Photos to add, none when the person thinks better of it."""
        names, _ = QFileDialog.getOpenFileNames(
            parent, tr("Add photos"), str(folder), photo_filters()
        )
        return [Path(name) for name in names]

    def may_cancel(self, parent: QWidget, waiting: int) -> bool:
        """Whether the photos that wait may leave the queue."""
        return agreed(
            parent,
            tr("Cancel the queue?"),
            counted(
                waiting,
                marked("{n} photo will not be colorized."),
                marked("{n} photos will not be colorized."),
            ),
            tr("They leave the queue; no file is touched. What is done stays."),
            yes=tr("Cancel the Queue"),
            no=tr("Keep It"),
        )

    def may_close(self, parent: QWidget, waiting: int) -> bool:
        """Whether the app may close while photos are being colorized."""
        return agreed(
            parent,
            tr("Close while photos are being colorized?"),
            counted(
                waiting,
                marked("{n} photo in the queue is not done yet."),
                marked("{n} photos in the queue are not done yet."),
            ),
            tr("What is done stays, and the next start of the app offers to go on with the rest."),
            yes=tr("Close"),
            no=tr("Keep Working"),
        )
