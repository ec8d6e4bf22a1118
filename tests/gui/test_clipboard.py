"""Paste and copy, also of a hostile clipboard; and what is dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from conftest import shown, write_photo
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from engine.errors import EngineError
from engine.photo_reading import MAX_MEGAPIXELS
from gui.clipboard import Clipboard
from gui.darkroom import Pane
from gui.engine_thread import EngineThread
from gui.incoming import has_files, pasted, photo_paths
from gui.open_photo import OpenPhoto
from gui.qimages import to_array, to_qimage
from gui.spare_time import SpareTime
from gui.workspace import Workspace


@pytest.fixture
def clipboard(workspace: Workspace, thread: EngineThread) -> Iterator[Clipboard]:
    QGuiApplication.clipboard().clear()
    yield Clipboard(workspace, SpareTime(thread, workspace))
    QGuiApplication.clipboard().clear()


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_pixels_are_opened_as_a_photo_without_a_file(
    qtbot: QtBot, workspace: Workspace, clipboard: Clipboard, settle: Callable[[], None]
) -> None:
    grey = np.tile(np.arange(100, dtype=np.uint8), (60, 1))[..., None].repeat(3, axis=2)
    QGuiApplication.clipboard().setImage(to_qimage(grey))
    clipboard.paste()
    qtbot.waitUntil(lambda: workspace.can_save)
    settle()
    assert workspace.entry is not None
    assert workspace.entry.path is None
    assert workspace.photo is not None
    assert np.array_equal(workspace.photo.darkroom.photo.source, grey)
    clipboard.paste()
    qtbot.waitUntil(lambda: len(workspace.album.entries) == 2)
    assert workspace.album.entries[1].name == "Pasted 2"


def test_transparent_pixels_lie_on_white() -> None:
    image = QImage(4, 3, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    data = QMimeData()
    data.setImageData(image)
    pixels = pasted(data)
    assert isinstance(pixels, np.ndarray)
    assert pixels.shape == (3, 4, 3)
    assert pixels.min() == 255


@pytest.mark.parametrize("how", ["files", "text", "url text"])
def test_files_are_opened(
    workspace: Workspace,
    clipboard: Clipboard,
    settle: Callable[[], None],
    photo_file: Path,
    tmp_path: Path,
    how: str,
) -> None:
    other = write_photo(tmp_path / "other one.png")
    data = files(photo_file, other)
    if how != "files":
        lines = [str(p) if how == "text" else p.as_uri() for p in (photo_file, other)]
        data = QMimeData()
        data.setText("\n".join(lines) + "\n")
    QGuiApplication.clipboard().setMimeData(data)
    clipboard.paste()
    settle()
    assert [entry.path for entry in workspace.album.entries] == [photo_file, other]
    assert workspace.can_save


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dear grandmother, here is the photo",
        "/no/such/photo.jpg",
        "relative.jpg",
        "\0",
        "/" + "x" * 5000,
        "a" * 3_000_000,
        "http://example.org/photo.jpg",
        "file://",
    ],
    ids=lambda text: f"{text[:12]!r}-{len(text)}",
)
def test_text_that_is_no_path_is_refused(
    qtbot: QtBot, workspace: Workspace, clipboard: Clipboard, text: str
) -> None:
    QGuiApplication.clipboard().setText(text)
    with qtbot.waitSignal(clipboard.failed) as failed:
        clipboard.paste()
    assert isinstance(failed.args[0], EngineError)
    assert "\n" not in failed.args[0].message
    assert not workspace.album.entries


def test_an_empty_picture_and_a_huge_one_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Data(QMimeData):
        def __init__(self, image: object) -> None:
            super().__init__()
            self.image = image

        def hasImage(self) -> bool:  # noqa: N802 -- the name of Qt's method
            return True

        def imageData(self) -> object:  # noqa: N802
            return self.image

    for empty in (None, QImage(), "no image"):
        with pytest.raises(EngineError, match="empty"):
            pasted(Data(empty))
    huge = QImage(20_001, 10_001, QImage.Format.Format_Mono)
    assert huge.width() * huge.height() > MAX_MEGAPIXELS * 1e6
    with pytest.raises(EngineError, match="megapixels"):
        pasted(Data(huge))


def test_the_result_is_copied_as_it_is_shown(
    qtbot: QtBot, workspace: Workspace, clipboard: Clipboard, photo: OpenPhoto
) -> None:
    assert clipboard.can_copy
    with qtbot.waitSignal(clipboard.copied) as copied:
        clipboard.copy()
    assert "120 × 90" in copied.args[0]  # noqa: RUF001 -- a multiplication sign
    assert np.array_equal(to_array(QGuiApplication.clipboard().image()), shown(workspace))


def test_a_pane_is_copied(workspace: Workspace, clipboard: Clipboard, photo: OpenPhoto) -> None:
    clipboard.copy_pane(Pane.SOURCE)
    source = to_array(QGuiApplication.clipboard().image())
    assert np.array_equal(source, photo.darkroom.photo.source)
    clipboard.copy_pane(Pane.INSTANCES)
    together = to_array(QGuiApplication.clipboard().image())
    for instance in photo.instances:
        box = instance.box
        inside = together[int(box.top) + 4 : int(box.bottom) - 4, int(box.left) + 4 :][:, :20]
        assert np.ptp(inside.astype(int), axis=2).mean() > 5, "in colour where an object is"
    assert np.ptp(together[0, 0].astype(int)) < 3, "grey elsewhere"
    workspace.highlight.show_alone(1)
    clipboard.copy_pane(Pane.INSTANCES)
    alone = QGuiApplication.clipboard().image()
    assert alone.width() < 100


def test_there_may_be_nothing_to_copy(qtbot: QtBot, clipboard: Clipboard) -> None:
    assert not clipboard.can_copy
    with qtbot.waitSignal(clipboard.failed):
        clipboard.copy()


def test_a_folder_is_opened_up_one_level(tmp_path: Path) -> None:
    album = tmp_path / "album"
    (album / "deeper").mkdir(parents=True)
    for name in ("b.JPG", "a.png", "deeper/c.jpg", "notes.txt", ".hidden.jpg"):
        (album / name).write_bytes(b"x")
    own = tmp_path / "scan.unknown"
    own.write_bytes(b"x")
    dropped = files(own, album, own)
    assert has_files(dropped)
    assert photo_paths(dropped) == [own, album / "a.png", album / "b.JPG"]


def test_what_cannot_be_used_is_refused_in_one_sentence(tmp_path: Path) -> None:
    empty = tmp_path / "nothing in it"
    empty.mkdir()
    with pytest.raises(EngineError, match="nothing in it holds no photos"):
        photo_paths(files(empty))
    with pytest.raises(EngineError, match="not a file"):
        photo_paths(QMimeData())
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/photo.jpg")])
    assert not has_files(web)
    with pytest.raises(EngineError, match="not a file"):
        photo_paths(web)
    for number in range(201):
        (empty / f"{number}.jpg").touch()
    with pytest.raises(EngineError, match="201 photos"):
        photo_paths(files(empty))


def test_an_empty_clipboard_is_told(clipboard: Clipboard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(clipboard.failed) as told:
        clipboard.paste()
    assert "no photo on the clipboard" in str(told.args[0])
    with pytest.raises(EngineError, match="no photo on the clipboard"):
        pasted(None)


def test_a_picture_beside_files_is_their_icon(photo_file: Path) -> None:
    data = files(photo_file)
    icon = QImage(16, 16, QImage.Format.Format_RGB32)
    icon.fill(Qt.GlobalColor.red)
    data.setImageData(icon)
    assert pasted(data) == [photo_file]
