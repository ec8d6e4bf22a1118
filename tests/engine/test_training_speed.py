"""`benchmark --training`: what it prints, and that no process and no folder outlives it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import pytest

from engine.commands import entry
from engine.errors import EngineError
from engine.steps import Step, finish
from engine.training import training_speed as training_speed_module
from engine.training import trial_process
from engine.training.object_boxes import read_boxes
from engine.training.plan import TrainingPlan
from engine.training.processes import child_environment, is_running
from engine.training.training_speed import (
    OBJECTS,
    PHOTO_SIZE,
    StageSpeed,
    hours_of_first_epochs,
    training_speed,
    write_photos,
)
from engine.training.trial_process import trial_answers
from engine.training.wizard import TrainingWizard

ROOT = Path(__file__).resolve().parents[2]
STAND_IN = str(Path(__file__).with_name("stand_in_trial.py"))


@pytest.fixture
def folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where temporary folders are made; the trials in them are stand-ins."""
    made = tmp_path / "temporary"
    made.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(made))
    monkeypatch.setattr(trial_process, "TRIAL", (STAND_IN,))
    return made


@pytest.fixture
def few_photos(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six photos are made where none are given."""
    monkeypatch.setattr(training_speed_module, "PHOTOS", 6)


def planned(folder: Path, seed: int) -> Path:
    path = folder / "run.json"
    path.write_text(TrainingPlan((folder,), seed=seed).to_json())
    return path


def wait_for(found: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < end
        time.sleep(0.02)


def pids(folder: Path) -> list[int]:
    return [int(path.read_text() or 0) for path in folder.rglob("pid")]


def test_what_a_speed_says() -> None:
    speed = StageSpeed("unet", "full", "cpu", 16, (128, 128), 0.8, 0.64, 0.6, None)
    assert speed.images_per_second == pytest.approx(20)
    assert speed.memory_images_per_second == pytest.approx(16 / 0.6)
    assert speed.later_images_per_second == pytest.approx(25)
    assert speed.loading_cost == pytest.approx(0.25)
    assert speed.later_loading_cost == pytest.approx(1 / 16)
    assert hours_of_first_epochs([speed, speed]) == pytest.approx(2 * 110_000 / 20 / 3600)


@pytest.mark.usefixtures("folders")
def test_answers_come_whole_and_in_order(tmp_path: Path) -> None:
    answers = [told for told in trial_answers(planned(tmp_path, 0), "--rounds", "2") if told]
    stages = ["full"] * 3 + ["instance"] * 3 + ["fusion"] * 3
    assert [told["stage"] for told in answers] == stages
    assert [told.get("rounds") for told in answers] == [1, 2, None] * 3
    assert answers[2]["half"] == 1


@pytest.mark.usefixtures("folders")
@pytest.mark.parametrize((("seed", "sentence")), [(13, "are cursed"), (14, "ended early")])
def test_a_trial_that_fails(tmp_path: Path, seed: int, sentence: str) -> None:
    with pytest.raises(EngineError, match=sentence):
        list(trial_answers(planned(tmp_path, seed)))


def test_a_closed_estimate_leaves_nothing(folders: Path) -> None:
    steps = TrainingWizard(folders / "run").estimate(TrainingPlan((folders,), seed=15))
    next(steps)
    next(steps)
    wait_for(lambda: any(pids(folders)))
    (pid,) = pids(folders)
    assert is_running(pid)
    steps.close()
    assert not is_running(pid)
    assert not list(folders.iterdir())


@pytest.mark.usefixtures("few_photos")
def test_stages_are_timed_one_after_the_other(folders: Path) -> None:
    steps: list[Step] = []
    speeds = finish(training_speed(["compact", "unet"], rounds=2), steps.append)
    stages = ["full", "instance", "fusion"]
    assert [(s.network, s.stage) for s in speeds] == [
        (network, stage) for network in ("compact", "unet") for stage in stages
    ]
    assert {s.size for s in speeds} == {(96, 128)}
    assert {
        (s.seconds_per_step, s.later_seconds_per_step, s.memory_seconds_per_step) for s in speeds
    } == {(2.0, 1.95, 1.9)}
    assert [step.result for step in steps if isinstance(step.result, StageSpeed)] == speeds
    assert (steps[-1].done, steps[-1].total) == (6, 6)
    assert not list(folders.iterdir())


@pytest.mark.usefixtures("few_photos", "folders")
def test_lines_for_a_person_and_for_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["benchmark", "--training", "--network", "compact", "--repeats", "1"]
    assert entry.run([*arguments, "--recipe", "report"]) == 0
    *stages, epochs = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in stages] == ["full", "instance", "fusion"]
    assert (
        "8.0 images/s, 8.2 after the first epoch, 8.4 from memory: loading costs 5.0 and 2.6 %; "
        "2,000 ms a step of 16"
    ) in stages[0]
    assert stages[0].endswith("at 128 x 96, 1,234 MiB")
    hours = 110_000 * 2.0 * (1 / 16 + 1 / 16 + 1) / 3600
    assert f"would take {hours:,.1f} hours on stand-in" in epochs

    assert entry.run([*arguments, "--recipe", "report", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row.get("stage") for row in rows] == ["full", "instance", "fusion", None]
    assert rows[0]["loading_cost"] == pytest.approx(0.05)
    assert rows[0]["later_loading_cost"] == pytest.approx(1 - 1.9 / 1.95)
    assert rows[0]["device"] == "stand-in"
    assert rows[3]["hours"] == pytest.approx(hours)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--data", "."], "--data is for training alone."),
        (["--recipe", "quick"], "--recipe is for training alone."),
        (["--training", "--authors", "."], "--authors compares colorizing."),
        (["--training", "--boxes", "boxes.csv"], "--boxes belongs to photos that are not given."),
    ],
)
def test_options_that_do_not_fit(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert entry.run(["benchmark", *arguments]) == 1
    assert sentence in capsys.readouterr().err


def test_no_photos(folders: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert entry.run(["benchmark", "--training", "--data", str(empty)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not list(folders.iterdir())


def test_made_photos_are_colourful_and_hold_their_boxes(tmp_path: Path) -> None:
    photos, table = write_photos(tmp_path, 3)
    boxes = read_boxes(table, min_score=0.99, min_side=48)
    assert sorted(boxes) == ["000.jpg", "001.jpg", "002.jpg"]
    for name, found in boxes.items():
        pixels = cv2.imread(str(photos / name))
        assert pixels.shape == (*PHOTO_SIZE, 3)
        assert pixels.reshape(-1, 3).std(axis=1).mean() > 20  # far from grey
        assert len(found) == OBJECTS
        for labelled in found:
            assert labelled.box.left >= 0
            assert labelled.box.top >= 0
            assert labelled.box.right <= PHOTO_SIZE[1]
            assert labelled.box.bottom <= PHOTO_SIZE[0]
            assert labelled.box.area > 0


def test_photos_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="could not be written"):
        write_photos(tmp_path / "missing", 3)


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for a process' children")
def test_ctrl_c_leaves_no_process_and_no_folder(tmp_path: Path) -> None:
    """The real command and the real trial, interrupted before its first step."""
    environment = {**child_environment(), "TMPDIR": str(tmp_path)}
    code = "import sys, signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    code += "from engine.training import training_speed as speed;"
    code += "speed.PHOTOS = 6;"
    code += "from engine.commands import entry; sys.exit(entry.run(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "benchmark", "--training", "--network", "unet"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        wait_for(lambda: bool(children.read_text()))
        found = [int(pid) for pid in children.read_text().split()]
        assert list(tmp_path.glob("training-speed-*/0/answers"))
        os.kill(process.pid, signal.SIGINT)
        assert "Stopped" in process.communicate(timeout=30)[1]
    finally:
        process.kill()
    assert process.returncode == 130
    assert found
    assert not [pid for pid in found if is_running(pid)]
    assert not list(tmp_path.iterdir())
