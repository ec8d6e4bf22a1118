"""Fusion: full-image features and instance features blended by learned weight maps.

Su, Chu, Huang, "Instance-aware Image Colorization" (CVPR 2020), section 3.4: at every tap small
networks give one logit map for the full image and one for each instance; a softmax over {full
image, instances that cover the place} makes weights of them; the blended features feed the next
layer.

The softmax is a streaming one. Instances are visited one at a time, inside their boxes, with the
largest logit known beforehand: memory grows with the boxes' area and not with their number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import torch
from torch import Tensor, nn

from engine.instances import Placement
from engine.networks.color_net import ColorNet, Tap, Visit
from engine.networks.coverage import faded_edge

HIDDEN_CHANNELS = 16  # as in the paper's code


class FusionRule(str, Enum):
    """How features are blended; a set's fusion checkpoint names it.

    `MASKED`: a softmax over the full image and the instances that cover a place; ours.
    `PADDED`: inside the boxes an instance takes part also where it does not cover a place, through
    the zero padding of the paper's code; its published checkpoints expect that, and that features
    shrink to a box without an antialias filter.
    `ADDED`: every instance stretched over the whole photo whatever its box, weights not normalized:
    equation (1) of the reproducibility report, as it was built there.
    """

    MASKED = "masked"
    PADDED = "padded"
    ADDED = "added"


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
        padded: where any instance covers a place, let those that do not take part there with
            logit 0 and features 0 (`FusionRule.PADDED`). Otherwise only instances that cover a
            place share its weight.
    """
    logits = logits.float()
    highest = logits.detach().clone()
    absent = _absent(highest, parts) if padded else None
    with torch.no_grad():
        if absent is not None:
            highest = torch.where(absent > 0, highest.clamp(min=0.0), highest)
        for part in parts:
            place = highest[part.photo, 0, part.placement.rows, part.placement.columns]
            torch.maximum(place, part.logits.float(), out=place)
    own = torch.exp(logits - highest)
    fused = features * own
    total = own.clone()
    if absent is not None:
        total = total + absent * torch.exp(-highest)
    for part in parts:
        rows, columns = part.placement.rows, part.placement.columns
        weight = torch.exp(part.logits.float() - highest[part.photo, 0, rows, columns])
        fused[part.photo, :, rows, columns] += part.features * weight
        total[part.photo, 0, rows, columns] += weight
    return Blend((fused / total).to(features.dtype), highest, total)


def _absent(like: Tensor, parts: Sequence[InstancePart]) -> Tensor:
    """How many instances leave out a place that another one covers, (N, 1, H, W)."""
    covering = torch.zeros_like(like)
    everyone = torch.zeros_like(like)
    for part in parts:
        everyone[part.photo] += 1.0
        covering[part.photo, 0, part.placement.rows, part.placement.columns] += 1.0
    return torch.where(covering > 0, everyone - covering, 0.0)


@dataclass(frozen=True)
class Sum:
    """What `Blend` is for `FusionRule.ADDED`: the weights are what the weight modules give."""

    features: Tensor

    def weights(self, logits: Tensor) -> Tensor:
        """The full image's weights (N, 1, H, W); any real number."""
        return logits.float()

    def part_weights(self, part: InstancePart) -> Tensor:
        """An instance's weights on the whole grid, (H, W); any real number."""
        return part.logits.float()


