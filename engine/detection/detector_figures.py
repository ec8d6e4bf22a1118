"""How good a detector's boxes are: COCO's AP at 0.5 IoU, and recall of the best few boxes.

The definitions are those of COCO's evaluation (cocodataset.org/#detection-eval, pycocotools'
`COCOeval`), with one area range: objects of at least 32 x 32 pixels count, smaller ones neither
help nor harm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.detection.candidates import Candidate
from engine.instances import Box
from engine.training.object_boxes import LabelledBox

IOU = 0.5
LEAST_AREA = 32.0 * 32.0  # square pixels of the photo
MOST = 100  # candidates of a label in a photo
BEST = 8  # boxes of a photo for the recall: as many as the program shows
RECALLS = np.linspace(0.0, 1.0, 101)


@dataclass(frozen=True)
class DetectorFigures:
    """What an evaluation found.

    Attributes:
        ap50: mean over the labels that occur of the average precision at 0.5 IoU, 0..1.
        recall: share of all objects, whatever their label, that one of the photo's `BEST` highest
            boxes meets at 0.5 IoU, 0..1.
        per_label: average precision per label.
        objects: how many objects counted.
    """

    ap50: float
    recall: float
    per_label: dict[str, float]
    objects: int


def evaluate(
    found: Sequence[Sequence[Candidate]], truth: Sequence[Sequence[LabelledBox]]
) -> DetectorFigures:
    """Compare candidates with the truth, photo by photo."""
    labels = sorted({labelled.label for objects in truth for labelled in objects})
    per_label = {}
    for label in labels:
        precision = _average_precision(
            [[c for c in candidates if c.label == label] for candidates in found],
            [[t.box for t in objects if t.label == label] for objects in truth],
        )
        if precision is not None:
            per_label[label] = precision
    hits = objects = 0
    for candidates, marked in zip(found, truth, strict=True):
        match = _match(candidates, [labelled.box for labelled in marked], BEST)
        hits += int(match.hits.sum())
        objects += match.objects
    return DetectorFigures(
        ap50=float(np.mean(list(per_label.values()))) if per_label else 0.0,
        recall=hits / max(1, objects),
        per_label=per_label,
        objects=objects,
    )


def best_threshold(
    found: Sequence[Sequence[Candidate]],
    truth: Sequence[Sequence[LabelledBox]],
    low: float,
    high: float,
    *,
    default: float,
) -> float:
    """The score from `low` to `high` above which candidates are most right and most complete.

    That is where F1, over all labels together, is highest; `default` where no object was found.
    """
    sure, right, objects = label_matches(found, truth)
    if not right.any():
        return default
    steps = np.arange(round(100 * low), round(100 * high) + 1) / 100
    f1 = [2 * right[sure >= step].sum() / ((sure >= step).sum() + objects) for step in steps]
    return float(steps[int(np.argmax(f1))])


def label_matches(
    found: Sequence[Sequence[Candidate]], truth: Sequence[Sequence[LabelledBox]]
) -> tuple[np.ndarray, np.ndarray, int]:
    """Which candidates meet an object of their label.

    Returns:
        the scores of the candidates that count, bool whether each meets one, and how many objects
        count.
    """
    scores, hits, objects = [], [], 0
    for candidates, marked in zip(found, truth, strict=True):
        for label in {c.label for c in candidates} | {t.label for t in marked}:
            match = _match(
                [c for c in candidates if c.label == label],
                [t.box for t in marked if t.label == label],
                MOST,
            )
            scores.append(match.scores)
            hits.append(match.hits)
            objects += match.objects
    return (
        np.concatenate([np.zeros(0), *scores]),
        np.concatenate([np.zeros(0, bool), *hits]),
        objects,
    )


@dataclass(frozen=True)
class _Match:
    scores: np.ndarray  # of the candidates that count
    hits: np.ndarray  # bool: whether each meets an object
    objects: int


def _match(candidates: Sequence[Candidate], boxes: Sequence[Box], most: int) -> _Match:
    """Give every candidate, best first, the object that it meets best and that is still free."""
    best = sorted(candidates, key=lambda candidate: -candidate.score)[:most]
    fits = overlaps(_array([candidate.box for candidate in best]), _array(boxes))
    small = np.array([box.area < LEAST_AREA for box in boxes], bool)
    taken = np.zeros(len(boxes), bool)
    scores, hits = [], []
    for row, candidate in zip(fits, best, strict=True):
        fit = np.where(taken | (row < IOU), -1.0, row)
        large = np.where(small, -1.0, fit)
        place = int((large if large.max(initial=-1.0) >= 0 else fit).argmax()) if len(fit) else 0
        met = len(fit) > 0 and fit[place] >= 0
        if met:
            taken[place] = True
        counts = not small[place] if met else candidate.box.area >= LEAST_AREA
        if counts:
            scores.append(candidate.score)
            hits.append(met)
    return _Match(np.array(scores), np.array(hits, bool), int((~small).sum()))


def _average_precision(
    found: Sequence[Sequence[Candidate]], truth: Sequence[Sequence[Box]]
) -> float | None:
    """Area under the interpolated precision at 101 recalls; None where no object counts."""
    matches = [_match(c, t, MOST) for c, t in zip(found, truth, strict=True)]
    objects = sum(match.objects for match in matches)
    if not objects:
        return None
    scores = np.concatenate([match.scores for match in matches])
    hits = np.concatenate([match.hits for match in matches])[np.argsort(-scores, kind="stable")]
    if not len(hits):
        return 0.0
    true = hits.cumsum()
    precision = true / np.arange(1, len(hits) + 1)
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    places = np.searchsorted(true / objects, RECALLS, side="left")
    return float(np.append(precision, 0.0)[np.minimum(places, len(hits))].mean())


def overlaps(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Intersection over union of boxes (n, 4) and (m, 4): (n, m)."""
    corner = np.maximum(first[:, None, :2], second[None, :, :2])
    shared = (np.minimum(first[:, None, 2:], second[None, :, 2:]) - corner).clip(min=0).prod(2)
    areas = [(boxes[:, 2:] - boxes[:, :2]).clip(min=0).prod(1) for boxes in (first, second)]
    union = areas[0][:, None] + areas[1][None] - shared
    return np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)


def _array(boxes: Sequence[Box]) -> np.ndarray:
    sides = [(box.left, box.top, box.right, box.bottom) for box in boxes]
    return np.array(sides, np.float64).reshape(-1, 4)
