"""The settings dialog as a person uses it: nothing holds before it is taken, nothing is cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from preferences_parts import Answers, Open, choose
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.config import EngineConfig
from gui import theme
from gui.engine_thread import EngineThread
from gui.preferences.dialog import SettingsDialog
from gui.preferences.questions import Questions
from gui.preferences.settings import Settings
from gui.preferences.store import Preferences

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def dialog(open_settings: Open) -> SettingsDialog:
    return open_settings()


def test_nothing_changes_before_ok(dialog: SettingsDialog, settings: Settings) -> None:
    choose(dialog.appearance.theme, "light")
    choose(dialog.engine.device, "cpu")
    dialog.detection.most.setValue(3)
    assert settings.preferences == Preferences()
    dialog.ok_button.click()
    assert settings.preferences == Preferences(
        theme="light", engine=EngineConfig(device="cpu", max_instances=3)
    )
    assert not dialog.isVisible()


def test_cancel_takes_nothing(dialog: SettingsDialog, settings: Settings) -> None:
    choose(dialog.appearance.theme, "light")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert settings.preferences == Preferences()


def test_apply_takes_and_stays_and_is_only_there_for_a_change(
    dialog: SettingsDialog, settings: Settings
) -> None:
    assert not dialog.apply_button.isEnabled()
    choose(dialog.appearance.theme, "system")
    assert dialog.apply_button.isEnabled()
    dialog.apply_button.click()
    assert settings.preferences.theme == "system"
    assert dialog.isVisible()
    assert not dialog.apply_button.isEnabled()


@pytest.mark.usefixtures("surveys")
def test_opening_and_ok_leave_every_value_as_it_was(
    qtbot: QtBot, settings: Settings, thread: EngineThread
) -> None:
    exact = Preferences(
        theme="system",
        engine=EngineConfig(
            network="unet",
            checkpoints=Path("mine"),
            device="cuda",
            precision="float32",
            detector="detectron2",
            detector_weights=Path("mask.pkl"),
            score_threshold=0.123,
            max_instances=40,
            min_size=17,
        ),
        save_folder=Path("out"),
        pattern="{name} in colour",
        jpeg_quality=71,
        bit_depth=8,
        recent=(Path("a.jpg"),),
    )
    settings.set(exact)
    dialog = SettingsDialog(settings, thread)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: "not installed" in dialog.detection.detector_note.text())
    assert not dialog.apply_button.isEnabled()
    dialog.accept()
    assert settings.preferences == exact


def test_a_photo_opened_meanwhile_stays_in_the_list(
    dialog: SettingsDialog, settings: Settings, tmp_path: Path
) -> None:
    choose(dialog.appearance.theme, "light")
    settings.opened(tmp_path / "a.jpg")
    dialog.accept()
    assert settings.preferences.recent == (tmp_path / "a.jpg",)
    assert settings.preferences.theme == "light"


@pytest.mark.parametrize("sure", [True, False])
def test_reset_asks_first(
    settings: Settings, settings_answers: Answers, open_settings: Open, sure: bool
) -> None:
    settings.change(jpeg_quality=50)
    settings_answers.reset = sure
    dialog = open_settings()
    dialog.reset_button.click()
    assert settings.preferences.jpeg_quality == (95 if sure else 50)
    assert dialog.saving.quality.value == (95 if sure else 50)
    assert dialog.isVisible()


# Keyboard, names, room


def test_the_sections_are_walked_with_the_arrow_keys(dialog: SettingsDialog) -> None:
    dialog.sections.setFocus()
    titles = []
    for _ in dialog.pages:
        titles.append(dialog.sections.currentItem().text())
        visible = [page.name for page in dialog.pages if page.isVisible()]
        assert visible == titles[-1:]
        QTest.keyClick(dialog.sections, Qt.Key.Key_Down)
    assert titles == ["Appearance", "Engine", "Detection", "Saving"]


def test_everything_is_named_and_reached_with_the_keyboard(dialog: SettingsDialog) -> None:
    kinds = (QComboBox, QPushButton, QLineEdit, QAbstractSpinBox)
    for page in dialog.pages:
        dialog.show_page(page.name)
        fields = [
            field
            for kind in kinds
            for field in page.findChildren(kind)
            if field.isVisible() and not isinstance(field.parent(), QAbstractSpinBox | QComboBox)
        ]
        for field in fields:
            text = field.text() if isinstance(field, QPushButton) else ""
            assert field.accessibleName() or text, field
            assert field.focusPolicy() & Qt.FocusPolicy.TabFocus
        mnemonics = [
            label.text()[label.text().index("&") + 1].lower()
            for label in page.findChildren(QLabel)
            if "&" in label.text()
        ]
        assert len(mnemonics) == len(set(mnemonics))


@pytest.mark.parametrize("choice", ["dark", "light"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_text_is_cut(
    qtbot: QtBot, qapp: QApplication, open_settings: Open, choice: str, scale: float
) -> None:
    before = QFont(qapp.font())
    font = QFont(before)
    font.setPointSizeF(before.pointSizeF() * scale)
    qapp.setFont(font)
    theme.apply(qapp, choice)
    try:
        dialog = open_settings()
        assert dialog.width() <= 1024
        assert dialog.height() <= 700
        rows = [
            dialog.sections.visualItemRect(dialog.sections.item(row)).height()
            for row in range(dialog.sections.count())
        ]
        assert min(rows) > dialog.fontMetrics().height()
        for page in dialog.pages:
            dialog.show_page(page.name)
            QApplication.processEvents()
            for label in page.findChildren(QLabel):
                if label.isVisible() and label.text():
                    needed = (
                        label.heightForWidth(label.width())
                        if label.wordWrap()
                        else label.sizeHint().height()
                    )
                    assert label.height() >= needed, label.text()
                    if not label.wordWrap():
                        assert label.width() >= label.sizeHint().width(), label.text()
            for button in (*page.findChildren(QPushButton), *page.findChildren(QComboBox)):
                if button.isVisible():
                    assert button.width() >= button.minimumSizeHint().width()
                    right = button.mapTo(page, QPoint(button.width(), 0)).x()
                    assert right <= page.viewport().width()
    finally:
        qapp.setFont(before)
        theme.apply(qapp, "dark")


def test_the_reset_question_keeps_by_default(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    seen: list[str] = []

    def answer(box: QMessageBox) -> int:
        seen.append(box.defaultButton().text())
        next(button for button in box.buttons() if button.text() == "Reset").click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    assert Questions().may_reset(parent)
    assert seen == ["Keep Them"]


def test_a_pattern_that_would_be_hidden_behind_a_space_is_refused(dialog: SettingsDialog) -> None:
    dialog.saving.pattern.setText(" .{name}-colorized")
    dialog.saving.pattern.textEdited.emit(dialog.saving.pattern.text())
    assert "hidden" in dialog.saving.example.text()
    assert not dialog.ok_button.isEnabled()
