"""A file that grows over several attempts: locked, checksummed, renamed when it is whole."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from engine.atomic_files import FULL
from engine.errors import EngineError
from engine.steps import Step, Steps
from engine.texts import marked, tr
from engine.training.processes import locked

CHUNK = 1 << 18  # bytes that are read from a disk at once
CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)


class PartialFile:
    """What has come of a file, and its checksum; one process's at a time.

    Args:
        path: what an earlier call has left, or a new file; its stem names the file to be.

    Attributes:
        path: the same.
        size: bytes that have come and are part of the checksum.
        tag: of the server's file that they are of, empty where it has none.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self.tag = ""
        self._digest = hashlib.sha256()
        self._file = _opened(path)
        if not locked(self._file) or not _still_there(self._file, path):
            self._file.close()
            raise EngineError(
                tr("{name} is being downloaded already.", name=path.stem),
                tr("Wait for the other download to end."),
            )

    @property
    def digest(self) -> str:
        """The SHA-256 of what has come."""
        return self._digest.hexdigest()

    def recall(self, label: str, most: int | None) -> Steps[None]:
        """Take what an earlier call has left into account, unless that is more than `most`."""
        left = self._file.seek(0, os.SEEK_END)
        if most is not None and left > most:
            return
        self._file.seek(0)
        while self.size < left:
            chunk = self._file.read(CHUNK)
            if not chunk:
                break
            self._digest.update(chunk)
            self.size += len(chunk)
            yield Step(label, self.size, left)

    def begin(self, at: int) -> None:
        """Go on at byte `at`: where it ends, or at 0 to start over."""
        if at == 0:
            self.size = 0
            self._digest = hashlib.sha256()
        self._file.truncate(self.size)

    def add(self, chunk: bytes) -> None:
        """Write further bytes at the end."""
        rest = memoryview(chunk)
        while rest:
            rest = rest[self._file.write(rest) :]
        self._digest.update(chunk)
        self.size += len(chunk)

    def become(self, target: Path) -> None:
        """End as a whole file under another name."""
        os.fsync(self._file.fileno())
        self._file.close()  # Windows does not rename open files
        os.replace(self.path, target)

    def close(self) -> None:
        """Let others have it; an empty file goes."""
        if self._file.closed:
            return
        empty = self._file.seek(0, os.SEEK_END) == 0
        self._file.close()
        if empty:
            with contextlib.suppress(OSError):
                self.path.unlink()


def _opened(path: Path) -> IO[bytes]:
    """For reading and appending, without a buffer that would fail later than the write."""
    return path.open("a+b", buffering=0)


def _still_there(file: IO[bytes], path: Path) -> bool:
    """Whether the locked file still has its name: another download may just have ended."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn what the disk of a folder refuses into an `EngineError`."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            message = marked("The disk of {folder} is full.")
            remedy = marked("Free some disk space and try again; what has come so far is kept.")
        elif error.errno in CLOSED:
            message = marked("The folder {folder} cannot be written: {reason}.")
            remedy = marked("Make it writable, or choose a local file.")
        else:
            message = marked("The download cannot be kept in {folder}: {reason}.")
            remedy = marked("Check the disk, or choose a local file.")
        reason = error.strerror or error
        raise EngineError(tr(message, folder=folder, reason=reason), tr(remedy)) from error
