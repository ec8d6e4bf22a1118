"""How much memory a process holds, and whether it grows."""

from __future__ import annotations

import ctypes
import gc
import os
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

LINES = 12
MEGABYTE = 1 << 20
WARM_UP = 0.2  # of the time, in which memory may grow


def resident() -> int:
    """Bytes of memory that this process holds, with what can be let go let go (Linux)."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def growth(memory: Sequence[tuple[float, int]]) -> float:
    """The median of the last third of the time after the warm-up over that of the first third.

    Args:
        memory: seconds and bytes, at least one of them, in the order of time.
    """
    last = memory[-1][0]
    warm = [(at, held) for at, held in memory if at >= WARM_UP * last]
    begin = warm[0][0]
    third = (last - begin) / 3
    first = [held for at, held in warm if at <= begin + third]
    end = [held for at, held in warm if at >= last - third]
    return statistics.median(end) / statistics.median(first)


def table(memory: Sequence[tuple[float, int]]) -> Iterator[str]:
    """About a dozen lines on what was held in the course of time, as for `growth`."""
    for at, held in memory[:: max(1, len(memory) // LINES)]:
        yield f"{at:6.0f} s {held / MEGABYTE:6.0f} MB"
