"""One tile for each open photo: its picture, its name, and its state in words."""

from __future__ import annotations

from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from engine.texts import in_one_line, marked, tr
from gui import theme
from gui.album import Entry
from gui.darkroom import Pane, Subject
from gui.views.thumbnail_painter import paint_thumbnail
from gui.workspace import Workspace

ENTRY = Qt.ItemDataRole.UserRole
STATE = Qt.ItemDataRole.UserRole + 1
TILE = QSize(182, 62)  # four of them in a window 1024 pixels wide
PICTURE = QSize(54, 46)
MARGIN = 8
EDGE = 5  # to the right of the words
CROSS = 16
DOT = 3.5  # radius of the mark of unsaved work
BAR = 3  # height of the mark of the shown photo
Index = QModelIndex | QPersistentModelIndex


class State(Enum):
    """How far a photo is, in words, `marked`."""

    WAITING = marked("Not opened yet")
    WORKING = marked("Working…")
    GREY = marked("Not colorized")
    DONE = marked("Colorized")
    UNSAVED = marked("Not saved")
    SAVED = marked("Saved")
    BROKEN = marked("Cannot be opened")


TIPS = {
    State.WAITING: marked("It is colorized when you show it."),
    State.WORKING: marked("It is being colorized."),
    State.GREY: marked("Its colorizing was stopped; show it to go on."),
    State.DONE: marked("It is colorized as it came; you have changed nothing."),
    State.UNSAVED: marked("You have changed it, and no file holds that."),
    State.SAVED: marked("A file holds it as it is."),
}
OPEN = marked("{name}, {state}")
SHOWN = marked("{name}, {state}, shown")


