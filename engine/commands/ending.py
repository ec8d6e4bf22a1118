"""A command that is told to end does so as after Ctrl-C: nothing half-written stays."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130  # what shells give for Ctrl-C
TOLD = ("SIGTERM", "SIGHUP")  # `kill`, `timeout` and a shutdown | the terminal was closed


class EndedError(KeyboardInterrupt):
    """The system told the process to end.

    Attributes:
        status: the exit status that shells give for the signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self.status = 128 + number


@contextmanager
def as_after_ctrl_c() -> Iterator[None]:
    """In the block, what ends a process raises `EndedError`, unless somebody treats it already."""
    numbers = []
    if threading.current_thread() is threading.main_thread():
        known = [getattr(signal, name) for name in TOLD if hasattr(signal, name)]
        numbers = [number for number in known if signal.getsignal(number) == signal.SIG_DFL]
    for number in numbers:
        signal.signal(number, _end)
    try:
        yield
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)


def _end(number: int, frame: FrameType | None) -> None:
    raise EndedError(number)
