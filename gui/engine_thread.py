"""One worker thread that runs generators of Steps; in each lane the newest job wins.

A job is a generator: between two of its steps the worker looks for a more urgent lane, so a
toggle does not wait for a long save, and closes what was replaced or cancelled. What an outdated
job still reports is dropped on the window's side, where replacing happens, so nothing outdated
can be shown.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from engine.steps import Step, Steps

log = logging.getLogger(__name__)


class Lane(IntEnum):
    """Kinds of work, the most urgent first; a new job replaces the one in its lane."""

    PREVIEW = 0
    FUSE = 1
    OUTLINE = 2
    SURVEY = 3
    PHOTO = 4
    IMPORT = 5
    SAVE = 6
    VARIANTS = 7
    DETAIL = 8
    WARM_UP = 9


class _Report(Enum):
    STEP = 0
    DONE = 1
    FAILED = 2


@dataclass(eq=False)
class Job:
    """One piece of work and who hears of it; the listeners are called on the window's thread."""

    lane: Lane
    work: Callable[[], Steps[Any]]
    on_step: Callable[[Step], None] | None = None
    on_done: Callable[[Any], None] | None = None
    on_failed: Callable[[Exception], None] | None = None
    outdated: bool = field(default=False, init=False)  # only touched on the window's thread
    ended: bool = field(default=False, init=False)  # only touched on the worker


class EngineThread(QThread):
    """Runs jobs one step at a time, the most urgent lane first.

    All methods are called on the window's thread, except `run`, and `busy` on any.

    Attributes:
        failed: an exception of a job that has no `on_failed`.
    """

    failed = Signal(object)
    _reported = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: dict[Lane, Job] = {}
        self._changed = threading.Condition()
        self._stopping = False
        self._reported.connect(self._hand_out)

    def submit(
        self,
        lane: Lane,
        work: Callable[[], Steps[Any]],
        *,
        on_step: Callable[[Step], None] | None = None,
        on_done: Callable[[Any], None] | None = None,
        on_failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Run `work` soon; what runs or waits in its lane is closed at its next step."""
        job = Job(lane, work, on_step, on_done, on_failed)
        with self._changed:
            older = self._jobs.get(lane)
            self._jobs[lane] = job
            self._changed.notify()
        if older is not None:
            older.outdated = True
        return job

    def cancel(self, lane: Lane) -> None:
        """Close the job of this lane at its next step; nothing is heard of it any more."""
        with self._changed:
            job = self._jobs.pop(lane, None)
            self._changed.notify()
        if job is not None:
            job.outdated = True

    def busy(self, lane: Lane) -> bool:
        """Whether a job of this lane waits, runs, or has ended with its end not yet heard."""
        with self._changed:
            return lane in self._jobs

    def stop(self, timeout_ms: int = 15_000) -> bool:
        """End after the current step; False if that step takes longer than `timeout_ms`."""
        with self._changed:
            for job in self._jobs.values():
                job.outdated = True
            self._jobs.clear()
            self._stopping = True
            self._changed.notify()
        return self.wait(timeout_ms) if self.isRunning() else True

    def run(self) -> None:
        """The worker's loop."""
        running: dict[Lane, tuple[Job, Steps[Any]]] = {}
        while self._go_on(running):
            pass

    def _go_on(self, running: dict[Lane, tuple[Job, Steps[Any]]]) -> bool:
        """Wait for something to do, and do a step of it; False at the end.

        What a job's variables hold, such as a large photo, goes with this call: nothing but
        `running` outlives it, and so nothing is kept while the worker waits for more.
        """
        with self._changed:
            while not self._stopping and not running and not self._to_do():
                self._changed.wait()
            wanted = self._to_do()
            stopping = self._stopping
        for lane, (job, steps) in list(running.items()):
            if stopping or wanted.get(lane) is not job:
                _close(steps)
                del running[lane]
        if wanted and not stopping:
            self._advance(wanted[min(wanted)], running)
        return not stopping

    def _to_do(self) -> dict[Lane, Job]:
        return {lane: job for lane, job in self._jobs.items() if not job.ended}

    def _advance(self, job: Job, running: dict[Lane, tuple[Job, Steps[Any]]]) -> None:
        """Run `job` up to its next step."""
        try:
            if job.lane not in running:
                running[job.lane] = (job, job.work())
            step = next(running[job.lane][1])
        except StopIteration as stop:
            report, payload = _Report.DONE, stop.value
        except Exception as error:
            report, payload = _Report.FAILED, error
        else:
            self._reported.emit(job, _Report.STEP, step)
            return
        running.pop(job.lane, None)
        job.ended = True
        self._reported.emit(job, report, payload)

    @Slot(object, object, object)
    def _hand_out(self, job: Job, report: _Report, payload: Any) -> None:
        """Tell the job's listener, on the window's thread, unless the job is outdated."""
        if job.outdated:
            if report is _Report.FAILED:
                log.info("An outdated job failed: %s", payload)
            return
        if report is _Report.STEP:
            if job.on_step is not None:
                job.on_step(payload)
            return
        with self._changed:
            if self._jobs.get(job.lane) is job:
                del self._jobs[job.lane]
                self._changed.notify()
        if report is _Report.DONE and job.on_done is not None:
            job.on_done(payload)
        if report is _Report.FAILED:
            if job.on_failed is not None:
                job.on_failed(payload)
            else:
                self.failed.emit(payload)


def _close(steps: Steps[Any]) -> None:
    try:
        steps.close()
    except Exception:
        log.exception("A cancelled job did not end cleanly")
