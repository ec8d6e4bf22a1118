"""The fourth page: how a run goes, and what can be done with it now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.errors import EngineError
from engine.texts import marked, tr
from engine.training.known_runs import known_runs, remember
from engine.training.run_folder import RunFolder
from engine.training.run_status import RunStatus
from gui.engine_thread import EngineThread
from gui.training import training_words as words
from gui.training.figures_table import FiguresTable
from gui.training.run_bar import WRONG, RunBar
from gui.training.run_charts import RunCharts
from gui.training.run_history import RunHistory
from gui.training.run_watcher import News, RunWatcher
from gui.training.run_words import facts, plan_words, sentence
from gui.training.sample_history import SampleHistory
from gui.training.stage_progress import StageProgress
from gui.training.training_draft import TrainingDraft, Work
from gui.training.wizard_page import GAP, TrainingQuestions, WizardPage, header, quiet

ABOUT = marked(
    "The training is a process of its own: it goes on when this window or the app is closed, "
    "and you find it here again."
)


class RunPage(WizardPage):
    """Follows the chosen run.

    Args:
        in_use: whether the app colorizes with what a run made.

    Attributes:
        status_changed: of the run that is followed.
        use_changed: the app may colorize with other checkpoints.
        use_wanted: the checkpoints' folder, when the person wants to use the result.
        folder_wanted: a folder to show in the platform's file manager.
        plan_wanted: there is no run yet, and the person wants to plan one.
    """

    status_changed = Signal()
    use_changed = Signal()
    use_wanted = Signal(object)
    folder_wanted = Signal(object)
    plan_wanted = Signal()

    def __init__(
        self,
        draft: TrainingDraft,
        thread: EngineThread,
        watcher: RunWatcher,
        questions: TrainingQuestions,
        in_use: Callable[[RunFolder], bool] | None = None,
    ) -> None:
        super().__init__(tr("Run"), tr(ABOUT))
        self._in_use = in_use or (lambda _: False)
        self._draft = draft
        self._watcher = watcher
        self._questions = questions
        self._history = RunHistory()
        self._runs: list[Path] = []
        self.status: RunStatus | None = None
        self._stack = QStackedWidget()
        self._stack.setObjectName("page")  # without a frame's room, in line with the title
        self._stack.addWidget(self._empty_state())
        self._stack.addWidget(self._full_state(thread))
        self.column.addWidget(self._stack, 1)
        watcher.news.connect(self._take_news)
        watcher.failed.connect(self._cannot_follow)
        draft.work_changed.connect(self._refresh_buttons)
        draft.failed.connect(self._failed)
        self._refresh()

    @property
    def state(self) -> str:
        if self.status is None:
            return tr("None yet")
        if self.status.state == "running":
            return tr(
                "{stage}, {share}",
                stage=tr(words.STAGES[self.status.stage]),
                share=words.percent(self.status.share),
            )
        return tr(words.STATES[self.status.state])

    # Runs

    def list_runs(self) -> None:
        """Find the runs that there are; the one that goes on is followed, else the newest."""
        known = known_runs()
        self._runs = [run.path for run in known]
        if self._watcher.folder is None and known:
            going_on = next((run for run in known if run.is_alive()), known[0])
            self.follow(going_on.path)
        else:
            self.bar.show_runs(self._runs, self._watcher.folder)

    def follow(self, folder: Path) -> None:
        """Follow the run in this folder."""
        if folder not in self._runs:
            self._runs.insert(0, folder)
        if folder != self._watcher.folder:
            self.status = None
            self._history = RunHistory()
            self.charts.forget()
            self._watcher.follow(folder)
        else:
            self._watcher.look_now()
        self.bar.show_runs(self._runs, self._watcher.folder)
        self._refresh()

    def ask_run(self) -> None:
        """Ask for a run's folder, of another disk for example, and follow it."""
        folder = self._questions.folder(self, tr("Choose a run folder"), self._watcher.folder)
        if folder is None:
            return
        run = RunFolder(folder)
        if not run.exists:
            self.notice.tell(
                tr("There is no run in {folder}.", folder=folder),
                tr("Choose a folder with a run.json."),
            )
            return
        remember(run)
        self.follow(run.path)

    # Parts

    def _empty_state(self) -> QWidget:
        title = QLabel(tr("No training yet"))
        title.setObjectName("welcomeTitle")
        about = quiet(tr("Add photos, plan the training, and start it. Earlier runs appear here."))
        self.plan_button = QPushButton(tr("Plan a training"))
        self.plan_button.setObjectName("primary")
        self.plan_button.setMinimumSize(140, 34)
        self.plan_button.clicked.connect(self.plan_wanted)
        other = QPushButton(tr("Open a run folder…"))
        other.setMinimumHeight(34)
        other.clicked.connect(self.ask_run)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.plan_button)
        row.addWidget(other)
        row.addStretch()
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addStretch()
        for widget in (title, about):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget)
        column.addLayout(row)
        column.addStretch()
        return empty

    def _full_state(self, thread: EngineThread) -> QWidget:
        self.bar = RunBar()
        self.bar.chosen.connect(self.follow)
        self.bar.other_wanted.connect(self.ask_run)
        self.bar.folder_wanted.connect(lambda: self.folder_wanted.emit(self._watcher.folder))
        self.bar.pause_wanted.connect(self._pause)
        self.bar.resume_wanted.connect(self._resume)
        self.bar.use_wanted.connect(self._use)
        self.sentence = QLabel()
        self.sentence.setObjectName("dockHeader")
        self.sentence.setWordWrap(True)
        self.progress = StageProgress()
        self.charts = RunCharts()
        self.charts.stage_changed.connect(self._show_samples)
        self.samples = SampleHistory(thread)
        self.figures = FiguresTable()
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setAccessibleName(tr("Log"))
        self.log.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.log.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._below = QStackedWidget()
        self._below.setObjectName("page")  # without a frame's room, in line with the title
        self._below.addWidget(self._results())
        self._below.addWidget(self.log)
        self.charts.details_button.toggled.connect(lambda on: self._below.setCurrentIndex(int(on)))
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.bar)
        column.addWidget(self.sentence)
        column.addWidget(self.progress)
        column.addWidget(self.charts, 1)
        column.addWidget(self._below, 1)
        return full

    def _results(self) -> QWidget:
        right = QVBoxLayout()
        right.setSpacing(6)
        self.figures_title = header(tr("Figures"))
        right.addWidget(self.figures_title)
        right.addWidget(self.figures, 1)
        right.addStretch()
        results = QWidget()
        row = QHBoxLayout(results)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(self.samples, 1)
        row.addLayout(right, 1)
        return results

    # What a person does

    def _pause(self) -> None:
        if self._watcher.folder is not None:
            self._draft.stop(self._watcher.folder)

    def _resume(self, slower: float, device: str) -> None:
        if self._watcher.folder is not None:
            self._draft.resume(self._watcher.folder, slower=slower, device=device)

    def _use(self) -> None:
        if self._watcher.folder is not None:
            self.use_wanted.emit(RunFolder(self._watcher.folder).checkpoints)

    def refresh_use(self) -> None:
        """Other checkpoints may be in use now."""
        self._refresh_buttons()
        self.use_changed.emit()

    # What is shown

    def _take_news(self, news: News) -> None:
        if news.fresh:
            self._history = RunHistory()
            self.notice.tell("")
        self._history.take(news.events)
        self.status = news.status
        self._show_log(news)
        self._refresh()
        self.status_changed.emit()

    def _cannot_follow(self, error: EngineError) -> None:
        self.status = None
        self._refresh()
        self.notice.tell_error(error)
        self.status_changed.emit()

    def _failed(self, work: Work, error: EngineError | None) -> None:
        if work is Work.RUN:
            self.notice.tell_error(error)

    def _refresh(self) -> None:
        status = self.status
        self._stack.setCurrentIndex(1 if self._watcher.folder is not None else 0)
        self.about.setVisible(self._watcher.folder is None)
        if status is not None and status.state in WRONG:
            self.notice.tell(status.message, status.remedy)
        elif status is not None and status.active:
            self.notice.tell("")
        self.charts.facts.set_full_text("" if status is None else facts(status))
        self.progress.show_status(status)
        self.figures.show_status(status)
        self.figures_title.setVisible(not self.figures.isHidden())
        stages = () if status is None else status.stages
        current = "" if status is None else status.stage
        self.charts.show_history(self._history, stages, current)
        self._show_samples()
        self._refresh_buttons()

    def _refresh_buttons(self) -> None:
        busy = self._draft.working(Work.RUN) is not None
        status, folder = self.status, self._watcher.folder
        finished = status is not None and status.state == "finished"
        in_use = finished and folder is not None and self._in_use(RunFolder(folder))
        self.bar.show_status(status, folder, in_use=in_use, busy=busy)
        self.sentence.setText("" if status is None else sentence(status, in_use=in_use))
        self.sentence.setVisible(bool(self.sentence.text()))

    def _show_samples(self) -> None:
        folder = self._watcher.folder
        samples = self._history.samples(self.charts.stage) if folder is not None else []
        about = words.SAMPLES.get(self.charts.stage)
        self.samples.about.setText(tr(about) if about else "")
        self.samples.show_samples([(step, Path(folder or "", path)) for step, path in samples])

    def _show_log(self, news: News) -> None:
        text = "\n".join([plan_words(news.plan), *news.status.notes, news.log]).strip()
        if text == self.log.toPlainText():
            return
        bar = self.log.verticalScrollBar()
        at_end = bar.value() >= bar.maximum()
        self.log.setPlainText(text)
        if at_end:
            bar.setValue(bar.maximum())
