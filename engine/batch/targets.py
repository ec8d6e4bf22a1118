"""Where each colorized picture goes, settled before any work begins."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path

from engine.atomic_files import FULL
from engine.batch.photo_walk import COLORIZED, Found, identity, reason
from engine.errors import DiskFullError, EngineError
from engine.name_lengths import fitted
from engine.photo_saving import FORMATS
from engine.texts import comma_listed, tr


class Targets:
    """Names results: beside the photo, in a folder that mirrors the source's, or one given file.

    Where two photos would be written to one file, the later one's name gets a number: `a.bmp`
    beside `a.png` becomes `a-2-colorized.png`.

    Args:
        output: the file or folder asked for; None writes beside each photo.
        photos: all photos of this run, in their order.
        folders: whether a folder was among the arguments.
        suffix: of all results, with its dot; empty keeps each photo's own.
        taken: results of the same queue that are there already.
        originals: the `identity` of every photo of the run, where `photos` are only some of them.

    Raises:
        EngineError: a file is asked for several photos, or in a format that cannot be written.
    """

    def __init__(
        self,
        output: str | None,
        photos: Sequence[Found],
        *,
        folders: bool,
        suffix: str = "",
        taken: Iterable[Path] = (),
        originals: Container[str] | None = None,
    ) -> None:
        self._folder: Path | None = None
        self._file: Path | None = None
        self._suffix = suffix
        self._keys = _Keys()
        self._originals: Container[str] = (
            {identity(photo.path) for photo in photos} if originals is None else originals
        )
        if output is not None:
            self._take_output(output, photos, folders)
        self._targets = self._settled(photos, taken)

    def of(self, photo: Found) -> Path:
        """Where the result of `photo`, one of the run's, goes.

        Raises:
            EngineError: the target is itself one of the photos.
        """
        path = self._targets[photo.path]
        if self._keys.exact(path) in self._originals:
            raise EngineError(
                tr(
                    "The result of {photo} would replace the photo {path}.",
                    photo=photo.path,
                    path=path,
                ),
                tr("Choose another name or folder."),
            )
        return path

    def _take_output(self, output: str, photos: Sequence[Found], folders: bool) -> None:
        path = Path(output)
        if os.path.isdir(path) or output.endswith(("/", "\\")) or not path.suffix:
            self._folder = path
        elif path.suffix.lower() not in FORMATS:
            raise EngineError(
                tr("{output} has no suffix of a picture that can be written.", output=output),
                tr(
                    "Use {suffixes}, or name a folder with / at its end.",
                    suffixes=comma_listed(sorted(FORMATS)),
                ),
            )
        elif folders or len(photos) > 1:
            raise EngineError(
                tr(
                    "{output} is one file, but there are several photos or a folder to colorize.",
                    output=output,
                ),
                tr("Name a folder, with / at its end if it does not exist yet."),
            )
        elif self._suffix and FORMATS[path.suffix.lower()] != FORMATS[self._suffix]:
            raise EngineError(
                tr(
                    "{output} is no name for a {format}, which the options ask for.",
                    output=output,
                    format=FORMATS[self._suffix],
                ),
                tr("Use a name with {suffix}, or another format.", suffix=self._suffix),
            )
        else:
            self._file = path

    def _settled(self, photos: Sequence[Found], taken: Iterable[Path]) -> dict[Path, Path]:
        wanted = {photo.path: self._file or self._wanted(photo) for photo in photos}
        names = {self._keys.loose(path) for path in wanted.values()}  # no number may hit these
        used = {self._keys.loose(path) for path in taken}
        settled = {}
        for photo in photos:
            path = free = wanted[photo.path]
            number = 1
            while self._keys.loose(free) in used or (
                number > 1 and self._keys.loose(free) in names
            ):
                number += 1
                stem = path.stem.removesuffix(COLORIZED)
                free = path.with_name(fitted(stem, f"-{number}{COLORIZED}{path.suffix}"))
            used.add(self._keys.loose(free))
            settled[photo.path] = free
        return settled

    def place_key(self, photo: Found) -> str:
        """The same text for photos whose results lie in one folder, whatever its case."""
        return os.path.dirname(self._keys.loose(self._file or self._place(photo) / COLORIZED))

    def _wanted(self, photo: Found) -> Path:
        return self._place(photo) / result_name(photo.path, self._suffix)

    def _place(self, photo: Found) -> Path:
        if self._folder is None:
            return photo.path.parent
        if photo.folder is None:
            return self._folder
        return self._folder / photo.path.parent.relative_to(photo.folder)


class _Keys:
    """Paths as what tells whether they are the same file; asks the disk once for each folder."""

    def __init__(self) -> None:
        self._folders: dict[Path, str] = {}

    def exact(self, path: Path) -> str:
        """As `identity` of a file that is no link."""
        folder = self._folders.get(path.parent)
        if folder is None:
            folder = self._folders[path.parent] = identity(path.parent)
        return os.path.join(folder, os.path.normcase(path.name))

    def loose(self, path: Path) -> str:
        """The same for names that some file systems take for one."""
        return unicodedata.normalize("NFC", self.exact(path)).casefold()


def result_name(photo: Path, suffix: str = "") -> str:
    """NAME-colorized.SUFFIX, by default the photo's own suffix, or .png where that cannot be.

    A NAME that would make it too long for a file system is cut.
    """
    own = photo.suffix if photo.suffix.lower() in FORMATS else ".png"
    return fitted(photo.stem, f"{COLORIZED}{suffix or own}")


def make_folder(folder: Path) -> None:
    """Make `folder` and those above it.

    Raises:
        EngineError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = tr(
            "The folder {folder} cannot be made: {reason}.", folder=folder, reason=reason(error)
        )
        if error.errno in FULL:
            raise DiskFullError(message, tr("Make some room.")) from error
        raise EngineError(message, tr("Choose another.")) from error


def free_names(names: Iterable[str]) -> Iterator[str]:
    """The names, each later double with a number: a, b, a-2."""
    taken: set[str] = set()
    tried: dict[str, int] = {}  # so that thousands of one name are named in one go
    for name in names:
        free, number = name, tried.get(name.casefold(), 2)
        while free.casefold() in taken:
            free, number = f"{name}-{number}", number + 1
        tried[name.casefold()] = number
        taken.add(free.casefold())
        yield free
