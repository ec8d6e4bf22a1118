"""What the tests of the queue and its windows share: photos, answers, and waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fake_engine import FakeBench
from photo_files import write_photo
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.batch.queue_items import State
from gui.preferences.settings import Settings
from gui.preferences.store import Store
from gui.queue.photo_queue import PhotoQueue
from gui.queue.queue_questions import QueueQuestions
from gui.queue.queue_window import QueueWindow

MakeQueue = Callable[[], PhotoQueue]


@pytest.fixture
def make_queue(qtbot: QtBot, tmp_path: Path, bench: FakeBench) -> Iterator[MakeQueue]:
    """Makes the queue of the app, again and again, as starts of the app do."""
    made: list[PhotoQueue] = []

    def make() -> PhotoQueue:
        if made:
            assert made[-1].close()
        queue = PhotoQueue(tmp_path / "settings" / "queue.jsonl")
        queue.use_bench(lambda: bench)
        made.append(queue)
        return queue

    yield make
    bench.gate.set()
    assert made[-1].close()


def kept(folder: Path) -> Settings:
    """Settings in a folder of `folder`, where the queue is kept too."""
    return Settings(Store(folder / "settings"))


class Answers(QueueQuestions):
    """Answers at once, and remembers what was asked."""

    def __init__(self) -> None:
        self.chosen: Path | None = None
        self.agree = False
        self.asked: list[int] = []

    def folder(self, parent: QWidget, title: str, start: Path | None) -> Path | None:
        return self.chosen

    def photos(self, parent: QWidget, folder: Path) -> list[Path]:
        return [] if self.chosen is None else [self.chosen]

    def may_cancel(self, parent: QWidget, waiting: int) -> bool:
        self.asked.append(waiting)
        return self.agree

    def may_close(self, parent: QWidget, waiting: int) -> bool:
        self.asked.append(waiting)
        return self.agree


def write_album(folder: Path, third: str = "c.jpg") -> Path:
    """Three photos, `third` may be in a folder of its own, and one that is broken; `folder`."""
    (folder / third).parent.mkdir(parents=True)
    for name in ("a.jpg", "b.jpg", third):
        write_photo(folder / name)
    (folder / "broken.jpg").write_bytes(b"no photo")
    return folder


def texts(window: QueueWindow) -> list[str]:
    model = window.model
    return [str(model.data(model.index(row))) for row in range(model.rowCount())]


def wait(qtbot: QtBot, queue: PhotoQueue) -> None:
    qtbot.waitUntil(lambda: not queue.running and not queue.searching, timeout=20_000)


def add(qtbot: QtBot, queue: PhotoQueue, *places: Path) -> None:
    queue.add(places)
    qtbot.waitUntil(lambda: not queue.searching)


def run(qtbot: QtBot, queue: PhotoQueue) -> None:
    queue.start()
    qtbot.waitUntil(lambda: not queue.running, timeout=20_000)


def states(queue: PhotoQueue) -> dict[str, State]:
    return {item.source.name: item.state for item in queue.list.items.values()}


def opened(qtbot: QtBot, queue: PhotoQueue) -> PhotoQueue:
    queue.open()
    qtbot.waitUntil(lambda: queue.opened or queue.trouble is not None)
    return queue
