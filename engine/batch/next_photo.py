"""The photo that comes next is opened by a thread while the result before it is written."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.photo import Photo, open_photo


@dataclass(frozen=True)
class _Opened:
    """A photo, and the time and size of its file before it was read."""

    photo: Photo
    state: tuple[int, int]


class NextPhoto:
    """At most one photo that is open before its turn.

    Encoding, waiting for the disk and decoding keep one core busy each, and networks all of them;
    so it is done beside the first two, and never beside networks. A photo that cannot be opened is
    opened again in its turn, which is where what is wrong with it is said.
    """

    def __init__(self) -> None:
        self._opened: _Opened | None = None

    @contextmanager
    def opening(self, path: Path) -> Iterator[None]:
        """Open a photo beside the block; once it ends, no thread is left."""
        thread = threading.Thread(target=self._open, args=(path,), name="next photo")
        thread.start()
        try:
            yield
        finally:
            self.wait(thread)

    @staticmethod
    def wait(thread: threading.Thread) -> None:
        """Until what was to be done beside the block is done, too."""
        thread.join()

    def taken(self, path: Path) -> Photo | None:
        """The photo, if it is the one that was opened and its file has not changed since."""
        opened, self._opened = self._opened, None
        if opened is None or opened.photo.path != path:
            return None
        try:
            return opened.photo if opened.state == _state(path) else None
        except OSError:
            return None

    def let_go(self) -> None:
        """It is not asked for any more."""
        self._opened = None

    def _open(self, path: Path) -> None:
        try:
            state = _state(path)
            self._opened = _Opened(open_photo(path), state)
        except Exception:
            self._opened = None


def _state(path: Path) -> tuple[int, int]:
    found = os.stat(path)
    return found.st_mtime_ns, found.st_size
