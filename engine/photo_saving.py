"""Saves pictures with a photo's metadata: whole or not at all, and never over the original."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.atomic_files import FULL, write_whole
from engine.before_after import before_after
from engine.errors import DiskFullError, EngineError, TakenError
from engine.photo_encoding import encoded
from engine.texts import tr

if TYPE_CHECKING:
    from engine.photo import Photo

FORMATS = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".webp": "WEBP",
}


def save_picture(
    picture: np.ndarray,
    photo: Photo,
    path: str | os.PathLike[str],
    *,
    quality: int = 95,
    bit_depth: int | None = None,
    overwrite: bool = False,
) -> Path:
    """Save `picture` with the metadata of `photo`; PNG, JPEG, TIFF or WebP by the suffix of `path`.

    Args:
        picture: uint8 or uint16 sRGB (H, W, 3).
        photo: what it was made from.
        path: where to; its folder exists.
        quality: 1..100 for JPEG and WebP.
        bit_depth: 8 or 16; None keeps the picture's where the format can.
        overwrite: replace an existing file; the photo's own file is never replaced.

    Returns:
        the path written.

    Raises:
        TakenError: the file is there, and not to be replaced.
        EngineError: nothing was written, and why.
    """
    place = Path(path)
    kind = _checked(place, photo, overwrite)
    _write(place, encoded(picture, photo, kind, quality=quality, bit_depth=bit_depth), overwrite)
    return place


def save_before_after(
    before: np.ndarray,
    after: np.ndarray,
    photo: Photo,
    path: str | os.PathLike[str],
    *,
    quality: int = 80,
    overwrite: bool = False,
) -> Path:
    """Save a moving WebP that goes from `before` to `after` and back, as `save_picture` does.

    Args:
        before, after: uint8 or uint16 sRGB (H, W, 3).
        photo, path, quality, overwrite: as for `save_picture`; the suffix is .webp.

    Raises:
        TakenError: the file is there, and not to be replaced.
        EngineError: nothing was written, and why.
    """
    place = Path(path)
    if _checked(place, photo, overwrite) != "WEBP":
        raise EngineError(
            tr("A moving picture cannot be saved as {suffix}.", suffix=place.suffix),
            tr("Use a name with .webp."),
        )
    _write(place, before_after(before, after, photo, quality=quality), overwrite)
    return place


def _checked(place: Path, photo: Photo, overwrite: bool) -> str:
    """The format by the suffix.

    Raises:
        EngineError: nothing can be written there.
    """
    kind = FORMATS.get(place.suffix.lower())
    if kind is None:
        raise EngineError(
            tr("Pictures cannot be saved as {suffix}.", suffix=place.suffix)
            if place.suffix
            else tr("Pictures cannot be saved as a file without suffix."),
            tr("Use .png, .jpg, .tif or .webp."),
        )
    if not _is_folder(place.parent):
        raise EngineError(
            tr("There is no folder {folder}.", folder=place.parent),
            tr("Make it, or choose another."),
        )
    _check_free(place, photo, overwrite)
    return kind


def _is_folder(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:  # the folder above may not be entered
        return False


def _check_free(place: Path, photo: Photo, overwrite: bool) -> None:
    try:
        if place.is_dir():
            raise EngineError(tr("{place} is a folder.", place=place), tr("Choose another name."))
        if not os.path.lexists(place):
            return
        own = photo.path
        if own is not None and own.exists() and place.exists() and os.path.samefile(place, own):
            raise EngineError(
                tr("{place} is the photo itself, which is never changed.", place=place),
                tr("Choose another name."),
            )
    except OSError as error:
        raise write_failure(place, error) from error
    if not overwrite:
        raise _taken(place)


def _taken(place: Path) -> TakenError:
    return TakenError(
        tr("The file {place} exists already.", place=place), tr("Choose another name.")
    )


def _write(place: Path, data: bytes, overwrite: bool) -> None:
    try:
        write_whole(place, data, replacing=overwrite)
    except FileExistsError as error:  # since it was looked for
        raise (write_failure(place, error) if overwrite else _taken(place)) from error
    except OSError as error:
        raise write_failure(place, error) from error


def write_failure(place: Path, error: OSError) -> EngineError:
    """In words, why a file could not be written."""
    if error.errno in FULL:
        return DiskFullError(
            tr("The disk is full: {name} was not saved.", name=place.name), tr("Make some room.")
        )
    if error.errno == errno.ENOENT and not _is_folder(place.parent):
        return EngineError(
            tr("There is no folder {folder}.", folder=place.parent),
            tr("Make it, or choose another."),
        )
    if error.errno == errno.ENAMETOOLONG:
        return EngineError(
            tr("The name of {place} is too long.", place=place), tr("Choose a shorter name.")
        )
    # Linux's /proc says ENOENT of every new file
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT):
        return EngineError(
            tr("The folder {folder} may not be written to.", folder=place.parent),
            tr("Choose another folder."),
        )
    reason = error.strerror or str(error)
    return EngineError(
        tr("{place} could not be saved: {reason}.", place=place, reason=reason),
        tr("Choose another place."),
    )
