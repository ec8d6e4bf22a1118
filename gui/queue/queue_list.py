"""The photos of the queue with their states, and the journal that keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from engine.batch.journal import Journal
from engine.batch.queue_items import Counts, Item, State
from engine.errors import EngineError


class QueueList(QObject):
    """What is in the queue; every change is told, and kept where there is a journal.

    Attributes:
        items: the photos by their numbers, in order.
        counts: how many are in each state.
        next_number: of the next photo that comes in; none is given twice.
        added: the numbers of new photos.
        item_changed: the number of a photo whose state is another one.
        reset: the photos are others, or some are gone.
        failed: an `EngineError`: a change could not be kept.
    """

    added = Signal(list)
    item_changed = Signal(int)
    reset = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: dict[int, Item] = {}
        self.counts = Counts()
        self.next_number = 0
        self.journal: Journal | None = None

    def take(self, journal: Journal) -> None:
        """Show what a journal tells, and keep every change in it from now on."""
        self.journal = journal
        self._set(journal.items.values())

    def add(self, items: Sequence[Item]) -> None:
        """These came in; they are in the journal already."""
        for item in items:
            self.items[item.number] = item
            self.counts.change(item.state, 1)
            self.next_number = max(self.next_number, item.number + 1)
        if items:
            self.added.emit([item.number for item in items])

    def put(self, item: Item) -> None:
        """A photo is in another state now; whoever works on it keeps that."""
        if item.number in self.items:
            self.counts.change(self.items[item.number].state, -1)
            self.items[item.number] = item
            self.counts.change(item.state, 1)
            self.item_changed.emit(item.number)

    def wait_again(self, number: int) -> None:
        """A photo whose work has come to nothing waits as before."""
        item = self.items.get(number)
        if item is not None:
            self.put(Item(number, item.source, item.root))

    def retry(self, numbers: Iterable[int]) -> bool:
        """Let these finished photos wait again; False if there is none or it cannot be kept."""
        again = sorted(n for n in numbers if n in self.items and not self._is_open(n))
        if not again or not self.keep(lambda journal: journal.wait_again(again)):
            return False
        for number in again:
            self.wait_again(number)
        return True

    def remove(self, numbers: Iterable[int]) -> bool:
        """Take these out; False if there is none or it cannot be kept. No file is touched."""
        gone = {number for number in numbers if number in self.items}
        if not gone or not self.keep(lambda journal: journal.remove(gone)):
            return False
        self._set([item for item in self.items.values() if item.number not in gone])
        return True

    def in_state(self, *states: State) -> list[int]:
        """The numbers of the photos in these states."""
        return [number for number, item in self.items.items() if item.state in states]

    def keep(self, write: Callable[[Journal], None]) -> bool:
        """Write to the journal, if there is one; False if that fails, which is told."""
        if self.journal is None:
            return True
        try:
            write(self.journal)
        except EngineError as error:
            self.failed.emit(error)
            return False
        return True

    def close(self) -> None:
        """Let another process have the journal."""
        if self.journal is not None:
            self.journal.close()
            self.journal = None

    def _is_open(self, number: int) -> bool:
        return self.items[number].state in (State.WAITING, State.WORKING)

    def _set(self, items: Iterable[Item]) -> None:
        self.items = {item.number: item for item in items}
        self.counts = Counts()
        for item in self.items.values():
            self.counts.change(item.state, 1)
            self.next_number = max(self.next_number, item.number + 1)
        self.reset.emit()
