"""Which samples a step takes, and batches that are ready before the network needs them.

Samples and their augmentation depend on the seed, the step and the sample's place in the batch
alone: not on whether a training was interrupted, in how many parts a batch is computed, or over
how many processes it is spread.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from engine.training.pace import cores

Batch = dict[str, Tensor]
CPU = torch.device("cpu")
MOST_THREADS = 16
LEAST_PRIORITY = 19  # "nice"
WINDOW = 128  # photos; two times as many fit into what `PhotoStore` keeps of the latest ones


class Samples(Protocol):
    """Where batches come from, in two steps: what only a CPU can do, and what any device can.

    Attributes:
        samples: how many different samples there are.
        groups: which photo each sample is cut from, numbers from 0, where a photo gives several;
            None where every sample has a photo of its own.
    """

    samples: int
    groups: Sequence[int] | None = None

    def batch(
        self, indices: np.ndarray, randoms: Sequence[np.random.Generator], step: int = 0
    ) -> Batch:
        """The samples at `indices`, decoded and cut; called from threads.

        What is random in them is drawn here, for each sample from its own generator.

        Args:
            step: that they are for, for stages that change over time.
        """

    def ready(self, batch: Batch, device: torch.device) -> Batch:
        """What `batch` gave, on the device and as the network takes it; also called from threads.

        A batch that is ready is only moved.
        """
        return moved(batch, device)


def moved(batch: Batch, device: torch.device) -> Batch:
    """A batch on a device."""
    return {key: value.to(device, non_blocking=True) for key, value in batch.items()}


class SampleOrder:
    """Which samples a step takes: every epoch is its own permutation of all samples.

    Args:
        samples, groups: as in `Samples`.
        batch: samples a step.
        seed: of the permutations.
    """

    def __init__(
        self, samples: int, groups: Sequence[int] | None = None, *, batch: int, seed: int
    ) -> None:
        self._samples = samples
        self._groups = None if groups is None else np.array(groups)
        self._batch = batch
        self._seed = seed
        self._epochs: dict[int, np.ndarray] = {}

    def of_step(self, step: int) -> np.ndarray:
        """The samples of a step."""
        first = step * self._batch
        indices: list[int] = []
        while len(indices) < self._batch:
            epoch, offset = divmod(first + len(indices), self._samples)
            indices.extend(self._epoch(epoch)[offset : offset + self._batch - len(indices)])
        return np.array(indices)

    def _epoch(self, epoch: int) -> np.ndarray:
        """A permutation in which the samples of one photo are at most `WINDOW` photos apart.

        So a photo is decoded once for all of its samples, however many photos there are.
        """
        order = self._epochs.get(epoch)
        if order is None:
            random = np.random.default_rng((self._seed, epoch))
            if self._groups is None:
                order = random.permutation(self._samples)
            else:
                place = random.permutation(self._groups.max() + 1)[self._groups]
                order = np.argsort(place + random.uniform(0, WINDOW, self._samples), kind="stable")
            kept = {number: known for number, known in self._epochs.items() if number >= epoch - 1}
            self._epochs = {**kept, epoch: order}  # in one go, for the threads
        return order


class Feeder:
    """Makes the batches of all steps ready in threads while the network computes.

    Args:
        source: of the samples.
        batch: samples a step, over all processes.
        seed: of order and augmentation.
        rank, size: which of how many processes this is.
        device: where the network computes; on a CPU the threads also make batches ready.

    Attributes:
        waited: seconds that were spent waiting for a batch.
    """

    def __init__(
        self,
        source: Samples,
        *,
        batch: int,
        seed: int,
        rank: int = 0,
        size: int = 1,
        device: torch.device = CPU,
    ) -> None:
        self.waited = 0.0
        self._source = source
        self._batch = batch
        self._seed = seed
        self._device = device
        self._order = SampleOrder(source.samples, source.groups, batch=batch, seed=seed)
        self._places = np.arange(rank, batch, size)
        self._threads = min(MOST_THREADS, max(2, cores() // max(1, size)))

    @property
    def own(self) -> int:
        """How many of a step's samples this process computes."""
        return len(self._places)

    @property
    def ahead(self) -> int:
        """How many steps' batches are being made, or lie ready, while one is computed."""
        return self._threads + 1

    def steps(
        self, first: int, end: int, parts: Callable[[], int]
    ) -> Generator[tuple[int, list[Batch]], None, None]:
        """The batches of the steps from `first` to before `end`, each in `parts()` parts."""
        give_way = _give_way if self._device.type == "cpu" else None
        with ThreadPoolExecutor(max_workers=self._threads, initializer=give_way) as pool:
            waiting: dict[int, tuple[int, list[Future[Batch]]]] = {}
            for step in range(first, end):
                wanted = parts()
                for ahead in range(step, min(step + self.ahead, end)):
                    if waiting.get(ahead, (0, []))[0] != wanted:
                        waiting[ahead] = wanted, self._submitted(pool, ahead, wanted)
                began = time.monotonic()
                batches = [future.result() for future in waiting.pop(step)[1]]
                self.waited += time.monotonic() - began
                yield step, batches

    def shares(self, parts: int) -> list[float]:
        """How much of a step each of its parts is; they sum to 1."""
        return [len(places) / self.own for places in self._split(parts)]

    def again(self, step: int, parts: int) -> list[Batch]:
        """The batch of a step once more, in other parts."""
        return [self._made(step, places) for places in self._split(parts)]

    def _submitted(self, pool: ThreadPoolExecutor, step: int, parts: int) -> list[Future[Batch]]:
        return [pool.submit(self._made, step, places) for places in self._split(parts)]

    def _split(self, parts: int) -> list[np.ndarray]:
        return np.array_split(self._places, min(parts, self.own))

    def _made(self, step: int, places: np.ndarray) -> Batch:
        indices = self._order.of_step(step)[places]
        randoms = [np.random.default_rng((self._seed, 1, step, int(place))) for place in places]
        made = self._source.batch(indices, randoms, step)
        return self._source.ready(made, CPU) if self._device.type == "cpu" else made


def _give_way() -> None:
    """Let this thread run where the cores would else be idle, if the system can do that.

    The network's threads wait for each other: what is taken from one is lost to all.
    """
    if sys.platform == "linux":  # elsewhere a thread has no priority of its own
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LEAST_PRIORITY)
