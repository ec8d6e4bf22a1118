"""A run folder and what happens in it, for tests that read it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from engine.training.events import Progress, StageStarted
from engine.training.plan import TrainingPlan
from engine.training.run_folder import RunFolder

PLAN = TrainingPlan((Path("photos"),), recipe="quick")
BEGUN = StageStarted(stage="full", step=0, steps=100, samples=9, batch=4)
AT_40 = Progress(
    stage="full", step=40, steps=100, loss=0.01234, lr=1e-3, images_per_second=9, seconds_left=130
)


def new_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunFolder:
    """A run of `PLAN`, where no run of anybody else is known."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "home"))
    folder = RunFolder(tmp_path / "run")
    folder.create(PLAN)
    return folder


def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid
