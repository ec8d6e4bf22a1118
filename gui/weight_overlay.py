"""Which weight map lies over the results, and its values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np

from engine.instances import Instance
from engine.results import WeightMaps
from engine.texts import marked

FINE = 512  # cells of the longer side where an outline is followed


class Show(Enum):
    """What the overlay shows, in words."""

    NONE = marked("No overlay")
    FULL = marked("Full image")
    INSTANCE = marked("Selected instance")
    WINNERS = marked("Who wins")


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
        takes_part: the shown instance, if there is one, is switched on.
    """

    show: Show
    instance: Instance | None
    weights: np.ndarray
    winners: np.ndarray | None
    opacity: float
    takes_part: bool = True

    @classmethod
    def of(
        cls,
        overlay: Overlay,
        maps: WeightMaps | None,
        selected: Instance | None,
        instances: Sequence[Instance] = (),
        photo: tuple[int, int] = (1, 1),
    ) -> WeightView | None:
        """The view, None where there is nothing to show.

        Args:
            overlay: the choice.
            maps: the weight maps of the chosen tap; None when no instance took part, and the
                full image decides everywhere.
            selected: the chosen instance.
            instances: all of them; nothing is shown of one outside its outline, if it has one.
            photo: (height, width) in pixels.
        """
        everywhere = np.ones((1, 1), np.float32)
        if overlay.show is Show.FULL:
            weights = everywhere if maps is None else maps.full
            return cls(overlay.show, None, weights, None, overlay.opacity)
        if overlay.show is Show.INSTANCE and selected is not None:
            weights = np.zeros((1, 1), np.float32) if maps is None else maps.of(selected.id)
            if selected.mask is not None and maps is not None:
                weights = _finer(weights, cv2.INTER_LINEAR)
                weights[~_inside(selected, weights.shape, photo)] = 0
            takes_part = maps is not None and selected.id in maps.instances
            return cls(overlay.show, selected, weights, None, overlay.opacity, takes_part)
        if overlay.show is Show.WINNERS:
            if maps is None:
                nobody = np.full((1, 1), -1, np.int32)
                return cls(overlay.show, None, everywhere, nobody, overlay.opacity)
            winners = maps.winners()
            weights = maps.full.copy()
            for placement, inside in maps.instances.values():
                part = (placement.rows, placement.columns)
                weights[part] = np.maximum(weights[part], inside)
            outlined = [i for i in instances if i.mask is not None and i.id in maps.instances]
            if outlined:
                weights = _finer(weights, cv2.INTER_LINEAR)
                winners = _finer(winners, cv2.INTER_NEAREST)
            for instance in outlined:
                outside = ~_inside(instance, winners.shape, photo)
                winners[(winners == instance.id) & outside] = -1
            return cls(overlay.show, None, weights, winners, overlay.opacity)
        return None

    def at(self, x: float, y: float) -> tuple[float, int]:
        """Weight 0..1 and winner (-1: the full image) at a place, x and y 0..1 of the photo."""
        height, width = self.weights.shape
        row = min(int(y * height), height - 1)
        column = min(int(x * width), width - 1)
        winner = -1 if self.winners is None else int(self.winners[row, column])
        return float(self.weights[row, column]), winner


def _finer(values: np.ndarray, method: int) -> np.ndarray:
    """A map of a weight map's grid on one that is fine enough for outlines, (h, w)."""
    height, width = values.shape
    times = max(1, round(FINE / max(height, width)))
    return cv2.resize(values, (width * times, height * times), interpolation=method)


def _inside(instance: Instance, shape: tuple[int, ...], photo: tuple[int, int]) -> np.ndarray:
    """Where an instance's outline is on a grid over the photo, bool (h, w)."""
    assert instance.mask is not None  # the callers have looked
    places = []
    for count, length, start, own in zip(
        shape, photo, (instance.box.top, instance.box.left), instance.mask.shape, strict=True
    ):
        place = ((np.arange(count) + 0.5) * (length / count)).astype(int) - int(start)
        places.append((np.flatnonzero((place >= 0) & (place < own)), place))
    (rows, row_of), (columns, column_of) = places
    inside = np.zeros(shape, bool)
    part = instance.mask[np.ix_(row_of[rows], column_of[columns])]
    inside[np.ix_(rows, columns)] = part
    return inside
