"""Photos of a folder that are colorized together: as one by one, and each fails alone."""

from __future__ import annotations

import gc
import shutil
import weakref
from collections import deque
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from stand_ins import StandInWorkbench

from engine.batch import ahead as ahead_module
from engine.batch import photo_work
from engine.batch.ahead import Ahead
from engine.batch.journal import Journal
from engine.batch.output_options import OutputOptions
from engine.batch.photo_work import Order, Outcome, work_on
from engine.batch.queue_items import Item, State
from engine.bundle import sample_photos
from engine.colorizer import Colorizer, FullImage
from engine.commands import entry
from engine.config import EngineConfig
from engine.photo import Photo
from engine.session import Session
from engine.steps import Steps, finish
from engine.workbench import Workbench

PNG = OutputOptions(format="png")
NAMES = ("a", "b", "c", "d", "e", "f", "g")


class Bench(StandInWorkbench):
    """As on a GPU that takes three photos at once."""

    photos_at_once = 3

    def names(self) -> list[list[str]]:
        """Of the photos that were colorized together."""
        return [[path.stem for path in paths if path is not None] for paths in self.together]


@pytest.fixture
def bench() -> Bench:
    return Bench(EngineConfig())


@pytest.fixture
def orders(tmp_path: Path) -> list[Order]:
    """Seven photos."""
    for number, name in enumerate(NAMES):
        Image.new("L", (48, 40), 30 * number).save(tmp_path / f"{name}.png")
    return orders_of([tmp_path / f"{name}.png" for name in NAMES], tmp_path / "out")


def orders_of(photos: Sequence[Path], out: Path) -> list[Order]:
    return [
        Order(Item(number, photo, photo.parent), out / f"{photo.stem}.png")
        for number, photo in enumerate(photos)
    ]


def run(
    orders: Sequence[Order],
    bench: object,
    options: OutputOptions = PNG,
    journal: Journal | None = None,
) -> list[Outcome]:
    waiting = deque(orders)
    ahead = Ahead(waiting)
    outcomes = []
    while waiting:
        order = waiting.popleft()
        outcomes.append(finish(work_on(order, bench, options, journal, ahead)))  # type: ignore[arg-type]
    return outcomes


def states(outcomes: Sequence[Outcome]) -> list[State]:
    return [outcome.item.state for outcome in outcomes]


def results(out: Path) -> dict[str, np.ndarray]:
    return {path.stem: np.asarray(Image.open(path)).astype(int) for path in out.glob("*.png")}


# With arithmetic in place of the networks


def test_a_handful_at_once(orders: list[Order], bench: Bench) -> None:
    assert states(run(orders, bench)) == [State.DONE] * 7
    assert bench.names() == [["a", "b", "c"], ["d", "e", "f"]], "the last one is alone"
    assert [path.stem for path, _ in bench.started if path is not None] == list(NAMES)


def test_one_at_once_is_as_before(orders: list[Order], bench: Bench) -> None:
    bench.photos_at_once = 1
    assert states(run(orders, bench)) == [State.DONE] * 7
    assert bench.together == []


def test_a_broken_photo_fails_alone(orders: list[Order], bench: Bench) -> None:
    orders[1].item.source.write_bytes(b"no photo")
    outcomes = run(orders, bench)
    assert states(outcomes) == [State.DONE, State.FAILED, *[State.DONE] * 5]
    assert "b.png" in outcomes[1].item.message
    assert bench.names() == [["a", "c", "d"], ["e", "f", "g"]]


def test_results_that_are_there_are_not_opened(orders: list[Order], bench: Bench) -> None:
    target = orders[1].target
    assert isinstance(target, Path)
    target.parent.mkdir()
    shutil.copy(orders[1].item.source, target)
    assert states(run(orders, bench)) == [State.DONE, State.SKIPPED, *[State.DONE] * 5]
    assert bench.names() == [["a", "c", "d"], ["e", "f", "g"]]


