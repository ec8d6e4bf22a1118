"""Axes: round numbers to write beside them, and where a value lies on the screen."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """A stretch of values on a stretch of pixels.

    Attributes:
        low, high: values at the two ends, low < high.
        start, end: their pixels; `end` may be above or left of `start`.
    """

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The pixel of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def value(self, pixel: float) -> float:
        """The value of a pixel."""
        return self.low + (pixel - self.start) / (self.end - self.start) * (self.high - self.low)


def span(values: Iterable[float], *, room: float = 0.06) -> tuple[float, float]:
    """The lowest and highest of the finite values with a little room around them.

    With none it is 0 to 1; with a single value some room around that.
    """
    finite = [value for value in values if math.isfinite(value)]
    if not finite:
        return 0.0, 1.0
    low, high = min(finite), max(finite)
    around = (high - low) * room or max(abs(high) * 0.1, 1e-9)
    return low - around, high + around


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers between `low` and `high`, at most about `most` of them."""
    rough = (high - low) / max(1, most)
    if rough <= 0 or not math.isfinite(rough):
        return [low]
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in ROUND if size * factor >= rough * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def written(value: float, distance: float) -> str:
    """A tick's text with as many decimals as ticks that far apart need."""
    if value and (abs(value) < 1e-3 or abs(value) >= 1e6):
        return f"{value:.3g}"
    if abs(value) < 1e-12:
        return "0"
    decimals = max(0, -math.floor(math.log10(distance) + 1e-9)) if distance > 0 else 3
    if distance > 0 and round(distance, decimals) != round(distance, decimals + 1):
        decimals += 1
    return f"{value:,.{min(decimals, 6)}f}"
