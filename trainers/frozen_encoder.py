"""The encoder's pass while a detector is trained on it: quick on a CPU, its statistics frozen.

Batch norms keep their ImageNet statistics, so each is an affine map that is folded into its
convolution on the fly; gradients still reach the norm's scale and shift, but its passes over the
features (a third of the time of a step on a CPU) are saved. Depthwise convolutions run in
float32 on a CPU, because their bfloat16 backward pass is several times slower there, while the
1 x 1 convolutions profit from bfloat16. The finest stages are not trained at all.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.networks.encoder import InvertedResidual, LiteEncoder, SameConv

FROZEN_STAGES = 2  # the stem and the stages up to stride 4: edges and textures
KEPT = (2, 4, 6)  # the stages whose features leave at strides 8, 16 and 32


def freeze(encoder: LiteEncoder) -> None:
    """Take the finest stages out of the training."""
    for module in (encoder.stem, *list(encoder.stages)[:FROZEN_STAGES]):
        module.requires_grad_(False)


def encode(encoder: LiteEncoder, image: Tensor) -> list[Tensor]:
    """Features at strides 8, 16 and 32 with frozen statistics, as `encoder.eval()` gives them.

    Args:
        image: (N, 3, H, W), see `engine.networks.encoder.encoder_input`.
    """
    features = []
    with torch.no_grad():
        x = _layer(encoder.stem, image)
        for stage in list(encoder.stages)[:FROZEN_STAGES]:
            x = _stage(stage, x)
    for index, stage in enumerate(encoder.stages):
        if index >= FROZEN_STAGES:
            x = _stage(stage, x)
        if index in KEPT:
            features.append(x)
    return features


def _stage(blocks: nn.Module, x: Tensor) -> Tensor:
    for block in blocks.children():
        assert isinstance(block, InvertedResidual)
        y = x if isinstance(block.expand, nn.Identity) else _layer(block.expand, x)
        y = _layer(block.project, _layer(block.filter, y))
        x = x + y if block.residual else y
    return x


def _layer(layer: nn.Module, x: Tensor) -> Tensor:
    """Convolution and batch norm as one convolution, then ReLU6 where the layer has it."""
    convolution, norm, *active = layer.children()
    assert isinstance(convolution, SameConv)
    assert isinstance(norm, nn.BatchNorm2d)
    mean, variance = norm.running_mean, norm.running_var
    assert mean is not None
    assert variance is not None
    scale = norm.weight * torch.rsqrt(variance + norm.eps)
    kernel = convolution.weight * scale[:, None, None, None]
    bias = norm.bias - mean * scale
    if convolution.margin is not None:
        x = F.pad(x, (*convolution.margin, *convolution.margin))
    depthwise = convolution.groups > 1 and x.device.type == "cpu" and torch.is_grad_enabled()
    if depthwise:
        x = x.float()
    autocast = torch.is_autocast_enabled(x.device.type) and not depthwise
    with torch.autocast(x.device.type, torch.bfloat16, enabled=autocast):
        y = F.conv2d(
            x,
            kernel,
            bias,
            convolution.stride,
            convolution.padding,
            groups=convolution.groups,
        )
    return F.hardtanh(y, 0.0, 6.0, inplace=True) if active else y
