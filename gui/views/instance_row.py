"""How a row of the list of instances looks, and what the mouse and the keys do in it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QWidget,
)

from engine.detection.coco import shown_name
from engine.instances import Instance
from gui import theme
from gui.views import overlays
from gui.views.colour_menu import swatch
from gui.views.instance_model import Index, InstanceModel
from gui.views.name_edit import NameEdit
from gui.workspace import Workspace

ROW_HEIGHT = 52
THUMBNAIL = 40
CHECK = 16
PICTURE_LEFT = 44
TEXT_LEFT = PICTURE_LEFT + THUMBNAIL + 12
RIGHT = 12
EDITOR_HEIGHT = 28
PATCH = 14
OFF_OPACITY = 0.45


class InstanceDelegate(QStyledItemDelegate):
    """Paints a row and edits its name."""

    def __init__(
        self, workspace: Workspace, rows: InstanceModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(180, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        instance = self._rows.instance(index)
        if instance is None:
            return
        on = instance.id in self._workspace.enabled
        row = QRectF(option.rect)
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        self._draw_ground(painter, row, instance.id, option)
        self._draw_check(painter, row, on, option)
        painter.setOpacity(1.0 if on else OFF_OPACITY)
        self._draw_picture(painter, row, instance)
        painter.setOpacity(1.0)
        text = row.adjusted(TEXT_LEFT, 0, -RIGHT, 0)
        painter.setPen(theme.QUIET_TEXT)
        origin = overlays.origin_of(instance)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(text, middle | Qt.AlignmentFlag.AlignRight, origin)
        painter.setPen(theme.TEXT if on else theme.QUIET_TEXT)
        text.setRight(text.right() - painter.fontMetrics().horizontalAdvance(origin) - 8)
        if instance.steering.recolours:
            patch = QRectF(text.right() - PATCH, row.center().y() - PATCH / 2, PATCH, PATCH)
            swatch(instance.steering.colour).paint(painter, patch.toRect())
            text.setRight(patch.left() - 6)
        label = painter.fontMetrics().elidedText(
            shown_name(instance.label), Qt.TextElideMode.ElideRight, int(text.width())
        )
        painter.drawText(text, middle, label)
        painter.restore()

    def _draw_ground(
        self, painter: QPainter, row: QRectF, instance_id: int, option: QStyleOptionViewItem
    ) -> None:
        highlight = self._workspace.highlight
        painter.setPen(Qt.PenStyle.NoPen)
        if instance_id == highlight.selected:
            painter.fillRect(row, theme.SELECTED)
        elif instance_id == highlight.hovered:
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

    def _draw_picture(self, painter: QPainter, row: QRectF, instance: Instance) -> None:
        """The thumbnail in the instance's colour, with its number in the corner."""
        picture = QRectF(
            row.left() + PICTURE_LEFT, row.center().y() - THUMBNAIL / 2, THUMBNAIL, THUMBNAIL
        )
        photo = self._workspace.photo
        thumbnail = photo.thumbnails.get(instance.id) if photo else None
        if thumbnail is not None:
            painter.drawImage(picture, thumbnail)
        painter.setPen(theme.instance_pen(instance.id, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(picture)
        colour = theme.instance_colour(instance.id)
        number = overlays.number_of(instance)
        font = painter.font()
        painter.setFont(theme.small_font(font))
        metrics = QFontMetricsF(painter.font())
        badge = QRectF(picture.left() - 1, picture.top() - 1, 0, metrics.height())
        badge.setWidth(max(metrics.horizontalAdvance(number) + 7, badge.height()))
        painter.fillRect(badge, QColor(colour))
        painter.setPen(theme.text_on(colour))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, number)
        painter.setFont(font)

    @staticmethod
    def check_rect(row: QRectF) -> QRectF:
        """Where the check box is painted."""
        return QRectF(row.left() + 16, row.center().y() - CHECK / 2, CHECK, CHECK)

    @staticmethod
    def touch_rect(row: QRectF) -> QRectF:
        """Where a click switches the check box: generously around it."""
        return QRectF(row.left(), row.top(), 40, row.height())

    # Mouse and keys

    def editorEvent(
        self, event: QEvent, model: Any, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if isinstance(event, QMouseEvent) and event.type() in (
            QEvent.Type.MouseButtonRelease,
            QEvent.Type.MouseButtonDblClick,
        ):
            row = QRectF(option.rect)
            left = event.button() is Qt.MouseButton.LeftButton
            if not left or not self.touch_rect(row).contains(event.position()):
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

    # The name

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = NameEdit(parent)
        editor.chosen.connect(lambda: self._finish(editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, NameEdit)
        if not editor.isModified():  # rows are refreshed while the person types
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, NameEdit)
        model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        row = QRectF(option.rect).adjusted(TEXT_LEFT - 6, 0, -RIGHT + 4, 0)
        top = row.center().y() - EDITOR_HEIGHT / 2
        editor.setGeometry(QRectF(row.left(), top, row.width(), EDITOR_HEIGHT).toRect())

    def _finish(self, editor: NameEdit) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)
