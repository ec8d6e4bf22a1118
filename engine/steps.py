"""Progress, partial results and cancelling of long work, as a generator.

Every long engine call is a generator of `Step`s whose return value is the final result. Each
yield is progress, may carry a partial result to show, and is the point where closing the
generator cancels the work. The engine thus needs no callbacks, no locks and no Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True)
class Step:
    """One report from a long call.

    Attributes:
        label: what is going on, in words to show ("Colorizing instance 3 of 8").
        done: how many of `total` units of work are finished, 0 <= done <= total.
        total: all units of this call; 0 when it cannot be known.
        result: a partial result that is ready to be shown, or None.
    """

    label: str
    done: int
    total: int
    result: object | None = None


Steps = Generator[Step, None, Result]


def finish(steps: Steps[Result], report: Callable[[Step], None] | None = None) -> Result:
    """Run `steps` to the end and return its result, handing every step to `report`."""
    try:
        while True:
            step = next(steps)
            if report is not None:
                report(step)
    except StopIteration as stop:
        return stop.value
    finally:
        steps.close()
