"""The colours to choose from, by name, and the way to any other."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from engine.palette import RGB
from engine.steering import COLOURS, colour_name
from engine.texts import marked, tr

SIDE = 16
GROUPS_END = ("beige", "olive", "turquoise", "navy", "grey")  # a line in the menu after each
# As they are shown; the plain ones are for the command line, and an orange may be a fruit.
NAMES = {
    "red": marked("Red"),
    "wine": marked("Wine"),
    "pink": marked("Pink"),
    "orange": marked("Orange"),
    "yellow": marked("Yellow"),
    "beige": marked("Beige"),
    "khaki": marked("Khaki"),
    "brown": marked("Brown"),
    "olive": marked("Olive"),
    "green": marked("Green"),
    "dark green": marked("Dark green"),
    "turquoise": marked("Turquoise"),
    "light blue": marked("Light blue"),
    "blue": marked("Blue"),
    "navy": marked("Navy"),
    "purple": marked("Purple"),
    "grey": marked("Grey"),
    "light skin": marked("Light skin"),
    "tanned skin": marked("Tanned skin"),
    "dark skin": marked("Dark skin"),
}


class ColourMenu(QMenu):
    """A menu of colours.

    Attributes:
        chosen: an `RGB`, or None for the colours as colorized.
        other_wanted: the person looks for a colour that is not here.
    """

    chosen = Signal(object)
    other_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("New &Colour"), parent)
        for name, colour in COLOURS.items():
            action = self.addAction(swatch(colour), tr(NAMES[name]))
            tip = tr("Colour the chosen object {name}.", name=tr(NAMES[name]).lower())
            action.setToolTip(tip)
            action.triggered.connect(lambda _, colour=colour: self.chosen.emit(colour))
            if name in GROUPS_END:
                self.addSeparator()
        self.addSeparator()
        self.other = self.addAction(tr("&Other Colour…"))
        self.other.setToolTip(tr("Choose any colour."))
        self.other.triggered.connect(lambda: self.other_wanted.emit())
        self.none = self.addAction(tr("&As Colorized"))
        self.none.setToolTip(tr("Go back to the colours that the networks found."))
        self.none.triggered.connect(lambda: self.chosen.emit(None))


def shown_colour(colour: RGB) -> str:
    """What a colour is called in the person's language, else #rrggbb."""
    name = colour_name(colour)
    return tr(NAMES[name]) if name in NAMES else name


@cache
def swatch(colour: RGB | None) -> QIcon:
    """A round patch of a colour, an empty ring for none."""
    picture = QPixmap(2 * SIDE, 2 * SIDE)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(140, 140, 140), 1))
    if colour is not None:
        painter.setBrush(QColor(*colour))
    painter.drawEllipse(QRectF(1.5, 1.5, SIDE - 3, SIDE - 3))
    painter.end()
    return QIcon(picture)
