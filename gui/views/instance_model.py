"""The instances as rows of a list, in an order of the person's choice."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from engine.detection.coco import kept_name, shown_name
from engine.instances import Instance
from engine.texts import marked, tr
from gui.views import overlays
from gui.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
DRAWN_ON = marked("{number}, {name}, {origin}, on")
DRAWN_OFF = marked("{number}, {name}, {origin}, off")
FOUND_ON = marked("{number}, {name}, score {origin}, on")
FOUND_OFF = marked("{number}, {name}, score {origin}, off")


class SortBy(Enum):
    """An order of rows, in words."""

    FOUND = marked("As Found")
    SIZE = marked("Largest First")
    SCORE = marked("Surest First")
    NAME = marked("By Name")


def in_order(instances: Sequence[Instance], by: SortBy) -> list[Instance]:
    """The instances in this order; those that are alike stay as they were found."""
    if by is SortBy.SIZE:
        return sorted(instances, key=lambda instance: -instance.box.area)
    if by is SortBy.SCORE:
        return sorted(instances, key=lambda instance: -instance.score)
    if by is SortBy.NAME:
        return sorted(instances, key=lambda instance: shown_name(instance.label).casefold())
    return list(instances)


class InstanceModel(QAbstractListModel):
    """The workspace's instances; rows come and go one by one, so that an open editor stays."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._ids: list[int] = []
        self._by = SortBy.FOUND
        workspace.instances_changed.connect(self._take)
        workspace.enabled_changed.connect(self._refresh)
        workspace.highlight.changed.connect(self._refresh)
        self._take()

    @property
    def sorted_by(self) -> SortBy:
        """The order of the rows."""
        return self._by

    def sort_by(self, by: SortBy) -> None:
        """Show the rows in another order; the instances stay as they are."""
        self._by = by
        self._take()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's signature
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        instance = self.instance(index)
        if instance is None:
            return None
        on = instance.id in self._workspace.enabled
        if role in (Role.DisplayRole, Role.EditRole):
            return shown_name(instance.label)
        if role == Role.UserRole:
            return instance.id
        if role == Role.CheckStateRole:
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        if role == Role.AccessibleTextRole:
            return _spoken(instance, on)
        if role == Role.ToolTipRole:
            return tr(
                "The check box switches this object's own colours on and off; "
                "a double click or Enter shows it alone, F2 renames it."
            )
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        instance = self.instance(index)
        if instance is None:
            return False
        if role == Role.EditRole:
            self._workspace.editor.rename(instance.id, kept_name(value))
            return True
        if role == Role.CheckStateRole:
            on = Qt.CheckState(value) == Qt.CheckState.Checked
            self._workspace.editor.set_enabled(instance.id, on)
            return True
        return False

    def flags(self, index: Index) -> Qt.ItemFlag:
        more = Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable
        return super().flags(index) | more

    def instance(self, index: Index) -> Instance | None:
        """The instance of a row."""
        there = index.isValid() and index.row() < len(self._ids)
        return self._workspace.editor.edit.instance(self._ids[index.row()]) if there else None

    def row_of(self, instance_id: int | None) -> int | None:
        """The row of an instance, or None."""
        return next((row for row, known in enumerate(self._ids) if known == instance_id), None)

    def beside(self, instance_id: int) -> int | None:
        """The instance below, or else above; None where it is the only one."""
        row = self.row_of(instance_id)
        if row is None or len(self._ids) < 2:
            return None
        return self._ids[row + 1] if row + 1 < len(self._ids) else self._ids[row - 1]

    def _take(self) -> None:
        """Take rows away, add new ones at the end, and then put all in order."""
        wanted = [instance.id for instance in in_order(self._workspace.instances, self._by)]
        for row in reversed(range(len(self._ids))):
            if self._ids[row] not in wanted:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._ids[row]
                self.endRemoveRows()
        new = [instance_id for instance_id in wanted if instance_id not in self._ids]
        if new:
            end = len(self._ids)
            self.beginInsertRows(QModelIndex(), end, end + len(new) - 1)
            self._ids += new
            self.endInsertRows()
        if self._ids != wanted:
            self.layoutAboutToBeChanged.emit()
            before = self.persistentIndexList()
            places = [self.index(wanted.index(self._ids[index.row()])) for index in before]
            self._ids = wanted
            self.changePersistentIndexList(before, places)
            self.layoutChanged.emit()
        self._refresh()

    def _refresh(self) -> None:
        if self._ids:
            self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))


def _spoken(instance: Instance, on: bool) -> str:
    """A row for screen readers."""
    drawn, found = (DRAWN_ON, FOUND_ON) if on else (DRAWN_OFF, FOUND_OFF)
    text = drawn if instance.drawn else found
    name, origin = shown_name(instance.label), overlays.origin_of(instance)
    return tr(text, number=overlays.number_of(instance), name=name, origin=origin)
