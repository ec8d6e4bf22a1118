"""The strip of open photos below the panes: how far each is, and which one is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDesktopServices,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu, QWidget

from engine.texts import tr
from gui.album import Entry
from gui.spare_time import SpareTime
from gui.thumbnails import thumbnail_steps
from gui.views.photo_tiles import ENTRY, TILE, PhotoTiles, TileDelegate
from gui.window_actions import make_action
from gui.workspace import Workspace

THUMBNAIL_SIDE = 96  # pixels, twice the tile's for sharp screens


class PhotoStrip(QListView):
    """A row of tiles, shown as soon as two photos are open.

    Attributes:
        close_wanted: an `Entry` is to be closed; whoever hears it asks about unsaved work.
        close_others_wanted: all but this `Entry` are to be closed.
        save_wanted: this `Entry`, which is shown by then, is to be saved.
        next_action, previous_action: for a menu.
    """

    close_wanted = Signal(object)
    close_others_wanted = Signal(object)
    save_wanted = Signal(object)

    def __init__(
        self, workspace: Workspace, spare: SpareTime, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._spare = spare
        self._asked: set[Entry] = set()
        self._followed: Entry | None = None
        self.tiles = PhotoTiles(workspace, self)
        self.delegate = TileDelegate(self)
        self.setModel(self.tiles)
        self.setItemDelegate(self.delegate)
        self.setObjectName("photoStrip")
        self.setAccessibleName(tr("Photos that are open"))
        self.setToolTip(tr("The open photos; the arrow keys go through them."))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("#photoStrip, #photoStrip:focus { border: 0; padding: 0; margin: 0; }")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(TILE.height())
        self.next_action = self._action(
            tr("&Next Photo"), ("Ctrl+Tab", "Ctrl+PgDown"), self.show_next
        )
        self.previous_action = self._action(
            tr("&Previous Photo"), ("Ctrl+Shift+Tab", "Ctrl+PgUp"), self.show_previous
        )
        workspace.album.changed.connect(self._follow)
        workspace.photo_changed.connect(self._follow)
        self.hide()
        self._follow()

    # Commands

    def show_next(self) -> None:
        """Show the photo to the right, around the end."""
        self._show_beside(1)

    def show_previous(self) -> None:
        """Show the photo to the left, around the end."""
        self._show_beside(-1)

    def save(self, entry: Entry) -> None:
        """Show an entry and ask for it to be saved."""
        self._workspace.show(entry)
        self.save_wanted.emit(entry)

    # Events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        entry = self._entry_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and entry is not None:
            index = self.indexAt(event.position().toPoint())
            self.setCurrentIndex(index)
            if not self._on_close(event):
                self._workspace.show(entry)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        entry = self._entry_at(event.position().toPoint())
        middle = event.button() == Qt.MouseButton.MiddleButton
        if entry is not None and (middle or self._on_close(event)):
            self.close_wanted.emit(entry)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._point(event.position().toPoint())

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or event.angleDelta().x()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - turned)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._go_to_current()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entry = self.currentIndex().data(ENTRY) if self.currentIndex().isValid() else None
        if entry is None:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._workspace.show(entry)
        elif event.key() == Qt.Key.Key_Delete:
            self.close_wanted.emit(entry)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            menu = self.menu(index.data(ENTRY))
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.viewport().mapToGlobal(self.visualRect(index).center()))

    def menu(self, entry: Entry) -> QMenu:
        """What can be done with an entry."""
        menu = QMenu(self)
        save = menu.addAction(tr("&Save…"))
        there = entry.photo is not None and entry.photo.fusion is not None
        save.setEnabled(there and not self._workspace.saving)  # which would be given up for it
        save.triggered.connect(partial(self.save, entry))
        menu.addSeparator()
        close = menu.addAction(tr("&Close"))
        close.triggered.connect(partial(self.close_wanted.emit, entry))
        others = menu.addAction(tr("Close &Others"))
        others.setEnabled(len(self._workspace.album.entries) > 1)
        others.triggered.connect(partial(self.close_others_wanted.emit, entry))
        menu.addSeparator()
        folder = menu.addAction(tr("Show in &Folder"))
        folder.setEnabled(entry.path is not None)
        if entry.path is not None:
            folder.triggered.connect(partial(show_in_folder, entry.path))
        return menu

    # What follows

    def _action(self, text: str, keys: tuple[str, ...], command: Callable[[], None]) -> QAction:
        action = make_action(self, text, command, keys[0], tip=tr("Go through the open photos."))
        action.setShortcuts([QKeySequence(key) for key in keys])
        return action

    def _show_beside(self, step: int) -> None:
        entry = self._workspace.album.beside(step)
        if entry is not None and entry is not self._workspace.album.current:
            self._workspace.show(entry)

    def _follow(self) -> None:
        """The album has changed."""
        album = self._workspace.album
        several = len(album.entries) > 1
        self.setVisible(several)
        for action in (self.next_action, self.previous_action):
            action.setEnabled(several)
        if album.current is not self._followed or not self.currentIndex().isValid():
            self._followed = album.current
            self._go_to_current()
        for entry in album.entries:
            self._want_thumbnail(entry)
        self._asked &= set(album.entries)

    def _go_to_current(self) -> None:
        row = self.tiles.row_of(self._workspace.album.current)
        if row is not None:
            self.setCurrentIndex(self.tiles.index(row))
            self.scrollTo(self.tiles.index(row))

    def _want_thumbnail(self, entry: Entry) -> None:
        """Look at a file that was not opened yet, when there is time."""
        if entry.thumbnail is not None or entry.path is None or entry in self._asked:
            return
        self._asked.add(entry)
        path = entry.path

        def seen(image: object) -> None:
            if entry.thumbnail is None:
                entry.thumbnail = image  # type: ignore[assignment]
            self.tiles.refresh()

        def broken(error: Exception) -> None:
            entry.trouble = str(error)
            self.tiles.refresh()

        self._spare.do(
            ("thumbnail", id(entry)),
            lambda: thumbnail_steps(path, THUMBNAIL_SIDE),
            seen,
            broken,
        )

    def _entry_at(self, place: QPoint) -> Entry | None:
        index = self.indexAt(place)
        entry = index.data(ENTRY) if index.isValid() else None
        return entry if isinstance(entry, Entry) else None

    def _on_close(self, event: QMouseEvent) -> bool:
        """Whether the event is about the cross of a tile."""
        place = event.position().toPoint()
        index = self.indexAt(place)
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return False
        return self.delegate.close_rect(self.visualRect(index)).contains(place)

    def _point(self, place: QPoint | None) -> None:
        index = QModelIndex() if place is None else self.indexAt(place)
        row = index.row() if index.isValid() else None
        on_cross = (
            row is not None
            and place is not None
            and self.delegate.close_rect(self.visualRect(index)).contains(place)
        )
        if (self.delegate.hovered, self.delegate.on_cross) != (row, on_cross):
            self.delegate.hovered, self.delegate.on_cross = row, on_cross
            self.viewport().update()


def show_in_folder(path: Path) -> None:
    """Let the platform's file manager show the folder of a file."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