def test_a_result_that_appears_meanwhile_stays(orders: list[Order], bench: Bench) -> None:
    ahead = Ahead(orders[1:])
    finish(work_on(orders[0], bench, PNG, ahead=ahead))  # type: ignore[arg-type]
    target = orders[1].target
    assert isinstance(target, Path)
    target.write_bytes(b"of another program")
    ahead.following = orders[2:]
    outcome = finish(work_on(orders[1], bench, PNG, ahead=ahead))  # type: ignore[arg-type]
    assert outcome.item.state is State.SKIPPED
    assert target.read_bytes() == b"of another program"
    for number in range(2, 7):  # the one that was skipped does not stand in the way
        ahead.following = orders[number + 1 :]
        finish(work_on(orders[number], bench, PNG, ahead=ahead))  # type: ignore[arg-type]
    assert bench.names() == [["a", "b", "c"], ["d", "e", "f"]]


def test_each_photo_is_let_go(
    orders: list[Order], bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[weakref.ref[Photo]] = []
    read = photo_work.open_photo
    most = 0

    def counting(path: Path) -> Photo:
        nonlocal most
        photo = read(path)
        opened.append(weakref.ref(photo))
        most = max(most, sum(one() is not None for one in opened))
        return photo

    monkeypatch.setattr(photo_work, "open_photo", counting)
    run(orders, bench)
    assert len(opened) == 7, "none is opened twice"
    assert most == 3
    assert not any(one() is not None for one in opened)


def test_large_photos_are_not_opened_ahead(
    orders: list[Order], bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead_module, "PIXELS", 40 * 48 + 1)
    run(orders, bench)
    assert bench.names() == [["a", "b"], ["c", "d"], ["e", "f"]]
    monkeypatch.setattr(ahead_module, "PIXELS", 40 * 48)
    bench.together.clear()
    run(orders, bench, OutputOptions(existing="overwrite"))
    assert bench.together == []


def test_what_is_taken_away_or_of_other_settings_is_let_go(
    orders: list[Order], bench: Bench
) -> None:
    ahead = Ahead(orders[1:])
    finish(ahead.opened(orders[0], bench, PNG))  # type: ignore[arg-type]
    ahead.following = orders[4:]  # b and c were taken out of the queue
    finish(ahead.opened(orders[3], bench, PNG))  # type: ignore[arg-type]
    assert bench.names() == [["a", "b", "c"], ["d", "e", "f"]]
    other = Bench(EngineConfig())
    ahead.following = orders[5:]
    finish(ahead.opened(orders[4], other, PNG))  # type: ignore[arg-type]
    assert other.names() == [["e", "f", "g"]]


def test_closed_at_any_step_nothing_is_lost_or_done_twice(
    orders: list[Order], bench: Bench, tmp_path: Path
) -> None:
    journal = Journal(tmp_path / "queue.jsonl")
    journal.add([order.item for order in orders])
    stopped = 0
    while True:
        steps = work_on(orders[0], bench, PNG, journal, Ahead(orders[1:]))  # type: ignore[arg-type]
        if any(next(steps, None) is None for _ in range(stopped + 1)):
            break
        steps.close()
        assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())
        stopped += 1
    assert stopped > 8
    journal.close()
    journal = Journal(tmp_path / "queue.jsonl")
    found = [journal.items[number].state for number in range(7)]
    assert found == [State.DONE, *[State.WAITING] * 6], "those that were ahead wait"
    assert not journal.interrupted
    journal.close()


def test_after_a_crash_photos_go_one_by_one(
    orders: list[Order], bench: Bench, tmp_path: Path
) -> None:
    journal = Journal(tmp_path / "queue.jsonl")
    journal.add([order.item for order in orders])
    target = orders[0].target
    assert isinstance(target, Path)
    journal.begin(0, target, fresh=True)
    journal.close()
    journal = Journal(tmp_path / "queue.jsonl")
    assert journal.interrupted
    assert states(run(orders, bench, PNG, journal)) == [State.DONE] * 7
    assert bench.together == []
    journal.close()


# With the networks


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
