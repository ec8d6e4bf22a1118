"""The photos that were opened before: choosing one, forgetting them, and the menu of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QMenu, QWidget

from engine.errors import EngineError
from engine.project import is_project
from engine.texts import in_one_line, tr
from gui.naming import is_there

FOLDER_WIDTH = 260  # pixels; a longer folder is shortened in its middle


class RecentPhotos(QObject):
    """What can be done with the recent photos.

    Args:
        paths: gives them, the newest first.
        open_path: opens one.
        forget: takes one off the list, or all for None.

    Attributes:
        failed: an `EngineError`: the chosen one is not there any more.
        changed: some were forgotten here.
    """

    failed = Signal(object)
    changed = Signal()

    def __init__(
        self,
        paths: Callable[[], Sequence[Path]],
        open_path: Callable[[Path], object],
        forget: Callable[[Path | None], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._paths = paths
        self._open_path = open_path
        self._forget = forget

    @property
    def paths(self) -> tuple[Path, ...]:
        """The newest first; whether they are still there is only found out when one is chosen."""
        return tuple(self._paths())

    def choose(self, path: Path) -> None:
        """Open one; where it is gone, say so and take it off the list."""
        if is_there(path):
            self._open_path(path)
            return
        self._forget(path)
        self.changed.emit()
        self.failed.emit(
            EngineError(
                tr("{name} is not in {folder} any more.", name=path.name, folder=path.parent),
                tr("It was taken off the list; open it from where it is now."),
            )
        )

    def clear(self) -> None:
        """Forget all."""
        self._forget(None)
        self.changed.emit()


class RecentMenu(QMenu):
    """A menu of the recent photos, filled anew whenever it is about to be shown."""

    def __init__(self, recent: RecentPhotos, parent: QWidget | None = None) -> None:
        super().__init__(tr("Open &Recent"), parent)
        self._recent = recent
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        """Show what there is now."""
        self.clear()
        for number, path in enumerate(self._recent.paths, start=1):
            key = f"&{number} " if number < 10 else ""
            name = recent_name(path).replace("&", "&&")
            action = self.addAction(f"{key}{name}\t{short_folder(path, self.fontMetrics())}")
            action.setToolTip(str(path))
            action.triggered.connect(partial(self._recent.choose, path))
        if self.isEmpty():
            nothing = self.addAction(tr("No recent photos"))
            nothing.setToolTip(tr("The photos that you open will be listed here."))
            nothing.setEnabled(False)
            return
        self.addSeparator()
        clear = self.addAction(tr("&Clear This List"))
        clear.setToolTip(tr("Forget these names; the photos stay."))
        clear.triggered.connect(self._recent.clear)


def recent_name(path: Path) -> str:
    """What a recent photo is called; a project is called as its photo."""
    return in_one_line(path.stem if is_project(path) else path.name)


def short_folder(path: Path, metrics: QFontMetrics) -> str:
    """The folder of a file, in few words."""
    folder = path.parent
    try:
        text = str(Path("~") / folder.relative_to(Path.home()))
    except ValueError:
        text = str(folder)
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, FOLDER_WIDTH)
