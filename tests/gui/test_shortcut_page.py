"""The page of shortcuts tells what the menus have."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QMenuBar
from pytestqt.qtbot import QtBot

from gui.views.shortcut_page import ShortcutPage, sections


def menus() -> QMenuBar:
    bar = QMenuBar()
    file = bar.addMenu("&File")
    file.addAction("&Open…").setShortcut(QKeySequence("Ctrl+O"))
    file.addSeparator()
    file.addAction("Without a key")
    more = file.addMenu("More")
    zoom = more.addAction("Cut && Paste")
    special = QKeySequence(Qt.Key.Key_ZoomIn)
    zoom.setShortcuts([special, *map(QKeySequence, ("Ctrl++", "Ctrl+=", "Ctrl+I"))])
    bar.addMenu("&Empty")
    return bar


def test_every_action_with_a_key_is_listed(qtbot: QtBot) -> None:
    bar = menus()
    qtbot.addWidget(bar)
    assert sections(bar) == [("File", [("Open", "Ctrl+O"), ("Cut & Paste", "Ctrl++")])]


def test_the_page_shows_them(qtbot: QtBot) -> None:
    bar = menus()
    qtbot.addWidget(bar)
    page = ShortcutPage(bar)
    qtbot.addWidget(page)
    texts = {label.text() for label in page.findChildren(QLabel)}
    assert {"File", "Open", "Ctrl+O", "With the mouse", "Wheel"} <= texts
