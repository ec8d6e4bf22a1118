"""Shares out an archive's photos to workers that may be lost at any moment, each result once.

A result appears by one renaming, so it is there whole or not at all. A photo whose worker is lost
goes to another one; where its result had appeared before the loss, that one says so.
"""

from __future__ import annotations

import os
import socket
import time
import traceback
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from engine.atomic_files import UNFINISHED, sweep_since
from engine.batch.journal import ATTEMPTS
from engine.batch.ledger import Ledger
from engine.batch.output_options import OutputOptions
from engine.batch.photo_work import THERE, Bench, Order, work_on
from engine.batch.queue_items import Item, State
from engine.config import EngineConfig
from engine.errors import EngineError, QueueStopError
from engine.instances import Instance
from engine.steps import finish
from engine.texts import marked, tr

QUIET = 5.0  # seconds without a write, after which a lost worker's unfinished file is abandoned
LOST = marked("Its worker was lost {attempts} times. Try it again if that had another reason.")


@dataclass(frozen=True)
class Task:
    """One photo for one worker.

    Attributes:
        order: what is to be done.
        fresh: nothing was at its target before the first attempt.
        attempt: 1 and more.
    """

    order: Order
    fresh: bool
    attempt: int = 1

    @property
    def target(self) -> Path:
        """Where the result goes."""
        assert isinstance(self.order.target, Path)  # others are never handed out
        return self.order.target


@dataclass(frozen=True)
class Answer:
    """What a worker says of a photo; small, and of plain types that travel.

    Attributes:
        item: the photo in its new state.
        labels: of the objects that were found; None where a lost worker had done the photo.
        detector: that found them.
        stop: why no further photo can be done either.
        traceback: of an unexpected error.
    """

    item: Item
    labels: tuple[str, ...] | None = None
    detector: str = ""
    stop: QueueStopError | None = None
    traceback: str = ""


@dataclass(frozen=True)
class Report:
    """A task has ended; without an `answer` its worker was lost."""

    task: Task
    answer: Answer | None


class Crew(Protocol):
    """The workers, wherever they are."""

    @property
    def free(self) -> int:
        """How many tasks can be handed out now."""
        ...

    def hand_out(self, task: Task) -> None:
        """Give a free worker a task."""
        ...

    def wait(self, seconds: float) -> Sequence[Report]:
        """What has ended, at the latest after so many seconds.

        Raises:
            EngineError: there are no workers, and none will come.
        """
        ...


class PhotoWorker:
    """Lives in a worker's process, with one set of networks.

    Args:
        config: the engine's settings.
        options: how results are written.
    """

    def __init__(self, config: EngineConfig, options: OutputOptions) -> None:
        import cv2

        from engine.workbench import Workbench  # loads torch, before the first photo is waited for

        cv2.setNumThreads(1)  # the other processors are other workers'
        self._bench: Bench = Workbench(config)
        self._options = options

    def ready(self) -> str:
        """The name of the machine."""
        return socket.gethostname()

    def work(self, task: Task) -> Answer:
        """The whole way of one photo."""
        return work_for(task, self._bench, self._options)


def work_for(task: Task, bench: Bench, options: OutputOptions) -> Answer:
    """Do a task, and say how it ended."""
    item = task.order.item
    if _done_before(task):
        return Answer(_done(task))
    try:
        outcome = finish(work_on(task.order, bench, options, preview=False))
    except QueueStopError as error:
        where = tr("{message} (on {host})", message=error.message, host=socket.gethostname())
        return Answer(item, stop=QueueStopError(where, error.remedy))
    if outcome.item.state in (State.FAILED, State.SKIPPED) and _done_before(task):
        return Answer(_done(task))  # by a worker that was out of reach and not dead
    trace, failure = "", outcome.error
    if failure is not None and not isinstance(failure, (EngineError, MemoryError)):
        trace = "".join(traceback.format_exception(failure)).rstrip()
    labels = tuple(instance.label for instance in outcome.instances)
    return Answer(outcome.item, labels, bench.detector_name or "", traceback=trace)


