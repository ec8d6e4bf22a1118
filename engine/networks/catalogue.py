"""The colorization networks by name, and sets of the three that belong together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from engine.bundle import bundled
from engine.config import EngineConfig
from engine.networks.checkpoints import fill_network, read_metadata, write_network
from engine.networks.color_net import ColorNet
from engine.networks.compact import CompactNet
from engine.networks.fusion import FusionNet

STAGES = ("full", "instance", "fusion")


@dataclass(frozen=True)
class NetworkSet:
    """The three networks of one set, ready to run.

    Attributes:
        full: colorizes whole photos.
        instance: the same architecture, for crops of instances.
        fusion: the weight modules.
        padded: see `engine.networks.fusion.blend`.
    """

    full: ColorNet
    instance: ColorNet
    fusion: FusionNet
    padded: bool = False


def checkpoint_folder(config: EngineConfig) -> Path:
    """Where the set's checkpoints lie: the chosen folder, or the bundled one."""
    return config.checkpoints or bundled("checkpoints", config.network)


def checkpoint_path(folder: Path, stage: str) -> Path:
    """The checkpoint of a stage in a set's folder."""
    return folder / f"{stage}.safetensors"


def build_network(name: str, variant: str = "lite0") -> ColorNet:
    """A colorization network with fresh parameters."""
    builders = {"compact": CompactNet}
    return builders[name](variant)


def load_networks(config: EngineConfig, device: torch.device) -> NetworkSet:
    """The set that the settings name, on `device`, in evaluation mode.

    Raises:
        EngineError: a checkpoint is missing, damaged or does not fit.
    """
    folder = checkpoint_folder(config)
    networks = []
    for stage in ("full", "instance"):
        path = checkpoint_path(folder, stage)
        kind = f"{config.network}/{stage}"
        variant = read_metadata(path, kind=kind).get("variant", "lite0")
        network = build_network(config.network, variant)
        fill_network(network, path, kind)
        networks.append(network)
    full, instance = networks
    fusion = FusionNet(full.taps)
    metadata = fill_network(fusion, checkpoint_path(folder, "fusion"), f"{config.network}/fusion")
    for ready in (full, instance, fusion):
        ready.requires_grad_(False).eval().to(device, memory_format=torch.channels_last)
    return NetworkSet(full, instance, fusion, padded=metadata.get("padded") == "true")


def write_stage(folder: Path, stage: str, network: nn.Module, like: ColorNet) -> Path:
    """Write one network of a set.

    Args:
        folder: of the set.
        stage: one of `STAGES`.
        network: a `ColorNet`, or the `FusionNet` of one.
        like: the set's full-image network, for its name and variant.
    """
    path = checkpoint_path(folder, stage)
    variant = str(getattr(like, "variant", ""))
    return write_network(path, network, f"{like.name}/{stage}", variant=variant)


def write_random_set(folder: Path, name: str = "compact", seed: int = 0) -> Path:
    """Write a set with random parameters: for trying things out, not for colours."""
    torch.manual_seed(seed)
    full = build_network(name)
    write_stage(folder, "full", full, full)
    write_stage(folder, "instance", build_network(name), full)
    write_stage(folder, "fusion", FusionNet(full.taps), full)
    return folder
