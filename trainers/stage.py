"""What the training loop asks of a stage."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
from torch import Tensor, nn

from trainers.feeding import Batch, Samples


class Stage(Samples, Protocol):
    """One recipe: what is trained, on what, and how wrong it is.

    Attributes:
        name: "full", "instance", "fusion".
        network: its trainable parameters are optimized, and all of it is averaged and kept.
    """

    name: str
    network: nn.Module

    def parameter_groups(self) -> list[dict[str, object]]:
        """For the optimizer; every group has "params" and its peak "lr"."""

    def loss(self, batch: Batch) -> Tensor:
        """How wrong the network is on a batch, a scalar."""

    def validate(self, network: nn.Module) -> dict[str, float]:
        """Figures of `network` (the averaged parameters) on held-out photos."""

    def sample(self, network: nn.Module) -> np.ndarray | None:
        """A few held-out photos recoloured, uint8 (H, W, 3) sRGB; None if there are none."""

    def finish(self, network: nn.Module) -> Path:
        """Write the finished network's checkpoint."""


class StageLoss(nn.Module):
    """A stage's loss as a module, so that gradients can be averaged over processes."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.network = stage.network
        self._stage = stage

    def forward(self, batch: Batch) -> Tensor:
        return self._stage.loss(batch)
