"""EXIF blocks as bytes: read from TIFF tags, and corrected for a picture that is turned upright."""

from __future__ import annotations

import re
import struct
import warnings

from PIL import Image, TiffImagePlugin

HEADER = b"Exif\0\0"
ORIENTATION = 0x0112
EXIF_IFD, GPS_IFD = 0x8769, 0x8825
ASCII, LONG = 2, 4  # TIFF types
# Baseline tags of TIFF 6.0 that describe the photo and not how its pixels are stored.
DESCRIPTIVE = (0x010E, 0x010F, 0x0110, 0x0131, 0x0132, 0x013B, 0x8298)

# Damaged tags are left out without a word on standard error.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")


def tiff_exif(image: Image.Image) -> bytes | None:
    """The descriptive tags of a TIFF, its EXIF and its GPS block, as one EXIF block."""
    found = image.getexif()
    kept = Image.Exif()
    for tag in DESCRIPTIVE:
        if tag in found:
            kept[tag] = found[tag]
    for ifd in (EXIF_IFD, GPS_IFD):
        inner = found.get_ifd(ifd)
        if inner:
            kept.get_ifd(ifd).update(inner)
            kept[ifd] = dict(inner)
    if not len(kept):
        return None
    try:
        return kept.tobytes()
    except Exception:  # Pillow raises nearly anything on broken tags
        return None


def upright_xmp(xmp: bytes) -> bytes:
    """The same packet with orientation 1, of the same length."""
    return re.sub(rb"(tiff:Orientation\s*(?:=\s*[\"']|>)\s*)[2-8]", rb"\g<1>1", xmp)


def upright_exif(exif: bytes) -> bytes | None:
    """The same block with orientation 1 and without its thumbnail; None if it cannot be read.

    Only these bytes change, so that maker notes, which hold absolute offsets, stay readable.
    """
    block = bytearray(exif if exif.startswith(HEADER) else HEADER + exif)
    start = len(HEADER)
    order = {b"II": "<", b"MM": ">"}.get(bytes(block[start : start + 2]))
    if order is None:
        return None
    try:
        (first,) = struct.unpack_from(order + "I", block, start + 4)
        position = start + first
        (count,) = struct.unpack_from(order + "H", block, position)
        for entry in range(position + 2, position + 2 + 12 * count, 12):
            tag, kind = struct.unpack_from(order + "HH", block, entry)
            if tag == ORIENTATION:
                struct.pack_into(order + ("I" if kind == 4 else "H"), block, entry + 8, 1)
        following = position + 2 + 12 * count
        if following + 4 <= len(block):
            struct.pack_into(order + "I", block, following, 0)  # the thumbnail is still grey
    except struct.error:
        return None
    return bytes(block)


def descriptive_tags(exif: bytes) -> list[tuple[int, int, int, bytes]]:
    """The descriptive text tags of a block as (tag, TIFF type, count, value) for a TIFF file."""
    held = _loaded(exif)
    found = []
    for tag in DESCRIPTIVE:
        value = held.get(tag) if held is not None else None
        if isinstance(value, str) and value:
            text = value.encode("utf-8", "replace") + b"\0"
            found.append((tag, ASCII, len(text), text))
    return found


def inner_ifd(exif: bytes, ifd: int, offset: int) -> bytes | None:
    """The EXIF or GPS directory of a block, little-endian, written anew for byte `offset`."""
    held = _loaded(exif)
    try:
        values = held.get_ifd(ifd) if held is not None else {}
        if not values:
            return None
        directory = TiffImagePlugin.ImageFileDirectory_v2()
        for tag, value in values.items():
            if not isinstance(value, dict):
                directory[tag] = value
        return directory.tobytes(offset)
    except Exception:  # Pillow raises nearly anything on broken tags
        return None


def _loaded(exif: bytes) -> Image.Exif | None:
    held = Image.Exif()
    try:
        held.load(exif)
    except Exception:  # Pillow raises nearly anything on broken tags
        return None
    return held
