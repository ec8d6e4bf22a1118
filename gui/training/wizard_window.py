"""The window that plans a training and follows it; photos can be colorized meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.config import EngineConfig
from engine.texts import tr
from engine.training.run_folder import RunFolder
from gui.engine_thread import EngineThread
from gui.help_button import HelpButton
from gui.tips import TRAINING, explain
from gui.training.objects_page import ObjectsPage
from gui.training.page_list import PageList
from gui.training.photos_page import PhotosPage
from gui.training.plan_page import PlanPage
from gui.training.run_page import RunPage
from gui.training.run_watcher import RunWatcher
from gui.training.training_draft import TrainingDraft, Work
from gui.training.wizard_page import (
    TrainingQuestions,
    WizardPage,
    progress_words,
    quiet,
)

SIZE, SMALLEST = QSize(1100, 760), QSize(900, 600)  # pixels
PHOTOS, OBJECTS, PLAN, RUN = range(4)


class TrainingWindow(QWidget):
    """Four pages; not modal. Closing it ends nothing.

    Args:
        parent: the main window, with which it is closed.
        config: the app's settings, which the plan begins with.
        questions: asks for folders and files.
        runs_folder: where new runs go by default; None for the person's documents.
        in_use: whether the app colorizes with what a run made.

    Attributes:
        use_checkpoints: a folder with the checkpoints of all stages that the app shall use.
        run_changed: another run is followed, or it stands otherwise; see `run_page.status`.
        surprised: an exception that nobody can act on.
    """

    use_checkpoints = Signal(object)
    run_changed = Signal()
    surprised = Signal(object)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        config: EngineConfig | None = None,
        questions: TrainingQuestions | None = None,
        runs_folder: Path | None = None,
        in_use: Callable[[RunFolder], bool] | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("Train"))
        self._told = ""
        self._begun: Path | None = None  # the folder of a run that is being started
        self._thread = EngineThread(self)
        self._thread.failed.connect(self.surprised)
        self.watcher = RunWatcher(self)
        self.draft = TrainingDraft(self._thread, config or EngineConfig(), self)
        asked = questions or TrainingQuestions()
        self.photos_page = PhotosPage(self.draft, self._thread, asked)
        self.objects_page = ObjectsPage(self.draft, self._thread, asked)
        self.plan_page = PlanPage(self.draft, asked, runs_folder or documents())
        self.run_page = RunPage(self.draft, self._thread, self.watcher, asked, in_use)
        self.pages: tuple[WizardPage, ...] = (
            self.photos_page,
            self.objects_page,
            self.plan_page,
            self.run_page,
        )
        self._lay_out()
        explain(self, TRAINING)
        self._connect()
        self._thread.start()
        QGuiApplication.instance().aboutToQuit.connect(self.shut_down)  # type: ignore[union-attr]
        self.show_page(PHOTOS)

    def show_page(self, number: int) -> None:
        """Show a page: PHOTOS, OBJECTS, PLAN or RUN."""
        self.list.setCurrentRow(number)

    def tell(self, sentence: str) -> None:
        """Say what was done, below the page, until another one is shown."""
        self._told = sentence
        self._refresh()

    @property
    def page(self) -> int:
        """The page that is shown."""
        return self.list.currentRow()

    def follow(self, folder: Path) -> None:
        """Show the run in this folder."""
        self.run_page.follow(folder)
        self.show_page(RUN)

    def shut_down(self, timeout_ms: int = 15_000) -> bool:
        """End the window's own work; False if a step of it takes too long.

        It also happens by itself when the app quits. A training goes on.
        """
        self.watcher.leave()
        return self._thread.stop(timeout_ms)

    # Parts

    def _lay_out(self) -> None:
        self.list = PageList([page.title for page in self.pages])
        self._stack = QStackedWidget()
        for page in self.pages:
            self._stack.addWidget(page)
        self.list.currentRowChanged.connect(self._page_changed)
        self.hint = quiet()
        self.back_button = QPushButton(tr("&Back"))
        self.back_button.clicked.connect(lambda: self.show_page(self.page - 1))
        self.next_button = QPushButton(tr("&Next"))
        self.next_button.setObjectName("primary")
        self.next_button.clicked.connect(lambda: self.show_page(self.page + 1))
        self.start_button = QPushButton(tr("&Start training"))
        self.start_button.setObjectName("primary")
        self.start_button.clicked.connect(self._start)
        self.close_button = QPushButton(tr("&Close"))
        self.close_button.clicked.connect(self.close)
        below = QHBoxLayout()
        below.setContentsMargins(16, 12, 16, 14)
        below.setSpacing(8)
        below.addWidget(HelpButton("training", self))
        below.addWidget(self.hint, 1)
        for button in (self.back_button, self.next_button, self.start_button, self.close_button):
            button.setMinimumWidth(96)
            below.addWidget(button)
        line = QFrame()
        line.setObjectName("divider")
        line.setFixedHeight(1)
        above = QHBoxLayout()
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(0)
        above.addWidget(self.list)
        above.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above, 1)
        column.addWidget(line)
        column.addLayout(below)
        room = QGuiApplication.primaryScreen().availableSize() * 0.9  # with the window's frame
        self.setMinimumSize(SMALLEST.boundedTo(room))
        self.resize(SIZE.boundedTo(room))

    def _connect(self) -> None:
        draft = self.draft
        for changed in (
            draft.photos_changed,
            draft.objects_changed,
            draft.plan_changed,
            draft.work_changed,
            self.run_page.status_changed,
        ):
            changed.connect(self._refresh)
        self.run_page.status_changed.connect(self.run_changed)
        draft.started.connect(self._started)
        draft.surprised.connect(self.surprised)
        self.run_page.use_wanted.connect(self.use_checkpoints)
        self.run_page.use_changed.connect(lambda: self.tell(""))  # what was told no longer holds
        self.run_page.plan_wanted.connect(lambda: self.show_page(PHOTOS))
        self.run_page.folder_wanted.connect(
            lambda folder: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        )
        for number in range(len(self.pages)):
            QShortcut(QKeySequence(f"Ctrl+{number + 1}"), self, lambda n=number: self.show_page(n))
        QShortcut(QKeySequence("Alt+Left"), self, self.back_button.click)
        QShortcut(QKeySequence("Alt+Right"), self, self.next_button.click)

    # What happens

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.run_page.list_runs()
        self._refresh()

    def _start(self) -> None:
        self._begun = self.plan_page.place.folder
        self.draft.start(self._begun)

    def _started(self, folder: Path) -> None:
        if folder == self._begun:  # by now it is not empty, so that the page names another
            self._begun = None
            self.plan_page.place.take_new_folder()
            self.follow(folder)
        elif folder == self.watcher.folder:
            self.watcher.look_now()

    def _page_changed(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self._told = ""
        if number == PLAN:  # loading PyTorch takes seconds, for which nothing else should wait
            self.draft.look_around()
        self._refresh()

    def _refresh(self) -> None:
        for number, page in enumerate(self.pages):
            self.list.show_state(number, page.state)
        obstacle = self.draft.obstacle()
        starting = self.draft.working(Work.RUN)
        self.back_button.setEnabled(self.page > 0)
        self.next_button.setVisible(self.page in (PHOTOS, OBJECTS))
        self.start_button.setVisible(self.page == PLAN)
        self.start_button.setEnabled(not obstacle)
        self.close_button.setVisible(self.page == RUN)
        if starting is not None and self.page in (PLAN, RUN):
            self.hint.setText(tr("{doing}…", doing=progress_words(starting)))
        elif self.page == PLAN:
            said = self.plan_page.notice.text  # in the page itself
            self.hint.setText("" if said else obstacle)
        else:
            self.hint.setText(self._told)


def documents() -> Path:
    """Where the runs go by default: a folder among the person's documents."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place)) / "Instance Colorizer" / "Trainings"
