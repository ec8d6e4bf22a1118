"""Where instances may change a picture: inside their boxes, less and less towards the edge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

if TYPE_CHECKING:
    from engine.networks.fusion import InstancePart

FADED = 0.2  # share of a box's width and height over which an instance fades out


def coverage(parts: Sequence[InstancePart], like: Tensor) -> Tensor:
    """How much instances cover each place, 0..1: 1 inside a box, fading out over its outer fifth.

    Args:
        parts: the instances at one tap.
        like: of that tap's grid, (N, channels, H, W).

    Returns:
        (N, 1, H, W), the largest of all instances.
    """
    covered = like.new_zeros(like.shape[0], 1, *like.shape[2:], dtype=torch.float32)
    for part in parts:
        place = covered[part.photo, 0, part.placement.rows, part.placement.columns]
        size = (part.placement.height, part.placement.width)
        torch.maximum(place, faded_edge(size, like.device).exp(), out=place)
    return covered


def confined(fused: Tensor, full: Tensor, parts: Sequence[InstancePart]) -> Tensor:
    """Fused colours where instances are, the full image's elsewhere.

    A fusion whose layers are its own would otherwise change a picture a little also far from every
    object that is switched on or off.

    Args:
        fused, full: what the fusion and the full-image network give, (N, channels, H, W).
        parts: the instances at the last tap, whose grid that is.
    """
    return torch.lerp(full.float(), fused.float(), coverage(parts, fused))


def faded_edge(size: tuple[int, int], device: torch.device) -> Tensor:
    """What to add to an instance's logits (h, w) so that its weight fades out to its box's edge.

    Without it, what surrounds the object takes the instance's colours up to a visible line.
    """
    ramps = []
    for length in size:
        centres = torch.arange(length, device=device, dtype=torch.float32) + 0.5
        distance = torch.minimum(centres, length - centres)
        ramps.append((distance / max(1.0, FADED * length)).clamp(max=1.0))
    return torch.log(torch.outer(*ramps))
