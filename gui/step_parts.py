"""Steps of one job inside another: as a part of its progress, or without their results."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from engine.steps import Step, Steps

Result = TypeVar("Result")


def as_part(steps: Steps[Result], label: str, start: int, end: int) -> Steps[Result]:
    """The steps under another label, as a part of 100."""
    try:
        while True:
            yield within(replace(next(steps), label=label), start, end)
    except StopIteration as stop:
        return stop.value
    finally:
        steps.close()


def within(step: Step, start: int, end: int) -> Step:
    """The step's progress as a part of 100."""
    share = step.done / step.total if step.total else 0.0
    return replace(step, done=round(start + (end - start) * share), total=100)


def silent(steps: Steps[Result]) -> Steps[Result]:
    """The same steps without their partial results."""
    try:
        while True:
            yield replace(next(steps), result=None)
    except StopIteration as stop:
        return stop.value
    finally:
        steps.close()
