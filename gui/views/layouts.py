"""Which stages are in sight: all four, two beside each other, or one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QSizeF

from engine.texts import marked
from gui.darkroom import Pane

ORDER = (Pane.SOURCE, Pane.FULL, Pane.INSTANCES, Pane.FUSED)
COLUMNS = {4: (2, 4), 2: (2, 1), 1: (1,)}  # the usual one, and what may show a photo larger
WORTH_IT = 1.1  # how much larger it must be shown for another number of columns


class Layout(Enum):
    """How many panes are in sight, with the menu's words, `marked`."""

    FOUR = marked("Four Panes")
    TWO = marked("Two Panes")
    ONE = marked("One Pane")


@dataclass(frozen=True)
class Arrangement:
    """The layout, and the stages that each layout shows.

    Attributes:
        layout: how many panes are in sight.
        pair: the stages of two panes, never the same one twice.
        single: the stage of one pane.
    """

    layout: Layout = Layout.FOUR
    pair: tuple[Pane, Pane] = (Pane.SOURCE, Pane.FUSED)
    single: Pane = Pane.FUSED

    @property
    def shown(self) -> tuple[Pane, ...]:
        """The stages in sight, in reading order."""
        if self.layout is Layout.FOUR:
            return ORDER
        return self.pair if self.layout is Layout.TWO else (self.single,)

    def with_stage(self, place: int, pane: Pane) -> Arrangement:
        """Another stage at a place of `shown`.

        Of two panes the other one takes the old stage where it had the new one. Four panes show
        every stage already, so the stage is then shown alone.
        """
        if self.layout is not Layout.TWO:
            return replace(self, layout=Layout.ONE, single=pane)
        first, second = self.pair
        if place == 0:
            return replace(self, pair=(pane, first if pane is second else second))
        return replace(self, pair=(second if pane is first else first, pane))

    def with_shown(self, pane: Pane) -> Arrangement:
        """The same with `pane` in sight, at the last place where it was not."""
        return self if pane in self.shown else self.with_stage(len(self.shown) - 1, pane)

    @property
    def text(self) -> str:
        """For the settings; `parse` reads it."""
        pair = "+".join(pane.name.lower() for pane in self.pair)
        return f"{self.layout.name.lower()} {pair} {self.single.name.lower()}"

    @classmethod
    def parse(cls, text: str) -> Arrangement:
        """What `text` tells; the usual arrangement where it cannot be read."""
        try:
            layout, pair, single = text.upper().split()
            first, second = (Pane[name] for name in pair.split("+"))
            if first is second:
                return cls()
            return cls(Layout[layout], (first, second), Pane[single])
        except (KeyError, ValueError):
            return cls()


def best_columns(count: int, photo: QSizeF, room: QSizeF, *, gap: int, title: int) -> int:
    """How many of `count` panes in a row show a photo largest.

    Args:
        count: panes, a key of `COLUMNS`.
        photo: width and height of the photo, in any unit.
        room: for all panes together.
        gap: between two panes.
        title: height of a pane's title.
    """

    def scale(columns: int) -> float:
        rows = count // columns
        across = (room.width() - gap * (columns - 1)) / columns
        down = (room.height() - gap * (rows - 1)) / rows - title
        return min(across / photo.width(), down / photo.height())

    usual, *others = COLUMNS[count]
    return next((other for other in others if scale(other) > WORTH_IT * scale(usual)), usual)
