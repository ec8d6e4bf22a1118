"""The queue without a window: what it does, and what stops it."""

from __future__ import annotations

import gc
import threading
import weakref
from pathlib import Path

import pytest
from conftest import write_photo
from fake_engine import FakeBench
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from queue_parts import MakeQueue, add, opened, run, states, write_album

from engine.batch import photo_work
from engine.batch.output_options import OutputOptions
from engine.batch.queue_items import State
from engine.errors import DiskFullError
from gui.queue import queue_words as words
from gui.queue.photo_queue import Activity, PhotoQueue


@pytest.fixture
def album(tmp_path: Path) -> Path:
    return write_album(tmp_path / "album", "inner/c.jpg")


def test_a_folder_is_colorized(
    qtbot: QtBot, make_queue: MakeQueue, album: Path, tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in album.rglob("*.jpg")}
    queue = opened(qtbot, make_queue())
    queue.set_options(OutputOptions(folder=tmp_path / "out", format="png", size=60))
    add(qtbot, queue, album)
    assert words.doing(queue) == "4 photos waiting. Originals are never changed."
    pictures: list[tuple[int, QImage]] = []
    queue.picture_made.connect(lambda number, image: pictures.append((number, image)))
    with qtbot.waitSignal(queue.ended):
        run(qtbot, queue)
    assert states(queue) == {
        "a.jpg": State.DONE,
        "b.jpg": State.DONE,
        "broken.jpg": State.FAILED,
        "c.jpg": State.DONE,
    }
    results = {path.relative_to(tmp_path / "out") for path in (tmp_path / "out").rglob("*.*")}
    names = ("a-colorized.png", "b-colorized.png", "inner/c-colorized.png")
    assert results == {Path(name) for name in names}
    assert {path: path.read_bytes() for path in album.rglob("*.jpg")} == before
    assert [number for number, _ in pictures] == [0, 1, 3]
    assert pictures[0][1].width() == 60
    assert words.summary(queue) == "4 of 4 photos: 3 done, 1 failed"
    assert words.doing(queue) == "Everything was tried. 1 photo failed; its row says why."


def test_nothing_is_colorized_twice(qtbot: QtBot, make_queue: MakeQueue, album: Path) -> None:
    queue = make_queue()
    add(qtbot, queue, album)
    run(qtbot, queue)
    with qtbot.waitSignal(queue.told):
        queue.add([album])
    assert len(queue.list.items) == 4, "photos come in once, results never"
    queue.remove_finished()
    add(qtbot, queue, album)
    run(qtbot, queue)
    assert queue.list.counts.skipped == 3
    assert queue.list.items[0 + 4].message == photo_work.THERE, "numbers are not given twice"


def test_without_recursive(qtbot: QtBot, make_queue: MakeQueue, album: Path) -> None:
    queue = make_queue()
    queue.recursive = False
    add(qtbot, queue, album)
    assert "c.jpg" not in states(queue)


def test_pausing_leaves_nothing_half_done(
    qtbot: QtBot, make_queue: MakeQueue, album: Path, bench: FakeBench
) -> None:
    queue = make_queue()
    add(qtbot, queue, album)
    bench.gate.clear()
    queue.start()
    qtbot.waitUntil(lambda: bool(bench.sessions and bench.sessions[0].fused))
    queue.pause()
    assert queue.activity is Activity.PAUSING
    bench.gate.set()
    qtbot.waitUntil(lambda: not queue.running)
    assert set(states(queue).values()) == {State.WAITING}
    assert not list(album.rglob("*colorized*"))
    run(qtbot, queue)
    assert queue.list.counts.done == 3


class Turnstile(threading.Event):
    """Closes behind whoever goes through."""

    def wait(self, timeout: float | None = None) -> bool:
        went = super().wait(timeout)
        self.clear()
        return went


def test_cancelling_keeps_what_is_done(
    qtbot: QtBot, make_queue: MakeQueue, album: Path, bench: FakeBench
) -> None:
    queue = make_queue()
    add(qtbot, queue, album)
    bench.gate = Turnstile()
    bench.gate.set()
    queue.start()
    qtbot.waitUntil(lambda: queue.list.counts.done == 1)
    queue.cancel()
    bench.gate.set()
    qtbot.waitUntil(lambda: not queue.running)
    assert State.WAITING not in states(queue).values()
    assert queue.list.counts.done == len(queue.list.items) == 1
    assert states(opened(qtbot, make_queue())) == {"a.jpg": State.DONE}


def test_photos_may_come_while_it_runs(
    qtbot: QtBot, make_queue: MakeQueue, album: Path, bench: FakeBench, tmp_path: Path
) -> None:
    queue = make_queue()
    add(qtbot, queue, album / "a.jpg")
    bench.gate.clear()
    queue.start()
    late = tmp_path / "late"
    late.mkdir()
    write_photo(late / "a.jpg")
    queue.add([late])
    qtbot.waitUntil(lambda: bool(bench.sessions and bench.sessions[0].fused))
    bench.gate.set()
    qtbot.waitUntil(lambda: queue.list.counts.done == 2, timeout=20_000)
    qtbot.waitUntil(lambda: not queue.running)


