"""Projects that a person saves and opens."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import Answers, write_photo
from PIL import Image
from project_parts import (
    Start,
    change_everything,
    kept,
    offered,
    open_photo,
    save,
    saved_and_closed,
    settled,
    until_kept,
    work_begun,
)
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from engine.errors import EngineError
from engine.photo import photo_of
from engine.project import project_beside
from engine.project_file import read_project
from gui.recent_menu import recent_name
from gui.thumbnails import thumbnail


def test_a_project_is_saved_beside_the_photo_and_reopened_exactly(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path, tmp_path: Path
) -> None:
    first = start()
    assert not first.projects.save_action.isEnabled()
    open_photo(qtbot, first, photo_file)
    change_everything(first)
    edit = first.workspace.editor.edit
    first.projects.save_action.trigger()
    settled(qtbot, first)
    beside = project_beside(photo_file)
    assert beside.is_file()
    entry = first.workspace.entry
    assert entry is not None
    assert not entry.unsaved
    assert not kept(tmp_path), "what the person's file holds needs no keeping"
    first.window.close()
    first.end()

    second = start()
    second.window.files.open(beside)
    settled(qtbot, second)
    assert second.workspace.editor.edit == edit
    assert second.workspace.photo is not None
    assert second.workspace.photo.fused is not None
    assert second.workspace.photo.fused.recipe == edit.recipe, "the picture shows it"
    entry = second.workspace.entry
    assert entry is not None
    assert entry.path == photo_file
    assert not entry.unsaved
    assert not second.window.banner.isVisible()
    assert second.settings.preferences.recent == (beside,), "in the photo's place"
    second.workspace.editor.set_enabled(1, False)
    assert entry.unsaved
    save(qtbot, second)
    assert 1 not in read_project(beside).enabled
    assert not entry.unsaved


def test_opening_over_other_choices_can_be_undone(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path
) -> None:
    app = work_begun(qtbot, start, photo_file)
    save(qtbot, app)
    app.workspace.editor.enable_none()
    other = app.workspace.editor.edit
    app.projects.open([project_beside(photo_file)])
    settled(qtbot, app)
    assert app.workspace.enabled == {1, 2}
    assert len(app.workspace.album.entries) == 1
    app.workspace.editor.undo()
    assert app.workspace.editor.edit == other


def test_opening_while_its_photo_is_being_looked_at(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path
) -> None:
    app = start()
    open_photo(qtbot, app, photo_file)
    change_everything(app)
    edit = app.workspace.editor.edit
    save(qtbot, app)
    assert app.workspace.entry is not None
    app.workspace.close_photo(app.workspace.entry)
    app.window.files.open(photo_file)
    app.window.files.open(project_beside(photo_file))
    settled(qtbot, app)
    assert [entry.path for entry in app.workspace.album.entries] == [photo_file]
    assert app.workspace.editor.edit == edit


def test_a_dropped_project_opens_and_several_show_the_first(
    qtbot: QtBot, start: Callable[[], Start], tmp_path: Path
) -> None:
    app = start()
    photos = [write_photo(tmp_path / f"{name}.jpg") for name in "ab"]
    for number, photo in enumerate(photos):
        open_photo(qtbot, app, photo)
        app.workspace.editor.set_enabled(number, False)
        save(qtbot, app)
    for entry in list(app.workspace.album.entries):
        app.workspace.close_photo(entry)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(project_beside(photo))) for photo in photos])
    app.window.dropEvent(
        QDropEvent(
            QPointF(9, 9),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    settled(qtbot, app)
    assert [entry.path for entry in app.workspace.album.entries] == photos
    assert app.workspace.entry is app.workspace.album.entries[0]
    app.workspace.show(app.workspace.album.entries[1])
    settled(qtbot, app)
    assert app.workspace.enabled == {0, 2}


def test_a_photo_that_is_gone_is_asked_for(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path, tmp_path: Path, answers: Answers
) -> None:
    app = saved_and_closed(qtbot, start, photo_file)
    (tmp_path / "elsewhere").mkdir()
    moved = photo_file.rename(tmp_path / "elsewhere" / "other name.jpg")
    beside = project_beside(photo_file)

    app.projects.open([beside])
    settled(qtbot, app)
    assert answers.asked_for_photo == ["street.jpg"]
    assert not app.workspace.album.entries, "the person has given up"

    answers.photo_of = moved
    app.projects.open([beside])
    settled(qtbot, app)
    assert app.workspace.entry is not None
    assert app.workspace.entry.path == moved
    assert app.workspace.enabled == {1, 2}
    assert not app.window.banner.isVisible()

    app.workspace.close_photo(app.workspace.entry)
    answers.photo_of = write_photo(tmp_path / "large.jpg", 300, 200)
    app.projects.open([beside])
    settled(qtbot, app)
    assert not app.workspace.album.entries
    assert "300 x 200" in app.window.banner.text


def test_a_changed_photo_is_told(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path
) -> None:
    app = saved_and_closed(qtbot, start, photo_file)
    photo_file.write_bytes(photo_file.read_bytes() + b"\0")
    app.projects.open([project_beside(photo_file)])
    settled(qtbot, app)
    assert app.workspace.enabled == {1, 2}
    assert "street.jpg has changed" in app.window.banner.text


def test_a_bad_project_is_one_sentence(
    qtbot: QtBot, start: Callable[[], Start], tmp_path: Path
) -> None:
    app = start()
    bad = tmp_path / "bad.colorizer"
    bad.write_bytes(b"{")
    app.window.files.open(bad)
    settled(qtbot, app)
    assert app.window.banner.text.startswith("The project bad.colorizer is damaged")
    assert not app.workspace.album.entries


def test_the_small_picture_of_a_project_is_its_photos(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path
) -> None:
    app = start()
    open_photo(qtbot, app, photo_file)
    save(qtbot, app)
    beside = project_beside(photo_file)
    assert thumbnail(beside, 60) == thumbnail(photo_file, 60)
    assert recent_name(beside) == "street.jpg"
    photo_file.unlink()
    os.mkfifo(photo_file)
    with pytest.raises(EngineError, match="no photo"):
        thumbnail(beside, 60)


def test_a_file_that_is_there_is_only_replaced_after_a_question(
    qtbot: QtBot, start: Callable[[], Start], photo_file: Path, answers: Answers
) -> None:
    app = start()
    beside = project_beside(photo_file)
    beside.write_text("mine")
    open_photo(qtbot, app, photo_file)
    save(qtbot, app)
    assert answers.asked_to_replace == [beside]
    assert beside.read_text() == "mine"
    answers.place = photo_file  # typed by hand: the photo itself
    before = photo_file.read_bytes()
    answers.replace = True
    app.projects.save_as()
    settled(qtbot, app)
    assert photo_file.read_bytes() == before
    assert read_project(beside).photo.path == "street.jpg"


def test_the_work_on_a_pasted_photo_comes_back(
    qtbot: QtBot, start: Callable[[], Start], answers: Answers, tmp_path: Path
) -> None:
    first = start()
    pixels = np.random.default_rng(0).integers(0, 256, (90, 120, 3), np.uint8)
    first.workspace.open_pasted(photo_of(pixels))
    settled(qtbot, first)
    change_everything(first)
    edit = first.workspace.editor.edit
    first.window.close()
    assert not answers.asked_to_save, "it is kept"
    first.end()

    second = start()
    bar = offered(qtbot, second)
    assert bar.text == "Your unsaved work on a pasted photo is kept from last time."
    bar.buttons[0].click()
    settled(qtbot, second)
    entry = second.workspace.entry
    assert entry is not None
    assert (entry.name, entry.path) == ("Pasted 1", None)
    assert entry.history.edit == edit
    assert second.workspace.photo is not None
    assert np.array_equal(second.workspace.photo.darkroom.photo.source, pixels)
    assert len(kept(tmp_path)) == 1
    second.window.close()
    second.end()

    third = start()
    answers.discard = True
    offered(qtbot, third).buttons[1].click()
    assert not kept(tmp_path)
    assert not list((tmp_path / "home" / "unsaved").glob("*/*.png"))


def test_the_project_of_a_pasted_photo_is_saved_with_the_photo(
    qtbot: QtBot, start: Callable[[], Start], answers: Answers, tmp_path: Path
) -> None:
    app = start()
    pixels = np.random.default_rng(0).integers(0, 256, (90, 120, 3), np.uint8)
    app.workspace.open_pasted(photo_of(pixels))
    settled(qtbot, app)
    app.workspace.editor.set_enabled(0, False)
    until_kept(qtbot, tmp_path)
    taken = tmp_path / "taken.png"
    taken.write_bytes(b"somebody's")
    answers.place = tmp_path / "taken.png.colorizer"
    app.projects.save()
    assert "taken.png" in app.window.banner.text
    assert taken.read_bytes() == b"somebody's"
    answers.place = tmp_path / "mine.colorizer"
    save(qtbot, app)
    assert answers.suggested is not None
    assert answers.suggested.name == "Pasted 1.png.colorizer"
    with Image.open(tmp_path / "mine.png") as image:
        assert np.array_equal(np.asarray(image), pixels)
    entry = app.workspace.entry
    assert entry is not None
    assert entry.path == tmp_path / "mine.png"
    assert not entry.unsaved
    assert not kept(tmp_path), "what the person's file holds needs no keeping"
    app.workspace.editor.set_enabled(0, True)
    save(qtbot, app)
    assert 0 in read_project(tmp_path / "mine.colorizer").enabled


def test_a_folder_that_cannot_be_reached_holds_nothing_to_offer(
    start: Callable[[], Start], tmp_path: Path
) -> None:
    one = start()
    one.projects.keeper.folder.base = tmp_path / ("long" * 99)  # like one that may not be entered
    one.window.offer_what_was_left()
    assert one.projects.offer_bar is None
