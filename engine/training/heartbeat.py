"""The file by which a training process shows that it lives, or why it has ended."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import threading
import time
from typing import IO

from engine.errors import EngineError

BEAT_SECONDS = 2.0
ALIVE_BYTES = 4096  # rewritten in place, so that it can be told even when the disk is full


def pulse(pid: int, **more: object) -> bytes:
    """What the file `alive` holds when process `pid` works on the run, or has ended as 0."""
    told = {"pid": pid, "host": platform.node(), "beat": time.time(), **more}
    # Chinese as \u escapes would take twice the room.
    text = json.dumps(told, ensure_ascii=False).encode(errors="replace")
    return text[:ALIVE_BYTES].ljust(ALIVE_BYTES - 1) + b"\n"


class Heart:
    """Rewrites the `alive` file in place every few seconds, from a thread of its own.

    Args:
        file: open for writing, without a buffer.
        events: bytes of the run's events when this process began, which are those of others.
    """

    def __init__(self, file: IO[bytes], events: int) -> None:
        self._file = file
        self._events = events
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Beat from now on."""
        self._thread.start()

    def stop(self, failure: EngineError | None = None) -> None:
        """Beat no more, and tell that nobody works here, and perhaps why."""
        if self._ended.is_set():
            return
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
        more = {} if failure is None else {"message": failure.message, "remedy": failure.remedy}
        with contextlib.suppress(OSError):
            self._write(0, **more)

    def beat(self) -> None:
        """Say that this process works on the run."""
        self._write(os.getpid())

    def _write(self, pid: int, **more: object) -> None:
        self._file.seek(0)
        self._file.write(pulse(pid, events=self._events, **more))

    def _run(self) -> None:
        while not self._ended.wait(BEAT_SECONDS):
            with contextlib.suppress(OSError):  # a failed beat must not end a training
                self.beat()
