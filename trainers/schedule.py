"""How a training goes over its steps: length, learning rate, averaging, how often it is kept."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from engine.errors import EngineError
from engine.texts import tr
from engine.training.stage_settings import StageSettings

# What may change between a stop and a resume: it does not change what is learned.
CHANGEABLE = ("accumulate", "compiled")


@dataclass(frozen=True)
class Schedule:
    """How long, how fast and in what way to train; see `StageSettings` for the ranges.

    Attributes:
        steps: optimizer steps in all.
        batch: samples a step, over all processes.
        warmup: steps over which the learning rate rises from 0.
        average: decay of the moving average of the parameters, 0..1; 0 keeps none.
        clip: largest norm of the gradient; 0 for none.
        decay: weight decay of AdamW.
        snapshot_every, log_every, validate_every, sample_every: in steps.
        seed: of data order, augmentation and dropout.
        optimizer, curve, steady, accumulate, precision, compiled: as in `StageSettings`, whose
            `schedule` is the `curve`.
    """

    steps: int
    batch: int
    warmup: int = 200
    average: float = 0.999
    clip: float = 1.0
    decay: float = 0.02
    snapshot_every: int = 100
    log_every: int = 20
    validate_every: int = 500
    sample_every: int = 10**8
    seed: int = 0
    optimizer: str = "adamw"
    curve: str = "cosine"
    steady: float = 0.0
    accumulate: int = 1
    precision: str = "auto"
    compiled: bool = False

    @classmethod
    def of(cls, settings: StageSettings, samples: int, seed: int) -> Schedule:
        """The schedule of a stage with so many samples."""
        steps = settings.length(samples)
        return cls(
            steps=steps,
            batch=settings.batch,
            warmup=min(settings.warmup, max(1, steps // 10)) if settings.warmup else 0,
            average=settings.average,
            clip=settings.clip,
            decay=settings.weight_decay,
            snapshot_every=settings.snapshot_every,
            log_every=settings.log_every,
            validate_every=settings.validate_every,
            sample_every=settings.sample_every,
            seed=seed,
            optimizer=settings.optimizer,
            curve=settings.schedule,
            steady=settings.steady,
            accumulate=settings.accumulate,
            precision=settings.precision,
            compiled=settings.compiled,
        )

    def rate(self, step: int) -> float:
        """The learning rate at a step as a share of its peak, 0..1."""
        if step < self.warmup:
            return (step + 1) / self.warmup
        progress = min(1.0, (step - self.warmup) / max(1, self.steps - self.warmup))
        if self.curve == "constant":
            return 1.0
        if self.curve == "linear":
            return min(1.0, (1.0 - progress) / max(1e-9, 1.0 - self.steady))
        return 0.5 * (1.0 + math.cos(math.pi * progress))

    def check_same(self, before: Mapping[str, Any]) -> None:
        """Whether a snapshot of the schedule `before` (as a dict) can go on with this one.

        Raises:
            EngineError: a value that decides what is learned has changed.
        """
        for field in fields(self):
            old, now = before.get(field.name), getattr(self, field.name)
            if old != now and not field.name.endswith("_every") and field.name not in CHANGEABLE:
                raise EngineError(
                    tr(
                        "This run was started with {name} {old}, not {now}.",
                        name=field.name,
                        old=old,
                        now=now,
                    ),
                    tr("Resume with the same values, or start another run."),
                )
