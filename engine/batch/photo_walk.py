"""Which photos a command line means: files, and the photos in folders."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import EngineError
from engine.name_lengths import LONGEST, cut
from engine.texts import tr

PHOTO_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".bmp"})
COLORIZED = "-colorized"
LONGEST_STEM = LONGEST - len(f"{COLORIZED}.jpeg")  # that every result keeps
STEPS_MARKS = ("ab.npz", "contact-sheet.png")  # a folder that holds both was written by --steps


@dataclass(frozen=True)
class Found:
    """A photo to work on.

    Attributes:
        path: the file.
        folder: the folder argument it was found in, None if it was named itself.
    """

    path: Path
    folder: Path | None = None


def find_photos(
    arguments: Sequence[Path], *, recursive: bool = False, skip: Sequence[Path] = ()
) -> Iterator[Found | EngineError]:
    """The photos in the order of the arguments, each once, and an error for each that is none.

    In folders, files are known by their suffix; hidden files, own results ("-colorized") and
    folders of own steps are left out. A named file is taken whatever its suffix, except an own
    result whose original is named too, so that `*.jpg` can be given twice.

    Args:
        arguments: files and folders.
        recursive: look into folders of folders too; links to folders are not followed.
        skip: folders that hold results and are not looked into.
    """
    seen: set[str] = set()
    for photo in each_photo(arguments, recursive=recursive, skip=skip):
        if isinstance(photo, Found):
            key = identity(photo.path)
            if key in seen:
                continue
            seen.add(key)
        yield photo


def each_photo(
    arguments: Sequence[Path], *, recursive: bool = False, skip: Sequence[Path] = ()
) -> Iterator[Found | EngineError]:
    """As `find_photos`, but a photo that two arguments or links mean comes twice.

    For archives that are too large to remember every photo.
    """
    skipped = {identity(folder) for folder in skip}
    originals = {_stem(path) for path in arguments if not path.stem.endswith(COLORIZED)}
    for argument in arguments:
        if os.path.isdir(argument):
            found: Iterator[Found | EngineError] = _in_folder(argument, recursive, skipped)
        elif is_own_result(argument) and _stem(argument) in originals:
            continue
        else:
            found = iter([_file(argument)])
        yield from found


def is_own_result(path: Path) -> bool:
    """Whether the name is one that colorize gives."""
    return path.stem.endswith(COLORIZED) and path.stem != COLORIZED


def identity(path: Path) -> str:
    """The same text for two ways to name one file, also where case does not count."""
    return os.path.normcase(os.path.realpath(path))


def _stem(path: Path) -> str:
    """Where a file lies and what it is called, without suffix and own ending."""
    stem = cut(path.stem.removesuffix(COLORIZED), LONGEST_STEM)  # as results cut it
    return identity(path.parent / stem)  # "." has neither


def _file(path: Path) -> Found | EngineError:
    try:
        path.stat()
    except OSError as error:
        return EngineError(
            tr("The photo {path} cannot be read: {reason}.", path=path, reason=reason(error)),
            tr("Check its name."),
        )
    return Found(path)


def _in_folder(folder: Path, recursive: bool, skipped: set[str]) -> Iterator[Found | EngineError]:
    photos = 0
    failures: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=failures.append):
        folders[:] = sorted(
            name
            for name in folders
            if recursive and not name.startswith(".") and identity(Path(place, name)) not in skipped
        )
        if all(mark in names for mark in STEPS_MARKS) and Path(place) != folder:
            continue
        for path in (Path(place, name) for name in sorted(names)):
            if _is_photo(path):
                photos += 1
                yield Found(path, folder)
    for error in failures:
        yield EngineError(
            tr(
                "The folder {path} cannot be read: {reason}.",
                path=error.filename,
                reason=reason(error),
            ),
            tr("Check its permissions."),
        )
    if photos == 0 and not failures:
        yield EngineError(
            tr("The folder {folder} holds no photos to work on.", folder=folder),
            "" if recursive else tr("Use --recursive to look into its folders too."),
        )


def _is_photo(path: Path) -> bool:
    """Whether a file in a folder counts: a photo by its suffix, not hidden, no own result."""
    return (
        path.suffix.lower() in PHOTO_SUFFIXES
        and not path.name.startswith(".")
        and not is_own_result(path)
    )


def reason(error: OSError) -> str:
    """Why the system refused, in words that fit after a colon."""
    text = error.strerror or type(error).__name__
    return text[:1].lower() + text[1:]
