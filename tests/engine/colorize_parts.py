"""What the tests of `colorize` share."""

from __future__ import annotations

from pathlib import Path

from engine.commands import entry


def colorize(*arguments: object) -> int:
    return entry.run(["colorize", *map(str, arguments)])


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