def test_the_open_photo_goes_first(
    qtbot: QtBot, tmp_path: Path, album: Path, bench: FakeBench
) -> None:
    waiting = threading.Event()
    waiting.set()
    queue = PhotoQueue(None, waiting.is_set)
    queue.use_bench(lambda: bench)
    add(qtbot, queue, album / "a.jpg")
    queue.start()
    qtbot.wait(300)
    assert queue.running
    assert queue.list.counts.done == 0
    waiting.clear()
    qtbot.waitUntil(lambda: not queue.running)
    assert queue.list.counts.done == 1
    waiting.set()  # pausing is possible also while the open photo has the machine
    add(qtbot, queue, album / "b.jpg")
    queue.start()
    qtbot.wait(50)
    queue.pause()
    qtbot.waitUntil(lambda: not queue.running)
    assert queue.close()


def test_retrying_what_failed(qtbot: QtBot, make_queue: MakeQueue, album: Path) -> None:
    queue = make_queue()
    add(qtbot, queue, album)
    run(qtbot, queue)
    write_photo(album / "broken.jpg")
    queue.retry()
    qtbot.waitUntil(lambda: not queue.running, timeout=20_000)
    assert set(states(queue).values()) == {State.DONE}
    assert words.doing(queue) == "Everything is done."


def test_a_full_disk_stops_it_with_one_sentence(
    qtbot: QtBot, make_queue: MakeQueue, album: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise DiskFullError("The disk is full: a-colorized.jpg was not saved.", "Make some room.")

    queue = make_queue()
    add(qtbot, queue, album)
    whole = photo_work.save_picture
    monkeypatch.setattr(photo_work, "save_picture", full)
    with qtbot.waitSignal(queue.failed):
        run(qtbot, queue)
    assert words.doing(queue).startswith("The disk is full")
    assert set(states(queue).values()) == {State.WAITING}
    monkeypatch.setattr(photo_work, "save_picture", whole)
    run(qtbot, queue)
    assert queue.message == ""
    assert queue.list.counts.done == 3


def test_what_cannot_be_found_is_told(
    qtbot: QtBot, make_queue: MakeQueue, album: Path, tmp_path: Path
) -> None:
    queue = make_queue()
    (tmp_path / "empty").mkdir()
    with qtbot.waitSignal(queue.failed) as caught:
        queue.add([tmp_path / "empty", album])
    assert "holds no photos" in str(caught.args[0])
    qtbot.waitUntil(lambda: not queue.searching)
    assert queue.list.counts.total == 4, "the rest comes in"


def test_a_fault_of_the_program_stops_it(qtbot: QtBot, make_queue: MakeQueue, album: Path) -> None:
    def broken() -> FakeBench:
        raise RuntimeError("no engine")

    queue = make_queue()
    queue.use_bench(broken)
    add(qtbot, queue, album)
    with qtbot.waitSignal(queue.failed) as caught:
        run(qtbot, queue)
    assert isinstance(caught.args[0], RuntimeError)
    assert set(states(queue).values()) == {State.WAITING}


def held_at_the_first(
    qtbot: QtBot, make_queue: MakeQueue, album: Path, bench: FakeBench
) -> PhotoQueue:
    """A queue that colorizes three photos together and waits in the first one's fusion."""
    bench.photos_at_once = 3
    queue = make_queue()
    add(qtbot, queue, album)
    bench.gate.clear()
    queue.start()
    qtbot.waitUntil(lambda: bool(bench.sessions and bench.sessions[0].fused))
    return queue


def test_photos_together_as_on_a_gpu(
    qtbot: QtBot, make_queue: MakeQueue, album: Path, bench: FakeBench
) -> None:
    queue = held_at_the_first(qtbot, make_queue, album, bench)
    assert [path.name for path in bench.together[0] if path] == ["a.jpg", "b.jpg", "c.jpg"]
    waiting = weakref.ref(bench.sessions.pop())
    assert waiting() is not None
    queue.pause()
    bench.gate.set()
    qtbot.waitUntil(lambda: not queue.running)
    assert set(states(queue).values()) == {State.WAITING}
    assert not list(album.rglob("*colorized*"))
    gc.collect()  # such a session holds itself
    assert waiting() is None, "nothing stays open"
    run(qtbot, queue)
    assert (queue.list.counts.done, queue.list.counts.failed) == (3, 1)
    assert len(bench.together) == 2


def test_what_was_taken_out_is_not_colorized_with_others(
    qtbot: QtBot, make_queue: MakeQueue, album: Path, bench: FakeBench
) -> None:
    queue = held_at_the_first(qtbot, make_queue, album, bench)
    (second,) = (n for n, item in queue.list.items.items() if item.source.name == "b.jpg")
    queue.remove([second])
    bench.gate.set()
    qtbot.waitUntil(lambda: not queue.running)
    assert queue.list.counts.done == 2
    assert sorted(path.name for path in album.rglob("*colorized*")) == [
        "a-colorized.jpg",
        "c-colorized.jpg",
    ]
