"""The list of the wizard's pages, each with how far it is."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from engine.texts import tr
from gui import theme

WIDTH = 176  # pixels
ROW_HEIGHT = 54
STATE_ROLE = Qt.ItemDataRole.UserRole


class _Rows(QStyledItemDelegate):
    """Title and state below each other."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(WIDTH - 20, ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rect: QRect = option.rect.adjusted(0, 2, 0, -2)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(theme.SELECTED)
            if state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(theme.ACCENT)
            painter.drawRoundedRect(rect, 4, 4)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.HOVERED)
            painter.drawRoundedRect(rect, 4, 4)
        text = rect.adjusted(12, 0, -8, 0)
        metrics = painter.fontMetrics()
        painter.setPen(theme.TEXT)
        painter.drawText(text.left(), rect.center().y() - 3, str(index.data()))
        painter.setFont(theme.small_font(painter.font()))
        painter.setPen(theme.QUIET_TEXT)
        below = painter.fontMetrics().elidedText(
            str(index.data(STATE_ROLE) or ""), Qt.TextElideMode.ElideRight, text.width()
        )
        painter.drawText(text.left(), rect.center().y() + metrics.ascent() + 3, below)
        painter.restore()


class PageList(QListWidget):
    """Titles and states of the pages, one of them current."""

    def __init__(self, titles: list[str]) -> None:
        super().__init__()
        self.setObjectName("sections")
        self.setAccessibleName(tr("Pages"))
        self.setFixedWidth(WIDTH)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Rows(self))
        for title in titles:
            self.addItem(QListWidgetItem(title))

    def show_state(self, row: int, state: str) -> None:
        """Show how far a page is."""
        item = self.item(row)
        item.setData(STATE_ROLE, state)
        said = tr("{page}: {state}", page=item.text(), state=state)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        item.setToolTip(state)
