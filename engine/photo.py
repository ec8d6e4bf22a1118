"""A photo: opened with orientation and colour profile applied, saved with its metadata kept."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from engine import lab
from engine.colour_profiles import to_srgb
from engine.photo_encoding import at_depth
from engine.photo_reading import FileContents, check_size, no_memory, read_file
from engine.photo_saving import save_picture

__all__ = ["Photo", "open_photo", "photo_of", "save_picture"]

COLOUR_SPREAD = 8 / 255  # JPEG noise of a grey scan stays below it
COLOURED_SHARE = 0.0005
LOOKED_AT = 1 << 15  # pixels at a time; most photos with colour show it in the first ones


@dataclass(frozen=True)
class Photo:
    """A photo as it was opened, in display orientation.

    Attributes:
        path: the file it came from, or None.
        lightness: float32 (H, W), CIELAB L (D65), 0..100.
        source: uint8 sRGB (H, W, 3), the photo as it is, for display.
        bit_depth: 8 or 16 bits per channel of the file.
        coloured: whether the file itself had colour; it is then taken by its L channel.
        alpha: uint8 or uint16 (H, W), 0 transparent, or None.
        exif: the file's EXIF block as read, starting with b"Exif", or None.
        icc: the file's colour profile as read, or None.
        xmp: the file's XMP packet as read, or None.
        dpi: pixels per inch (across, down), or None.
        format: the file's format: JPEG, PNG, TIFF, WEBP or BMP; empty for one without a file.
    """

    path: Path | None
    lightness: np.ndarray
    source: np.ndarray
    bit_depth: int = 8
    coloured: bool = False
    alpha: np.ndarray | None = None
    exif: bytes | None = None
    icc: bytes | None = None
    xmp: bytes | None = None
    dpi: tuple[float, float] | None = None
    format: str = ""

    @property
    def height(self) -> int:
        return int(self.lightness.shape[0])

    @property
    def width(self) -> int:
        return int(self.lightness.shape[1])

    @property
    def bare(self) -> Photo:
        """Without what its file says: no metadata, no profile, so that it is written as sRGB."""
        return Photo(self.path, self.lightness, self.source, alpha=self.alpha)

    def alpha_at(self, height: int, width: int) -> np.ndarray | None:
        """The transparency at this size in pixels, uint8 or uint16 (height, width), or None."""
        if self.alpha is None or self.alpha.shape == (height, width):
            return self.alpha
        return cv2.resize(self.alpha, (width, height), interpolation=cv2.INTER_AREA)


def open_photo(path: str | os.PathLike[str]) -> Photo:
    """Open a JPEG, PNG, TIFF, WebP or BMP photo; the first page of several.

    The EXIF orientation is applied, and the values are converted to sRGB by the file's colour
    profile; a broken profile is ignored, as is usual, and the values are then taken for sRGB.

    Raises:
        EngineError: the file is missing, unreadable, empty, truncated or damaged, of another
            format, or larger than 200 megapixels.
    """
    place = Path(path)
    try:
        return _photo(place, read_file(place))
    except MemoryError as error:
        raise no_memory(place) from error


def photo_of(pixels: np.ndarray) -> Photo:
    """A photo without a file, such as a pasted one.

    Args:
        pixels: uint8 or uint16 sRGB (H, W, 3) or grey (H, W).

    Raises:
        EngineError: it is larger than 200 megapixels.
    """
    check_size((pixels.shape[1], pixels.shape[0]))
    try:
        return _photo(None, FileContents(pixels, None, 1, None, None, None, None, ""))
    except MemoryError as error:
        raise no_memory(None) from error


def _photo(place: Path | None, contents: FileContents) -> Photo:
    pixels = to_srgb(contents.pixels, contents.icc)
    pixels = np.ascontiguousarray(_turned(pixels, contents.orientation))
    alpha = contents.alpha
    if alpha is not None:
        alpha = np.ascontiguousarray(_turned(alpha, contents.orientation))
    contents = replace(contents, pixels=pixels, alpha=alpha)  # frees them as they were read
    dpi = contents.dpi
    if dpi is not None and contents.orientation >= 5:
        dpi = (dpi[1], dpi[0])
    values = _channel_of_grey(pixels)
    coloured = values.ndim == 3 and _has_colour(values)
    return Photo(
        path=place,
        lightness=lab.rgb_to_lightness(values),
        source=_shown(pixels),
        bit_depth=8 * pixels.itemsize,
        coloured=coloured,
        alpha=alpha,
        exif=contents.exif,
        icc=contents.icc,
        xmp=contents.xmp,
        dpi=dpi,
        format=contents.format,
    )


def _turned(pixels: np.ndarray, orientation: int) -> np.ndarray:
    """`pixels` (H, W, ...) as EXIF 2.32 (section 4.6.4, tag Orientation) wants them shown."""
    if orientation >= 5:
        pixels = pixels.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return pixels


def _channel_of_grey(pixels: np.ndarray) -> np.ndarray:
    """One channel (H, W) where all are the same, as in many scans, which takes a third as long."""
    if pixels.ndim == 3:
        for rows in lab.strips(pixels.shape[0], pixels.shape[1], LOOKED_AT):
            first, second, third = (pixels[rows, :, channel] for channel in range(3))
            if not (np.array_equal(first, second) and np.array_equal(first, third)):
                return pixels
        return pixels[..., 0]
    return pixels


def _has_colour(pixels: np.ndarray) -> bool:
    spread = int(COLOUR_SPREAD * np.iinfo(pixels.dtype).max)  # whole, or it is compared as floats
    most = COLOURED_SHARE * pixels.shape[0] * pixels.shape[1]
    coloured = 0
    for rows in lab.strips(pixels.shape[0], pixels.shape[1], LOOKED_AT):
        # By channel: a reduction over an axis of three is ten times slower.
        red, green, blue = (pixels[rows, :, channel] for channel in range(3))
        highest = np.maximum(np.maximum(red, green), blue)
        lowest = np.minimum(np.minimum(red, green), blue)
        coloured += int(np.count_nonzero(highest - lowest > spread))
        if coloured > most:
            return True
    return False


def _shown(pixels: np.ndarray) -> np.ndarray:
    pixels = at_depth(pixels, 8)
    return np.repeat(pixels[..., None], 3, axis=2) if pixels.ndim == 2 else pixels
