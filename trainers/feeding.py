"""Which samples a step takes, and batches that are ready before the network needs them.

Samples and their augmentation depend on the seed, the step and the sample's place in the batch
alone: not on whether a training was interrupted, in how many parts a batch is computed, or over
how many processes it is spread.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from typing import Protocol

import numpy as np
from torch import Tensor

from engine.training.pace import cores

Batch = dict[str, Tensor]
MOST_THREADS = 16


class Samples(Protocol):
    """Where batches come from.

    Attributes:
        samples: how many different samples there are.
    """

    samples: int

    def batch(
        self, indices: np.ndarray, randoms: Sequence[np.random.Generator], step: int = 0
    ) -> Batch:
        """The samples at `indices`, each augmented by its own generator; called from threads.

        Args:
            step: that they are for, for stages that change over time.
        """


def step_indices(samples: int, *, batch: int, seed: int, step: int) -> np.ndarray:
    """Which samples a step takes: every epoch is its own permutation of all samples."""
    first = step * batch
    indices: list[int] = []
    while len(indices) < batch:
        epoch, offset = divmod(first + len(indices), samples)
        order = _order(samples, seed, epoch)
        indices.extend(order[offset : offset + batch - len(indices)])
    return np.array(indices)


@lru_cache(maxsize=4)
def _order(samples: int, seed: int, epoch: int) -> np.ndarray:
    return np.random.default_rng((seed, epoch)).permutation(samples)


class Feeder:
    """Makes the batches of all steps ready in threads while the network computes.

    Args:
        source: of the samples.
        batch: samples a step, over all processes.
        seed: of order and augmentation.
        rank, size: which of how many processes this is.

    Attributes:
        waited: seconds that were spent waiting for a batch.
    """

    def __init__(
        self, source: Samples, *, batch: int, seed: int, rank: int = 0, size: int = 1
    ) -> None:
        self.waited = 0.0
        self._source = source
        self._batch = batch
        self._seed = seed
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
        with ThreadPoolExecutor(max_workers=self._threads) as pool:
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
        indices = step_indices(self._source.samples, batch=self._batch, seed=self._seed, step=step)[
            places
        ]
        randoms = [np.random.default_rng((self._seed, 1, step, int(place))) for place in places]
        return self._source.batch(indices, randoms, step)
