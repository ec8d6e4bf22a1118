"""Everything that can be used says what it does and with which key, and every dialog helps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from dialog_makers import Maker
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWhatsThis,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui import help_button, tips
from gui.help_button import TOPICS, HelpButton
from gui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
TABLES: Mapping[str, Mapping[str, str]] = {
    "settings": tips.SETTINGS,
    "import": tips.IMPORT,
    "checkpoints": tips.CHECKPOINTS,
    "detect": tips.DETECT,
    "queue": tips.QUEUE,
    "export": tips.EXPORT,
    "training": tips.TRAINING,
    "failure": tips.FAILURE,
}
WITHOUT_HELP = ("failure", "shortcuts")  # they say all that there is to say


def silent(window: QWidget) -> list[str]:
    """The controls and menu entries without a word."""
    mute = [tips.control_name(c) or repr(c) for c in tips.controls(window) if not c.toolTip()]
    return mute + [action.text() for action in actions(window) if not says_more(action)]


def actions(window: QWidget) -> Iterator[QAction]:
    """What stands in the menus."""
    for menu in window.findChildren(QMenu):
        yield from (a for a in menu.actions() if not a.isSeparator() and a.menu() is None)


def says_more(action: QAction) -> bool:
    """Whether a tool tip is not only the text once more, and names the key."""
    plain = action.text().replace("&", "").split("\t")[0]
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    tip = action.toolTip()
    return tip.removesuffix(".") not in (plain, plain.removesuffix("…")) and f"{key}" in tip


def test_the_main_window_explains_everything(window: MainWindow) -> None:
    assert len(list(tips.controls(window))) > 40
    assert len(list(actions(window))) > 50
    assert not silent(window)


def test_menus_show_what_they_explain(window: MainWindow) -> None:
    own = [menu for menu in window.findChildren(QMenu) if menu.title()]  # one is the menu bar's
    assert len(own) > 8
    assert not [menu.title() for menu in own if not menu.toolTipsVisible()]


@pytest.mark.parametrize("topic", [*TOPICS, *WITHOUT_HELP])
def test_a_dialog_explains_everything(topic: str, makers: dict[str, Maker], qtbot: QtBot) -> None:
    dialog = makers[topic]()
    assert not silent(dialog), silent(dialog)
    helps = [button.topic for button in dialog.findChildren(HelpButton)]
    assert helps == ([] if topic in WITHOUT_HELP else [topic])
    named = {tips.control_name(control) for control in tips.controls(dialog)}
    known = {tips.name_shown_for(name) for name in TABLES.get(topic, {})}
    assert known <= named, "a sentence that nothing shows"
    dialog.close()


@pytest.mark.parametrize("topic", TOPICS)
def test_a_dialog_opens_on_what_it_is_for(
    topic: str, makers: dict[str, Maker], qtbot: QtBot
) -> None:
    dialog = makers[topic]()
    with qtbot.waitExposed(dialog):
        dialog.show()
    first = dialog.nextInFocusChain()
    while not (first.isVisible() and first.focusPolicy() & Qt.FocusPolicy.TabFocus):
        first = first.nextInFocusChain()
    assert not isinstance(first, HelpButton)
    assert type(first) is not QScrollArea, "it shows no focus"
    assert dialog.height() < QGuiApplication.primaryScreen().availableSize().height()
    dialog.close()


def test_no_dialog_was_forgotten(makers: dict[str, Maker]) -> None:
    """Whoever adds a dialog is sent here."""
    made = {type(make()).__name__ for topic, make in makers.items() if topic != "training"}
    written = {
        line.removeprefix("class ").split("(")[0]
        for path in Path(tips.__file__).parent.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("class ") and "(QDialog" in line
    }
    assert len(written) > 8
    assert written - {"AboutDialog"} <= made  # test_about_dialog has that one


def test_help_is_shown_by_a_click_and_by_f1(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(
        help_button.QWhatsThis, "showText", lambda place, text, widget: shown.append(text)
    )
    dialog = QDialog()
    qtbot.addWidget(dialog)
    button = HelpButton("queue", dialog)
    QVBoxLayout(dialog).addWidget(button)
    with qtbot.waitExposed(dialog):
        dialog.show()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(dialog, Qt.Key.Key_F1)
    assert shown == [button.text_shown] * 2
    assert "<b>Many photos</b>" in shown[0]
    assert QApplication.instance() is not None
    QWhatsThis.hideText()


def test_a_missing_word_would_be_seen(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    for control in (QPushButton("&Mute…"), QToolButton(), QLineEdit(), QSpinBox()):
        control.setParent(window)
    menu = QMenu(window)
    menu.addAction("&Same").setToolTip("Same")
    keyed = menu.addAction("Keyed")
    keyed.setShortcut("Ctrl+K")
    keyed.setToolTip("Does it")
    assert len(silent(window)) == 4 + 2
    tips.explain(window, {"Mute": "Says nothing."})
    assert len(silent(window)) == 3 + 2
