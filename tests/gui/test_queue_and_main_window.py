"""What goes to the queue from the main window, and what is shown there of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Answers as MainAnswers
from fake_engine import FakeBench
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from queue_parts import Answers, wait, write_album

from gui.dialogs import Answer
from gui.incoming import are_many
from gui.main_window import MainWindow
from gui.queue.photo_queue import Activity
from gui.queue_commands import QueueCommands

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "propagateSizeHints")


@pytest.fixture
def album(tmp_path: Path) -> Path:
    return write_album(tmp_path / "album")


class TestMainWindow:
    @pytest.fixture
    def queue(self, window: MainWindow, bench: FakeBench) -> Iterator[QueueCommands]:
        window.queue.questions = Answers()
        window.queue.use_bench(lambda: bench)
        yield window.queue
        bench.gate.set()
        assert window.queue.close()

    def drop(self, window: QWidget, *places: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(place)) for place in places])
        how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
        modifiers = Qt.KeyboardModifier.NoModifier
        window.dragEnterEvent(QDragEnterEvent(QPoint(9, 9), *how, modifiers))  # type: ignore[attr-defined]
        window.dropEvent(QDropEvent(QPoint(9, 9), *how, modifiers))  # type: ignore[attr-defined]

    def test_a_folder_goes_to_the_queue(
        self, qtbot: QtBot, window: MainWindow, queue: QueueCommands, album: Path
    ) -> None:
        self.drop(window, album)
        wait(qtbot, queue.queue)
        assert queue.window is not None
        assert queue.window.isVisible()
        assert len(queue.queue.list.items) == 4
        self.drop(queue.window, album / "a.jpg")
        wait(qtbot, queue.queue)
        assert len(queue.queue.list.items) == 4, "it is there already"

    def test_a_photo_is_opened(
        self, window: MainWindow, queue: QueueCommands, album: Path, settle: object
    ) -> None:
        self.drop(window, album / "a.jpg")
        assert queue.window is None
        settle()  # type: ignore[operator]
        assert window.windowTitle().startswith("a.jpg")

    def test_many(self, tmp_path: Path, album: Path) -> None:
        assert are_many([album])
        assert not are_many([album / "a.jpg"])
        assert are_many([tmp_path / f"{n}.jpg" for n in range(201)])

    def test_it_goes_on_where_the_window_stays_open_after_all(
        self,
        qtbot: QtBot,
        opened: MainWindow,
        queue: QueueCommands,
        album: Path,
        bench: FakeBench,
        answers: MainAnswers,
        settle: Callable[[], None],
    ) -> None:
        opened.dock.adjust.sliders["Colour"].setValue(50)
        settle()
        queue.add([album])
        wait(qtbot, queue.queue)
        bench.gate.clear()
        queue.queue.start()
        assert isinstance(queue.questions, Answers)
        queue.questions.agree = True
        assert opened.close() is False
        assert answers.asked_to_save == [["street.jpg"]], "and was answered with Cancel"
        assert queue.queue.activity is Activity.RUNNING
        answers.changes = Answer.DISCARD
        assert opened.close() is True

    def test_closing_while_it_runs_is_asked(
        self, qtbot: QtBot, window: MainWindow, queue: QueueCommands, album: Path, bench: FakeBench
    ) -> None:
        queue.add([album])
        wait(qtbot, queue.queue)
        bench.gate.clear()
        queue.queue.start()
        assert window.close() is False
        assert isinstance(queue.questions, Answers)
        assert queue.questions.asked == [4]
        queue.questions.agree = True
        bench.gate.set()
        assert window.close() is True
        wait(qtbot, queue.queue)
        assert queue.queue.unfinished

    def test_the_open_photo_answers_while_it_runs(
        self, qtbot: QtBot, window: MainWindow, queue: QueueCommands, album: Path, settle: object
    ) -> None:
        queue.add([album])
        wait(qtbot, queue.queue)
        notes: list[str] = []
        queue.told.connect(notes.append)
        queue.queue.start()
        window.files.open(album / "a.jpg")
        settle()  # type: ignore[operator]
        wait(qtbot, queue.queue)
        assert queue.queue.list.counts.done == 3
        assert notes == ["The queue is done. 4 of 4 photos: 3 done, 1 failed."]
        assert window.queue.button.text() == "Queue paused: 4 of 4"
        assert not window.queue.button.isVisible()
