"""The colours of the dark and the light theme, and the style sheet that is made of them."""

from __future__ import annotations

import os
import re
from dataclasses import asdict, dataclass
from string import Template

os.environ.setdefault("QT_API", "pyside6")  # qdarkstyle's qtpy must not pick another binding

import qdarkstyle
from qdarkstyle.dark.palette import DarkPalette
from qdarkstyle.light.palette import LightPalette


@dataclass(frozen=True)
class Scheme:
    """One theme's colours, each "#rrggbb".

    Text colours reach a contrast of 4.5:1 (WCAG 2.2, 1.4.3) on what they are written on.

    Attributes:
        base: qdarkstyle's palette that the greys below replace.
        chrome: the window, menus, lists and fields.
        surround: behind the photo, and behind the titles of the panes.
        hovered, pressed, line: of tool buttons and menus; `line` also divides areas.
        faint: the frame of the drop target.
        edge: around buttons, which may lie on the surround.
        selected_row, hovered_row: of the list of instances.
        text, quiet, disabled: on `chrome`; the first two also on `surround`.
        accent: marks the result, focus and progress; also as text on `surround`.
        button, button_hovered, button_pressed: the one button that goes on, written in white.
        alarm, alarm_line, alarm_text, alarm_quiet: the banner, and what is wrong in a form.
        warning: what is wrong in a form, as text on `chrome`.
    """

    name: str
    base: type[DarkPalette] | type[LightPalette]
    greys: tuple[str, str, str, str, str, str]
    accents: tuple[str, str, str, str, str]
    chrome: str
    surround: str
    hovered: str
    pressed: str
    line: str
    faint: str
    edge: str
    selected_row: str
    hovered_row: str
    text: str
    quiet: str
    disabled: str
    accent: str
    button: str
    button_hovered: str
    button_pressed: str
    alarm: str
    alarm_line: str
    alarm_text: str
    alarm_quiet: str
    warning: str

    @property
    def is_dark(self) -> bool:
        """Whether it is light text on dark surfaces."""
        return self.base is DarkPalette


# qdarkstyle's own greys are blue, and a blue surround makes a photo look warmer than it is.
DARK = Scheme(
    name="dark",
    base=DarkPalette,
    greys=("#1f2022", "#2a2b2e", "#35373a", "#45474b", "#585b60", "#6d7176"),
    accents=("#322f57", "#4b4689", "#625bb5", "#8f87ee", "#a9a2f6"),
    chrome="#1f2022",
    surround="#131415",
    hovered="#35373a",
    pressed="#45474b",
    line="#35373a",
    faint="#45474b",
    edge="#505358",
    selected_row="#3a3756",
    hovered_row="#2d2e31",
    text="#dfe1e2",
    quiet="#a6abb0",
    disabled="#74787d",
    accent="#8f87ee",
    button="#625bb5",
    button_hovered="#7067c4",
    button_pressed="#4b4689",
    alarm="#3b2a2a",
    alarm_line="#a05252",
    alarm_text="#f1e4e4",
    alarm_quiet="#d3bcbc",
    warning="#f0a8a0",
)
LIGHT = Scheme(
    name="light",
    base=LightPalette,
    greys=("#f5f5f6", "#e6e7e9", "#dbdcdf", "#cdcfd2", "#b3b6ba", "#a3a6ab"),
    accents=("#dcd9f7", "#c9c4f3", "#a59dea", "#6a60d0", "#4a41ad"),
    chrome="#f5f5f6",
    surround="#c9cacc",
    hovered="#e2e3e5",
    pressed="#cdcfd2",
    line="#d3d5d8",
    faint="#8d9095",
    edge="#a9acb1",
    selected_row="#d9d5f6",
    hovered_row="#e9eaec",
    text="#1d1e20",
    quiet="#4b4f54",
    disabled="#8b8f94",
    accent="#4a41ad",
    button="#625bb5",
    button_hovered="#554ea6",
    button_pressed="#4b4689",
    alarm="#fbeaea",
    alarm_line="#b86a6a",
    alarm_text="#451a1a",
    alarm_quiet="#6b3b3b",
    warning="#a32a20",
)

