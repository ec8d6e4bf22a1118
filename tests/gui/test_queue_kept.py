"""The queue in its file: there after a restart, emptied, and of one window only."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fake_engine import FakeBench
from pytestqt.qtbot import QtBot
from queue_parts import MakeQueue, add, opened, run, states, write_album

from engine.batch.output_options import OutputOptions
from engine.batch.queue_items import State
from engine.errors import EngineError
from gui.queue import queue_words as words
from gui.queue.photo_queue import PhotoQueue


@pytest.fixture
def album(tmp_path: Path) -> Path:
    return write_album(tmp_path / "album", "inner/c.jpg")


def test_everything_is_there_after_a_restart(
    qtbot: QtBot, make_queue: MakeQueue, album: Path, tmp_path: Path, bench: FakeBench
) -> None:
    queue = opened(qtbot, make_queue())
    options = OutputOptions(folder=tmp_path / "out", quality=80)
    queue.set_options(options)
    add(qtbot, queue, album)

    def hold_the_next() -> None:
        if queue.list.counts.done == 2:
            bench.gate.clear()

    queue.list.item_changed.connect(hold_the_next)
    queue.start()
    qtbot.waitUntil(lambda: len(bench.sessions) == 3 and bool(bench.sessions[2].fused))
    queue.pause()  # so that the photo at the gate ends at its next step, as closing lets it
    bench.gate.set()
    again = make_queue()
    assert again.was_used
    opened(qtbot, again)
    assert again.options == options
    assert states(again) == {
        "a.jpg": State.DONE,
        "b.jpg": State.DONE,
        "broken.jpg": State.FAILED,
        "c.jpg": State.WAITING,
    }
    assert again.unfinished == 1
    run(qtbot, again)
    assert again.list.counts.done == 3
    shutil.rmtree(tmp_path / "out")
    assert opened(qtbot, make_queue()).list.counts.done == 3, "what was done is not done again"


def test_an_emptied_queue_keeps_only_its_options(
    qtbot: QtBot, make_queue: MakeQueue, album: Path, tmp_path: Path
) -> None:
    queue = opened(qtbot, make_queue())
    queue.set_options(OutputOptions(quality=70))
    add(qtbot, queue, album)
    queue.remove(list(queue.list.items))
    assert not queue.list.items
    again = opened(qtbot, make_queue())
    assert not again.list.items
    assert again.options.quality == 70
    assert (tmp_path / "settings" / "queue.jsonl").stat().st_size < 1000


def test_a_second_window_is_told(
    qtbot: QtBot, make_queue: MakeQueue, album: Path, tmp_path: Path
) -> None:
    opened(qtbot, make_queue())
    other = PhotoQueue(tmp_path / "settings" / "queue.jsonl")
    with qtbot.waitSignal(other.failed) as caught:
        other.add([album])
    assert isinstance(caught.args[0], EngineError)
    assert "open in another window" in words.doing(other)
    other.start()
    assert not other.running
    assert other.close()
