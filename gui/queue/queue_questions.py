"""What the queue asks, behind one seam so that tests can answer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from gui.dialogs import OPENED
from gui.preferences.questions import Questions
from gui.queue import queue_words as words


class QueueQuestions(Questions):
    """Asks with the platform's own dialogs; the safe answer is the default."""

    def photos(self, parent: QWidget, folder: Path) -> list[Path]:
        """Photos to add, none when the person thinks better of it."""
        names, _ = QFileDialog.getOpenFileNames(
            parent, "Add photos", str(folder), f"Photos ({OPENED});;All files (*)"
        )
        return [Path(name) for name in names]

    def may_cancel(self, parent: QWidget, waiting: int) -> bool:
        """Whether the photos that wait may leave the queue."""
        return _agreed(
            parent,
            "Cancel the queue?",
            f"{words.photos(waiting)} will not be colorized.",
            "They leave the queue; no file is touched. What is done stays.",
            yes="Cancel the Queue",
            no="Keep It",
        )

    def may_close(self, parent: QWidget, waiting: int) -> bool:
        """Whether the app may close while photos are being colorized."""
        return _agreed(
            parent,
            "Close while photos are being colorized?",
            f"{words.photos(waiting)} in the queue {'is' if waiting == 1 else 'are'} not done yet.",
            "What is done stays, and the next start of the app offers to go on with the rest.",
            yes="Close",
            no="Keep Working",
        )


def _agreed(parent: QWidget, title: str, text: str, more: str, *, yes: str, no: str) -> bool:
    question = QMessageBox(parent)
    question.setIcon(QMessageBox.Icon.Question)
    question.setWindowTitle(title)
    question.setText(text)
    question.setInformativeText(more)
    agree = question.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    refuse = question.addButton(no, QMessageBox.ButtonRole.RejectRole)
    question.setDefaultButton(refuse)
    question.setEscapeButton(refuse)
    question.exec()
    return question.clickedButton() is agree