def add(features: Tensor, weights: Tensor, parts: Sequence[InstancePart]) -> Sum:
    """Fuse a tap by a weighted sum whose weights are not normalized; shapes as in `blend`."""
    fused = features * weights.float()
    for part in parts:
        fused[part.photo] += part.features * part.logits.float()
    return Sum(fused.to(features.dtype))


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
    """The weight modules of all taps and, where a method has them, layers of its own.

    Attributes:
        confined: what it gives counts only where instances are, see `coverage.confined`.

    Args:
        taps: of the colorization network.
        rule: how features are blended.
        module: makes a weight module of a tap's channels.
        trunk: the layers between the taps; None takes the full-image network's.
        head: the layer after the last tap; None takes the trunk's.
    """

    confined = False

    def __init__(
        self,
        taps: Sequence[Tap],
        rule: FusionRule = FusionRule.MASKED,
        *,
        module: Callable[[int], nn.Module] = logit_network,
        trunk: ColorNet | None = None,
        head: nn.Module | None = None,
    ) -> None:
        super().__init__()
        self.taps = tuple(taps)
        self.rule = rule
        self.full = nn.ModuleDict({tap.name: module(tap.channels) for tap in taps})
        self.instance = nn.ModuleDict({tap.name: module(tap.channels) for tap in taps})
        self.trunk = trunk
        self.head = head

    def trained(self) -> Iterator[nn.Parameter]:
        """The parameters that training a fusion changes: all but those of most of the trunk."""
        visited = self.taps if self.trunk is None else self.trunk.taps
        for tap in visited:
            yield from self.full[tap.name].parameters()
            yield from self.instance[tap.name].parameters()
        if self.head is not None:
            yield from self.head.parameters()
        if self.trunk is not None:
            for name in self.trunk.last_layers:
                yield from self.trunk.get_submodule(name).parameters()

    def train(self, mode: bool = True) -> FusionNet:
        """The trunk stays in evaluation: its batch-norm statistics are those of whole photos."""
        super().train(mode)
        if self.trunk is not None:
            self.trunk.eval()
        return self

    def start_from(self, full: ColorNet) -> None:
        """Begin own layers as copies of the full-image network's, and train only `trained`."""
        if self.trunk is not None:
            self.trunk.load_state_dict(full.state_dict())
        if self.head is not None:
            self.head.load_state_dict(full.head.state_dict())
        self.requires_grad_(False)
        for parameter in self.trained():
            parameter.requires_grad_(True)

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
        gatherer = Gatherer(self, placements, photos)
        for tap, features in recorded.items():
            gatherer(tap, features)
        return gatherer.parts

    def begin(self, lightness: Tensor, begun: Sequence[Tensor]) -> Sequence[Tensor]:
        """What all passes go on from: of L (N, 1, H, W), and what `full.begin` gave of it."""
        return begun if self.trunk is None else self.trunk.begin(lightness)

    def proceed(
        self, full: ColorNet, begun: Sequence[Tensor], parts: Sequence[Mapping[str, InstancePart]]
    ) -> tuple[Tensor, Blender]:
        """The fusion pass.

        Args:
            full: the full-image network.
            begun: what `begin` gave.
            parts: per instance and tap.

        Returns:
            ab (N, 2, h, w) in Lab units, and what was blended on the way.
        """
        blender = Blender(self, parts)
        return self.through(full, begun, blender), blender

    def through(self, full: ColorNet, begun: Sequence[Tensor], visit: Visit) -> Tensor:
        """The layers between the taps and the last one, as `ColorNet.proceed`."""
        trunk = full if self.trunk is None else self.trunk
        return trunk.proceed(begun, visit, self.head)


class Gatherer:
    """The visit of an instance pass: keeps of every tap what a fusion needs, at box size.

    Args:
        network: its weight modules for instances.
        placements: per instance, of its box on every tap's grid.
        photos: per instance, which photo of a batch it belongs to.

    Attributes:
        parts: per instance and tap.
    """

    def __init__(
        self,
        network: FusionNet,
        placements: Sequence[Mapping[str, Placement]],
        photos: Sequence[int] | None = None,
    ) -> None:
        self._network = network
        self._rectified = {tap.name for tap in network.taps if tap.rectified}
        self._placements = placements
        self._photos = photos or [0] * len(placements)
        self.parts: list[dict[str, InstancePart]] = [{} for _ in placements]

    def __call__(self, tap: str, features: Tensor) -> Tensor:
        brought = features.relu() if tap in self._rectified else features
        rule = self._network.rule
        antialias = rule is not FusionRule.PADDED
        logits = self._network.instance[tap](brought)
        for index, places in enumerate(self._placements):
            place = places[tap]
            if rule is FusionRule.ADDED:
                place = Placement(0, 0, width=features.shape[3], height=features.shape[2])
            size = (place.height, place.width)
            wanted = at_box_size(logits[index].float(), size, antialias=antialias)[0]
            if rule is FusionRule.MASKED:
                wanted = wanted + faded_edge(size, wanted.device)
            self.parts[index][tap] = InstancePart(
                placement=place,
                features=at_box_size(brought[index], size, antialias=antialias),
                logits=wanted,
                photo=self._photos[index],
            )
        return features


class Blender:
    """The visit of a fusion pass: blends the instances in at every tap and keeps what it did.

    Args:
        network: its weight modules for the full image, and its rule.
        parts: per instance and tap.
    """

    def __init__(self, network: FusionNet, parts: Sequence[Mapping[str, InstancePart]]) -> None:
        self._network = network
        self._parts = parts
        self.blends: dict[str, Blend | Sum] = {}
        self.full_logits: dict[str, Tensor] = {}

    def __call__(self, tap: str, features: Tensor) -> Tensor:
        logits = self._network.full[tap](features)
        parts = [part[tap] for part in self._parts]
        rule = self._network.rule
        done: Blend | Sum
        if rule is FusionRule.ADDED:
            done = add(features, logits, parts)
        else:
            done = blend(features, logits, parts, padded=rule is FusionRule.PADDED)
        self.blends[tap] = done
        self.full_logits[tap] = logits
        return done.features


def at_box_size(features: Tensor, size: tuple[int, int], *, antialias: bool = True) -> Tensor:
    """Features (channels, h, w) resized to a box's (height, width) in cells."""
    if tuple(features.shape[1:]) == size:
        return features
    given = features[None].float() if antialias else features[None]  # all that torch has on CPUs
    resized = nn.functional.interpolate(given, size=size, mode="bilinear", antialias=antialias)
    return resized[0].to(features.dtype)
