"""How long the rest of a queue will take, from the photos that were done last."""

from __future__ import annotations

from collections import deque

from engine.texts import tr
from engine.training.run_status import duration

REMEMBERED = 30  # photos; scans of one box are alike, those of the next may be larger
FEWEST = 2  # the first one also loads the networks


class TimeLeft:
    """Learns from each photo that was worked on.

    Args:
        remembered: from how many photos.
    """

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._seconds: deque[float] = deque(maxlen=remembered)
        self._count = 0

    def add(self, seconds: float) -> None:
        """A photo took so long, from its beginning to the next one's."""
        self._count += 1
        if self._count > 1:
            self._seconds.append(seconds)

    def of(self, waiting: int) -> float | None:
        """Seconds for so many photos; None while too little is known."""
        if self._count < FEWEST or not self._seconds:
            return None
        return waiting * sum(self._seconds) / len(self._seconds)


def words(seconds: float | None) -> str:
    """ "3 h 20 min left"; empty where it is not known."""
    return "" if seconds is None else tr("{time} left", time=duration(seconds))