STYLE = Template("""
QMainWindow::separator { width: 1px; height: 1px; margin: 0; }
QMenuBar { background: $chrome; border: 0; padding: 2px 4px; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: $hovered; }
QToolBar { background: $chrome; border: 0; border-bottom: 1px solid $line;
    padding: 3px 6px; spacing: 3px; }
QToolBar QToolButton[popupMode="0"], QToolBar QToolButton[popupMode="0"]:disabled {
    background: transparent; padding: 4px 7px; border: 1px solid transparent; border-radius: 4px;
}
QToolBar QToolButton[popupMode="0"]:hover { background: $hovered; }
QToolBar QToolButton[popupMode="0"]:pressed { background: $pressed; }
QToolBar::separator:horizontal {
    width: 1px; margin: 4px 6px; background: $pressed; image: none; border: 0;
}
QStatusBar { background: $chrome; border: 0; border-top: 1px solid $line; padding: 2px 0; }
QStatusBar::item { border: 0; }
QStatusBar QLabel { background: transparent; color: $quiet; }
QDockWidget { border: 0; }
QDockWidget > QWidget { border: 0; }
#adjust, #overlay { border-top: 1px solid $line; }
QPushButton { padding: 4px 10px; min-height: 18px; border: 1px solid $edge; }
QPushButton:disabled { background: $hovered; border: 1px solid $hovered; padding: 4px 10px; }
QProgressBar { border: 0; border-radius: 3px; background: $line; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QLabel { background: transparent; padding: 2px 0; qproperty-indent: 0; }
#dockHeader { font-weight: 600; }
QPushButton#tab, QPushButton#tab:disabled {
    background: transparent; border: 0; border-bottom: 2px solid transparent; border-radius: 0;
    padding: 4px 6px; font-weight: 600;
}
QPushButton#tab { color: $quiet; }
QPushButton#tab:hover { color: $text; }
QPushButton#tab:disabled { color: $disabled; }
QPushButton#tab:checked { color: $text; border-bottom: 2px solid $accent; }
QPushButton#tab:focus { background: $hovered; }
#quiet { color: $quiet; }
#quiet:disabled { color: $disabled; }
#warning { color: $warning; }
#welcomeTitle { font-size: 20px; font-weight: 600; }
QPushButton#primary { background: $button; color: white; border: 1px solid $button; }
QPushButton#primary:hover { background: $button_hovered; }
QPushButton#primary:pressed { background: $button_pressed; }
QPushButton#primary:disabled {
    background: $hovered; color: $disabled; border: 1px solid $hovered;
}
QPushButton:focus, QPushButton#primary:focus, QToolButton:focus, QComboBox:focus {
    border: 1px solid $accent;
}
QToolButton#variant { background: transparent; border: 2px solid transparent; border-radius: 6px; }
QToolButton#variant:hover { background: $hovered; }
QToolButton#variant:focus { border: 2px dotted $edge; }
QToolButton#variant:checked { border: 2px solid $accent; }
#banner { background: $alarm; border: 1px solid $alarm_line; border-radius: 6px; }
#banner QLabel { color: $alarm_text; }
#banner #remedy { color: $alarm_quiet; }
#banner QToolButton { border: 0; background: transparent; padding: 3px; }
#banner QToolButton:focus { border: 1px solid $alarm_line; }
QToolButton#help { border: 1px solid $edge; border-radius: 13px; font-weight: 600;
    padding: 0; }
QToolButton#help:focus { border: 1px solid $accent; }
#offer { background: $chrome; border: 1px solid $edge; border-radius: 6px; }
#offer QToolButton { border: 0; background: transparent; padding: 3px; }
#offer QToolButton:focus { border: 1px solid $accent; }
QListView { border: 0; outline: 0; }
#page { border: 0; padding: 0; }
#sections, #sections:focus, #sections:hover, #sections:pressed {
    border: 0; border-right: 1px solid $line; border-radius: 0; padding: 12px 8px;
}
#sections::item { padding: 7px 10px; border: 1px solid transparent; border-radius: 4px; }
#sections::item:hover { background: $hovered_row; }
#sections::item:selected { background: $selected_row; color: $text; }
#sections::item:focus { border: 1px solid $accent; }
#divider { background: $line; border: 0; }
""")


def style_sheet(scheme: Scheme) -> str:
    """qdarkstyle's sheet in the scheme's colours, and what this window adds to it."""
    sheet = qdarkstyle.load_stylesheet(qt_api="pyside6", palette=scheme.base)
    new = {f"COLOR_BACKGROUND_{i}": grey for i, grey in enumerate(scheme.greys, start=1)}
    new |= {f"COLOR_ACCENT_{i}": accent for i, accent in enumerate(scheme.accents, start=1)}
    new |= {"COLOR_TEXT_1": scheme.text, "COLOR_TEXT_4": scheme.quiet}
    new["COLOR_DISABLED"] = scheme.disabled
    replaced = {getattr(scheme.base, name).lower(): colour for name, colour in new.items()}
    # In one pass, so that a new colour that equals an old one is not replaced again.
    sheet = re.sub(r"#[0-9A-Fa-f]{6}\b", lambda m: replaced.get(m[0].lower(), m[0]), sheet)
    return sheet + STYLE.substitute(asdict(scheme))
