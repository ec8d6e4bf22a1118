"""The course of a run, gathered from its events: curves, sample pictures and notes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.training.events import (
    Event,
    Progress,
    Sampled,
    StageStarted,
    Validated,
)
from engine.training.plan import DETECTOR, STAGES

LOSS, RATE = "loss", "rate"
VALIDATION_LOSS, PSNR, GREY_PSNR, FULL_PSNR = "validation loss", "psnr", "grey psnr", "full psnr"
AP50, RECALL = "ap50", "recall"
VALIDATIONS = {  # what the trainers call a figure: the fusion tells it of its result
    VALIDATION_LOSS: ("loss",),
    PSNR: ("psnr", "fused_psnr"),
    GREY_PSNR: ("psnr_grey", "fused_psnr_grey"),
    FULL_PSNR: ("full_psnr",),
    AP50: ("ap50",),
    RECALL: ("recall",),
}


@dataclass(frozen=True)
class Curve:
    """Values over the steps of a stage, in the order of the steps."""

    steps: tuple[int, ...] = ()
    values: tuple[float, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.steps)


class RunHistory:
    """All that charts and the sample slider show; events may come in any number of portions."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, str], dict[int, float]] = {}
        self._samples: dict[str, dict[int, str]] = {}
        self.lengths: dict[str, int] = {}

    def take(self, events: Iterable[Event]) -> None:
        """Add what has happened."""
        for event in events:
            match event:
                case StageStarted():
                    self._forget_after(event.stage, event.step)
                    self.lengths[event.stage] = event.steps
                case Progress():
                    self._put(event.stage, LOSS, event.step, event.loss)
                    self._put(event.stage, RATE, event.step, event.lr)
                    self.lengths[event.stage] = event.steps
                case Validated():
                    for kind, names in VALIDATIONS.items():
                        for name in names:
                            if name in event.validation:
                                self._put(event.stage, kind, event.step, event.validation[name])
                case Sampled():
                    self._samples.setdefault(event.stage, {})[event.step] = event.path

    def curve(self, stage: str, kind: str) -> Curve:
        """The values of a stage so far."""
        points = sorted(self._values.get((stage, kind), {}).items())
        return Curve(tuple(step for step, _ in points), tuple(value for _, value in points))

    def samples(self, stage: str) -> list[tuple[int, str]]:
        """Steps with a sample picture and its path relative to the run folder, in order."""
        return sorted(self._samples.get(stage, {}).items())

    @property
    def begun(self) -> tuple[str, ...]:
        """The stages that there is something to show of."""
        seen = {stage for stage, _ in self._values} | set(self._samples) | set(self.lengths)
        return tuple(stage for stage in (*STAGES, DETECTOR) if stage in seen)

    def _put(self, stage: str, kind: str, step: int, value: float) -> None:
        if math.isfinite(value):
            self._values.setdefault((stage, kind), {})[step] = float(value)

    def _forget_after(self, stage: str, step: int) -> None:
        """What a killed process did after its last snapshot is done again."""
        for (name, _), points in self._values.items():
            if name == stage:
                _cut(points, step)
        _cut(self._samples.get(stage, {}), step)


def _cut(points: dict[int, float] | dict[int, str], step: int) -> None:
    for later in [known for known in points if known > step]:
        del points[later]


def smoothed(values: Sequence[float], weight: float) -> list[float]:
    """An exponential moving average that does not begin at 0.

    Args:
        weight: of what was before, 0..1.
    """
    made: list[float] = []
    total, share = 0.0, 0.0
    for value in values:
        total = weight * total + (1 - weight) * value
        share = weight * share + (1 - weight)
        made.append(total / share)
    return made
