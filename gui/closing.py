"""Closing a photo or the window: what is asked first, and waiting for what is being saved."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from gui.album import Entry
from gui.dialogs import Answer, Dialogs
from gui.jobs import SaveOptions
from gui.naming import is_own, is_there
from gui.workspace import Workspace


@dataclass(frozen=True)
class _ToSave:
    entry: Entry
    path: Path
    overwrite: bool


class Closing(QObject):
    """Nothing that a person has done is lost without a question.

    Args:
        workspace: whose photos are closed.
        dialogs: ask the person.
        suggest: where an entry may be saved.
        options: how.
        keeps: whether the work on an entry is kept for the next start, so that nobody has to be
            asked before the window closes.

    Attributes:
        window_may_close: all is saved that was to be saved; close the window now.
        stopped: saving failed or was cancelled; what was to be closed stays open.
    """

    window_may_close = Signal()
    stopped = Signal()

    def __init__(
        self,
        workspace: Workspace,
        dialogs: Dialogs,
        suggest: Callable[[Entry], Path],
        options: Callable[[], SaveOptions] = SaveOptions,
        parent: QObject | None = None,
        *,
        keeps: Callable[[Entry], bool] = lambda _: False,
    ) -> None:
        super().__init__(parent)
        self._keeps = keeps
        self._workspace = workspace
        self._dialogs = dialogs
        self._suggest = suggest
        self._options = options
        self._queue: deque[_ToSave] = deque()
        self._then: Callable[[], object] | None = None
        self._shown: Entry | None = None  # what was asked for to be saved
        self._saving: _ToSave | None = None
        self._leaving = False  # the window is to be closed then
        self._look = QTimer(self, singleShot=True, interval=0)  # after the signals of this moment
        self._look.timeout.connect(self._go_on)
        workspace.progress_changed.connect(self._look_later)
        workspace.photo_changed.connect(self._look_later)
        workspace.saved.connect(self._saved)
        workspace.failed.connect(self._stop)

    @property
    def waiting(self) -> bool:
        """Something is to be closed as soon as it is saved."""
        return self._then is not None

    def may_close_window(self) -> bool:
        """Whether the window may close now.

        If not, the person has thought better of it, or something is being saved first; in that
        case `window_may_close` follows when it is done. Asking a second time during a save lets
        the window close at once.
        """
        if self._workspace.saving or self._then is not None:
            if self._leaving and self._workspace.saving and not self._queue:
                return True
            self._leaving = True
            self._then = self.window_may_close.emit
            self._look.start()
            return False
        unsaved = [e for e in self._workspace.album.unsaved if not self._keeps(e)]
        if not unsaved:
            return True
        answer = self._dialogs.save_changes([entry.name for entry in unsaved])
        if answer is Answer.SAVE:
            self._leaving = self._save(unsaved, self.window_may_close.emit)
        return answer is Answer.DISCARD

    def may_close(self, entry: Entry) -> bool:
        """Close one photo, after a question if there is unsaved work; whether it is closed now."""
        if entry not in self._workspace.album.entries:
            return True
        if entry.unsaved:
            answer = self._dialogs.save_changes([entry.name])
            if answer is Answer.SAVE:
                self._save([entry], lambda: self.may_close(entry))
            if answer is not Answer.DISCARD:
                return False
        self._close(entry)
        return True

    def close_others(self, kept: Entry) -> bool:
        """Close all photos but one, after one question; whether they are closed now."""
        others = [entry for entry in self._workspace.album.entries if entry is not kept]
        unsaved = [entry for entry in others if entry.unsaved]
        if unsaved:
            answer = self._dialogs.save_changes([entry.name for entry in unsaved])
            if answer is Answer.SAVE:
                self._save(unsaved, lambda: self.close_others(kept))
            if answer is not Answer.DISCARD:
                return False
        self._close(*others)
        return True

    # Saving first

    def _close(self, *entries: Entry) -> None:
        for entry in entries:
            if entry in self._workspace.album.entries:
                self._workspace.close_photo(entry)

    def _save(self, entries: Sequence[Entry], then: Callable[[], object]) -> bool:
        """Ask where each goes, then save them one by one; False if the person cancels."""
        places = []
        for entry in entries:
            place = self._place(entry)
            if place is None:
                return False
            places.append(place)
        self._begin(places, then)
        return True

    def _place(self, entry: Entry) -> _ToSave | None:
        if entry.saved_as is not None:
            return _ToSave(entry, entry.saved_as, True)
        path = self._dialogs.place_to_save(self._suggest(entry))
        if path is None:
            return None
        exists = is_there(path)
        if exists and not is_own(path, entry) and not self._dialogs.may_replace(path):
            return None
        return _ToSave(entry, path, exists)

    def _begin(self, places: Sequence[_ToSave], then: Callable[[], object]) -> None:
        self._queue = deque(places)
        self._saving = self._shown = None
        self._then = then
        self._look.start()

    def _look_later(self) -> None:
        if self._then is not None:
            self._look.start()

    def _saved(self, path: Path) -> None:
        if self._saving is not None and self._saving.path == path:
            self._saving = None
        self._look_later()

    def _go_on(self) -> None:
        """Do the next thing that can be done now."""
        workspace = self._workspace
        if self._then is None or workspace.saving:
            return
        if self._saving is not None:
            self._stop()  # the person has cancelled it
            return
        if not self._queue:
            then = self._then
            self._forget()
            then()
            return
        wanted = self._queue[0]
        entry = wanted.entry
        if self._shown is not entry:
            self._shown = entry
            if workspace.entry is not entry or not workspace.can_save:
                workspace.show(entry)
        there = workspace.entry is entry
        if there and workspace.can_save:
            self._queue.popleft()
            self._saving = wanted
            workspace.save(wanted.path, self._options(), overwrite=wanted.overwrite)
        elif workspace.album.current is not entry or (there and workspace.can_colorize):
            self._stop()  # the person has gone elsewhere, or has cancelled the colorizing

    def _stop(self, error: object = None) -> None:
        if self._then is not None:
            self._forget()
            self.stopped.emit()

    def _forget(self) -> None:
        self._queue.clear()
        self._then = self._saving = self._shown = None
        self._leaving = False
