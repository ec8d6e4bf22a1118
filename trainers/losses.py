"""How far predicted colours are from the true ones."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor
from torch.nn import functional as F

from engine.networks.compact import AB_SCALE
from engine.training.stage_settings import StageSettings


@dataclass(frozen=True)
class ColorLoss:
    """The loss of ab (N, 2, h, w) in Lab units, relative to the paper's scale of 110.

    Attributes:
        kind: "huber" (quadratic below `beta`, of ab / 110, and linear above) or "mse".
        scale: multiplies it.
    """

    kind: str = "huber"
    beta: float = 0.05
    scale: float = 1.0

    @classmethod
    def of(cls, settings: StageSettings) -> ColorLoss:
        """The loss that the settings ask for."""
        return cls(settings.loss, settings.beta, settings.loss_scale)

    def __call__(self, ab: Tensor, truth: Tensor, weight: Tensor | None = None) -> Tensor:
        """The mean over all places.

        Args:
            weight: of every place, (N, 1, h, w); None for 1.
        """
        predicted, wanted = ab.float() / AB_SCALE, truth / AB_SCALE
        reduction = "mean" if weight is None else "none"
        if self.kind == "mse":
            errors = F.mse_loss(predicted, wanted, reduction=reduction)
        else:
            errors = F.smooth_l1_loss(predicted, wanted, beta=self.beta, reduction=reduction)
        if weight is not None:
            errors = (errors * weight).sum() / (2.0 * weight.sum().clamp(min=1e-6))
        return errors * self.scale
