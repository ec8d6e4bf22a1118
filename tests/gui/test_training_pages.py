"""The pages of the training wizard on small real photos."""

from __future__ import annotations

import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from training_parts import WrittenRun, write_bad_photos, write_photos

from engine.errors import EngineError
from engine.readiness import DeviceStatus, Readiness
from engine.steps import Step, Steps
from engine.training.events import (
    Evaluated,
    Failed,
    Finished,
    Noted,
    Progress,
    Sampled,
    Snapshot,
    StageFinished,
    StageStarted,
    Started,
    Stopped,
    Validated,
)
from engine.training.known_runs import remember
from engine.training.object_boxes import all_measured
from engine.training.object_search import FoundObjects
from engine.training.photo_scan import LeftOut
from engine.training.recipes import recipe
from engine.training.stage_settings import REPORT_FILTERS
from engine.training.wizard import StageEstimate, TrainingWizard
from gui import theme
from gui.training import draft_work
from gui.training.draft_work import Machine
from gui.training.left_out_list import IMAGE_ROLE, PHOTO_ROLE, LeftOutModel
from gui.training.training_draft import Work
from gui.training.wizard_page import TrainingQuestions
from gui.training.wizard_window import OBJECTS, PHOTOS, PLAN, RUN, TrainingWindow

CPU_ONLY = Machine(Readiness((DeviceStatus("cpu", True),), (), ""))
WITH_CARDS = Machine(
    Readiness((DeviceStatus("cpu", True), DeviceStatus("cuda", True, "Fast")), (), ""),
    ("Fast", "Faster"),
)


class Answers(TrainingQuestions):
    """Answers at once."""

    def __init__(self) -> None:
        self.a_folder: Path | None = None
        self.a_file: Path | None = None
        self.some_tars: list[Path] = []

    def folder(self, parent: QWidget, title: str, start: Path | None) -> Path | None:
        return self.a_folder

    def file(self, parent: QWidget, title: str, start: Path | None, kinds: str) -> Path | None:
        return self.a_file

    def tars(self, parent: QWidget, start: Path | None) -> list[Path]:
        return self.some_tars


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists of runs and found objects of the tests' own, and no look at the machine."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data-home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "data-home"))
    monkeypatch.setattr("gui.training.training_draft.looking_around", lambda _: given(CPU_ONLY))


def given(result: object) -> Steps[object]:
    yield Step("Working", 0, 1)
    return result


@pytest.fixture
def questions() -> Answers:
    return Answers()


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, questions: Answers
) -> Iterator[TrainingWindow]:
    theme.apply(qapp)
    made = TrainingWindow(questions=questions, runs_folder=tmp_path / "runs")
    qtbot.addWidget(made)
    unexpected: list[Exception] = []
    made.surprised.connect(unexpected.append)
    made.resize(1100, 760)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    assert made.shut_down()
    assert not unexpected


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    return write_photos(tmp_path / "photos")


@pytest.fixture
def scanned(qtbot: QtBot, window: TrainingWindow, photos: Path) -> TrainingWindow:
    window.draft.add_sources([photos])
    qtbot.waitUntil(lambda: window.draft.scanned is not None, timeout=10_000)
    return window


@pytest.fixture
def with_boxes(qtbot: QtBot, scanned: TrainingWindow, questions: Answers) -> TrainingWindow:
    page = scanned.objects_page
    questions.a_file = scanned.draft.sources[0].parent / "boxes.csv"
    scanned.show_page(OBJECTS)
    page.file.choose_button.click()
    qtbot.waitUntil(lambda: page.statistics is not None, timeout=10_000)
    return scanned


# Photos


def test_nothing_is_added_yet(window: TrainingWindow) -> None:
    page = window.photos_page
    assert page.state == "None yet"
    assert page.empty.isVisible()
    assert window.draft.obstacle() == "Add photos first."
    window.show_page(PLAN)
    assert not window.start_button.isEnabled()
    assert window.hint.text() == "Add photos first."
    window.show_page(OBJECTS)
    assert window.objects_page.nothing.text() == "Add photos first."


