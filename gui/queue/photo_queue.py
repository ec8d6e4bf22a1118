"""The queue: what it is doing, and every command on it; knows no widgets."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import Enum
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtGui import QImage

from engine.batch.ahead import FARTHEST, Ahead
from engine.batch.journal import Journal
from engine.batch.output_options import OutputOptions
from engine.batch.photo_work import Bench, Order, Outcome
from engine.batch.queue_items import State
from engine.batch.time_left import TimeLeft
from engine.errors import EngineError, QueueStopError
from engine.steps import Step
from engine.texts import tr
from gui.engine_thread import EngineThread, Lane
from gui.qimages import to_qimage
from gui.queue import queue_jobs as jobs
from gui.queue.chores import Chores, Work
from gui.queue.queue_list import QueueList


class Activity(Enum):
    """What the queue is doing."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSING = "pausing"


class PhotoQueue(QObject):
    """Colorizes the photos of the queue one by one, on a thread of its own.

    Args:
        path: the file that keeps the queue; None keeps nothing, for pictures and tests.
        must_wait: whether somebody is waiting for the open photo; called on the queue's thread.
        options: how results are written until somebody has chosen; what was kept goes first.

    Attributes:
        list: the photos.
        options: how results are written.
        recursive: look into folders of folders when photos are added.
        activity: what it is doing.
        step: the last step of the photo that is worked on, None where none is.
        current: its number.
        message: why the queue has stopped; empty where nothing is wrong.
        trouble: why the queue cannot be used at all, None where it can.
        opened: what was kept of the queue has been read; nothing can be done before.
    """

    was_opened = Signal()
    picture_made = Signal(int, QImage)  # a small one of a photo's result
    options_changed = Signal()
    progress_changed = Signal()  # also of what it is doing
    ended = Signal()  # everything is done
    failed = Signal(object)  # the exception
    told = Signal(str)  # what has been done

    def __init__(
        self,
        path: Path | None = None,
        must_wait: Callable[[], bool] = lambda: False,
        parent: QObject | None = None,
        *,
        options: OutputOptions = OutputOptions(),  # noqa: B008 -- frozen
    ) -> None:
        super().__init__(parent)
        self.list = QueueList(self)
        self.options = options
        self.recursive = True
        self.activity = Activity.IDLE
        self.step: Step | None = None
        self.current: int | None = None
        self.message = ""
        self.trouble: EngineError | None = None
        self.opened = False
        self._path = path
        self._must_wait = must_wait
        self._bench: Callable[[], Bench] | None = None
        self._orders: dict[int, Order] = {}
        self._ahead = Ahead()
        self._stale = True  # the plan is not that of these photos and options
        self._stop = threading.Event()
        self._left = TimeLeft()
        self._began = 0.0
        self._thread = EngineThread(self)
        self._thread.failed.connect(self.failed)
        self._chores = Chores(self._thread, self)
        self._chores.changed.connect(self.progress_changed)
        self.list.failed.connect(self.failed)
        for changed in (self.list.added, self.list.item_changed, self.list.reset):
            changed.connect(self.progress_changed)

    # What there is

    @property
    def running(self) -> bool:
        """Photos are being colorized, or the last step of one is about to end."""
        return self.activity is not Activity.IDLE

    @property
    def unfinished(self) -> int:
        """How many photos are still to be done."""
        return self.list.counts.waiting + self.list.counts.working

    @property
    def searching(self) -> bool:
        """Photos are being looked for."""
        return self._chores.busy

    @property
    def seconds_left(self) -> float | None:
        """How long the rest will take; None while that is not known."""
        return self._left.of(self.unfinished) if self.running else None

    @property
    def was_used(self) -> bool:
        """There is a file of a queue from before."""
        try:
            return self._path is not None and self._path.stat().st_size > 0
        except OSError:
            return False

    # Commands

    def use_bench(self, bench: Callable[[], Bench]) -> None:
        """Colorize with this engine from the next photo on; it is called on the worker only."""
        self._bench = bench
        self.progress_changed.emit()

    def open(self) -> None:
        """Read what is kept of the queue; once."""
        if self.opened or self.searching or self.trouble is not None:
            return
        self._thread.submit(Lane.PREVIEW, jobs.give_way)
        self._thread.start(QThread.Priority.LowPriority)
        path = self._path
        if path is None:
            self.opened = True
            self.was_opened.emit()
        else:
            self._chores.do(
                lambda: lambda: jobs.open_journal(path), self._take_journal, self._chore_failed
            )

    def add(self, places: Sequence[Path]) -> None:
        """Take these photos, and those in these folders."""
        self.open()
        if self.trouble is not None:
            self.failed.emit(self.trouble)
            return
        asked = tuple(places)

        def search() -> Work:
            known, options, journal = (
                tuple(self.list.items.values()),
                self.options,
                self.list.journal,
            )
            recursive, first = self.recursive, self.list.next_number
            return lambda: jobs.add_photos(
                asked, known, options, journal, recursive=recursive, first=first
            )

        self._chores.do(search, self._take_added, self._chore_failed)

    def start(self) -> None:
        """Colorize what is waiting, or go on with it."""
        waiting = self.list.counts.waiting
        if self.running or not self.opened or not waiting or self._bench is None:
            return
        self._stop = threading.Event()
        self._left = TimeLeft()
        self.message = ""
        self._stale = True
        self._set_activity(Activity.RUNNING)
        self._go_on()

    def pause(self) -> None:
        """Stop at the next step; the photo that is worked on waits again, nothing of it stays."""
        if self.activity is Activity.RUNNING:
            self._stop.set()
            self._set_activity(Activity.PAUSING)

    def cancel(self) -> None:
        """Stop, and take everything that is not done out of the queue; what is done stays."""
        self.pause()
        self.remove(self.list.in_state(State.WAITING, State.WORKING))

    def retry(self, numbers: Iterable[int] | None = None) -> None:
        """Try these photos again, by default all that failed, and begin."""
        if self.list.retry(self.list.in_state(State.FAILED) if numbers is None else numbers):
            self._stale = True
            self.start()

    def remove(self, numbers: Iterable[int]) -> None:
        """Take these photos out of the queue; no file is touched."""
        if not self.list.remove(numbers) or self.list.items or self.running or self.searching:
            return
        self.message = ""  # nothing is left that it could be about
        options = self.options
        self.list.keep(lambda journal: journal.clear())
        self.list.keep(lambda journal: journal.set_options(options))
        self.progress_changed.emit()

    def remove_finished(self) -> None:
        """Take what is done or was skipped out of the list."""
        self.remove(self.list.in_state(State.DONE, State.SKIPPED))

    def set_options(self, options: OutputOptions) -> None:
        """Write results in another way; not while the queue runs."""
        if options == self.options or self.running:
            return
        self.options = options
        self._stale = True
        self.list.keep(lambda journal: journal.set_options(options))
        self.options_changed.emit()

    def close(self, timeout_ms: int = 15_000) -> bool:
        """End after the current step; False if that takes too long. The file keeps the queue."""
        self._stop.set()
        ended = self._thread.stop(timeout_ms)
        if ended:
            self.list.close()
        return ended

    def _chore_failed(self, error: Exception) -> None:
        if not self.opened and isinstance(error, EngineError):
            self.trouble = error
            self._chores.forget()
        self.failed.emit(error)

    def _take_journal(self, journal: Journal) -> None:
        if journal.options is not None:
            self.options = journal.options
        self.opened = True
        self.list.take(journal)
        self._stale = True
        self.options_changed.emit()
        self.was_opened.emit()

    def _take_added(self, added: jobs.Added) -> None:
        self._stale = True
        self.list.add(added.items)
        if added.troubles:
            self.failed.emit(added.troubles[0])
        elif not added.items:
            self.told.emit(tr("All of these photos are in the queue already."))

    # Colorizing

    def _go_on(self) -> None:
        """Do the next thing while the queue runs."""
        if self.activity is not Activity.RUNNING:
            self._end()
        elif self._stale:
            self._stale = False
            items, options = tuple(self.list.items.values()), self.options
            self._thread.submit(
                Lane.PHOTO,
                lambda: jobs.plan(items, options),
                on_done=self._take_plan,
                on_failed=self._take_failure,
            )
        else:
            self._work_on_next()

    def _take_plan(self, orders: dict[int, Order]) -> None:
        self._orders = orders
        self._go_on()

    def _work_on_next(self) -> None:
        bench = self._bench
        number = next((n for n in self._orders if self._is_waiting(n)), None)
        if number is None or bench is None:
            self._end()
            self.ended.emit()
            return
        order = self._orders.pop(number)
        self.current = number
        self._began = time.monotonic()
        self.list.put(replace(self.list.items[number], state=State.WORKING))
        following = (o for n, o in self._orders.items() if self._is_waiting(n))
        self._ahead.following = tuple(islice(following, FARTHEST))
        stop, options, journal, ahead = self._stop, self.options, self.list.journal, self._ahead
        self._thread.submit(
            Lane.PHOTO,
            lambda: jobs.work(
                order, bench, options, journal, ahead, stop=stop, must_wait=self._must_wait
            ),
            on_step=self._take_step,
            on_done=self._take_outcome,
            on_failed=self._take_failure,
        )

    def _is_waiting(self, number: int) -> bool:
        item = self.list.items.get(number)
        return item is not None and item.state is State.WAITING

    def _take_step(self, step: Step) -> None:
        self.step = step
        self.progress_changed.emit()

    def _take_outcome(self, outcome: Outcome) -> None:
        item = outcome.item
        if item.state is State.DONE:
            self._left.add(time.monotonic() - self._began)
        self.current = self.step = None
        self.list.put(item)
        if outcome.picture is not None:
            self.picture_made.emit(item.number, to_qimage(outcome.picture))
        self._go_on()

    def _take_failure(self, error: Exception) -> None:
        """What stops the queue: the photo that was worked on waits again."""
        if self.current is not None:
            self.list.wait_again(self.current)
        if isinstance(error, QueueStopError):
            self.message = str(error)
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        self.current = self.step = None
        self._ahead.let_go()
        self._set_activity(Activity.IDLE)

    def _set_activity(self, activity: Activity) -> None:
        self.activity = activity
        self.progress_changed.emit()
