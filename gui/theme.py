"""The look: qdarkstyle with neutral greys, one accent colour, and a colour for each instance.

The colours below follow the chosen theme; painters read them while they paint. Switching the theme
needs no restart: every widget is painted again, and icons are drawn anew in the theme's colour.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QIconEngine, QPainter, QPalette, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from engine import palette
from engine.bundle import bundled
from gui.schemes import DARK, LIGHT, Scheme, style_sheet

THEMES = ("dark", "light", "system")
ICON_INK = "#d4d6d8"  # what the icons' files are drawn with; it stands for the text colour
# Over photos, which are the same in every theme.
CHIP = QColor(20, 21, 22, 225)
CHIP_TEXT = QColor("#dfe1e2")
FULL_IMAGE_TINT = QColor("#8f87ee")  # no instance has it

# These follow the theme.
ACCENT: QColor
SURROUND: QColor  # behind the photo
CHROME: QColor
FAINT: QColor
SELECTED: QColor
HOVERED: QColor
TEXT: QColor
QUIET_TEXT: QColor

_FIELDS = {
    "ACCENT": "accent",
    "SURROUND": "surround",
    "CHROME": "chrome",
    "FAINT": "faint",
    "SELECTED": "selected_row",
    "HOVERED": "hovered_row",
    "TEXT": "text",
    "QUIET_TEXT": "quiet",
}


class _Look:
    """What is chosen and what is shown."""

    choice = "dark"
    scheme = DARK


if not TYPE_CHECKING:  # so that a type checker sees the annotations above, and misspelt names

    def __getattr__(name: str) -> QColor:
        if name in _FIELDS:
            return QColor(getattr(_Look.scheme, _FIELDS[name]))
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def scheme() -> Scheme:
    """The colours in use."""
    return _Look.scheme


def scheme_for(choice: str, system: Qt.ColorScheme) -> Scheme:
    """The scheme of a choice out of `THEMES`, on a system that prefers `system`."""
    if choice == "system":
        return LIGHT if system is Qt.ColorScheme.Light else DARK
    return LIGHT if choice == "light" else DARK


def apply(application: QApplication, choice: str = "dark") -> None:
    """Dress the whole application, at once; with "system" it goes on to follow the system."""
    hints = application.styleHints()
    if application.property("followed") is None:
        hints.colorSchemeChanged.connect(lambda system: _system_changed(application, system))
        application.setProperty("followed", True)
    _Look.choice = choice
    if choice == "system":
        hints.unsetColorScheme()
    else:  # also for title bars and the platform's own dialogs
        wanted = Qt.ColorScheme.Light if choice == "light" else Qt.ColorScheme.Dark
        hints.setColorScheme(wanted)
    _dress(application, scheme_for(choice, hints.colorScheme()))


def _system_changed(application: QApplication, system: Qt.ColorScheme) -> None:
    if _Look.choice == "system":
        _dress(application, scheme_for("system", system))


def _dress(application: QApplication, scheme: Scheme) -> None:
    _Look.scheme = scheme
    application.setPalette(_palette(scheme))
    sheet = _sheet(scheme)
    if application.styleSheet() != sheet:
        application.setStyleSheet(sheet)


@cache
def _sheet(scheme: Scheme) -> str:
    return style_sheet(scheme)


def _palette(scheme: Scheme) -> QPalette:
    """For what a style sheet does not reach."""
    role = QPalette.ColorRole
    colours = QPalette(QColor(scheme.chrome))
    for roles, colour in (
        ((role.Window, role.Base, role.Button), scheme.chrome),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), scheme.text),
        ((role.AlternateBase, role.ToolTipBase), scheme.greys[1]),
        ((role.Highlight,), scheme.selected_row),
        ((role.HighlightedText,), scheme.text),
        ((role.Link, role.LinkVisited, role.Accent), scheme.accent),
        ((role.PlaceholderText,), scheme.quiet),
    ):
        for one in roles:
            colours.setColor(one, QColor(colour))
    for one in (role.WindowText, role.Text, role.ButtonText):
        colours.setColor(QPalette.ColorGroup.Disabled, one, QColor(scheme.disabled))
    return colours


class ThemedIcon(QIconEngine):
    """Draws a bundled icon in the colour that text has at that moment, crisp at every size."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def clone(self) -> QIconEngine:
        return ThemedIcon(self._name)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        _drawing(self._name, _ink(mode)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _drawing(self._name, _ink(mode)).render(painter, QRectF(drawn.rect()))
        painter.end()
        return drawn


def _ink(mode: QIcon.Mode) -> str:
    return _Look.scheme.disabled if mode is QIcon.Mode.Disabled else _Look.scheme.text


@cache
def _drawing(name: str, ink: str) -> QSvgRenderer:
    text = bundled("icons", f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(text.replace(ICON_INK, ink).encode()))


def icon(name: str) -> QIcon:
    """A bundled icon in the theme's text colour; it changes with the theme by itself."""
    _drawing(name, _Look.scheme.text)  # a misspelt name is found out here, not while painting
    return QIcon(ThemedIcon(name))


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