class Foreman:
    """Hands out what a ledger holds until nothing is left.

    Args:
        ledger: planned.
        crew: the workers.
        options: how results are written.
        given: the objects that stand in for the detector's.

    Attributes:
        lost: how many times a worker was lost at a photo.
    """

    def __init__(
        self,
        ledger: Ledger,
        crew: Crew,
        options: OutputOptions,
        given: Sequence[Instance] | None = None,
    ) -> None:
        self.lost = 0
        self._ledger = ledger
        self._crew = crew
        self._options = options
        self._orders = ledger.orders(given)
        self._next: Task | None = None
        self._again: deque[Task] = deque()
        self._under_way: dict[int, Task] = {}
        self._left_in: set[Path] = set()  # folders where a worker may have left something
        self._began = time.time()

    def run(self, *, tick: float = 1.0) -> Iterator[Answer | None]:
        """Each photo's answer as it ends; after one with `stop` come those under way alone.

        Args:
            tick: seconds between two looks; where nothing has ended in between, None comes.

        Raises:
            EngineError: there are no workers, or the ledger cannot be kept.
        """
        stopped = False
        while True:
            if not stopped:
                yield from self._hand_out()
            if not self._under_way and (stopped or self._next is None):
                return
            reports = self._crew.wait(tick)
            if not reports:
                yield None
            for report in reports:
                answer = self._taken(report)
                if answer is not None:
                    stopped = stopped or answer.stop is not None
                    yield answer

    def sweep(self) -> None:
        """Remove what lost workers have left half-written; none may be at work any more."""
        folders = self._left_in | {task.target.parent for task in self._under_way.values()}
        if any(_has_leftovers(folder) for folder in folders):
            time.sleep(QUIET)
            for folder in folders:
                sweep_since(folder, self._began, quiet_seconds=QUIET / 2)

    def _hand_out(self) -> Iterator[Answer]:
        """Keep all free workers busy; what needs none is answered at once."""
        while True:
            if self._next is None:
                following = self._following()
                if isinstance(following, Answer):
                    self._ledger.end(following.item)
                    yield following
                    continue
                self._next = following
            if self._next is None or not self._crew.free:
                return
            task, self._next = self._next, None
            number = task.order.item.number
            self._ledger.begin(number, fresh=task.fresh)
            self._under_way[number] = task
            self._crew.hand_out(task)

    def _following(self) -> Task | Answer | None:
        if self._again:
            return self._again.popleft()
        order = next(self._orders, None)
        if order is None:
            return None
        if isinstance(order.target, EngineError):
            return Answer(_failed(order, str(order.target)))
        fresh = not os.path.lexists(order.target)
        if not fresh and self._options.existing == "skip":
            skipped = replace(
                order.item, state=State.SKIPPED, target=order.target, message=tr(THERE)
            )
            return Answer(skipped)
        return Task(order, fresh)

    def _taken(self, report: Report) -> Answer | None:
        """What is to be told; None where the photo is tried again."""
        task = report.task
        del self._under_way[task.order.item.number]
        answer = report.answer
        if answer is None:
            self.lost += 1
            self._left_in.add(task.target.parent)
            following = replace(task, attempt=task.attempt + 1)
            if task.attempt < ATTEMPTS:
                self._again.append(following)
                return None
            failed = _failed(task.order, tr(LOST, attempts=ATTEMPTS))
            answer = Answer(_done(task) if _done_before(following) else failed)
        self._ledger.end(answer.item)
        return answer


def _done_before(task: Task) -> bool:
    """Whether an earlier attempt has brought the result before its worker was lost."""
    return task.fresh and task.attempt > 1 and os.path.lexists(task.target)


def _done(task: Task) -> Item:
    return replace(task.order.item, state=State.DONE, target=task.target)


def _failed(order: Order, message: str) -> Item:
    return replace(order.item, state=State.FAILED, target=None, message=message)


def _has_leftovers(folder: Path) -> bool:
    try:
        return any(UNFINISHED.fullmatch(entry.name) for entry in os.scandir(folder))
    except OSError:
        return False
