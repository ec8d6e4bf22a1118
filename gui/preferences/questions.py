"""What the settings ask, behind one seam so that tests can answer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from engine.texts import tr
from gui.agreement import agreed


class Questions:
    """Asks with the platform's own dialogs."""

    def folder(self, parent: QWidget, title: str, start: Path | None) -> Path | None:
        """A folder, None when the person thinks better of it."""
        name = QFileDialog.getExistingDirectory(parent, title, str(start or Path.home()))
        return Path(name) if name else None

    def file(self, parent: QWidget, title: str, start: Path | None, kinds: str) -> Path | None:
        """A file of the kinds of a name filter, None when the person thinks better of it."""
        place = str(start.parent if start else Path.home())
        name, _ = QFileDialog.getOpenFileName(parent, title, place, kinds)
        return Path(name) if name else None

    def may_reset(self, parent: QWidget) -> bool:
        """Whether all settings may go back to their defaults; the safe answer is the default."""
        return agreed(
            parent,
            tr("Reset the settings?"),
            tr("All settings go back to their defaults."),
            tr("Recent photos stay in the list."),
            yes=tr("Reset"),
            no=tr("Keep Them"),
        )
