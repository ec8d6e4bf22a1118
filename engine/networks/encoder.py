"""EfficientNet-Lite, the encoder that the compact network and the bundled detector share.

Tan and Le, "EfficientNet" (ICML 2019), in its Lite form (no squeeze-and-excitation, ReLU6, stem
not scaled). Strided convolutions pad like TensorFlow's "SAME" on even sizes, more at the bottom
and right, because the public ImageNet parameters were trained so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

BATCH_NORM_EPS = 1e-3  # TensorFlow's EfficientNet
# (blocks, kernel, stride, expansion, channels) per stage: EfficientNet paper, table 1
STAGES = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
# (width, depth) factors
VARIANTS = {"lite0": (1.0, 1.0), "lite1": (1.0, 1.1), "lite2": (1.1, 1.2)}
STRIDES = (2, 4, 8, 16, 32)


@dataclass(frozen=True)
class StagePlan:
    blocks: int
    kernel: int
    stride: int
    expansion: int
    channels: int


def stage_plans(variant: str) -> tuple[StagePlan, ...]:
    """The seven stages of a variant, scaled in width and depth."""
    width, depth = VARIANTS[variant]
    plans = []
    for index, (blocks, kernel, stride, expansion, channels) in enumerate(STAGES):
        ends = index in (0, len(STAGES) - 1)  # Lite does not repeat the first and last stage more
        repeated = blocks if ends else math.ceil(blocks * depth)
        plans.append(StagePlan(repeated, kernel, stride, expansion, _rounded(channels * width)))
    return tuple(plans)


def _rounded(channels: float, divisor: int = 8) -> int:
    """The nearest multiple of 8, but never more than a tenth below (EfficientNet's rule)."""
    rounded = max(divisor, int(channels + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * channels else rounded


class SameConv(nn.Conv2d):
    """A convolution without bias that pads like TensorFlow's "SAME" on even input sizes."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1):
        padding = kernel // 2 if stride == 1 else 0
        super().__init__(inputs, outputs, kernel, stride, padding, groups=groups, bias=False)
        before = (kernel - stride) // 2
        self.margin = (before, kernel - stride - before) if stride > 1 else None

    def forward(self, x: Tensor) -> Tensor:
        if self.margin is not None:
            x = F.pad(x, (*self.margin, *self.margin))
        lowered = self.weight.dtype != torch.float32
        if self.groups == 1 or lowered or x.device.type != "cpu":
            return super().forward(x)
        # On CPUs the gradient of a depthwise convolution is far slower in bf16 than in float32;
        # a training step of `CompactNet` takes 1.5 times as long with it.
        with torch.autocast("cpu", enabled=False):
            return super().forward(x.float())


def convolution(
    inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1, *, active: bool = True
) -> nn.Sequential:
    """Convolution, batch norm and (unless the block projects) ReLU6."""
    layers: list[nn.Module] = [
        SameConv(inputs, outputs, kernel, stride, groups),
        nn.BatchNorm2d(outputs, eps=BATCH_NORM_EPS, momentum=0.01),
    ]
    if active:
        layers.append(nn.ReLU6(inplace=True))
    return nn.Sequential(*layers)


class InvertedResidual(nn.Module):
    """Expand by 1 x 1, filter each channel, project by 1 x 1; added to its input where it fits."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        inner = inputs * expansion
        self.residual = stride == 1 and inputs == outputs
        self.expand = convolution(inputs, inner, 1) if expansion > 1 else nn.Identity()
        self.filter = convolution(inner, inner, kernel, stride, groups=inner)
        self.project = convolution(inner, outputs, 1, active=False)

    def forward(self, x: Tensor) -> Tensor:
        y = self.project(self.filter(self.expand(x)))
        return x + y if self.residual else y


class LiteEncoder(nn.Module):
    """Features of an image at strides 2, 4, 8, 16 and 32.

    Args:
        variant: "lite0", "lite1" or "lite2".

    Attributes:
        channels: of the five features, finest first.
    """

    def __init__(self, variant: str = "lite0") -> None:
        super().__init__()
        self.variant = variant
        self.stem = convolution(3, 32, 3, stride=2)
        stages: list[nn.Sequential] = []
        inputs = 32
        for plan in stage_plans(variant):
            blocks = []
            for index in range(plan.blocks):
                stride = plan.stride if index == 0 else 1
                blocks.append(
                    InvertedResidual(inputs, plan.channels, plan.kernel, stride, plan.expansion)
                )
                inputs = plan.channels
            stages.append(nn.Sequential(*blocks))
        self.stages = nn.ModuleList(stages)
        plans = stage_plans(variant)
        # the last stage of each stride: stages 0 | 1 | 2 | 3, 4 | 5, 6
        self.channels = tuple(plans[index].channels for index in (0, 1, 2, 4, 6))

    def forward(self, image: Tensor) -> list[Tensor]:
        """Encode (N, 3, H, W), H and W multiples of 32, values about -1..1.

        Returns:
            five tensors (N, channels[i], H / STRIDES[i], W / STRIDES[i]).
        """
        features = []
        x = self.stem(image)
        for index, stage in enumerate(self.stages):
            x = stage(x)
            if index in (0, 1, 2, 4, 6):
                features.append(x)
        return features


def encoder_input(lightness: Tensor) -> Tensor:
    """L (N, 1, H, W) in 0..100 as the three equal channels, about -1..1, that the encoder takes.

    The ImageNet parameters expect (value - 127) / 128 for values 0..255.
    """
    grey = (lightness * 2.55 - 127.0) / 128.0
    return grey.expand(-1, 3, -1, -1)
