"""The default network: a U-Net on an EfficientNet-Lite encoder, ab at half of the input's size.

It gives three channels: ab, and how strong colours are at such places on average. Where several
colours are possible, ab tend to their grey mean; the third channel tells how much was lost by that.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.config import DEFAULT_VARIANT
from engine.networks.color_net import ColorNet, Tap, Visit, unchanged
from engine.networks.encoder import LiteEncoder, SameConv, encoder_input
from engine.networks.fusion import FusionNet, FusionRule

CHANNELS = 3  # a, b and the expected chroma
AB_SCALE = 110.0  # the paper's normalization of ab
CONTEXT_CHANNELS = 192
# channels of the decoder at strides 16, 8, 4, 2
DECODER_CHANNELS = (160, 96, 64, 32)
TAPS = tuple(
    Tap(f"decoder_{stride}", channels, stride)
    for stride, channels in zip((16, 8, 4, 2), DECODER_CHANNELS, strict=True)
)
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

    def share(self, skipped: Tensor) -> Tensor:
        """What the encoder's features bring to `join`, the same whatever they are joined to."""
        weight = self.join.weight[:, -skipped.shape[1] :]
        return F.conv2d(self._lowered(skipped), weight, padding=1)

    def forward(self, x: Tensor, share: Tensor) -> Tensor:
        """The coarser features and what `share` gave to (N, channels, h, w) at twice the size."""
        x = F.interpolate(self._lowered(x), scale_factor=2.0, mode="bilinear", align_corners=False)
        joined = F.conv2d(x, self.join.weight[:, : x.shape[1]], self.join.bias, padding=1)
        x = F.relu(self.join_norm(joined.add_(share)))
        if self._lower:
            x = x.to(self.mix.weight.dtype)
        return F.relu(x + self.mix_norm(self.mix(self.filter(x))))

    @property
    def _lower(self) -> bool:
        """Whether `join` is less precise than float32, as the layers beside it may not be."""
        return self.join.weight.dtype != torch.float32

    def _lowered(self, x: Tensor) -> Tensor:
        return x.to(self.join.weight.dtype) if self._lower else x


class Decoder(nn.ModuleList):
    """From the context and the encoder's features to what the last layer takes.

    Args:
        skipped: channels of the encoder's features at strides 2, 4, 8 and 16.
    """

    def __init__(self, skipped: Sequence[int]) -> None:
        super().__init__()
        inputs = CONTEXT_CHANNELS
        for outputs, skip in zip(DECODER_CHANNELS, reversed(skipped), strict=True):
            self.append(DecoderBlock(inputs, skip, outputs))
            inputs = outputs

    def begin(self, encoded: Sequence[Tensor]) -> Sequence[Tensor]:
        """The first tap's features, and the encoder's share in each later block, coarse to fine.

        Args:
            encoded: the encoder's features, finest first, and the context.
        """
        *skips, x = encoded
        blocks = cast("Iterable[DecoderBlock]", self)
        shares = [block.share(skip) for block, skip in zip(blocks, reversed(skips), strict=True)]
        return (self[0](x, shares[0]), *shares[1:])

    def forward(self, begun: Sequence[Tensor], visit: Visit) -> Tensor:
        """What `begin` gave to the features of the last tap, (N, channels, h, w)."""
        x = visit(TAPS[0].name, begun[0])
        for index in range(1, len(TAPS)):
            x = visit(TAPS[index].name, self[index](x, begun[index]))
        return x


class CompactNet(ColorNet):
    """About 6 million parameters; taps after each block of the decoder.

    Args:
        variant: of the encoder ("lite0", "lite1", "lite2").
    """

    name = "compact"
    taps = TAPS
    pretrained = ("encoder",)
    instance_size = (128, 128)
    numbers_per_pixel = 92

    def __init__(self, variant: str = DEFAULT_VARIANT) -> None:
        super().__init__()
        self.variant = variant
        self.encoder = LiteEncoder(variant)
        skipped = self.encoder.channels
        self.context = Context(skipped[4], CONTEXT_CHANNELS)
        self.decoder = Decoder(skipped[:4])
        self.head = nn.Conv2d(DECODER_CHANNELS[-1], CHANNELS, 1)
        nn.init.normal_(self.head.weight, std=0.01)
        nn.init.constant_(self.head.get_parameter("bias"), 0.0)

    def input_size(self, height: int, width: int) -> tuple[int, int]:
        """Multiples of 32 near the photo's aspect and 256 x 256 pixels in area."""
        aspect = min(max(width / height, 1 / LONGEST_TO_SHORTEST), LONGEST_TO_SHORTEST)
        rows = max(1, round(math.sqrt(INPUT_AREA / aspect) / GRID))
        columns = max(1, round(math.sqrt(INPUT_AREA * aspect) / GRID))
        return rows * GRID, columns * GRID

    def begin(self, lightness: Tensor) -> Sequence[Tensor]:
        return self.gathered(self.encoder(encoder_input(lightness).to(self.precision)))

    def gathered(self, features: Sequence[Tensor]) -> Sequence[Tensor]:
        """What `begin` gives, from the encoder's features."""
        return (*features[:4], self.context(features[4]))

    def proceed(
        self, begun: Sequence[Tensor], visit: Visit = unchanged, head: nn.Module | None = None
    ) -> Tensor:
        return self.finish(self.decoder(self.decoder.begin(begun), visit), head) * AB_SCALE


class CompactFusion(FusionNet):
    """Weight modules, and a decoder of its own that has learned to go on from blended features.

    Args:
        full: the full-image network that it belongs to.
        rule: how features are blended.
    """

    confined = True

    def __init__(self, full: CompactNet, rule: FusionRule = FusionRule.MASKED) -> None:
        super().__init__(full.taps, rule, head=nn.Conv2d(DECODER_CHANNELS[-1], CHANNELS, 1))
        self.decoder = Decoder(full.encoder.channels[:4])

    def trained(self) -> Iterator[nn.Parameter]:
        yield from super().trained()
        yield from self.decoder.parameters()

    def train(self, mode: bool = True) -> CompactFusion:
        """The decoder's batch norms keep the statistics of whole photos."""
        super().train(mode)
        self.decoder.eval()
        return self

    def start_from(self, full: ColorNet) -> None:
        assert isinstance(full, CompactNet)
        self.decoder.load_state_dict(full.decoder.state_dict())
        super().start_from(full)

    def begin(self, lightness: Tensor, begun: Sequence[Tensor]) -> Sequence[Tensor]:
        return self.decoder.begin(begun)

    def through(self, full: ColorNet, begun: Sequence[Tensor], visit: Visit) -> Tensor:
        return full.finish(self.decoder(begun, visit), self.head) * AB_SCALE
