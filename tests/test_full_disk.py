"""Real full disks: whatever is written there, one sentence says so and nothing half is left."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.adjustments import AS_COLORIZED
from engine.commands import entry
from engine.errors import DiskFullError, EngineError
from engine.instances import Box, Instance
from engine.photo import photo_of, save_picture
from engine.project import PhotoReference, Project
from engine.project_file import read_project, write_project
from engine.training.events import Started
from engine.training.plan import TrainingPlan
from engine.training.run_folder import RunFolder
from trainers.snapshots import read_snapshot, write_snapshot

ROOM = 256 << 10  # bytes of the disk
NOISE = np.random.default_rng(0).integers(0, 256, (600, 800, 3), np.uint8)  # more than that


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with next to no room; only who may mount one has it."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)]
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only an administrator of Linux can mount a small disk")
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk: Path) -> None:
    """Leave no room at all."""
    with contextlib.suppress(OSError), (disk / "filler").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))


def left(disk: Path) -> set[str]:
    return {path.name for path in disk.rglob("*") if path.name != "filler"}


def test_a_result_does_not_fit_and_the_one_before_stays(disk: Path) -> None:
    photo = photo_of(NOISE)
    small = save_picture(NOISE[:40, :40], photo, disk / "result.png")
    before = small.read_bytes()
    with pytest.raises(DiskFullError, match="The disk is full"):
        save_picture(NOISE, photo, small, overwrite=True)
    assert small.read_bytes() == before
    assert left(disk) == {"result.png"}


@pytest.mark.usefixtures("stand_in_workbench")
def test_the_command_stops_and_says_so_once(
    disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    album = tmp_path / "album"
    album.mkdir()
    for name in "abc":
        Image.fromarray(NOISE).save(album / f"{name}.png")
    assert entry.run(["colorize", str(album), "-o", f"{disk}/"]) == 1
    captured = capsys.readouterr()
    assert captured.err.count("The disk is full") == 1
    assert "3 not tried" in captured.out
    assert not left(disk)


def test_kept_work_and_projects_stay_as_they_were(disk: Path) -> None:
    file = disk / "photo.colorizer"
    reference = PhotoReference("photo.jpg", "0" * 64, 90, 120)
    few = (Instance(0, "dog", 0.9, Box(1, 2, 30, 40)),)
    write_project(file, Project(reference, few, frozenset({0}), AS_COLORIZED))
    fill(disk)
    many = tuple(Instance(n, f"dog {n}", 0.9, Box(1, 2, 30, 40)) for n in range(1000))
    with pytest.raises(DiskFullError):
        write_project(file, Project(reference, many, frozenset(), AS_COLORIZED))
    assert read_project(file).instances == few
    assert left(disk) == {"photo.colorizer"}


def test_a_training_keeps_its_last_snapshot_and_says_why_it_ended(
    disk: Path, tmp_path: Path
) -> None:
    import torch

    run = RunFolder(disk / "run")
    run.create(TrainingPlan(data=(tmp_path,)))
    run.write(Started(device="cpu"))
    path = run.snapshots / "full.pt"
    write_snapshot(path, {"step": 8, "parameters": torch.zeros(100)})

    def work() -> None:
        with run.claimed():
            fill(disk)
            write_snapshot(path, {"step": 12, "parameters": torch.zeros(1 << 20)})

    with pytest.raises(EngineError, match="could not be written"):
        work()
    assert read_snapshot(path)["step"] == 8
    assert not list(run.path.rglob("*.part"))
    status = run.status()
    assert not status.active
    assert "snapshot" in status.line()
    assert status.remedy
