"""The photos that are open, in their order: which is shown, and what is kept of the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from engine.adjustments import DEFAULT_LOOK, as_look
from engine.photo import Photo
from engine.texts import tr
from gui.edits import Edit, History
from gui.open_photo import OpenPhoto

AWAKE = 3  # photos whose pixels and results are kept; a 12-megapixel one takes about 150 MB


@dataclass(eq=False)
class Entry:
    """One of the open photos.

    Attributes:
        name: what it is called, with the suffix.
        path: its file, None for a pasted one.
        pasted: the photo itself where there is no file to read it from.
        history: the person's choices; they outlive the results.
        photo: its results, None before it is opened and when they were put away.
        thumbnail: a small picture, None before it is opened.
        saved_as: where its result was saved last, None before.
        saved: the edit that was saved last, None before.
        project: the project file that the person saved or opened, None before.
        in_project: the edit that it holds, None where that is not known.
        restored: the choices were brought back from an earlier start; no file of the person's
            holds them yet.
        size: (height, width) of the photo in pixels, None before it is opened.
        trouble: why its file cannot be opened; empty where nothing is known against it.
    """

    name: str
    path: Path | None = None
    pasted: Photo | None = None
    history: History = field(default_factory=History)
    photo: OpenPhoto | None = None
    thumbnail: QImage | None = None
    saved_as: Path | None = None
    saved: Edit | None = None
    project: Path | None = None
    in_project: Edit | None = None
    restored: bool = False
    size: tuple[int, int] | None = None
    trouble: str = ""

    @property
    def unsaved(self) -> bool:
        """There is work of the person that no file holds."""
        return self.touched and self.history.edit not in (self.saved, self.in_project)

    @property
    def touched(self) -> bool:
        """The person has chosen something, in this start or an earlier one."""
        return self.history.changed or self.restored


class Album(QObject):
    """The open photos.

    Attributes:
        entries: in the order in which they were opened.
        current: the one that is shown or about to be; None when none is.
        look: how the colours of a photo begin that is opened from now on.
        changed: the entries, their thumbnails or the current one have changed.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self.current: Entry | None = None
        self.look = as_look(DEFAULT_LOOK)
        self._awake: list[Entry] = []  # the one shown last at the end

    @property
    def unsaved(self) -> list[Entry]:
        """The entries with work that no file holds."""
        return [entry for entry in self.entries if entry.unsaved]

    def add(self, path: Path) -> Entry:
        """The entry of this file, a new one unless it is open already."""
        for entry in self.entries:
            if entry.path is not None and _same_file(entry.path, path):
                return entry
        return self._add(Entry(path.name, path, history=self._begun()))

    def add_pasted(self, photo: Photo) -> Entry:
        """An entry of a photo without a file."""
        taken = sum(entry.pasted is not None for entry in self.entries)
        name = tr("Pasted {n}", n=taken + 1)
        return self._add(Entry(name, pasted=photo, history=self._begun()))

    def _begun(self) -> History:
        return History(Edit(adjustments=self.look))

    def remove(self, entry: Entry) -> Entry | None:
        """Close an entry; the one beside it is current then, if it was current itself."""
        place = self.entries.index(entry)
        self.entries.remove(entry)
        if entry in self._awake:
            self._awake.remove(entry)
        if self.current is entry:
            self.current = self.entries[min(place, len(self.entries) - 1)] if self.entries else None
        self.changed.emit()
        return self.current

    def select(self, entry: Entry | None) -> None:
        """Make an entry current."""
        if entry is not self.current:
            self.current = entry
            self.changed.emit()

    def beside(self, step: int) -> Entry | None:
        """The entry `step` places after the current one, around the ends."""
        if self.current is None:
            return None
        place = self.entries.index(self.current) + step
        return self.entries[place % len(self.entries)]

    def wake(self, entry: Entry, photo: OpenPhoto, thumbnail: QImage | None = None) -> None:
        """Take the photo of an entry that is shown now, and put away what is shown seldom."""
        entry.photo = photo
        entry.size = (photo.height, photo.width)
        if thumbnail is not None:
            entry.thumbnail = thumbnail
        if entry in self._awake:
            self._awake.remove(entry)
        for other in self._awake:
            if other.photo is not None:
                other.photo.forget_details()
        self._awake.append(entry)
        while len(self._awake) > AWAKE:
            self._awake.pop(0).photo = None
        self.changed.emit()

    def _add(self, entry: Entry) -> Entry:
        self.entries.append(entry)
        self.changed.emit()
        return entry


def _same_file(one: Path, other: Path) -> bool:
    if one == other:
        return True
    try:
        return one.samefile(other)
    except OSError:
        return False
