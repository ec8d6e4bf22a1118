"""How a network is trained whose encoder starts from ImageNet: gently, and quickly on a CPU.

The encoder's batch norms keep their ImageNet statistics, and its finest stages, which know edges
and textures, their parameters. With few photos that keeps more of what it knows of the world.
"""

from __future__ import annotations

import torch
from torch import Tensor

from engine.networks.color_net import ColorNet
from engine.networks.compact import CompactNet
from engine.networks.encoder import encoder_input
from trainers.frozen_encoder import encode, freeze


def hold(network: ColorNet, *, wholly: bool = False) -> None:
    """Take an encoder's finest stages, or all, out of the training; nothing without an encoder."""
    if isinstance(network, CompactNet):
        freeze(network.encoder)
        if wholly:
            network.encoder.requires_grad_(False)


def training_pass(network: ColorNet, lightness: Tensor, *, quick: bool) -> Tensor:
    """L (N, 1, H, W) in 0..100 to what the network gives, with gradients.

    Args:
        quick: what `hold` was asked for: the encoder keeps its statistics.
    """
    if quick and isinstance(network, CompactNet):
        network.encoder.eval()
        if lightness.device.type == "cpu":
            return _on_cpu(network, lightness)
    given: Tensor = network(lightness)  # by a call, which is what torch.compile makes faster
    return given


def _on_cpu(network: CompactNet, lightness: Tensor) -> Tensor:
    image = encoder_input(lightness).contiguous(memory_format=torch.channels_last)
    return network.proceed(network.gathered(encode(network.encoder, image)))
