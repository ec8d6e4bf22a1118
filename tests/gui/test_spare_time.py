"""Background work that waits for its turn and survives being cancelled by others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tifffile
from conftest import write_photo
from PIL import Image
from pytestqt.qtbot import QtBot

from engine.errors import EngineError
from engine.steps import Step, Steps
from gui.engine_thread import EngineThread, Lane
from gui.spare_time import SpareTime
from gui.thumbnails import thumbnail


def counting(to: int) -> Steps[int]:
    for done in range(to):
        yield Step("Counting", done, to)
    return to


def endless() -> Steps[int]:
    while True:
        yield Step("Waiting", 0, 0)


def failing() -> Steps[int]:
    yield Step("Failing", 0, 1)
    raise EngineError("It broke.")


def test_work_is_done_one_after_the_other(qtbot: QtBot, thread: EngineThread) -> None:
    spare, done = SpareTime(thread), []
    for number in (3, 1, 2):
        spare.do(number, lambda number=number: counting(number), done.append)
    assert spare.busy
    qtbot.waitUntil(lambda: not spare.busy)
    assert done == [3, 1, 2]


def test_the_newest_of_its_kind_wins(qtbot: QtBot, thread: EngineThread) -> None:
    spare, done = SpareTime(thread), []
    spare.do("preview", endless, done.append)
    spare.do("other", lambda: counting(9), done.append)
    qtbot.wait(30)
    spare.do("preview", lambda: counting(4), done.append)
    qtbot.waitUntil(lambda: not spare.busy)
    assert done == [9, 4]


def test_what_others_cancel_is_begun_again(qtbot: QtBot, thread: EngineThread) -> None:
    spare, done, begun = SpareTime(thread), [], []

    def work() -> Steps[int]:
        begun.append(1)
        return endless() if len(begun) == 1 else counting(2)

    spare.do("thumbnail", work, done.append)
    qtbot.waitUntil(lambda: bool(begun))
    thread.cancel(Lane.WARM_UP)
    qtbot.waitUntil(lambda: done == [2])
    assert len(begun) == 2


def test_work_of_others_in_the_lane_is_not_replaced(qtbot: QtBot, thread: EngineThread) -> None:
    spare, done = SpareTime(thread), []
    thread.submit(Lane.WARM_UP, lambda: counting(300), on_done=done.append)
    spare.do("later", lambda: counting(1), done.append)
    qtbot.waitUntil(lambda: not spare.busy)
    assert done == [300, 1]


def test_a_failure_is_told_and_the_rest_goes_on(qtbot: QtBot, thread: EngineThread) -> None:
    spare, done, failed = SpareTime(thread), [], []
    spare.do("silent", failing, done.append)
    spare.do("told", failing, done.append, failed.append)
    spare.do("fine", lambda: counting(1), done.append)
    qtbot.waitUntil(lambda: not spare.busy)
    assert done == [1]
    assert [str(error) for error in failed] == ["It broke."]


def test_dropped_work_is_not_heard_of(qtbot: QtBot, thread: EngineThread) -> None:
    spare, done = SpareTime(thread), []
    spare.do("first", endless, done.append)
    spare.do("second", lambda: counting(1), done.append)
    qtbot.wait(20)
    spare.drop("first")
    spare.drop("never there")
    qtbot.waitUntil(lambda: done == [1])
    assert not spare.busy


def test_a_thumbnail_is_small_and_upright(tmp_path: Path) -> None:
    pixels = np.zeros((300, 600), np.uint8)
    pixels[:, :300] = 200
    turned = Image.fromarray(pixels)
    exif = turned.getexif()
    exif[0x0112] = 6  # a quarter turn clockwise
    turned.save(tmp_path / "turned.jpg", exif=exif)
    small = thumbnail(tmp_path / "turned.jpg", 90)
    assert (small.width(), small.height()) == (45, 90)
    assert small.pixelColor(20, 10).lightness() > 150
    assert small.pixelColor(20, 80).lightness() < 50
    deep = np.linspace(0, 65535, 200 * 100).astype(np.uint16).reshape(100, 200)
    Image.fromarray(deep).save(tmp_path / "deep.png")
    small = thumbnail(tmp_path / "deep.png", 40)
    assert small.pixelColor(20, 1).lightness() < 30
    assert small.pixelColor(20, 18).lightness() > 220


@pytest.mark.parametrize("data", [b"", b"not a photo", b"\xff\xd8\xff\xe0 cut off"])
def test_a_broken_file_has_no_thumbnail(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "broken.jpg").write_bytes(data)
    for place in (tmp_path / "broken.jpg", tmp_path, tmp_path / "missing.jpg"):
        with pytest.raises(EngineError):
            thumbnail(place, 40)


def test_a_cut_off_photo_has_no_thumbnail(tmp_path: Path) -> None:
    whole = write_photo(tmp_path / "whole.png", 400, 300).read_bytes()
    (tmp_path / "cut.png").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(EngineError):
        thumbnail(tmp_path / "cut.png", 40)


def test_what_only_the_engine_can_read_has_a_thumbnail(tmp_path: Path) -> None:
    deep = np.zeros((50, 80, 3), np.uint16)
    deep[:, 40:] = 60_000
    tifffile.imwrite(tmp_path / "deep.tif", deep, photometric="rgb")
    small = thumbnail(tmp_path / "deep.tif", 40)
    assert (small.width(), small.height()) == (40, 25)
    assert small.pixelColor(35, 10).lightness() > 200
    assert small.pixelColor(5, 10).lightness() < 30


def test_what_takes_too_long_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.thumbnails.QUICK_PIXELS", 100)
    assert thumbnail(write_photo(tmp_path / "large.png"), 40).isNull()
    assert not thumbnail(write_photo(tmp_path / "large.jpg"), 40).isNull()