def test_photos_are_read_and_those_left_out_are_listed(
    qtbot: QtBot, window: TrainingWindow, photos: Path, questions: Answers
) -> None:
    write_bad_photos(photos)
    before = {path: path.read_bytes() for path in photos.rglob("*") if path.is_file()}
    questions.a_folder = photos
    page = window.photos_page
    page.first_button.click()
    qtbot.waitUntil(lambda: window.draft.scanned is not None, timeout=10_000)
    assert page.count.text() == "8 photos to use"
    assert page.details.text().startswith(
        "Left out: 1 unreadable, 1 grey, 1 duplicate, 1 too small."
    )
    assert "few" in page.details.text()
    assert page.state == "8 photos"
    model = page.left_out.model
    kinds = {model.index(row).data(PHOTO_ROLE).kind for row in range(model.rowCount())}
    assert kinds == {"unreadable", "grey", "duplicate", "small"}
    assert {path: path.read_bytes() for path in before} == before


def test_the_list_is_filtered_and_shows_thumbnails(
    qtbot: QtBot, window: TrainingWindow, photos: Path
) -> None:
    write_bad_photos(photos)
    window.draft.add_sources([photos])
    left_out = window.photos_page.left_out
    model = left_out.model
    qtbot.waitUntil(lambda: model.rowCount() == 4, timeout=10_000)
    qtbot.waitUntil(lambda: len(model._images) == 4, timeout=10_000)
    made = {name for name, image in model._images.items() if image is not None}
    assert made == {"scan.png", "tiny.png", "zz copy.png"}
    left_out.kinds.setCurrentIndex(left_out.kinds.findData("duplicate"))
    assert [model.index(row).data() for row in range(model.rowCount())] == ["zz copy.png"]
    assert "same file as p000.png" in model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    left_out.search.setText("nothing like it")
    assert model.rowCount() == 0
    left_out.kinds.setCurrentIndex(0)
    left_out.search.setText("TINY")
    assert model.rowCount() == 1


def test_rows_that_were_passed_by_get_their_thumbnails_too(qtbot: QtBot) -> None:
    model = LeftOutModel()
    asked: list[list[str]] = []
    model.wanted.connect(asked.append)
    model.set_photos([LeftOut(name, "grey", "is grey") for name in "abcd"])
    for row in (0, 1):
        model.index(row).data(IMAGE_ROLE)
    qtbot.waitUntil(lambda: asked == [["a", "b"]])
    model.put_image("a", None)
    model.index(2).data(IMAGE_ROLE)  # asking again replaces what was being made
    qtbot.waitUntil(lambda: asked == [["a", "b"], ["c", "b"]])


def test_no_photo_can_be_used(qtbot: QtBot, window: TrainingWindow, tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "broken.jpg").write_bytes(b"")
    window.draft.add_sources([folder])
    qtbot.waitUntil(lambda: window.draft.scanned is not None, timeout=10_000)
    assert window.photos_page.notice.text.startswith("None of these photos can be used.")
    assert window.photos_page.state == "None usable"
    assert window.draft.obstacle() == "None of the photos can be used."


def test_an_empty_folder_is_said_in_the_page(
    qtbot: QtBot, window: TrainingWindow, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    window.draft.add_sources([tmp_path / "empty"])
    page = window.photos_page
    qtbot.waitUntil(lambda: "no photos" in page.notice.text, timeout=10_000)
    assert page.count.text() == "Not read yet"
    assert window.draft.obstacle() == "Read the photos first."
    page.remove_current()
    assert page.notice.text == ""
    assert page.empty.isVisible()


def test_folders_and_tars_can_be_dropped(
    qtbot: QtBot, window: TrainingWindow, photos: Path, tmp_path: Path
) -> None:
    tar = tmp_path / "more.tar"
    with tarfile.open(tar, "w") as packed:
        packed.add(write_photos(tmp_path / "others", 3, side=80), "others")
    mime = QMimeData()
    paths = (photos, tar, photos / "p000.png")
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.photos_page.dropEvent(event)
    assert window.draft.sources == (photos, tar)
    qtbot.waitUntil(lambda: window.draft.usable > 8, timeout=10_000)


def test_reading_can_be_cancelled_and_begun_again(
    qtbot: QtBot, window: TrainingWindow, photos: Path
) -> None:
    window.draft.add_sources([photos])
    page = window.photos_page
    assert page.progress.isVisible()
    page.progress.cancel_button.click()
    assert page.count.text() == "Not read yet"
    qtbot.wait(100)
    assert window.draft.scanned is None
    page.again_button.click()
    qtbot.waitUntil(lambda: window.draft.usable == 8, timeout=10_000)
    assert not page.progress.isVisible()


def test_a_source_is_taken_out_by_keyboard(
    qtbot: QtBot, scanned: TrainingWindow, tmp_path: Path
) -> None:
    scanned.draft.add_sources([write_photos(tmp_path / "second" / "photos", 3)])
    page = scanned.photos_page
    page.sources.setCurrentRow(0)
    page.sources.setFocus()
    qtbot.keyClick(page.sources, Qt.Key.Key_Delete)
    assert len(scanned.draft.sources) == 1
    qtbot.waitUntil(lambda: scanned.draft.usable == 3, timeout=10_000)


# Objects


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
    qtbot: QtBot, scanned: TrainingWindow, tmp_path: Path, questions: Answers
) -> None:
    strange = tmp_path / "strange.csv"
    strange.write_text("name,label,score,left,top,right,bottom\nx.jpg,cat,0.9,1,1,9,9\n")
    questions.a_file = strange
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