class PhotoTiles(QAbstractListModel):
    """The album's entries as tiles."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._shown: list[Entry] = list(workspace.album.entries)
        workspace.album.changed.connect(self._follow)
        for signal in (workspace.progress_changed, workspace.photo_changed):
            signal.connect(self.refresh)
        workspace.picture_changed.connect(self._repaint_result)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's signature
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self._shown[index.row()]
        if role == ENTRY:
            return entry
        if role == STATE:
            return self.state(entry)
        if role == Qt.ItemDataRole.DisplayRole:
            return in_one_line(entry.name)
        if role == Qt.ItemDataRole.DecorationRole:
            return _picture(entry)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = SHOWN if entry is self._workspace.album.current else OPEN
            return tr(text, name=entry.name, state=tr(self.state(entry).value))
        if role == Qt.ItemDataRole.ToolTipRole:
            state = self.state(entry)
            where = str(entry.path or tr("pasted from the clipboard"))
            return f"{where}\n{tr(TIPS[state]) if state in TIPS else entry.trouble}"
        return None

    def is_current(self, entry: Entry) -> bool:
        """Whether it is the photo that is shown or about to be."""
        return entry is self._workspace.album.current

    def state(self, entry: Entry) -> State:
        """How far a photo is."""
        workspace = self._workspace
        fused = entry.photo is not None and entry.photo.fusion is not None
        if entry is workspace.album.current and not fused and workspace.progress is not None:
            return State.WORKING
        if entry.unsaved:
            return State.UNSAVED
        if entry.saved_as is not None and entry.saved == entry.history.edit:
            return State.SAVED
        if fused or (entry.photo is None and entry.history.begun):
            return State.DONE
        if entry.photo is not None:
            return State.GREY
        return State.BROKEN if entry.trouble else State.WAITING

    def row_of(self, entry: Entry | None) -> int | None:
        """The row of an entry, or None."""
        return next((row for row, one in enumerate(self._shown) if one is entry), None)

    def refresh(self) -> None:
        """Paint every tile anew."""
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def _follow(self) -> None:
        entries = list(self._workspace.album.entries)
        if entries == self._shown:
            self.refresh()
            return
        self.beginResetModel()
        self._shown = entries
        self.endResetModel()

    def _repaint_result(self, subject: Subject) -> None:
        row = self.row_of(self._workspace.entry)
        if subject.pane is Pane.FUSED and row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))


def _picture(entry: Entry) -> QImage | None:
    """The result where there is one, else the photo."""
    fused = None if entry.photo is None else entry.photo.picture(Subject(Pane.FUSED), 0)
    return entry.thumbnail if fused is None else fused.images.levels[-1]


class TileDelegate(QStyledItemDelegate):
    """Paints a tile.

    Attributes:
        hovered: the row under the mouse, or None.
        on_cross: the mouse is over its cross.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hovered: int | None = None
        self.on_cross = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return TILE

    @staticmethod
    def close_rect(tile: QRect) -> QRect:
        """Where the cross of a tile is."""
        return QRect(tile.right() - CROSS - 4, tile.top() + 3, CROSS + 2, CROSS + 2)

    @staticmethod
    def name_rect(tile: QRect, line: int) -> QRect:
        """Where the name is, below the cross, so that this takes no room of it.

        Args:
            line: height of the letters, in pixels.
        """
        left = tile.left() + MARGIN + PICTURE.width() + MARGIN
        top = max(tile.center().y() - line, TileDelegate.close_rect(tile).bottom() + 1)
        return QRect(left, top, tile.right() - EDGE - left, line)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, PhotoTiles)
        entry: Entry = index.data(ENTRY)
        tile: QRect = option.rect
        current = model.is_current(entry)
        hovered = index.row() == self.hovered
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        ground = theme.SELECTED if current else theme.HOVERED if hovered else theme.CHROME
        painter.fillRect(tile, ground)
        if current:  # a bar too, so that it is not told by the ground's colour alone
            painter.fillRect(QRect(tile.left(), tile.top(), tile.width(), BAR), theme.ACCENT)
        painter.fillRect(QRect(tile.right(), tile.top() + 10, 1, tile.height() - 20), theme.FAINT)
        self._draw_picture(painter, tile, index.data(Qt.ItemDataRole.DecorationRole))
        self._draw_words(painter, tile, entry, index.data(STATE))
        if current or hovered:
            self._draw_cross(painter, tile, lit=hovered and self.on_cross)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.ACCENT, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(tile.adjusted(1, 1, -2, -2))
        painter.restore()

    def _draw_picture(self, painter: QPainter, tile: QRect, image: QImage | None) -> None:
        room = QRect(tile.left() + MARGIN, 0, PICTURE.width(), PICTURE.height())
        room.moveTop(tile.center().y() - PICTURE.height() // 2 + 1)
        paint_thumbnail(painter, room, image)

    def _draw_words(self, painter: QPainter, tile: QRect, entry: Entry, state: State) -> None:
        painter.setPen(theme.TEXT)
        line = painter.fontMetrics().height()
        room = self.name_rect(tile, line)
        name = painter.fontMetrics().elidedText(
            in_one_line(entry.name), Qt.TextElideMode.ElideMiddle, room.width()
        )
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, middle, name)
        painter.setFont(theme.small_font(QFont(painter.font())))
        below = room.translated(0, line)
        colour = QColor(theme.scheme().warning) if state is State.BROKEN else theme.QUIET_TEXT
        if state is State.UNSAVED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.ACCENT)
            dot = QRect(below.left(), below.top(), int(2 * DOT), line).center()
            painter.drawEllipse(dot, DOT, DOT)
            below.setLeft(below.left() + int(2 * DOT) + 6)
            colour = theme.TEXT
        painter.setPen(colour)
        text = painter.fontMetrics().elidedText(
            tr(state.value), Qt.TextElideMode.ElideRight, below.width()
        )
        painter.drawText(below, middle, text)

    def _draw_cross(self, painter: QPainter, tile: QRect, *, lit: bool) -> None:
        place = self.close_rect(tile)
        if lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.FAINT)
            painter.drawRoundedRect(place, 4, 4)
        theme.icon("close").paint(painter, place.adjusted(1, 1, -1, -1))
