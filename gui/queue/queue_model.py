"""The photos of the queue as rows, with small pictures that are made as they come into view."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from functools import partial

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtGui import QImage

from engine.batch.queue_items import Item, State
from engine.texts import in_one_line, tr
from gui.queue import queue_words as words
from gui.queue.photo_queue import PhotoQueue
from gui.spare_time import SpareTime
from gui.thumbnails import thumbnail_steps

PICTURE_SIDE = 120  # of a small picture, pixels; twice the row's for sharp screens
MOST_KEPT = 800  # small pictures; some 40 MB
MOST_ASKED = 60  # small pictures at once; more are not in view
GATHER_MS = 60  # rows that come into view together are asked for together
ITEM_ROLE = Qt.ItemDataRole.UserRole
IMAGE_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractListModel):
    """The rows that pass the filter; nothing here takes longer with more photos but the filter."""

    def __init__(self, queue: PhotoQueue, spare: SpareTime, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self._spare = spare
        self._rows: list[int] = []  # numbers, ascending
        self._filter: State | None = None
        self._images: OrderedDict[int, QImage | None] = OrderedDict()
        self._asked: list[int] = []  # came into view since the last gathering
        self._pending: list[int] = []  # are being made
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._gather.timeout.connect(self._ask)
        queue.list.added.connect(self._add)
        queue.list.item_changed.connect(self._change)
        queue.list.reset.connect(self._select)
        queue.picture_made.connect(self._put_image)
        self._select()

    def set_filter(self, state: State | None) -> None:
        """Show only the photos in this state; None for all."""
        self._filter = state
        self._select()

    def number(self, index: Index) -> int:
        """The number of the photo in a row."""
        return self._rows[index.row()]

    def row_of(self, number: int) -> int | None:
        """The row of a photo, None where it is not shown."""
        row = bisect_left(self._rows, number)
        return row if row < len(self._rows) and self._rows[row] == number else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self._queue.list.items.get(self._rows[index.row()])
        if item is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return in_one_line(item.source.name)
        if role == ITEM_ROLE:
            return item
        if role == IMAGE_ROLE:
            return self._image(item.number)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr("{name}, {state}", name=item.source.name, state=words.state_of(item))
        if role == Qt.ItemDataRole.ToolTipRole:
            lines = [str(item.source)]
            if item.target is not None:
                lines.append(tr("Result: {file}", file=item.target))
            return "\n".join([*lines, words.state_of(item)])
        return None

    # Following the queue

    def _passes(self, number: int) -> bool:
        return self._filter in (None, self._queue.list.items[number].state)

    def _select(self) -> None:
        self.beginResetModel()
        items = self._queue.list.items
        self._rows = [number for number in items if self._passes(number)]
        for number in [number for number in self._images if number not in items]:
            del self._images[number]
        self._asked = []
        self.endResetModel()

    def _add(self, numbers: list[int]) -> None:
        new = [number for number in numbers if self._passes(number)]
        if new:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self._rows += new
            self.endInsertRows()

    def _change(self, number: int) -> None:
        row = bisect_left(self._rows, number)
        there = row < len(self._rows) and self._rows[row] == number
        if self._queue.list.items[number].state is State.WAITING:
            self._images.pop(number, None)  # it may have been that of a result
        if there and self._passes(number):
            self.dataChanged.emit(self.index(row), self.index(row))
        elif there:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._rows[row]
            self.endRemoveRows()
        elif self._passes(number):
            self.beginInsertRows(QModelIndex(), row, row)
            self._rows.insert(row, number)
            self.endInsertRows()

    # Small pictures

    def _image(self, number: int) -> QImage | None:
        if number in self._images:
            return self._images[number]
        if number not in self._asked and number not in self._pending:
            self._asked.append(number)
            self._gather.start()
        return None

    def _ask(self) -> None:
        """Ask for what came into view last first; what is out of view by now is dropped."""
        wanted = [n for n in dict.fromkeys([*self._asked, *self._pending]) if self._is_lacking(n)]
        for number in self._pending:
            self._spare.drop(("queue", number))
        self._pending = wanted[:MOST_ASKED]
        self._asked = []
        for number in self._pending:
            item = self._queue.list.items[number]
            done = item.state in (State.DONE, State.SKIPPED) and item.target is not None
            path = item.target if done and item.target is not None else item.source
            self._spare.do(
                ("queue", number),
                partial(thumbnail_steps, path, PICTURE_SIDE),
                partial(self._put_asked, number),
                lambda _, number=number: self._put_asked(number, None),  # type: ignore[misc]
            )

    def _is_lacking(self, number: int) -> bool:
        return number not in self._images and number in self._queue.list.items

    def _put_asked(self, number: int, image: QImage | None) -> None:
        if number in self._pending:
            self._pending.remove(number)
        if number in self._queue.list.items and number not in self._images:
            self._put_image(number, image)

    def _put_image(self, number: int, image: QImage | None) -> None:
        self._images[number] = image
        self._images.move_to_end(number)
        while len(self._images) > MOST_KEPT:
            self._images.popitem(last=False)
        row = self.row_of(number)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row), [IMAGE_ROLE])


def item_at(index: Index) -> Item:
    """The photo in a row."""
    item = index.data(ITEM_ROLE)
    assert isinstance(item, Item)
    return item
