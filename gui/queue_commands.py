"""The queue as the main window sees it: its menu entry, its window, the offer to go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from engine.batch.output_options import OutputOptions
from engine.batch.photo_work import Bench
from engine.errors import EngineError
from engine.texts import marked, tr
from gui.engine_thread import EngineThread, Lane
from gui.preferences.settings import Settings
from gui.queue import queue_words as words
from gui.queue.photo_queue import Activity, PhotoQueue
from gui.queue.queue_questions import QueueQuestions
from gui.spare_time import SpareTime
from gui.views.offer_bar import Answer, OfferBar
from gui.window_actions import make_action

if TYPE_CHECKING:
    from gui.queue.queue_window import QueueWindow

FILE = "queue.jsonl"
FOR_THE_OPEN_PHOTO = (Lane.PREVIEW, Lane.FUSE, Lane.PHOTO, Lane.SAVE, Lane.DETAIL)


class QueueCommands(QObject):
    """Opens the queue's window and ties the queue to the app.

    Args:
        settings: say where the queue is kept, and how results are written to begin with.
        thread: the open photo's worker, which goes first.
        parent: the main window.

    Attributes:
        queue: the queue itself.
        window: its window, None before it was asked for.
        action: for the menu.
        button: for the status line: how far the queue is.
        open_wanted: the `Path` of a photo that is to be shown in the main window.
        told: one sentence on what has been done.
        failed: an exception.
    """

    open_wanted = Signal(object)
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, settings: Settings, thread: EngineThread, parent: QWidget) -> None:
        super().__init__(parent)
        self._spare = SpareTime(thread, self)  # so that nobody waits behind its many pictures
        self._parent = parent
        self._offer: OfferBar | None = None
        self.questions = QueueQuestions()
        known = settings.preferences
        self.queue = PhotoQueue(
            None if settings.folder is None else settings.folder / FILE,
            lambda: any(thread.busy(lane) for lane in FOR_THE_OPEN_PHOTO),
            self,
            options=OutputOptions(
                folder=known.save_folder,
                quality=known.jpeg_quality,
                look=known.look,
                note=known.note,
            ),
        )
        self.window: QueueWindow | None = None
        self.action = make_action(
            self,
            tr("Colorize &Many Photos…"),
            self.show,
            "Ctrl+M",
            tip=tr("Colorize whole folders."),
        )
        self.button = QToolButton()
        self.button.setAutoRaise(True)
        self.button.setToolTip(tr("Show the queue."))
        self.button.clicked.connect(lambda: self.show())
        self.button.hide()
        self.queue.progress_changed.connect(self._refresh)
        self.queue.failed.connect(self._tell_failure)
        self.queue.ended.connect(self._tell_end)

    def use_bench(self, bench: Callable[[], Bench]) -> None:
        """Colorize with this engine; it is called on the queue's thread only."""
        self.queue.use_bench(bench)

    def show(self) -> QueueWindow:
        """Open the window, or bring it to the front."""
        if self.window is None:
            from gui.queue.queue_window import QueueWindow  # most starts do without

            self.window = QueueWindow(self.queue, self._spare, self._parent, self.questions)
            self.window.open_wanted.connect(self.open_wanted)
        if self._offer is not None:
            self._offer.hide()
        self.queue.open()
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        return self.window

    def choose_folder(self) -> None:
        """Ask for a folder and show the window with its photos; nothing begins by itself."""
        self.show().choose_folder()

    def add(self, places: Sequence[Path]) -> None:
        """Show the window with these photos and folders added; nothing begins by itself."""
        self.show()
        self.queue.add(places)

    def offer(self, over: QWidget) -> None:
        """At the start of the app: offer to go on with a queue that is not finished.

        Args:
            over: what the offer lies over.
        """
        if not self.queue.was_used:
            return
        self._offer = OfferBar(
            over,
            tr("Later; the queue is kept."),
            Answer(tr("Go on"), self.queue.start, tr("Colorize the rest.")),
            Answer(tr("Show"), self.show, tr("Look at the queue first.")),
        )
        self.queue.was_opened.connect(self._make_offer)
        self.queue.open()

    def may_close(self) -> bool:
        """Whether the app may close; it is asked while photos are being colorized."""
        if self.queue.activity is not Activity.RUNNING:
            return True
        if not self.questions.may_close(self._parent, self.queue.unfinished):
            return False
        self.queue.pause()
        return True

    def close(self) -> bool:
        """End the queue's work; the file keeps the rest. False if a step takes too long."""
        return self.queue.close()

    def _make_offer(self) -> None:
        if self._offer is not None and self.queue.unfinished and not self.queue.running:
            self._offer.make(words.offer(self.queue))

    def _refresh(self) -> None:
        queue = self.queue
        counts = queue.list.counts
        self.button.setVisible(queue.running or bool(queue.unfinished))
        doing = marked("Queue: {finished:,} of {total:,}")
        paused = marked("Queue paused: {finished:,} of {total:,}")
        text = doing if queue.running else paused
        self.button.setText(tr(text, finished=counts.finished, total=counts.total))
        if queue.running and self._offer is not None:
            self._offer.hide()

    def _tell_end(self) -> None:
        """Everything is done, while the person may be elsewhere."""
        self.told.emit(tr("The queue is done. {progress}.", progress=words.summary(self.queue)))
        QApplication.alert(self._parent)

    def _tell_failure(self, error: Exception) -> None:
        """In the queue's window where the queue itself has stopped, else in the main window."""
        if error is self.queue.trouble:
            return  # the window says so, for whoever wants to use the queue
        shown = self.window is not None and self.window.isVisible()
        if shown and self.window is not None and isinstance(error, EngineError):
            if not self.queue.message:
                self.window.tell(str(error))
        else:
            self.failed.emit(error)
