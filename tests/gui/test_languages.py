"""The window in another language: the app's own words, Qt's, and the training process'."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from engine import texts
from engine.errors import EngineError
from engine.texts import tr
from gui import languages
from gui.app import application
from gui.languages import speak, spoken
from gui.preferences.pages import AppearancePage
from gui.preferences.store import Preferences


@pytest.fixture(autouse=True)
def _english_afterwards(qapp: object) -> Iterator[None]:
    yield
    speak(application(), "en")


def test_the_app_qt_and_its_processes_speak_chinese(qtbot: QtBot) -> None:
    speak(application(), "zh_CN")
    assert tr("As the system") == "跟随系统"
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(buttons)
    assert buttons.button(QDialogButtonBox.StandardButton.Cancel).text() == "取消"
    assert os.environ[texts.VARIABLE].endswith("zh_CN.ts")
    speak(application(), "en")
    assert tr("As the system") == "As the system"
    assert texts.VARIABLE not in os.environ


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (["zh-Hans-CN", "zh-CN"], "zh_CN"),
        (["zh-SG"], "zh_CN"),
        (["zh-TW"], "en"),  # written in other signs
        (["de-DE", "zh-CN", "en-GB"], "zh_CN"),
        (["en-GB", "zh-CN"], "en"),
        (["de-DE"], "en"),
        ([], "en"),
    ],
)
def test_the_systems_first_known_language_is_taken(
    monkeypatch: pytest.MonkeyPatch, wanted: list[str], language: str
) -> None:
    class System(QLocale):
        def uiLanguages(self) -> list[str]:  # type: ignore[override]  # noqa: N802
            return wanted

    monkeypatch.setattr(languages.QLocale, "system", lambda: System())
    assert spoken("system") == language
    assert spoken("en") == "en"


def test_another_language_waits_for_the_next_start(qtbot: QtBot) -> None:
    page = AppearancePage()
    qtbot.addWidget(page)
    page.show_preferences(Preferences())
    assert page.language.currentText() == "As the system"
    assert not page.language_note.text()
    page.language.setCurrentIndex(page.language.findText("简体中文"))
    with qtbot.waitSignal(page.edited):
        page.language.activated.emit(page.language.currentIndex())
    assert page.taken_into(Preferences()).language == "zh_CN"
    assert "next start" in page.language_note.text()
    with pytest.raises(EngineError, match="no language 'tlh'"):
        Preferences(language="tlh")
