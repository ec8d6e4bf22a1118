"""How fast a download is and how long it will take, in words."""

from __future__ import annotations

from collections import deque

from engine.downloads import megabytes
from engine.texts import counted, marked, tr

WINDOW = 6.0  # seconds that the speed is an average of
LEAST = 1.0  # seconds before a speed is told at all
SECONDS = marked("{n} second"), marked("{n} seconds")
MINUTES = marked("{n} minute"), marked("{n} minutes")
HOURS = marked("{n} hour"), marked("{n} hours")


class Transfer:
    """Follows how many bytes have come when."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def note(self, now: float, done: int) -> None:
        """So many bytes have come by this time, in seconds; fewer than before is a new start."""
        if self._seen and done < self._seen[-1][1]:
            self._seen.clear()
        self._seen.append((now, done))
        while len(self._seen) > 2 and now - self._seen[1][0] >= WINDOW:
            self._seen.popleft()

    @property
    def speed(self) -> float | None:
        """Bytes a second of late; None while that is not known."""
        if not self._seen:
            return None
        (first, before), (last, after) = self._seen[0], self._seen[-1]
        return (after - before) / (last - first) if last - first >= LEAST else None

    def words(self, total: int) -> str:
        """ "74 of 186 MB, 3.4 MB/s, 33 seconds left", as far as it is known; total 0 is not."""
        done = self._seen[-1][1] if self._seen else 0
        said = amount(done, total)
        speed = self.speed
        if speed is None:
            return said
        said = tr("{amount}, {speed} MB/s", amount=said, speed=megabytes(round(speed)))
        if speed > 0 and total:
            left = duration((total - done) / speed)
            said = tr("{doing}, {left} left", doing=said, left=left)
        return said


def amount(done: int, total: int = 0) -> str:
    """ "74 of 186 MB", or "74 MB" where the total is 0."""
    if not total:
        return tr("{size} MB", size=megabytes(done))
    return tr("{done} of {total} MB", done=megabytes(done), total=megabytes(total))


def duration(seconds: float) -> str:
    """A time that is only about right, in its largest unit."""
    if seconds < 1.5:
        return counted(1, *SECONDS)
    if seconds < 90:
        return counted(round(seconds), *SECONDS)
    if seconds < 90 * 60:
        return counted(round(seconds / 60), *MINUTES)
    return counted(round(seconds / 3600), *HOURS) if seconds < 48 * 3600 else tr("days")
