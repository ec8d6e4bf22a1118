"""The objects page of the training window, and filters that keep too little."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from training_window_parts import (
    Answers,
)

from engine.steps import Step, Steps
from engine.training.object_boxes import all_measured
from engine.training.object_search import FoundObjects
from engine.training.recipes import recipe
from engine.training.stage_settings import REPORT_FILTERS
from gui.training.training_draft import Work
from gui.training.wizard_window import OBJECTS, PLAN, TrainingWindow

pytestmark = pytest.mark.usefixtures("own_home")


def test_boxes_of_a_file_are_counted_and_shown(qtbot: QtBot, with_boxes: TrainingWindow) -> None:
    page = with_boxes.objects_page
    made = page.statistics
    assert made is not None
    assert (made.objects, made.kept_objects) == (16, 8)
    assert made.dropped == {"score": 8}
    assert "8 objects in 8 photos are kept, 50 %. Dropped: 8 unsure." in page.kept.text()
    assert page.state == "8 kept"
    assert page.top.accessibleDescription() == "ball 8; ring 8"
    qtbot.waitUntil(lambda: page.kept_crops.images == 8, timeout=10_000)
    qtbot.waitUntil(lambda: page.dropped_crops.images == 8, timeout=10_000)


def test_filters_change_the_plan_and_the_counts(qtbot: QtBot, with_boxes: TrainingWindow) -> None:
    page, draft = with_boxes.objects_page, with_boxes.draft
    page.filter_box.score.setValue(0.7)
    assert draft.choices.settings["instance"].filters.min_score == 0.7
    assert draft.choices.settings["fusion"].filters.min_score == 0.4
    qtbot.waitUntil(lambda: page.statistics is not None and page.statistics.kept_objects == 4)
    page.filter_box.stage.setCurrentIndex(1)
    assert page.filter_box.score.value() == 0.4
    page.filter_box.report_button.click()
    for stage in ("instance", "fusion"):
        assert draft.choices.settings[stage].filters == REPORT_FILTERS
    qtbot.waitUntil(lambda: page.statistics is not None and page.statistics.kept_objects == 0)
    page.filter_box.preset_button.click()
    assert draft.choices.settings == recipe("compact", "compact")


def test_variances_are_measured_when_a_filter_asks_for_them(
    qtbot: QtBot, with_boxes: TrainingWindow
) -> None:
    page = with_boxes.objects_page
    assert not page.measure_button.isVisible()
    page.filter_box.variance.setValue(1)
    qtbot.waitUntil(page.measure_button.isVisible)
    page.measure_button.click()
    draft = with_boxes.draft
    qtbot.waitUntil(
        lambda: draft.found is not None and all_measured(draft.found.objects), timeout=10_000
    )
    qtbot.waitUntil(lambda: not page.measure_button.isVisible())
    page.filter_box.variance.setValue(60_000)
    qtbot.waitUntil(
        lambda: page.statistics is not None and page.statistics.dropped.get("variance") == 8
    )


def test_filters_that_keep_nothing_stop_the_plan_and_offer_a_score(
    qtbot: QtBot, with_boxes: TrainingWindow
) -> None:
    page, draft = with_boxes.plan_page, with_boxes.draft
    with_boxes.show_page(PLAN)
    assert not page.lower_button.isVisible()
    assert with_boxes.start_button.isEnabled()
    assert page.kept_note.isVisible()
    assert page.kept_note.text().startswith("The instance stage learns from ")
    page.recipe.setCurrentIndex(page.recipe.findData("report"))
    page.recipe.activated.emit(page.recipe.currentIndex())
    assert page.notice.text.startswith(
        "No object passes the filters of the instance stage. The highest of 14 scores is 0.80."
    )
    assert not with_boxes.start_button.isEnabled()
    assert page.lower_button.isVisible()
    advised = draft.objects_told.advice[0].score
    assert page.lower_button.text() == f"Take {advised:g} as the smallest score"
    page.lower_button.click()
    for stage in ("instance", "fusion"):
        assert draft.choices.settings[stage].filters.min_score == advised
    assert page.notice.text == ""
    assert not page.lower_button.isVisible()
    assert with_boxes.start_button.isEnabled()
    assert "Some values were changed" in page.recipe_note.text()


def test_a_file_of_other_photos_is_said_in_the_page(
    qtbot: QtBot, scanned: TrainingWindow, tmp_path: Path, training_questions: Answers
) -> None:
    strange = tmp_path / "strange.csv"
    strange.write_text("name,label,score,left,top,right,bottom\nx.jpg,cat,0.9,1,1,9,9\n")
    training_questions.a_file = strange
    page = scanned.objects_page
    scanned.show_page(OBJECTS)
    page.file.choose_button.click()
    qtbot.waitUntil(lambda: page.notice.text.startswith("None of the boxes"), timeout=10_000)
    assert page.look_button.isEnabled()
    page.by_detector.setChecked(True)
    assert page.notice.text == ""
    assert scanned.draft.choices.boxes is None


def test_looking_for_objects_is_paused_and_goes_on(
    qtbot: QtBot, scanned: TrainingWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looking(plan: object, scan: object) -> Steps[FoundObjects]:
        for done in range(100):
            yield Step("Looking for objects", done, 100)
            time.sleep(0.005)
        return FoundObjects({}, 8, "test detector")

    monkeypatch.setattr("gui.training.training_draft.searching", looking)
    page = scanned.objects_page
    scanned.show_page(OBJECTS)
    page.look_button.click()
    qtbot.waitUntil(lambda: page.progress.bar.value() > 5)
    assert "of 100" in page.progress.label.text()
    assert page.state.startswith("Looking")
    page.progress.cancel_button.click()
    assert scanned.draft.working(Work.OBJECTS) is None
    assert page.look_button.isEnabled()
    assert page.look_button.text() == "Go on looking"
    assert "What was found so far is kept." in page.nothing.text()
    page.look_button.click()
    qtbot.waitUntil(lambda: scanned.draft.found is not None, timeout=10_000)
    assert "No objects were found" in page.nothing.text()


def test_objects_are_not_needed_for_the_full_image(scanned: TrainingWindow) -> None:
    for stage in ("instance", "fusion"):
        scanned.plan_page.table.trained[stage].click()
    assert scanned.draft.choices.stages == ("full",)
    assert scanned.objects_page.state == "Not needed"
    scanned.show_page(OBJECTS)
    assert "needs no objects" in scanned.objects_page.nothing.text()
