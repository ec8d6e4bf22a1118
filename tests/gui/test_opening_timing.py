"""The measurement of large photos: that it measures, not how fast this machine is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from engine.config import EngineConfig
from engine.errors import EngineError
from gui import opening_timing
from gui.opening_timing import EXPORTED, FIRST, OPENED, SHARP, Spent


def test_opening_and_exporting_are_timed(qtbot: QtBot, qapp: object, tmp_path: Path) -> None:
    photo = opening_timing.made(tmp_path / "photo.jpg", 0.3)
    with Image.open(photo) as image:
        assert image.width * image.height == pytest.approx(3e5, rel=0.01)
    config = EngineConfig(device="cpu", max_instances=0)
    times = opening_timing.measure(photo, tmp_path, config, rounds=2)
    assert {name: len(spent) for name, spent in times.items()} == {
        FIRST: 1,
        SHARP: 2,
        EXPORTED: 2,
        OPENED: 1,
    }
    assert min(one.seconds for spent in times.values() for one in spent) > 0
    for number in range(2):
        with Image.open(tmp_path / f"result{number}.jpg") as result:
            assert result.size == image.size


def test_a_photo_that_cannot_be_opened_is_one_sentence(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    with pytest.raises(EngineError, match="There is no file"):
        opening_timing.measure(tmp_path / "none.jpg", tmp_path, EngineConfig(device="cpu"))


def test_times_are_told_in_a_few_lines() -> None:
    times = {OPENED: [Spent(1.0, 2.0, 500.0), Spent(3.0, 2.5, 1500.0)], SHARP: [Spent(1, 1, None)]}
    lines = opening_timing.told(times).splitlines()
    assert lines[:2] == [
        "opened: 2.00 s, 2.25 s of all cores, peak 1,500 MiB",
        "then sharp down to real pixels: 1.00 s, 1.00 s of all cores",
    ]
    assert "12 megapixels" in lines[2]
