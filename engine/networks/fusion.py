"""Fusion: full-image features and instance features blended by learned weight maps.

Su, Chu, Huang, "Instance-aware Image Colorization" (CVPR 2020), section 3.4: at every tap small
networks give one logit map for the full image and one for each instance; a softmax over {full
image, instances that cover the place} makes weights of them; the blended features feed the next
layer.

The softmax is a streaming one. Instances are visited one at a time, inside their boxes, with the
largest logit known beforehand, so memory does not grow with their number beyond the boxes' area.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.instances import Placement
from engine.networks.color_net import Tap

HIDDEN_CHANNELS = 16  # as in the paper's code


@dataclass(frozen=True)
class InstancePart:
    """What one instance brings to one tap.

    Attributes:
        placement: of its box on the tap's grid, (h, w) cells in size.
        features: (channels, h, w), of the instance pass, at the box's size.
        logits: (h, w), how much the instance wants each place; any real number.
        photo: which photo of a batch it belongs to.
    """

    placement: Placement
    features: Tensor
    logits: Tensor
    photo: int = 0


@dataclass(frozen=True)
class Blend:
    """Fused features of one tap and what is needed to tell the weights.

    Attributes:
        features: (N, channels, H, W).
        highest: (N, 1, H, W), the largest logit of each place.
        total: (N, 1, H, W), the sum of exp(logit - highest) of each place.
    """

    features: Tensor
    highest: Tensor
    total: Tensor

    def weights(self, logits: Tensor) -> Tensor:
        """The full image's weights from its logits (N, 1, H, W); 0..1."""
        return torch.exp(logits.float() - self.highest) / self.total

    def part_weights(self, part: InstancePart) -> Tensor:
        """An instance's weights inside its box, (h, w); 0..1."""
        place = (part.photo, 0, part.placement.rows, part.placement.columns)
        return torch.exp(part.logits.float() - self.highest[place]) / self.total[place]


def blend(
    features: Tensor, logits: Tensor, parts: Sequence[InstancePart], *, padded: bool = False
) -> Blend:
    """Fuse a tap by a masked softmax; differentiable in features and logits.

    Args:
        features: of the full image, (N, channels, H, W).
        logits: of the full image, (N, 1, H, W).
        parts: the instances; they may overlap, nest, touch the edges, or be none.
        padded: let an instance that does not cover a place take part there with logit 0 and
            features 0, through the zero padding of the original code; its published checkpoints
            expect that. Otherwise only instances that cover a place share its weight.
    """
    logits = logits.float()
    highest = logits.detach().clone()
    with torch.no_grad():
        if padded:
            for photo in {part.photo for part in parts}:
                highest[photo].clamp_(min=0.0)
        for part in parts:
            place = highest[part.photo, 0, part.placement.rows, part.placement.columns]
            torch.maximum(place, part.logits.float(), out=place)
    own = torch.exp(logits - highest)
    fused = features * own
    total = own.clone()
    if padded:
        absent = torch.zeros_like(highest)
        for part in parts:
            absent[part.photo] += 1.0
            absent[part.photo, 0, part.placement.rows, part.placement.columns] -= 1.0
        total = total + absent * torch.exp(-highest)
    for part in parts:
        rows, columns = part.placement.rows, part.placement.columns
        weight = torch.exp(part.logits.float() - highest[part.photo, 0, rows, columns])
        fused[part.photo, :, rows, columns] += part.features * weight
        total[part.photo, 0, rows, columns] += weight
    return Blend((fused / total).to(features.dtype), highest, total)


def logit_network(channels: int) -> nn.Sequential:
    """Three 3 x 3 convolutions that give one logit map (N, 1, h, w), as in the paper."""
    return nn.Sequential(
        nn.Conv2d(channels, HIDDEN_CHANNELS, 3, padding=1),
        nn.ReLU(inplace=True),
        nn.Conv2d(HIDDEN_CHANNELS, HIDDEN_CHANNELS, 3, padding=1),
        nn.ReLU(inplace=True),
        nn.Conv2d(HIDDEN_CHANNELS, 1, 3, padding=1),
    )


class FusionNet(nn.Module):
    """The weight modules of all taps; the layers between the taps are the full-image network's.

    Args:
        taps: of the colorization network.
    """

    def __init__(self, taps: Sequence[Tap]) -> None:
        super().__init__()
        self.taps = tuple(taps)
        self.full = nn.ModuleDict({tap.name: logit_network(tap.channels) for tap in taps})
        self.instance = nn.ModuleDict({tap.name: logit_network(tap.channels) for tap in taps})

    def parts(
        self,
        recorded: Mapping[str, Tensor],
        placements: Sequence[Mapping[str, Placement]],
        photos: Sequence[int] | None = None,
    ) -> list[dict[str, InstancePart]]:
        """What a batch of instances brings to every tap, at box size.

        Args:
            recorded: features of the instance pass, {tap: (N, channels, h, w)}.
            placements: per instance, of its box on every tap's grid.
            photos: per instance, which photo of a batch it belongs to.
        """
        photos = photos or [0] * len(placements)
        parts: list[dict[str, InstancePart]] = [{} for _ in placements]
        for tap, features in recorded.items():
            logits = self.instance[tap](features)
            for index, places in enumerate(placements):
                size = (places[tap].height, places[tap].width)
                parts[index][tap] = InstancePart(
                    placement=places[tap],
                    features=at_box_size(features[index], size),
                    logits=at_box_size(logits[index], size)[0],
                    photo=photos[index],
                )
        return parts


class Blender:
    """The visit of a fusion pass: blends the instances in at every tap and keeps what it did.

    Args:
        network: its full-image weight modules.
        parts: per instance and tap.
        padded: see `blend`.
    """

    def __init__(
        self,
        network: FusionNet,
        parts: Sequence[Mapping[str, InstancePart]],
        *,
        padded: bool = False,
    ) -> None:
        self._network = network
        self._parts = parts
        self._padded = padded
        self.blends: dict[str, Blend] = {}
        self.full_logits: dict[str, Tensor] = {}

    def __call__(self, tap: str, features: Tensor) -> Tensor:
        logits = self._network.full[tap](features)
        done = blend(features, logits, [part[tap] for part in self._parts], padded=self._padded)
        self.blends[tap] = done
        self.full_logits[tap] = logits
        return done.features


def at_box_size(features: Tensor, size: tuple[int, int]) -> Tensor:
    """Features (channels, h, w) resized to a box's (height, width) in cells, as float32."""
    if tuple(features.shape[1:]) == size:
        return features.float()
    return nn.functional.interpolate(
        features[None].float(), size=size, mode="bilinear", align_corners=False, antialias=True
    )[0]
