"""The dialogs themselves, answered from inside."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from gui.dialogs import SAVED, Answer, Dialogs, suffix_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def modal(kind: type) -> QWidget:
    widget = QApplication.activeModalWidget()
    assert isinstance(widget, kind)
    return widget


def test_every_file_type_has_its_suffix() -> None:
    assert [suffix_of(text) for text in SAVED.values()] == [".jpg", ".png", ".tif", ".webp"]


def test_the_suggested_name_is_offered_and_follows_the_file_type(
    parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose_webp(dialog: QFileDialog) -> int:
        assert Path(dialog.selectedFiles()[0]) == tmp_path / "old-colorized.jpg"
        assert dialog.selectedNameFilter() == SAVED[".jpg"]
        dialog.filterSelected.emit(SAVED[".webp"])
        return 1

    monkeypatch.setattr(QFileDialog, "exec", choose_webp)
    place = Dialogs(parent).place_to_save(tmp_path / "old-colorized.jpg")
    assert place == tmp_path / "old-colorized.webp"


def test_thinking_better_of_saving(
    parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "exec", lambda dialog: 0)
    assert Dialogs(parent).place_to_save(tmp_path / "x.png") is None


@pytest.mark.parametrize(("answer", "expected"), [("Replace", True), ("Keep It", False)])
def test_replacing_is_asked_and_keeping_is_the_default(
    parent: QWidget, tmp_path: Path, answer: str, expected: bool
) -> None:
    def press() -> None:
        box = modal(QMessageBox)
        assert isinstance(box, QMessageBox)
        assert box.defaultButton().text() == "Keep It"
        assert "<b>family.png" in box.text()
        assert box.textFormat() is Qt.TextFormat.PlainText
        next(button for button in box.buttons() if button.text() == answer).click()

    QTimer.singleShot(100, press)
    assert Dialogs(parent).may_replace(tmp_path / "<b>family.png") is expected


@pytest.mark.parametrize(
    ("names", "button", "expected"),
    [
        (["a.jpg"], "Save", Answer.SAVE),
        (["a.jpg"], "Don't Save", Answer.DISCARD),
        (["a.jpg"], "Cancel", Answer.CANCEL),
        (["a.jpg", "<b>b.jpg"], "Save All", Answer.SAVE),
        ([f"{n}.jpg" for n in range(12)], "Don't Save", Answer.DISCARD),
    ],
)
def test_unsaved_work_is_asked_about_by_name(
    parent: QWidget, names: list[str], button: str, expected: Answer
) -> None:
    def press() -> None:
        box = modal(QMessageBox)
        assert isinstance(box, QMessageBox)
        said = f"{box.text()} {box.informativeText()}"
        assert all(name in said for name in names[:8])
        assert ("and 4 more" in said) is (len(names) > 8)
        assert box.defaultButton().text().startswith("Save")
        next(one for one in box.buttons() if one.text() == button).click()

    QTimer.singleShot(100, press)
    assert Dialogs(parent).save_changes(names) is expected


def test_escape_closes_nothing(parent: QWidget) -> None:
    told: list[str] = []

    def press() -> None:
        question = modal(QMessageBox)
        assert isinstance(question, QMessageBox)
        told.append(question.informativeText())
        QTest.keyClick(question, Qt.Key.Key_Escape)

    QTimer.singleShot(100, press)
    assert Dialogs(parent).save_changes(["a.jpg"]) is Answer.CANCEL
    assert "Originals stay as they are" in told[0], "saving changes to a.jpg does not write it"


def test_folders_are_asked_for(
    parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for answer, expected in ((str(tmp_path), tmp_path), ("", None)):
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *given, a=answer: a)
        assert Dialogs(parent).folder_to_write(tmp_path) == expected
