"""What is dropped or pasted: photo files, folders of them, or the picture itself."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage, QPainter

from engine.errors import EngineError
from engine.photo_reading import check_size
from engine.texts import marked, tr
from gui.qimages import to_array

SUFFIXES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".bmp")
LONGEST_TEXT = 20_000  # characters; a longer text is no list of files
MOST_PHOTOS = 200
FORMATS = marked("Photos are JPEG, PNG, TIFF, WebP or BMP files.")


def has_files(data: QMimeData) -> bool:
    """Whether there are local files or folders among what is dragged; none is looked at."""
    return any(url.isLocalFile() for url in data.urls())


def local_paths(data: QMimeData) -> list[Path]:
    """The local files and folders among what is dropped, in their order."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def are_many(places: Iterable[Path]) -> bool:
    """Whether these are more than a few photos: a folder, or too many to be open at once."""
    listed = list(places)
    return len(listed) > MOST_PHOTOS or any(_is_folder(place) for place in listed)


def photo_paths(data: QMimeData) -> list[Path]:
    """The photo files that are dropped, folders opened up one level, in their order.

    A file that was picked by itself is taken whatever its suffix.

    Raises:
        EngineError: there is nothing among it that can be opened.
    """
    places = local_paths(data)
    if not places:
        raise EngineError(tr("What was dropped is not a file on this computer."), tr(FORMATS))
    return photos_among(places)


def photos_among(places: Iterable[Path]) -> list[Path]:
    """These files, and the photos in these folders.

    Raises:
        EngineError: there is none, or they are too many.
    """
    found: list[Path] = []
    folders: list[Path] = []
    for place in places:
        if _is_folder(place):
            folders.append(place)
            found += _photos_in(place)
        else:
            found.append(place)
    found = list(dict.fromkeys(found))
    if not found:
        if len(folders) == 1:
            what = tr("The folder {name} holds no photos.", name=folders[0].name)
        else:
            what = tr("These folders hold no photos.") if folders else tr("No files came.")
        raise EngineError(what, tr(FORMATS))
    if len(found) > MOST_PHOTOS:
        raise EngineError(
            tr(
                "These are {n} photos; at most {limit} can be opened at once.",
                n=len(found),
                limit=MOST_PHOTOS,
            ),
            tr("Open fewer, or colorize them as Many Photos in the File menu."),
        )
    return found


def pasted(data: QMimeData | None) -> list[Path] | np.ndarray:
    """The photo files on the clipboard, or else its picture as uint8 sRGB (H, W, 3).

    Args:
        data: None is what Qt gives on some systems where there is nothing.

    Raises:
        EngineError: it holds neither.
    """
    data = data or QMimeData()
    files = local_paths(data)
    if files:
        return photos_among(files)
    if data.hasImage():
        return _pixels(data.imageData())
    places = _paths_in(data.text() if data.hasText() else "")
    if places:
        return photos_among(places)
    raise EngineError(
        tr("There is no photo on the clipboard."),
        tr("Copy a picture or a photo file, then paste it."),
    )


def _pixels(image: object) -> np.ndarray:
    if not isinstance(image, QImage) or image.isNull():
        raise EngineError(tr("The picture on the clipboard is empty."), tr("Copy it once more."))
    check_size((image.width(), image.height()))
    try:
        if image.hasAlphaChannel():
            ground = QImage(image.size(), QImage.Format.Format_RGB888)
            ground.fill(Qt.GlobalColor.white)
            painter = QPainter(ground)
            painter.drawImage(0, 0, image)
            painter.end()
            image = ground
        return to_array(image)
    except (MemoryError, ValueError) as error:
        raise EngineError(
            tr("There is not enough memory for the picture on the clipboard."),
            tr("Copy a smaller part."),
        ) from error


def _paths_in(text: str) -> list[Path]:
    """The existing files and folders that a text names, one a line; none if any is no path."""
    if not text or len(text) > LONGEST_TEXT:
        return []
    lines = [line.strip().strip("\"'") for line in text.splitlines() if line.strip()]
    places = [
        Path(QUrl(line).toLocalFile() if line.startswith("file:") else line) for line in lines
    ]
    return places if all(place.is_absolute() and _exists(place) for place in places) else []


def _exists(place: Path) -> bool:
    try:
        return place.exists()
    except (OSError, ValueError):
        return False


def _is_folder(place: Path) -> bool:
    try:
        return place.is_dir()
    except (OSError, ValueError):
        return False


def _photos_in(folder: Path) -> list[Path]:
    try:
        inside = sorted(folder.iterdir(), key=lambda path: path.name.casefold())
        return [p for p in inside if p.suffix.lower() in SUFFIXES and p.is_file() and _shown(p)]
    except OSError as error:
        raise EngineError(
            tr("The folder {folder} may not be read.", folder=folder),
            tr("Change its permissions, or drop the photos."),
        ) from error


def _shown(path: Path) -> bool:
    return not path.name.startswith(".")
