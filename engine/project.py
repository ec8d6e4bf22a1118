"""What a person has chosen on one photo, as it is kept in a project file, and which photo it was.

The file is JSON: the photo by its path and the fingerprint of its bytes, the objects with their
boxes, outlines and colours, and what holds for the whole photo. `project_file` reads and writes it.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PIL import ExifTags, Image, TiffImagePlugin

from engine.adjustments import AS_COLORIZED, Adjustments
from engine.errors import EngineError
from engine.instances import Instance
from engine.photo_reading import FORMATS, ORIENTATION, check_size
from engine.texts import tr

SUFFIX = ".colorizer"
CHUNK = 1 << 20  # bytes that are read at once


@dataclass(frozen=True)
class PhotoReference:
    """Which photo a project is about.

    Attributes:
        path: as in the file, with forward slashes: relative to the project's folder, or absolute.
        fingerprint: SHA-256 of the photo's file, in hexadecimal.
        height, width: in pixels, upright.
    """

    path: str
    fingerprint: str
    height: int
    width: int

    @property
    def name(self) -> str:
        """The photo's file name."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class Project:
    """The choices on one photo.

    Attributes:
        photo: which photo.
        instances: detected and drawn ones, in their order.
        enabled: ids of those that are fused.
        adjustments: of the colours of the whole photo.
        strength: multiplies the weight of every instance in the fusion, 0..10.
        scale: of what the full-image network sees, 0.25..4.
        kept_in: the project file that the person chose, in one that the app keeps by itself; None
            where there is none, and in the person's own.
    """

    photo: PhotoReference
    instances: tuple[Instance, ...] = ()
    enabled: frozenset[int] = frozenset()
    adjustments: Adjustments = AS_COLORIZED
    strength: float = 1.0
    scale: float = 1.0
    kept_in: Path | None = None


class Match(Enum):
    """How a photo that was found compares with the one that the project was made on."""

    SAME = "same"
    CHANGED = "changed"


def is_project(path: Path) -> bool:
    """Whether a file is a project, by its name."""
    return path.suffix.lower() == SUFFIX


def project_beside(photo: Path) -> Path:
    """Where the project of a photo lies unless the person says otherwise.

    The photo's own suffix stays, so that `a.jpg` and `a.tif` have projects of their own.
    """
    return photo.with_name(f"{photo.name}{SUFFIX}")


def fingerprint(photo: Path) -> str:
    """SHA-256 of a file's bytes.

    Raises:
        OSError: it cannot be read.
    """
    found = hashlib.sha256()
    with photo.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def photo_size(photo: Path) -> tuple[int, int]:
    """(height, width) of a photo file as it is shown, from its header alone.

    Raises:
        EngineError: it is no photo that can be opened.
    """
    try:
        with Image.open(photo, formats=FORMATS) as image:
            check_size(image.size)
            width, height = image.size
            if isinstance(image, TiffImagePlugin.TiffImageFile):  # some Pillows swap its `size`
                tags = image.tag_v2
                width, height = tags[ExifTags.Base.ImageWidth], tags[ExifTags.Base.ImageLength]
            turned = image.getexif().get(ORIENTATION, 1) in (5, 6, 7, 8)
    except EngineError:
        raise
    except Exception as error:  # decoders raise nearly anything on hostile files
        raise EngineError(
            tr("The photo {name} cannot be opened.", name=photo.name),
            tr("Get a whole copy of the file."),
        ) from error
    return (width, height) if turned else (height, width)


def path_between(photo: Path, folder: Path) -> str:
    """How a project in `folder` names its photo: relative, so that both can be moved together."""
    try:
        found = os.path.relpath(photo.absolute(), folder.absolute())
    except ValueError:  # on another drive
        found = str(photo.absolute())
    return Path(found).as_posix()


def find_photo(project: Project, file: Path) -> tuple[Path, Match] | None:
    """The photo of a project: where the file says, or of the same name beside the file.

    Args:
        project: as it was read.
        file: where from.

    Returns:
        where it is and whether it is still the same; None where it is not there any more.

    Raises:
        EngineError: it is there but of another size, or no photo any more.
    """
    places = [place_of_photo(project, file), file.absolute().parent / project.photo.name]
    there = [place for place in dict.fromkeys(places) if _is_file(place)]
    for place in there:
        if _same(place, project.photo):
            check_photo(place, project)
            return place, Match.SAME
    if not there:
        return None
    check_photo(there[0], project)
    return there[0], Match.CHANGED


def place_of_photo(project: Project, file: Path) -> Path:
    """Where a project says that its photo is; whether it is there is not looked at.

    Args:
        project: as it was read.
        file: where from.
    """
    # ".." is resolved by its letters, as `path_between` has made it.
    return Path(os.path.normpath(file.absolute().parent / project.photo.path))


def check_photo(photo: Path, project: Project) -> None:
    """Hold a photo against a project that is to be used with it.

    Raises:
        EngineError: it is of another size, or no photo.
    """
    height, width = photo_size(photo)
    wanted = project.photo
    if (height, width) != (wanted.height, wanted.width):
        raise EngineError(
            tr(
                "The photo {name} has {width} x {height} pixels, but the project was made on "
                "one of {wide} x {high}.",
                name=photo.name,
                width=width,
                height=height,
                wide=wanted.width,
                high=wanted.height,
            ),
            tr("Open the project with the photo that it was made on."),
        )


def is_same(photo: Path, project: Project) -> Match:
    """Whether a photo is the one, byte for byte, that the project was made on."""
    return Match.SAME if _same(photo, project.photo) else Match.CHANGED


def _same(photo: Path, wanted: PhotoReference) -> bool:
    try:
        return fingerprint(photo) == wanted.fingerprint
    except OSError:
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
