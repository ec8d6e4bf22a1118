"""How often a detector's candidates of a score are right, so that scores of detectors compare."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.detection.candidates import Candidate
from engine.detection.detector_figures import label_matches
from engine.training.object_boxes import LabelledBox

LEAST_HITS = 20  # fewer right or wrong candidates say too little
MOST_ITERATIONS = 50
CLOSE = 1e-6  # scores stay so far from 0 and 1, where the logit has no end


@dataclass(frozen=True)
class Calibration:
    """A logistic curve from scores to chances (Platt, 1999, on the logit of the score).

    Attributes:
        slope: above 0, so that a higher score is never a lower chance.
        offset: of the chance's logit; with a slope of 1 and none, chances are the scores.
    """

    slope: float = 1.0
    offset: float = 0.0

    def __post_init__(self) -> None:
        if not (0 < self.slope < 1e3 and abs(self.offset) < 1e3):
            raise ValueError(f"{self.slope}, {self.offset} is no calibration")

    def chance(self, score: float) -> float:
        """The chance that a candidate with this score, 0..1, is right, 0..1."""
        logit = self.slope * float(_logit(np.array(score))) + self.offset
        return 1 / (1 + math.exp(-logit))

    def to_text(self) -> str:
        """For a checkpoint's metadata."""
        return json.dumps([self.slope, self.offset])

    @classmethod
    def from_text(cls, text: str) -> Calibration:
        """What `to_text` gave.

        Raises:
            ValueError, TypeError: it is something else.
        """
        slope, offset = json.loads(text)
        return cls(float(slope), float(offset))


def calibrated(
    found: Sequence[Sequence[Candidate]], truth: Sequence[Sequence[LabelledBox]]
) -> Calibration | None:
    """The curve that fits photos whose objects are known best; None where they are too few.

    Args:
        found: all candidates of each photo, also those of low scores.
        truth: its objects; a candidate is right as for the average precision.
    """
    scores, right, _ = label_matches(found, truth)
    if min(right.sum(), (~right).sum()) < LEAST_HITS:
        return None
    slope, offset = _fitted(_logit(scores), right.astype(np.float64))
    try:
        return Calibration(round(slope, 4), round(offset, 4))
    except ValueError:  # higher scores are no more often right
        return None


def _fitted(logits: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Logistic regression on one variable, by Newton's method."""
    inputs = np.stack([logits, np.ones_like(logits)])
    # the smallest ridge keeps scores that separate right from wrong from an endless slope
    ridge = 1e-3 * np.eye(2)
    weights = np.array([1.0, 0.0])
    for _ in range(MOST_ITERATIONS):
        chances = 1 / (1 + np.exp(-np.clip(weights @ inputs, -50, 50)))
        gradient = inputs @ (chances - right) + ridge @ weights
        curvature = (inputs * (chances * (1 - chances))) @ inputs.T + ridge
        step = np.linalg.solve(curvature, gradient)
        weights -= np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-9:
            break
    return float(weights[0]), float(weights[1])


def _logit(scores: np.ndarray) -> np.ndarray:
    clipped = np.clip(np.asarray(scores, np.float64), CLOSE, 1 - CLOSE)
    return np.asarray(np.log(clipped / (1 - clipped)))
