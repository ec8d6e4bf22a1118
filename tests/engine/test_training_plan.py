"""Plans and settings: what they refuse, and what comes back from run.json."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from engine.config import NETWORKS
from engine.errors import EngineError
from engine.training.plan import STAGES, TrainingPlan
from engine.training.recipes import RECIPES, STRIDES, recipe
from engine.training.stage_settings import REPORT_FILTERS, Filters, StageSettings

PLAN = TrainingPlan((Path("photos"),))


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_makes_a_plan_that_survives_its_file(name: str, network: str) -> None:
    plan = TrainingPlan(
        (Path("a"), Path("b.tar")), boxes=Path("b.csv"), network=network, recipe=name
    )
    assert TrainingPlan.from_json(plan.to_json()) == plan
    assert all(settings.side % STRIDES[network] == 0 for settings in plan.settings.values())
    assert all(path.is_absolute() for path in plan.data)


def test_the_papers_recipe_is_the_papers() -> None:
    made = recipe("paper", "siggraph")
    assert (made["full"].rate, made["full"].epochs, made["full"].batch) == (5e-4, 150, 16)
    assert (made["fusion"].rate, made["fusion"].epochs, made["fusion"].batch) == (5e-5, 30, 1)
    assert made["full"].beta == pytest.approx(1 / 110)
    assert made["full"].loss_scale == 20  # 10 times the sum over a and b, of which ours is a mean
    assert [made[stage].one_each for stage in STAGES] == [False, True, False]
    assert replace(PLAN, recipe="paper", settings={}, rule="").rule == "padded"


def test_the_reports_recipe_is_table_1() -> None:
    full = recipe("report", "unet")["full"]
    assert (full.rate, full.batch, full.side, full.loss) == (1e-5, 16, 128, "mse")
    assert full.filters == REPORT_FILTERS == Filters(0.99, 2000.0, 1.0, 10)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"rate": 0.0}, "learning rate is 0"),
        ({"rate": float("nan")}, "learning rate is nan"),
        ({"batch": 0}, "batch is 0"),
        ({"batch": 2.5}, "not a whole number"),
        ({"accumulate": 99}, "parts of a batch"),
        ({"loss": "l3"}, "no loss 'l3'"),
        ({"optimizer": "sgd"}, "no optimizer"),
        ({"steps": 0, "epochs": 0}, "needs a length"),
        ({"filters": {"min_score": 2}}, "smallest score is 2"),
        ({"speed": 3}, "no setting 'speed'"),
        ({"filters": {"nonsense": 2}}, "damaged"),
    ],
)
def test_settings_that_make_no_sense_are_one_sentence(values: dict, message: str) -> None:
    given = {**PLAN.settings["full"].to_json(), **values}
    with pytest.raises(EngineError, match=message):
        StageSettings.from_json(given)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"data": ()}, "no photos"),
        ({"stages": ()}, "No stage"),
        ({"stages": ("fool",)}, "no stage 'fool'"),
        ({"device": "gpu"}, "no device 'gpu'"),
        ({"split": 1.0}, "share of photos"),
        ({"subset": -1}, "subset"),
        ({"hold_out": "("}, "pattern"),
        ({"network": "resnet"}, "no network"),
    ],
)
def test_plans_that_make_no_sense_are_one_sentence(values: dict, message: str) -> None:
    with pytest.raises(EngineError, match=message):
        replace(PLAN, **values)


def test_a_side_that_does_not_fit_names_one_that_does() -> None:
    with pytest.raises(EngineError, match=r"multiple of 32.*Give 160") as caught:
        PLAN.changed("full", side=150)
    assert caught.value.remedy == "Give 160."


def test_stages_keep_their_order_and_filters_go_to_both() -> None:
    plan = replace(PLAN, stages=("fusion", "full"))
    assert plan.stages == ("full", "fusion")
    filtered = plan.filtered(REPORT_FILTERS)
    assert filtered.settings["instance"].filters == REPORT_FILTERS
    assert filtered.settings["fusion"].filters == REPORT_FILTERS
    assert filtered.needs_variances
    assert not replace(filtered, stages=("full",)).needs_variances
    assert plan.with_recipe("quick").settings == recipe("quick", "compact")


def test_lengths_come_from_steps_or_epochs() -> None:
    assert StageSettings(steps=7).length(100) == 7
    assert StageSettings(epochs=2, batch=16).length(100) == 13
    assert StageSettings(epochs=0.001, batch=16).length(3) == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": "x"}', '{"version": 1}', "nonsense"])
def test_a_damaged_plan_is_one_sentence(text: str) -> None:
    with pytest.raises(EngineError, match="damaged"):
        TrainingPlan.from_json(text)


def test_a_newer_plan_asks_for_an_update() -> None:
    told = json.loads(PLAN.to_json())
    with pytest.raises(EngineError, match="newer version"):
        TrainingPlan.from_json(json.dumps({**told, "version": 99}))
    broken = {**told, "settings": {**told["settings"], "full": {"steps": 1, "bacth": 3}}}
    with pytest.raises(EngineError, match="no setting 'bacth'"):
        TrainingPlan.from_json(json.dumps(broken))
    assert set(told["settings"]) == set(STAGES)
