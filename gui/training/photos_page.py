"""The first page: folders and tars of photos, how many can be used, and why others cannot."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.errors import EngineError
from engine.texts import comma_listed, counted, marked, sentences, tr
from engine.training.photo_scan import REASONS
from gui import theme
from gui.engine_thread import EngineThread
from gui.training import training_words as words
from gui.training.left_out_list import LeftOutList
from gui.training.training_draft import TrainingDraft, Work
from gui.training.wizard_page import (
    GAP,
    DropArea,
    ProgressRow,
    TrainingQuestions,
    WizardPage,
    header,
    quiet,
)

ABOUT = marked(
    "Colour photos to learn from: folders of any depth, or plain tars. "
    "They are only read, never moved or changed."
)
FEW = 50  # photos; with fewer a training learns them by heart
SOURCES_HEIGHT, SOURCE_HEIGHT = 112, 26  # of their list and of a row, pixels


class PhotosPage(WizardPage):
    """Sources, progress, counts and the list of photos that are left out."""

    def __init__(
        self, draft: TrainingDraft, thread: EngineThread, questions: TrainingQuestions
    ) -> None:
        super().__init__(tr("Photos"), tr(ABOUT))
        self._draft = draft
        self._questions = questions
        self.setAcceptDrops(True)
        self.empty = self._empty_state()
        self.left_out = LeftOutList(thread)
        self._stack = QStackedWidget()
        self._stack.setObjectName("page")  # without a frame's room, in line with the title
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._full_state())
        self.column.addWidget(self._stack, 1)
        draft.photos_changed.connect(self._refresh)
        draft.work_changed.connect(self._refresh_work)
        draft.failed.connect(self._failed)
        self._refresh()

    @property
    def state(self) -> str:
        step = self._draft.working(Work.SCAN)
        if step is not None:
            return tr("Reading, {share}", share=words.percent(step.done / max(1, step.total)))
        if not self._draft.sources:
            return tr("None yet")
        if self._draft.scanned is None:
            return tr("Not read yet")
        if not self._draft.usable:
            return tr("None usable")
        return counted(self._draft.usable, marked("{n} photo"), marked("{n} photos"))

    # Parts

    def _empty_state(self) -> DropArea:
        area = DropArea()
        picture = QLabel()
        picture.setPixmap(theme.icon("photo").pixmap(64, 64))
        title = QLabel(tr("Drop folders or tars of colour photos here"))
        title.setObjectName("welcomeTitle")
        about = quiet(tr("A few hundred photos show how it works; good colours need thousands."))
        self.first_button = QPushButton(tr("Add a folder…"))
        self.first_button.setObjectName("primary")
        self.first_button.clicked.connect(self.ask_folder)
        tars = QPushButton(tr("Add tars…"))
        tars.clicked.connect(self.ask_tars)
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button in (self.first_button, tars):
            button.setMinimumSize(140, 34)
            buttons.addWidget(button)
        buttons.addStretch()
        column = QVBoxLayout(area)
        column.setSpacing(GAP)
        column.addStretch()
        for label in (picture, title, about):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addSpacing(6)
        column.addLayout(buttons)
        column.addStretch()
        return area

    def _full_state(self) -> QWidget:
        self.sources = QListWidget()
        self.sources.setAccessibleName(tr("Folders and tars"))
        self.sources.currentRowChanged.connect(self._refresh_buttons)
        QShortcut(
            QKeySequence(QKeySequence.StandardKey.Delete),
            self.sources,
            self.remove_current,
            context=Qt.ShortcutContext.WidgetShortcut,
        )
        self.folder_button = QPushButton(tr("Add a folder…"))
        self.folder_button.clicked.connect(self.ask_folder)
        self.tars_button = QPushButton(tr("Add tars…"))
        self.tars_button.clicked.connect(self.ask_tars)
        self.remove_button = QPushButton(tr("Remove"))
        self.remove_button.setToolTip(tr("Take it out of the training; its photos stay (Del)."))
        self.remove_button.clicked.connect(self.remove_current)
        buttons = QVBoxLayout()
        buttons.setSpacing(8)
        for button in (self.folder_button, self.tars_button, self.remove_button):
            buttons.addWidget(button)
        box = QWidget()
        box.setFixedHeight(SOURCES_HEIGHT)
        above = QHBoxLayout(box)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(GAP)
        above.addWidget(self.sources, 1)
        above.addLayout(buttons)
        self.progress = ProgressRow()
        self.progress.cancelled.connect(lambda: self._draft.cancel(Work.SCAN))
        self.count = QLabel()
        self.count.setObjectName("welcomeTitle")
        self.details = quiet()
        self.again_button = QPushButton(tr("Read again"))
        self.again_button.setToolTip(tr("Look through the folders once more."))
        self.again_button.clicked.connect(self._draft.scan)
        counts = QHBoxLayout()
        counts.setSpacing(GAP)
        counts.addWidget(self.count)
        counts.addWidget(self.details, 1, Qt.AlignmentFlag.AlignVCenter)
        counts.addWidget(self.again_button)
        self.left_title = header(tr("Left out"))
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(box)
        column.addWidget(self.progress)
        column.addLayout(counts)
        column.addWidget(self.left_title)
        column.addWidget(self.left_out, 1)
        column.addStretch()
        return full

    # What a person does

    def ask_folder(self) -> None:
        """Ask for a folder and add it."""
        folder = self._questions.folder(self, tr("Add a folder of photos"), self._near())
        if folder is not None:
            self._draft.add_sources([folder])

    def ask_tars(self) -> None:
        """Ask for tars and add them."""
        self._draft.add_sources(self._questions.tars(self, self._near()))

    def remove_current(self) -> None:
        """Take the chosen folder or tar out."""
        item = self.sources.currentItem()
        if item is not None:
            self._draft.remove_source(Path(item.data(Qt.ItemDataRole.UserRole)))

    def _near(self) -> Path | None:
        return self._draft.sources[-1].parent if self._draft.sources else None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event):
            event.acceptProposedAction()
            self.empty.set_drop_here(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.empty.set_drop_here(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.empty.set_drop_here(False)
        paths = dropped(event)
        if paths:
            event.acceptProposedAction()
            self._draft.add_sources(paths)

    # What is shown

    def _refresh(self) -> None:
        draft = self._draft
        self._stack.setCurrentIndex(1 if draft.sources else 0)
        row = self.sources.currentRow()
        self.sources.clear()
        for path in draft.sources:
            item = QListWidgetItem(str(path))
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setToolTip(str(path))
            item.setSizeHint(QSize(100, SOURCE_HEIGHT))
            self.sources.addItem(item)
        self.sources.setCurrentRow(min(max(row, 0), len(draft.sources) - 1))
        scan = None if draft.scanned is None else draft.scanned.scan
        left = () if scan is None else scan.left_out
        self.left_out.show_photos(left, {} if draft.scanned is None else draft.scanned.places)
        for shown in (self.left_title, self.left_out):
            shown.setVisible(bool(left))
        if scan is not None and not scan.photos:
            self.notice.tell(
                tr("None of these photos can be used."),
                tr("The list says why; a training needs intact colour photos."),
            )
        elif scan is not None:
            self.notice.tell("")
        self._refresh_work()

    def _refresh_work(self) -> None:
        draft = self._draft
        step = draft.working(Work.SCAN)
        self.progress.show_step(step)
        scan = None if draft.scanned is None else draft.scanned.scan
        self.count.setVisible(step is None and bool(draft.sources))
        self.details.setVisible(step is None)
        self.again_button.setVisible(step is None)
        if scan is None:
            self.count.setText(tr("Not read yet"))
            self.details.setText("")
        else:
            self.count.setText(
                counted(len(scan.photos), marked("{n} photo to use"), marked("{n} photos to use"))
            )
            counts = Counter(photo.kind for photo in scan.left_out)
            told = [tr(words.COUNTED_LEFT_OUT[k], n=counts[k]) for k in REASONS if counts[k]]
            text = tr("Nothing is left out.")
            if told:
                text = tr("Left out: {reasons}.", reasons=comma_listed(told))
            if 0 < len(scan.photos) < FEW:
                few = tr("So few photos are learnt by heart; good colours need thousands.")
                text = sentences(text, few)
            self.details.setText(text)
        self._refresh_buttons()

    def _refresh_buttons(self) -> None:
        self.remove_button.setEnabled(self.sources.currentRow() >= 0)

    def _failed(self, work: Work, error: EngineError | None) -> None:
        if work is Work.SCAN:
            self.notice.tell_error(error)


def dropped(event: QDragEnterEvent | QDropEvent) -> list[Path]:
    """The folders and tars among what is dragged."""
    urls = event.mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [path for path in paths if path.is_dir() or path.suffix.lower() == ".tar"]
