"""Many small pieces of work in threads, with progress and the time that is left."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from engine.steps import Step, Steps

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
REPORT_SECONDS = 0.2
AHEAD = 4  # pieces in flight a thread, so that memory stays flat


@dataclass(frozen=True)
class Pace:
    """How long it will still take, in seconds; the `result` of a progress `Step`."""

    seconds_left: float | None


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Windows and macOS
        return os.cpu_count() or 1


def in_threads(
    label: str,
    items: Sequence[Item],
    work: Callable[[Item], Outcome],
    *,
    workers: int | None = None,
    each: Callable[[Item, Outcome], None] = lambda item, outcome: None,
) -> Steps[list[Outcome]]:
    """`work` on every item, in threads; the outcomes in the items' order.

    Args:
        label: of the steps.
        each: called in this thread with every item and its outcome, in order.
    """
    begun = time.monotonic()
    told = 0.0
    outcomes: list[Outcome] = []
    yield Step(label, 0, len(items), Pace(None))
    pool = ThreadPoolExecutor(workers or cores())
    try:
        for item, outcome in _ordered(pool, items, work, AHEAD * (workers or cores())):
            each(item, outcome)
            outcomes.append(outcome)
            now = time.monotonic()
            if now - told >= REPORT_SECONDS or len(outcomes) == len(items):
                told = now
                left = (now - begun) / len(outcomes) * (len(items) - len(outcomes))
                yield Step(label, len(outcomes), len(items), Pace(left))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return outcomes


def _ordered(
    pool: ThreadPoolExecutor, items: Iterable[Item], work: Callable[[Item], Outcome], ahead: int
) -> Iterator[tuple[Item, Outcome]]:
    waiting: deque[tuple[Item, Future[Outcome]]] = deque()
    for item in items:
        waiting.append((item, pool.submit(work, item)))
        if len(waiting) >= ahead:
            done, future = waiting.popleft()
            yield done, future.result()
    while waiting:
        done, future = waiting.popleft()
        yield done, future.result()
