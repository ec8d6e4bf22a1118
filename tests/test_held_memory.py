"""What the soak says of memory."""

from __future__ import annotations

import sys

import pytest
from held_memory import MEGABYTE, growth, resident, table


def test_growth_is_that_after_the_warm_up() -> None:
    steady = [(at, 100 if at < 20 else 500) for at in range(101)]
    assert growth([(float(at), held) for at, held in steady]) == 1
    assert growth([(float(at), 1000 + 10 * at) for at in range(101)]) > 1.3
    spike = [(float(at), 9000 if at == 95 else 500) for at in range(101)]
    assert growth(spike) == 1
    assert growth([(3.0, 500)]) == 1
    lines = list(table([(float(at), 500 * MEGABYTE) for at in range(101)]))
    assert 12 <= len(lines) <= 13
    assert lines[0].split() == ["0", "s", "500", "MB"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_what_is_held_is_told_and_what_was_let_go_is_not() -> None:
    before = resident()
    held = bytearray(b"x" * (64 * MEGABYTE))
    assert resident() - before > 60 * MEGABYTE
    del held
    assert resident() - before < 10 * MEGABYTE
