"""The workspace's jobs with their progress: which one is shown, and cancelling it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from engine.steps import Step, Steps
from gui.engine_thread import EngineThread, Lane

SHOWN_FIRST = (Lane.SAVE, Lane.PHOTO, Lane.FUSE, Lane.OUTLINE, Lane.VARIANTS, Lane.DETAIL)


class JobBoard(QObject):
    """Submits work to the engine thread and keeps its progress.

    Attributes:
        progress_changed: the shown work has begun, gone on or ended.
        ended: the lane of a job that is done, has failed or was cancelled.
    """

    progress_changed = Signal()
    ended = Signal(object)

    def __init__(self, thread: EngineThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = thread
        self._steps: dict[Lane, Step] = {}

    @property
    def shown(self) -> Lane | None:
        """The lane whose progress is shown, None when nothing is going on."""
        return next((lane for lane in SHOWN_FIRST if lane in self._steps), None)

    @property
    def progress(self) -> Step | None:
        """The last step of the shown work."""
        return None if self.shown is None else self._steps[self.shown]

    def busy(self, *lanes: Lane) -> bool:
        """Whether work goes on in one of these lanes, shown or not."""
        return any(lane in self._steps or self._thread.busy(lane) for lane in lanes)

    def submit(
        self,
        lane: Lane,
        label: str,
        work: Callable[[], Steps[Any]],
        *,
        on_step: Callable[[Step], None],
        on_done: Callable[[Any], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        """Run `work`; `label` is shown until its first step."""

        def step(step: Step) -> None:
            self._steps[lane] = step
            on_step(step)
            self.progress_changed.emit()

        def done(result: object) -> None:
            self._end(lane)
            on_done(result)

        def failed(error: Exception) -> None:
            self._end(lane)
            on_failed(error)

        self._steps[lane] = Step(label, 0, 0)
        self._thread.submit(lane, work, on_step=step, on_done=done, on_failed=failed)
        self.progress_changed.emit()

    def submit_quietly(
        self,
        lane: Lane,
        work: Callable[[], Steps[Any]],
        *,
        on_step: Callable[[Step], None] | None = None,
        on_failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run `work` that is too short, or too much in the background, to show its progress."""
        self._thread.submit(
            lane,
            work,
            on_step=on_step,
            on_done=lambda _: self.ended.emit(lane),
            on_failed=on_failed,
        )

    def cancel(self, *lanes: Lane) -> None:
        """Cancel the work in these lanes."""
        for lane in lanes:
            self._thread.cancel(lane)
            if lane in self._steps:
                self._end(lane)

    def _end(self, lane: Lane) -> None:
        self._steps.pop(lane, None)
        self.progress_changed.emit()
        self.ended.emit(lane)
