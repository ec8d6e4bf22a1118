"""The plan page of the training window."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from training_parts import write_photos
from training_window_parts import (
    CPU_ONLY,
    WITH_CARDS,
    Answers,
)

from engine.errors import EngineError
from engine.networks.checkpoint_folders import STAGES, stages_in
from engine.steps import Step, Steps
from engine.training.photo_store import split
from engine.training.preparation import subset
from engine.training.recipes import recipe
from engine.training.wizard import StageEstimate, TrainingWizard
from gui.training.stage_table import NumberField
from gui.training.wizard_window import PLAN, RUN, TrainingWindow

pytestmark = pytest.mark.usefixtures("own_home")


def test_a_preset_sets_all_values_and_says_when_they_were_changed(scanned: TrainingWindow) -> None:
    page, draft = scanned.plan_page, scanned.draft
    page.recipe.choose("quick")
    page.recipe.activated.emit(page.recipe.currentIndex())
    assert draft.choices.settings == recipe("quick", "compact")
    assert page.table.lengths["full"].number.text() == "150"
    assert "changed" not in page.recipe_note.text()
    page.table.editors["full", "batch"].setText("4")  # type: ignore[attr-defined]
    page.table.edited.emit()
    assert draft.choices.settings["full"].batch == 4
    assert "Some values were changed." in page.recipe_note.text()
    page.network.choose("unet")
    page.network.activated.emit(page.network.currentIndex())
    assert draft.choices.network == "unet"
    assert draft.choices.settings == recipe("quick", "unet")
    assert "unet" in page.place.folder.name
    assert not page.variant.isEnabled()


def test_passes_take_the_place_of_steps(scanned: TrainingWindow) -> None:
    length = scanned.plan_page.table.lengths["full"]
    length.number.setText("2.5")
    length.unit.choose("passes")
    length.edited.emit()
    settings = scanned.draft.choices.settings["full"]
    assert (settings.steps, settings.epochs) == (0, 2.5)
    length.unit.choose("steps")
    length.edited.emit()
    assert "2.5 steps" in scanned.draft.trouble


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("side", "100", "Give 96."),
        ("batch", "0", "whole number from 1"),
        ("batch", "many", "no whole number"),
        ("rate", "-1", "learning rate"),
        ("rate", "", "no number"),
    ],
)
def test_wrong_values_are_said_and_nothing_starts(
    scanned: TrainingWindow, name: str, text: str, said: str
) -> None:
    page = scanned.plan_page
    scanned.show_page(PLAN)
    assert scanned.start_button.isEnabled()
    editor = page.table.editors["full", name]
    right = editor.text()  # type: ignore[attr-defined]
    editor.setText(text)  # type: ignore[attr-defined]
    page.table.edited.emit()
    assert said in page.notice.text
    assert page.state == "To be corrected"
    assert not scanned.start_button.isEnabled()
    assert editor.text() == text  # type: ignore[attr-defined]
    editor.setText(right)  # type: ignore[attr-defined]
    page.table.edited.emit()
    assert page.notice.text == ""
    assert scanned.start_button.isEnabled()


def test_the_networks_own_size_is_an_empty_field(scanned: TrainingWindow) -> None:
    page = scanned.plan_page
    scanned.show_page(PLAN)
    editor = page.table.editors["instance", "side"]
    assert (editor.text(), editor.placeholderText()) == ("", "own")  # type: ignore[attr-defined]
    for text, side in (("96", 96), ("", 0), ("0", 0)):
        editor.setText(text)  # type: ignore[attr-defined]
        page.table.edited.emit()
        assert page.notice.text == ""
        assert scanned.draft.plan.settings["instance"].side == side


def test_a_stage_that_lacks_another_says_so(scanned: TrainingWindow) -> None:
    scanned.plan_page.table.trained["full"].click()
    assert "needs the checkpoint of the full-image stage" in scanned.plan_page.notice.text
    assert "start from" in scanned.draft.obstacle()


def test_advanced_values_are_folded_away(scanned: TrainingWindow) -> None:
    page = scanned.plan_page
    scanned.show_page(PLAN)
    assert not page.advanced.isVisible()
    page.advanced_button.click()
    assert page.advanced.isVisible()
    page.rule.choose("added")
    page.hold_out.setText("0$")
    page.more.editors["fusion", "stray"].setText("0.25")  # type: ignore[attr-defined]
    page.more.edited.emit()
    plan = scanned.draft.choices
    assert (plan.rule, plan.hold_out, plan.settings["fusion"].stray) == ("added", "0$", 0.25)
    assert ("full", "stray") not in page.more.editors


def test_the_apps_checkpoints_can_be_trained_on(scanned: TrainingWindow) -> None:
    start = scanned.plan_page.start_from
    scanned.show_page(PLAN)
    assert not start.fine_tune.isEnabled()
    start.own_button.click()
    assert not start.own_button.isEnabled()
    start.fine_tune.click()
    plan = scanned.draft.choices
    assert plan.start_from is not None
    assert stages_in(plan.start_from) == STAGES
    assert plan.fine_tune
    assert scanned.draft.missing() == ()
    start.folder.clear_button.click()
    assert (scanned.draft.choices.start_from, scanned.draft.choices.fine_tune) == (None, False)
    scanned.plan_page.network.choose("unet")
    scanned.plan_page.network.activated.emit(0)
    assert not start.own_button.isEnabled()  # none of that network comes with the app


def test_without_a_graphics_card_it_is_said(qtbot: QtBot, training_window: TrainingWindow) -> None:
    training_window.show_page(PLAN)
    qtbot.waitUntil(lambda: training_window.draft.machine is not None)
    assert "There is no graphics card" in training_window.plan_page.device_note.text()
    assert training_window.plan_page.device.itemText(0) == "Automatic (CPU)"


def test_graphics_cards_can_be_chosen(qtbot: QtBot, scanned: TrainingWindow) -> None:
    scanned.show_page(PLAN)
    qtbot.waitUntil(lambda: scanned.draft.machine is not None)
    page = scanned.plan_page
    scanned.draft._machine_known(WITH_CARDS)
    assert page.device_note.text() == ""
    names = [page.device.itemData(row) for row in range(page.device.count())]
    assert names == ["auto", "cpu", "cuda", "cuda:1"]
    page.device.choose("cpu")
    page.device.activated.emit(1)
    assert "many times as long" in page.device_note.text()
    page.device.choose("cuda:1")
    page.device.activated.emit(3)
    assert scanned.draft.choices.device == "cuda:1"
    assert scanned.draft.obstacle() == ""
    scanned.draft._machine_known(CPU_ONLY)  # the card is gone
    assert page.device.currentText().endswith("not here")
    assert "chosen device" in scanned.draft.obstacle()


def test_the_time_is_measured_and_outdated_by_changes(
    qtbot: QtBot, scanned: TrainingWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, int]] = []

    def estimate(wizard: object, plan: object, counts: dict[str, int]) -> Steps[object]:
        asked.append(counts)
        made = StageEstimate(
            stage="full",
            steps=1700,
            seconds_per_step=2.0,
            images_per_second=16.0,
            compute_share=0.75,
            memory_mb=1500.0,
            seconds=3400.0,
        )
        yield Step("Trying the stages", 1, 1, made)
        return {"full": made}

    monkeypatch.setattr(TrainingWizard, "estimate", estimate)
    box = scanned.plan_page.estimate
    box.button.click()
    qtbot.waitUntil(lambda: scanned.draft.estimate_holds)
    assert box.total.text().startswith("About 57 minutes")
    assert asked[0]["full"] == 7
    cells = [box._grid.itemAt(n).widget().text() for n in range(box._grid.count())]
    assert cells == [
        "Full image",
        "1,700 steps",
        "57 minutes",
        "16 pictures a second",
        "1.6 GB of memory",  # 1500 MiB
        "25 % waiting for photos",
    ]
    scanned.plan_page.seed.setValue(5)
    assert not scanned.draft.estimate_holds
    assert "Measure again" in box.total.text()


def test_an_estimate_that_fails_is_said_in_the_page(
    qtbot: QtBot, scanned: TrainingWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def estimate(*_: object) -> Steps[object]:
        yield Step("Trying", 0, 1)
        raise EngineError("The memory does not suffice.", "Take a smaller batch.")

    monkeypatch.setattr(TrainingWizard, "estimate", estimate)
    scanned.plan_page.estimate.button.click()
    notice = scanned.plan_page.notice
    qtbot.waitUntil(lambda: notice.text == "The memory does not suffice. Take a smaller batch.")
    assert scanned.plan_page.estimate.button.isEnabled()


def test_a_chosen_folder_that_is_not_empty_gets_a_fresh_one_inside(
    scanned: TrainingWindow, tmp_path: Path, training_questions: Answers
) -> None:
    page = scanned.plan_page
    assert page.place.folder.parent == tmp_path / "runs"
    training_questions.a_folder = tmp_path / "photos"
    page.place.field.choose_button.click()
    assert page.place.folder.parent == tmp_path / "photos"
    training_questions.a_folder = tmp_path / "fresh"
    page.place.field.choose_button.click()
    assert page.place.folder == tmp_path / "fresh"
    assert str(page.place.folder) in page.place.note.text()


def test_a_chosen_empty_folder_is_followed_once_it_holds_the_run(
    qtbot: QtBot,
    scanned: TrainingWindow,
    tmp_path: Path,
    training_questions: Answers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("engine.training.wizard.start_detached", lambda *_: 2**22 - 3)
    for stage in ("instance", "fusion"):
        scanned.plan_page.table.trained[stage].click()
    training_questions.a_folder = tmp_path / "fresh"
    training_questions.a_folder.mkdir()
    scanned.show_page(PLAN)
    scanned.plan_page.place.field.choose_button.click()
    qtbot.waitUntil(lambda: not scanned.draft.obstacle())
    scanned.start_button.click()
    qtbot.waitUntil(lambda: scanned.page == RUN)
    assert scanned.watcher.folder == tmp_path / "fresh"
    assert scanned.plan_page.place.folder.parent == tmp_path / "runs", "for the next one"


def test_the_time_is_that_of_the_photos_that_are_drawn(
    qtbot: QtBot, scanned: TrainingWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, int]] = []

    def estimate(wizard: object, plan: object, counts: dict[str, int]) -> Steps[object]:
        asked.append(counts)
        yield Step("Trying the stages", 1, 1)
        return {"full": StageEstimate("full", 1, 1.0, 1.0, 1.0, None, 1.0)}

    monkeypatch.setattr(TrainingWizard, "estimate", estimate)
    page, draft = scanned.plan_page, scanned.draft
    page.subset.setValue(4)
    page.hold_out.setText("[1357]$")
    page.hold_out.editingFinished.emit()
    page.estimate.button.click()
    qtbot.waitUntil(lambda: draft.estimate_holds)
    assert draft.scanned is not None
    names = [photo.name for photo in subset(draft.scanned.scan.photos, 4, 0)]
    assert asked[0]["instance"] == len(split(names, "[1357]$")[0])
    draft.add_sources([write_photos(tmp_path / "others" / "photos", side=120)])
    qtbot.waitUntil(lambda: draft.scanned is not None, timeout=10_000)
    assert not draft.estimate_holds, "more photos make longer passes"


def test_a_preset_stays_exact_where_its_numbers_are_long(scanned: TrainingWindow) -> None:
    page = scanned.plan_page
    page.recipe.choose("paper")
    page.recipe.activated.emit(page.recipe.currentIndex())
    page.seed.setValue(5)
    assert scanned.draft.choices.settings == recipe("paper", "compact")
    assert "changed" not in page.recipe_note.text()
    beta = page.more.editors["full", "beta"]
    assert isinstance(beta, NumberField)
    assert beta.text() == "0.00909091"  # of 1 / 110
    beta.setText("0.0090909")
    beta.editingFinished.emit()
    assert scanned.draft.choices.settings["full"].beta == 0.0090909
