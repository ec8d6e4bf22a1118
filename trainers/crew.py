"""One process or several that train together, by Lightning Fabric where there are several."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
from torch import Tensor, nn

from engine.errors import EngineError
from engine.texts import tr


class Crew:
    """A single process.

    Attributes:
        rank: which process this is; 0 writes what is written.
        size: how many there are.
        device: where this one computes.
    """

    rank = 0
    size = 1

    def __init__(self, device: torch.device) -> None:
        self.device = device

    @property
    def leads(self) -> bool:
        """Whether this process writes events, snapshots and checkpoints."""
        return self.rank == 0

    def joined(self, module: nn.Module) -> nn.Module:
        """The module whose gradients are averaged over all processes."""
        return module

    def backward(self, module: nn.Module, loss: Tensor, *, last: bool) -> None:
        """Add the loss' gradients; they are averaged with the `last` part of a batch."""
        loss.backward()

    def quiet(self, module: nn.Module, *, last: bool) -> AbstractContextManager[Any]:
        """Around forward and backward of a part of a batch: no averaging before the `last`."""
        return nullcontext()

    def mean(self, value: float) -> float:
        """The mean over all processes."""
        return value

    def any(self, flag: bool) -> bool:
        """Whether it is true in any process."""
        return flag

    def meet(self) -> None:
        """Wait until all processes are here."""


class FabricCrew(Crew):
    """Several processes, started by `torchrun`, on one machine or many.

    Args:
        kind: "cpu" or "cuda".

    Raises:
        EngineError: Lightning Fabric is not installed.
    """

    def __init__(self, kind: str) -> None:
        try:
            from lightning_fabric import Fabric
            from lightning_fabric.strategies import DDPStrategy
        except ImportError:
            raise EngineError(
                tr("Training in several processes needs Lightning Fabric."),
                tr("Run: pip install lightning-fabric"),
            ) from None
        local = int(os.environ.get("LOCAL_WORLD_SIZE", "1"))
        self._fabric: Any = Fabric(
            accelerator=kind,
            devices=local,
            num_nodes=max(1, int(os.environ["WORLD_SIZE"]) // local),
            # a photo without objects leaves weight modules without a gradient
            strategy=DDPStrategy(find_unused_parameters=True),
        )
        self._fabric.launch()
        super().__init__(self._fabric.device)
        self.rank = self._fabric.global_rank
        self.size = self._fabric.world_size

    def joined(self, module: nn.Module) -> nn.Module:
        if self.device.type == "cuda":
            module = nn.SyncBatchNorm.convert_sync_batchnorm(module)
        return self._fabric.setup_module(module)

    def quiet(self, module: nn.Module, *, last: bool) -> AbstractContextManager[Any]:
        return self._fabric.no_backward_sync(module, enabled=not last)

    def backward(self, module: nn.Module, loss: Tensor, *, last: bool) -> None:
        self._fabric.backward(loss, model=module)

    def mean(self, value: float) -> float:
        tensor = torch.tensor(value, device=self.device)
        return float(self._fabric.all_reduce(tensor, reduce_op="mean"))

    def any(self, flag: bool) -> bool:
        return self.mean(float(flag)) > 0

    def meet(self) -> None:
        self._fabric.barrier()


def processes() -> int:
    """How many processes `torchrun` started; 1 without it."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def leads() -> bool:
    """Whether this process is the one that writes, before a crew is there to ask."""
    return os.environ.get("RANK", "0") == "0"


def crew_for(device: torch.device) -> Crew:
    """The crew that this process belongs to."""
    return FabricCrew(device.type) if processes() > 1 else Crew(device)
