"""How the stages are compared: the state behind panes, bar and actions, without widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QObject, Signal

from engine.texts import marked, tr
from gui.darkroom import Pane
from gui.views.layouts import Arrangement, Layout

LOUPE_POWERS = (1, 2)  # screen pixels per photo pixel


class Mode(Enum):
    """What the Fused pane shows, with the menu's words, `marked`."""

    RESULT = marked("Result")
    BEFORE_AFTER = marked("Before / After")
    BLEND = marked("Blend")
    FROM_FULL = marked("Difference: full image")
    FROM_SOURCE = marked("Difference: source")


@dataclass(frozen=True)
class Dial:
    """What the slider of a mode sets, and its words."""

    lowest: int
    highest: int
    usual: int
    page: int
    words: str  # `marked`, with {value} for the whole number
    meaning: str  # `marked`

    def inside(self, value: float) -> float:
        """The nearest that the slider can show."""
        return min(max(value, self.lowest), self.highest)

    def shown(self, value: float) -> str:
        """A value in words."""
        return tr(self.words, value=round(value))


PERCENT = marked("{value} %")
TIMES = "\N{MULTIPLICATION SIGN} {value}"  # the same in every language
AMPLIFIED = marked("How much the difference is amplified.")
LINE = marked("Where the line between before and after is.")
MIXED = marked("0 % is the source, 100 % the result.")
DIALS = {
    Mode.BEFORE_AFTER: Dial(0, 100, 50, 10, PERCENT, LINE),
    Mode.BLEND: Dial(0, 100, 50, 10, PERCENT, MIXED),
    Mode.FROM_FULL: Dial(1, 32, 8, 4, TIMES, AMPLIFIED),
    Mode.FROM_SOURCE: Dial(1, 32, 4, 4, TIMES, AMPLIFIED),
}


class Comparing(QObject):
    """What is in sight and how; signals are sent after the state has changed.

    Attributes:
        arrangement: the layout and its stages.
        mode: what the Fused pane shows.
        grey: the coloured panes show the grey photo, while a key or a button is held.
        loupe: the loupe is on.
        power: of the loupe, one of `LOUPE_POWERS`.
        arranged: another arrangement.
        changed: the mode, its value, `grey` or the loupe.
    """

    arranged = Signal()
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.arrangement = Arrangement()
        self.mode = Mode.RESULT
        self.grey = False
        self.loupe = False
        self.power = LOUPE_POWERS[-1]
        self._values = {mode: float(dial.usual) for mode, dial in DIALS.items()}
        self._before_one = Layout.FOUR

    # Layout

    def set_layout(self, layout: Layout) -> None:
        """Show four, two or one pane; each with the stages that it had."""
        self._arrange(replace(self.arrangement, layout=layout))

    def show_stage(self, pane: Pane, place: int = 0) -> None:
        """Show another stage at a place in sight; out of four panes, alone."""
        self._arrange(self.arrangement.with_stage(place, pane))

    def toggle_alone(self, pane: Pane) -> None:
        """Show one stage alone, and go back to the layout before."""
        if self.arrangement.layout is Layout.ONE:
            self.set_layout(self._before_one)
        else:
            self._arrange(replace(self.arrangement, layout=Layout.ONE, single=pane))

    def _arrange(self, arrangement: Arrangement) -> None:
        before = self.arrangement
        if arrangement == before:
            return
        if arrangement.layout is Layout.ONE and before.layout is not Layout.ONE:
            self._before_one = before.layout
        self.arrangement = arrangement
        if Pane.FUSED not in arrangement.shown and self.mode is not Mode.RESULT:
            self._set_mode(Mode.RESULT)
        self.arranged.emit()

    # The Fused pane

    def value(self, mode: Mode | None = None) -> float:
        """What the slider of a mode is at, by default of the current one; 0 without a slider."""
        return self._values.get(mode or self.mode, 0.0)

    def set_mode(self, mode: Mode) -> None:
        """Show this in the Fused pane, which comes into sight for it."""
        if mode is not Mode.RESULT:
            self._arrange(self.arrangement.with_shown(Pane.FUSED))
        if mode is not self.mode:
            self._set_mode(mode)

    def toggle_mode(self, mode: Mode) -> None:
        """Show this in the Fused pane, or the result where it shows this already."""
        self.set_mode(Mode.RESULT if mode is self.mode else mode)

    def next_mode(self) -> None:
        """The mode after this one, at the end the result again."""
        modes = list(Mode)
        self.set_mode(modes[(modes.index(self.mode) + 1) % len(modes)])

    def set_value(self, value: float) -> None:
        """Move the slider of the current mode."""
        dial = DIALS.get(self.mode)
        if dial is not None and dial.inside(value) != self._values[self.mode]:
            self._values[self.mode] = dial.inside(value)
            self.changed.emit()

    def _set_mode(self, mode: Mode) -> None:
        self.mode = mode
        self.changed.emit()

    # Grey and loupe

    def hold_grey(self, held: bool) -> None:
        """Show the grey photo in all coloured panes, as long as it is held."""
        if held != self.grey:
            self.grey = held
            self.changed.emit()

    def set_loupe(self, on: bool) -> None:
        """Switch the loupe on or off."""
        if on != self.loupe:
            self.loupe = on
            self.changed.emit()

    def set_power(self, power: int) -> None:
        """Let the loupe show so many screen pixels per photo pixel."""
        if power in LOUPE_POWERS and power != self.power:
            self.power = power
            self.changed.emit()

    # Between starts

    def state(self) -> str:
        """Layout, its stages, slider values and the loupe's power, for the settings."""
        values = " ".join(str(round(self._values[mode])) for mode in DIALS)
        return f"{self.arrangement.text} {values} {self.power}"

    def restore(self, text: str) -> None:
        """Take back what `state` gave; what cannot be read stays as it is."""
        words = text.split()
        if len(words) != 4 + len(DIALS):
            return
        try:
            numbers = [int(word) for word in words[3:]]
        except ValueError:
            return
        for (mode, dial), number in zip(DIALS.items(), numbers, strict=False):
            self._values[mode] = dial.inside(number)
        self._arrange(Arrangement.parse(" ".join(words[:3])))
        self.set_power(numbers[-1])
        self.changed.emit()
