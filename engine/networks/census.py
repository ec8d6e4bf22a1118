"""How many parameters each network has, counted as its source counts them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from engine.networks.catalogue import build_fusion, build_network
from engine.networks.checkpoint_folders import checkpoint_path, known_folders
from engine.networks.report import ReportNet


@dataclass(frozen=True)
class Census:
    """One stage of one network.

    Attributes:
        total: parameters; of the report's networks with statistics, as Keras counts.
        trainable: those that training this stage changes.
        statistics: moving means and variances of batch norm.
        input_size: (height, width) of the input in pixels; of `compact` for a square photo.
        checkpoint: the one at hand, or None.
    """

    total: int
    trainable: int
    statistics: int
    input_size: tuple[int, int]
    checkpoint: Path | None


def parameter_census(name: str) -> dict[str, Census]:
    """The stages of a network.

    The paper's networks and ours are counted as PyTorch counts, without statistics. The report's
    are counted as in its tables: with statistics, and the fusion with the two frozen networks that
    it goes through, without their last layers.
    """
    with torch.device("meta"):  # counts need no memory
        full = build_network(name)
        fusion = build_fusion(full)
    statistics = _statistics(full)
    as_keras = isinstance(full, ReportNet)
    total = _count(full.parameters()) + (statistics if as_keras else 0)
    fused = _count(fusion.parameters())
    fused_statistics = _statistics(fusion)
    if as_keras:
        fused_statistics += 2 * statistics
        fused += 2 * (_count(full.parameters()) - _count(full.head.parameters())) + fused_statistics
    trained = _count(full.parameters())
    size = full.input_size(256, 256)
    return {
        "full": Census(total, trained, statistics, size, _at_hand(name, "full")),
        "instance": Census(
            total, trained, statistics, full.instance_size, _at_hand(name, "instance")
        ),
        "fusion": Census(
            fused, _count(fusion.trained()), fused_statistics, size, _at_hand(name, "fusion")
        ),
    }


def _count(tensors: Iterable[Tensor]) -> int:
    return sum(tensor.numel() for tensor in tensors)


def _statistics(network: nn.Module) -> int:
    return _count(
        tensor for name, tensor in network.named_buffers() if not name.endswith("batches_tracked")
    )


def _at_hand(name: str, stage: str) -> Path | None:
    paths = (checkpoint_path(folder, stage) for folder in known_folders(name))
    return next((path for path in paths if os.path.isfile(path)), None)
