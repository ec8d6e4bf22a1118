"""The offer to go on with the project that lies beside a photo which was opened without it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from weakref import WeakSet

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from engine.project import project_beside
from engine.texts import tr
from gui.album import Entry
from gui.naming import is_there
from gui.views.offer_bar import Answer, OfferBar
from gui.workspace import Workspace


class BesideOffer(QObject):
    """Looks beside every photo that is shown, once.

    Args:
        workspace: of the open photos.
        open_projects: opens project files.
        over: what the offer lies over; it lives as long.

    Attributes:
        bar: the offer.
    """

    def __init__(
        self, workspace: Workspace, open_projects: Callable[[Sequence[Path]], None], over: QWidget
    ) -> None:
        super().__init__(over)
        self._workspace = workspace
        self._open_projects = open_projects
        self._asked: WeakSet[Entry] = WeakSet()
        self._file: Path | None = None
        self.bar = OfferBar(
            over,
            tr("Not now; the project stays as it is."),
            Answer(tr("Go on"), self._open, tr("Bring back the objects and colours in it.")),
        )
        workspace.photo_changed.connect(self._look)

    def _look(self) -> None:
        entry = self._workspace.entry
        self.bar.hide()
        if entry is None or entry.path is None or entry in self._asked:
            return
        self._asked.add(entry)
        file = project_beside(entry.path)
        if entry.project is None and not entry.touched and is_there(file):
            self._file = file
            self.bar.make(
                tr("You have worked on {name} before and saved the project.", name=entry.name)
            )

    def _open(self) -> None:
        if self._file is not None:
            self._open_projects([self._file])
