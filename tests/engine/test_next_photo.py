"""The photo that comes next is opened while a result is written."""

from __future__ import annotations

import os
import threading
from collections import deque
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from stand_ins import StandInWorkbench

from engine.batch import ahead as ahead_module
from engine.batch import next_photo, photo_work
from engine.batch.ahead import Ahead
from engine.batch.next_photo import NextPhoto
from engine.batch.output_options import OutputOptions
from engine.batch.photo_work import Order, Outcome, work_on
from engine.batch.queue_items import Item, State
from engine.config import EngineConfig
from engine.errors import EngineError
from engine.photo import Photo, open_photo
from engine.steps import finish

PNG = OutputOptions(format="png")
COUNT = 4


@pytest.fixture
def orders(tmp_path: Path) -> list[Order]:
    photos = [tmp_path / f"{number}.png" for number in range(COUNT)]
    for number, photo in enumerate(photos):
        Image.new("L", (48, 40), 30 + 30 * number).save(photo)
    return [
        Order(Item(number, photo, tmp_path), tmp_path / "out" / photo.name)
        for number, photo in enumerate(photos)
    ]


def run(orders: list[Order], options: OutputOptions = PNG) -> list[Outcome]:
    bench = StandInWorkbench(EngineConfig())
    waiting = deque(orders)
    ahead = Ahead(waiting)
    outcomes = []
    while waiting:
        before = threading.active_count()
        outcomes.append(finish(work_on(waiting.popleft(), bench, options, ahead=ahead)))  # type: ignore[arg-type]
        assert threading.active_count() == before
    return outcomes


def opened_by(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """The photos in the order in which they are opened, and whether a thread does it."""
    opened: list[tuple[str, bool]] = []

    def telling(path: Path) -> Photo:
        opened.append((path.stem, threading.current_thread() is not threading.main_thread()))
        return open_photo(path)

    monkeypatch.setattr(photo_work, "open_photo", telling)
    monkeypatch.setattr(next_photo, "open_photo", telling)
    return opened


def test_each_is_opened_once_and_all_but_the_first_beside_the_writing(
    orders: list[Order], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = opened_by(monkeypatch)
    outcomes = run(orders)
    assert [outcome.item.state for outcome in outcomes] == [State.DONE] * COUNT
    assert opened == [("0", False), ("1", True), ("2", True), ("3", True)]
    for number, order in enumerate(orders):
        assert isinstance(order.target, Path)
        shown = np.asarray(Image.open(order.target)).mean()
        assert abs(shown - (30 + 30 * number)) < 10


def test_what_has_its_result_or_comes_after_a_large_photo_is_not_opened(
    orders: list[Order], monkeypatch: pytest.MonkeyPatch
) -> None:
    target = orders[1].target
    assert isinstance(target, Path)
    target.parent.mkdir()
    target.write_bytes(b"there")
    opened = opened_by(monkeypatch)
    monkeypatch.setattr(ahead_module, "SMALL", 40 * 48 - 1)
    run(orders)
    assert opened == [("0", False), ("2", False), ("3", False)]


def test_a_broken_photo_fails_in_its_turn_and_alone(orders: list[Order]) -> None:
    orders[1].item.source.write_bytes(b"no photo")
    outcomes = run(orders)
    assert [o.item.state for o in outcomes] == [State.DONE, State.FAILED, State.DONE, State.DONE]
    assert isinstance(outcomes[1].error, EngineError)
    assert "1.png" in outcomes[1].item.message


def test_where_nothing_can_be_written_the_next_one_is_none_the_worse(orders: list[Order]) -> None:
    target = orders[0].target
    assert isinstance(target, Path)
    target.mkdir(parents=True)
    outcomes = run(orders, OutputOptions(format="png", existing="overwrite"))
    assert [o.item.state for o in outcomes] == [State.FAILED, *[State.DONE] * (COUNT - 1)]


def test_a_file_that_has_changed_is_read_anew(tmp_path: Path) -> None:
    path, other = tmp_path / "a.png", tmp_path / "b.png"
    Image.new("L", (8, 8)).save(path)
    following = NextPhoto()
    with following.opening(path):
        pass
    assert following.taken(other) is None
    for change in (lambda: os.utime(path, (1, 1)), path.unlink):
        with following.opening(path):
            pass
        change()
        assert following.taken(path) is None
    Image.new("L", (8, 8)).save(path)
    with following.opening(path):
        pass
    photo = following.taken(path)
    assert photo is not None
    assert photo.path == path
    assert following.taken(path) is None, "it is given away"
