"""Where each colorized picture goes, settled before any work begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.commands.photo_walk import COLORIZED, Found, identity, reason
from engine.errors import EngineError
from engine.photo_saving import FORMATS


class Targets:
    """Names results: beside the photo, in a folder that mirrors the source's, or one given file.

    Args:
        output: the file or folder asked for; None writes beside each photo.
        photos: all photos of this run.
        folders: whether a folder was among the arguments.

    Raises:
        EngineError: a file is asked for several photos, or in a format that cannot be written.
    """

    def __init__(self, output: str | None, photos: Sequence[Found], *, folders: bool) -> None:
        self._folder: Path | None = None
        self._file: Path | None = None
        self._taken: dict[str, Path] = {}
        self._originals = {identity(photo.path) for photo in photos}
        if output is None:
            return
        path = Path(output)
        if path.is_dir() or output.endswith(("/", "\\")) or not path.suffix:
            self._folder = path
        elif path.suffix.lower() not in FORMATS:
            raise EngineError(
                f"{output} has no suffix of a picture that can be written.",
                f"Use {', '.join(sorted(FORMATS))}, or name a folder with / at its end.",
            )
        elif folders or len(photos) > 1:
            raise EngineError(
                f"{output} is one file, but there are several photos or a folder to colorize.",
                "Name a folder, with / at its end if it does not exist yet.",
            )
        else:
            self._file = path

    def of(self, photo: Found) -> Path:
        """Where the result of `photo` goes.

        Raises:
            EngineError: another photo of this run would be written to the same file, or the
                target is itself one of the photos.
        """
        path = self._file or self._place(photo) / result_name(photo.path)
        key = identity(path)
        if key in self._originals:
            raise EngineError(
                f"The result of {photo.path} would replace the photo {path}.",
                "Choose another name or folder with -o.",
            )
        if key in self._taken:
            raise EngineError(
                f"{photo.path} and {self._taken[key]} would both be written to {path}.",
                "Colorize one of them with -o and another name.",
            )
        self._taken[key] = photo.path
        return path

    def _place(self, photo: Found) -> Path:
        if self._folder is None:
            return photo.path.parent
        if photo.folder is None:
            return self._folder
        return self._folder / photo.path.parent.relative_to(photo.folder)


def result_name(photo: Path) -> str:
    """NAME-colorized.SUFFIX; .png where the photo's own format cannot be written."""
    suffix = photo.suffix if photo.suffix.lower() in FORMATS else ".png"
    return f"{photo.stem}{COLORIZED}{suffix}"


def make_folder(folder: Path) -> None:
    """Make `folder` and those above it.

    Raises:
        EngineError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EngineError(
            f"The folder {folder} cannot be made: {reason(error)}.", "Choose another with -o."
        ) from error


def free_names(names: Sequence[str]) -> Iterator[str]:
    """The names, each later double with a number: a, b, a-2."""
    taken: set[str] = set()
    for name in names:
        free, number = name, 2
        while free.casefold() in taken:
            free, number = f"{name}-{number}", number + 1
        taken.add(free.casefold())
        yield free
