"""The look: qdarkstyle with neutral greys, one accent colour, and a colour for each instance."""

from __future__ import annotations

import os

os.environ.setdefault("QT_API", "pyside6")  # qdarkstyle's qtpy must not pick another binding

import qdarkstyle
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPalette, QPen
from PySide6.QtWidgets import QApplication
from qdarkstyle.dark.palette import DarkPalette

from engine import palette
from engine.bundle import bundled

# qdarkstyle's own greys are blue, and a blue surround makes a photo look warmer than it is.
NEUTRAL = {
    "COLOR_BACKGROUND_1": "#1f2022",
    "COLOR_BACKGROUND_2": "#2a2b2e",
    "COLOR_BACKGROUND_3": "#35373a",
    "COLOR_BACKGROUND_4": "#45474b",
    "COLOR_BACKGROUND_5": "#585b60",
    "COLOR_BACKGROUND_6": "#6d7176",
    "COLOR_TEXT_4": "#a6abb0",
    "COLOR_DISABLED": "#74787d",
    "COLOR_ACCENT_1": "#322f57",
    "COLOR_ACCENT_2": "#4b4689",
    "COLOR_ACCENT_3": "#625bb5",
    "COLOR_ACCENT_4": "#8f87ee",
    "COLOR_ACCENT_5": "#a9a2f6",
}
ACCENT = QColor("#8f87ee")
SURROUND = QColor("#131415")  # behind the photo
CHROME = QColor("#1f2022")
FAINT = QColor("#45474b")
SELECTED = QColor("#3a3756")
HOVERED = QColor("#2d2e31")
TEXT = QColor("#dfe1e2")
QUIET_TEXT = QColor("#a6abb0")
FULL_IMAGE_TINT = ACCENT  # no instance has it

STYLE = """
QMainWindow::separator { width: 1px; height: 1px; margin: 0; }
QMenuBar { background: #1f2022; border: 0; padding: 2px 4px; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: #35373a; }
QToolBar { background: #1f2022; border: 0; border-bottom: 1px solid #35373a;
    padding: 3px 6px; spacing: 3px; }
QToolBar QToolButton[popupMode="0"], QToolBar QToolButton[popupMode="0"]:disabled {
    background: transparent; padding: 4px 7px; border: 1px solid transparent; border-radius: 4px;
}
QToolBar QToolButton[popupMode="0"]:hover { background: #35373a; }
QToolBar QToolButton[popupMode="0"]:pressed { background: #45474b; }
QToolBar::separator:horizontal {
    width: 1px; margin: 4px 6px; background: #45474b; image: none; border: 0;
}
QStatusBar { background: #1f2022; border: 0; border-top: 1px solid #35373a; padding: 2px 0; }
QStatusBar::item { border: 0; }
QStatusBar QLabel { background: transparent; color: #a6abb0; }
QDockWidget { border: 0; }
QDockWidget > QWidget { border: 0; }
#adjust { border-top: 1px solid #35373a; }
QPushButton { padding: 4px 10px; min-height: 18px; }
QProgressBar { border: 0; border-radius: 3px; background: #35373a; max-height: 6px; }
QProgressBar::chunk { background: #8f87ee; border-radius: 3px; }
QLabel { background: transparent; }
#dockHeader { font-weight: 600; }
#quiet { color: #a6abb0; }
#quiet:disabled { color: #74787d; }
#welcomeTitle { font-size: 20px; font-weight: 600; }
QPushButton#primary { background: #625bb5; color: white; }
QPushButton#primary:hover { background: #756dcb; }
QPushButton#primary:pressed { background: #4b4689; }
QPushButton:focus, QToolButton:focus, QComboBox:focus { border: 1px solid #8f87ee; }
#banner { background: #3b2a2a; border: 1px solid #a05252; border-radius: 6px; }
#banner QLabel { color: #f1e4e4; }
#banner #remedy { color: #d3bcbc; }
#banner QToolButton { border: 0; background: transparent; padding: 3px; }
#banner QToolButton:focus { border: 1px solid #d9a0a0; }
QListView { border: 0; outline: 0; }
"""


def apply(application: QApplication) -> None:
    """Dress the whole application."""
    sheet = qdarkstyle.load_stylesheet(qt_api="pyside6")
    for name, colour in NEUTRAL.items():
        sheet = sheet.replace(getattr(DarkPalette, name), colour)
    application.setStyleSheet(sheet + STYLE)
    colours = application.palette()
    colours.setColor(QPalette.ColorRole.Link, ACCENT)
    colours.setColor(QPalette.ColorRole.PlaceholderText, QUIET_TEXT)
    application.setPalette(colours)


def icon(name: str) -> QIcon:
    """A bundled icon; drawn for a dark surface."""
    return QIcon(str(bundled("icons", f"{name}.svg")))


def instance_colour(instance_id: int) -> QColor:
    """The colour of an instance, everywhere."""
    return QColor(*palette.instance_colour(instance_id))


def instance_pen(instance_id: int, width: float) -> QPen:
    """A pen in the instance's colour; dashed where the colour is used a second time."""
    pen = QPen(instance_colour(instance_id), width)
    if palette.is_dashed(instance_id):
        pen.setDashPattern([4.0, 3.0])
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def text_on(colour: QColor) -> QColor:
    """Black or white, whichever is easier to read on `colour`."""
    return QColor(*palette.readable_on((colour.red(), colour.green(), colour.blue())))


def small_font(base: QFont) -> QFont:
    """For labels over a photo."""
    font = QFont(base)
    if base.pointSizeF() > 0:
        font.setPointSizeF(max(7.5, base.pointSizeF() * 0.9))
    return font
