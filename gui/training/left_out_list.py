"""The photos that are not trained on, each with its picture and the reason."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from engine.texts import tr
from engine.training.photo_places import PhotoPlace
from engine.training.photo_scan import REASONS, LeftOut
from gui import theme
from gui.engine_thread import EngineThread, Lane
from gui.training import training_words as words
from gui.training.draft_work import Small, shrinking_photos

SIDE = 48  # of a thumbnail, pixels
ROW_HEIGHT = 60
MOST_KEPT = 600  # thumbnails
MOST_ASKED = 80  # thumbnails at once; more are not in view
GATHER_MS = 60  # rows that come into view together are asked for together
PHOTO_ROLE = Qt.ItemDataRole.UserRole
IMAGE_ROLE = Qt.ItemDataRole.UserRole + 1
ALL = "all"


class LeftOutModel(QAbstractListModel):
    """The photos that pass the filter.

    Attributes:
        wanted: names of photos whose thumbnails are missing.
    """

    wanted = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[LeftOut, ...] = ()
        self._shown: list[LeftOut] = []
        self._filter = ALL, ""
        self._images: OrderedDict[str, QImage | None] = OrderedDict()
        self._asked: list[str] = []
        self._pending: list[str] = []
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._gather.timeout.connect(self._ask)

    def set_photos(self, photos: Sequence[LeftOut]) -> None:
        """Show these; their thumbnails are made as they come into view."""
        self._all = tuple(photos)
        self._images.clear()
        self._select()

    def set_filter(self, kind: str, text: str) -> None:
        """Show those of a kind (`ALL` for any) with a text in their name or reason."""
        self._filter = kind, text.casefold()
        self._select()

    def put_image(self, name: str, image: QImage | None) -> None:
        """A thumbnail has been made, or cannot be."""
        self._images[name] = image
        while len(self._images) > MOST_KEPT:
            self._images.popitem(last=False)
        for row, photo in enumerate(self._shown):
            if photo.name == name:
                index = self.index(row)
                self.dataChanged.emit(index, index, [IMAGE_ROLE])

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        photo = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return photo.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return tr("{photo} {reason}.", photo=photo.name, reason=photo.reason)
        if role == PHOTO_ROLE:
            return photo
        if role == IMAGE_ROLE:
            if photo.name not in self._images and photo.name not in self._asked:
                self._asked.append(photo.name)
                self._gather.start()
            return self._images.get(photo.name)
        return None

    def _select(self) -> None:
        kind, text = self._filter
        self.beginResetModel()
        self._shown = [
            photo
            for photo in self._all
            if kind in (ALL, photo.kind) and text in f"{photo.name} {photo.reason}".casefold()
        ]
        self._asked, self._pending = [], []
        self.endResetModel()

    def _ask(self) -> None:
        """Ask for what came into view last first; what was asked before is replaced by it."""
        names = dict.fromkeys([*self._asked, *self._pending])
        self._pending = [name for name in names if name not in self._images][:MOST_ASKED]
        self._asked = []
        if self._pending:
            self.wanted.emit(self._pending)


class LeftOutDelegate(QStyledItemDelegate):
    """Draws a row: thumbnail, name, reason."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(200, ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        photo: LeftOut = index.data(PHOTO_ROLE)
        image: QImage | None = index.data(IMAGE_ROLE)
        rect: QRect = option.rect
        state = option.state
        painter.save()
        painter.setClipRect(rect)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.SELECTED)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.HOVERED)
        square = QRect(rect.left() + 8, rect.top() + (ROW_HEIGHT - SIDE) // 2, SIDE, SIDE)
        if image is None:
            painter.setPen(QPen(theme.FAINT, 1, Qt.PenStyle.DashLine))
            painter.drawRect(square.adjusted(0, 0, -1, -1))
        else:
            place = QRect(square)
            place.setSize(image.size())
            place.moveCenter(square.center())
            painter.drawImage(place, image)
        metrics = painter.fontMetrics()
        text = rect.adjusted(SIDE + 22, 0, -10, 0)
        middle = rect.center().y()
        name = metrics.elidedText(photo.name, Qt.TextElideMode.ElideMiddle, text.width())
        painter.setPen(theme.TEXT)
        painter.drawText(text.left(), middle - 4, name)
        reason = tr("{name}: {reason}", name=tr(words.LEFT_OUT[photo.kind]), reason=photo.reason)
        reason = metrics.elidedText(reason, Qt.TextElideMode.ElideRight, text.width())
        painter.setPen(theme.QUIET_TEXT)
        painter.drawText(text.left(), middle + metrics.ascent() + 3, reason)
        painter.restore()


class LeftOutList(QWidget):
    """The list with its filter."""

    def __init__(self, thread: EngineThread) -> None:
        super().__init__()
        self._thread = thread
        self._places: Mapping[str, PhotoPlace] = {}
        self.kinds = QComboBox()
        self.kinds.setAccessibleName(tr("Reason"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(tr("Search the photos that are left out"))
        self.model = LeftOutModel()
        self.view = QListView()
        self.view.setAccessibleName(tr("Photos that are left out"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(LeftOutDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.kinds.currentIndexChanged.connect(self._filter)
        self.search.textChanged.connect(self._filter)
        self.model.wanted.connect(self._make_thumbnails)
        row = QHBoxLayout()
        row.addWidget(self.kinds)
        row.addWidget(self.search, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.view, 1)

    def show_photos(self, photos: Sequence[LeftOut], places: Mapping[str, PhotoPlace]) -> None:
        """Show what a scan has left out."""
        self._places = places
        self.kinds.blockSignals(True)
        self.kinds.clear()
        self.kinds.addItem(tr("All reasons ({n:,})", n=len(photos)), ALL)
        for kind in REASONS:
            count = sum(photo.kind == kind for photo in photos)
            if count:
                reason = tr(words.LEFT_OUT[kind])
                self.kinds.addItem(tr("{reason} ({n:,})", reason=reason, n=count), kind)
        self.kinds.blockSignals(False)
        self.search.clear()
        self.model.set_photos(photos)
        self._filter()

    def _filter(self) -> None:
        self.model.set_filter(self.kinds.currentData() or ALL, self.search.text())

    def _make_thumbnails(self, names: list[str]) -> None:
        places = self._places
        self._thread.submit(
            Lane.PREVIEW,
            lambda: shrinking_photos(names, places, SIDE),
            on_step=lambda step: self._put(step.result),
            on_failed=lambda _: None,  # thumbnails are not worth a message
        )

    def _put(self, made: object) -> None:
        if isinstance(made, Small):
            self.model.put_image(str(made.key), made.image)
