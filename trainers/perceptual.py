"""How alike two pictures are to a network that knows ImageNet: a loss beside that of the pixels.

Johnson, Alahi and Fei-Fei, "Perceptual losses for real-time style transfer and super-resolution"
(ECCV 2016), with the features of the encoder that `compact` begins from.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.devices import placed
from engine.networks.encoder import LiteEncoder
from trainers.frozen_encoder import apply_layer, apply_stage
from trainers.imagenet import load_imagenet
from trainers.srgb import linear_srgb, srgb_of

VARIANT = "lite2"
SEEN = (1, 2, 4)  # stages whose features are compared: strides 4, 8 and 16
LEAST_DIFFERENCE = 1e-3  # relative square errors of features below this weigh no more


class Perceptual:
    """The logarithm of the relative square error of ImageNet's features of recoloured pictures.

    Args:
        encoder: whose features; None takes ImageNet's parameters.

    Raises:
        EngineError: the package that carries these is not installed.
    """

    def __init__(self, encoder: LiteEncoder | None = None) -> None:
        if encoder is None:
            encoder = LiteEncoder(VARIANT)
            load_imagenet(encoder)
        self._encoder = encoder.eval().requires_grad_(False)

    def __call__(self, ab: Tensor, truth: Tensor, lightness: Tensor) -> Tensor:
        """The mean over pictures and strides.

        Args:
            ab, truth: what was given and what is true, (N, 2, h, w) in Lab units.
            lightness: L (N, 1, H, W), 0..100, at any size.
        """
        placed(self._encoder, ab.device)
        small = F.interpolate(lightness, size=ab.shape[2:], mode="area")
        given = self._features(srgb_of(linear_srgb(small, ab.float())))
        with torch.no_grad():
            true = self._features(srgb_of(linear_srgb(small, truth)))
        total = ab.new_zeros((), dtype=torch.float32)
        for one, other in zip(given, true, strict=True):
            wrong = (one.float() - other.float()).square().sum(dim=(1, 2, 3))
            whole = other.float().square().sum(dim=(1, 2, 3)).clamp(min=1e-6)
            total = total + (wrong / whole + LEAST_DIFFERENCE).log().mean()
        return total / len(SEEN)

    def _features(self, picture: Tensor) -> list[Tensor]:
        """Of sRGB (N, 3, h, w), 0..1; unlike in training, gradients reach the picture."""
        image = (picture * 255.0 - 127.0) / 128.0
        x = apply_layer(self._encoder.stem, image.contiguous(memory_format=torch.channels_last))
        features = []
        for index, stage in enumerate(self._encoder.stages[: SEEN[-1] + 1]):
            x = apply_stage(stage, x)
            if index in SEEN:
                features.append(x)
        return features
