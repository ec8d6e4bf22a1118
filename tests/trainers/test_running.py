"""What goes wrong in a training process ends in one sentence, in the run folder and on stderr."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import cv2
import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from engine.errors import EngineError
from engine.networks.batching import is_out_of_memory
from engine.networks.catalogue import write_random_set
from engine.networks.checkpoint_folders import checkpoint_path, stages_in
from engine.steps import finish
from engine.training.plan import TrainingPlan
from engine.training.preparation import prepare, write_prepared
from engine.training.run_folder import RunFolder
from engine.training.wizard import TrainingWizard
from trainers import running, stages
from trainers.__main__ import main
from trainers.computing import device_named, precision_of
from trainers.crew import crew_for
from trainers.trial import main as trial

CPU = torch.device("cpu")
TINY = {"steps": 2, "batch": 2, "side": 32, "validate_every": 2, "snapshot_every": 1}


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "home"))
    # a fresh encoder learns as well as one from ImageNet what these tests ask of it
    monkeypatch.setattr(stages, "load_imagenet", lambda encoder: None)
    monkeypatch.setattr("engine.training.wizard.find_spec", lambda package: object())


@pytest.fixture
def plan(tmp_path: Path) -> TrainingPlan:
    """Eight photos with an object each, and a plan of a few small steps."""
    folder = tmp_path / "photos"
    folder.mkdir()
    random = np.random.default_rng(0)
    lines = ["name,label,score,left,top,right,bottom\n"]
    for number in range(8):
        pixels = random.integers(0, 256, (6, 6, 3)).astype(np.uint8)
        large = cv2.resize(pixels, (80, 64), interpolation=cv2.INTER_CUBIC)
        cv2.imwrite(str(folder / f"{number}.png"), large)
        lines.append(f"{number}.png,ball,0.9,4,4,64,60\n")
    (tmp_path / "boxes.csv").write_text("".join(lines))
    made = TrainingPlan(
        (folder,), boxes=tmp_path / "boxes.csv", recipe="quick", split=0.6, device="cpu"
    )
    made = made.changed("full", **TINY).changed("instance", **TINY)
    return made.changed("fusion", **{**TINY, "side": 64})


def failed(run: RunFolder) -> str:
    """Train, and give the sentence of the run's status."""
    assert main([str(run.path)]) == 1
    status = run.status()
    assert status.state == "failed"
    assert status.message.endswith(".")
    return f"{status.message} {status.remedy}"


def test_a_stage_at_a_time_in_one_folder(plan: TrainingPlan, tmp_path: Path) -> None:
    run = tmp_path / "run"
    sources = ["--data", str(plan.data[0]), "--run", str(run), "--hold-out", "[67]$"]
    few = ["--steps", "1", "--batch", "2", "--device", "cpu", "--recipe", "quick"]
    boxes = ["--boxes", str(plan.boxes)]
    for stage in ("full", "instance", "fusion"):
        assert main([*sources, *boxes, *few, "--stages", stage]) == 0
    assert stages_in(run / "checkpoints") == ("full", "instance", "fusion")
    status = RunFolder(run).status()
    assert status.state == "finished"
    assert status.table["whole"]["fused"]["count"] == 2
    assert list((run / "tensorboard" / "fusion").iterdir())
    assert list((run / "samples" / "fusion").iterdir())

    alone = tmp_path / "alone"
    wizard = TrainingWizard(alone)
    again = TrainingPlan(
        plan.data, boxes=plan.boxes, recipe="quick", split=0.6, device="cpu",
        settings=plan.settings, stages=("fusion",), start_from=run / "checkpoints",
    )  # fmt: skip
    assert wizard.missing(again) == ()
    wizard.run.create(again)
    assert main([str(alone)]) == 0
    assert stages_in(alone / "checkpoints") == ("full", "instance", "fusion")


def test_fine_tuning_goes_on_from_every_checkpoint(plan: TrainingPlan, tmp_path: Path) -> None:
    known = write_random_set(tmp_path / "known", seed=3)
    gentle = plan
    for stage in stages_in(known):  # so slowly that all stay what they were
        gentle = gentle.changed(stage, steps=1, rate=1e-7, encoder_rate=1e-7)
    tuned = replace(gentle, start_from=known, fine_tune=True)
    wizard = TrainingWizard(tmp_path / "run")
    wizard.run.create(tuned)
    assert main([str(wizard.run.path)]) == 0
    for stage in stages_in(known):
        made = load_file(checkpoint_path(wizard.run.checkpoints, stage))
        for name, start in load_file(checkpoint_path(known, stage)).items():
            if "norm" not in name or name.endswith("weight"):  # statistics follow the photos
                torch.testing.assert_close(made[name], start, atol=2e-3, rtol=2e-3, msg=name)

    (known / "fusion.safetensors").unlink()
    other = TrainingWizard(tmp_path / "other")
    with pytest.raises(EngineError, match="no checkpoint of the fusion stage to go on from"):
        other.start(tuned)


