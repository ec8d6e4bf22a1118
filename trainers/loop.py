"""The training loop: it knows no stage, only how to step, log, snapshot, resume and stop.

Which samples a step takes, and how they are augmented, depends on the seed and the step alone, so
a resumed training sees the same data as one that was never interrupted.
"""

from __future__ import annotations

import copy
import json
import logging
import math
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from torch import Tensor, nn

from engine.devices import placed
from engine.errors import EngineError
from trainers.snapshots import read_snapshot, write_snapshot

logger = logging.getLogger(__name__)

Batch = dict[str, Tensor]
AHEAD = 3  # batches that are made ready before they are needed


@dataclass(frozen=True)
class Schedule:
    """How long and how fast to train.

    Attributes:
        steps: optimizer steps in all.
        batch: samples a step.
        warmup: steps over which the learning rate rises from 0; it then falls by a cosine.
        average: decay of the exponential moving average of the parameters, 0..1.
        clip: largest norm of the gradient.
        decay: weight decay of AdamW.
        snapshot_every, log_every, validate_every: in steps.
        seed: of data order, augmentation and dropout.
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
    seed: int = 0

    def rate(self, step: int) -> float:
        """The learning rate at a step as a share of its peak, 0..1."""
        if step < self.warmup:
            return (step + 1) / self.warmup
        progress = (step - self.warmup) / max(1, self.steps - self.warmup)
        return 0.5 * (1.0 + math.cos(math.pi * min(1.0, progress)))


class Stage(Protocol):
    """One recipe: what is trained, on what, and how wrong it is.

    Attributes:
        name: "full", "instance", "fusion".
        network: its trainable parameters are optimized, and all of it is averaged and kept.
        samples: how many different samples there are.
    """

    name: str
    network: nn.Module
    samples: int

    def parameter_groups(self) -> list[dict[str, object]]:
        """For the optimizer; every group has "params" and its peak "lr"."""

    def batch(self, indices: np.ndarray, random: np.random.Generator) -> Batch:
        """The samples at `indices`, augmented, on the CPU; called from another thread."""

    def loss(self, batch: Batch) -> Tensor:
        """How wrong the network is on a batch, a scalar."""

    def validate(self, network: nn.Module) -> dict[str, float]:
        """Figures of `network` (the averaged parameters) on held-out photos."""

    def finish(self, network: nn.Module) -> Path:
        """Write the finished network's checkpoint."""


def step_indices(samples: int, schedule: Schedule, step: int) -> np.ndarray:
    """Which samples a step takes: every epoch is its own permutation of all samples."""
    first = step * schedule.batch
    indices: list[int] = []
    while len(indices) < schedule.batch:
        epoch, offset = divmod(first + len(indices), samples)
        order = np.random.default_rng((schedule.seed, epoch)).permutation(samples)
        indices.extend(order[offset : offset + schedule.batch - len(indices)])
    return np.array(indices)


