"""The three charts of a run's stage: loss, PSNR and learning rate."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine.texts import tr
from engine.training.plan import DETECTOR, STAGES
from gui.training import training_words as words
from gui.training.loss_chart import Ink, Line, LossChart
from gui.training.run_history import (
    AP50,
    FULL_PSNR,
    GREY_PSNR,
    LOSS,
    PSNR,
    RATE,
    RECALL,
    VALIDATION_LOSS,
    RunHistory,
)
from gui.views.progress_strip import ElidedLabel


class RunCharts(QWidget):
    """Charts of the stage that trains, until the person chooses another.

    Attributes:
        facts, details_button: beside the choice of the stage.
        stage_changed: another stage is shown.
    """

    stage_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._history = RunHistory()
        self._chosen = ""  # by the person
        self.stage = ""
        self.loss = LossChart(tr("Loss"))
        self.psnr = LossChart(tr("PSNR, dB"), ".2f")
        self.rate = LossChart(tr("Learning rate"), ".3g")
        self.psnr.setToolTip(tr("How close photos that are not trained on come to the truth."))
        self.found = LossChart(tr("Found, share"), ".2f")
        self.found.setToolTip(
            tr(
                "In photos that are not trained on. Recall: objects that one of the 8 best boxes "
                "meets, whatever its name. AP50: how right boxes and names are, over all names."
            )
        )
        self.buttons = {stage: self._button(stage) for stage in STAGES}
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in self.buttons.values():
            self._group.addButton(button)
            row.addWidget(button)
        self.facts = ElidedLabel()
        self.facts.setObjectName("quiet")
        self.facts.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.details_button = QPushButton(tr("Details"))
        self.details_button.setCheckable(True)
        self.details_button.setToolTip(tr("The notes and the log of the training."))
        row.addWidget(self.facts, 1)
        row.addSpacing(6)
        row.addWidget(self.details_button)
        charts = QHBoxLayout()
        charts.setSpacing(18)
        for chart, share in ((self.loss, 4), (self.psnr, 4), (self.found, 4), (self.rate, 3)):
            charts.addWidget(chart, share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addLayout(charts, 1)

    def forget(self) -> None:
        """Another run is shown now."""
        self._chosen = ""

    def show_history(self, history: RunHistory, stages: Sequence[str], current: str) -> None:
        """Show the curves of a run.

        Args:
            stages: of the run.
            current: the one that trains now, or trained last; may be empty.
        """
        self._history = history
        for name, button in self.buttons.items():
            button.setVisible(name in stages)
        stage = self._chosen or current or (stages[0] if stages else "")
        changed = stage != self.stage
        self.stage = stage
        if stage in self.buttons:
            self.buttons[stage].setChecked(True)
        self._draw()
        if changed:
            self.stage_changed.emit()

    def choose(self, stage: str) -> None:
        """Show this stage from now on."""
        self._chosen = self.stage = stage
        self._draw()
        self.stage_changed.emit()

    def _button(self, stage: str) -> QPushButton:
        name = tr(words.STAGES[stage])
        button = QPushButton(name)
        button.setCheckable(True)
        button.setMinimumWidth(96)
        button.setAccessibleName(tr("Charts of the stage {stage}", stage=name))
        button.setToolTip(tr("Show how this stage went."))
        button.clicked.connect(lambda: self.choose(stage))
        return button

    def _draw(self) -> None:
        history, stage = self._history, self.stage
        length = history.lengths.get(stage, 0)

        def line(name: str, kind: str, ink: Ink, **more: bool) -> Line:
            return Line(name, history.curve(stage, kind), ink, **more)

        begun = stage in history.begun
        waiting = tr("After the first steps.") if begun else tr("This stage has not begun.")
        unchecked = tr("After the first validation.") if begun else waiting
        self.loss.show_lines(
            [
                line(tr("training"), LOSS, Ink.FIRST, smooth=True),
                line(tr("validation"), VALIDATION_LOSS, Ink.SECOND, dots=True),
            ],
            length,
            waiting,
        )
        self.psnr.setVisible(stage != DETECTOR)
        self.found.setVisible(stage == DETECTOR)
        self.found.show_lines(
            [
                line(tr("recall"), RECALL, Ink.FIRST, dots=True),
                line("AP50", AP50, Ink.SECOND, dots=True),
            ],
            length,
            unchecked,
        )
        result = tr("fused") if stage == "fusion" else tr("recoloured")
        self.psnr.show_lines(
            [
                line(result, PSNR, Ink.FIRST, dots=True),
                line(tr("full image"), FULL_PSNR, Ink.THIRD, dots=True),
                line(tr("grey"), GREY_PSNR, Ink.FLOOR, dashed=True),
            ],
            length,
            unchecked,
        )
        self.rate.show_lines([line(tr("rate"), RATE, Ink.FIRST)], length, waiting)
