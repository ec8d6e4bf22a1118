"""The colorization networks by name, and sets of the three that belong together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from engine.config import DEFAULT_VARIANT, EngineConfig
from engine.devices import placed
from engine.errors import EngineError
from engine.networks.checkpoint_folders import STAGES, checkpoint_folder, checkpoint_path
from engine.networks.checkpoints import fill_network, read_metadata, write_network
from engine.networks.color_net import ColorNet
from engine.networks.compact import CompactFusion, CompactNet, DecoderBlock
from engine.networks.encoder import VARIANTS
from engine.networks.folding import ready
from engine.networks.fusion import FusionNet, FusionRule
from engine.networks.precision import choose_precision, gains_from_bfloat16, lower
from engine.networks.report import AutoEncoder, ReportNet, UNet, report_fusion
from engine.networks.siggraph import SiggraphNet, siggraph_fusion
from engine.networks.unfilled import Unfilled
from engine.texts import tr


@dataclass(frozen=True)
class NetworkSet:
    """The three networks of one set, ready to run.

    Attributes:
        full: colorizes whole photos.
        instance: the same architecture, for crops of instances.
        fusion: the weight modules, and the layers of its own where it has some.
    """

    full: ColorNet
    instance: ColorNet
    fusion: FusionNet

    @property
    def precision(self) -> torch.dtype:
        """What it computes in, but for the last layers, which stay in float32."""
        return self.full.precision

    @property
    def precision_word(self) -> str:
        """The same for people: float32 or bfloat16, or "mixed" where some layers differ."""
        lowered = any(parameter.dtype is not self.precision for parameter in self.full.parameters())
        if self.precision is torch.float32 and lowered:
            return "mixed"
        return str(self.precision).removeprefix("torch.")

    def settle(self, precision: str, device: torch.device) -> None:
        """Let it compute in what a setting of auto, float32 or bfloat16 says, in place.

        Where auto leaves a network in float32, the dense convolutions of its decoder, which are
        half of its work, still go to bfloat16 on a CPU that is faster so: that moves ab by about
        0.01 Lab units, and by 0.2 at most.

        Raises:
            EngineError: bfloat16 is asked for and the device does not have it.
        """
        chosen = choose_precision(precision, self.full, device)
        self.lower(chosen)
        if precision == "auto" and device.type == "cpu" and chosen is torch.float32:
            self._lower_joins(device)

    def _lower_joins(self, device: torch.device) -> None:
        modules = (self.full, self.instance, self.fusion)
        blocks = [m for n in modules for m in n.modules() if isinstance(m, DecoderBlock)]
        if blocks and gains_from_bfloat16(device):
            for block in blocks:
                block.join.to(torch.bfloat16)

    def lower(self, precision: torch.dtype) -> None:
        """Bring all but the last layers to a precision, in place."""
        for network in (self.full, self.instance, self.fusion):
            trunk = getattr(network, "trunk", None)
            lower(network, precision, kept=(network.head, getattr(trunk, "head", None)))

    @property
    def padded(self) -> bool:
        """Whether it fuses as the paper's published checkpoints expect."""
        return self.fusion.rule is FusionRule.PADDED


BUILDERS: dict[str, Callable[[], ColorNet]] = {
    "siggraph": SiggraphNet,
    "unet": UNet,
    "autoencoder": AutoEncoder,
}


def build_network(name: str, variant: str = DEFAULT_VARIANT) -> ColorNet:
    """A colorization network with fresh parameters; only `compact` has variants."""
    return CompactNet(variant) if name == "compact" else BUILDERS[name]()


def build_fusion(full: ColorNet, rule: FusionRule = FusionRule.MASKED) -> FusionNet:
    """The fusion that belongs to a full-image network, with fresh parameters."""
    if isinstance(full, SiggraphNet):
        return siggraph_fusion(rule)
    if isinstance(full, ReportNet):
        return report_fusion(full, rule)
    assert isinstance(full, CompactNet)
    return CompactFusion(full, rule)


def load_networks(config: EngineConfig, device: torch.device) -> NetworkSet:
    """The set that the settings name, on `device` in their precision, in evaluation mode.

    Raises:
        EngineError: a checkpoint is missing, damaged or does not fit, or the device lacks the
            precision.
    """
    folder = checkpoint_folder(config)
    color_nets = []
    for stage in ("full", "instance"):
        path = checkpoint_path(folder, stage)
        kind = f"{config.network}/{stage}"
        variant = _variant(path, read_metadata(path, kind=kind))
        with Unfilled():
            network = build_network(config.network, variant)
        fill_network(network, path, kind, unfilled=True)
        color_nets.append(network)
    full, instance = color_nets
    path = checkpoint_path(folder, "fusion")
    kind = f"{config.network}/fusion"
    rule = _rule(path, read_metadata(path, kind=kind))
    with Unfilled():
        fusion = build_fusion(full, rule)
    fill_network(fusion, path, kind, unfilled=True)
    networks = NetworkSet(
        placed(ready(full), device),
        placed(ready(instance), device),
        placed(ready(fusion), device),
    )
    networks.settle(config.precision, device)
    return networks


def _variant(path: Path, metadata: dict[str, str]) -> str:
    variant = metadata.get("variant") or DEFAULT_VARIANT
    if variant not in VARIANTS:
        raise EngineError(
            tr(
                "The checkpoint {path} is of an unknown variant, {variant!r}.",
                path=path,
                variant=variant[:40],
            ),
            tr("Update Instance Colorizer."),
        )
    return variant


def _rule(path: Path, metadata: dict[str, str]) -> FusionRule:
    try:
        return FusionRule(metadata.get("rule", FusionRule.MASKED.value))
    except ValueError:
        raise EngineError(
            tr(
                "The checkpoint {path} fuses by an unknown rule, {rule!r}.",
                path=path,
                rule=metadata["rule"][:40],
            ),
            tr("Update Instance Colorizer."),
        ) from None


def write_stage(
    folder: Path, stage: str, network: nn.Module, like: ColorNet, *, half: bool = True
) -> Path:
    """Write one network of a set.

    Args:
        folder: of the set.
        stage: one of `STAGES`.
        network: a `ColorNet`, or the `FusionNet` of one.
        like: the set's full-image network, for its name and variant.
        half: as for `write_checkpoint`.
    """
    path = checkpoint_path(folder, stage)
    metadata = {"variant": str(getattr(like, "variant", ""))}
    if isinstance(network, FusionNet):
        metadata["rule"] = network.rule.value
    return write_network(path, network, f"{like.name}/{stage}", half=half, **metadata)


def write_random_set(
    folder: Path, name: str = "compact", seed: int = 0, rule: FusionRule = FusionRule.MASKED
) -> Path:
    """Write a set with random parameters: for trying things out, not for colours."""
    torch.manual_seed(seed)
    full = build_network(name)
    fusion = build_fusion(full, rule)
    fusion.start_from(full)
    write_stage(folder, "full", full, full)
    write_stage(folder, "instance", build_network(name), full)
    write_stage(folder, "fusion", fusion, full)
    return folder


__all__ = [
    "STAGES",
    "NetworkSet",
    "build_fusion",
    "build_network",
    "checkpoint_folder",
    "checkpoint_path",
    "load_networks",
    "write_random_set",
    "write_stage",
]
