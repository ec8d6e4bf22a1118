"""What a person is told when the filters keep no object, or next to none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.instances import Box
from engine.training.filter_advice import filter_advice, lowered, plan_advice
from engine.training.object_boxes import LabelledBox, Objects
from engine.training.plan import TrainingPlan
from engine.training.stage_settings import REPORT_FILTERS, Filters


def objects(*scores: float, variance: float | None = None) -> Objects:
    """One object in each photo."""
    return {
        f"{number}.jpg": [LabelledBox(Box(0, 0, 50, 50), "dog", score, variance)]
        for number, score in enumerate(scores)
    }


def test_filters_that_keep_something_need_no_advice() -> None:
    assert filter_advice(objects(0.3, 0.6), Filters(min_score=0.5), "instance") is None


def test_a_score_that_keeps_enough_is_advised() -> None:
    few_are_sure = objects(0.97, 0.96, *[0.86] * 30, *[0.4] * 30)
    advice = filter_advice(few_are_sure, REPORT_FILTERS, "fusion")
    assert advice is not None
    assert (advice.score, advice.kept, advice.photos) == (0.85, 32, 32)
    assert advice.message == (
        "No object passes the filters of the fusion stage. The highest of 62 scores is 0.97."
    )
    assert "Take 0.85 as the smallest score, which keeps 32 objects of 32 photos" in advice.remedy
    assert advice.option.endswith("--set fusion.filters.min_score=0.85")


def test_next_to_none_is_told_but_stops_nothing() -> None:
    few = objects(0.995, *[0.85] * 30)
    advice = filter_advice(few, REPORT_FILTERS, "fusion")
    assert advice is not None
    assert not advice.blocks
    assert advice.message == "Only 1 of 31 objects pass the filters of the fusion stage."
    assert "Take 0.85 as the smallest score" in advice.remedy
    assert filter_advice(objects(0.995, *[0.85] * 9), REPORT_FILTERS, "fusion") is None
    sure = Filters(min_score=0.5, most=1)
    crowd = {"a.jpg": [found for each in objects(*[0.9] * 50).values() for found in each]}
    assert filter_advice(crowd, sure, "fusion") is None, "the surest of a photo are no few"


def test_where_the_score_is_not_why_all_filters_are_named() -> None:
    flat = objects(0.97, 0.5, variance=10.0)
    advice = filter_advice(flat, REPORT_FILTERS, "instance")
    assert advice is not None
    assert advice.score is None
    assert advice.blocks
    assert "variance" in advice.remedy
    assert advice.option == ""
    nothing = filter_advice({}, REPORT_FILTERS, "instance")
    assert nothing is not None
    assert nothing.message == "No object passes the filters of the instance stage."


def test_a_plan_takes_the_advice_for_every_stage() -> None:
    plan = TrainingPlan((Path("photos"),)).with_recipe("report")
    found = objects(*[0.92] * 9, *[0.5] * 9)
    advice = plan_advice(plan, found)
    assert [told.stage for told in advice] == ["instance", "fusion"]
    lower = lowered(plan, advice)
    assert plan_advice(lower, found) == ()
    before = plan.settings["fusion"].filters
    assert lower.settings["fusion"].filters == replace(before, min_score=0.9)
    assert plan_advice(plan, {}) == ()
    assert plan_advice(replace(plan, stages=("full",)), found) == ()