# Plan


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


def test_without_a_graphics_card_it_is_said(qtbot: QtBot, window: TrainingWindow) -> None:
    window.show_page(PLAN)
    qtbot.waitUntil(lambda: window.draft.machine is not None)
    assert "There is no graphics card" in window.plan_page.device_note.text()
    assert window.plan_page.device.itemText(0) == "Automatic (CPU)"


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
        "1.5 GB of memory",
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
    scanned: TrainingWindow, tmp_path: Path, questions: Answers
) -> None:
    page = scanned.plan_page
    assert page.place.folder.parent == tmp_path / "runs"
    questions.a_folder = tmp_path / "photos"
    page.place.field.choose_button.click()
    assert page.place.folder.parent == tmp_path / "photos"
    questions.a_folder = tmp_path / "fresh"
    page.place.field.choose_button.click()
    assert page.place.folder == tmp_path / "fresh"
    assert str(page.place.folder) in page.place.note.text()


# Run


def course(written: WrittenRun) -> None:
    """A run in its full-image stage."""
    written.beat()
    written.tell(
        Started(device="cpu"),
        StageStarted(stage="full", step=0, steps=100, samples=9, batch=4),
        Progress(
            stage="full", step=40, steps=100, loss=0.1, lr=1e-3, images_per_second=12.0,
            waiting=0.3, memory_mb=900.0, seconds_left=60.0,
        ),
        Validated(stage="full", step=40, validation={"psnr": 23.5, "psnr_grey": 22.0,
                                                     "colourfulness": 20.0, "loss": 0.2}),
        Snapshot(stage="full", step=40),
    )  # fmt: skip


@pytest.fixture
def written(tmp_path: Path) -> WrittenRun:
    return WrittenRun(tmp_path / "runs" / "one")


@pytest.fixture
def state(qtbot: QtBot, window: TrainingWindow) -> Callable[[str], None]:
    def wait(wanted: str) -> None:
        qtbot.waitUntil(
            lambda: window.run_page.status is not None and window.run_page.status.state == wanted
        )

    window.watcher._pauses = 0.01, 0.01
    return wait


def test_no_run_yet(window: TrainingWindow) -> None:
    window.show_page(RUN)
    assert window.run_page.state == "None yet"
    window.run_page.plan_button.click()
    assert window.page == PHOTOS


def test_a_running_run(
    qtbot: QtBot, window: TrainingWindow, written: WrittenRun, state: Callable[[str], None]
) -> None:
    course(written)
    window.follow(written.run.path)
    state("running")
    page = window.run_page
    assert page.sentence.text().startswith("Training the full-image network: step 40 of 100")
    assert "60 seconds left" in page.sentence.text()
    assert page.state == "Full image, 13 %"
    assert (
        page.charts.facts.full_text
        == "cpu · 12 pictures/s · 30 % waiting for photos · 0.9 GB · safe to step 40"
    )
    assert page.progress.parts()[0] == ("Full image", "40 of 100 steps", 0.4)
    assert page.charts.psnr.accessibleDescription() == "recoloured 23.50, grey 22.00"
    assert page.bar.pause_button.isEnabled()
    assert not page.bar.resume_button.isVisible()
    page.bar.pause_button.click()
    qtbot.waitUntil(lambda: written.run.stop_requested)
    state("stopping")
    assert not page.bar.pause_button.isEnabled()


