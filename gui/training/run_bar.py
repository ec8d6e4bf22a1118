"""The bar above a run: which one is shown, and what can be done with it now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QPushButton, QWidget

from engine.networks.checkpoint_folders import STAGES, stages_in
from engine.texts import marked, tr
from engine.training.plan import DETECTOR
from engine.training.run_folder import RunFolder
from engine.training.run_status import RunStatus
from gui.preferences.words import STAGES as STAGE_WORDS
from gui.preferences.words import named
from gui.tips import TRAINING
from gui.training import training_words as words

WRONG = ("failed", "died")
USE = marked("Use this result")


class RunBar(QWidget):
    """The list of runs, and the buttons that fit the state of the chosen one.

    Attributes:
        chosen: the folder of another run.
        resume_wanted: what the learning rates are divided by, and another device or "".
    """

    chosen = Signal(object)
    other_wanted = Signal()
    folder_wanted = Signal()
    pause_wanted = Signal()
    resume_wanted = Signal(float, str)
    use_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._runs: list[Path] = []
        self.runs = QComboBox()
        self.runs.setAccessibleName(tr("Run"))
        self.runs.setMinimumWidth(260)
        self.runs.activated.connect(lambda row: self.chosen.emit(self._runs[row]))
        self.other_button = _button(tr("Other…"), tr("Follow a run that is not in the list."))
        self.folder_button = _button(tr("Open folder"), tr("Show the run's files."))
        self.pause_button = _button(
            tr("Pause"), tr("Write a snapshot and end; resume goes on from there.")
        )
        self.resume_button = _button(tr("Resume"), tr("Go on from the last snapshot."))
        self.use_button = _button(tr(USE), "")
        for button in (self.resume_button, self.use_button):
            button.setObjectName("primary")
        self.otherwise_button = _button(tr("Resume otherwise"), tr("Go on in another way."))
        menu = QMenu(self.otherwise_button)
        self.slower_action = menu.addAction(tr("With half the learning rate"))
        self.processor_action = menu.addAction(tr("On the processor"))
        self.slower_action.setToolTip(tr("In smaller steps, where the loss has run away."))
        self.processor_action.setToolTip(tr("On the CPU, where the graphics card has failed."))
        menu.setToolTipsVisible(True)
        self.otherwise_button.setMenu(menu)
        self.other_button.clicked.connect(self.other_wanted)
        self.folder_button.clicked.connect(self.folder_wanted)
        self.pause_button.clicked.connect(self.pause_wanted)
        self.use_button.clicked.connect(self.use_wanted)
        self.resume_button.clicked.connect(lambda: self.resume_wanted.emit(1.0, ""))
        self.slower_action.triggered.connect(lambda: self.resume_wanted.emit(2.0, ""))
        self.processor_action.triggered.connect(lambda: self.resume_wanted.emit(1.0, "cpu"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.runs, self.other_button, self.folder_button):
            row.addWidget(widget)
        row.addStretch()
        for widget in (
            self.otherwise_button,
            self.pause_button,
            self.resume_button,
            self.use_button,
        ):
            row.addWidget(widget)

    def show_runs(self, runs: Sequence[Path], current: Path | None) -> None:
        """List these runs, with one of them chosen."""
        self._runs = list(runs)
        self.runs.clear()
        for path in runs:
            self.runs.addItem(path.name, str(path))
        if current in self._runs:
            self.runs.setCurrentIndex(self._runs.index(current))
        self.runs.setToolTip(str(current or "") or tr(TRAINING["Run"]))

    def show_status(
        self,
        status: RunStatus | None,
        folder: Path | None,
        *,
        in_use: bool,
        busy: bool,
    ) -> None:
        """Offer what fits.

        Args:
            in_use: the app colorizes with what the run made.
            busy: something has just been asked for.
        """
        state = "" if status is None else status.state
        self.pause_button.setVisible(status is not None and status.active)
        self.pause_button.setEnabled(state != "stopping" and not busy)
        self.resume_button.setVisible(state in ("ready", "stopped", *WRONG))
        self.resume_button.setText(tr("Start") if state == "ready" else tr("Resume"))
        self.otherwise_button.setVisible(state in WRONG)
        for button in (self.resume_button, self.otherwise_button):
            button.setEnabled(not busy)
        # a detector is not yet used by a button: the command line takes its file
        detects = status is not None and DETECTOR in status.stages
        self.use_button.setVisible(state == "finished" and not detects)
        if state == "finished" and folder is not None:
            lacking = _lacking(RunFolder(folder))
            used = in_use and not lacking
            self.use_button.setEnabled(not lacking and not used)
            self.use_button.setText(tr("This result is in use") if used else tr(USE))
            if lacking:
                stages = words.listed(lacking)
                tip = tr(
                    "The checkpoints of {stages} are missing; train these stages too.",
                    stages=stages,
                )
            elif used:
                tip = tr(
                    "Photos are colorized with it; Checkpoints in the Network menu has others."
                )
            else:
                tip = tr("Colorize photos with the new checkpoints from now on.")
            self.use_button.setToolTip(tip)


def _lacking(run: RunFolder) -> list[str]:
    """The stages, in words, whose checkpoints a result lacks."""
    there = stages_in(run.checkpoints)
    return [named(STAGE_WORDS, stage) for stage in STAGES if stage not in there]


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    return button
