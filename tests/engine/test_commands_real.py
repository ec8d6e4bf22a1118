"""The command line with the real networks, their parameters random: every part fits the next."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from engine.bundle import sample_photos
from engine.commands import entry
from engine.networks.catalogue import write_random_set


def test_photo_to_result_and_steps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checkpoints = write_random_set(tmp_path / "compact")
    boxes = tmp_path / "boxes.json"
    boxes.write_text(json.dumps([{"box": [10, 10, 300, 290], "label": "cup"}]))
    photo = sample_photos()[0]
    arguments = ["colorize", photo, "-o", tmp_path / "out.jpg", "--steps", tmp_path / "steps"]
    arguments += ["--boxes", boxes, "--checkpoints", checkpoints, "--device", "cpu"]
    assert entry.run([str(argument) for argument in arguments]) == 0
    assert "(1 cup; boxes given)" in capsys.readouterr().out
    assert (tmp_path / "out.jpg").is_file()
    steps = tmp_path / "steps" / photo.stem
    assert (steps / "contact-sheet.png").is_file()
    assert (steps / "instance-00-cup.png").is_file()
    assert len(list((steps / "weight-maps").glob("*-00-cup.png"))) >= 2
    with np.load(steps / "ab.npz") as numbers:
        assert numbers["full"].shape == numbers["fused"].shape
        assert numbers["full"].shape[2] == 2
        assert numbers["boxes"].tolist() == [[10, 10, 300, 290]]


def test_damaged_checkpoint_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checkpoints = write_random_set(tmp_path / "compact")
    (checkpoints / "full.safetensors").write_bytes(b"damaged")
    photos = [str(path) for path in sample_photos()[:2]]
    options = ["-o", f"{tmp_path}/out/", "--checkpoints", str(checkpoints), "--detector", "none"]
    assert entry.run(["colorize", *photos, *options]) == 1
    captured = capsys.readouterr()
    assert len(captured.err.splitlines()) == 1
    assert "damaged" in captured.err
    assert captured.out == "0 colorized, 2 not tried\n"
