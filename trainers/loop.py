"""The training loop: it knows no stage, only how to step, log, snapshot, resume and stop.

A resumed training sees the same data, optimizer, schedule and random state as one that was never
interrupted, and on a CPU ends with the same parameters.
"""

from __future__ import annotations

import copy
import logging
import math
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from engine.devices import placed
from engine.errors import EngineError
from engine.networks.batching import is_out_of_memory
from engine.texts import tr
from engine.training.events import (
    Noted,
    Snapshot,
    StageFinished,
    StageStarted,
    Validated,
)
from engine.training.run_folder import RunFolder
from trainers.computing import precision_in, release
from trainers.crew import Crew
from trainers.feeding import Batch, Feeder
from trainers.meter import Meter
from trainers.samples import write_sample
from trainers.schedule import Schedule
from trainers.snapshots import read_snapshot, write_snapshot
from trainers.stage import Stage, StageLoss
from trainers.tensorboard_file import Board
from trainers.timed_steps import TimedSteps

logger = logging.getLogger(__name__)

RMS_DECAY, RMS_EPSILON = 0.9, 1e-7  # of RMSprop: Keras', which the report's code takes


def train(
    stage: Stage,
    schedule: Schedule,
    run: Path,
    device: torch.device,
    *,
    stop: Callable[[], bool] = lambda: False,
    crew: Crew | None = None,
) -> Path | None:
    """Train a stage to its end and write its checkpoint, going on from the run's snapshot.

    Args:
        run: the run folder; events are appended to `events.jsonl`, the snapshot is
            `snapshots/<stage>.pt`.
        stop: asked after every step; True snapshots and returns.
        crew: the processes that train together; None for this one alone.

    Returns:
        the checkpoint's path, or None if it was stopped.

    Raises:
        EngineError: the loss is no longer a number, the memory does not suffice for one sample, or
            a file cannot be written.
    """
    if stage.samples == 0:
        raise EngineError(
            tr("There is nothing to train the {stage} stage on.", stage=tr(stage.name)),
            tr("Check that the photos have boxes that pass the filters, and the hold-out pattern."),
        )
    crew = crew or Crew(device)
    if schedule.batch < crew.size:
        raise EngineError(
            tr(
                "A batch of {batch} is too small for {processes} processes.",
                batch=schedule.batch,
                processes=crew.size,
            ),
            tr("Take a larger batch or fewer processes."),
        )
    folder = RunFolder(run)
    folder.make()
    return _Training(stage, schedule, folder, crew).through(stop)


def trial(stage: Stage, schedule: Schedule, run: RunFolder, crew: Crew) -> TimedSteps:
    """A training whose steps are timed, and of which nothing is kept; errors as `train`."""
    return _Training(stage, schedule, run, crew).timed()


