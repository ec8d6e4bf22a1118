"""Mean loss, speed and time left of a training."""

from __future__ import annotations

import time

import torch

from engine.training.events import Progress
from trainers.computing import peak_memory
from trainers.feeding import Feeder
from trainers.schedule import Schedule


class Meter:
    """Counts from the step `first` on.

    Args:
        feeder: tells how long the training waited for data.
    """

    def __init__(self, feeder: Feeder, schedule: Schedule, first: int) -> None:
        self._feeder = feeder
        self._schedule = schedule
        self._first = first
        self._began = time.monotonic()
        self._clear()

    def add(self, loss: float) -> None:
        """Another step was done."""
        self._total += loss
        self._steps += 1

    def progress(self, stage: str, done: int, rate: float, device: torch.device) -> Progress:
        """The event of the steps since the last one.

        Args:
            done: all steps of the stage so far.
            rate: learning rate of the last step.
        """
        now = time.monotonic()
        seconds = max(1e-9, now - self._since)
        pace = (now - self._began) / max(1, done - self._first)
        event = Progress(
            stage=stage,
            step=done,
            steps=self._schedule.steps,
            loss=self._total / max(1, self._steps),
            lr=rate,
            images_per_second=self._steps * self._schedule.batch / seconds,
            waiting=min(1.0, (self._feeder.waited - self._waited) / seconds),
            seconds_left=pace * (self._schedule.steps - done),
            memory_mb=peak_memory(device),
        )
        self._clear()
        return event

    def _clear(self) -> None:
        self._total = 0.0
        self._steps = 0
        self._since = time.monotonic()
        self._waited = self._feeder.waited
