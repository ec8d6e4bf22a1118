"""Files that are written whole or not at all, also when the process is killed half-way."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.texts import tr

SUFFIX = ".part"
UNFINISHED = re.compile(r"\.[0-9a-f]{16}\.part")
FULL = (errno.ENOSPC, errno.EDQUOT)  # what the system says where there is no room


@contextmanager
def staged(path: Path, *, replacing: bool = True) -> Iterator[Path]:
    """A new name beside `path` to write to; it takes the place of `path` when the block ends.

    The bytes are on the disk before the name changes. If the block raises, `path` stays as it was
    and nothing is left behind; a killed process leaves a hidden `.part` file at most, see
    `sweep`.

    Args:
        path: the file to be.
        replacing: whether it may take the place of another file.

    Raises:
        FileExistsError: not `replacing`, and `path` is there by now.
        OSError: the disk is full, the folder cannot be written, or `path` is a device or a pipe.
    """
    _refuse_no_file(path)
    unfinished = path.parent / f".{secrets.token_hex(8)}{SUFFIX}"
    try:
        yield unfinished
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        if replacing:
            os.replace(unfinished, path)
        else:
            _publish(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _publish(unfinished: Path, path: Path) -> None:
    """Name a file `path` in one step with the look whether the name is free."""
    if os.name == "nt":
        os.rename(unfinished, path)  # refuses there to replace
        return
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError:  # FAT and some network folders have no links; what else is wrong comes below
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        os.replace(unfinished, path)


def _refuse_no_file(path: Path) -> None:
    """A file may take the place of a file or a link; a folder refuses by itself."""
    try:
        kind = os.lstat(path).st_mode
    except OSError:
        return  # nothing is there, or writing tells why not
    if not (stat.S_ISREG(kind) or stat.S_ISLNK(kind) or stat.S_ISDIR(kind)):
        raise OSError(errno.EEXIST, tr("it is a device or a pipe"), str(path))


def write_whole(path: Path, data: bytes | str, *, replacing: bool = True) -> None:
    """Write `data` (text as UTF-8) to `path`, whole or not at all.

    Raises:
        OSError: as `staged`.
    """
    with staged(path, replacing=replacing) as unfinished, unfinished.open("xb") as file:
        file.write(data.encode("utf-8") if isinstance(data, str) else data)


def sweep_since(folder: Path, since: float, *, quiet_seconds: float = 5.0) -> None:
    """Remove what a killed process left behind in a folder where others may be writing.

    Args:
        folder: where it was writing.
        since: when it began, in seconds since 1970; older files are somebody else's.
        quiet_seconds: a file that was written to later than so long ago may still be in use.
    """
    try:
        leftovers = [entry for entry in os.scandir(folder) if UNFINISHED.fullmatch(entry.name)]
    except OSError:
        return
    for leftover in leftovers:
        with contextlib.suppress(OSError):
            if since - 1 <= leftover.stat().st_mtime <= time.time() - quiet_seconds:
                os.unlink(leftover.path)


def sweep(folder: Path) -> None:
    """Remove what killed processes left behind in `folder`; nobody may be writing there."""
    for leftover in folder.glob(f".*{SUFFIX}"):
        with contextlib.suppress(OSError):
            leftover.unlink()
