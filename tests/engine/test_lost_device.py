"""A graphics card that stops working, and one that is full: a clear sentence, and a way on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from engine import workbench
from engine.batch.output_options import OutputOptions
from engine.batch.photo_work import Order, work_on
from engine.batch.queue_items import Item, State
from engine.colorizer import Colorizer
from engine.commands import entry
from engine.config import EngineConfig
from engine.detection.candidates import Candidate
from engine.detection.protocol import detect_instances
from engine.device_errors import lost_device
from engine.errors import DeviceLostError, EngineError, QueueStopError
from engine.instances import Box
from engine.networks.compact import CompactNet
from engine.steps import finish
from engine.timing import random_colorizer
from engine.workbench import Workbench

LOST = RuntimeError(
    "CUDA error: unspecified launch failure\nCUDA kernel errors might be asynchronously reported."
)
FULL = torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
SENTENCE = "The graphics card stopped working: CUDA error: unspecified launch failure."
LIGHTNESS = np.full((60, 80), 50.0, np.float32)


@pytest.fixture(scope="module")
def colorizer() -> Colorizer:
    return random_colorizer("compact", torch.device("cpu"))


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """From now on the networks fail as on a card that does."""

    def proceed(*_: object, **__: object) -> torch.Tensor:
        raise error

    monkeypatch.setattr(CompactNet, "proceed", proceed)


class FailingDetector:
    """Fails as on a card that is lost."""

    name = "failing"
    default_threshold = 0.5

    def detect(self, lightness: np.ndarray, threshold: float) -> list[Candidate]:
        raise LOST


def test_every_call_says_that_the_card_is_lost(
    colorizer: Colorizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, LOST)
    calls = (
        lambda: colorizer.full_image(LIGHTNESS),
        lambda: list(colorizer.instances(LIGHTNESS, [Box(0, 0, 9, 9)] * 4)),
        lambda: detect_instances(FailingDetector(), LIGHTNESS, EngineConfig()),
    )
    for call in calls:
        with pytest.raises(DeviceLostError) as raised:
            call()
        assert raised.value.message == SENTENCE
        assert raised.value.remedy == "Start the app again, or choose the device cpu."


@pytest.mark.parametrize(
    "error", [FULL, RuntimeError("CUDA error: out of memory"), RuntimeError("bad shape"), OSError()]
)
def test_other_errors_are_no_lost_card(error: Exception) -> None:
    assert lost_device(error) is None


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(LOST, SENTENCE), (FULL, "The device cpu has too little memory for the networks.")],
)
def test_networks_that_cannot_be_loaded_say_why(
    error: Exception, sentence: str, monkeypatch: pytest.MonkeyPatch, grey_photo: Path
) -> None:
    def load(*_: object) -> None:
        raise error

    monkeypatch.setattr(workbench, "load_networks", load)
    with pytest.raises(EngineError) as raised:
        finish(Workbench(EngineConfig(device="cpu")).open(grey_photo))
    assert raised.value.message == sentence


def test_a_lost_card_stops_a_queue_and_its_photo_waits(
    monkeypatch: pytest.MonkeyPatch, grey_photo: Path, tmp_path: Path
) -> None:
    bench = Workbench(EngineConfig(device="cpu", detector="bundled"))
    order = Order(Item(0, grey_photo), tmp_path / "out.jpg")
    failing(monkeypatch, LOST)
    with pytest.raises(QueueStopError, match="stopped working"):
        finish(work_on(order, bench, OutputOptions()))
    failing(monkeypatch, FULL)  # another photo may fit, so that only this one fails
    outcome = finish(work_on(order, bench, OutputOptions()))
    assert outcome.item.state is State.FAILED
    assert "too little memory" in outcome.item.message
    assert not (tmp_path / "out.jpg").exists()


def test_the_command_says_it_once_and_ends(
    monkeypatch: pytest.MonkeyPatch, photo_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, LOST)
    status = entry.run(["colorize", str(photo_folder), "--recursive", "--device", "cpu"])
    captured = capsys.readouterr()
    assert status == 1
    assert captured.err.count("stopped working") == 1
    assert "choose the device cpu" in captured.err
    assert "3 not tried" in captured.out
    assert not list(photo_folder.rglob("*colorized*"))
