"""Photos that go through the networks together: as one by one, and each fails alone."""

from __future__ import annotations

import gc
import weakref
from collections import deque
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from ahead_parts import PNG, orders_of, run, states
from PIL import Image

from engine.batch.ahead import Ahead
from engine.batch.output_options import OutputOptions
from engine.batch.photo_work import work_on
from engine.batch.queue_items import State
from engine.bundle import sample_photos
from engine.colorizer import Colorizer, FullImage
from engine.commands import entry
from engine.config import EngineConfig
from engine.session import Session
from engine.steps import Steps, finish
from engine.workbench import Workbench


@pytest.fixture
def album(tmp_path: Path) -> list[Path]:
    """Parts of the sample photos: wide ones, a high one, a panorama, and a broken file."""
    folder = tmp_path / "album"
    folder.mkdir()
    sizes = [(300, 400), (400, 300), (300, 400), (100, 400), (302, 400), (300, 400)]
    for number, (path, (height, width)) in enumerate(zip(sample_photos(), sizes, strict=True)):
        small = Image.open(path).convert("L")
        small.thumbnail((500, 500))
        small.crop((0, 0, width, height)).save(folder / f"{number}.png")
    (folder / "3x.png").write_bytes(b"no photo")
    return sorted(folder.iterdir())


def results(out: Path) -> dict[str, np.ndarray]:
    return {path.stem: np.asarray(Image.open(path)).astype(int) for path in out.glob("*.png")}


def four_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workbench, "photos_at_once", 4)


def full_image_passes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many photos go through the network at once."""
    passes: list[int] = []
    some = Colorizer._some_full_images

    def counting(
        self: Colorizer, photos: Sequence[np.ndarray], size: tuple[int, int]
    ) -> list[FullImage]:
        passes.append(len(photos))
        return some(self, photos, size)

    monkeypatch.setattr(Colorizer, "_some_full_images", counting)
    return passes


@pytest.mark.parametrize("detect", [True, False])
def test_together_as_one_by_one(
    album: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, detect: bool
) -> None:
    bench = Workbench(EngineConfig(device="cpu", detector="bundled"))
    options = OutputOptions(format="png", detect=detect)
    alone = run(orders_of(album, tmp_path / "alone"), bench, options)
    four_at_once(monkeypatch)
    passes = full_image_passes(monkeypatch)
    together = run(orders_of(album, tmp_path / "together"), bench, options)
    assert sorted(passes) == [1, 1, 2, 2], "of one size, both times two"
    assert states(together) == states(alone)
    assert [outcome.item.message for outcome in together] == [o.item.message for o in alone]
    assert states(together).count(State.FAILED) == 1
    for one, other in zip(together, alone, strict=True):
        assert [i.label for i in one.instances] == [i.label for i in other.instances]
    assert any(outcome.instances for outcome in together) == detect
    wanted, got = results(tmp_path / "alone"), results(tmp_path / "together")
    assert len(wanted) == 6
    assert wanted.keys() == got.keys()
    for name, pixels in wanted.items():
        assert np.abs(pixels - got[name]).max() <= 1


def test_photos_go_as_they_are_done(
    album: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    four_at_once(monkeypatch)
    bench = Workbench(EngineConfig(device="cpu", detector="bundled"))
    kept: list[weakref.ref[Session]] = []
    start = Workbench.start

    def counting(self: Workbench, *arguments: object) -> Steps[Session]:
        session = yield from start(self, *arguments)  # type: ignore[arg-type]
        kept.append(weakref.ref(session))
        return session

    monkeypatch.setattr(Workbench, "start", counting)
    waiting = deque(orders_of(album, tmp_path / "out"))
    ahead = Ahead(waiting)
    left = []
    gc.disable()  # tensors must not wait for it
    try:
        while waiting:
            finish(work_on(waiting.popleft(), bench, PNG, ahead=ahead))
            left.append(sum(one() is not None for one in kept))
    finally:
        gc.enable()
    assert left == [3, 2, 1, 0, 0, 1, 0]


def test_a_photo_that_does_not_fit_fails_alone(
    album: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = Colorizer._some_full_images

    def limited(
        self: Colorizer, photos: Sequence[np.ndarray], size: tuple[int, int]
    ) -> list[FullImage]:
        if any(photo.shape[0] == 100 for photo in photos):
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return some(self, photos, size)

    monkeypatch.setattr(Colorizer, "_some_full_images", limited)
    four_at_once(monkeypatch)
    bench = Workbench(EngineConfig(device="cpu", detector="bundled"))
    outcomes = run(orders_of(album, tmp_path / "out"), bench)
    assert {o.item.source.stem: o.item.state for o in outcomes if o.error is not None} == {
        "3": State.FAILED,
        "3x": State.FAILED,
    }
    assert "too little memory for this photo" in outcomes[3].item.message
    assert len(results(tmp_path / "out")) == 5


def test_the_command_does_so(
    album: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    four_at_once(monkeypatch)
    passes = full_image_passes(monkeypatch)
    arguments = ["colorize", str(album[0].parent), "-o", f"{tmp_path}/out/", "--device", "cpu"]
    assert entry.run([*arguments, "--detector", "bundled"]) == 1
    captured = capsys.readouterr()
    assert "6 colorized, 1 failed" in captured.out
    assert len(captured.err.splitlines()) == 1
    assert "3x.png" in captured.err
    assert sorted(passes) == [1, 1, 2, 2]
    assert entry.run([*arguments, "--skip-existing"]) == 1
    assert "0 colorized, 6 skipped, 1 failed" in capsys.readouterr().out
