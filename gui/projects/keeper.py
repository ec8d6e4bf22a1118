"""Autosaving: what is chosen on open photos is kept within a second, until a file holds it."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from engine.errors import EngineError
from engine.texts import tr
from gui.album import Entry
from gui.edits import Edit
from gui.projects.project_jobs import Snapshot, Writer, picture_beside, writing
from gui.projects.session_folder import SessionFolder, remove_if_empty
from gui.queue.chores import Chores
from gui.workspace import Workspace

log = logging.getLogger(__name__)

WAIT_MS = 1000  # from a change until it is written; what comes in between is written with it


@dataclass(frozen=True)
class _Kept:
    """A file of ours and the choices in it."""

    file: Path
    edit: Edit


class Keeper(QObject):
    """Writes what no file of the person's holds to files of the app's own.

    Args:
        workspace: whose photos are kept.
        chores: run on the worker.
        writer: writes.
        folder: holds the files of all starts; None keeps nothing, for pictures and tests.

    Attributes:
        failed: an `EngineError`: nothing can be kept; told once until it works again.
    """

    failed = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        chores: Chores,
        writer: Writer,
        folder: Path | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._album = workspace.album
        self._chores = chores
        self._writer = writer
        self.folder = None if folder is None else SessionFolder(folder)
        self._kept: dict[Entry, _Kept] = {}
        self._files: dict[Entry, Path] = {}
        self._told = False
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self._write_later)
        if self.folder is not None:
            self._album.changed.connect(self._look)
            workspace.editor.history_changed.connect(self._look)  # also where objects were found

    def keeps(self, entry: Entry) -> bool:
        """Whether the choices on an entry are kept for the next start; written now if need be."""
        if self.folder is None or not _is_wanted(entry):
            return False
        if not self._holds(entry):
            try:
                file = self._file(entry)
                self._writer.ask(_snapshot(entry, file), file)()
            except (EngineError, OSError) as error:
                log.warning("The work on %s cannot be kept: %s", entry.name, error)
                return False
            self._kept[entry] = _Kept(file, entry.history.edit)
        return True

    def adopt(self, entry: Entry, file: Path) -> None:
        """Take over what an earlier start has kept of an entry."""
        try:
            own = self._file(entry)
            if entry.pasted is not None:
                os.replace(picture_beside(file), picture_beside(own))
            os.replace(file, own)
        except (EngineError, OSError) as error:
            log.warning("%s cannot be taken over: %s", file, error)
            self._look()  # which keeps it anew
            return
        remove_if_empty(file.parent)
        self._kept[entry] = _Kept(own, entry.history.edit)

    def close(self) -> None:
        """At the end of the app: keep what nobody has saved, and that alone."""
        self._timer.stop()
        for entry, file in list(self._files.items()):
            if not entry.unsaved or entry not in self._album.entries:
                self._forget(entry, file)
        if self.folder is not None:
            self.folder.close()

    # What follows from changes

    def _look(self) -> None:
        """Forget what needs no keeping any more, and write what does, soon."""
        entries = self._album.entries
        for entry, file in list(self._files.items()):
            if entry not in entries or not _is_wanted(entry):
                self._forget(entry, file)
        if not self._timer.isActive() and any(True for _ in self._dirty()):
            self._timer.start()

    def _dirty(self) -> Iterable[Entry]:
        return (e for e in self._album.entries if _is_wanted(e) and not self._holds(e))

    def _holds(self, entry: Entry) -> bool:
        kept = self._kept.get(entry)
        return kept is not None and kept.edit == entry.history.edit

    def _write_later(self) -> None:
        if self._chores.busy:
            self._timer.start()
            return
        kept = {}
        try:
            for entry in self._dirty():
                kept[entry] = _Kept(self._file(entry), entry.history.edit)
        except EngineError as error:
            self._fail(error)
            return
        writes = [
            self._writer.ask(_snapshot(entry, own.file), own.file) for entry, own in kept.items()
        ]

        def done(_: None) -> None:
            self._told = False
            self._kept.update({e: own for e, own in kept.items() if e in self._files})
            for entry, own in kept.items():
                if entry not in self._files:  # forgotten meanwhile
                    remove(own.file)
            self._look()

        self._chores.do(
            lambda: lambda: writing(writes, tr("Keeping what you changed")), done, self._fail
        )

    def _file(self, entry: Entry) -> Path:
        """Its file of ours, there or not.

        Raises:
            EngineError: the folder cannot be made.
        """
        assert self.folder is not None  # nothing is kept without one
        if entry not in self._files:
            try:
                self._files[entry] = self.folder.new_file()
            except OSError as error:
                raise EngineError(
                    tr(
                        "Unsaved work cannot be kept in {folder}: {reason}.",
                        folder=self.folder.base,
                        reason=error.strerror or error,
                    ),
                    tr("Save it yourself before you close the app."),
                ) from error
        return self._files[entry]

    def _forget(self, entry: Entry, file: Path) -> None:
        self._files.pop(entry, None)
        self._kept.pop(entry, None)
        remove(file)

    def _fail(self, error: Exception) -> None:
        log.warning("Unsaved work is not kept: %s", error)
        if not self._told:
            self._told = True
            self.failed.emit(error)


def remove(file: Path) -> None:
    """Throw away what the app keeps in a file, with the pasted photo that it is about."""
    for one in (file, picture_beside(file)):
        with contextlib.suppress(OSError):
            one.unlink(missing_ok=True)


def _is_wanted(entry: Entry) -> bool:
    """Whether there are choices on a photo that no project of the person's holds.

    A saved result does not hold them: it cannot be gone on with. Before the objects are known they
    cannot be kept: a project without objects is one of a photo in which there are none.
    """
    known = entry.size is not None and entry.history.begun
    return known and entry.touched and entry.history.edit != entry.in_project


def _snapshot(entry: Entry, file: Path) -> Snapshot:
    assert entry.size is not None  # see `_is_wanted`
    photo = entry.path or picture_beside(file)
    return Snapshot(photo, entry.size, entry.history.edit, entry.project, entry.pasted)
