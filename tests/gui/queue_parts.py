"""What the tests of the queue's windows share: photos, answers, and waiting."""

from __future__ import annotations

from pathlib import Path

from conftest import write_photo
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.preferences.settings import Settings
from gui.preferences.store import Store
from gui.queue.photo_queue import PhotoQueue
from gui.queue.queue_questions import QueueQuestions
from gui.queue.queue_window import QueueWindow


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


def write_album(folder: Path) -> Path:
    """Three photos and one that is broken; `folder`."""
    folder.mkdir()
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        write_photo(folder / name)
    (folder / "broken.jpg").write_bytes(b"no photo")
    return folder


def texts(window: QueueWindow) -> list[str]:
    model = window.model
    return [str(model.data(model.index(row))) for row in range(model.rowCount())]


def wait(qtbot: QtBot, queue: PhotoQueue) -> None:
    qtbot.waitUntil(lambda: not queue.running and not queue.searching, timeout=20_000)
