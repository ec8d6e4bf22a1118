"""The workers of a crew as actors on a Ray cluster, one photo at a time each.

Actors of Ray Core and not Ray Data: after a loss that repeats a whole block of rows, where here
each photo has attempts of its own, and one that brings its worker down is not tried for ever.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import socket
import time
from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from types import ModuleType
from typing import Any

from engine.batch.many_hands import Answer, PhotoWorker, Report, Task
from engine.batch.output_options import OutputOptions
from engine.batch.queue_items import State
from engine.config import EngineConfig
from engine.errors import EngineError
from engine.texts import tr

HERE = "local"  # the address that starts a cluster on this machine, for this run alone
RUNNING = "auto"  # the one that runs on this machine, or that RAY_ADDRESS names
ADDRESS = re.compile(r"([\w.-]+):(\d{1,5})")
STORE = 80_000_000  # bytes, the least Ray takes: pictures travel through files
ANSWERS_IN = 5.0  # seconds for a cluster's address to answer
PATIENCE = 600.0  # seconds without any worker; a cluster may first have to add machines
FAILED_STARTS = 3  # of workers, one after the other
PER_GPU = 4  # workers by default: while one reads or writes a file, the others compute


class RayCrew:
    """Connects to a cluster and starts workers on it; lost ones are replaced.

    Args:
        address: HOST:PORT, `RUNNING` or `HERE`.
        config: the engine's settings.
        options: how results are written.
        workers: how many; None fits them to the cluster.

    Attributes:
        size: how many workers there are to be.

    Raises:
        EngineError: Ray is not installed, or the cluster cannot be reached or has nothing to work
            with.
    """

    def __init__(
        self, address: str, config: EngineConfig, options: OutputOptions, workers: int | None = None
    ) -> None:
        self._ray = _package()
        _connect(self._ray, address, workers)
        self._settings = config, options
        self._starting: dict[Any, Any] = {}
        self._idle: list[Any] = []
        self._working: dict[Any, tuple[Any, Task]] = {}
        self._failed_starts = 0
        self._seen = time.monotonic()  # when there was a worker last
        try:
            self.size, share = _share(self._ray.cluster_resources(), config.device, workers)
            self._kind = self._ray.remote(num_cpus=1, num_gpus=share)(PhotoWorker)
            for _ in range(self.size):
                self._start()
        except BaseException:
            self.close()
            raise

    @property
    def free(self) -> int:
        """How many workers are idle."""
        return len(self._idle)

    def hand_out(self, task: Task) -> None:
        """Give an idle worker a task."""
        actor = self._idle.pop()
        self._working[actor.work.remote(task)] = actor, task

    def wait(self, seconds: float) -> Sequence[Report]:
        """What has ended; also sees to workers that come and go.

        Raises:
            EngineError: workers do not start.
        """
        references = [*self._starting, *self._working]
        done, _ = self._ray.wait(references, num_returns=1, timeout=seconds)
        if done:  # and whatever else has ended by now
            done, _ = self._ray.wait(references, num_returns=len(references), timeout=0)
        reports = []
        for reference in done:
            if reference in self._starting:
                self._take_started(reference)
            else:
                reports.append(self._report(reference))
        self._check_patience()
        return reports

    def close(self) -> None:
        """End the workers, and the cluster too where it is this run's own."""
        self._ray.shutdown()

    def _start(self) -> None:
        actor = self._kind.remote(*self._settings)
        self._starting[actor.ready.remote()] = actor

    def _take_started(self, reference: Any) -> None:
        actor = self._starting.pop(reference)
        try:
            self._ray.get(reference)
        except self._ray.exceptions.RayError as error:
            self._failed_starts += 1
            if self._failed_starts >= FAILED_STARTS:
                raise EngineError(
                    tr("The cluster's workers do not start: {reason}", reason=_last_line(error)),
                    tr("Install the same Instance Colorizer on every machine of the cluster."),
                ) from error
            self._start()
        else:
            self._failed_starts = 0
            self._idle.append(actor)

    def _report(self, reference: Any) -> Report:
        actor, task = self._working.pop(reference)
        try:
            answer: Answer = self._ray.get(reference)
        except self._ray.exceptions.RayTaskError as error:  # the worker lives on
            words = tr("The worker failed: {reason}", reason=_last_line(error))
            failed = replace(task.order.item, state=State.FAILED, message=words)
            self._idle.append(actor)
            return Report(task, Answer(failed, traceback=str(error)))
        except self._ray.exceptions.RayError:
            with contextlib.suppress(self._ray.exceptions.RayError):
                self._ray.kill(actor)  # where it is only out of reach
            self._start()
            return Report(task, None)
        self._idle.append(actor)
        return Report(task, answer)

    def _check_patience(self) -> None:
        now = time.monotonic()
        if self._idle or self._working:
            self._seen = now
        elif now - self._seen > PATIENCE:
            raise EngineError(
                tr(
                    "No worker of the cluster has started for {minutes:.0f} minutes.",
                    minutes=PATIENCE / 60,
                ),
                tr("`ray status` says what it waits for; fewer --workers may fit."),
            )


