"""What a result is called and where it is put, unless the person says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.name_lengths import LONGEST as LONGEST_NAME
from engine.name_lengths import cut, size
from engine.photo_saving import FORMATS
from engine.texts import tr
from gui.album import Entry
from gui.preferences.file_names import FORBIDDEN, LONGEST, NAME

PATTERN = "{name}-colorized"
PANE = "{pane}"
EXPORT_PATTERN = f"{NAME}-{PANE}"


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
    return _place(entry, folder) / _named(_stem(entry), pattern.split(NAME), suffix)


def export_path(
    entry: Entry, pane: str, suffix: str, *, pattern: str = EXPORT_PATTERN, folder: Path | None
) -> Path:
    """Where a picture of an entry is exported to.

    Args:
        entry: of the album.
        pane: what `{pane}` stands for.
        suffix: of the format, with its dot.
        pattern: a file name without suffix and without `export_trouble`.
        folder: where to; None as for `suggested_path`.
    """
    # In one pass over the pattern, so that a photo called "{pane}" keeps its name.
    parts = [part.replace(PANE, pane) for part in pattern.strip().split(NAME)]
    return _place(entry, folder) / _named(_stem(entry), parts, suffix)


def export_trouble(pattern: str) -> str:
    """One sentence on why `pattern` cannot name a picture; empty where it can."""
    rest = pattern.replace(NAME, "").replace(PANE, "")
    bad = [c for c in rest if c in FORBIDDEN or not c.isprintable()]
    if not pattern.strip():
        return tr("Type a name.")
    if bad:
        return tr("File names cannot hold {signs}", signs=" ".join(dict.fromkeys(bad)))
    if "{" in rest or "}" in rest:
        return tr("Only {name} and {pane} stand for something; leave out other braces.")
    if len(pattern) > LONGEST:
        return tr("The pattern is longer than {n} characters.", n=LONGEST)
    if pattern.strip().startswith("."):
        return tr("A name that begins with a dot would be hidden.")
    return ""


def is_there(path: Path) -> bool:
    """Whether it is an existing file; False where that cannot be found out."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_own(path: Path, entry: Entry) -> bool:
    """Whether a path is the entry's own file, which saving refuses with a sentence."""
    try:
        return entry.path is not None and entry.path.exists() and path.samefile(entry.path)
    except (OSError, ValueError):
        return False


def _named(stem: str, parts: Sequence[str], suffix: str) -> str:
    """The stem between the parts of a pattern, cut where the name would be too long."""
    room = LONGEST_NAME - size("".join(parts) + suffix)
    return cut(stem, room // max(1, len(parts) - 1)).join(parts) + suffix


def _stem(entry: Entry) -> str:
    return entry.name if entry.path is None else entry.path.stem


def _place(entry: Entry, folder: Path | None) -> Path:
    return folder or (Path.home() if entry.path is None else entry.path.parent)
