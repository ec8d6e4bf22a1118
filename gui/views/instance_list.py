"""The list of instances: a row each, with check box, thumbnail, label and score."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QWidget,
)

from gui import theme
from gui.workspace import Workspace

ROW_HEIGHT = 52
THUMBNAIL = 40
CHECK = 16
Index = QModelIndex | QPersistentModelIndex


class InstanceModel(QAbstractListModel):
    """The workspace's instances as rows, best first."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        workspace.instances_changed.connect(self._reset)
        workspace.enabled_changed.connect(self._refresh)
        workspace.highlight.changed.connect(self._refresh)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's signature
        return 0 if parent.isValid() else len(self._workspace.instances)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        instance = self._workspace.instances[index.row()]
        on = instance.id in self._workspace.enabled
        if role == Qt.ItemDataRole.DisplayRole:
            return instance.label
        if role == Qt.ItemDataRole.UserRole:
            return instance.id
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = "on" if on else "off"
            return f"{instance.label}, score {instance.score:.2f}, {state}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                "The check box switches this object's own colours on and off; "
                "a double click or Enter shows it alone."
            )
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        on = Qt.CheckState(value) == Qt.CheckState.Checked
        self._workspace.editor.set_enabled(self._workspace.instances[index.row()].id, on)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def row_of(self, instance_id: int | None) -> int | None:
        """The row of an instance, or None."""
        rows = (row for row, i in enumerate(self._workspace.instances) if i.id == instance_id)
        return next(rows, None)

    def _reset(self) -> None:
        self.beginResetModel()
        self.endResetModel()

    def _refresh(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))


class InstanceDelegate(QStyledItemDelegate):
    """Paints a row."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(180, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        workspace = self._workspace
        instance = workspace.instances[index.row()]
        on = instance.id in workspace.enabled
        row = QRectF(option.rect)
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        self._draw_ground(painter, row, instance.id, option)
        self._draw_check(painter, row, on, option)
        picture = QRectF(row.left() + 44, row.center().y() - THUMBNAIL / 2, THUMBNAIL, THUMBNAIL)
        painter.setOpacity(1.0 if on else 0.45)
        thumbnail = workspace.photo.thumbnails.get(instance.id) if workspace.photo else None
        if thumbnail is not None:
            painter.drawImage(picture, thumbnail)
        painter.setPen(theme.instance_pen(instance.id, 2))
        painter.drawRect(picture)
        painter.setOpacity(1.0)
        text = row.adjusted(44 + THUMBNAIL + 12, 0, -12, 0)
        painter.setPen(theme.QUIET_TEXT)
        score = f"{instance.score:.2f}"
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(text, middle | Qt.AlignmentFlag.AlignRight, score)
        painter.setPen(theme.TEXT if on else theme.QUIET_TEXT)
        text.setRight(text.right() - painter.fontMetrics().horizontalAdvance(score) - 8)
        label = painter.fontMetrics().elidedText(
            instance.label, Qt.TextElideMode.ElideRight, int(text.width())
        )
        painter.drawText(text, middle, label)
        painter.restore()

    def _draw_ground(
        self, painter: QPainter, row: QRectF, instance_id: int, option: QStyleOptionViewItem
    ) -> None:
        workspace = self._workspace
        painter.setPen(Qt.PenStyle.NoPen)
        if instance_id == workspace.highlight.selected:
            painter.fillRect(row, theme.SELECTED)
        elif instance_id == workspace.highlight.hovered:
            painter.fillRect(row, theme.HOVERED)
        state = option.state
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.ACCENT, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(row.adjusted(0.5, 0.5, -0.5, -0.5))

    def _draw_check(
        self, painter: QPainter, row: QRectF, on: bool, option: QStyleOptionViewItem
    ) -> None:
        button = QStyleOptionButton()
        button.rect = self.check_rect(row).toRect()
        button.state = QStyle.StateFlag.State_Enabled | (
            QStyle.StateFlag.State_On if on else QStyle.StateFlag.State_Off
        )
        widget = option.widget
        widget.style().drawPrimitive(
            QStyle.PrimitiveElement.PE_IndicatorCheckBox, button, painter, widget
        )

    @staticmethod
    def check_rect(row: QRectF) -> QRectF:
        """Where the check box is painted."""
        return QRectF(row.left() + 16, row.center().y() - CHECK / 2, CHECK, CHECK)

    @staticmethod
    def touch_rect(row: QRectF) -> QRectF:
        """Where a click switches the check box: generously around it."""
        return QRectF(row.left(), row.top(), 40, row.height())

    def editorEvent(
        self, event: QEvent, model: Any, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if isinstance(event, QMouseEvent) and event.type() in (
            QEvent.Type.MouseButtonRelease,
            QEvent.Type.MouseButtonDblClick,
        ):
            row = QRectF(option.rect)
            if not self.touch_rect(row).contains(event.position()):
                return False
            if event.type() == QEvent.Type.MouseButtonRelease:
                self._toggle(model, index)
            return True
        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            self._toggle(model, index)
            return True
        return False

    def _toggle(self, model: Any, index: Index) -> None:
        on = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
        state = Qt.CheckState.Unchecked if on else Qt.CheckState.Checked
        model.setData(index, state, Qt.ItemDataRole.CheckStateRole)


class InstanceList(QListView):
    """The rows; the current row is the selected instance, the row under the mouse the hovered."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.rows = InstanceModel(workspace, self)
        self.setModel(self.rows)
        self.setItemDelegate(InstanceDelegate(workspace, self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Instances")
        self.entered.connect(
            lambda index: workspace.highlight.hover(index.data(Qt.ItemDataRole.UserRole))
        )
        self.viewportEntered.connect(lambda: workspace.highlight.hover(None))
        workspace.highlight.changed.connect(self._follow)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self._workspace.highlight.select(current.data(Qt.ItemDataRole.UserRole))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._workspace.highlight.hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
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

    def _activate(self, index: Index) -> None:
        instance_id = index.data(Qt.ItemDataRole.UserRole)
        alone = None if self._workspace.highlight.alone == instance_id else instance_id
        self._workspace.highlight.show_alone(alone)

    def _follow(self) -> None:
        """Let the current row follow what is selected or hovered in a pane."""
        row = self.rows.row_of(self._workspace.highlight.selected)
        if row is not None and row != self.currentIndex().row():
            self.setCurrentIndex(self.rows.index(row))
        hovered = self.rows.row_of(self._workspace.highlight.hovered)
        if hovered is not None and not self.underMouse():
            self.scrollTo(self.rows.index(hovered))
