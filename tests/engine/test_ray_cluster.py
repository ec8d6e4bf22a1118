"""A cluster of two workers on this machine, whose workers are killed in the middle."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.bundle import sample_photos

ROOT = Path(__file__).resolve().parents[2]
PHOTOS = 12
KILLS = 2
SIDE = 1600  # pixels; so large that a worker spends its time on them

pytestmark = [
    pytest.mark.skipif(
        not importlib.util.find_spec("ray"), reason="ray is not installed (the extra `cluster`)"
    ),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds workers in /proc"),
]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    for number in range(PHOTOS):
        place = folder / f"box-{number % 3}"
        place.mkdir(parents=True, exist_ok=True)
        with Image.open(sample_photos()[number % 4]) as photo:
            height = round(SIDE * photo.height / photo.width)
            photo.convert("L").resize((SIDE, height)).save(place / f"{number}.jpg")
    return folder


def contents(folder: Path) -> dict[str, str]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    found = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    return {path.relative_to(folder).as_posix(): digest for path, digest in found.items()}


def offspring(ancestor: int) -> Iterator[int]:
    """The workers at a photo among the processes that a process has started."""
    parents = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            fields = (place / "stat").read_text().rpartition(")")[2].split()
            name = (place / "cmdline").read_bytes()
        except OSError:  # it has ended
            continue
        if fields[0] != "Z":  # not one that was killed already
            parents[int(place.name)] = int(fields[1]), name
    for process, (parent, name) in parents.items():
        while parent in parents and parent != ancestor:
            parent = parents[parent][0]
        if parent == ancestor and name.startswith(b"ray::PhotoWorker.work"):
            yield process


def kill_one(driver: subprocess.Popen[str], seconds: float) -> None:
    """Kill a worker that is at a photo, at no moment in particular."""
    until = time.monotonic() + 60
    time.sleep(seconds)
    while driver.poll() is None and time.monotonic() < until:
        for worker in offspring(driver.pid):
            os.kill(worker, signal.SIGKILL)
            return
        time.sleep(0.01)
    raise AssertionError("No worker was at a photo.")


def test_killed_workers_cost_nothing(tmp_path: Path, archive: Path) -> None:
    originals = contents(archive)
    out = tmp_path / "out"
    command = [sys.executable, "main.py", "colorize", archive, "-o", out, "--recursive"]
    command += ["--device", "cpu", "--cluster", "local", "--workers", "2"]
    driver = subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "RAY_worker_niceness": "0"},  # else they starve on a busy machine
    )
    try:
        assert driver.stdout is not None
        first = driver.stdout.readline()  # both have begun
        dice = random.Random(time.time_ns())
        for _ in range(KILLS):
            kill_one(driver, dice.uniform(0, 0.5))
        told, complaints = driver.communicate(timeout=240)
    finally:
        driver.kill()
        driver.communicate()
    assert driver.returncode == 0, complaints
    told = first + told
    assert told.endswith(f"\n{PHOTOS} colorized\n")
    assert complaints == "A worker was lost; its photo is tried again.\n" * KILLS

    expected = {name.replace(".jpg", "-colorized.jpg") for name in originals}
    assert contents(out).keys() == expected  # none missing, none twice, nothing half-written
    lines = told.splitlines()[:-1]
    assert sorted(line.split("  (")[0].split(" -> ")[1] for line in lines) == sorted(
        str(out / name) for name in expected
    )
    for name in expected:
        with Image.open(out / name) as result:
            pixels = np.asarray(result).astype(int)
        assert pixels.shape[1] == SIDE
        assert np.abs(pixels[..., 0] - pixels[..., 2]).mean() > 1  # coloured to the last row
        assert np.abs(pixels[-50:, :, 0] - pixels[-50:, :, 2]).max() > 0
    assert contents(archive) == originals
