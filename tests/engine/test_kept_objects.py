"""How many objects the filters of each stage keep."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.instances import Box
from engine.training.kept_objects import kept_objects, kept_words
from engine.training.object_boxes import LabelledBox
from engine.training.plan import TrainingPlan
from engine.training.stage_settings import Filters

PLAN = TrainingPlan((Path("photos"),))


def labelled(score: float, variance: float | None = None) -> LabelledBox:
    return LabelledBox(Box(0, 0, 60, 60), "dog", score, variance)


def test_each_stage_has_its_own_filters() -> None:
    objects = {"a": [labelled(0.9), labelled(0.45)], "b": [labelled(0.42)]}
    assert kept_words(PLAN, objects) == (
        "The instance stage learns from 1 of 3 objects in 1 photo. "
        "The fusion stage learns from 3 of 3 objects in 2 photos."
    )
    assert kept_words(replace(PLAN, stages=("full",)), objects) == ""


def test_variances_that_are_not_measured_count_as_enough() -> None:
    plan = PLAN.filtered(Filters(min_score=0.5, min_variance=100.0))
    assert kept_objects(plan, {"a": [labelled(0.9), labelled(0.9)]})[0].objects == 2
    assert kept_objects(plan, {"a": [labelled(0.9, 99.0), labelled(0.9, 101.0)]})[0].objects == 1
