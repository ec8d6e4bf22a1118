"""The languages of the window: Qt's translators, and the same words for the engine.

A language is chosen before the window is made, so another one takes effect at the next start.
`make translations` brings the files in `resources/translations` up to date with the code; the
texts are translated in Qt Linguist.
"""

from __future__ import annotations

import os

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from engine import texts
from engine.bundle import bundled
from engine.texts import marked

SYSTEM, ENGLISH = "system", "en"
# Each is called by its own name, so that who cannot read the others finds it.
LANGUAGES = {SYSTEM: marked("As the system"), ENGLISH: "English", "zh_CN": "简体中文"}


def spoken(language: str) -> str:
    """The language itself; of the system's, the first one that the app speaks, else English."""
    if language != SYSTEM:
        return language
    for name in QLocale.system().uiLanguages():
        locale = QLocale(name)
        if locale.language() == QLocale.Language.English:
            return ENGLISH
        for known in LANGUAGES:
            own = QLocale(known)
            if (own.language(), own.script()) == (locale.language(), locale.script()):
                return known
    return ENGLISH


def speak(application: QCoreApplication, language: str) -> None:
    """Let the app, the engine and the processes that they start speak a language of `LANGUAGES`."""
    for translator in application.findChildren(QTranslator):
        application.removeTranslator(translator)
        translator.deleteLater()
    texts.use(None)
    os.environ.pop(texts.VARIABLE, None)
    name = spoken(language)
    if name == ENGLISH:
        return
    folder = bundled("translations")
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for file, where in ((f"qtbase_{name}", qt), (name, str(folder))):
        translator = QTranslator(application)
        if translator.load(file, where):
            application.installTranslator(translator)
    texts.use(_translated)
    os.environ[texts.VARIABLE] = str(folder / f"{name}.ts")


def _translated(text: str) -> str:
    return QCoreApplication.translate("", text)
