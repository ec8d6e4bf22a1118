"""What `train` prints of a run until it ends."""

from __future__ import annotations

import signal
import time
from types import FrameType
from typing import TYPE_CHECKING

from engine.commands.console import PROGRAM, Console
from engine.errors import EngineError
from engine.steps import Step
from engine.training.events import (
    Event,
    Noted,
    Progress,
    StageFinished,
    StageStarted,
    Validated,
)
from engine.training.run_status import RunStatus, duration, words

if TYPE_CHECKING:
    from engine.training.wizard import TrainingWizard

STOPPED = 3
INTERRUPTED = 130  # what shells give for Ctrl-C
TOLD_SECONDS = 30.0  # between lines on the progress where nobody can see a bar


class Follower:
    """Shows a run until it ends; Ctrl-C stops the run, a second one only the showing."""

    def __init__(self, wizard: TrainingWizard, console: Console, heard: int) -> None:
        self._wizard = wizard
        self._console = console
        self._told = 0.0
        self._heard = heard  # events that are not to be told

    def to_the_end(self) -> int:
        """Follow; the exit status."""
        before = signal.signal(signal.SIGTERM, _interrupt)
        try:
            try:
                status, interrupted = self._followed(), False
            except KeyboardInterrupt:
                self._wizard.stop()
                self._console.note("Stopping after a snapshot; Ctrl-C again leaves it to that.")
                status, interrupted = self._followed(), True
        finally:
            signal.signal(signal.SIGTERM, before)
        return self._ended(status, interrupted)

    def _followed(self) -> RunStatus:
        stages = self._wizard.run.plan().stages
        count = 0  # not by their time, since clocks are set back
        with self._console.progress(len(stages)) as bar:
            for status, events in self._wizard.follow():
                for event in events:
                    count += 1
                    if count > self._heard:
                        self._heard = count
                        self._tell(event)
                bar.start(stages.index(status.stage) if status.stage in stages else 0, "")
                bar.step(Step(status.message, status.step, status.steps))
        return status

    def _tell(self, event: Event) -> None:
        if isinstance(event, Noted):
            self._console.line(event.message)
        elif isinstance(event, StageStarted):
            self._console.line(
                f"{event.stage}: {event.steps:,} steps of {event.batch}, {event.samples:,} samples"
                f"{f', from step {event.step:,} on' if event.step else ''}"
            )
        elif isinstance(event, Validated):
            figures = ", ".join(f"{name} {value:.4g}" for name, value in event.validation.items())
            self._console.line(f"{event.stage}: step {event.step:,}, {figures}")
        elif isinstance(event, StageFinished):
            self._console.line(f"{event.stage}: finished, {event.path}")
        elif isinstance(event, Progress) and time.monotonic() - self._told > TOLD_SECONDS:
            self._told = time.monotonic()
            left = "" if event.seconds_left is None else f", {duration(event.seconds_left)} left"
            self._console.line(
                f"{event.stage}: step {event.step:,} of {event.steps:,}, loss {event.loss:.4g}, "
                f"{event.images_per_second:,.1f} pictures/s{left}"
            )

    def _ended(self, status: RunStatus, interrupted: bool) -> int:
        folder = self._wizard.run.path
        if status.state == "finished":
            if status.table:
                from engine.training.set_evaluation import table_text

                self._console.line(table_text(status.table))
                self._console.line(f"{PROGRAM} colorize --checkpoints {folder / 'checkpoints'}")
            return 0
        if status.state == "stopped":
            where = f" in the {words(status.stage)} stage" if status.stage else ""
            self._console.line(f"Stopped{where}; train --run {folder} --resume goes on.")
            return INTERRUPTED if interrupted else STOPPED
        raise EngineError(status.message, status.remedy)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
