"""Where training photos lie: in folders of any nesting and in tars; they are only ever read."""

from __future__ import annotations

import errno
import os
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from engine.errors import EngineError
from engine.texts import comma_listed, tr

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff")


@dataclass(frozen=True)
class PhotoPlace:
    """A photo's bytes: a file, or a part of a tar.

    Attributes:
        path: of the file or the tar.
        offset, size: of the part in bytes; size -1 for a file of its own.
    """

    path: Path
    offset: int = 0
    size: int = -1

    def read(self) -> bytes:
        """The photo's bytes.

        Raises:
            OSError: it is gone or may not be read.
        """
        if not self.path.is_file():  # opening a pipe would wait for its other end
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self.path))
        with self.path.open("rb") as file:
            file.seek(self.offset)
            return file.read(self.size)


def find_places(sources: Iterable[Path]) -> dict[str, PhotoPlace]:
    """All photos in folders and tars, by name.

    A photo is called by its file's name where that is unique, so that box files find it; otherwise
    by its path inside the source, and if need be with the source's name or place before it.

    Raises:
        EngineError: a source is missing, is neither a folder nor a plain tar, or cannot be read;
            or there are no photos at all.
    """
    found = [
        (Path(source), inner, place)
        for source in sources
        for inner, place in sorted(_places(Path(source)), key=lambda item: str(item[0]))
    ]
    if not found:
        raise EngineError(
            tr("There are no photos in the given folders."),
            tr("Give a folder or tar with {suffixes} files.", suffixes=comma_listed(SUFFIXES)),
        )
    names = Counter(inner.name for _, inner, _ in found)
    paths = Counter(str(inner) for _, inner, _ in found)
    places: dict[str, PhotoPlace] = {}
    for source, inner, place in found:
        if names[inner.name] == 1:
            name = inner.name
        elif paths[str(inner)] == 1:
            name = str(inner)
        else:
            name = f"{source.name}/{inner}"
        if places.setdefault(name, place) != place:  # else it is the same folder given twice
            places[f"{source.as_posix()}/{inner}"] = place
    return dict(sorted(places.items()))


def _places(source: Path) -> Iterator[tuple[PurePosixPath, PhotoPlace]]:
    try:
        if source.is_dir():
            yield from _in_folder(source)
        elif source.is_file() and tarfile.is_tarfile(source):
            yield from _in_tar(source)
        else:
            raise EngineError(
                tr("{source} is neither a folder nor a tar of photos.", source=source),
                tr("Give a folder or a plain tar."),
            )
    except tarfile.TarError as error:
        raise EngineError(
            tr("The tar {source} is compressed or damaged: {error}.", source=source, error=error),
            tr("Unpack it and give the folder."),
        ) from error
    except OSError as error:
        raise EngineError(
            tr(
                "{path} cannot be read: {reason}.",
                path=error.filename or source,
                reason=error.strerror or error,
            ),
            tr("Allow reading it, or leave it out."),
        ) from error


def _in_folder(source: Path) -> Iterator[tuple[PurePosixPath, PhotoPlace]]:
    def refuse(error: OSError) -> None:
        raise error

    for folder, _, names in os.walk(source, onerror=refuse):
        for name in names:
            if _is_photo(name):
                path = Path(folder, name)
                yield PurePosixPath(path.relative_to(source).as_posix()), PhotoPlace(path)


def _in_tar(source: Path) -> Iterator[tuple[PurePosixPath, PhotoPlace]]:
    with tarfile.open(source, "r:") as tar:
        for member in tar:
            if member.isfile() and _is_photo(PurePosixPath(member.name).name):
                place = PhotoPlace(source, member.offset_data, member.size)
                yield PurePosixPath(member.name), place


def _is_photo(name: str) -> bool:
    return name.lower().endswith(SUFFIXES) and not name.startswith("._")  # macOS' shadow files
