"""What the planned training will take: measured on this computer, not guessed."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.texts import counted, marked, tr
from engine.training.run_status import duration
from engine.training.wizard import StageEstimate
from gui.training import training_words as words
from gui.training.training_draft import TrainingDraft, Work
from gui.training.wizard_page import ProgressRow, quiet

SLOW = 0.1  # share of the time; less waiting is not worth telling


class EstimateBox(QWidget):
    """A button that tries the stages, and what came out."""

    def __init__(self, draft: TrainingDraft) -> None:
        super().__init__()
        self._draft = draft
        self.button = QPushButton(tr("Measure the time"))
        self.button.setToolTip(tr("Tries a few steps of every stage on the chosen device."))
        self.button.clicked.connect(draft.estimate)
        self.total = QLabel()
        self.progress = ProgressRow()
        self.progress.cancelled.connect(lambda: draft.cancel(Work.ESTIMATE))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(6, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.button)
        row.addWidget(self.total, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.progress)
        column.addLayout(self._grid)
        draft.estimate_changed.connect(self.refresh)
        draft.photos_changed.connect(self.refresh)
        draft.plan_changed.connect(self._refresh_work)
        draft.work_changed.connect(self._refresh_work)
        self.refresh()

    def refresh(self) -> None:
        """Show what is known."""
        self._refresh_work()
        draft = self._draft
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not draft.estimates:
            self.total.setText(tr("Takes about a minute."))
            self.total.setObjectName("quiet")
            self.total.style().polish(self.total)
            return
        self.total.setText(total_words(list(draft.estimates.values()), draft.estimate_holds))
        if draft.estimate_holds:
            for row, estimate in enumerate(draft.estimates.values()):
                for column, text in enumerate(stage_words(estimate)):
                    self._grid.addWidget(quiet(text, wrap=False), row, column)

    def _refresh_work(self) -> None:
        draft = self._draft
        step = draft.working(Work.ESTIMATE)
        self.progress.show_step(step)
        self.button.setEnabled(step is None and bool(draft.sources) and not draft.trouble)


def total_words(estimates: list[StageEstimate], holds: bool) -> str:
    """One sentence about all stages."""
    seconds = sum(estimate.seconds for estimate in estimates)
    if holds:
        said = marked("About {duration}, without reading photos and validation.")
    else:
        said = marked("With the values before, about {duration}. Measure again.")
    return tr(said, duration=duration(seconds))


def stage_words(estimate: StageEstimate) -> tuple[str, ...]:
    """The cells of one stage's row."""
    memory, told_memory = estimate.memory_mb, ""
    if memory is not None:
        told_memory = tr("{size:.1f} GB of memory", size=words.gigabytes(memory))
    waiting, told_waiting = 1 - estimate.compute_share, ""
    if waiting >= SLOW:
        told_waiting = tr("{share} waiting for photos", share=words.percent(waiting))
    return (
        tr(words.STAGES[estimate.stage]),
        counted(estimate.steps, marked("{n} step"), marked("{n} steps")),
        duration(estimate.seconds),
        tr("{rate:.3g} pictures a second", rate=estimate.images_per_second),
        told_memory,
        told_waiting,
    )
