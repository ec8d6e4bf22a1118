"""The figures of detectors: simple cases, COCO's own evaluation, and the best threshold."""

from __future__ import annotations

import numpy as np
import pytest

from engine.detection.candidates import Candidate
from engine.detection.coco_figures import coco_figures
from engine.detection.detector_figures import best_threshold, evaluate
from engine.instances import Box
from engine.training.object_boxes import LabelledBox


def test_the_best_threshold_keeps_what_is_right() -> None:
    truth = [[LabelledBox(Box(0, 0, 50, 50), "dog", 1.0)]] * 4
    box, stray = Box(0, 0, 50, 50), Box(60, 60, 120, 120)
    found = [
        [Candidate("dog", score, box), Candidate("dog", score - 0.1, stray)]
        for score in (0.5, 0.45, 0.42, 0.4)
    ]
    threshold = best_threshold(found, truth, 0.1, 0.6, default=0.25)
    assert 0.35 < threshold <= 0.42  # all but one of the right ones, and few of the stray ones
    assert best_threshold([[]], [[]], 0.1, 0.6, default=0.25) == 0.25
    assert best_threshold(found, truth, 0.1, 0.3, default=0.25) <= 0.3


def test_figures_of_simple_cases() -> None:
    truth = [[LabelledBox(Box(0, 0, 50, 50), "dog", 1.0)], []]
    right = Candidate("dog", 0.9, Box(0, 0, 50, 45))
    assert evaluate([[right], []], truth).ap50 == pytest.approx(1.0)
    assert evaluate([[right], []], truth).recall == 1.0
    better_wrong = Candidate("dog", 0.95, Box(60, 0, 110, 50))
    assert evaluate([[right], [better_wrong]], truth).ap50 == pytest.approx(0.5)
    other_name = Candidate("cat", 0.9, Box(0, 0, 50, 45))
    assert evaluate([[other_name], []], truth).ap50 == 0.0
    assert evaluate([[other_name], []], truth).recall == 1.0
    crowd = [Candidate("dog", 0.95, Box(60, 0, 110, 50))] * 8
    assert evaluate([[*crowd, right], []], truth).recall == 0.0  # the ninth box is too late
    tiny = [[LabelledBox(Box(0, 0, 10, 10), "dog", 1.0)]]
    assert evaluate([[right]], tiny).objects == 0


def test_figures_equal_cocos() -> None:
    pytest.importorskip("pycocotools")
    rng = np.random.default_rng(4)
    names = ("dog", "cat", "car")
    truth: list[list[LabelledBox]] = []
    found: list[list[Candidate]] = []
    for _ in range(40):
        objects, candidates = [], []
        for _ in range(rng.integers(0, 14)):
            x, y, w, h = rng.uniform(0, 100, 2).tolist() + rng.uniform(15, 90, 2).tolist()
            label = str(rng.choice(names))
            objects.append(LabelledBox(Box(x, y, x + w, y + h), label, 1.0))
            for _ in range(rng.integers(0, 3)):
                moved = np.array([x, y, x + w, y + h]) + rng.normal(0, 6, 4)
                named = label if rng.random() < 0.8 else str(rng.choice(names))
                box = Box(*moved.tolist())
                if box.width > 1 and box.height > 1:
                    candidates.append(Candidate(named, float(rng.random()), box))
        truth.append(objects)
        found.append(candidates)
    figures = evaluate(found, truth)

    ap50, recall = coco_figures(found, truth)
    assert 0.2 < figures.ap50 < 0.9
    assert figures.ap50 == pytest.approx(ap50, abs=1e-6)
    assert figures.recall == pytest.approx(recall, abs=1e-6)
    assert coco_figures([[]], [[]]) == (0.0, 0.0)
