"""PicoDet, a small detector on a PP-LCNet backbone, for grey photos.

Yu et al., "PP-PicoDet" (arXiv 2111.00902): a path aggregation pyramid of cross-stage-partial
blocks over four levels, and an anchor-free head whose scores are the geometric mean of a label's
probability and of the cell's quality; boxes are distributions as in Generalized Focal Loss. The
backbone is Cui et al., "PP-LCNet" (arXiv 2109.15099), at 0.75 of its width. For use it takes L
alone; as a teacher it may see colours, from which the public parameters learned.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.networks.detector_network import STRIDES, AnchorFreeDetector, Predictions

CHANNELS = 96  # of the pyramid and the head
BINS = 8  # distances 0..7 strides
KERNEL = 5  # of the depthwise filters of the pyramid and the head
# Of ImageNet's red, green and blue, as shares of the whole: the public parameters want them so.
MEANS, DEVIATIONS = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
GREY_MEAN, GREY_DEVIATION = 0.449, 0.226  # of L
# (kernel, outputs, stride, squeezes) of the backbone's blocks per stage; PP-LCNet, table 1
STAGES = (
    ((3, 24, 1, False),),
    ((3, 48, 2, False), (3, 48, 1, False)),
    ((3, 96, 2, False), (3, 96, 1, False)),
    ((3, 192, 2, False), *((5, 192, 1, False),) * 5),
    ((5, 384, 2, True), (5, 384, 1, True)),
)
STEM = 16


class PicoDet(AnchorFreeDetector):
    """Scores and box sides per cell, as `DetectorNetwork` gives them.

    Args:
        labels: number of labels.
        colours: it takes sRGB (N, 3, H, W), 0..100, instead of L.

    The modules stand in the order in which they compute.
    """

    pretrained = ("stem.", "stages.")

    def __init__(self, labels: int = 80, *, colours: bool = False) -> None:
        super().__init__()
        self.colours = colours
        means, deviations = (MEANS, DEVIATIONS) if colours else ((GREY_MEAN,), (GREY_DEVIATION,))
        self._means, self._deviations = (
            torch.tensor(values)[None, :, None, None] for values in (means, deviations)
        )
        self.stem = _normed(len(means), STEM, 3, stride=2)
        stages, inputs = [], STEM
        for blocks in STAGES:
            stage = []
            for kernel, outputs, stride, squeezes in blocks:
                stage.append(SeparableBlock(inputs, outputs, kernel, stride, squeezes=squeezes))
                inputs = outputs
            stages.append(nn.Sequential(*stage))
        self.stages = nn.ModuleList(stages)
        taps = [blocks[-1][1] for blocks in STAGES[2:]]
        self.laterals = nn.ModuleList(_normed(count, CHANNELS, 1) for count in taps)
        self.downwards = nn.ModuleList(PartialBlock() for _ in range(2))
        upwards: list[nn.Module] = []
        for _ in range(2):
            upwards += [SeparableBlock(CHANNELS, CHANNELS, KERNEL, 2), PartialBlock()]
        self.upwards = nn.ModuleList(upwards)
        self.coarse = nn.ModuleList(SeparableBlock(CHANNELS, CHANNELS, KERNEL, 2) for _ in range(2))
        self.heads = nn.ModuleList(Head(labels) for _ in STRIDES)

    def score_parts(self) -> Iterable[nn.Module]:
        return self.heads

    def forward(self, picture: Tensor) -> Predictions:
        """Detect in L (N, 1, H, W), or colours, 0..100, H and W multiples of 32."""
        means, deviations = (v.to(picture.device) for v in (self._means, self._deviations))
        x = self.stem((picture / 100.0 - means) / deviations)
        x = self.stages[1](self.stages[0](x))
        taps = []
        for lateral, stage in zip(self.laterals, self.stages[2:], strict=True):
            x = stage(x)
            taps.append(lateral(x))
        levels = self._pyramid(*taps)
        logits, distances = zip(
            *(head(level) for head, level in zip(self.heads, levels, strict=True)), strict=True
        )
        grids = tuple((level.shape[-2], level.shape[-1]) for level in levels)
        return Predictions(torch.cat(logits, 1), torch.cat(distances, 1), grids)

    def _pyramid(self, fine: Tensor, middle: Tensor, deep: Tensor) -> Sequence[Tensor]:
        """Features at strides 8, 16, 32 and 64 from those at 8, 16 and 32."""
        middle = self.downwards[0](torch.cat((F.interpolate(deep, scale_factor=2), middle), 1))
        fine = self.downwards[1](torch.cat((F.interpolate(middle, scale_factor=2), fine), 1))
        step, block, last_step, last_block = self.upwards
        middle = block(torch.cat((step(fine), middle), 1))
        low = last_block(torch.cat((last_step(middle), deep), 1))
        return fine, middle, low, self.coarse[0](deep) + self.coarse[1](low)


class SeparableBlock(nn.Module):
    """A depthwise and a 1 x 1 convolution, h-swish after each, perhaps squeezed in between."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int, stride: int = 1, *, squeezes: bool = False
    ) -> None:
        super().__init__()
        self.depthwise = _normed(inputs, inputs, kernel, stride=stride, groups=inputs)
        self.squeeze = SqueezeExcitation(inputs) if squeezes else nn.Identity()
        self.pointwise = _normed(inputs, outputs, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.pointwise(self.squeeze(self.depthwise(x)))


class SqueezeExcitation(nn.Module):
    """Channels weighted by what their means say (Hu et al., CVPR 2018)."""

    def __init__(self, channels: int, reduction: int = 4) -> None:
        super().__init__()
        self.reduce = nn.Conv2d(channels, channels // reduction, 1)
        self.expand = nn.Conv2d(channels // reduction, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        means = x.mean((2, 3), keepdim=True)
        return x * F.hardsigmoid(self.expand(F.relu(self.reduce(means))))


class PartialBlock(nn.Module):
    """PicoDet's cross-stage-partial block of twice `CHANNELS`, whose short way it leaves out."""

    def __init__(self) -> None:
        super().__init__()
        self.first = SeparableBlock(2 * CHANNELS, 2 * CHANNELS, KERNEL)
        self.second = SeparableBlock(2 * CHANNELS, CHANNELS, KERNEL)

    def forward(self, x: Tensor) -> Tensor:
        return self.second(self.first(x))


class Head(nn.Module):
    """Logits of scores (N, cells, labels) and of distances (N, cells, 4, BINS) of one level."""

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.first = SeparableBlock(CHANNELS, CHANNELS, KERNEL)
        self.second = SeparableBlock(CHANNELS, CHANNELS, KERNEL)
        self.attention = nn.Conv2d(CHANNELS, CHANNELS, 1)
        self.align = _normed(CHANNELS, CHANNELS, 1)
        self.score = nn.Conv2d(CHANNELS, labels, 1)
        self.sides = nn.Conv2d(CHANNELS, 4 * BINS, 1)
        self.quality = _normed(CHANNELS, 1, KERNEL)
        self.quality_out = nn.Sequential(nn.Conv2d(1, 1, 1, bias=False), nn.BatchNorm2d(1))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        x = self.second(self.first(x))
        weighted = x * torch.sigmoid(self.attention(x.mean((2, 3), keepdim=True)))
        aligned = self.align(weighted)
        quality = self.quality_out(self.quality(x))
        logs = (F.logsigmoid(self.score(aligned).float()) + F.logsigmoid(quality.float())) / 2
        logits = logs - torch.log(-torch.expm1(logs.clamp(max=-1e-6)))
        sides = self.sides(aligned).permute(0, 2, 3, 1).flatten(1, 2)
        return logits.permute(0, 2, 3, 1).flatten(1, 2), sides.unflatten(2, (4, BINS))


def _normed(
    inputs: int, outputs: int, kernel: int, *, stride: int = 1, groups: int = 1
) -> nn.Sequential:
    convolution = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs), nn.Hardswish())
