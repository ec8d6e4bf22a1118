"""The measurement of how long a switch takes: that it measures, not how fast this machine is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from conftest import write_photo
from pytestqt.qtbot import QtBot

from engine.config import EngineConfig
from engine.detection.protocol import Candidate
from engine.errors import EngineError
from engine.instances import Box
from gui import toggle_timing
from gui.toggle_timing import Timing


class Halves:
    """Finds an object in each half of every photo."""

    name = "bundled"
    default_threshold = 0.3

    def detect(self, lightness: np.ndarray, threshold: float) -> Sequence[Candidate]:
        height, width = lightness.shape
        return [
            Candidate("person", 0.9, Box(4, 4, 0.48 * width, height - 4)),
            Candidate("dog", 0.8, Box(0.52 * width, 4, width - 4, height - 4)),
        ]


def test_every_switch_is_timed(
    qtbot: QtBot, qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import engine.workbench

    monkeypatch.setattr(engine.workbench, "load_detector", lambda config, device: Halves())
    photo = write_photo(tmp_path / "pair.jpg", 160, 120)
    timing = toggle_timing.measure(photo, EngineConfig(device="cpu"), rounds=2)
    assert timing.instances == 2
    assert len(timing.fused) == len(timing.known) == 4
    assert min(*timing.fused, *timing.known) > 0
    counts = {name: len(times) for name, times in timing.steered.items()}
    assert counts == {
        "first new colour": 2,
        "new colour": 6,
        "saturation": 4,
        "warmth": 4,
        "strength": 4,
    }
    assert min(min(times) for times in timing.steered.values()) > 0


def test_a_photo_without_objects_is_refused(qtbot: QtBot, qapp: object, tmp_path: Path) -> None:
    photo = write_photo(tmp_path / "empty.jpg", 160, 120)
    with pytest.raises(EngineError, match="no objects in empty"):
        toggle_timing.measure(photo, EngineConfig(device="cpu", max_instances=0))


def test_times_are_told_in_a_few_lines() -> None:
    text = toggle_timing.told(Timing([100.0, 120.0, 400.0], [40.0], 3, {"warmth": [20.0, 60.0]}))
    assert "3 instances" in text
    assert "fused anew: median 120, worst 400, 3 switches" in text
    assert "from cache: median 40, worst 40, 1 switches" in text
    assert "warmth: median 40, worst 60, 2 changes" in text
