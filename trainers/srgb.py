"""Lab to sRGB in torch, with gradients: for losses that count what a screen shows."""

from __future__ import annotations

import torch
from torch import Tensor

# IEC 61966-2-1, from XYZ under D65, the white of CIELAB here (as in `engine.lab`)
FROM_XYZ = (
    (3.2404542, -1.5371385, -0.4985314),
    (-0.9692660, 1.8760108, 0.0415560),
    (0.0556434, -0.2040259, 1.0572252),
)
WHITE = (0.95047, 1.0, 1.08883)
KNEE = 6 / 29  # of CIELAB's cube root: below it is a straight line


def linear_srgb(lightness: Tensor, ab: Tensor) -> Tensor:
    """Linear sRGB (N, 3, h, w) of L (N, 1, h, w) in 0..100 and ab (N, 2, h, w) in Lab units.

    Colours that a screen cannot show are below 0 or above 1.
    """
    middle = (lightness + 16.0) / 116.0
    roots = torch.cat((middle + ab[:, :1] / 500.0, middle, middle - ab[:, 1:2] / 200.0), dim=1)
    lines = 3 * KNEE**2 * (roots - 4 / 29)
    xyz = torch.where(roots > KNEE, roots**3, lines)
    matrix = torch.tensor(FROM_XYZ, device=ab.device) * torch.tensor(WHITE, device=ab.device)
    return torch.einsum("ij,njhw->nihw", matrix, xyz)


def srgb_of(linear: Tensor) -> Tensor:
    """Linear sRGB as sRGB values, 0..1 on a screen; cut where they are far outside."""
    low = 12.92 * linear
    high = 1.055 * linear.clamp(min=0.0031308) ** (1 / 2.4) - 0.055
    return torch.where(linear <= 0.0031308, low, high).clamp(-0.2, 1.2)
