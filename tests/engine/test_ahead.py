"""Photos of a folder that are colorized together: each fails alone, and none is lost."""

from __future__ import annotations

import shutil
import weakref
from pathlib import Path

import pytest
from ahead_parts import PNG, orders_of, run, states
from PIL import Image
from stand_ins import StandInWorkbench

from engine.batch import ahead as ahead_module
from engine.batch import next_photo, photo_work
from engine.batch.ahead import Ahead
from engine.batch.journal import Journal
from engine.batch.output_options import OutputOptions
from engine.batch.photo_work import Order, work_on
from engine.batch.queue_items import State
from engine.config import EngineConfig
from engine.photo import Photo
from engine.steps import finish

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
    monkeypatch.setattr(next_photo, "open_photo", counting)
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
