"""The page of all shortcuts, read from the menus so that it is never out of date."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMenuBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.texts import marked, tr
from gui.mnemonics import plain
from gui.tips import explain

COLUMNS = 3
BESIDE, BELOW = 70, 100  # pixels around what is listed
ROOM = 0.9  # of the screen, at most
Section = tuple[str, list[tuple[str, str]]]  # title; what it does, and the keys

WITH_THE_MOUSE: Section = (
    marked("With the mouse"),
    [
        (marked("Zoom at the pointer"), marked("Wheel")),
        (marked("Move the photo"), marked("Drag")),
        (marked("Whole photo, or 100 %"), marked("Double click")),
        (marked("Choose an object"), marked("Click it")),
        (marked("See one object alone"), marked("Click it in Instances")),
    ],
)
IN_A_PANE: Section = (
    marked("In a pane"),
    [
        (marked("Move the photo"), marked("Arrow keys")),
        (marked("See the grey photo"), marked("Hold Space")),
        (marked("This stage alone, and back"), marked("Return")),
        (marked("Menu of the stage"), marked("Menu key")),
        (marked("Move the chosen box"), marked("Ctrl+Arrow")),
        (marked("Resize the chosen box"), marked("Alt+Arrow")),
        (marked("Next part of the window"), marked("Tab")),
    ],
)


def sections(bar: QMenuBar) -> list[Section]:
    """Every action of the menus that has a shortcut, by menu, in the menus' order."""
    found = []
    for menu in (action.menu() for action in bar.actions()):
        if not isinstance(menu, QMenu):
            continue
        rows = [(_plain(action), _keys(action)) for action in _actions(menu)]
        rows = [row for row in rows if row[1]]
        if rows:
            found.append((plain(menu.title()), rows))
    return found


def _translated(section: Section) -> Section:
    title, rows = section
    return tr(title), [(tr(what), tr(keys)) for what, keys in rows]


def _actions(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        submenu = action.menu()
        if isinstance(submenu, QMenu):
            yield from _actions(submenu)
        elif not action.isSeparator():
            yield action


def _plain(action: QAction) -> str:
    return plain(action.text()).removesuffix("…")


def _keys(action: QAction) -> str:
    """The first shortcut that is not one of the special keys that few keyboards have."""
    keys = (
        sequence.toString(QKeySequence.SequenceFormat.NativeText)
        for sequence in action.shortcuts()
        if not sequence.isEmpty() and sequence[0].key() < Qt.Key.Key_Back  # type: ignore[index]
    )
    return next(keys, "")


class ShortcutPage(QDialog):
    """All shortcuts on one page."""

    def __init__(self, bar: QMenuBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Shortcuts"))
        self.sections = [*sections(bar), _translated(WITH_THE_MOUSE), _translated(IN_A_PANE)]
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setContentsMargins(8, 8, 8, 8)
        columns.setSpacing(32)
        for group in balanced(self.sections, COLUMNS):
            column = QVBoxLayout()
            column.setSpacing(18)
            for section in group:
                column.addLayout(_table(section))
            column.addStretch()
            columns.addLayout(column)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(page)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 14)
        layout.addWidget(scroll)
        layout.addWidget(buttons)
        explain(self, {})
        wanted = page.sizeHint()
        room = self.screen().availableSize() * ROOM
        self.resize(QSize(wanted.width() + BESIDE, wanted.height() + BELOW).boundedTo(room))


def balanced(found: list[Section], count: int) -> list[list[Section]]:
    """The sections in `count` columns of about the same height.

    The longest are put in place first, each in the shortest column; in a column they stand in
    their order, and so do the columns.
    """
    heights = [len(rows) + 2 for _, rows in found]
    columns: list[list[int]] = [[] for _ in range(count)]
    for number in sorted(range(len(found)), key=lambda number: -heights[number]):
        shortest = min(columns, key=lambda column: sum(heights[one] for one in column))
        shortest.append(number)
    in_order = sorted(sorted(column) for column in columns if column)
    return [[found[number] for number in column] for column in in_order]


def _table(section: Section) -> QGridLayout:
    title, rows = section
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(6)
    header = QLabel(title)
    header.setObjectName("dockHeader")
    grid.addWidget(header, 0, 0, 1, 2)
    for row, (what, keys) in enumerate(rows, 1):
        key = QLabel(keys)
        key.setObjectName("quiet")
        grid.addWidget(QLabel(what), row, 0)
        grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
    grid.setColumnStretch(0, 1)
    return grid
