"""The list of the queue's photos with what can be done with chosen ones, and its empty state."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDesktopServices,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.batch.queue_items import FINISHED, Item, State
from engine.texts import tr
from gui import theme
from gui.queue.photo_queue import PhotoQueue
from gui.queue.queue_model import QueueModel, item_at
from gui.queue.queue_rows import QueueRows


class QueueTable(QListView):
    """The rows.

    Attributes:
        open_wanted: the `Path` of a photo that is to be shown in the main window.
    """

    open_wanted = Signal(object)

    def __init__(self, queue: PhotoQueue, model: QueueModel) -> None:
        super().__init__()
        self._queue = queue
        self._rows = model
        self.setObjectName("queue")
        self.setStyleSheet("#queue, #queue:focus { border: 0; padding: 0; }")
        self.setAccessibleName(tr("Photos of the queue"))
        self.setModel(model)
        self.setItemDelegate(QueueRows(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        queue.list.item_changed.connect(self._follow)
        self.doubleClicked.connect(lambda index: self.open_wanted.emit(item_at(index).source))

    @property
    def chosen(self) -> list[Item]:
        """The photos that are selected."""
        return [item_at(index) for index in self.selectedIndexes()]

    def _follow(self, number: int) -> None:
        """Keep the photo that is worked on in view, unless the person looks elsewhere."""
        row = self._rows.row_of(number)
        if row is None or self._queue.list.items[number].state is not State.WORKING:
            return
        before = self.visualRect(self._rows.index(max(0, row - 1)))
        if before.intersects(self.viewport().rect()):
            self.scrollTo(self._rows.index(min(row + 1, self._rows.rowCount() - 1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self.chosen
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and len(chosen) == 1:
            self.open_wanted.emit(chosen[0].source)
        elif event.key() == Qt.Key.Key_Delete and chosen:
            self._remove(chosen)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        chosen = self.chosen
        if chosen:
            self.menu(chosen).popup(event.globalPos())

    def menu(self, chosen: list[Item]) -> QMenu:
        """What can be done with these photos."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = chosen[0]
        one = len(chosen) == 1
        target = first.target if first.state in (State.DONE, State.SKIPPED) else None
        place = first.source.parent if target is None else target.parent
        again = [item.number for item in chosen if item.state in FINISHED]

        def add(text: str, command: Callable[[], object], *, enabled: bool = True) -> None:
            action = QAction(text, menu)
            action.triggered.connect(lambda: command())
            action.setEnabled(enabled)
            menu.addAction(action)

        in_window = tr("&Open in the Main Window")
        add(in_window, lambda: self.open_wanted.emit(first.source), enabled=one)
        add(tr("Show the &Result"), lambda: show(target), enabled=one and target is not None)
        add(tr("Show the &Folder"), lambda: show(place), enabled=one)
        menu.addSeparator()
        add(tr("&Try Again"), lambda: self._queue.retry(again), enabled=bool(again))
        add(tr("Re&move from the Queue"), lambda: self._remove(chosen))
        return menu

    def _remove(self, chosen: list[Item]) -> None:
        self._queue.remove(i.number for i in chosen if i.state is not State.WORKING)


class EmptyQueue(QWidget):
    """What is shown while there are no photos: a place to drop them, and two buttons."""

    folder_wanted = Signal()
    photos_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        title = QLabel(tr("Drop a folder of photos here"))
        title.setObjectName("welcomeTitle")
        about = QLabel(
            tr("Each photo is colorized and saved as a new file. Originals are never changed.")
        )
        about.setObjectName("quiet")
        about.setWordWrap(True)
        for label in (title, about):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        folder = QPushButton(tr("Choose a folder…"))
        folder.setObjectName("primary")
        photos = QPushButton(tr("Choose photos…"))
        folder.clicked.connect(self.folder_wanted)
        photos.clicked.connect(self.photos_wanted)
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button in (folder, photos):
            button.setMinimumSize(150, 32)
            buttons.addWidget(button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 48, 48, 48)
        column.addStretch(2)
        column.addWidget(title)
        column.addSpacing(6)
        column.addWidget(about)
        column.addSpacing(18)
        column.addLayout(buttons)
        column.addStretch(3)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.SURROUND)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.FAINT, 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(18, 18, -18, -18), 12, 12)


def show(place: Path | None) -> None:
    """Show a file or folder with the system's program for it."""
    if place is not None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))
