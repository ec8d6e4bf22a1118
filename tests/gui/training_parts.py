"""Small folders of training photos and runs that are written step by step."""

from __future__ import annotations

import json
import os
import platform
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.training.events import Event
from engine.training.plan import STAGES, TrainingPlan
from engine.training.processes import is_running
from engine.training.run_folder import RunFolder

HEADER = "name,label,score,left,top,right,bottom\n"


def write_colours(path: Path, seed: int, *, side: int = 96) -> Path:
    """A photo with a disk, whose colours are its own."""
    lots = np.random.default_rng(seed)
    pixels = cv2.resize(lots.integers(0, 255, (6, 8, 3), np.uint8), (side + 24, side))
    colour = tuple(int(part) for part in lots.integers(0, 255, 3))
    cv2.circle(pixels, (side // 2, side // 2), side // 3, colour, -1)
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), pixels)
    return path


def write_photos(folder: Path, count: int = 8, *, side: int = 96) -> Path:
    """Photos in a folder and a folder of it; beside it `boxes.csv` with each one's disk."""
    lines = [HEADER]
    for number in range(count):
        name = f"p{number:03}.png"
        write_colours(folder / ("more" if number % 2 else "") / name, number, side=side)
        first, last = side // 6, side * 5 // 6
        score = 0.5 + 0.4 * number / count
        lines.append(f"{name},ball,{score:.2f},{first},{first},{last},{last}\n")
        lines.append(f"{name},ring,0.20,2,2,40,40\n")
    (folder.parent / "boxes.csv").write_text("".join(lines))
    return folder


def write_bad_photos(folder: Path) -> None:
    """One of every kind that is left out, the copy being one of `p000.png`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "broken.jpg").write_bytes(b"no picture")
    grey = np.tile(np.arange(96, dtype=np.uint8), (96, 1))
    cv2.imwrite(str(folder / "scan.png"), grey)
    write_colours(folder / "tiny.png", 99)
    cv2.imwrite(str(folder / "tiny.png"), cv2.imread(str(folder / "tiny.png"))[:20, :20])
    (folder / "zz copy.png").write_bytes((folder / "p000.png").read_bytes())


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for runs and one for the app's own files; no process outlives the test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data-home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "data-home"))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    folder = tmp_path / "runs"
    yield folder
    for run in folder.glob("*"):
        pid = RunFolder(run).process().get("pid")
        if isinstance(pid, int) and is_running(pid):
            os.kill(pid, signal.SIGKILL)


def tiny(plan: TrainingPlan) -> TrainingPlan:
    """As little of everything as there can be."""
    plan = plan.with_recipe("quick")
    for stage in STAGES:
        plan = plan.changed(
            stage, steps=2, batch=2, side=32, log_every=1, sample_every=2, validate_every=2
        )
    return plan


class WrittenRun:
    """A run folder that a test writes in place of a training process."""

    def __init__(self, path: Path, **plan: object) -> None:
        self.run = RunFolder(path)
        self.run.create(TrainingPlan(data=(path / "photos",), **plan))  # type: ignore[arg-type]

    def tell(self, *events: Event) -> None:
        """Append events."""
        for event in events:
            self.run.write(event)

    def append(self, text: str) -> None:
        """Append a part of a line."""
        with self.run.events_file.open("a") as file:
            file.write(text)

    def beat(self, pid: int | None = None) -> None:
        """Look as if a process worked on it: this one, unless another is given."""
        told = {"pid": pid or os.getpid(), "host": platform.node(), "beat": time.time()}
        (self.run.path / "alive").write_text(json.dumps(told))

    def die(self) -> None:
        """Look as if its process had been killed."""
        self.beat(pid=2**22 - 3)  # no system has so many processes
