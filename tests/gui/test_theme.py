"""The themes: readable in each, switched live, icons in the theme's colour."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from gui import theme
from gui.schemes import DARK, LIGHT, Scheme, style_sheet

READABLE = 4.5  # WCAG 2.2, success criterion 1.4.3
VISIBLE = 3.0  # and 1.4.11, for what is not text


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    theme.apply(qapp, "dark")


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2), written anew here."""
    levels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in levels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_right() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)  # the known limit


@pytest.mark.parametrize("scheme", [DARK, LIGHT], ids=lambda s: s.name)
def test_text_is_readable_on_its_surfaces(scheme: Scheme) -> None:
    surfaces = {
        "text": ("chrome", "surround", "hovered", "pressed", "selected_row", "hovered_row"),
        "quiet": ("chrome", "surround", "hovered_row", "selected_row"),
        "accent": ("chrome", "surround"),
        "warning": ("chrome",),
        "alarm_text": ("alarm",),
        "alarm_quiet": ("alarm",),
    }
    poor = {
        f"{ink} on {ground}": contrast(getattr(scheme, ink), getattr(scheme, ground))
        for ink, grounds in surfaces.items()
        for ground in grounds
        if contrast(getattr(scheme, ink), getattr(scheme, ground)) < READABLE
    }
    assert not poor
    for button in (scheme.button, scheme.button_hovered, scheme.button_pressed):
        assert contrast("#ffffff", button) >= READABLE


@pytest.mark.parametrize("scheme", [DARK, LIGHT], ids=lambda s: s.name)
def test_text_is_readable_on_qdarkstyles_surfaces(scheme: Scheme) -> None:
    """Lists and buttons lie on the first four greys, a selection on the first two accents."""
    for ground in (*scheme.greys[:4], *scheme.accents[:2]):
        assert contrast(scheme.text, ground) >= READABLE, ground


@pytest.mark.parametrize("scheme", [DARK, LIGHT], ids=lambda s: s.name)
def test_greys_are_neutral_and_the_accent_shows(scheme: Scheme) -> None:
    for grey in (*scheme.greys, scheme.chrome, scheme.surround, scheme.quiet, scheme.line):
        colour = QColor(grey)
        levels = (colour.red(), colour.green(), colour.blue())
        assert max(levels) - min(levels) <= 12, grey
    for grey in (scheme.surround, scheme.chrome):
        assert contrast(scheme.accent, grey) >= VISIBLE
    assert QColor(scheme.accent).hslHue() == pytest.approx(QColor(DARK.accent).hslHue(), abs=4)


@pytest.mark.parametrize("scheme", [DARK, LIGHT], ids=lambda s: s.name)
def test_no_colour_of_qdarkstyle_is_left(scheme: Scheme) -> None:
    sheet = style_sheet(scheme).lower()
    bluish = [
        getattr(scheme.base, name).lower()
        for name in vars(scheme.base)
        if name.startswith(("COLOR_BACKGROUND", "COLOR_ACCENT"))
    ]
    assert not [colour for colour in bluish if colour in sheet]
    assert "$" not in sheet


def test_the_colours_follow_the_theme(dressed: QApplication) -> None:
    theme.apply(dressed, "light")
    assert theme.TEXT.name() == LIGHT.text
    assert theme.SURROUND.name() == LIGHT.surround
    theme.apply(dressed, "dark")
    assert theme.TEXT.name() == DARK.text
    assert theme.FULL_IMAGE_TINT.name() == "#8f87ee"


def test_a_misspelt_colour_is_an_error() -> None:
    with pytest.raises(AttributeError, match="SUROUND"):
        theme.SUROUND  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize(
    ("choice", "system", "expected"),
    [
        ("dark", Qt.ColorScheme.Light, DARK),
        ("light", Qt.ColorScheme.Dark, LIGHT),
        ("system", Qt.ColorScheme.Light, LIGHT),
        ("system", Qt.ColorScheme.Dark, DARK),
        ("system", Qt.ColorScheme.Unknown, DARK),
    ],
)
def test_the_scheme_of_a_choice(choice: str, system: Qt.ColorScheme, expected: Scheme) -> None:
    assert theme.scheme_for(choice, system) is expected


def test_system_follows_a_change_and_the_others_do_not(dressed: QApplication) -> None:
    hints = dressed.styleHints()
    theme.apply(dressed, "dark")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.scheme() is DARK
    theme.apply(dressed, "system")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.scheme() is LIGHT
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.scheme() is DARK


def test_a_visible_widget_changes_at_once(qtbot: QtBot, dressed: QApplication) -> None:
    label = QLabel("")
    qtbot.addWidget(label)
    theme.apply(dressed, "dark")
    label.setStyleSheet("QLabel { background: palette(window); }")
    label.resize(20, 20)
    label.show()
    assert label.grab().toImage().pixelColor(10, 10).name() == DARK.chrome
    theme.apply(dressed, "light")
    assert label.grab().toImage().pixelColor(10, 10).name() == LIGHT.chrome


def inks(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> set[str]:
    """The opaque colours of an icon."""
    drawn: QImage = icon.pixmap(QSize(48, 48), 1.0, mode).toImage()
    pixels = (drawn.pixelColor(x, y) for x in range(48) for y in range(48))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def test_an_icon_has_the_colour_of_text_whenever_it_was_made(dressed: QApplication) -> None:
    theme.apply(dressed, "dark")
    icon = theme.icon("save")
    assert DARK.text in inks(icon)
    theme.apply(dressed, "light")
    assert LIGHT.text in inks(icon)
    assert theme.ICON_INK not in inks(icon)
    assert LIGHT.disabled in inks(icon, QIcon.Mode.Disabled)


def test_an_icon_is_drawn_for_each_pixel_of_a_dense_screen(dressed: QApplication) -> None:
    pixmap = theme.icon("open").pixmap(QSize(18, 18), 2.0)
    assert (pixmap.width(), pixmap.height(), pixmap.devicePixelRatio()) == (36, 36, 2.0)
    doubled = theme.icon("open").pixmap(QSize(18, 18), 1.0).toImage().scaled(36, 36)
    assert pixmap.toImage() != doubled.convertToFormat(pixmap.toImage().format())


def test_a_button_shows_the_new_icon_without_being_told(
    qtbot: QtBot, dressed: QApplication
) -> None:
    theme.apply(dressed, "dark")
    button = QToolButton()
    qtbot.addWidget(button)
    button.setIcon(theme.icon("close"))
    button.setIconSize(QSize(32, 32))
    before = button.grab().toImage()
    theme.apply(dressed, "light")
    after = button.grab().toImage()
    middle = before.rect().center()
    assert before.pixelColor(middle).lightness() > 150
    assert after.pixelColor(middle).lightness() < 100


def test_an_unknown_icon_is_found_out_at_once() -> None:
    with pytest.raises(FileNotFoundError):
        theme.icon("no-such-icon")


def test_every_icon_can_be_drawn(dressed: QApplication) -> None:
    from engine.bundle import bundled

    names = [path.stem for path in bundled("icons").glob("*.svg")]
    assert len(names) >= 9
    assert all(inks(theme.icon(name)) for name in names)


def test_words_begin_where_the_field_below_them_does(qtbot: QtBot, dressed: QApplication) -> None:
    theme.apply(dressed, "dark")
    label = QLabel("File name")
    qtbot.addWidget(label)
    label.show()
    assert (label.indent(), label.contentsRect().left()) == (0, 0)
