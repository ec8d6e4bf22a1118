"""The two networks of the reproducibility report, and their fusion.

Ero, Gehlan, Li, "Reproducibility Report for Instance Aware Image Colorization" (2020): version 1
is figures 1 and 2, version 2 figures 3 and 4, their fusion networks figures 6 and 7. What the
figures leave out (the order of normalization and activation, batch-norm constants, padding) is
Keras' default or that of the U-Net of Nazeri, Ng, Ebrahimi (2018), which version 1 is made after.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.networks.color_net import ColorNet, Tap, Visit, unchanged
from engine.networks.fusion import FusionNet, FusionRule

AB_SCALE = 110.0  # ab enter and leave as -1..1
LIGHTNESS_SCALE = 100.0  # L enters as 0..1
KERNEL = 4
SLOPE = 0.2
FIRST_CHANNELS = 64  # of the first convolution, at full resolution
MODULE_CHANNELS = 64  # of the inner layers of a weight module


class SameConv(nn.Conv2d):
    """4 x 4, as large as its input: Keras' "same" pads one before and two after."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(inputs, outputs, KERNEL)

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(F.pad(x, (1, 2, 1, 2)))


class Norm(nn.BatchNorm2d):
    """Batch norm that takes one value per channel by the statistics so far.

    That is what the smallest taps have of a single photo of 128 x 128, as the report trains its
    fusion; such a value has no variance of its own, and torch refuses it.
    """

    def forward(self, x: Tensor) -> Tensor:
        if self.training and x.numel() == x.shape[1]:
            return F.batch_norm(
                x, self.running_mean, self.running_var, self.weight, self.bias, eps=self.eps
            )
        return super().forward(x)


def _norm(channels: int) -> nn.BatchNorm2d:
    return Norm(channels, eps=1e-3, momentum=0.01)  # Keras' epsilon and momentum 0.99


class Down(nn.Module):
    """Convolution (of stride 2 except in the first), batch norm, LeakyReLU."""

    def __init__(self, inputs: int, outputs: int, *, halves: bool = True) -> None:
        super().__init__()
        self.convolution = (
            nn.Conv2d(inputs, outputs, KERNEL, stride=2, padding=1)
            if halves
            else SameConv(inputs, outputs)
        )
        self.norm = _norm(outputs)

    def forward(self, x: Tensor) -> Tensor:
        return F.leaky_relu(self.norm(self.convolution(x)), SLOPE)


class Up(nn.Module):
    """Transposed convolution of stride 2, batch norm, ReLU."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.convolution = nn.ConvTranspose2d(inputs, outputs, KERNEL, stride=2, padding=1)
        self.norm = _norm(outputs)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.norm(self.convolution(x)))


class ReportNet(ColorNet):
    """Halves the picture down to 2 x 2 and doubles it up again; a tap after every layer.

    Attributes:
        side: of the input in pixels.
        down_channels: of the layers that halve.
        up_channels: of the layers that double.
        skips: whether a layer that doubles also sees the mirrored layer that halves.
        head_inputs: channels that the last layer takes.
    """

    side: int
    down_channels: tuple[int, ...]
    up_channels: tuple[int, ...]
    skips: bool
    head_inputs: int
    gains_from_bfloat16 = True

    def __init__(self) -> None:
        super().__init__()
        self.instance_size = (self.side, self.side)
        outputs = (FIRST_CHANNELS, *self.down_channels)
        self.down = nn.ModuleList(
            Down(inputs, channels, halves=index > 0)
            for index, (inputs, channels) in enumerate(zip((1, *outputs), outputs, strict=False))
        )
        taps = [Tap(f"down_{2**i}", channels, 2**i) for i, channels in enumerate(outputs)]
        inputs = outputs[-1]
        layers = []
        for level, channels in zip(
            reversed(range(len(outputs) - 1)), self.up_channels, strict=True
        ):
            layers.append(Up(inputs, channels))
            taps.append(Tap(f"up_{2**level}", channels, 2**level))
            inputs = channels + (outputs[level] if self.skips else 0)
        self.up = nn.ModuleList(layers)
        self.head_inputs = inputs
        self.head = SameConv(inputs, 2)
        self.taps = tuple(taps)

    def input_size(self, height: int, width: int) -> tuple[int, int]:
        """The square that the report squeezes every photo to."""
        return self.instance_size

    def begin(self, lightness: Tensor) -> Sequence[Tensor]:
        """Only the normalized input: the first tap comes after the first layer."""
        return ((lightness / LIGHTNESS_SCALE).to(self.precision),)

    def proceed(
        self, begun: Sequence[Tensor], visit: Visit = unchanged, head: nn.Module | None = None
    ) -> Tensor:
        taps = iter(self.taps)
        x = begun[0]
        mirrored = []
        for layer in self.down:
            x = visit(next(taps).name, layer(x))
            mirrored.append(x)
        mirrored.pop()
        for layer in self.up:
            x = visit(next(taps).name, layer(x))
            if self.skips:
                x = torch.cat((x, mirrored.pop()), dim=1)
        return self.finish(x, head).tanh() * AB_SCALE


class UNet(ReportNet):
    """Version 1: a U-Net, 42,036,738 parameters, 9,216 of them statistics."""

    name = "unet"
    side = 256
    numbers_per_pixel = 456
    down_channels = (64, 128, 256, 512, 512, 512, 512)
    up_channels = (512, 512, 512, 256, 128, 64, 64)
    skips = True


class AutoEncoder(ReportNet):
    """Version 2, without skip connections: 26,565,314 parameters, 8,064 of them statistics."""

    name = "autoencoder"
    side = 128
    numbers_per_pixel = 416
    down_channels = (64, 128, 256, 512, 512, 512)
    up_channels = (512, 512, 512, 256, 128, 64)
    skips = False


def report_weight_module(channels: int) -> nn.Sequential:
    """One of the report's pair of weight networks, 132,741 parameters at 64 channels.

    Three 4 x 4 convolutions to 64, 64 and 1 channels, each with batch norm and LeakyReLU: the only
    reading that gives figures 6 and 7 their 2,048 c + 133,894 trainable parameters and 516
    statistics for a pair on c channels.
    """
    layers: list[nn.Module] = []
    inputs = channels
    for outputs in (MODULE_CHANNELS, MODULE_CHANNELS, 1):
        layers += [SameConv(inputs, outputs), _norm(outputs), nn.LeakyReLU(SLOPE)]
        inputs = outputs
    return nn.Sequential(*layers)


def report_fusion(full: ReportNet, rule: FusionRule = FusionRule.MASKED) -> FusionNet:
    """The report's fusion network: weight modules and a last layer of its own.

    Args:
        full: the full-image network, whose layers lie between the taps.
        rule: `ADDED` as the report built it, `MASKED` as it works.
    """
    return FusionNet(
        full.taps, rule, module=report_weight_module, head=SameConv(full.head_inputs, 2)
    )
