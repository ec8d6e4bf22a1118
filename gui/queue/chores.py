"""Short work of the queue's thread, one piece after the other and before the photos."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from engine.steps import Steps
from gui.engine_thread import EngineThread, Lane

Work = Callable[[], Steps[Any]]


class Chores(QObject):
    """Runs what is asked for in its order.

    Attributes:
        changed: something has begun, or nothing is left to do.
    """

    changed = Signal()

    def __init__(self, thread: EngineThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = thread
        self._waiting: deque[
            tuple[Callable[[], Work], Callable[[Any], None], Callable[[Exception], None]]
        ] = deque()
        self.busy = False

    def do(
        self,
        prepare: Callable[[], Work],
        then: Callable[[Any], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        """Run what `prepare` gives on the worker, after what was asked for before it.

        Args:
            prepare: called on the window's thread when it is this work's turn.
            then: gets the result.
            on_failed: gets the exception.
        """
        self._waiting.append((prepare, then, on_failed))
        if not self.busy:
            self._next()

    def forget(self) -> None:
        """Do nothing of what waits."""
        self._waiting.clear()

    def _next(self) -> None:
        self.busy = bool(self._waiting)
        self.changed.emit()
        if not self._waiting:
            return
        prepare, then, on_failed = self._waiting.popleft()

        def done(result: Any) -> None:
            then(result)
            self._next()

        def failed(error: Exception) -> None:
            on_failed(error)
            self._next()

        self._thread.submit(Lane.SURVEY, prepare(), on_done=done, on_failed=failed)