@pytest.mark.parametrize(
    ("ended", "wanted", "said"),
    [
        ((), "died", "The training process ended without a word in the full-image stage. "
                     "Resume to go on from step 40."),
        ((Failed(message="The disk is full.", remedy="Make some room and resume."),), "failed",
         "The disk is full. Make some room and resume."),
        ((Failed(message="The graphics card stopped working: lost.", remedy="Resume."),), "failed",
         "The graphics card stopped working: lost. Resume."),
    ],
)  # fmt: skip
def test_a_run_that_went_wrong_says_what_to_do(
    window: TrainingWindow,
    written: WrittenRun,
    state: Callable[[str], None],
    ended: tuple[Failed, ...],
    wanted: str,
    said: str,
) -> None:
    course(written)
    written.tell(*ended)
    written.die()
    window.follow(written.run.path)
    state(wanted)
    bar = window.run_page.bar
    assert window.run_page.notice.text == said
    assert bar.resume_button.isVisible()
    assert bar.otherwise_button.isVisible()
    assert not bar.pause_button.isVisible()


def test_resuming_otherwise_changes_the_plan(
    qtbot: QtBot,
    window: TrainingWindow,
    written: WrittenRun,
    state: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    launched: list[Path] = []
    monkeypatch.setattr(TrainingWizard, "_launch", lambda wizard: launched.append(wizard.run.path))
    course(written)
    written.die()
    window.follow(written.run.path)
    state("died")
    rate = written.run.plan().settings["full"].rate
    window.run_page.bar.slower_action.trigger()
    qtbot.waitUntil(lambda: len(launched) == 1)
    assert written.run.plan().settings["full"].rate == rate / 2
    qtbot.waitUntil(lambda: window.draft.working(Work.RUN) is None)
    window.run_page.bar.processor_action.trigger()
    qtbot.waitUntil(lambda: len(launched) == 2)
    assert written.run.plan().device == "cpu"


def test_a_resume_that_fails_is_said(
    qtbot: QtBot,
    window: TrainingWindow,
    written: WrittenRun,
    state: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(wizard: TrainingWizard) -> int:
        raise EngineError("The training process could not be started: no memory.", "Free some.")

    monkeypatch.setattr(TrainingWizard, "_launch", fail)
    course(written)
    written.tell(Stopped())
    written.die()
    window.follow(written.run.path)
    state("stopped")
    assert window.run_page.sentence.text().startswith("Stopped in the full-image stage")
    window.run_page.bar.resume_button.click()
    qtbot.waitUntil(lambda: "could not be started" in window.run_page.notice.text)
    assert window.run_page.bar.resume_button.isEnabled()


def test_a_finished_run_gives_its_checkpoints(
    qtbot: QtBot, window: TrainingWindow, written: WrittenRun, state: Callable[[str], None]
) -> None:
    course(written)
    table = {"whole": {"grey": {"psnr": 22.0, "psnr_low": 21.5, "psnr_high": 22.5, "ssim": 0.9},
                       "truth": {"psnr": 99.0, "colourfulness": 40.0}}}  # fmt: skip
    written.tell(
        StageFinished(stage="full", path="checkpoints/full.safetensors"),
        Noted(message="The batch was halved."),
        Evaluated(table=table),
        Finished(),
    )
    written.die()
    window.follow(written.run.path)
    state("finished")
    page = window.run_page
    assert page.state == "Finished"
    assert not page.bar.use_button.isEnabled()
    assert "full image, instances and fusion are missing" in page.bar.use_button.toolTip()
    assert page.figures.item(0, 0).text() == "Whole photos"
    assert page.figures.item(1, 1).text() == "22.00 ± 0.50"
    assert page.figures.item(2, 1).text() == ""
    page.charts.details_button.click()
    assert "The batch was halved." in page.log.toPlainText()
    assert "Full image: 2,800 steps, batch 32" in page.log.toPlainText()
    written.run.checkpoints.mkdir()
    for stage in ("full", "instance", "fusion"):
        (written.run.checkpoints / f"{stage}.safetensors").touch()
    page._refresh_buttons()
    with qtbot.waitSignal(window.use_checkpoints) as used:
        page.bar.use_button.click()
    assert used.args == [written.run.checkpoints]


def test_samples_follow_the_training_until_the_slider_is_moved(
    qtbot: QtBot, window: TrainingWindow, written: WrittenRun, state: Callable[[str], None]
) -> None:
    from training_parts import write_colours

    def sample(step: int, side: int) -> Sampled:
        path = f"samples/full/{step:07}.png"
        write_colours(written.run.path / path, step, side=side)
        return Sampled(stage="full", step=step, path=path)

    course(written)
    written.tell(sample(10, 60), sample(20, 70))
    window.follow(written.run.path)
    samples = window.run_page.samples
    assert not samples.slider.isVisibleTo(samples), "there is nothing yet to move through"
    qtbot.waitUntil(lambda: samples.picture.image.height() == 70)
    assert samples.label.text() == "Step 20"
    written.tell(sample(30, 80))
    qtbot.waitUntil(lambda: samples.picture.image.height() == 80)
    assert samples.slider.isVisibleTo(samples)
    samples.slider.setValue(0)
    qtbot.waitUntil(lambda: samples.picture.image.height() == 60)
    written.tell(sample(40, 90))
    qtbot.waitUntil(lambda: samples.slider.maximum() == 3)
    assert samples.label.text() == "Step 10"
    (written.run.path / "samples/full/0000020.png").write_bytes(b"broken")
    samples.slider.setValue(1)
    qtbot.waitUntil(lambda: samples.picture.image.isNull())


def test_earlier_runs_are_found_again_and_the_one_that_goes_on_first(
    qtbot: QtBot, window: TrainingWindow, tmp_path: Path, state: Callable[[str], None]
) -> None:
    window.close()
    going_on, stopped = WrittenRun(tmp_path / "runs" / "a"), WrittenRun(tmp_path / "runs" / "b")
    course(going_on)
    for run in (going_on, stopped):
        remember(run.run)
    window.show()
    state("running")
    bar = window.run_page.bar
    assert [bar.runs.itemText(row) for row in range(2)] == ["b", "a"]
    assert bar.runs.currentText() == "a"
    bar.runs.setCurrentIndex(0)
    bar.runs.activated.emit(0)
    state("ready")
    assert bar.resume_button.text() == "Start"


def test_a_folder_without_a_run_is_refused(
    window: TrainingWindow, tmp_path: Path, questions: Answers
) -> None:
    questions.a_folder = tmp_path
    window.run_page.ask_run()
    assert "There is no run in" in window.run_page.notice.text
    assert window.watcher.folder is None


def test_a_run_of_a_newer_version_is_said(
    qtbot: QtBot, window: TrainingWindow, written: WrittenRun
) -> None:
    plan = written.run.plan_file
    plan.write_text(plan.read_text().replace('"version": 1', '"version": 99'))
    window.follow(written.run.path)
    qtbot.waitUntil(lambda: "newer version" in window.run_page.notice.text)


# The window


def test_pages_are_reached_by_keyboard(qtbot: QtBot, window: TrainingWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert window.page == RUN
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.page == PLAN
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.page == OBJECTS
    window.list.setFocus()
    qtbot.keyClick(window.list, Qt.Key.Key_Up)
    assert window.page == PHOTOS


def test_what_was_done_is_told_until_another_page_is_shown(window: TrainingWindow) -> None:
    window.show_page(RUN)
    window.tell("Colorizing with it from now on")
    window.run_page.status_changed.emit()
    assert window.hint.text() == "Colorizing with it from now on"
    window.show_page(PHOTOS)
    window.show_page(RUN)
    assert window.hint.text() == ""


def test_an_unexpected_error_is_passed_on(
    qtbot: QtBot, tmp_path: Path, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Steps[object]:
        yield Step("Reading", 0, 1)
        raise ZeroDivisionError

    monkeypatch.setattr("gui.training.training_draft.scanning", broken)
    window = TrainingWindow(runs_folder=tmp_path)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.surprised) as told:
        window.draft.add_sources([photos])
    assert isinstance(told.args[0], ZeroDivisionError)
    assert window.draft.working(Work.SCAN) is None
    assert window.shut_down()


def test_a_thumbnail_of_what_is_no_photo_is_none(tmp_path: Path) -> None:
    from engine.steps import finish
    from engine.training.photo_places import PhotoPlace

    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG")
    made: list[object] = []
    places = {"broken.png": PhotoPlace(broken), "gone.png": PhotoPlace(tmp_path / "gone.png")}
    names = [*places, "unknown.png"]
    finish(draft_work.shrinking_photos(names, places, 48), lambda step: made.append(step.result))
    assert [small.image for small in made] == [None, None, None]  # type: ignore[attr-defined]
