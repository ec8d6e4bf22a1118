"""The settings dialog as a person uses it: nothing holds before it is taken, nothing is cut."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QStandardItemModel
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
from engine.detection.registry import DetectorStatus
from engine.readiness import DeviceStatus, Readiness
from engine.steps import Step, Steps
from gui import theme
from gui.engine_thread import EngineThread
from gui.preferences import dialog as dialog_module
from gui.preferences import words
from gui.preferences.dialog import SettingsDialog
from gui.preferences.questions import Questions
from gui.preferences.settings import Settings
from gui.preferences.store import Preferences, Store

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
READY = Readiness(
    (
        DeviceStatus("cpu", ready=True),
        DeviceStatus("cuda", ready=False, reason="No GPU was found. Install a driver."),
        DeviceStatus("mps", ready=False, reason="Only Macs have an Apple GPU."),
    ),
    (
        DetectorStatus("detectron2", False, "The package detectron2 is not installed."),
        DetectorStatus("bundled", True),
    ),
    "",
)


class Answers(Questions):
    """Answers at once."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.reset = False

    def folder(self, parent: QWidget, title: str, start: Path | None) -> Path | None:
        return self.path

    def file(self, parent: QWidget, title: str, start: Path | None, kinds: str) -> Path | None:
        return self.path

    def may_reset(self, parent: QWidget) -> bool:
        return self.reset


@pytest.fixture
def surveys(monkeypatch: pytest.MonkeyPatch) -> list[EngineConfig]:
    """What was surveyed; the machine is a fixed one."""
    seen: list[EngineConfig] = []

    def survey(config: EngineConfig) -> Steps[Readiness]:
        seen.append(config)
        yield Step("Looking", 0, 1)
        trouble = "" if config.checkpoints is None else "The folder lacks full.safetensors."
        return Readiness(READY.devices, READY.detectors, trouble)

    monkeypatch.setattr(dialog_module, "survey", survey)
    return seen


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(Store(tmp_path / "config"))


@pytest.fixture
def asked() -> Answers:
    return Answers()


Open = Callable[[], SettingsDialog]


@pytest.fixture
def opened(
    qtbot: QtBot,
    qapp: QApplication,
    thread: EngineThread,
    settings: Settings,
    asked: Answers,
    surveys: list[EngineConfig],
) -> Open:
    theme.apply(qapp)

    def make() -> SettingsDialog:
        dialog = SettingsDialog(settings, thread, questions=asked)
        qtbot.addWidget(dialog)
        dialog.open()
        note = dialog.detection.detector_note
        qtbot.waitUntil(lambda: "first that is ready" in note.text() or note.text() == "Ready.")
        return dialog

    return make


@pytest.fixture
def dialog(opened: Open) -> SettingsDialog:
    return opened()


def choose(box: QComboBox, name: str) -> None:
    """Choose as a person does."""
    box.setCurrentIndex(box.findData(name))
    box.activated.emit(box.currentIndex())


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
def test_reset_asks_first(settings: Settings, asked: Answers, opened: Open, sure: bool) -> None:
    settings.change(jpeg_quality=50)
    asked.reset = sure
    dialog = opened()
    dialog.reset_button.click()
    assert settings.preferences.jpeg_quality == (95 if sure else 50)
    assert dialog.saving.quality.value == (95 if sure else 50)
    assert dialog.isVisible()


# The pages


def test_missing_devices_cannot_be_chosen_and_the_reasons_are_there(
    dialog: SettingsDialog,
) -> None:
    text = dialog.engine.device_note.text()
    assert "Automatic takes the CPU" in text
    assert "No GPU was found." in text
    assert "Only Macs" in text
    model = dialog.engine.device.model()
    assert isinstance(model, QStandardItemModel)
    possible = [model.item(row).isEnabled() for row in range(model.rowCount())]
    assert possible == [True, True, False, False]


def test_a_missing_device_that_is_set_is_a_warning(settings: Settings, opened: Open) -> None:
    settings.change(engine=EngineConfig(device="cuda"))
    dialog = opened()
    assert dialog.engine.device.name == "cuda"
    assert dialog.engine.device_note.objectName() == "warning"


def test_the_reason_why_a_detector_is_not_ready(dialog: SettingsDialog) -> None:
    page = dialog.detection
    assert "here: Bundled" in page.detector_note.text()
    texts = [page.detector.itemText(row) for row in range(page.detector.count())]
    assert "detectron2 Mask R-CNN (not ready)" in texts
    choose(page.detector, "detectron2")
    assert "not installed" in page.detector_note.text()
    assert page.detector_note.objectName() == "warning"
    choose(page.detector, "bundled")
    assert page.detector_note.text() == "Ready."
    assert page.detector_note.objectName() == "quiet"


