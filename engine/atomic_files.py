"""Files that are written whole or not at all, also when the process is killed half-way."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUFFIX = ".part"


@contextmanager
def staged(path: Path) -> Iterator[Path]:
    """A new name beside `path` to write to; it takes the place of `path` when the block ends.

    The bytes are on the disk before the name changes. If the block raises, `path` stays as it was
    and nothing is left behind; a killed process leaves a hidden `.part` file at most, see
    `sweep`.

    Raises:
        OSError: the disk is full, or the folder cannot be written.
    """
    unfinished = path.parent / f".{secrets.token_hex(8)}{SUFFIX}"
    try:
        yield unfinished
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes | str) -> None:
    """Write `data` (text as UTF-8) to `path`, whole or not at all.

    Raises:
        OSError: as `staged`.
    """
    with staged(path) as unfinished, unfinished.open("xb") as file:
        file.write(data.encode("utf-8") if isinstance(data, str) else data)


def sweep(folder: Path) -> None:
    """Remove what killed processes left behind in `folder`; nobody may be writing there."""
    for leftover in folder.glob(f".*{SUFFIX}"):
        with contextlib.suppress(OSError):
            leftover.unlink()
