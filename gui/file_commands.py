"""Opening and saving as the person asks for it: dialogs, questions, folders, names."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.bundle import sample_photos
from engine.errors import EngineError
from engine.project import is_project
from gui.album import Entry
from gui.dialogs import Dialogs
from gui.jobs import SaveOptions
from gui.naming import is_own, is_there, suggested_path
from gui.preferences.settings import Settings
from gui.workspace import Workspace


class FileCommands(QObject):
    """What the File menu does.

    Attributes:
        begun: a photo is about to be opened or saved; an older message may go.
        projects_wanted: the `Path`s of projects that are to be opened.
        failed: the exception.
    """

    begun = Signal()
    projects_wanted = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        settings: Settings,
        dialogs: Dialogs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._settings = settings
        self._dialogs = dialogs
        workspace.photo_changed.connect(self._remember_opened)
        workspace.saved.connect(settings.saved)

    def open_dialog(self) -> None:
        """Ask for photos and open them."""
        folder = self._settings.preferences.open_folder or Path.home()
        self.open(*self._dialogs.photos_to_open(folder))

    def open(self, *paths: Path) -> None:
        """Open these photos and projects, and show the first."""
        photos = [path for path in paths if not is_project(path)]
        projects = [path for path in paths if is_project(path)]
        if photos:
            self.begun.emit()
            self._workspace.open(*photos)
        if projects:
            self.projects_wanted.emit(projects)

    def open_sample(self, sample: Path | None = None) -> None:
        """Open one of the bundled photos, by default the first."""
        try:
            chosen = sample or sample_photos()[0]
        except EngineError as error:
            self.failed.emit(error)
            return
        self.begun.emit()
        self._workspace.open(chosen)

    def save(self) -> None:
        """Save where this photo was saved before, else ask."""
        entry = self._workspace.entry
        if entry is None or entry.saved_as is None:
            self.save_as()
        else:
            self._workspace.save(entry.saved_as, self.save_options(), overwrite=True)

    def save_as(self) -> None:
        """Ask where to save; an existing file is only replaced after a question."""
        entry = self._workspace.entry
        if entry is None:
            return
        path = self._dialogs.place_to_save(self.suggested_path(entry))
        if path is None:
            return
        exists = is_there(path)
        if exists and not is_own(path, entry) and not self._dialogs.may_replace(path):
            return
        self.begun.emit()
        self._workspace.save(path, self.save_options(), overwrite=exists)

    def suggested_path(self, entry: Entry) -> Path:
        """Where the settings want the result of an entry."""
        preferences = self._settings.preferences
        folder = preferences.save_folder
        if folder is None and (entry.path is None or entry.path in sample_photos_or_none()):
            folder = preferences.saved_folder or Path.home()
        return suggested_path(entry, pattern=preferences.pattern, folder=folder)

    def save_options(self) -> SaveOptions:
        """How the settings want results to be written."""
        preferences = self._settings.preferences
        return SaveOptions(preferences.jpeg_quality, preferences.bit_depth, preferences.note)

    def _remember_opened(self) -> None:
        entry = self._workspace.entry
        if entry is None or entry.path is None:
            return
        if entry.project is not None:
            self._settings.opened(entry.project)
        elif entry.path not in sample_photos_or_none():
            self._settings.opened(entry.path)


def sample_photos_or_none() -> tuple[Path, ...]:
    """The bundled photos; none where they are missing."""
    try:
        return tuple(sample_photos())
    except EngineError:
        return ()
