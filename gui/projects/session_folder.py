"""Where one start of the app keeps unsaved work, and what earlier starts have left there.

Each start has a folder of its own and holds a lock in it. The system lets go of the lock when the
process ends, however it ends, so that what lies in an unlocked folder was left behind.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from engine.atomic_files import sweep
from engine.project import SUFFIX
from engine.training.processes import locked

log = logging.getLogger(__name__)

LOCK = "lock"


class SessionFolder:
    """This start's folder; it is made when something is to be written.

    Args:
        base: holds the folders of all starts.
    """

    def __init__(self, base: Path) -> None:
        self.base = base
        self.path = base / secrets.token_hex(4)
        self._lock: IO[bytes] | None = None

    def new_file(self) -> Path:
        """A free name in it.

        Raises:
            OSError: the folder cannot be made.
        """
        if self._lock is None:
            self.path.mkdir(parents=True, exist_ok=True)  # an earlier try may have stopped here
            lock = (self.path / LOCK).open("a+b")
            locked(lock)
            self._lock = lock
        return self.path / f"{secrets.token_hex(8)}{SUFFIX}"

    def leftovers(self) -> list[Path]:
        """The project files of starts that are over, the oldest first; empty folders go."""
        found: list[Path] = []
        for folder in _folders(self.base):
            if folder == self.path:
                continue
            with contextlib.suppress(OSError), _unlocked(folder) as free:
                if free:
                    sweep(folder)
                    found += folder.glob(f"*{SUFFIX}")
            remove_if_empty(folder)
        return sorted(found, key=_age)

    def close(self) -> None:
        """Let later starts have what is left."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None
            remove_if_empty(self.path)


def remove_if_empty(folder: Path) -> None:
    """Remove the folder of a start that is over and has left nothing but its lock."""
    with contextlib.suppress(OSError):
        if [entry.name for entry in folder.iterdir()] == [LOCK]:
            with _unlocked(folder) as free:
                if not free:
                    return
            (folder / LOCK).unlink()
            folder.rmdir()


@contextlib.contextmanager
def _unlocked(folder: Path) -> Iterator[bool]:
    """Whether no running app holds a folder; held here meanwhile.

    Raises:
        OSError: there is no lock, or it cannot be opened.
    """
    with (folder / LOCK).open("r+b") as file:
        yield locked(file)


def _folders(base: Path) -> list[Path]:
    try:
        return [Path(entry) for entry in os.scandir(base) if entry.is_dir()]
    except OSError:
        return []


def _age(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
