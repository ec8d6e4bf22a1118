"""The strip of open photos, by mouse and by keyboard."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import write_photo
from fake_engine import FakeBench
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine.errors import EngineError
from gui import theme
from gui.album import Entry
from gui.engine_thread import EngineThread
from gui.qimages import to_array
from gui.spare_time import SpareTime
from gui.thumbnails import thumbnail
from gui.views.photo_strip import PhotoStrip
from gui.views.photo_tiles import TILE, State, TileDelegate
from gui.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


@pytest.fixture
def strip(
    qtbot: QtBot, qapp: object, workspace: Workspace, thread: EngineThread
) -> Iterator[PhotoStrip]:
    theme.apply(qapp)  # type: ignore[arg-type]
    window = QWidget()
    shown = PhotoStrip(workspace, SpareTime(thread, workspace))
    QVBoxLayout(window).addWidget(shown)
    qtbot.addWidget(window)
    window.resize(1000, 90)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    yield shown
    window.close()  # it lives until here


@pytest.fixture
def three(
    workspace: Workspace, strip: PhotoStrip, settle: Callable[[], None], tmp_path: Path
) -> list[Entry]:
    workspace.open(*(write_photo(tmp_path / f"{name}.jpg") for name in "abc"))
    settle()
    return list(workspace.album.entries)


def place(strip: PhotoStrip, row: int) -> QPoint:
    return strip.visualRect(strip.tiles.index(row)).center()


def in_sight(strip: PhotoStrip, row: int) -> bool:
    tile = strip.visualRect(strip.tiles.index(row)).adjusted(1, 0, -1, 0)
    return strip.viewport().rect().contains(tile)


def cross(strip: PhotoStrip, row: int) -> QPoint:
    return strip.delegate.close_rect(strip.visualRect(strip.tiles.index(row))).center()


def states(strip: PhotoStrip, entries: list[Entry]) -> list[State]:
    return [strip.tiles.state(entry) for entry in entries]


def test_one_photo_needs_no_strip(
    workspace: Workspace, strip: PhotoStrip, photo_file: Path, settle: Callable[[], None]
) -> None:
    assert not strip.isVisible()
    workspace.open(photo_file)
    settle()
    assert not strip.isVisible()
    assert not strip.next_action.isEnabled()


def test_several_are_shown_with_pictures_before_they_are_opened(
    qtbot: QtBot, strip: PhotoStrip, three: list[Entry]
) -> None:
    assert strip.isVisible()
    assert states(strip, three) == [State.DONE, State.WAITING, State.WAITING]
    qtbot.waitUntil(lambda: all(entry.thumbnail is not None for entry in three))
    assert three[2].photo is None
    thumbnail = three[2].thumbnail
    assert thumbnail is not None
    assert max(thumbnail.width(), thumbnail.height()) <= 96
    index = strip.tiles.index(2)
    assert str(three[2].path) in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "Not opened yet" in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_click_shows_a_photo(
    qtbot: QtBot,
    strip: PhotoStrip,
    workspace: Workspace,
    three: list[Entry],
    bench: FakeBench,
    settle: Callable[[], None],
) -> None:
    bench.gate.clear()
    before = to_array(strip.grab().toImage())
    qtbot.mouseClick(strip.viewport(), LEFT, pos=place(strip, 1))
    assert workspace.album.current is three[1]
    assert strip.tiles.state(three[1]) is State.WORKING
    assert not (to_array(strip.grab().toImage()) == before).all()
    bench.gate.set()
    settle()
    assert workspace.entry is three[1]
    assert states(strip, three) == [State.DONE, State.DONE, State.WAITING]


def test_the_shown_one_is_told_by_more_than_colour(strip: PhotoStrip, three: list[Entry]) -> None:
    index = strip.tiles.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).endswith("shown")
    picture = to_array(strip.viewport().grab().toImage())
    tops = [picture[strip.visualRect(strip.tiles.index(row)).top() + 1, :][40] for row in (0, 1)]
    accent = theme.ACCENT
    assert tuple(tops[0]) == (accent.red(), accent.green(), accent.blue())
    row = strip.visualRect(strip.tiles.index(1))
    assert tuple(picture[row.top() + 1, row.left() + 40]) != tuple(tops[0])


def test_unsaved_work_is_told_in_words(
    workspace: Workspace,
    strip: PhotoStrip,
    three: list[Entry],
    settle: Callable[[], None],
    tmp_path: Path,
) -> None:
    workspace.editor.set_enabled(0, False)
    settle()
    assert strip.tiles.state(three[0]) is State.UNSAVED
    assert "no file holds" in strip.tiles.index(0).data(Qt.ItemDataRole.ToolTipRole)
    workspace.save(tmp_path / "out.png")
    settle()
    assert strip.tiles.state(three[0]) is State.SAVED


def test_a_broken_file_is_told_and_does_no_harm(
    qtbot: QtBot,
    workspace: Workspace,
    strip: PhotoStrip,
    settle: Callable[[], None],
    photo_file: Path,
    tmp_path: Path,
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff not a photo")
    workspace.open(photo_file, broken, tmp_path / "missing.png")
    settle()
    entries = workspace.album.entries
    qtbot.waitUntil(lambda: bool(entries[1].trouble) and bool(entries[2].trouble))
    assert states(strip, entries[1:]) == [State.BROKEN, State.BROKEN]
    assert entries[1].trouble in strip.tiles.index(1).data(Qt.ItemDataRole.ToolTipRole)


def test_a_name_of_two_lines_takes_one(
    qtbot: QtBot, workspace: Workspace, strip: PhotoStrip, settle: Callable[[], None], three: object
) -> None:
    workspace.album.entries[0].name = "line\nbreak.jpg"
    assert strip.tiles.index(0).data() == "line\\nbreak.jpg"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(EngineError, match="not a file"):
        thumbnail(tmp_path / "pipe.jpg", 60)


def test_keys_go_round(
    qtbot: QtBot, strip: PhotoStrip, workspace: Workspace, three: list[Entry]
) -> None:
    shown = []
    for _ in range(3):
        strip.next_action.trigger()
        shown.append(workspace.album.current)
    assert shown == [three[1], three[2], three[0]]
    strip.previous_action.trigger()
    assert workspace.album.current is three[2]
    keys = {key.toString() for key in strip.next_action.shortcuts()}
    assert keys == {"Ctrl+Tab", "Ctrl+PgDown"}


def test_arrows_and_enter(
    qtbot: QtBot, strip: PhotoStrip, workspace: Workspace, three: list[Entry]
) -> None:
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert workspace.album.current is three[0], "arrows only look"
    qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert workspace.album.current is three[1]
    with qtbot.waitSignal(strip.close_wanted) as wanted:
        qtbot.keyClick(strip, Qt.Key.Key_Delete)
    assert wanted.args[0] is three[1]


@pytest.mark.parametrize("how", ["cross", "middle", "menu", "key"])
def test_closing_is_asked_for(
    qtbot: QtBot, strip: PhotoStrip, workspace: Workspace, three: list[Entry], how: str
) -> None:
    with qtbot.waitSignal(strip.close_wanted) as wanted:
        if how == "cross":
            qtbot.mouseMove(strip.viewport(), cross(strip, 0))
            qtbot.mouseClick(strip.viewport(), LEFT, pos=cross(strip, 0))
        elif how == "middle":
            qtbot.mouseClick(strip.viewport(), MIDDLE, pos=place(strip, 0))
        elif how == "menu":
            next(a for a in strip.menu(three[0]).actions() if a.text() == "&Close").trigger()
        else:
            qtbot.keyClick(strip, Qt.Key.Key_Delete)
    assert wanted.args[0] is three[0]
    assert workspace.album.entries == three, "whoever hears it closes"


def test_the_cross_of_another_does_not_show_it(
    qtbot: QtBot, strip: PhotoStrip, workspace: Workspace, three: list[Entry]
) -> None:
    with qtbot.waitSignal(strip.close_wanted) as wanted:
        qtbot.mouseClick(strip.viewport(), LEFT, pos=cross(strip, 2))
    assert wanted.args[0] is three[2]
    assert workspace.album.current is three[0]


def test_the_menu(
    qtbot: QtBot,
    strip: PhotoStrip,
    workspace: Workspace,
    three: list[Entry],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("gui.views.photo_strip.show_in_folder", opened.append)
    actions = {a.text().replace("&", ""): a for a in strip.menu(three[0]).actions()}
    assert actions["Save…"].isEnabled()
    with qtbot.waitSignal(strip.save_wanted) as wanted:
        actions["Save…"].trigger()
    assert wanted.args[0] is three[0]
    with qtbot.waitSignal(strip.close_others_wanted) as wanted:
        actions["Close Others"].trigger()
    assert wanted.args[0] is three[0]
    actions["Show in Folder"].trigger()
    assert opened == [three[0].path]
    waiting = {a.text().replace("&", ""): a for a in strip.menu(three[2]).actions()}
    assert not waiting["Save…"].isEnabled()
    workspace.save(tmp_path / "result.png")
    assert not strip.menu(three[0]).actions()[0].isEnabled(), "it would replace this one"
    qtbot.waitUntil(lambda: not workspace.saving)
    assert (tmp_path / "result.png").exists()


def test_closing_down_to_one_hides_the_strip(
    strip: PhotoStrip, workspace: Workspace, three: list[Entry], settle: Callable[[], None]
) -> None:
    workspace.close_photo(three[0])
    settle()
    assert strip.isVisible()
    workspace.close_photo(three[1])
    settle()
    assert not strip.isVisible()
    assert workspace.entry is three[2]


def test_the_shown_one_is_always_in_sight(
    qtbot: QtBot, workspace: Workspace, strip: PhotoStrip, tmp_path: Path
) -> None:
    workspace.open(*(write_photo(tmp_path / f"{n}.jpg", 40, 30) for n in range(9)))
    strip.previous_action.trigger()
    assert in_sight(strip, 8)
    strip.window().resize(500, 90)
    qtbot.wait(10)
    assert in_sight(strip, 8)


def test_a_name_has_the_room_beside_the_picture(strip: PhotoStrip) -> None:
    """Not what the cross leaves of it: the name of the app's own sample was shortened."""
    metrics = QFontMetrics(strip.font())
    tile = QRect(QPoint(20, 0), TILE)
    room = TileDelegate.name_rect(tile, metrics.height())
    assert room.width() >= metrics.horizontalAdvance("photographer.jpg")
    assert tile.contains(room.adjusted(0, 0, 0, metrics.height())), "the state is below it"
    assert not room.intersects(TileDelegate.close_rect(tile))
