"""The paper's network and its fusion.

The network is that of Zhang, Zhu, Isola, Geng, Lin, Yu, Efros, "Real-time user-guided image
colorization with learned deep priors" (SIGGRAPH 2017), which Su, Chu, Huang, "Instance-aware
Image Colorization" (CVPR 2020) use for the full image, the instances and as their fusion's trunk.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from engine.networks.color_net import ColorNet, Tap, Visit, unchanged
from engine.networks.framing import PaperFraming
from engine.networks.fusion import FusionNet, FusionRule, logit_network

AB_SCALE = 110.0
LIGHTNESS_CENTRE = 50.0
LIGHTNESS_SCALE = 100.0
HINT_CHANNELS = 2  # a person's colours in the SIGGRAPH 2017 paper; zero here
NO_HINT = -0.5  # the mask channel where no hint is given
CLASSES = 529  # bins of quantized ab of a second head that colorizing does not use
SIDE = 256  # of the input, also of an instance's crop

TAPS = (
    Tap("conv1_2", 64, 1),
    Tap("conv2_2", 128, 2),
    Tap("conv3_3", 256, 4),
    Tap("conv4_3", 512, 8),
    Tap("conv5_3", 512, 8),
    Tap("conv6_3", 512, 8),
    Tap("conv7_3", 512, 8),
    Tap("conv8_up", 256, 4, rectified=True),
    Tap("conv8_3", 256, 4),
    Tap("conv9_up", 128, 2, rectified=True),
    Tap("conv9_3", 128, 2),
    Tap("conv10_up", 128, 1, rectified=True),
    Tap("conv10_2", 128, 1),
)
# the paper's code has a fourteenth pair of weight modules, on ab itself, and does not use it
UNUSED_TAP = Tap("out_reg", 2, 1)


class Block(nn.Module):
    """3 x 3 convolutions at one resolution, a ReLU after each, batch norm at the end."""

    def __init__(self, inputs: int, outputs: int, count: int, dilation: int = 1) -> None:
        super().__init__()
        self.convolutions = nn.ModuleList(
            _convolution(outputs if index else inputs, outputs, dilation) for index in range(count)
        )
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        for convolution in self.convolutions:
            x = convolution(x).relu_()
        return self.norm(x)


def _convolution(inputs: int, outputs: int, dilation: int = 1) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, 3, padding=dilation, dilation=dilation)


def _doubling(inputs: int, outputs: int) -> nn.ConvTranspose2d:
    return nn.ConvTranspose2d(inputs, outputs, 4, stride=2, padding=1)


class SiggraphNet(ColorNet):
    """34,187,027 parameters, 13 taps, ab at the input's size.

    Args:
        side: of the input in pixels, a multiple of 8; the paper's is 256.
    """

    name = "siggraph"
    taps = TAPS
    framing = PaperFraming()
    last_layers = ("conv10", "head")  # as the optimizer of the authors' code has it
    numbers_per_pixel = 760
    gains_from_bfloat16 = True

    def __init__(self, side: int = SIDE) -> None:
        super().__init__()
        self.instance_size = (side, side)
        self.conv1 = Block(1 + HINT_CHANNELS + 1, 64, 2)
        self.conv2 = Block(64, 128, 2)
        self.conv3 = Block(128, 256, 3)
        self.conv4 = Block(256, 512, 3)
        self.conv5 = Block(512, 512, 3, dilation=2)
        self.conv6 = Block(512, 512, 3, dilation=2)
        self.conv7 = Block(512, 512, 3)
        self.up8 = _doubling(512, 256)
        self.short8 = _convolution(256, 256)
        self.conv8 = Block(256, 256, 2)
        self.up9 = _doubling(256, 128)
        self.short9 = _convolution(128, 128)
        self.conv9 = Block(128, 128, 1)
        self.up10 = _doubling(128, 128)
        self.short10 = _convolution(64, 128)
        self.conv10 = _convolution(128, 128)
        self.class_head = nn.Conv2d(256, CLASSES, 1)
        self.head = nn.Conv2d(128, 2, 1)

    def input_size(self, height: int, width: int) -> tuple[int, int]:
        """The square that the paper squeezes every photo to."""
        return self.instance_size

    def begin(self, lightness: Tensor) -> Sequence[Tensor]:
        """Only the normalized input: the first tap comes after the first two convolutions."""
        normalized = (lightness - LIGHTNESS_CENTRE) / LIGHTNESS_SCALE
        count, _, height, width = lightness.shape
        hints = normalized.new_zeros(count, HINT_CHANNELS, height, width)
        mask = normalized.new_full((count, 1, height, width), NO_HINT)
        return (torch.cat((normalized, hints, mask), dim=1).to(self.precision),)

    def proceed(
        self, begun: Sequence[Tensor], visit: Visit = unchanged, head: nn.Module | None = None
    ) -> Tensor:
        x1 = visit("conv1_2", self.conv1(begun[0]))
        x2 = visit("conv2_2", self.conv2(_halved(x1)))
        x3 = visit("conv3_3", self.conv3(_halved(x2)))
        x = visit("conv4_3", self.conv4(_halved(x3)))
        x = visit("conv5_3", self.conv5(x))
        x = visit("conv6_3", self.conv6(x))
        x = visit("conv7_3", self.conv7(x))
        x = visit("conv8_up", self.up8(x).add_(self.short8(x3)))
        x = visit("conv8_3", self.conv8(x.relu()))
        x = visit("conv9_up", self.up9(x).add_(self.short9(x2)))
        x = visit("conv9_3", self.conv9(x.relu()))
        x = visit("conv10_up", self.up10(x).add_(self.short10(x1)))
        x = visit("conv10_2", nn.functional.leaky_relu_(self.conv10(x.relu()), 0.2))
        return self.finish(x, head).tanh() * AB_SCALE


def _halved(x: Tensor) -> Tensor:
    return x[:, :, ::2, ::2]


def rectified_logit_network(channels: int) -> nn.Sequential:
    """The paper's weight module: its logits are never negative."""
    return nn.Sequential(*logit_network(channels), nn.ReLU(inplace=True))


def siggraph_fusion(rule: FusionRule = FusionRule.MASKED) -> FusionNet:
    """The paper's fusion network: a trunk of its own and weight modules, 35,270,831 parameters."""
    return FusionNet((*TAPS, UNUSED_TAP), rule, module=rectified_logit_network, trunk=SiggraphNet())
