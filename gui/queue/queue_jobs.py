"""The queue's work on its own thread: reading the journal, looking for photos, colorizing them."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from engine.batch import planning
from engine.batch.ahead import Ahead
from engine.batch.journal import Journal
from engine.batch.output_options import OutputOptions
from engine.batch.photo_work import Bench, Order, Outcome, work_on
from engine.batch.queue_items import Item, State
from engine.errors import EngineError, QueueStopError
from engine.steps import Step, Steps
from engine.texts import tr

MANNERS_SECONDS = 0.03  # between two looks at whether the open photo still needs the machine
NICENESS = 5  # of the queue's thread on Linux, so that the open photo's gets the machine first


@dataclass(frozen=True)
class Added:
    """What came into the queue.

    Attributes:
        items: the new photos.
        troubles: what could not be looked at.
        known: how many photos were found that are in the queue already.
    """

    items: list[Item]
    troubles: list[EngineError]
    known: int


def give_way() -> Steps[None]:
    """Make this thread, and those that PyTorch starts from it, yield to the others."""
    yield Step(tr("Starting"), 0, 0)
    if sys.platform.startswith("linux"):  # elsewhere the thread's priority counts
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def open_journal(path: Path) -> Steps[Journal]:
    """The file of the queue, read.

    Raises:
        EngineError: it cannot be used.
    """
    yield Step(tr("Opening the queue"), 0, 1)
    return Journal(path)


def add_photos(
    places: Sequence[Path],
    known: Sequence[Item],
    options: OutputOptions,
    journal: Journal | None,
    *,
    recursive: bool,
    first: int,
) -> Steps[Added]:
    """Look for photos among files and in folders, and keep the new ones in the journal.

    The new ones are numbered from `first` on.

    Raises:
        EngineError: they cannot be kept.
    """
    found = list(planning.found_in(places, options, recursive=recursive))
    items, troubles = yield from planning.new_items(found, known, first)
    if items and journal is not None:
        journal.add(items)
    return Added(items, troubles, len(found) - len(items) - len(troubles))


def plan(items: Sequence[Item], options: OutputOptions) -> Steps[dict[int, Order]]:
    """Where the result of every open photo goes.

    Raises:
        EngineError: results cannot go there.
    """
    yield Step(tr("Preparing"), 0, 0)
    try:
        planning.make_ready(items, options)
    except EngineError as error:
        raise QueueStopError.of(error) from error
    return planning.orders(items, options)


def work(
    order: Order,
    bench: Callable[[], Bench],
    options: OutputOptions,
    journal: Journal | None,
    ahead: Ahead,
    *,
    stop: threading.Event,
    must_wait: Callable[[], bool],
) -> Steps[Outcome]:
    """Colorize one photo, giving way to the open photo between any two steps.

    Args:
        order: what to do.
        bench: gives the engine; called on the worker only.
        options: how results are written.
        journal: where it is kept, None for nowhere.
        ahead: of this run.
        stop: once it is set the work ends at the next step, and the photo waits again.
        must_wait: whether somebody is waiting for the open photo.

    Raises:
        QueueStopError: what would go wrong with every photo.
    """
    yield Step(tr("Starting the engine"), 0, 0)
    running = work_on(order, bench(), options, journal, ahead)
    try:
        while not stop.is_set():
            step = replace(next(running), result=None)
            yield step
            while must_wait() and not stop.is_set():
                time.sleep(MANNERS_SECONDS)
                yield step
    except StopIteration as end:
        outcome: Outcome = end.value
        return outcome
    finally:
        running.close()
    return Outcome(replace(order.item, state=State.WAITING, target=None))
