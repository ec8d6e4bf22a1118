"""The default network: a U-Net on an EfficientNet-Lite encoder, ab at half of the input's size."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.networks.color_net import ColorNet, Tap, Visit, unchanged
from engine.networks.encoder import LiteEncoder, SameConv, encoder_input

AB_SCALE = 110.0  # the paper's normalization of ab
CONTEXT_CHANNELS = 192
# channels of the decoder at strides 16, 8, 4, 2
DECODER_CHANNELS = (160, 96, 64, 32)
INPUT_AREA = 256 * 256  # the paper's input, kept in area where the photo is not square
LONGEST_TO_SHORTEST = 3.0  # a panorama is squeezed beyond this aspect
GRID = 32  # the encoder's coarsest stride


class Context(nn.Module):
    """The deepest features, each place told what the whole picture holds (by global pooling)."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.local = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.pooled = nn.Linear(inputs, outputs)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        pooled = self.pooled(x.mean(dim=(2, 3)))
        return F.relu(self.norm(self.local(x) + pooled[:, :, None, None]))


class DecoderBlock(nn.Module):
    """Upsample by two, join the encoder's features of that stride, and filter."""

    def __init__(self, inputs: int, skipped: int, outputs: int) -> None:
        super().__init__()
        self.join = nn.Conv2d(inputs + skipped, outputs, 3, padding=1, bias=False)
        self.join_norm = nn.BatchNorm2d(outputs)
        self.filter = SameConv(outputs, outputs, 3, groups=outputs)
        self.mix = nn.Conv2d(outputs, outputs, 1, bias=False)
        self.mix_norm = nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor, skipped: Tensor) -> Tensor:
        x = F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)
        x = F.relu(self.join_norm(self.join(torch.cat((x, skipped), dim=1))))
        return F.relu(x + self.mix_norm(self.mix(self.filter(x))))


class CompactNet(ColorNet):
    """About 4 million parameters; taps after each block of the decoder.

    Args:
        variant: of the encoder ("lite0", "lite1", "lite2").
    """

    name = "compact"
    instance_size = (128, 128)
    numbers_per_pixel = 84

    def __init__(self, variant: str = "lite0") -> None:
        super().__init__()
        self.variant = variant
        self.encoder = LiteEncoder(variant)
        skipped = self.encoder.channels
        self.context = Context(skipped[4], CONTEXT_CHANNELS)
        blocks = []
        inputs = CONTEXT_CHANNELS
        for outputs, skip in zip(DECODER_CHANNELS, reversed(skipped[:4]), strict=True):
            blocks.append(DecoderBlock(inputs, skip, outputs))
            inputs = outputs
        self.decoder = nn.ModuleList(blocks)
        self.head = nn.Conv2d(inputs, 2, 1)
        nn.init.normal_(self.head.weight, std=0.01)
        nn.init.constant_(self.head.get_parameter("bias"), 0.0)
        self.taps = tuple(
            Tap(f"decoder_{stride}", channels, stride)
            for stride, channels in zip((16, 8, 4, 2), DECODER_CHANNELS, strict=True)
        )

    def input_size(self, height: int, width: int) -> tuple[int, int]:
        """Multiples of 32 near the photo's aspect and 256 x 256 pixels in area."""
        aspect = min(max(width / height, 1 / LONGEST_TO_SHORTEST), LONGEST_TO_SHORTEST)
        rows = max(1, round(math.sqrt(INPUT_AREA / aspect) / GRID))
        columns = max(1, round(math.sqrt(INPUT_AREA * aspect) / GRID))
        return rows * GRID, columns * GRID

    def begin(self, lightness: Tensor) -> Sequence[Tensor]:
        features = self.encoder(encoder_input(lightness).to(self.precision))
        return (*features[:4], self.context(features[4]))

    def proceed(
        self, begun: Sequence[Tensor], visit: Visit = unchanged, head: nn.Module | None = None
    ) -> Tensor:
        *skips, x = begun
        for tap, block, skipped in zip(self.taps, self.decoder, reversed(skips), strict=True):
            x = visit(tap.name, block(x, skipped))
        return self.finish(x, head) * AB_SCALE
