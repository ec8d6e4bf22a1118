"""Colour files with 16 bits per channel, which Pillow would cut to 8: PNG and TIFF."""

from __future__ import annotations

import io
import logging
import struct

import cv2
import numpy as np
import tifffile
from PIL import Image, TiffImagePlugin

from engine import lab

BITS_PER_SAMPLE, PHOTOMETRIC, ORIENTATION = 258, 262, 274
WHITE_IS_ZERO, RGB = 0, 2
PNG_PIXELS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")

# A damaged file ends in one sentence of ours, not also in a warning on standard error.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
tifffile.logger().setLevel(logging.CRITICAL)

Pixels = tuple[np.ndarray, np.ndarray | None]


def deep_pixels(image: Image.Image, data: bytes) -> Pixels | None:
    """RGB (H, W, 3) or grey (H, W), and alpha (H, W) or None, all uint16, not yet turned.

    Args:
        image: opened from `data` and not loaded.
        data: the whole file.

    Returns:
        None where Pillow itself keeps every bit.

    Raises:
        Exception: of nearly any kind, where the file is damaged.
    """
    if image.format == "PNG" and data[24:25] == b"\x10":
        # Reads every chunk and its checksum, so that OpenCV meets no damaged one.
        with Image.open(io.BytesIO(data), formats=("PNG",)) as checked:
            checked.verify()
        return _split(_by_opencv(_bare_png(data), image.size))
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        bits = image.tag_v2.get(BITS_PER_SAMPLE, (1,))
        if image.tag_v2.get(PHOTOMETRIC) == RGB and set(bits) == {16}:
            return _deep_tiff(data, image)
    return None


def is_tiff(data: bytes) -> bool:
    """Whether it is a TIFF with a picture of whatever kind."""
    try:
        with tifffile.TiffFile(io.BytesIO(data)) as file:
            return file.pages.first.dtype is not None
    except Exception:  # nearly any kind, where the file is damaged
        return False


def white_is_zero(image: Image.Image) -> bool:
    """Whether the values of a grey TIFF are those of a negative, which Pillow leaves at 16 bits."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return False
    return image.tag_v2.get(PHOTOMETRIC) == WHITE_IS_ZERO


def _deep_tiff(data: bytes, image: TiffImagePlugin.TiffImageFile) -> Pixels:
    size = image._tile_size if hasattr(image, "_tile_size") else image.size
    with tifffile.TiffFile(io.BytesIO(data)) as file:
        page = file.pages.first
        if (page.imagewidth, page.imagelength) not in (size, size[::-1]):
            raise ValueError("the size is not clear")
        stored = page.tags.get(ORIENTATION)
        samples = page.samplesperpixel
        if page.dtype != np.uint16 or samples not in (3, 4):
            raise ValueError("not RGB of 16 bits")
        try:
            values = page.asarray()
        except (ValueError, KeyError, ImportError, TypeError) as error:
            # LZW and others need a codec that tifffile does not bring but OpenCV does. OpenCV
            # takes planes for rows, and turns the picture by itself: hence the two conditions.
            if page.planarconfig != 1:
                raise ValueError("compressed planes") from error
            upright = bytearray(data)
            if stored is not None:
                struct.pack_into(file.byteorder + "H", upright, stored.valueoffset, 1)
            height, width = page.imagelength, page.imagewidth
            return _split(_by_opencv(bytes(upright), (width, height)))
        if page.planarconfig == 2:
            values = values.transpose(1, 2, 0)
        return _split(np.asarray(values))


def _bare_png(data: bytes) -> bytes:
    """The first picture of a PNG without its profile, texts and such.

    libpng inflates them, and writes to standard error where they are odd.
    """
    parts = [data[:8]]
    place = 8
    while place + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, place)
        end = place + 12 + length
        if data[place + 4 : place + 8] in PNG_PIXELS:
            parts.append(data[place:end])
        place = end
    return b"".join(parts)


def _by_opencv(data: bytes, size: tuple[int, int]) -> np.ndarray:
    values = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if values is None or values.dtype != np.uint16 or values.shape[1::-1] != size:
        raise ValueError("the pixels cannot be decoded")
    if values.ndim == 2:
        return values
    order = cv2.COLOR_BGRA2RGBA if values.shape[2] == 4 else cv2.COLOR_BGR2RGB
    for rows in lab.strips(*values.shape[:2]):
        values[rows] = cv2.cvtColor(values[rows], order)
    return values


def _split(values: np.ndarray) -> Pixels:
    if values.ndim == 2:
        return values, None
    alpha = np.ascontiguousarray(values[..., 3]) if values.shape[2] == 4 else None
    return np.ascontiguousarray(values[..., :3]), alpha
