"""How far predicted colours are from the true ones."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional as F

from engine.networks.compact import AB_SCALE

BETA = 0.05  # of ab / 110: below 5.5 Lab units the loss is quadratic


def color_loss(ab: Tensor, truth: Tensor, weight: Tensor | None = None) -> Tensor:
    """Huber loss of ab (N, 2, h, w) in Lab units, relative to the paper's scale of 110.

    Args:
        weight: of every place, (N, 1, h, w); None for 1.
    """
    if weight is None:
        return F.smooth_l1_loss(ab.float() / AB_SCALE, truth / AB_SCALE, beta=BETA)
    errors = F.smooth_l1_loss(ab.float() / AB_SCALE, truth / AB_SCALE, beta=BETA, reduction="none")
    return (errors * weight).sum() / (2.0 * weight.sum().clamp(min=1e-6))