def _package() -> ModuleType:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere
    # A machine without GPUs for a worker must not show it one; Ray asks for this choice in words.
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "1")
    try:
        return importlib.import_module("ray")
    except ImportError as error:
        raise EngineError(
            tr("Work on a cluster needs the package ray, which is not installed."),
            tr("Run: pip install 'ray>=2.40,<3'"),
        ) from error


def _connect(ray: ModuleType, address: str, workers: int | None) -> None:
    if address not in (HERE, RUNNING):
        _probe(address)
    own: dict[str, Any] = {}
    if address == HERE:
        own = {"include_dashboard": False, "object_store_memory": STORE}
        if workers is not None:
            own["num_cpus"] = max(workers, os.cpu_count() or 1)
    try:
        ray.init(address=address, log_to_driver=False, logging_level="CRITICAL", **own)
    except (Exception, SystemExit) as error:  # it leaves the process where nothing answers
        raise _unreachable(address, _last_line(error)) from error
    with contextlib.suppress(ImportError):  # it would tell of lost workers among our results
        importlib.import_module("ray._private.worker").__dict__["_worker_logs_enabled"] = False


def _probe(address: str) -> None:
    """Ray itself waits for two minutes."""
    parts = ADDRESS.fullmatch(address)
    if parts is None or int(parts[2]) > 65535:
        raise EngineError(
            tr("{address} is no address of a cluster.", address=address),
            tr(
                "Give HOST:PORT, {running} or {here}; photos go before --cluster.",
                running=RUNNING,
                here=HERE,
            ),
        )
    try:
        socket.create_connection((parts[1], int(parts[2])), ANSWERS_IN).close()
    except OSError as error:
        raise _unreachable(address, f"{error.strerror or error}.") from error


def _unreachable(address: str, why: str) -> EngineError:
    if address == HERE:
        return EngineError(
            tr("No cluster can be started on this machine: {why}", why=why),
            tr("Leave --cluster out."),
        )
    if address == RUNNING and "RAY_ADDRESS" not in os.environ:
        return EngineError(
            tr("No cluster runs on this machine."),
            tr(
                "Start one with `ray start --head`, give its HOST:PORT, or use --cluster {here}.",
                here=HERE,
            ),
        )
    return EngineError(
        tr(
            "The cluster at {address} cannot be reached: {why}",
            address=os.environ.get("RAY_ADDRESS", address),
            why=why,
        ),
        tr("Check the address, and run this on a machine of the cluster."),
    )


def _share(found: dict[str, float], device: str, workers: int | None) -> tuple[int, float]:
    """How many workers, and the share of a GPU that each of them takes."""
    processors = int(found.get("CPU", 0))
    cards = 0 if device == "cpu" else int(found.get("GPU", 0))
    if device == "cuda" and not cards:
        raise EngineError(tr("The cluster has no GPU."), tr("Use --device auto or cpu."))
    if processors < 1:
        raise EngineError(
            tr("The cluster has no processors to work with."), tr("Add machines to it.")
        )
    size = workers or min(processors, PER_GPU * cards or processors)
    if size > processors:
        raise EngineError(
            tr(
                "The cluster has {processors} processors, too few for {size} workers.",
                processors=processors,
                size=size,
            ),
            tr("Use --workers {processors} or fewer.", processors=processors),
        )
    return size, 1 / ceil(size / cards) if cards else 0.0


def _last_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1][:200] if lines else type(error).__name__
