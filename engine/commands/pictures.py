"""Pictures that commands write beside what they print."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from engine.atomic_files import write_whole
from engine.batch.photo_walk import identity
from engine.errors import EngineError
from engine.texts import tr


def check_picture(path: Path) -> None:
    """Whether `write_picture` can write there, before the work whose picture it is.

    Raises:
        EngineError: the format is none that shows a picture as it is, or there is no such folder.
    """
    from engine.photo_saving import FORMATS

    if path.suffix and path.suffix.lower() not in FORMATS:  # OpenCV's GIF has few colours
        raise EngineError(
            tr("Pictures cannot be written as {suffix}.", suffix=path.suffix),
            tr("Use .png or .jpg."),
        )
    if not os.path.isdir(path.parent):
        raise EngineError(
            tr("There is no folder {folder}.", folder=path.parent),
            tr("Make it, or choose another."),
        )
    if os.path.isdir(path):
        raise EngineError(tr("{place} is a folder.", place=path), tr("Choose another name."))


def keep_photos(path: Path, photos: Iterable[Path]) -> None:
    """Refuse a picture that would take the place of a photo.

    Args:
        path: of the picture.
        photos: files, and folders of them.

    Raises:
        EngineError: it is one of them, or is there already in one of the folders.
    """
    if not os.path.exists(path):
        return
    place = Path(identity(path))
    for photo in photos:
        original = Path(identity(photo))
        if place == original or original in place.parents:
            raise EngineError(
                tr("{place} is one of the photos, which are never changed.", place=path),
                tr("Choose another name."),
            )


def write_picture(path: Path, picture: np.ndarray) -> None:
    """Write uint8 sRGB (H, W, 3), whole or not at all; PNG where the name has no suffix.

    Raises:
        EngineError: as `check_picture`, or the file cannot be written.
    """
    import cv2

    from engine.photo_saving import write_failure

    check_picture(path)
    done, data = cv2.imencode(path.suffix or ".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    if not done:  # JPEG ends at 65,500 pixels a side, WebP at 16,383
        height, width = picture.shape[:2]
        raise EngineError(
            tr(
                "A picture of {width:,} x {height:,} pixels cannot be written as {suffix}.",
                width=width,
                height=height,
                suffix=path.suffix,
            ),
            tr("Use a name with .png, or fewer photos."),
        )
    try:
        write_whole(path, data.tobytes())
    except OSError as error:
        raise write_failure(path, error) from error
