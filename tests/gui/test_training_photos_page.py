"""The photos page of the training window."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot
from training_parts import write_bad_photos, write_photos
from training_window_parts import (
    Answers,
)

from engine.training.photo_scan import LeftOut
from gui.training.left_out_list import IMAGE_ROLE, PHOTO_ROLE, LeftOutModel
from gui.training.wizard_window import OBJECTS, PLAN, TrainingWindow

pytestmark = pytest.mark.usefixtures("own_home")


def test_nothing_is_added_yet(training_window: TrainingWindow) -> None:
    page = training_window.photos_page
    assert page.state == "None yet"
    assert page.empty.isVisible()
    assert training_window.draft.obstacle() == "Add photos first."
    training_window.show_page(PLAN)
    assert not training_window.start_button.isEnabled()
    assert training_window.hint.text() == "Add photos first."
    training_window.show_page(OBJECTS)
    assert training_window.objects_page.nothing.text() == "Add photos first."


def test_photos_are_read_and_those_left_out_are_listed(
    qtbot: QtBot,
    training_window: TrainingWindow,
    training_photos: Path,
    training_questions: Answers,
) -> None:
    write_bad_photos(training_photos)
    before = {path: path.read_bytes() for path in training_photos.rglob("*") if path.is_file()}
    training_questions.a_folder = training_photos
    page = training_window.photos_page
    page.first_button.click()
    qtbot.waitUntil(lambda: training_window.draft.scanned is not None, timeout=10_000)
    assert page.count.text() == "8 photos to use"
    assert page.details.text().startswith(
        "Left out: 1 unreadable, 1 grey, 1 duplicate, 1 too small."
    )
    assert "few" in page.details.text()
    assert page.state == "8 photos"
    model = page.left_out.model
    kinds = {model.index(row).data(PHOTO_ROLE).kind for row in range(model.rowCount())}
    assert kinds == {"unreadable", "grey", "duplicate", "small"}
    assert {path: path.read_bytes() for path in before} == before


def test_the_list_is_filtered_and_shows_thumbnails(
    qtbot: QtBot, training_window: TrainingWindow, training_photos: Path
) -> None:
    write_bad_photos(training_photos)
    training_window.draft.add_sources([training_photos])
    left_out = training_window.photos_page.left_out
    model = left_out.model
    qtbot.waitUntil(lambda: model.rowCount() == 4, timeout=10_000)
    qtbot.waitUntil(lambda: len(model._images) == 4, timeout=10_000)
    made = {name for name, image in model._images.items() if image is not None}
    assert made == {"scan.png", "tiny.png", "zz copy.png"}
    left_out.kinds.setCurrentIndex(left_out.kinds.findData("duplicate"))
    assert [model.index(row).data() for row in range(model.rowCount())] == ["zz copy.png"]
    assert "same file as p000.png" in model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    left_out.search.setText("nothing like it")
    assert model.rowCount() == 0
    left_out.kinds.setCurrentIndex(0)
    left_out.search.setText("TINY")
    assert model.rowCount() == 1


def test_rows_that_were_passed_by_get_their_thumbnails_too(qtbot: QtBot) -> None:
    model = LeftOutModel()
    asked: list[list[str]] = []
    model.wanted.connect(asked.append)
    model.set_photos([LeftOut(name, "grey", "is grey") for name in "abcd"])
    for row in (0, 1):
        model.index(row).data(IMAGE_ROLE)
    qtbot.waitUntil(lambda: asked == [["a", "b"]])
    model.put_image("a", None)
    model.index(2).data(IMAGE_ROLE)  # asking again replaces what was being made
    qtbot.waitUntil(lambda: asked == [["a", "b"], ["c", "b"]])


def test_no_photo_can_be_used(
    qtbot: QtBot, training_window: TrainingWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "broken.jpg").write_bytes(b"")
    training_window.draft.add_sources([folder])
    qtbot.waitUntil(lambda: training_window.draft.scanned is not None, timeout=10_000)
    assert training_window.photos_page.notice.text.startswith("None of these photos can be used.")
    assert training_window.photos_page.state == "None usable"
    assert training_window.draft.obstacle() == "None of the photos can be used."


def test_an_empty_folder_is_said_in_the_page(
    qtbot: QtBot, training_window: TrainingWindow, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    training_window.draft.add_sources([tmp_path / "empty"])
    page = training_window.photos_page
    qtbot.waitUntil(lambda: "no photos" in page.notice.text, timeout=10_000)
    assert page.count.text() == "Not read yet"
    assert training_window.draft.obstacle() == "Read the photos first."
    page.remove_current()
    assert page.notice.text == ""
    assert page.empty.isVisible()


def test_folders_and_tars_can_be_dropped(
    qtbot: QtBot, training_window: TrainingWindow, training_photos: Path, tmp_path: Path
) -> None:
    tar = tmp_path / "more.tar"
    with tarfile.open(tar, "w") as packed:
        packed.add(write_photos(tmp_path / "others", 3, side=80), "others")
    mime = QMimeData()
    paths = (training_photos, tar, training_photos / "p000.png")
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    training_window.photos_page.dropEvent(event)
    assert training_window.draft.sources == (training_photos, tar)
    qtbot.waitUntil(lambda: training_window.draft.usable > 8, timeout=10_000)


def test_reading_can_be_cancelled_and_begun_again(
    qtbot: QtBot, training_window: TrainingWindow, training_photos: Path
) -> None:
    training_window.draft.add_sources([training_photos])
    page = training_window.photos_page
    assert page.progress.isVisible()
    page.progress.cancel_button.click()
    assert page.count.text() == "Not read yet"
    qtbot.wait(100)
    assert training_window.draft.scanned is None
    page.again_button.click()
    qtbot.waitUntil(lambda: training_window.draft.usable == 8, timeout=10_000)
    assert not page.progress.isVisible()


def test_a_source_is_taken_out_by_keyboard(
    qtbot: QtBot, scanned: TrainingWindow, tmp_path: Path
) -> None:
    scanned.draft.add_sources([write_photos(tmp_path / "second" / "photos", 3)])
    page = scanned.photos_page
    page.sources.setCurrentRow(0)
    page.sources.setFocus()
    qtbot.keyClick(page.sources, Qt.Key.Key_Delete)
    assert len(scanned.draft.sources) == 1
    qtbot.waitUntil(lambda: scanned.draft.usable == 3, timeout=10_000)
