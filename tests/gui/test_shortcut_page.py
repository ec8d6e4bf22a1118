"""The page of shortcuts tells what the menus have."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QMenuBar
from pytestqt.qtbot import QtBot

from gui.views.shortcut_page import Section, ShortcutPage, balanced, sections


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


def test_the_columns_are_of_about_the_same_height() -> None:
    """So that all of it is seen at once; the sections are as long as those of the window."""
    lengths = {"File": 11, "Edit": 4, "View": 16, "Photo": 4, "Instances": 14, "Train": 1}
    lengths |= {"Help": 1, "With the mouse": 5, "In a pane": 7}
    found: list[Section] = [(name, [("", "")] * long) for name, long in lengths.items()]
    columns = balanced(found, 3)
    heights = [sum(len(rows) + 2 for _, rows in column) for column in columns]
    assert sum(heights) == sum(lengths.values()) + 2 * len(lengths)
    assert max(heights) <= 28
    names = [[name for name, _ in column] for column in columns]
    assert all(column == sorted(column, key=list(lengths).index) for column in names)
    assert names[0][0] == "File"


def test_few_sections_make_few_columns() -> None:
    assert balanced([("File", [("Open", "Ctrl+O")])], 3) == [[("File", [("Open", "Ctrl+O")])]]
