"""Which weight map lies over the results, and its values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from engine.instances import Instance
from engine.results import WeightMaps


class Show(Enum):
    """What the overlay shows."""

    NONE = "No overlay"
    FULL = "Full image"
    INSTANCE = "Selected instance"
    WINNERS = "Who wins"


@dataclass(frozen=True)
class Overlay:
    """The choice.

    Attributes:
        show: what to show.
        tap: the fusion tap whose weights are shown; None or an unknown one for the finest.
        opacity: of a weight of 1, 0..1.
    """

    show: Show = Show.NONE
    tap: str | None = None
    opacity: float = 0.6

    @property
    def needs_instance(self) -> bool:
        return self.show is Show.INSTANCE


@dataclass(frozen=True)
class WeightView:
    """What an overlay shows of one fusion.

    Attributes:
        show: which kind.
        instance: the shown instance, of `Show.INSTANCE`.
        weights: float32 (h, w), 0..1; of `Show.WINNERS` the largest weight.
        winners: int32 (h, w) instance ids, -1 for the full image; of `Show.WINNERS`, else None.
        opacity: of a weight of 1, 0..1.
    """

    show: Show
    instance: Instance | None
    weights: np.ndarray
    winners: np.ndarray | None
    opacity: float

    @classmethod
    def of(
        cls, overlay: Overlay, maps: WeightMaps | None, selected: Instance | None
    ) -> WeightView | None:
        """The view, None where there is nothing to show.

        Args:
            overlay: the choice.
            maps: the weight maps of the chosen tap; None when no instance took part, and the
                full image decides everywhere.
            selected: the chosen instance.
        """
        everywhere = np.ones((1, 1), np.float32)
        if overlay.show is Show.FULL:
            weights = everywhere if maps is None else maps.full
            return cls(overlay.show, None, weights, None, overlay.opacity)
        if overlay.show is Show.INSTANCE and selected is not None:
            weights = np.zeros((1, 1), np.float32) if maps is None else maps.of(selected.id)
            return cls(overlay.show, selected, weights, None, overlay.opacity)
        if overlay.show is Show.WINNERS:
            if maps is None:
                nobody = np.full((1, 1), -1, np.int32)
                return cls(overlay.show, None, everywhere, nobody, overlay.opacity)
            winners = maps.winners()
            weights = maps.full.copy()
            for placement, inside in maps.instances.values():
                part = (placement.rows, placement.columns)
                weights[part] = np.maximum(weights[part], inside)
            return cls(overlay.show, None, weights, winners, overlay.opacity)
        return None

    def at(self, x: float, y: float) -> tuple[float, int]:
        """Weight 0..1 and winner (-1: the full image) at a place, x and y 0..1 of the photo."""
        height, width = self.weights.shape
        row = min(int(y * height), height - 1)
        column = min(int(x * width), width - 1)
        winner = -1 if self.winners is None else int(self.winners[row, column])
        return float(self.weights[row, column]), winner
