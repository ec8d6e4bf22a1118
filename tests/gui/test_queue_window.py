"""The queue's window, and the offer to go on with what is still waiting."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import write_photo
from fake_engine import FakeBench
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from queue_parts import Answers, kept, texts, wait, write_album

from engine.batch.output_options import OutputOptions
from engine.batch.queue_items import Item, State
from engine.errors import EngineError
from gui.engine_thread import EngineThread
from gui.preferences.settings import Settings
from gui.preferences.store import Preferences
from gui.queue.queue_model import IMAGE_ROLE, MOST_KEPT, item_at
from gui.queue.queue_window import QueueWindow
from gui.queue_commands import QueueCommands

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "propagateSizeHints")


@pytest.fixture
def album(tmp_path: Path) -> Path:
    return write_album(tmp_path / "album")


@pytest.fixture
def commands(
    qtbot: QtBot, thread: EngineThread, bench: FakeBench, tmp_path: Path
) -> Iterator[QueueCommands]:
    parent = QWidget()
    qtbot.addWidget(parent)
    made = QueueCommands(kept(tmp_path), thread, parent)
    made.questions = Answers()
    made.use_bench(lambda: bench)
    yield made
    bench.gate.set()
    assert made.close()


@pytest.fixture
def shown(qtbot: QtBot, commands: QueueCommands) -> QueueWindow:
    window = commands.show()
    qtbot.waitUntil(lambda: commands.queue.opened)
    return window


@pytest.fixture
def answering(commands: QueueCommands) -> Answers:
    assert isinstance(commands.questions, Answers)
    return commands.questions


def test_from_the_folder_to_the_results(
    qtbot: QtBot, shown: QueueWindow, answering: Answers, commands: QueueCommands, album: Path
) -> None:
    assert shown.empty.isVisible()
    assert not shown.go_button.isEnabled()
    answering.chosen = album
    shown.choose_folder()
    wait(qtbot, commands.queue)
    assert shown.table.isVisible()
    assert not commands.queue.running, "nothing begins by itself"
    qtbot.mouseClick(shown.go_button, Qt.MouseButton.LeftButton)
    assert shown.go_button.text() == "&Pause"
    assert not shown.form.isEnabled()
    wait(qtbot, commands.queue)
    assert shown.bar.value() == shown.bar.maximum() == 4
    assert shown.summary.full_text == "4 of 4 photos: 3 done, 1 failed"
    assert shown.doing.text() == "Everything was tried. 1 photo failed; its row says why."
    assert len(list(album.glob("*-colorized.jpg"))) == 3


def test_failures_alone_and_again(
    qtbot: QtBot, shown: QueueWindow, commands: QueueCommands, album: Path
) -> None:
    commands.add([album])
    wait(qtbot, commands.queue)
    commands.queue.start()
    shown.filter.setCurrentIndex(shown.filter.findData(State.FAILED))
    wait(qtbot, commands.queue)
    assert texts(shown) == ["broken.jpg"], "it came in when it failed"
    assert shown.filter.currentText() == "Failed (1)"
    tip = str(shown.model.data(shown.model.index(0), Qt.ItemDataRole.ToolTipRole))
    assert "is not a photo" in tip
    write_photo(album / "broken.jpg")
    shown.retry_button.click()
    wait(qtbot, commands.queue)
    assert texts(shown) == []
    assert not shown.retry_button.isVisible()
    shown.filter.setCurrentIndex(0)
    assert len(texts(shown)) == 4
    shown.clear_button.click()
    assert shown.empty.isVisible()


def test_rows_follow_any_change(
    qtbot: QtBot, shown: QueueWindow, commands: QueueCommands, album: Path
) -> None:
    queue = commands.queue
    commands.add([album])
    wait(qtbot, queue)
    shown.filter.setCurrentIndex(shown.filter.findData(State.WAITING))
    for state in (State.WORKING, State.WAITING, State.DONE):
        for number, item in list(queue.list.items.items()):
            queue.list.put(Item(number, item.source, item.root, state))
            kept = [i.source.name for i in queue.list.items.values() if i.state is State.WAITING]
            assert texts(shown) == kept


def test_small_pictures_come_into_view_and_turn_into_results(
    qtbot: QtBot, shown: QueueWindow, commands: QueueCommands, album: Path
) -> None:
    commands.add([album])
    wait(qtbot, commands.queue)
    model = shown.model

    def picture(row: int) -> QImage | None:
        image = model.data(model.index(row), IMAGE_ROLE)
        return image if isinstance(image, QImage) else None

    def is_grey(row: int) -> bool:
        image = picture(row)
        return image is not None and image.allGray()

    qtbot.waitUntil(lambda: is_grey(0) and is_grey(1))
    commands.queue.start()
    wait(qtbot, commands.queue)
    assert not is_grey(0)
    for number in range(MOST_KEPT + 10):
        model._put_image(number, QImage(2, 2, QImage.Format.Format_RGB32))
    assert len(model._images) == MOST_KEPT


def test_options_reach_the_queue_and_come_back(
    qtbot: QtBot, shown: QueueWindow, commands: QueueCommands, answering: Answers, tmp_path: Path
) -> None:
    form, queue = shown.form, commands.queue
    assert form.options == queue.options == OutputOptions()
    answering.chosen = tmp_path
    form.folder.choose_button.click()
    form.existing.setCurrentIndex(1)
    form.format.choose("webp")
    form.size_kind.choose("longest")
    form.longest.setValue(1200)
    form.quality.set_value(70)
    form.steps.choose_button.click()
    form.look.choose("vivid")
    form.look.activated.emit(0)
    form.saturation.set_value(150)
    form.warmth.set_value(-20)
    form.strength.set_value(50)
    form.detect.setChecked(False)
    wanted = OutputOptions(
        tmp_path, "overwrite", "webp", 1200, 70, tmp_path, False, "vivid", 1.5, -0.2, 0.5
    )
    assert queue.options == wanted
    assert not form.strength.isEnabled(), "there are no objects then"
    queue.set_options(OutputOptions(size=800))
    assert form.options == OutputOptions(size=800)
    form.format.choose("png")
    assert not form.quality.isEnabled()
    form.recursive.setChecked(False)
    assert not queue.recursive


def test_the_wheel_scrolls_and_changes_nothing(shown: QueueWindow, commands: QueueCommands) -> None:
    form = shown.form
    fields = (form.existing, form.format, form.longest, form.saturation.slider, form.quality.field)
    for field in fields:
        middle = QPointF(field.rect().center())
        for notches in (-1, 1):
            turned = QWheelEvent(
                middle,
                field.mapToGlobal(middle),
                QPoint(),
                QPoint(0, 120 * notches),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(field, turned)
            assert form.options == OutputOptions()


def test_cancelling_is_asked(
    qtbot: QtBot, shown: QueueWindow, commands: QueueCommands, answering: Answers, album: Path
) -> None:
    commands.add([album])
    wait(qtbot, commands.queue)
    shown.cancel_button.click()
    assert answering.asked == [4]
    assert len(texts(shown)) == 4
    answering.agree = True
    shown.cancel_button.click()
    assert texts(shown) == []


def test_a_photo_is_opened_and_removed(
    qtbot: QtBot, shown: QueueWindow, commands: QueueCommands, album: Path
) -> None:
    commands.add([album])
    wait(qtbot, commands.queue)
    index = shown.model.index(1)
    with qtbot.waitSignal(commands.open_wanted) as caught:
        shown.table.doubleClicked.emit(index)
    assert caught.args == [album / "b.jpg"]
    shown.table.setCurrentIndex(index)
    with qtbot.waitSignal(commands.open_wanted):
        qtbot.keyClick(shown.table, Qt.Key.Key_Return)
    menu = shown.table.menu(shown.table.chosen)
    enabled = {action.text().replace("&", ""): action.isEnabled() for action in menu.actions()}
    assert enabled["Open in the Main Window"]
    assert not enabled["Show the Result"]
    assert not enabled["Try Again"]
    qtbot.keyClick(shown.table, Qt.Key.Key_Delete)
    assert texts(shown) == ["a.jpg", "broken.jpg", "c.jpg"]
    assert item_at(shown.model.index(0)).source == album / "a.jpg"


def test_ten_thousand_photos_do_not_freeze_it(
    qtbot: QtBot, shown: QueueWindow, commands: QueueCommands, tmp_path: Path
) -> None:
    queue = commands.queue
    items = [Item(n, tmp_path / "far" / f"{n:05}.jpg", tmp_path) for n in range(10_000)]
    begun = time.monotonic()
    queue.list.add(items)
    qtbot.wait(1)
    for number in range(300):
        queue.list.put(Item(number, items[number].source, tmp_path, State.DONE))
    shown.table.scrollToBottom()
    qtbot.wait(1)
    shown.filter.setCurrentIndex(shown.filter.findData(State.DONE))
    qtbot.wait(1)
    assert time.monotonic() - begun < 3, "some 0.3 s on a quiet machine"
    assert len(texts(shown)) == 300
    assert len(shown.model._pending) < 100, "only what is in view is looked at"


def test_offer_at_the_next_start(
    qtbot: QtBot,
    commands: QueueCommands,
    shown: QueueWindow,
    album: Path,
    thread: EngineThread,
    bench: FakeBench,
    tmp_path: Path,
) -> None:
    commands.add([album])
    wait(qtbot, commands.queue)
    assert commands.queue.close()
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(900, 600)
    over.show()
    later = QueueCommands(kept(tmp_path), thread, over)
    later.use_bench(lambda: bench)
    later.offer(over)
    offer = later._offer
    assert offer is not None
    qtbot.waitUntil(offer.isVisible)
    assert offer.text == "4 photos of 4 in the queue are still waiting."
    assert over.rect().contains(offer.geometry())
    assert later.button.text() == "Queue paused: 0 of 4"
    offer.buttons[0].click()
    assert not offer.isVisible()
    wait(qtbot, later.queue)
    assert later.queue.list.counts.done == 3
    assert later.close()
    last = QueueCommands(kept(tmp_path), thread, over)
    last.offer(over)
    qtbot.waitUntil(lambda: last.queue.opened)
    assert last._offer is not None
    assert not last._offer.isVisible(), "there is nothing to go on with"
    assert last.close()


def test_it_begins_as_the_settings_say(qtbot: QtBot, thread: EngineThread, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    chosen = Settings(preferences=Preferences(save_folder=tmp_path, jpeg_quality=60))
    commands = QueueCommands(chosen, thread, parent)
    window = commands.show()
    assert window.form.options == OutputOptions(folder=tmp_path, quality=60)
    assert commands.close()


def test_no_queue_no_offer(commands: QueueCommands, tmp_path: Path) -> None:
    commands.offer(QWidget())
    assert commands._offer is None
    assert not (tmp_path / "settings").exists(), "nothing is made that nobody asked for"


def test_a_second_window_of_the_app_is_told_when_it_wants_the_queue(
    qtbot: QtBot, commands: QueueCommands, shown: QueueWindow, thread: EngineThread, tmp_path: Path
) -> None:
    commands.queue.set_options(OutputOptions(quality=50))  # so that there is a file
    parent = QWidget()
    qtbot.addWidget(parent)
    second = QueueCommands(kept(tmp_path), thread, parent)
    elsewhere: list[Exception] = []
    second.failed.connect(elsewhere.append)
    second.offer(parent)
    qtbot.waitUntil(lambda: second.queue.trouble is not None)
    assert not elsewhere, "nobody has asked for it"
    window = second.show()
    assert "open in another window" in window.doing.text()
    assert not window.folder_button.isEnabled()
    assert second.close()


def test_failures_are_told_where_the_person_is(
    qtbot: QtBot, shown: QueueWindow, commands: QueueCommands, album: Path
) -> None:
    elsewhere: list[Exception] = []
    commands.failed.connect(elsewhere.append)
    commands.queue.failed.emit(EngineError("The folder is empty."))
    assert shown.doing.text() == "The folder is empty."
    shown.close()
    commands.queue.failed.emit(EngineError("The disk is full."))
    assert [str(error) for error in elsewhere] == ["The disk is full."]