def test_a_network_without_checkpoints_is_told(
    qtbot: QtBot, dialog: SettingsDialog, asked: Answers, tmp_path: Path
) -> None:
    page = dialog.engine
    page._folder_of = lambda name: None
    choose(page.network, "unet")
    assert "no checkpoints yet" in page.network_note.text()
    asked.path = tmp_path
    page.checkpoints.choose_button.click()
    assert "from the folder below" in page.network_note.text()
    qtbot.waitUntil(lambda: "lacks full" in page.checkpoints_note.text())
    assert page.checkpoints.path == tmp_path
    page.checkpoints.clear_button.click()
    assert page.checkpoints.path is None
    qtbot.waitUntil(lambda: page.checkpoints_note.text() == "")


def test_the_machine_is_surveyed_again_only_where_it_matters(
    qtbot: QtBot, dialog: SettingsDialog, surveys: list[EngineConfig]
) -> None:
    assert len(surveys) == 1
    choose(dialog.appearance.theme, "light")
    dialog.detection.most.setValue(2)
    choose(dialog.engine.network, "unet")
    qtbot.waitUntil(lambda: len(surveys) == 2)
    assert surveys[1].network == "unet"


def test_a_survey_that_fails_is_told(
    qtbot: QtBot, thread: EngineThread, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def survey(config: EngineConfig) -> Steps[Readiness]:
        yield Step("Looking", 0, 1)
        raise ImportError("torch is broken")

    monkeypatch.setattr(dialog_module, "survey", survey)
    dialog = SettingsDialog(settings, thread)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: "torch is broken" in dialog.engine.device_note.text())
    dialog.accept()


def test_the_threshold_is_the_detectors_own_or_a_number(
    dialog: SettingsDialog, settings: Settings
) -> None:
    page = dialog.detection
    assert not page.threshold.isEnabled()
    page.own_threshold.click()
    page.threshold.slider.setValue(35)
    field = page.threshold.field
    assert (field.value(), field.text()) == (35, "0.35"), "as scores are told elsewhere"
    for typed, value in (("0.45", 45), (",5", 50), ("x35", 35), ("1", 100), ("", 100)):
        field.selectAll()
        QTest.keyClicks(field, typed) if typed else QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert field.value() == value, typed
    page.threshold.slider.setValue(35)
    dialog.apply_button.click()
    assert settings.preferences.engine.score_threshold == 0.35
    page.own_threshold.click()
    dialog.apply_button.click()
    assert settings.preferences.engine.score_threshold is None


def test_the_example_follows_the_pattern_and_a_bad_one_cannot_be_taken(
    dialog: SettingsDialog, settings: Settings
) -> None:
    page = dialog.saving
    dialog.show_page("Saving")
    page.pattern.clear()
    QTest.keyClicks(page.pattern, "{name}, in colour")
    assert page.example.text() == "beach.jpg is saved as beach, in colour.jpg."
    page.pattern.clear()
    QTest.keyClicks(page.pattern, "a/b")
    assert page.example.objectName() == "warning"
    assert not dialog.ok_button.isEnabled()
    assert not dialog.apply_button.isEnabled()
    dialog.accept()
    assert dialog.isVisible()
    assert settings.preferences == Preferences()


def test_saving(dialog: SettingsDialog, settings: Settings, asked: Answers, tmp_path: Path) -> None:
    page = dialog.saving
    asked.path = tmp_path
    page.folder.choose_button.click()
    page.quality.field.setValue(80)
    choose(page.bit_depth, "8")
    dialog.apply_button.click()
    assert settings.preferences.save_folder == tmp_path
    assert settings.preferences.jpeg_quality == 80
    assert settings.preferences.bit_depth == 8
    asked.path = None
    page.folder.choose_button.click()  # and thinks better of it
    assert page.folder.path == tmp_path


def test_every_choice_has_words() -> None:
    from engine.config import DETECTORS, DEVICES, NETWORKS, PRECISIONS

    assert set(words.NETWORKS) == set(words.ABOUT_NETWORKS) == set(NETWORKS)
    assert set(words.DETECTORS) >= set(DETECTORS)
    assert set(words.DEVICES) == set(DEVICES)
    assert set(words.PRECISIONS) == set(PRECISIONS)
    assert set(words.THEMES) == set(theme.THEMES)


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
    qtbot: QtBot, qapp: QApplication, opened: Open, choice: str, scale: float
) -> None:
    before = QFont(qapp.font())
    font = QFont(before)
    font.setPointSizeF(before.pointSizeF() * scale)
    qapp.setFont(font)
    theme.apply(qapp, choice)
    try:
        dialog = opened()
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
