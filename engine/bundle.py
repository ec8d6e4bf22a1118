"""Where the files that travel with the program lie: sample photos and default checkpoints."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import resources
from engine.errors import EngineError
from engine.texts import tr

DEFAULT_SAMPLE = "photographer.jpg"


@cache
def folder() -> Path:
    """The folder of bundled files; a wheel is always unpacked, so it is a real one."""
    return Path(str(files(resources)))


def bundled(*parts: str) -> Path:
    """The path of a bundled file or folder, whether it exists or not."""
    return folder().joinpath(*parts)


def sample_photos() -> tuple[Path, ...]:
    """The black-and-white sample photos, the one to start with first.

    Raises:
        EngineError: the installation lacks them.
    """
    photos = sorted(bundled("samples").glob("*.jpg"), key=lambda p: (p.name != DEFAULT_SAMPLE, p))
    if not photos:
        raise EngineError(
            tr("This installation holds no sample photos."), tr("Install Instance Colorizer again.")
        )
    return tuple(photos)
