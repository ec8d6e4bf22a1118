"""How a download's size, speed and the time left are told in words."""

from __future__ import annotations

import pytest

from gui.preferences.transfer import Transfer, duration


def test_speed_and_time_left() -> None:
    transfer = Transfer()
    assert transfer.words(0) == "0.0 MB"
    transfer.note(0.0, 50_000_000)  # came earlier: no part of the speed
    assert transfer.words(186_000_000) == "50 of 186 MB"
    transfer.note(0.5, 60_000_000)
    assert transfer.speed is None  # too early to tell
    transfer.note(2.0, 60_000_000)
    assert transfer.words(186_000_000) == "60 of 186 MB, 5.0 MB/s, 25 seconds left"
    for second in range(3, 20):
        transfer.note(second, 60_000_000)
    assert transfer.words(186_000_000) == "60 of 186 MB, 0.0 MB/s"
    transfer.note(20, 0)  # began anew
    assert transfer.speed is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 second"), (33.3, "33 seconds"), (120, "2 minutes"), (3600 * 3, "3 hours")],
)
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words
