"""Small work for when the engine thread has nothing else to do, such as thumbnails and previews.

The lane of least urgency holds one job, which others may cancel. Here work waits in a queue, and
what was cancelled is begun again as soon as the lane is free.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer

from engine.steps import Steps
from gui.engine_thread import EngineThread, Job, Lane

RETRY_MS = 150


@dataclass(frozen=True)
class _Task:
    work: Callable[[], Steps[Any]]
    on_done: Callable[[Any], None]
    on_failed: Callable[[Exception], None] | None


class SpareTime(QObject):
    """A queue of background work; one piece of each kind, the newest wins."""

    def __init__(self, thread: EngineThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = thread
        self._tasks: dict[Hashable, _Task] = {}
        self._job: Job | None = None
        self._running: Hashable = None
        self._retry = QTimer(self, interval=RETRY_MS)
        self._retry.timeout.connect(self._go_on)

    @property
    def busy(self) -> bool:
        """There is work that is not done."""
        return bool(self._tasks)

    def do(
        self,
        key: Hashable,
        work: Callable[[], Steps[Any]],
        on_done: Callable[[Any], None],
        on_failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run `work` some time, in place of what waits or runs under the same key.

        Args:
            key: what the work is for.
            work: makes the generator, on the worker.
            on_done: gets its result, on the window's thread.
            on_failed: gets its exception; without it a failure is passed over.
        """
        self.drop(key)
        self._tasks[key] = _Task(work, on_done, on_failed)
        self._go_on()

    def drop(self, key: Hashable) -> None:
        """Forget this work."""
        if self._tasks.pop(key, None) is not None and self._running == key and self._owns_lane:
            self._thread.cancel(Lane.WARM_UP)
            self._job = None
        self._go_on()

    @property
    def _owns_lane(self) -> bool:
        """The job in the lane is ours, and nobody has replaced or cancelled it."""
        return self._job is not None and not self._job.outdated

    def _go_on(self) -> None:
        if not self._tasks:
            self._retry.stop()
            return
        self._retry.start()
        if self._thread.busy(Lane.WARM_UP):
            return
        key, task = next(iter(self._tasks.items()))
        self._running = key
        self._job = self._thread.submit(
            Lane.WARM_UP,
            task.work,
            on_done=lambda result: self._end(key, task, lambda: task.on_done(result)),
            on_failed=lambda error: self._end(key, task, lambda: _tell(task, error)),
        )

    def _end(self, key: Hashable, task: _Task, hand_on: Callable[[], None]) -> None:
        self._job = None
        if self._tasks.get(key) is task:
            del self._tasks[key]
            hand_on()
        self._go_on()


def _tell(task: _Task, error: Exception) -> None:
    if task.on_failed is not None:
        task.on_failed(error)
