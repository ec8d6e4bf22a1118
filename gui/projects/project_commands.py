"""Projects as the main window sees them: saving, opening, and bringing back unsaved work."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from engine.errors import EngineError
from engine.project import SUFFIX, Match, Project, is_project, place_of_photo, project_beside
from engine.steps import Steps
from engine.texts import tr
from gui.album import Entry
from gui.dialogs import Dialogs
from gui.engine_thread import EngineThread
from gui.file_commands import sample_photos_or_none
from gui.naming import is_there
from gui.preferences.settings import Settings
from gui.projects.keeper import Keeper, remove
from gui.projects.project_jobs import (
    Restored,
    Snapshot,
    Writer,
    is_pasted,
    looking,
    opening,
    photo_beside,
    placing,
    writing,
)
from gui.projects.session_folder import remove_if_empty
from gui.queue.chores import Chores, Work
from gui.views.offer_bar import Answer, OfferBar
from gui.window_actions import make_action
from gui.workspace import Workspace

FOLDER = "unsaved"


class ProjectCommands(QObject):
    """What the File menu does with projects.

    Args:
        workspace: of the open photos.
        settings: say where unsaved work is kept.
        dialogs: ask the person.
        parent: the main window.

    Attributes:
        keeper: keeps unsaved work.
        offer_bar: the offer to bring some back, None where there was nothing to offer.
        save_action, save_as_action, open_action: for the menu.
        begun: something is about to be opened or saved; an older message may go.
        told: one sentence on what has been done.
        failed: an exception.
    """

    begun = Signal()
    told = Signal(str)
    failed = Signal(object)

    def __init__(
        self, workspace: Workspace, settings: Settings, dialogs: Dialogs, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._settings = settings
        self._dialogs = dialogs
        self._thread = EngineThread(self)
        self._thread.failed.connect(self.failed)
        self._chores = Chores(self._thread, self)
        self._writer = Writer()
        folder = settings.folder
        self.keeper = Keeper(
            workspace,
            self._chores,
            self._writer,
            None if folder is None else folder / FOLDER,
            self,
        )
        self.keeper.failed.connect(self.failed)
        self._chores.changed.connect(self._start)
        self.offer_bar: OfferBar | None = None
        self._left: list[tuple[Path, Project]] = []
        self.save_action = make_action(
            self,
            tr("Save Pro&ject"),
            self.save,
            "Ctrl+Alt+S",
            tip=tr("Keep objects, names and colours in a file beside the photo, to go on later."),
        )
        self.save_as_action = make_action(
            self,
            tr("Save Project &To…"),
            self.save_as,
            tip=tr("Choose where the project is kept."),
        )
        self.open_action = make_action(
            self,
            tr("Open Pro&ject…"),
            self.open_dialog,
            "Ctrl+Alt+O",
            tip=tr("Go on with a photo where you saved its project."),
        )
        for signal in (workspace.photo_changed, workspace.editor.history_changed):
            signal.connect(self._refresh)
        self._refresh()

    # Saving

    def save(self) -> None:
        """Save the project where it was saved before, or else beside the photo.

        A pasted photo has no place yet, so that it is asked for; the photo is written there, too.
        """
        entry = self._workspace.entry
        if entry is None:
            return
        if entry.project is not None:
            self._save(entry, entry.project)
        elif entry.path is None or entry.path in sample_photos_or_none():
            self.save_as()
        else:
            self._save_new(entry, self._suggested(entry))

    def save_as(self) -> None:
        """Ask where to save the project."""
        entry = self._workspace.entry
        if entry is None:
            return
        path = self._dialogs.place_for_project(entry.project or self._suggested(entry))
        if path is not None:
            self._save_new(entry, path if is_project(path) else path.with_name(path.name + SUFFIX))

    def _suggested(self, entry: Entry) -> Path:
        if entry.path is not None and entry.path not in sample_photos_or_none():
            return project_beside(entry.path)
        folder = self._settings.preferences.saved_folder or Path.home()
        return project_beside(folder / (f"{entry.name}.png" if entry.path is None else entry.name))

    def _save_new(self, entry: Entry, path: Path) -> None:
        if path != entry.project and is_there(path) and not self._dialogs.may_replace(path):
            return
        self._save(entry, path)

    def _save(self, entry: Entry, path: Path) -> None:
        if entry.size is None:
            return
        edit, photo = entry.history.edit, entry.path or photo_beside(path)
        if entry.path is None and is_there(photo):
            self.failed.emit(
                EngineError(
                    tr("There is a photo {name} in that folder already.", name=photo.name),
                    tr("Choose another name for the project; the pasted photo is called alike."),
                )
            )
            return
        write = self._writer.ask(Snapshot(photo, entry.size, edit, pasted=entry.pasted), path)
        self.begun.emit()

        def done(_: None) -> None:
            entry.project, entry.in_project = path, edit
            if entry.path is None:
                entry.path, entry.pasted, entry.name = photo, None, photo.name
            self._remember(entry, path)
            if entry.path is not None and path.parent == entry.path.parent:
                self.told.emit(tr("Saved {name} beside the photo", name=path.name))
            else:
                self.told.emit(tr("Saved {name} in {folder}", name=path.name, folder=path.parent))

        self._do(lambda: writing([write], tr("Saving {name}", name=path.name)), done)

    # Opening

    def open_dialog(self) -> None:
        """Ask for projects and open them."""
        self.open(self._dialogs.projects_to_open(self._folder()))

    def open(self, files: Sequence[Path]) -> None:
        """Open these projects with their photos, and show the first."""
        if files:
            self.begun.emit()
        self._open_all(files, opening, self._take_project)

    def _open_all(
        self,
        files: Sequence[Path],
        read: Callable[[Path], Steps[Restored]],
        take: Callable[[Restored, Path], Entry | None],
    ) -> None:
        shown: list[Entry] = []

        def found(restored: Restored) -> None:
            if restored.photo is None:
                self._find(restored, found)
                return
            entry = take(restored, restored.photo)
            if entry is not None and not shown:
                shown.append(entry)
                self._workspace.show(entry)
            if restored.match is Match.CHANGED:
                self.failed.emit(
                    EngineError(
                        tr(
                            "The photo {name} has changed since the work on it was saved.",
                            name=restored.photo.name,
                        ),
                        tr("Look whether its objects are still in their places."),
                    )
                )

        for file in files:
            self._do(partial(read, file), found)

    def _find(self, restored: Restored, then: Callable[[Restored], None]) -> None:
        """Ask where a photo is now."""
        name = restored.project.photo.name
        place = self._dialogs.photo_of_project(name, self._folder())
        if place is not None:
            self._do(lambda: placing(restored, place), then)

    def _folder(self) -> Path:
        return self._settings.preferences.open_folder or Path.home()

    def _take_project(self, restored: Restored, photo: Path) -> Entry:
        entry = self._entry(photo, restored, tr("Open the Project"))
        entry.project, entry.in_project = restored.file, restored.edit
        self._remember(entry, restored.file)
        return entry

    def _remember(self, entry: Entry, project: Path) -> None:
        """In the list of what was opened before, a project takes the place of its photo."""
        if entry.path is not None:
            self._settings.forget_recent(entry.path.absolute())
        self._settings.opened(project)
        self._workspace.album.changed.emit()

    def _entry(self, photo: Path, restored: Restored, text: str) -> Entry:
        """The photo's place in the album, with these choices; where it has others, undoable."""
        workspace, edit = self._workspace, restored.edit
        entry = workspace.album.add(photo)
        if entry.history.begun and entry is workspace.entry:
            workspace.editor.take(edit, text)
        elif entry.history.begun:
            entry.history.change(edit, text)
            entry.photo = None  # its results are of other choices
        else:
            if entry in (workspace.entry, workspace.album.current) or entry.photo is not None:
                workspace.close_photo(entry)  # its objects are being looked for
                entry = workspace.album.add(photo)
            entry.history.begin(edit)
        entry.size = (restored.project.photo.height, restored.project.photo.width)
        return entry

    # Bringing back

    def offer(self, over: QWidget) -> None:
        """At the start of the app: offer to open what earlier starts have kept.

        Args:
            over: what the offer lies over.
        """
        folder = self.keeper.folder
        if folder is None or not os.path.exists(folder.base):
            return

        def found(left: list[tuple[Path, Project]]) -> None:
            self._left = left
            if left:
                self.offer_bar = OfferBar(
                    over,
                    tr("Later; the work is kept."),
                    Answer(tr("Open"), self.restore, tr("Go on with it.")),
                    Answer(tr("Discard…"), self.discard, tr("Throw it away; asks before.")),
                )
                self._make_offer(self.offer_bar)

        self._do(lambda: looking(folder), found)

    def restore(self) -> None:
        """Open what is kept from earlier starts."""
        files = [file for file, _ in self._left]
        self._left = []
        self.begun.emit()
        self._open_all(files, partial(opening, kept=True), self._take_kept)

    def discard(self) -> None:
        """Throw away what is kept from earlier starts, after a question."""
        if not self._dialogs.may_discard(self._names):
            if self.offer_bar is not None:
                self._make_offer(self.offer_bar)
            return
        for file, _ in self._left:
            remove(file)
            remove_if_empty(file.parent)
        self._left = []

    @property
    def _names(self) -> list[str]:
        places = {place_of_photo(project, file): file for file, project in self._left}
        return [
            tr("a pasted photo") if is_pasted(file, place) else place.name
            for place, file in places.items()
        ]

    def _make_offer(self, bar: OfferBar) -> None:
        names = self._names
        if len(names) == 1:
            bar.make(tr("Your unsaved work on {name} is kept from last time.", name=names[0]))
        else:
            bar.make(tr("Your unsaved work on {n} photos is kept from last time.", n=len(names)))

    def _take_kept(self, restored: Restored, photo: Path) -> Entry:
        if restored.pasted is None:
            entry = self._entry(photo, restored, tr("Bring Back"))
        else:
            entry = self._workspace.album.add_pasted(restored.pasted)
            entry.history.begin(restored.edit)
            entry.size = (restored.project.photo.height, restored.project.photo.width)
        entry.restored = True
        entry.project = restored.project.kept_in
        self.keeper.adopt(entry, restored.file)
        self._workspace.album.changed.emit()
        return entry

    # The worker

    def close(self) -> bool:
        """At the end of the app: keep what nobody has saved; False if a step takes too long."""
        self._chores.forget()
        ended = self._thread.stop()
        self.keeper.close()
        return ended

    def _do(self, work: Work, then: Callable[..., None]) -> None:
        self._chores.do(lambda: work, then, self.failed.emit)

    def _start(self) -> None:
        """The thread runs from the first work on."""
        if not self._thread.isRunning() and self._chores.busy:
            self._thread.start()

    def _refresh(self) -> None:
        there = self._workspace.can_edit
        self.save_action.setEnabled(there)
        self.save_as_action.setEnabled(there)
