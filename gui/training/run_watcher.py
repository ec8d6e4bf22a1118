"""Follows a run folder from a thread of its own, so that a slow disk never holds up the window."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot

from engine.errors import EngineError
from engine.training.events import Event, Started
from engine.training.plan import TrainingPlan
from engine.training.run_folder import RunFolder, RunFollower
from engine.training.run_status import RunStatus

POLL_SECONDS = 0.4
IDLE_SECONDS = 1.5  # where no process works; it may be resumed from a terminal
LOG_BYTES = 32_000  # of the end of the log that are shown
END_MS = 2000

_ending: set[QThread] = set()  # threads that hang on a disk; Qt aborts if one is destroyed


@dataclass(frozen=True)
class News:
    """What one look at the folder brought.

    Attributes:
        status: how the run stands.
        events: those since the last look.
        log: the end of the log.
        plan: of the run.
        fresh: another run has taken the folder, or it is the first look: forget what was before.
    """

    status: RunStatus
    events: tuple[Event, ...]
    log: str
    plan: TrainingPlan
    fresh: bool


class RunWatcher(QObject):
    """Follows one run at a time; it tells nothing twice, and nothing of a run that was left.

    Attributes:
        news: a `News`, whenever something is new.
        failed: the `EngineError` for which the run cannot be followed, told once.
    """

    news = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        poll_seconds: float = POLL_SECONDS,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        super().__init__(parent)
        self._pauses = poll_seconds, idle_seconds
        self._thread: _Looking | None = None
        self._folder: Path | None = None

    @property
    def folder(self) -> Path | None:
        """Of the run that is followed."""
        return self._folder

    def follow(self, folder: Path) -> None:
        """Follow the run in this folder, from its first event on; it may still be planned."""
        self.leave()
        self._folder = folder
        self._thread = _Looking(RunFolder(folder), *self._pauses)
        self._thread.told.connect(self._hand_out)
        self._thread.start()

    def look_now(self) -> None:
        """Do not wait for the next poll; the folder has just been changed."""
        if self._thread is not None:
            self._thread.hurry()

    def leave(self) -> None:
        """Follow nothing any more; the run goes on."""
        self._folder = None
        if self._thread is None:
            return
        thread, self._thread = self._thread, None
        thread.end()
        if not thread.wait(END_MS):
            _ending.add(thread)
            thread.finished.connect(lambda: _ending.discard(thread))

    @Slot(object, object)
    def _hand_out(self, thread: _Looking, told: object) -> None:
        if thread is not self._thread:
            return
        if isinstance(told, EngineError):
            self.failed.emit(told)
        else:
            self.news.emit(told)


class _Looking(QThread):
    """Looks again and again until `end`."""

    told = Signal(object, object)

    def __init__(self, run: RunFolder, poll_seconds: float, idle_seconds: float) -> None:
        super().__init__()
        self._run = run
        self._poll, self._idle = poll_seconds, idle_seconds
        self._ended = False
        self._wake = threading.Event()
        self._follower: RunFollower | None = None
        self._plan: TrainingPlan | None = None
        self._size = 0
        self._last: News | None = None
        self._trouble = ""

    def end(self) -> None:
        self._ended = True
        self._wake.set()

    def hurry(self) -> None:
        self._wake.set()

    def run(self) -> None:
        while not self._ended:
            self._wake.clear()
            try:
                self._look()
            except EngineError as error:
                self._follower = None
                if str(error) != self._trouble:
                    self._trouble = str(error)
                    self.told.emit(self, error)
            active = self._last is not None and self._last.status.active
            if not self._ended:
                self._wake.wait(self._poll if active else self._idle)

    def _look(self) -> None:
        shrunk = self._shrunk()
        fresh = self._follower is None or shrunk
        if fresh:
            self._follower, self._plan = RunFollower(self._run), self._run.plan()
        assert self._follower is not None
        assert self._plan is not None
        status = self._follower.status()
        events = tuple(self._follower.news())
        if any(isinstance(event, Started) for event in events):
            self._plan = self._run.plan()  # it may have been resumed with other values
        news = News(status, events, self._log_end(), self._plan, fresh)
        self._trouble = ""
        last = self._last
        self._last = news
        if fresh or events or last is None or (last.status, last.log) != (status, news.log):
            self.told.emit(self, news)

    def _shrunk(self) -> bool:
        """Whether the events have become fewer: it is another run."""
        before = self._size
        self._size = 0
        with contextlib.suppress(OSError):
            self._size = self._run.events_file.stat().st_size
        return self._size < before

    def _log_end(self) -> str:
        try:
            with self._run.log_file.open("rb") as file:
                size = file.seek(0, 2)
                file.seek(max(0, size - LOG_BYTES))
                text = file.read().decode("utf-8", "replace")
        except OSError:
            return ""
        return text if size <= LOG_BYTES else text.partition("\n")[2]
