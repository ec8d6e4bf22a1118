"""The list of instances: a row each, with check box, thumbnail, number, label and score."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from engine.texts import tr
from gui.views.instance_model import Index, InstanceModel
from gui.views.instance_row import InstanceDelegate
from gui.workspace import Workspace

__all__ = ["InstanceDelegate", "InstanceList", "InstanceModel"]


class InstanceList(QListView):
    """The rows; the current row is the selected instance, the row under the mouse the hovered.

    Attributes:
        rows: the model, which knows the order.
        key_taker: is offered every key first, and says whether it took it; None for nobody.
        menu_wanted: the place on the screen where the selected instance's menu should open.
    """

    menu_wanted = Signal(QPoint)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.key_taker: Callable[[QKeyEvent], bool] | None = None
        self.rows = InstanceModel(workspace, self)
        self.setModel(self.rows)
        self.setItemDelegate(InstanceDelegate(workspace, self.rows, self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Instances"))
        self.setToolTip(
            tr("Click an object to choose it; its check box switches it on and off (T)")
        )
        self.entered.connect(
            lambda index: workspace.highlight.hover(index.data(Qt.ItemDataRole.UserRole))
        )
        self.viewportEntered.connect(lambda: workspace.highlight.hover(None))
        workspace.highlight.changed.connect(self._follow)

    def rename(self, instance_id: int | None) -> None:
        """Let the person type another name, in the row."""
        row = self.rows.row_of(instance_id)
        if row is None or not self.isVisible():
            return
        if self.state() is QAbstractItemView.State.EditingState:
            self.setFocus()  # which takes what was typed elsewhere
        index = self.rows.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.edit(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self._workspace.highlight.select(current.data(Qt.ItemDataRole.UserRole))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._workspace.highlight.hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.key_taker is not None and self.key_taker(event):
            return
        if self.state() is QAbstractItemView.State.EditingState:
            return  # the field for a name lets go of Return and Enter, which end it
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._activate(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        row = QRectF(self.visualRect(index))
        if not index.isValid() or InstanceDelegate.touch_rect(row).contains(event.position()):
            super().mousePressEvent(event)  # two quick clicks on a check box are two clicks
        else:
            self._activate(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        at = event.pos() if by_mouse else self.visualRect(index).center()
        self.menu_wanted.emit(self.viewport().mapToGlobal(at))

    def _activate(self, index: Index) -> None:
        instance_id = index.data(Qt.ItemDataRole.UserRole)
        alone = None if self._workspace.highlight.alone == instance_id else instance_id
        self._workspace.highlight.show_alone(alone)

    def _follow(self) -> None:
        """Let the current row follow what is selected or hovered in a pane."""
        selected = self._workspace.highlight.selected
        row = self.rows.row_of(selected)
        if row is not None and row != self.currentIndex().row():
            self.setCurrentIndex(self.rows.index(row))
        elif selected is None and self.currentIndex().isValid():
            self.setCurrentIndex(QModelIndex())
        hovered = self.rows.row_of(self._workspace.highlight.hovered)
        if hovered is not None and not self.underMouse():
            self.scrollTo(self.rows.index(hovered))
