"""The preferences in use: observable, and saved whenever they change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from engine.errors import EngineError
from gui.preferences.store import Preferences, Store


class Settings(QObject):
    """Holds the current preferences.

    Args:
        store: where they are kept; None keeps nothing, for pictures and tests.
        preferences: what to begin with, in place of what the store holds.

    Attributes:
        changed: the preferences before and after.
        failed: an `EngineError`: they could not be saved. They hold all the same, and it is told
            once until saving works again.
    """

    changed = Signal(object, object)
    failed = Signal(object)

    def __init__(
        self,
        store: Store | None = None,
        preferences: Preferences | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._told = False
        if preferences is None:
            preferences = Preferences() if store is None else store.load()
        self._preferences = preferences
        self.trouble = None if store is None else store.trouble

    @property
    def preferences(self) -> Preferences:
        """What holds now."""
        return self._preferences

    @property
    def folder(self) -> Path | None:
        """Where they are kept, if they are."""
        return None if self._store is None else self._store.folder

    def set(self, preferences: Preferences) -> None:
        """Take these preferences, tell, and save them."""
        old = self._preferences
        if preferences == old:
            return
        self._preferences = preferences
        self._save()
        self.changed.emit(old, preferences)

    def change(self, **values: Any) -> None:
        """Take these values of fields of `Preferences`.

        Raises:
            EngineError: one of them is not possible.
        """
        self.set(replace(self._preferences, **values))

    def reset(self) -> None:
        """Back to the defaults; recent photos and folders stay."""
        self.set(self._preferences.as_new())

    def opened(self, photo: Path) -> None:
        """Remember that this photo was opened."""
        self.set(self._preferences.opened(photo.absolute()))

    def saved(self, path: Path) -> None:
        """Remember where a result was saved."""
        self.change(saved_folder=path.absolute().parent)

    def forget_recent(self, photo: Path | None = None) -> None:
        """Forget this recent photo, by default all of them."""
        self.set(self._preferences.without_recent(photo))

    def _save(self) -> None:
        if self._store is None:
            return
        try:
            self._store.save(self._preferences)
        except EngineError as error:
            if not self._told:
                self._told = True
                self.failed.emit(error)
        else:
            self._told = False
