"""Pictures that commands write beside what they print."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.atomic_files import write_whole
from engine.errors import EngineError
from engine.texts import tr


def write_picture(path: Path, picture: np.ndarray) -> None:
    """Write uint8 sRGB (H, W, 3), whole or not at all.

    Raises:
        EngineError: the format is unknown, or the file cannot be written.
    """
    import cv2

    try:
        done, data = cv2.imencode(path.suffix or ".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    except cv2.error:
        done = False
    if not done:
        raise EngineError(
            tr("Pictures cannot be written as {suffix}.", suffix=path.suffix),
            tr("Use .png or .jpg."),
        )
    try:
        write_whole(path, data.tobytes())
    except OSError as error:
        raise EngineError(
            tr("{path} could not be written: {reason}.", path=path, reason=error.strerror or error),
            tr("Choose another place."),
        ) from error
