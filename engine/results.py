"""What the networks give: colours, weight maps, and the fused result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from engine.instances import Box, Instance, Placement


@dataclass(frozen=True)
class Colorization:
    """Colours of a part of a photo, at network resolution.

    Attributes:
        ab: float32 (h, w, 2), the a and b channels of CIELAB in Lab units, about -110..110.
        frame: the part of the photo that `ab` covers, in photo pixels.
        chroma: float32 (h, w), how strong colours are at such places on average, in Lab units. ab
            are the mean of all colours that a place might have, which is greyer where they differ.
            None from a network that does not tell.
    """

    ab: np.ndarray
    frame: Box
    chroma: np.ndarray | None = None


@dataclass(frozen=True)
class InstanceColorization:
    """One instance, colorized by the instance network."""

    instance: Instance
    colorization: Colorization


@dataclass(frozen=True)
class WeightMaps:
    """Fusion weights at one tap: they are 0..1 and sum to 1 over full image and instances.

    Attributes:
        tap: the tap's name.
        full: float32 (h, w), the full image's weight.
        instances: per instance id its placement on the grid and float32 (height, width) of its
            placement; its weight is 0 outside.
    """

    tap: str
    full: np.ndarray
    instances: Mapping[int, tuple[Placement, np.ndarray]]

    def of(self, instance_id: int) -> np.ndarray:
        """The weight of one instance on the whole grid, float32 (h, w); 0 if it took no part."""
        weights = np.zeros_like(self.full)
        if instance_id in self.instances:
            placement, inside = self.instances[instance_id]
            weights[placement.rows, placement.columns] = inside
        return weights

    def winners(self) -> np.ndarray:
        """Who has the largest weight: int32 (h, w) of instance ids, -1 for the full image."""
        winners = np.full(self.full.shape, -1, np.int32)
        largest = self.full.copy()
        for instance_id, (placement, weights) in self.instances.items():
            part = (placement.rows, placement.columns)
            wins = weights > largest[part]
            winners[part][wins] = instance_id
            largest[part][wins] = weights[wins]
        return winners


@dataclass(frozen=True)
class Fusion:
    """The fused result.

    Attributes:
        colorization: of the whole photo.
        weight_maps: per tap name; empty when no instance took part.
        ids: the instances that took part.
        strengths: of those whose weight was multiplied, by how much.
    """

    colorization: Colorization
    weight_maps: Mapping[str, WeightMaps] = field(default_factory=dict)
    ids: frozenset[int] = frozenset()
    strengths: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Detection:
    """What a detector found in a photo, best first, and which detector it was."""

    instances: tuple[Instance, ...]
    detector: str
