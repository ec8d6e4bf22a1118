"""How often scores are right: a curve that is known is found again, and too little is told."""

from __future__ import annotations

import numpy as np
import pytest

from engine.detection.candidates import Candidate
from engine.detection.score_calibration import Calibration, calibrated
from engine.instances import Box
from engine.training.object_boxes import LabelledBox

HERE, ELSEWHERE = Box(0, 0, 50, 50), Box(100, 100, 150, 150)


def album(curve: Calibration, photos: int) -> tuple[list[list[Candidate]], list[list[LabelledBox]]]:
    """A candidate in each photo, right as often as the curve says of its score."""
    rng = np.random.default_rng(0)
    found, truth = [], []
    for _ in range(photos):
        score = float(rng.uniform(0.05, 0.95))
        right = rng.random() < curve.chance(score)
        found.append([Candidate("dog", score, HERE if right else ELSEWHERE)])
        truth.append([LabelledBox(HERE, "dog", 1.0)])
    return found, truth


def test_the_curve_that_made_the_photos_is_found() -> None:
    curve = Calibration(2.5, 1.0)
    made = calibrated(*album(curve, 8000))
    assert made is not None
    for score in (0.1, 0.3, 0.4, 0.5, 0.7):
        assert made.chance(score) == pytest.approx(curve.chance(score), abs=0.025)


def test_no_curve_gives_the_scores_themselves() -> None:
    for score in (0.0, 0.2, 0.99, 1.0):
        assert Calibration().chance(score) == pytest.approx(score, abs=1e-5)
    assert Calibration.from_text(Calibration(2.5, -1.0).to_text()) == Calibration(2.5, -1.0)


def test_too_little_tells_nothing() -> None:
    found, truth = album(Calibration(2.5, 1.0), 30)
    assert calibrated(found, truth) is None
    assert calibrated([], []) is None


def test_scores_that_fall_with_the_truth_are_none() -> None:
    found, truth = album(Calibration(2.5, 1.0), 1000)
    turned = [[Candidate(c.label, 1 - c.score, c.box) for c in each] for each in found]
    assert calibrated(turned, truth) is None


def test_scores_that_part_right_from_wrong_end_somewhere() -> None:
    truth = [[LabelledBox(HERE, "dog", 1.0)]] * 60
    found = [[Candidate("dog", 0.9, HERE)]] * 30 + [[Candidate("dog", 0.2, ELSEWHERE)]] * 30
    made = calibrated(found, truth)
    assert made is not None
    assert made.chance(0.9) > 0.95
    assert made.chance(0.2) < 0.05
