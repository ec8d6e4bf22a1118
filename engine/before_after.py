"""A moving picture that goes from the grey photo to the coloured one and back, without end."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from engine import metadata
from engine.colour_profiles import from_srgb
from engine.errors import EngineError
from engine.photo_encoding import MAX_SIDE, at_depth
from engine.texts import tr

if TYPE_CHECKING:
    from engine.photo import Photo

MOST_PIXELS = 8_000_000  # all frames are in memory at once
HOLD_MS, FADE_MS = 1400, 70  # of the two pictures, and of each one between them
FADES = 8  # pictures between the two


def before_after(before: np.ndarray, after: np.ndarray, photo: Photo, *, quality: int) -> bytes:
    """An animated WebP.

    Args:
        before, after: uint8 or uint16 sRGB (H, W, 3).
        photo: whose metadata are kept; its transparency is not.
        quality: 1..100.

    Raises:
        EngineError: it would be too large.
    """
    height, width = after.shape[:2]
    if height * width > MOST_PIXELS or max(height, width) > MAX_SIDE["WEBP"]:
        raise EngineError(
            tr(
                "A moving picture of {width} x {height} pixels would be too large.",
                width=width,
                height=height,
            ),
            tr("Make its longest side smaller, such as 1080 pixels."),
        )
    first, icc = from_srgb(at_depth(before, 8), photo.icc)
    last, _ = from_srgb(at_depth(after, 8), photo.icc)
    frames = [Image.fromarray(frame) for frame in _frames(first, last)]
    times = [HOLD_MS, *[FADE_MS] * FADES, HOLD_MS, *[FADE_MS] * FADES]
    kept = {
        "icc_profile": icc,
        "exif": metadata.upright_exif(photo.exif) if photo.exif else None,
        "xmp": metadata.upright_xmp(photo.xmp) if photo.xmp else None,
    }
    stream = io.BytesIO()
    frames[0].save(
        stream,
        "WEBP",
        save_all=True,
        append_images=frames[1:],
        duration=times,
        loop=0,
        quality=quality,
        **{name: value for name, value in kept.items() if value},
    )
    return stream.getvalue()


def _frames(first: np.ndarray, last: np.ndarray) -> Iterator[np.ndarray]:
    shares = np.linspace(0, 1, FADES + 2, dtype=np.float32)
    smooth = shares * shares * (3 - 2 * shares)  # begins and ends slowly
    for share in (*smooth, *smooth[-2:0:-1]):
        mixed = first * (1 - share) + last * share
        yield np.rint(mixed).astype(np.uint8)
