"""What a result is called and where it is put, unless the person says otherwise."""

from __future__ import annotations

from pathlib import Path

from engine.photo_saving import FORMATS
from gui.album import Entry

PATTERN = "{name}-colorized"


def suggested_path(entry: Entry, *, pattern: str = PATTERN, folder: Path | None = None) -> Path:
    """Where the result of an entry may be saved: as last time, else by the pattern.

    Args:
        entry: of the album.
        pattern: a file name without suffix; `{name}` stands for the photo's.
        folder: where to; None is beside the photo, or the home folder for a pasted one.
    """
    if entry.saved_as is not None:
        return entry.saved_as
    own = entry.path
    suffix = own.suffix if own is not None and own.suffix.lower() in FORMATS else ".png"
    name = entry.name if own is None else own.stem
    place = folder or (Path.home() if own is None else own.parent)
    return place / f"{pattern.replace('{name}', name)}{suffix}"
