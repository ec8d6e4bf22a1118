"""The window of the queue: its photos, how their results are written, and how far all is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.batch.queue_items import State
from engine.texts import marked, tr
from gui.help_button import HelpButton
from gui.incoming import has_files, local_paths
from gui.preferences.form import Note, progress_bar
from gui.queue import queue_words as words
from gui.queue.photo_queue import Activity, PhotoQueue
from gui.queue.queue_form import QueueForm
from gui.queue.queue_model import QueueModel
from gui.queue.queue_questions import QueueQuestions
from gui.queue.queue_table import EmptyQueue, QueueTable
from gui.spare_time import SpareTime
from gui.tips import QUEUE, explain
from gui.views.progress_strip import ElidedLabel

SIZE, SMALLEST = QSize(1080, 720), QSize(820, 520)  # pixels


class QueueWindow(QWidget):
    """Not modal; closing it stops nothing.

    Attributes:
        open_wanted: the `Path` of a photo that is to be shown in the main window.
    """

    open_wanted = Signal(object)

    def __init__(
        self,
        queue: PhotoQueue,
        spare: SpareTime,
        parent: QWidget | None = None,
        questions: QueueQuestions | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._queue = queue
        self._questions = questions or QueueQuestions()
        self._last_folder = Path.home()
        self._told = ""
        self.setWindowTitle(tr("Many Photos"))
        self.setAcceptDrops(True)
        self.model = QueueModel(queue, spare, self)
        self.table = QueueTable(queue, self.model)
        self.empty = EmptyQueue()
        self.form = QueueForm(self._questions)
        self.form.recursive.setChecked(queue.recursive)
        self.form.show_options(queue.options)
        self._make_widgets()
        self._lay_out()
        explain(self, QUEUE)
        self._connect()
        room = QGuiApplication.primaryScreen().availableSize() * 0.9  # with the window's frame
        self.setMinimumSize(SMALLEST.boundedTo(room))
        self.resize(SIZE.boundedTo(room))
        self._refresh()

    def tell(self, sentence: str) -> None:
        """Say what was done, until something else happens."""
        self._told = sentence
        self._refresh()

    # What the person does

    def choose_folder(self) -> None:
        """Ask for a folder and add it."""
        folder = self._questions.folder(self, tr("Add a folder"), self._last_folder)
        if folder is not None:
            self._last_folder = folder
            self._queue.add([folder])

    def choose_photos(self) -> None:
        """Ask for photos and add them."""
        photos = self._questions.photos(self, self._last_folder)
        if photos:
            self._last_folder = photos[0].parent
            self._queue.add(photos)

    def go(self) -> None:
        """Begin, go on, or pause, whatever the button says."""
        if self._queue.running:
            self._queue.pause()
        else:
            self._queue.start()

    def cancel(self) -> None:
        """Stop for good, after a question."""
        if self._questions.may_cancel(self, self._queue.unfinished):
            self._queue.cancel()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if has_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._queue.add(local_paths(event.mimeData()))

    # Parts

    def _make_widgets(self) -> None:
        self.folder_button = _button(tr("Add &folder…"), tr("Add the photos of a folder."))
        self.photos_button = _button(tr("Add &photos…"), tr("Add single photos."))
        self.filter = QComboBox()
        self.filter.setAccessibleName(tr("Show"))
        for state in (None, State.WAITING, State.DONE, State.SKIPPED, State.FAILED):
            self.filter.addItem("", state)
        self._count_filters()
        self.filter.setMinimumWidth(170)
        self.retry_button = _button("", tr("Try again what has failed."))
        self.clear_button = _button(
            tr("Clear f&inished"),
            tr("Take what is done or was skipped out of this list; files stay."),
        )
        self.bar = progress_bar()
        self.summary = ElidedLabel()
        self.doing = Note()
        self.doing.setMinimumHeight(2 * self.fontMetrics().height() + 4)
        self.doing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.go_button = QPushButton(tr("&Start"))
        self.go_button.setObjectName("primary")
        self.cancel_button = _button(
            tr("&Cancel…"), tr("Take everything that waits out of the queue.")
        )
        for button in (self.go_button, self.cancel_button):
            button.setMinimumSize(104, 30)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setContentsMargins(12, 10, 12, 10)
        above.setSpacing(8)
        above.addWidget(self.folder_button)
        above.addWidget(self.photos_button)
        above.addStretch()
        above.addWidget(self.retry_button)
        above.addWidget(self.clear_button)
        above.addWidget(self.filter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._stack, 1)
        middle.addWidget(_line(upright=True))
        middle.addWidget(self.form)
        said = QVBoxLayout()
        said.setSpacing(5)
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        said.addWidget(self.summary)
        said.addWidget(self.bar)
        said.addWidget(self.doing)
        below = QHBoxLayout()
        below.setContentsMargins(16, 12, 16, 10)
        below.setSpacing(10)
        below.addWidget(HelpButton("queue", self), 0, Qt.AlignmentFlag.AlignTop)
        below.addLayout(said, 1)
        for button in (self.cancel_button, self.go_button):
            below.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(_line())
        column.addLayout(middle, 1)
        column.addWidget(_line())
        column.addLayout(below)

    def _connect(self) -> None:
        queue = self._queue
        for wanted in (self.folder_button.clicked, self.empty.folder_wanted):
            wanted.connect(self.choose_folder)
        for wanted in (self.photos_button.clicked, self.empty.photos_wanted):
            wanted.connect(self.choose_photos)
        self.retry_button.clicked.connect(lambda: queue.retry())
        self.clear_button.clicked.connect(queue.remove_finished)
        self.go_button.clicked.connect(self.go)
        self.cancel_button.clicked.connect(self.cancel)
        self.filter.currentIndexChanged.connect(self._show_filtered)
        self.form.changed.connect(lambda: queue.set_options(self.form.options))
        self.form.recursive.toggled.connect(self._set_recursive)
        self.table.open_wanted.connect(self.open_wanted)
        queue.options_changed.connect(self._show_options)
        queue.progress_changed.connect(self._refresh)
        queue.was_opened.connect(self._refresh)
        queue.told.connect(self.tell)
        queue.list.added.connect(lambda _: self.tell(""))
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)

    # What follows

    def _set_recursive(self, on: bool) -> None:
        self._queue.recursive = on

    def _show_options(self) -> None:
        if self.form.options != self._queue.options:
            self.form.show_options(self._queue.options)

    def _show_filtered(self) -> None:
        self.model.set_filter(self.filter.currentData())

    def _refresh(self) -> None:
        queue = self._queue
        counts, running = queue.list.counts, queue.running
        if running:
            self._told = ""
        self._stack.setCurrentWidget(self.table if counts.total else self.empty)
        self.form.setEnabled(not running)
        self.form.setToolTip(
            tr("Pause the queue to change how results are written.") if running else ""
        )
        usable = queue.trouble is None
        for widget in (self.folder_button, self.photos_button, self.empty):
            widget.setEnabled(usable)
        self.retry_button.setVisible(counts.failed > 0)
        self.retry_button.setText(tr("&Retry {n:,} failed", n=counts.failed))
        self.clear_button.setEnabled(counts.done + counts.skipped > 0)
        self._count_filters()
        self.bar.setVisible(counts.total > 0)
        self.bar.setRange(0, max(1, counts.total))
        self.bar.setValue(counts.finished)
        self.summary.set_full_text(words.summary(queue))
        self.doing.tell(
            self._told or words.doing(queue) or " ",
            warning=bool(queue.message or queue.trouble) and not running and not self._told,
        )
        pausing = queue.activity is Activity.PAUSING
        begun = counts.finished > 0 or bool(queue.message)
        going = marked("&Go on") if begun else marked("&Start")
        self.go_button.setText(tr(marked("&Pause") if running else going))
        self.go_button.setEnabled(not pausing and (running or (usable and counts.waiting > 0)))
        self.cancel_button.setEnabled(queue.unfinished > 0)

    def _count_filters(self) -> None:
        counts = self._queue.list.counts
        for row in range(self.filter.count()):
            state: State | None = self.filter.itemData(row)
            number = counts.total if state is None else counts.of(state)
            word = tr("All photos") if state is None else tr(words.STATES[state])
            self.filter.setItemText(row, tr("{state} ({n:,})", state=word, n=number))


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    return button


def _line(*, upright: bool = False) -> QFrame:
    line = QFrame()
    line.setObjectName("divider")
    if upright:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line
