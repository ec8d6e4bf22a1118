"""Small pictures of photo files, decoded no further than they need to be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from PySide6.QtGui import QImage

from engine.decoder_noise import without_noise
from engine.errors import EngineError
from engine.photo import open_photo
from engine.photo_reading import FORMATS, check_size
from engine.project import is_project, place_of_photo
from engine.project_file import read_project
from engine.steps import Step, Steps
from engine.texts import tr
from gui.qimages import to_qimage

QUICK_PIXELS = 40_000_000  # of other formats than JPEG, which are decoded in full


def thumbnail_steps(path: Path, longest: int) -> Steps[QImage]:
    """A small upright picture of a photo file.

    Args:
        path: of the file; it may be anything.
        longest: of its sides, in pixels, at most.

    Raises:
        EngineError: it is not a photo that can be opened.
    """
    yield Step(tr("Looking at {name}", name=path.name), 0, 1)
    return thumbnail(path, longest)


def thumbnail(path: Path, longest: int) -> QImage:
    """As `thumbnail_steps`, at once; null where looking at the file would take too long.

    That of a project is its photo's.
    """
    if is_project(path):
        path = place_of_photo(read_project(path), path)
        if not path.is_file():  # whoever wrote the project may have named a pipe
            raise EngineError(
                tr("There is no photo {path}.", path=path), tr("Open the project to find it.")
            )
    try:
        if not path.is_file():  # opening a pipe would wait for its other end
            raise FileNotFoundError
        with Image.open(path, formats=FORMATS) as image, without_noise(image):
            check_size(image.size)
            if image.format != "JPEG" and image.width * image.height > QUICK_PIXELS:
                return QImage()
            image.draft("RGB", (2 * longest, 2 * longest))  # a JPEG is decoded at a fraction
            if image.mode.startswith("I") or image.mode == "F":
                small = Image.fromarray(_eight_bits(np.asarray(image)))
            else:
                small = image.convert("RGB")
            small.thumbnail((longest, longest))
            orientation = image.getexif().get(0x0112)
            small.getexif()[0x0112] = orientation if orientation in range(1, 9) else 1
            upright = ImageOps.exif_transpose(small)
    except EngineError:
        raise
    except Exception:  # decoders raise nearly anything; the engine's reader has the last word
        source = Image.fromarray(open_photo(path).source)
        source.thumbnail((longest, longest))
        return to_qimage(np.asarray(source))
    return to_qimage(np.asarray(upright.convert("RGB")))


def _eight_bits(values: np.ndarray) -> np.ndarray:
    """Grey values of 16 bits, or of a wider type that holds them, as uint8."""
    return np.clip(values.astype(np.float32) / 257, 0, 255).astype(np.uint8)
