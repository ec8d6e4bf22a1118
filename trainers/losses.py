"""How far predicted colours are from the true ones."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.networks.compact import AB_SCALE
from engine.training.stage_settings import StageSettings
from trainers.srgb import linear_srgb, srgb_of

# Mean square errors of sRGB below this (4 steps of 255) weigh no more: photos that are almost grey
# would otherwise decide what is learned.
LEAST_ERROR = (4 / 255) ** 2


@dataclass(frozen=True)
class ColorLoss:
    """The loss of what a network gives, in Lab units, relative to the paper's scale of 110.

    Attributes:
        kind: "huber" (quadratic below `beta`, of ab / 110, and linear above), "mse" of ab / 110, or
            "psnr": the logarithm of each picture's mean square error of sRGB, which is what the
            mean PSNR of several pictures counts.
        scale: multiplies it.
        strength: how much the mean square error of the expected chroma counts, where a network
            gives it.
    """

    kind: str = "huber"
    beta: float = 0.05
    scale: float = 1.0
    strength: float = 0.0

    @classmethod
    def of(cls, settings: StageSettings) -> ColorLoss:
        """The loss that the settings ask for."""
        return cls(settings.loss, settings.beta, settings.loss_scale, settings.strength)

    def __call__(self, given: Tensor, truth: Tensor, lightness: Tensor) -> Tensor:
        """The mean over all places and pictures.

        Args:
            given: ab and, where a network gives it, the expected chroma: (N, 2 or 3, h, w).
            truth: ab (N, 2, h, w).
            lightness: L (N, 1, H, W), 0..100, at any size.
        """
        ab = given[:, :2].float()
        if self.kind == "psnr":
            small = F.interpolate(lightness, size=ab.shape[2:], mode="area")
            wrong = srgb_of(linear_srgb(small, ab)) - srgb_of(linear_srgb(small, truth))
            errors = wrong.square().mean(dim=(1, 2, 3))
            # a tenth, so that its size is like that of the others
            total = 0.1 * (errors + LEAST_ERROR).log().mean()
        elif self.kind == "mse":
            total = F.mse_loss(ab / AB_SCALE, truth / AB_SCALE)
        else:
            total = F.smooth_l1_loss(ab / AB_SCALE, truth / AB_SCALE, beta=self.beta)
        if self.strength and given.shape[1] > 2:
            chroma = torch.linalg.vector_norm(truth, dim=1, keepdim=True)
            wrong = (given[:, 2:].float() - chroma) / AB_SCALE
            total = total + self.strength * wrong.square().mean()
        return total * self.scale
