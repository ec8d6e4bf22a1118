"""The pages of the settings: what cannot be chosen, why, and what is taken from each."""

from __future__ import annotations

from pathlib import Path

import pytest
from preferences_parts import Answers, Open, choose
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.config import EngineConfig
from engine.readiness import Readiness
from engine.steps import Step, Steps
from gui import theme
from gui.engine_thread import EngineThread
from gui.preferences import dialog as dialog_module
from gui.preferences import words
from gui.preferences.dialog import SettingsDialog
from gui.preferences.settings import Settings
from gui.preferences.store import Preferences

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def dialog(open_settings: Open) -> SettingsDialog:
    return open_settings()


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


def test_a_missing_device_that_is_set_is_a_warning(settings: Settings, open_settings: Open) -> None:
    settings.change(engine=EngineConfig(device="cuda"))
    dialog = open_settings()
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
    qtbot: QtBot, dialog: SettingsDialog, settings_answers: Answers, tmp_path: Path
) -> None:
    page = dialog.engine
    page._folder_of = lambda name: None
    choose(page.network, "unet")
    assert "no checkpoints yet" in page.network_note.text()
    settings_answers.path = tmp_path
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


def test_saving(
    dialog: SettingsDialog, settings: Settings, settings_answers: Answers, tmp_path: Path
) -> None:
    page = dialog.saving
    settings_answers.path = tmp_path
    page.folder.choose_button.click()
    page.quality.field.setValue(80)
    choose(page.bit_depth, "8")
    dialog.apply_button.click()
    assert settings.preferences.save_folder == tmp_path
    assert settings.preferences.jpeg_quality == 80
    assert settings.preferences.bit_depth == 8
    settings_answers.path = None
    page.folder.choose_button.click()  # and thinks better of it
    assert page.folder.path == tmp_path


def test_every_choice_has_words() -> None:
    from engine.config import DETECTORS, DEVICES, NETWORKS, PRECISIONS

    assert set(words.NETWORKS) == set(words.ABOUT_NETWORKS) == set(NETWORKS)
    assert set(words.DETECTORS) >= set(DETECTORS)
    assert set(words.DEVICES) == set(DEVICES)
    assert set(words.PRECISIONS) == set(PRECISIONS)
    assert set(words.THEMES) == set(theme.THEMES)


def test_what_is_kept_where_there_are_too_many_objects_is_told_as_it_is(
    dialog: SettingsDialog,
) -> None:
    """By size and score, see `engine.detection.candidates.importance`, not by score alone."""
    assert "surest" not in dialog.detection.most.toolTip()
    assert "large ones and sure ones" in dialog.detection.most.toolTip()
