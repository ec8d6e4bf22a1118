"""What a detector proposes, and how proposals of one and the same object become one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from engine.detection.coco import KINDS
from engine.instances import Box

# Chosen by looking at the boxes of two detectors on old family, street and animal photos.
SAME_LABEL_IOU = 0.6  # two boxes of one label above it show one object
SAME_KIND_IOU = 0.65  # two animals, vehicles, pieces of furniture: detectors confuse these names
ANY_LABEL_IOU = 0.8  # even under two names of different kinds it is one object
INSIDE = 0.8  # a box is inside another when this share of its area is
FRAGMENT_SCORE = 0.75  # a box inside is a fragment below this share of the outer box's score
FRAGMENT_AREA = 0.4  # and, whatever its score, above this share of the outer box's area
OUTER_SCORE = 0.6  # the outer box stays above this share of the inner box's score
GROUP_MEMBERS = 2  # this many better boxes inside make the outer one a box around a group


@dataclass(frozen=True)
class Candidate:
    """One proposal of a detector, before any choice.

    Attributes:
        label: what it is, in words.
        score: the detector's confidence, 0..1.
        box: in photo pixels; it may reach outside the photo.
        mask: bool (h, w) over the *whole photo* at a resolution that the detector chooses (the
            same for all candidates of a photo), or None.
    """

    label: str
    score: float
    box: Box
    mask: np.ndarray | None = field(default=None, compare=False, repr=False)


def importance(candidate: Candidate, *, height: int, width: int) -> float:
    """How much an object matters in a photo of (height, width) pixels, 0..1.

    The score times the square root of its relative size (side length, not area), so that a sure
    small object still comes before an unsure large one, and among equally sure ones the larger
    comes first.
    """
    return candidate.score * (candidate.box.area / (height * width)) ** 0.25


def merge(candidates: Iterable[Candidate]) -> list[Candidate]:
    """One candidate per object, best score first.

    Duplicates, fragments inside the whole object, and boxes around a group whose members were
    found are left out. Where both have masks, the masks must overlap as well, so that a child in
    front of its mother stays an instance of its own.
    """
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda candidate: -candidate.score):
        if any(_is_duplicate(candidate, better) for better in kept):
            continue
        kept.append(candidate)
    kept = [candidate for candidate in kept if not _is_group(candidate, kept)]
    losers: set[int] = set()
    for first, better in enumerate(kept):
        for second in range(first + 1, len(kept)):
            if first in losers:
                break
            if second not in losers:
                loser = _fragment_of_two(better, kept[second])
                if loser is not None:
                    losers.add(first if loser is better else second)
    return [candidate for index, candidate in enumerate(kept) if index not in losers]


def _is_duplicate(candidate: Candidate, better: Candidate) -> bool:
    if candidate.label == better.label:
        limit = SAME_LABEL_IOU
    elif candidate.label in KINDS and KINDS[candidate.label] == KINDS.get(better.label):
        limit = SAME_KIND_IOU
    else:
        limit = ANY_LABEL_IOU
    return candidate.box.iou(better.box) >= limit and _masks_overlap(candidate, better, limit / 2)


def _is_group(candidate: Candidate, others: list[Candidate]) -> bool:
    """Whether at least two better boxes of its label, apart from each other, lie inside."""
    members: list[Candidate] = []
    for other in others:
        if (
            other.label == candidate.label
            and other.score > candidate.score
            and _inside(other.box, candidate.box)
            and all(other.box.iou(member.box) < 0.3 for member in members)
        ):
            members.append(other)
    return len(members) >= GROUP_MEMBERS


def _fragment_of_two(better: Candidate, worse: Candidate) -> Candidate | None:
    """Which of two candidates is only a part of the other's object, None if neither is."""
    if better.label != worse.label:
        return None
    if _inside(worse.box, better.box):
        outer, inner = better, worse
    elif _inside(better.box, worse.box):
        outer, inner = worse, better
    else:
        return None
    if not _masks_overlap(inner, outer, INSIDE / 2):
        return None
    large = inner.box.area > FRAGMENT_AREA * outer.box.area
    if inner is worse:
        return worse if large or worse.score < FRAGMENT_SCORE * better.score else None
    if not large:
        return None  # a sure small object in front of an unsure large one: two objects
    return inner if outer.score >= OUTER_SCORE * inner.score else outer


def _inside(inner: Box, outer: Box) -> bool:
    return inner.area < outer.area and inner.intersection(outer) >= INSIDE * inner.area


def _masks_overlap(first: Candidate, second: Candidate, share: float) -> bool:
    """Whether `share` of the smaller mask is also in the larger; True where there are no masks."""
    if first.mask is None or second.mask is None:
        return True
    smaller = min(int(first.mask.sum()), int(second.mask.sum()))
    shared = int(np.logical_and(first.mask, second.mask).sum())
    return shared >= share * smaller


def is_sound(candidate: Candidate) -> bool:
    """Whether all its numbers are finite and its box has an area."""
    box = candidate.box
    numbers = (candidate.score, box.left, box.top, box.right, box.bottom)
    return all(math.isfinite(number) for number in numbers) and box.area > 0
