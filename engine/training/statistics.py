"""The report's pictures of the data (figures 8 to 13), from a person's own objects, as numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.errors import EngineError
from engine.texts import tr
from engine.training.object_boxes import LabelledBox, Objects, filtered, why_dropped
from engine.training.photo_places import PhotoPlace
from engine.training.photo_store import read_pixels
from engine.training.stage_settings import Filters

SHOWN_LABELS = 20
SCORE_BINS = 20


@dataclass(frozen=True)
class Example:
    """An object to show: of which photo, and why it was dropped ("" if it was kept)."""

    name: str
    labelled: LabelledBox
    dropped: str


@dataclass(frozen=True)
class ObjectStatistics:
    """The objects of a training in numbers.

    Attributes:
        objects, photos: how many, before the filters; photos without objects do not count.
        kept_objects, kept_photos: after them.
        dropped: how many each filter drops: "score", "size", "variance", "most".
        top_labels: the commonest labels and their numbers, 20 at most, before the filters.
        bottom_labels: the rarest, the commonest of them first.
        score_edges: float (21,), of the bins of scores.
        score_counts: int (20,), objects a bin.
        mean_sizes: float (20,), mean area of the boxes of a bin in square pixels; nan if empty.
        kept, dropped_examples: objects to show, spread over all.
    """

    objects: int
    photos: int
    kept_objects: int
    kept_photos: int
    dropped: dict[str, int]
    top_labels: tuple[tuple[str, int], ...]
    bottom_labels: tuple[tuple[str, int], ...]
    score_edges: np.ndarray
    score_counts: np.ndarray
    mean_sizes: np.ndarray
    kept: tuple[Example, ...]
    dropped_examples: tuple[Example, ...]


def object_statistics(
    objects: Objects, filters: Filters, *, examples: int = 24, seed: int = 0
) -> ObjectStatistics:
    """The numbers of all objects, and what the filters keep of them.

    Args:
        examples: how many kept and how many dropped ones to show at most.
        seed: of which.
    """
    everything = [(name, b) for name, found in objects.items() for b in found]
    kept = filtered(objects, filters)
    kept_ids = {id(b) for found in kept.values() for b in found}
    reasons = {
        id(b): why_dropped(b, filters) or "most" for _, b in everything if id(b) not in kept_ids
    }
    labels = Counter(b.label for _, b in everything).most_common()
    scores = np.array([b.score for _, b in everything], np.float64)
    areas = np.array([b.box.area for _, b in everything], np.float64)
    counts, edges = np.histogram(scores, bins=SCORE_BINS, range=(0.0, 1.0))
    sums, _ = np.histogram(scores, bins=SCORE_BINS, range=(0.0, 1.0), weights=areas)
    with np.errstate(invalid="ignore"):
        sizes = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    order = np.random.default_rng(seed).permutation(len(everything))
    shown = [everything[index] for index in order]
    return ObjectStatistics(
        objects=len(everything),
        photos=len(objects),
        kept_objects=len(kept_ids),
        kept_photos=len(kept),
        dropped=dict(Counter(reasons.values())),
        top_labels=tuple(labels[:SHOWN_LABELS]),
        bottom_labels=tuple(labels[-SHOWN_LABELS:]),
        score_edges=edges,
        score_counts=counts,
        mean_sizes=sizes,
        kept=_examples(shown, reasons, False, examples),
        dropped_examples=_examples(shown, reasons, True, examples),
    )


def crop_of(example: Example, places: Mapping[str, PhotoPlace]) -> np.ndarray:
    """The picture of an example, uint8 (h, w, 3) sRGB.

    Raises:
        EngineError: the photo cannot be read any more.
    """
    if example.name not in places:
        raise EngineError(
            tr("There is no photo {name}.", name=example.name), tr("Scan the photos again.")
        )
    pixels = read_pixels(example.name, places[example.name])
    height, width = pixels.shape[:2]
    left, top, right, bottom = example.labelled.box.pixels(height=height, width=width)
    return pixels[top:bottom, left:right].copy()


def _examples(
    shown: Sequence[tuple[str, LabelledBox]], reasons: Mapping[int, str], dropped: bool, most: int
) -> tuple[Example, ...]:
    chosen = [(name, b) for name, b in shown if (id(b) in reasons) == dropped]
    return tuple(Example(name, b, reasons.get(id(b), "")) for name, b in chosen[:most])