class _Training:
    """One stage's training in one process of the crew."""

    def __init__(self, stage: Stage, schedule: Schedule, run: RunFolder, crew: Crew) -> None:
        torch.manual_seed(schedule.seed + crew.rank)
        self._stage = stage
        self._schedule = schedule
        self._run = run
        self._crew = crew
        self._dtype = precision_in(run, schedule.precision, crew.device)
        self._scaler = torch.amp.GradScaler(enabled=self._dtype == torch.float16)
        self._parts = schedule.accumulate
        self._board = Board(run.path / "tensorboard" / stage.name, run.path)
        self._network = placed(stage.network, crew.device)
        groups = stage.parameter_groups()
        self._peaks = [float(group["lr"]) for group in groups]  # type: ignore[arg-type]
        self._optimizer = self._made_optimizer(groups)
        self._averaged = copy.deepcopy(self._network).requires_grad_(False).eval()
        self._snapshot = run.snapshots / f"{stage.name}.pt"
        self._done = self._restored() if self._snapshot.exists() else 0
        if schedule.compiled:
            self._network.compile()
        self._module = crew.joined(StageLoss(stage))
        self._feeder = Feeder(
            stage,
            batch=schedule.batch,
            seed=schedule.seed,
            rank=crew.rank,
            size=crew.size,
            device=crew.device,
        )

    def through(self, stop: Callable[[], bool]) -> Path | None:
        """Train to the end, or until asked to stop."""
        schedule, stage = self._schedule, self._stage
        first = self._done
        self._tell(
            StageStarted(
                stage=stage.name,
                step=first,
                steps=schedule.steps,
                samples=stage.samples,
                batch=schedule.batch,
            )
        )
        meter = Meter(self._feeder, schedule, first)
        for step, batches in self._feeder.steps(first, schedule.steps, lambda: self._parts):
            loss = self._crew.mean(self._step(step, batches))
            if not math.isfinite(loss):
                raise self._diverged(step)
            meter.add(loss)
            self._done = step + 1
            last = self._done == schedule.steps
            if self._done % schedule.log_every == 0 or last:
                rate = self._peaks[-1] * schedule.rate(step)
                self._tell(meter.progress(stage.name, self._done, rate, self._crew.device))
            if self._done % schedule.validate_every == 0 or last:
                self._validate()
            if self._done % schedule.sample_every == 0 or last:
                self._sample()
            stopping = self._crew.any(stop())
            if self._done % schedule.snapshot_every == 0 or last or stopping:
                self._keep()
            if stopping and not last:
                return None
        path = None
        if self._crew.leads:
            path = stage.finish(self._averaged)
            self._tell(StageFinished(stage=stage.name, path=self._relative(path)))
        self._crew.meet()
        return path or self._run.checkpoints

    def timed(self) -> TimedSteps:
        """Its steps, to be timed."""
        return TimedSteps(self._feeder, self._step, lambda: self._parts, self._ready)

    def _ready(self, batch: Batch) -> Batch:
        return self._stage.ready(batch, self._crew.device)

    def _step(self, step: int, batches: list[Batch]) -> float:
        """One optimizer step; a batch that does not fit is computed in more parts."""
        while True:
            try:
                return self._computed(step, batches)
            except ValueError as error:
                if "more than 1 value per channel" not in str(error):
                    raise
                raise EngineError(
                    tr(
                        "A batch of one such picture is too small for the {stage} stage.",
                        stage=tr(self._stage.name),
                    ),
                    tr("Take a batch of 2 or more, fewer parts of a batch, or larger pictures."),
                ) from error
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
            self._split(step)  # outside of the handler, whose traceback holds the memory
            batches = self._feeder.again(step, self._parts)

    def _computed(self, step: int, batches: list[Batch]) -> float:
        self._module.train()
        for group, peak in zip(self._optimizer.param_groups, self._peaks, strict=True):
            group["lr"] = peak * self._schedule.rate(step)
        self._optimizer.zero_grad(set_to_none=True)
        total = 0.0
        kind = self._crew.device.type
        for number, (batch, share) in enumerate(
            zip(batches, self._feeder.shares(len(batches)), strict=True)
        ):
            last = number == len(batches) - 1
            ready = self._stage.ready(batch, self._crew.device)
            with self._crew.quiet(self._module, last=last):
                with torch.autocast(kind, self._dtype, enabled=self._dtype != torch.float32):
                    loss = self._module(ready) * share
                self._crew.backward(self._module, self._scaler.scale(loss), last=last)
            total += float(loss.detach())
        self._scaler.unscale_(self._optimizer)
        trained = [p for group in self._optimizer.param_groups for p in group["params"]]
        norm = nn.utils.clip_grad_norm_(trained, self._schedule.clip or math.inf)
        # a scaler finds gradients that overflow float16, skips the step and scales less
        if not self._scaler.is_enabled() and not bool(torch.isfinite(norm)):
            return math.nan
        if math.isfinite(total):
            self._scaler.step(self._optimizer)
            self._scaler.update()
            self._average(step)
        return total

    def _split(self, step: int) -> None:
        """Compute batches in twice as many parts from now on.

        Raises:
            EngineError: a part is one sample already, or other processes would not follow.
        """
        own = self._feeder.own
        self._optimizer.zero_grad(set_to_none=True)
        release(self._crew.device)
        if self._parts >= own or self._crew.size > 1:
            raise EngineError(
                tr(
                    "The memory does not suffice for the {stage} stage, {own} pictures a step in "
                    "{parts} parts.",
                    stage=tr(self._stage.name),
                    own=own,
                    parts=self._parts,
                ),
                tr("Take a smaller batch or smaller pictures, or more parts of a batch."),
            )
        self._parts = min(own, 2 * self._parts)
        self._tell(
            Noted(
                message=tr(
                    "The memory did not suffice at step {step:,}: going on with batches of {own} "
                    "in {parts} parts.",
                    step=step,
                    own=own,
                    parts=self._parts,
                )
            )
        )

    @torch.no_grad()
    def _average(self, step: int) -> None:
        decay = min(self._schedule.average, (step + 1) / (step + 10))
        pairs = zip(self._averaged.parameters(), self._network.parameters(), strict=True)
        for parameter, newest in pairs:
            parameter.lerp_(newest, 1.0 - decay)
        buffers = zip(self._averaged.buffers(), self._network.buffers(), strict=True)
        for statistic, latest in buffers:
            statistic.copy_(latest)

    def _validate(self) -> None:
        if self._crew.leads:
            figures = self._stage.validate(self._averaged)
            self._tell(Validated(stage=self._stage.name, step=self._done, validation=figures))
        self._crew.meet()

    def _sample(self) -> None:
        if self._crew.leads:
            event = write_sample(self._run, self._stage, self._averaged, self._done)
            if event is not None:
                self._tell(event)

    def _keep(self) -> None:
        if self._crew.leads:
            write_snapshot(
                self._snapshot,
                {
                    "step": self._done,
                    "schedule": asdict(self._schedule),
                    "network": self._network.state_dict(),
                    "averaged": self._averaged.state_dict(),
                    "optimizer": self._optimizer.state_dict(),
                    "scaler": self._scaler.state_dict(),
                    "parts": self._parts,
                    "random": torch.get_rng_state(),
                    "device_random": _device_random(self._crew.device),
                },
            )
            self._tell(Snapshot(stage=self._stage.name, step=self._done))

    def _restored(self) -> int:
        state = read_snapshot(self._snapshot)
        self._schedule.check_same(state["schedule"])
        self._network.load_state_dict(state["network"])
        self._averaged.load_state_dict(state["averaged"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._scaler.load_state_dict(state["scaler"])
        self._parts = max(self._parts, state["parts"])
        if self._crew.leads:
            torch.set_rng_state(state["random"])
            if state["device_random"] is not None:
                torch.cuda.set_rng_state(state["device_random"], self._crew.device)
        else:
            torch.manual_seed(hash((self._schedule.seed, self._crew.rank, state["step"])))
        logger.info("%s: resumed at step %d", self._stage.name, state["step"])
        return state["step"]

    def _made_optimizer(self, groups: list[dict[str, Any]]) -> torch.optim.Optimizer:
        if self._schedule.optimizer == "adam":
            return torch.optim.Adam(groups)
        if self._schedule.optimizer == "rmsprop":
            return torch.optim.RMSprop(groups, alpha=RMS_DECAY, eps=RMS_EPSILON)
        return torch.optim.AdamW(groups, weight_decay=self._schedule.decay)

    def _diverged(self, step: int) -> EngineError:
        return EngineError(
            tr(
                "The loss of the {stage} stage is no longer a number at step {step}.",
                stage=tr(self._stage.name),
                step=step,
            ),
            tr("Resume from the last snapshot with a smaller learning rate."),
        )

    def _tell(self, event: Any) -> None:
        if self._crew.leads:
            logger.info("%s", event.line())
            self._run.write(event)
            self._board.hear(event)

    def _relative(self, path: Path) -> str:
        try:
            return path.absolute().relative_to(self._run.path).as_posix()
        except ValueError:
            return str(path)


def _device_random(device: torch.device) -> Tensor | None:
    return torch.cuda.get_rng_state(device) if device.type == "cuda" else None