def train(
    stage: Stage,
    schedule: Schedule,
    run: Path,
    device: torch.device,
    *,
    stop: Callable[[], bool] = lambda: False,
) -> Path | None:
    """Train a stage to its end and write its checkpoint, going on from the run's snapshot.

    Args:
        run: the run folder; events are appended to `events.jsonl`, the snapshot is
            `snapshots/<stage>.pt`.
        stop: asked after every step; True snapshots and returns.

    Returns:
        the checkpoint's path, or None if it was stopped.

    Raises:
        EngineError: the loss is no longer a number, or a file cannot be written.
    """
    if stage.samples == 0:
        raise EngineError(
            f"There is nothing to train the {stage.name} stage on.",
            "Check that the photos have boxes that pass the filters, and the hold-out pattern.",
        )
    run.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(schedule.seed)
    network = placed(stage.network, device)
    groups = stage.parameter_groups()
    peaks = [float(group["lr"]) for group in groups]  # type: ignore[arg-type]
    optimizer = torch.optim.AdamW(groups, weight_decay=schedule.decay)
    averaged = copy.deepcopy(network).requires_grad_(False).eval()
    snapshot = run / "snapshots" / f"{stage.name}.pt"
    done = 0
    if snapshot.exists():
        done = _restore(read_snapshot(snapshot), schedule, network, averaged, optimizer)
        logger.info("%s: resumed at step %d", stage.name, done)
    events = _Events(run / "events.jsonl", stage.name)
    meter = _Meter()

    def keep(step: int) -> None:
        write_snapshot(
            snapshot,
            {
                "step": step,
                "schedule": asdict(schedule),
                "network": network.state_dict(),
                "averaged": averaged.state_dict(),
                "optimizer": optimizer.state_dict(),
                "random": torch.get_rng_state(),
            },
        )

    for step, batch in _batches(stage, schedule, done):
        network.train()
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * schedule.rate(step)
        moved = {key: value.to(device, non_blocking=True) for key, value in batch.items()}
        with torch.autocast(device.type, torch.bfloat16):
            loss = stage.loss(moved)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        trained = [p for group in optimizer.param_groups for p in group["params"]]
        torch.nn.utils.clip_grad_norm_(trained, schedule.clip)
        value = float(loss.detach())
        if not math.isfinite(value):
            raise EngineError(
                f"The loss of the {stage.name} stage is no longer a number at step {step}.",
                "Resume from the last snapshot with a smaller learning rate.",
            )
        optimizer.step()
        _average(averaged, network, min(schedule.average, (step + 1) / (step + 10)))
        meter.add(value, schedule.batch)
        done = step + 1
        if done % schedule.log_every == 0 or done == schedule.steps:
            events.write(
                step=done, steps=schedule.steps, lr=peaks[-1] * schedule.rate(step), **meter.flush()
            )
        if done % schedule.validate_every == 0 or done == schedule.steps:
            events.write(step=done, validation=stage.validate(averaged))
        stopping = stop()
        if done % schedule.snapshot_every == 0 or done == schedule.steps or stopping:
            keep(done)
        if stopping and done < schedule.steps:
            return None
    return stage.finish(averaged)


def _batches(stage: Stage, schedule: Schedule, first: int) -> Iterator[tuple[int, Batch]]:
    """The batches of all steps from `first`, made ready in threads while the network computes."""

    def make(step: int) -> Batch:
        random = np.random.default_rng((schedule.seed, 1, step))
        return stage.batch(step_indices(stage.samples, schedule, step), random)

    with ThreadPoolExecutor(max_workers=2) as pool:
        waiting = {
            step: pool.submit(make, step)
            for step in range(first, min(first + AHEAD, schedule.steps))
        }
        for step in range(first, schedule.steps):
            batch = waiting.pop(step).result()
            if step + AHEAD < schedule.steps:
                waiting[step + AHEAD] = pool.submit(make, step + AHEAD)
            yield step, batch


@torch.no_grad()
def _average(averaged: nn.Module, network: nn.Module, decay: float) -> None:
    for parameter, newest in zip(averaged.parameters(), network.parameters(), strict=True):
        parameter.lerp_(newest, 1.0 - decay)
    for statistic, latest in zip(averaged.buffers(), network.buffers(), strict=True):
        statistic.copy_(latest)


def _restore(
    state: dict,
    schedule: Schedule,
    network: nn.Module,
    averaged: nn.Module,
    optimizer: torch.optim.Optimizer,
) -> int:
    for field in fields(Schedule):
        before, now = state["schedule"].get(field.name), getattr(schedule, field.name)
        if before != now and not field.name.endswith("_every"):
            raise EngineError(
                f"This run was started with {field.name} {before}, not {now}.",
                "Resume with the same values, or start another run.",
            )
    network.load_state_dict(state["network"])
    averaged.load_state_dict(state["averaged"])
    optimizer.load_state_dict(state["optimizer"])
    torch.set_rng_state(state["random"])
    return state["step"]


class _Meter:
    """Mean loss and speed since the last flush."""

    def __init__(self) -> None:
        self._total = 0.0
        self._steps = 0
        self._samples = 0
        self._since = time.monotonic()

    def add(self, loss: float, samples: int) -> None:
        self._total += loss
        self._steps += 1
        self._samples += samples

    def flush(self) -> dict[str, float]:
        seconds = max(1e-9, time.monotonic() - self._since)
        figures = {
            "loss": self._total / max(1, self._steps),
            "images_per_second": self._samples / seconds,
        }
        self.__init__()  # type: ignore[misc]
        return figures


class _Events:
    """The run's journal: one JSON line an event, on the disk before the next step."""

    def __init__(self, path: Path, stage: str) -> None:
        self._path = path
        self._stage = stage

    def write(self, **event: object) -> None:
        line = json.dumps({"time": round(time.time(), 1), "stage": self._stage, **event})
        logger.info("%s", line)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())
