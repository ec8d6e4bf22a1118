"""Batch-norm statistics unlike those of a fresh network, which would hide what is left out."""

from __future__ import annotations

from torch import nn


def shake(network: nn.Module) -> None:
    """Draw the statistics of all batch norms anew, from torch's own random numbers."""
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            assert module.running_mean is not None
            assert module.running_var is not None
            module.running_mean.normal_(0.0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
