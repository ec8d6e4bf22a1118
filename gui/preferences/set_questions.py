"""What the checkpoint manager asks, behind one seam so that tests can answer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from engine.texts import tr
from gui.agreement import agreed
from gui.preferences.questions import Questions


class SetQuestions(Questions):
    """Asks with the platform's own dialogs."""

    def new_folder(self, parent: QWidget, title: str, suggested: Path) -> Path | None:
        """A folder that is yet to be made, None when the person thinks better of it."""
        name, _ = QFileDialog.getSaveFileName(
            parent, title, str(suggested), options=QFileDialog.Option.ShowDirsOnly
        )
        return Path(name) if name else None

    def may_delete(self, parent: QWidget, title: str, consequence: str) -> bool:
        """Whether a set may be deleted; the safe answer is the default."""
        return agreed(
            parent,
            tr("Delete the checkpoints?"),
            tr("Delete the checkpoints {title}?", title=title),
            consequence,
            yes=tr("Delete"),
            no=tr("Keep Them"),
        )
