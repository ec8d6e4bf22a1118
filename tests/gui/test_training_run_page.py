"""The run page of the training window, on runs that are written step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from training_parts import WrittenRun
from training_window_parts import (
    Answers,
)

from engine.errors import EngineError
from engine.training import wizard
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
from gui.training.training_draft import Work
from gui.training.wizard_window import PHOTOS, RUN, TrainingWindow

pytestmark = pytest.mark.usefixtures("own_home")


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
def state(qtbot: QtBot, training_window: TrainingWindow) -> Callable[[str], None]:
    def wait(wanted: str) -> None:
        qtbot.waitUntil(
            lambda: (
                training_window.run_page.status is not None
                and training_window.run_page.status.state == wanted
            )
        )

    training_window.watcher._pauses = 0.01, 0.01
    return wait


def test_no_run_yet(training_window: TrainingWindow) -> None:
    training_window.show_page(RUN)
    assert training_window.run_page.state == "None yet"
    training_window.run_page.plan_button.click()
    assert training_window.page == PHOTOS


def test_a_running_run(
    qtbot: QtBot, training_window: TrainingWindow, written: WrittenRun, state: Callable[[str], None]
) -> None:
    course(written)
    training_window.follow(written.run.path)
    state("running")
    page = training_window.run_page
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
    training_window: TrainingWindow,
    written: WrittenRun,
    state: Callable[[str], None],
    ended: tuple[Failed, ...],
    wanted: str,
    said: str,
) -> None:
    course(written)
    written.tell(*ended)
    written.die()
    training_window.follow(written.run.path)
    state(wanted)
    bar = training_window.run_page.bar
    assert training_window.run_page.notice.text == said
    assert bar.resume_button.isVisible()
    assert bar.otherwise_button.isVisible()
    assert not bar.pause_button.isVisible()


def test_resuming_otherwise_changes_the_plan(
    qtbot: QtBot,
    training_window: TrainingWindow,
    written: WrittenRun,
    state: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    launched: list[Sequence[str]] = []

    def start(command: Sequence[str], log: Path) -> int:
        launched.append(command)
        raise EngineError("No process is wanted here.", "Go on.")

    monkeypatch.setattr(wizard, "start_detached", start)
    course(written)
    written.die()
    training_window.follow(written.run.path)
    state("died")
    rate = written.run.plan().settings["full"].rate
    training_window.run_page.bar.slower_action.trigger()
    qtbot.waitUntil(lambda: len(launched) == 1)
    assert written.run.plan().settings["full"].rate == rate / 2
    qtbot.waitUntil(lambda: training_window.draft.working(Work.RUN) is None)
    training_window.run_page.bar.processor_action.trigger()
    qtbot.waitUntil(lambda: len(launched) == 2)
    assert written.run.plan().device == "cpu"


def test_a_resume_that_fails_is_said(
    qtbot: QtBot,
    training_window: TrainingWindow,
    written: WrittenRun,
    state: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(command: Sequence[str], log: Path) -> int:
        raise EngineError("The training process could not be started: no memory.", "Free some.")

    monkeypatch.setattr(wizard, "start_detached", fail)
    course(written)
    written.tell(Stopped())
    written.die()
    training_window.follow(written.run.path)
    state("stopped")
    assert training_window.run_page.sentence.text().startswith("Stopped in the full-image stage")
    training_window.run_page.bar.resume_button.click()
    qtbot.waitUntil(lambda: "could not be started" in training_window.run_page.notice.text)
    assert training_window.run_page.bar.resume_button.isEnabled()


def test_a_finished_run_gives_its_checkpoints(
    qtbot: QtBot, training_window: TrainingWindow, written: WrittenRun, state: Callable[[str], None]
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
    training_window.follow(written.run.path)
    state("finished")
    page = training_window.run_page
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
    with qtbot.waitSignal(training_window.use_checkpoints) as used:
        page.bar.use_button.click()
    assert used.args == [written.run.checkpoints]


def test_samples_follow_the_training_until_the_slider_is_moved(
    qtbot: QtBot, training_window: TrainingWindow, written: WrittenRun, state: Callable[[str], None]
) -> None:
    from training_parts import write_colours

    def sample(step: int, side: int) -> Sampled:
        path = f"samples/full/{step:07}.png"
        write_colours(written.run.path / path, step, side=side)
        return Sampled(stage="full", step=step, path=path)

    course(written)
    written.tell(sample(10, 60), sample(20, 70))
    training_window.follow(written.run.path)
    samples = training_window.run_page.samples
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
    qtbot: QtBot, training_window: TrainingWindow, tmp_path: Path, state: Callable[[str], None]
) -> None:
    training_window.close()
    going_on, stopped = WrittenRun(tmp_path / "runs" / "a"), WrittenRun(tmp_path / "runs" / "b")
    course(going_on)
    for run in (going_on, stopped):
        remember(run.run)
    training_window.show()
    state("running")
    bar = training_window.run_page.bar
    assert [bar.runs.itemText(row) for row in range(2)] == ["b", "a"]
    assert bar.runs.currentText() == "a"
    bar.runs.setCurrentIndex(0)
    bar.runs.activated.emit(0)
    state("ready")
    assert bar.resume_button.text() == "Start"


def test_a_folder_without_a_run_is_refused(
    training_window: TrainingWindow, tmp_path: Path, training_questions: Answers
) -> None:
    training_questions.a_folder = tmp_path
    training_window.run_page.ask_run()
    assert "There is no run in" in training_window.run_page.notice.text
    assert training_window.watcher.folder is None


def test_a_run_of_a_newer_version_is_said(
    qtbot: QtBot, training_window: TrainingWindow, written: WrittenRun
) -> None:
    plan = written.run.plan_file
    plan.write_text(plan.read_text().replace('"version": 1', '"version": 99'))
    training_window.follow(written.run.path)
    qtbot.waitUntil(lambda: "newer version" in training_window.run_page.notice.text)
