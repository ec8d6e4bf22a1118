"""How long the steps of a stage take, with data loading and on tensors that lie in memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

from trainers.feeding import Batch, Feeder

LEAST_STEPS = 2  # of a part of a round
LONG_SECONDS = 20.0  # of a part of a round, after which it takes no more steps


@dataclass(frozen=True)
class StepTimes:
    """Seconds of every step of a trial, data loading included, and of the computation alone."""

    whole: list[float] = field(default_factory=list)
    computing: list[float] = field(default_factory=list)


class TimedSteps:
    """A training of which nothing is kept but the time that it takes.

    Args:
        feeder: of its batches.
        take: one optimizer step with its batches; returns when the device is done.
        parts: in how many parts a batch is computed.
        ready: a batch as the network takes it, on its device.
    """

    def __init__(
        self,
        feeder: Feeder,
        take: Callable[[int, list[Batch]], float],
        parts: Callable[[], int],
        ready: Callable[[Batch], Batch],
    ) -> None:
        self._feeder = feeder
        self._take = take
        self._parts = parts
        self._ready = ready

    def first(self, steps: int) -> StepTimes:
        """The first steps; here `computing` is what is left of the time without waiting."""
        times = StepTimes()
        began = time.monotonic()
        for step, batches in self._feeder.steps(0, steps, self._parts):
            fed = time.monotonic()
            self._take(step, batches)
            ended = time.monotonic()
            times.whole.append(ended - began)
            times.computing.append(ended - fed)
            began = ended
        return times

    def rounds(self) -> Iterator[StepTimes]:
        """Steps with data loading, then the same ones on tensors in memory, again and again.

        What loading takes from a computation that shares its cores is thus seen, too.
        """
        first = 0
        while True:
            times, kept = self._fed(first)
            for step, batches in kept.items():
                began = time.monotonic()
                self._take(step, batches)
                times.computing.append(time.monotonic() - began)
            yield times
            first = max(kept) + 1

    def _fed(self, first: int) -> tuple[StepTimes, dict[int, list[Batch]]]:
        """The times of steps with loading from `first` on, and their batches on the device.

        Threads fill the queue of batches in a burst. So time counts from when that burst is used
        up, for about as many steps as the queue is long, and never without a batch in the making.
        """
        ahead = self._feeder.ahead
        times = StepTimes()
        kept: dict[int, list[Batch]] = {}
        with closing(self._feeder.steps(first, first + 3 * ahead, self._parts)) as feeding:
            for _ in self._some(feeding):
                pass
            since = time.monotonic()
            for step, batches in self._some(feeding):
                times.whole.append(time.monotonic() - since)
                kept[step] = [self._ready(batch) for batch in batches]
                since = time.monotonic()
        return times, kept

    def _some(
        self, feeding: Iterator[tuple[int, list[Batch]]]
    ) -> Iterator[tuple[int, list[Batch]]]:
        """Take as many steps as the queue is long, or fewer if they take long."""
        began = time.monotonic()
        for taken in range(self._feeder.ahead):
            if taken >= LEAST_STEPS and time.monotonic() - began > LONG_SECONDS:
                return
            step, batches = next(feeding)
            self._take(step, batches)
            yield step, batches
