"""Draws a row of the queue: the picture, the name, the folder, and the state with its reason."""

from __future__ import annotations

import os

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from engine.batch.queue_items import Item, State
from engine.texts import in_one_line, tr
from gui import theme
from gui.queue import queue_words as words
from gui.queue.queue_model import IMAGE_ROLE, ITEM_ROLE
from gui.views.thumbnail_painter import paint_thumbnail

ROW_HEIGHT = 64
PICTURE = QSize(76, 54)
MARGIN = 10
STATE_WIDTH = 96
MARK = 8  # across, of the dot before a state
Index = QModelIndex | QPersistentModelIndex


class QueueRows(QStyledItemDelegate):
    """One row of 64 pixels."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(320, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item = index.data(ITEM_ROLE)
        if not isinstance(item, Item):
            return
        row: QRect = option.rect
        painter.save()
        painter.setClipRect(row)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(row, theme.SELECTED)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(row, theme.HOVERED)
        picture = QRect(row.left() + MARGIN, 0, PICTURE.width(), PICTURE.height())
        picture.moveTop(row.center().y() - PICTURE.height() // 2 + 1)
        paint_thumbnail(painter, picture, index.data(IMAGE_ROLE))
        self._draw_words(painter, row, picture.right() + 14, item)
        _draw_state(painter, row, item.state)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.ACCENT, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(row.adjusted(0, 0, -1, -1))
        painter.restore()

    def _draw_words(self, painter: QPainter, row: QRect, left: int, item: Item) -> None:
        width = row.right() - STATE_WIDTH - MARGIN - left
        metrics = painter.fontMetrics()
        line = metrics.height()
        top = row.center().y() - line
        name = in_one_line(item.source.name)
        name = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, width)
        painter.setPen(theme.TEXT)
        painter.drawText(QRect(left, top, width, line), Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(theme.small_font(QFont(painter.font())))
        failed = item.state is State.FAILED
        painter.setPen(QColor(theme.scheme().warning) if failed else theme.QUIET_TEXT)
        below = QRect(left, top + line + 2, width, line)
        elide = Qt.TextElideMode.ElideRight if failed else Qt.TextElideMode.ElideMiddle
        text = painter.fontMetrics().elidedText(in_one_line(_second_line(item)), elide, width)
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, text)


def _second_line(item: Item) -> str:
    """The reason where something is wrong, else where the result or the photo is."""
    if item.message:
        return item.message
    if item.state is State.DONE and item.target is not None:
        return f"→ {item.target}"
    if item.root is not None and item.source.parent != item.root:
        return os.path.relpath(item.source.parent, item.root.parent)
    return str(item.source.parent)


def _draw_state(painter: QPainter, row: QRect, state: State) -> None:
    """A mark and a word: the colour is not all that tells the states apart."""
    left = row.right() - STATE_WIDTH
    dot = QRect(left, row.center().y() - MARK // 2 + 1, MARK, MARK)
    failed = QColor(theme.scheme().warning)
    filled = {State.WORKING: theme.ACCENT, State.DONE: theme.QUIET_TEXT, State.FAILED: failed}
    painter.setPen(QPen(filled.get(state, theme.QUIET_TEXT), 1.2))
    painter.setBrush(filled.get(state, Qt.BrushStyle.NoBrush))
    painter.drawEllipse(dot)
    colours = {State.FAILED: failed, State.WORKING: theme.TEXT, State.DONE: theme.TEXT}
    painter.setPen(colours.get(state, theme.QUIET_TEXT))
    place = QRect(dot.right() + 8, row.top(), STATE_WIDTH - MARK - 8, row.height())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, tr(words.STATES[state]))