def test_a_photo_that_vanishes(plan: TrainingPlan, tmp_path: Path) -> None:
    wizard = TrainingWizard(tmp_path / "run")
    prepared = finish(wizard.prepare(plan))
    shutil.rmtree(plan.data[0])
    assert len(prepared.photos) == 8
    assert "cannot be read: No such file" in failed(wizard.run)


def test_a_device_that_is_not_there(plan: TrainingPlan, tmp_path: Path) -> None:
    if torch.cuda.is_available():
        pytest.skip("this machine has one")
    run = RunFolder(tmp_path / "run")
    run.create(TrainingPlan(plan.data, boxes=plan.boxes, recipe="quick", device="cuda:3"))
    assert "This machine has no cuda device" in failed(run)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (torch.OutOfMemoryError("CUDA out of memory."), "The memory does not suffice"),
        (RuntimeError("CUDA error: device-side assert\nmore"), "The graphics card stopped working"),
        (ValueError("odd"), "Unexpected ValueError (odd). The file log.txt"),
        (EngineError("The photo is gone.", "Bring it back."), "The photo is gone. Bring it back."),
    ],
)
def test_whatever_breaks_is_one_sentence(
    plan: TrainingPlan,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    sentence: str,
) -> None:
    def broken(*_: object) -> None:
        raise error

    run = RunFolder(tmp_path / "run")
    run.create(plan)
    monkeypatch.setattr(running, "build_stage", broken)
    assert sentence in failed(run)


def test_stopping_while_it_prepares(plan: TrainingPlan, tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "run")
    run.create(plan)
    run.request_stop()
    assert main([str(run.path)]) == 3
    assert run.status().state == "stopped"
    assert not run.stop_requested
    assert not run.prepared.exists()


@pytest.mark.parametrize("breaks", [True, False])
def test_a_stop_that_comes_too_late_does_not_stop_the_next_process(
    plan: TrainingPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, breaks: bool
) -> None:
    run = RunFolder(tmp_path / "run")
    run.create(replace(plan, stages=("full",)))

    def whole_set(told: RunFolder) -> bool:
        told.request_stop()  # everything is trained by now
        if breaks:
            raise RuntimeError("the end")
        return False

    monkeypatch.setattr(running, "has_whole_set", whole_set)
    assert main([str(run.path)]) == (1 if breaks else 0)
    assert run.status().state == ("failed" if breaks else "finished")
    assert not run.stop_requested


def test_a_folder_without_a_plan_and_no_folder(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 1
    assert main([]) == 1


def test_the_trial_tells_what_every_stage_takes(
    plan: TrainingPlan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wizard = TrainingWizard(tmp_path / "run")
    reports = []
    steps = wizard.estimate(plan, {"full": 100, "instance": 50, "fusion": 20})
    estimates = finish(steps, reports.append)
    assert list(estimates) == ["full", "instance", "fusion"]
    for told in estimates.values():
        assert told.steps == 2
        assert told.seconds == pytest.approx(2 * told.seconds_per_step)
        assert 0 < told.compute_share <= 1
    assert reports[-1].done >= 2
    (tmp_path / "plan").write_text("nonsense")
    assert trial([str(tmp_path / "plan")]) == 1
    assert "damaged" in capsys.readouterr().out


def test_a_run_goes_on_in_the_precision_that_it_began_in(
    plan: TrainingPlan, tmp_path: Path
) -> None:
    """What is measured on a busy machine may be another one each time."""

    def trained(name: str, *speedups: float) -> dict[str, torch.Tensor]:
        run = RunFolder(tmp_path / name)
        run.create(replace(plan, stages=("full",)))
        write_prepared(run, finish(prepare(run.plan())))
        for speedup in speedups[:-1]:
            run.request_stop()  # after a step
            with patch("trainers.computing.bfloat16_speedup", return_value=speedup):
                assert main([str(run.path)]) == 3
        with patch("trainers.computing.bfloat16_speedup", return_value=speedups[-1]):
            assert main([str(run.path)]) == 0
        return load_file(run.checkpoints / "full.safetensors")

    whole, resumed, other = trained("a", 6.7), trained("b", 6.7, 1.1), trained("c", 1.1)
    assert all(torch.equal(tensor, resumed[name]) for name, tensor in whole.items())
    assert not all(torch.equal(tensor, other[name]) for name, tensor in whole.items())


def test_devices_and_precisions() -> None:
    assert device_named("cpu") == CPU
    for speedup, chosen in ((6.7, torch.bfloat16), (1.1, torch.float32), (0.0, torch.float32)):
        with patch("trainers.computing.bfloat16_speedup", return_value=speedup):
            assert precision_of("auto", CPU) == chosen
    assert precision_of("fp32", CPU) == torch.float32
    with pytest.raises(EngineError, match="fp16 needs"):
        precision_of("fp16", CPU)
    assert is_out_of_memory(MemoryError())
    assert is_out_of_memory(RuntimeError("DefaultCPUAllocator: can't allocate memory"))
    assert not is_out_of_memory(RuntimeError("shape mismatch"))
    assert (crew_for(CPU).size, crew_for(CPU).leads) == (1, True)
