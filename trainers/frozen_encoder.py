"""The encoder's pass while something is trained on it: quick on a CPU, its statistics frozen.

Batch norms keep their ImageNet statistics, so each is an affine map that is folded into its
convolution on the fly; gradients still reach the norm's scale and shift, but its passes over the
features (a third of the time of a step on a CPU) are saved.

The finest stages are not trained at all, nor are the 5 x 5 depthwise layers: on a CPU the
gradient of these few general filters takes longer than all the rest of the encoder's backward pass
(7 of 9.5 ms for 672 channels; 3 x 3 kernels have a quick one), while the 1 x 1 convolutions around
them can learn all that is new in grey photos. Strided depthwise convolutions run in float32 on a
CPU, because their bfloat16 backward pass is 15 times slower there.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.modules.batchnorm import _BatchNorm

from engine.networks.encoder import InvertedResidual, LiteEncoder, SameConv

FROZEN_STAGES = 2  # the stem and the stages up to stride 4: edges and textures
SLOW_KERNEL = 5  # side of the depthwise kernels that stay as they are
KEPT = (0, 1, 2, 4, 6)  # the stages whose features leave at strides 2, 4, 8, 16 and 32


def freeze(encoder: LiteEncoder) -> None:
    """Take what is finer than stride 8 and the large depthwise kernels out of the training."""
    for module in (encoder.stem, *list(encoder.stages)[:FROZEN_STAGES]):
        module.requires_grad_(False)
    for block in encoder.modules():
        if isinstance(block, InvertedResidual):
            convolution = block.filter[0]
            assert isinstance(convolution, SameConv)
            if convolution.kernel_size[0] >= SLOW_KERNEL:
                block.filter.requires_grad_(False)  # the shift's gradient takes the kernel's, too
    first = next(encoder.stages[FROZEN_STAGES].children())
    assert isinstance(first, InvertedResidual)
    first.expand.requires_grad_(False)  # else gradients pass its strided filter to stride 4


def encode(encoder: LiteEncoder, image: Tensor) -> list[Tensor]:
    """Features at strides 2 to 32 with frozen statistics, as `encoder.eval()` gives them.

    Args:
        image: (N, 3, H, W), see `engine.networks.encoder.encoder_input`.
    """
    features = []
    learns = torch.is_grad_enabled() and any(p.requires_grad for p in encoder.parameters())
    with torch.no_grad():
        x = apply_layer(encoder.stem, image)
    for index, stage in enumerate(encoder.stages):
        with torch.set_grad_enabled(learns and index >= FROZEN_STAGES):
            x = apply_stage(stage, x)
        if index in KEPT:
            features.append(x)
    return features


def apply_stage(blocks: nn.Module, x: Tensor) -> Tensor:
    """One of the encoder's stages, its statistics frozen."""
    for block in blocks.children():
        assert isinstance(block, InvertedResidual)
        y = x if isinstance(block.expand, nn.Identity) else apply_layer(block.expand, x)
        y = apply_layer(block.project, apply_layer(block.filter, y))
        x = x + y if block.residual else y
    return x


def apply_layer(layer: nn.Module, x: Tensor) -> Tensor:
    """Convolution and batch norm as one convolution, then ReLU6 where the layer has it."""
    convolution, norm, *active = layer.children()
    assert isinstance(convolution, SameConv)
    assert isinstance(norm, _BatchNorm)  # several processes on graphics cards have their own
    mean, variance = norm.running_mean, norm.running_var
    assert mean is not None
    assert variance is not None
    scale = norm.weight * torch.rsqrt(variance + norm.eps)
    kernel = convolution.weight * scale[:, None, None, None]
    bias = norm.bias - mean * scale
    if convolution.margin is not None:
        x = F.pad(x, (*convolution.margin, *convolution.margin))
    depthwise = convolution.groups > 1 and x.device.type == "cpu" and torch.is_grad_enabled()
    slow = depthwise and convolution.margin is not None
    if slow:
        x = x.float()
    kind = x.device.type
    autocast = torch.is_autocast_enabled(kind) and not slow
    with torch.autocast(kind, torch.get_autocast_dtype(kind), enabled=autocast):
        y = F.conv2d(
            x,
            kernel,
            bias,
            convolution.stride,
            convolution.padding,
            groups=convolution.groups,
        )
    return F.hardtanh(y, 0.0, 6.0, inplace=True) if active else y
