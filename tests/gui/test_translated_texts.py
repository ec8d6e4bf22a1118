"""No text of the window is left in English where another language is spoken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from dialog_makers import Maker
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QTabBar,
    QWidget,
)

from engine import texts
from gui import tips
from gui.help_button import TOPICS, HelpButton
from gui.main_window import MainWindow
from gui.open_photo import OpenPhoto

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
OPEN, CLOSE = "⟦", "⟧"
WORD = re.compile(r"[A-Za-z]{3,}")
# Names, which are the same in every language, and what Qt says itself.
KEYS = "Ctrl|Shift|Alt|Meta|Del|Esc|Return|Enter|Space|Home|End|PgUp|PgDown|Backspace|Tab|Up|Down"
FILES = "jpg|png|webp|tiff?|safetensors|pth|csv|json"
PROPER = (
    "English|Instance Colorizer|JPEG|PNG|TIFF|WebP|CPU|GPU|CUDA|MPS|PSNR|SSIM|SIGGRAPH|torchvision"
    "|detectron2|Mask R-CNN|MiB|GiB|MB|GB|ValueError|bfloat16|float16|float32"
)
NAMES = re.compile(
    rf"^/.*|<[^>]*>|&\w+;|\b(https://)?download\.[\w./-]+|\b({KEYS}|Left|Right|Ins|F\d+)\b"
    rf"|[\w-]+\.({FILES})\b|\{{name\}}-colorized|\b({PROPER})\b"
)


@pytest.fixture(autouse=True)
def _marked_language() -> Iterator[None]:
    """A language in which every text stands between two signs, so that others are found."""
    texts.use(lambda text: f"{OPEN}{text}{CLOSE}")
    yield
    texts.use(None)


def left(text: str) -> str:
    """What of a text was not asked for in the language that is spoken."""
    before = ""
    while before != text:
        before, text = text, re.sub(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", "", text)
    return text if WORD.search(NAMES.sub("", text)) else ""


def said(widget: QWidget) -> Iterator[str]:
    """All that a widget shows or tells."""
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    yield from (widget.whatsThis(), widget.statusTip())
    if widget.isWindow():
        yield widget.windowTitle()
    for action in widget.actions():
        yield from of_action(action)
    box = widget.parentWidget()
    if isinstance(widget, QAbstractButton) and not (
        isinstance(box, QDialogButtonBox)
        and box.standardButton(widget) != QDialogButtonBox.StandardButton.NoButton
    ):
        yield widget.text()
    if isinstance(widget, QLabel):
        yield widget.text()
    if isinstance(widget, QGroupBox):
        yield widget.title()
    if isinstance(widget, (QLineEdit, QPlainTextEdit)):
        yield widget.placeholderText()
    if isinstance(widget, QAbstractSpinBox):
        yield widget.specialValueText()
    if isinstance(widget, QSpinBox):
        yield from (widget.suffix(), widget.prefix())
    if isinstance(widget, QTabBar):
        yield from (widget.tabText(index) for index in range(widget.count()))
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(index) for index in range(widget.count()))
    lists = isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView)
    if lists and widget.model() is not None:
        yield from of_model(widget.model())


def of_action(action: QAction) -> Iterator[str]:
    yield from (action.text().split("\t")[0], action.toolTip(), action.statusTip())
    menu = action.menu()
    if isinstance(menu, QWidget):
        yield from said(menu)


def of_model(model: QAbstractItemModel) -> Iterator[str]:
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for column in range(columns):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(model.rowCount()):
            for role in roles:
                yield str(model.data(model.index(row, column, QModelIndex()), role) or "")


def english(window: QWidget) -> set[str]:
    """What a window says that was not translated."""
    parts = [window, *window.findChildren(QWidget)]
    own = {part for part in parts if not part.objectName().startswith("qt_")}
    return {rest for part in own for text in said(part) if (rest := left(text))}


def test_an_english_text_would_be_found() -> None:
    assert not left(f"{OPEN}Draw {OPEN}a box{CLOSE} here{CLOSE} (Ctrl+D) 12 %")
    assert left(f"{OPEN}Draw{CLOSE} a box") == " a box"


def test_the_main_window_speaks_one_language(
    window: MainWindow, photo: OpenPhoto, settle: Callable[[], None]
) -> None:
    settle()
    QApplication.processEvents()
    assert english(window) == set()


@pytest.mark.parametrize("topic", [*TOPICS, "failure", "shortcuts"])
def test_a_dialog_speaks_one_language(topic: str, makers: dict[str, Maker]) -> None:
    dialog = makers[topic]()
    dialog.show()
    QApplication.processEvents()
    assert english(dialog) == set()
    silent = [control for control in tips.controls(dialog) if not control.toolTip()]
    assert not silent, "their tips are not found by what they are called here"
    for button in dialog.findChildren(HelpButton):
        assert not left(button.text_shown)
    dialog.close()
