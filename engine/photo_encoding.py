"""Encodes pictures as PNG, JPEG, TIFF or WebP bytes with a photo's metadata and its alpha."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
import tifffile
from PIL import Image

from engine import lab, metadata
from engine.colour_profiles import from_srgb
from engine.errors import EngineError
from engine.texts import tr

if TYPE_CHECKING:
    from engine.photo import Photo

MAX_SIDE = {"JPEG": 65_500, "WEBP": 16_383}  # of the formats' encoders
MAX_SEGMENT = 65_500  # a JPEG segment holds 65,533 bytes with its own header
DEEP = ("PNG", "TIFF")  # formats that can hold 16 bits per channel
STRIP_ROWS = 64
# On a grainy 12-megapixel photo as small as zlib's level 6 in Pillow, and more than twice as fast.
PNG_OPTIONS = (cv2.IMWRITE_PNG_COMPRESSION, 4, cv2.IMWRITE_PNG_STRATEGY, 1)


@dataclass(frozen=True)
class _Metadata:
    exif: bytes | None
    icc: bytes | None
    xmp: bytes | None
    dpi: tuple[float, float] | None


def encoded(
    picture: np.ndarray, photo: Photo, kind: str, *, quality: int, bit_depth: int | None
) -> bytes:
    """The whole file.

    The values are converted to the space of the photo's profile where that is an RGB one.

    Args:
        picture: uint8 or uint16 sRGB (H, W, 3).
        photo: whose metadata and (at the same size) alpha are kept where the format can.
        kind: PNG, JPEG, TIFF or WEBP.
        quality: 1..100 for JPEG and WEBP.
        bit_depth: 8 or 16; None keeps the picture's where the format can.

    Raises:
        EngineError: the format cannot hold that many pixels or bits.
    """
    height, width = picture.shape[:2]
    limit = MAX_SIDE.get(kind)
    if limit is not None and max(height, width) > limit:
        raise EngineError(
            tr(
                "A {kind} picture has at most {limit} pixels a side; this one has {width} x "
                "{height}.",
                kind=kind,
                limit=limit,
                width=width,
                height=height,
            ),
            tr("Save it as PNG or TIFF."),
        )
    if bit_depth == 16 and kind not in DEEP:
        raise EngineError(
            tr("A {kind} picture cannot hold 16 bits.", kind=kind), tr("Save it as PNG or TIFF.")
        )
    if bit_depth is None:
        bit_depth = 8 * picture.itemsize if kind in DEEP else 8
    values, icc = from_srgb(picture, photo.icc)
    values = at_depth(values, bit_depth)
    alpha = photo.alpha
    if alpha is not None and alpha.shape == (height, width) and kind != "JPEG":
        values = np.dstack([values, at_depth(alpha, bit_depth)])
    kept = _Metadata(
        exif=metadata.upright_exif(photo.exif) if photo.exif else None,
        icc=icc,
        xmp=metadata.upright_xmp(photo.xmp) if photo.xmp else None,
        dpi=photo.dpi,
    )
    if kind == "PNG":
        return _png(values, kept)
    if kind == "TIFF":
        return _tiff(values, kept)
    return _by_pillow(values, kept, kind, quality)


def at_depth(values: np.ndarray, bit_depth: int) -> np.ndarray:
    """uint8 or uint16 values, any shape (H, ...), at 8 or 16 bits, rounded to the nearest."""
    if values.itemsize * 8 == bit_depth:
        return values
    if bit_depth == 16:
        return values.astype(np.uint16) * 257
    result = np.empty(values.shape, np.uint8)
    for rows in lab.strips(*values.shape[:2]):
        result[rows] = (values[rows].astype(np.uint32) + 128) // 257
    return result


def _png(values: np.ndarray, kept: _Metadata) -> bytes:
    """By OpenCV, as Pillow writes no 16-bit RGB; the metadata follow the header."""
    swap = cv2.COLOR_RGBA2BGRA if values.shape[2] == 4 else cv2.COLOR_RGB2BGR
    written, buffer = cv2.imencode(".png", cv2.cvtColor(values, swap), PNG_OPTIONS)
    if not written:
        raise EngineError(tr("The picture could not be made into a PNG."), tr("Save it as TIFF."))
    chunks = b""
    if kept.icc:
        chunks += _chunk(b"iCCP", b"ICC profile\0\0" + zlib.compress(kept.icc))
    if kept.dpi:
        across, down = (round(value / 0.0254) for value in kept.dpi)
        chunks += _chunk(b"pHYs", struct.pack(">IIB", across, down, 1))
    if kept.exif:
        chunks += _chunk(b"eXIf", kept.exif.removeprefix(metadata.HEADER))
    if kept.xmp:
        chunks += _chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + kept.xmp)
    header = 33  # signature and IHDR
    plain = buffer.tobytes()
    return plain[:header] + chunks + plain[header:]


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _tiff(values: np.ndarray, kept: _Metadata) -> bytes:
    tags: list[tuple[int, int, int, bytes | int, bool]] = []
    inner = []
    if kept.exif:
        tags += [(*tag, True) for tag in metadata.descriptive_tags(kept.exif)]
        for ifd in (metadata.EXIF_IFD, metadata.GPS_IFD):
            if metadata.inner_ifd(kept.exif, ifd, 0) is not None:
                inner.append(ifd)
                tags.append((ifd + 1, metadata.LONG, 1, 0, True))  # stands in, see below
    if kept.xmp:
        tags.append((700, 1, len(kept.xmp), kept.xmp, True))
    stream = io.BytesIO()
    tifffile.imwrite(
        stream,
        values,
        byteorder="<",
        photometric="rgb",
        extrasamples=["unassalpha"] if values.shape[2] == 4 else None,
        compression="zlib",
        predictor=True,
        rowsperstrip=STRIP_ROWS,
        iccprofile=kept.icc,
        resolution=kept.dpi,
        resolutionunit="INCH" if kept.dpi else None,
        metadata=None,
        software=False,
        extratags=tags,
    )
    if inner and kept.exif:
        _append_directories(stream, kept.exif, inner)
    return stream.getvalue()


def _append_directories(stream: io.BytesIO, exif: bytes, ifds: list[int]) -> None:
    """Write EXIF and GPS at the end and point to them from the tags that stand in for theirs.

    tifffile writes these tags only by itself; the next higher numbers are free and sort alike.
    """
    stream.seek(0)
    with tifffile.TiffFile(stream) as file:
        tags = file.pages.first.tags
        places = [(ifd, tags[ifd + 1].offset, tags[ifd + 1].valueoffset) for ifd in ifds]
        for ifd, tag_place, value_place in places:
            end = stream.seek(0, io.SEEK_END)
            if end % 2:  # directories start at even bytes
                stream.write(b"\0")
                end += 1
            stream.write(metadata.inner_ifd(exif, ifd, end) or b"")
            stream.seek(tag_place)
            stream.write(struct.pack("<H", ifd))
            stream.seek(value_place)
            stream.write(struct.pack("<I", end))


def _by_pillow(values: np.ndarray, kept: _Metadata, kind: str, quality: int) -> bytes:
    options: dict[str, object] = {"quality": min(max(quality, 1), 100)}
    if kind == "JPEG":
        options["subsampling"] = 0  # 4:4:4: colours as sharp as the lightness
    fits = {"JPEG": MAX_SEGMENT}.get(kind, 1 << 30)
    if kept.exif and len(kept.exif) <= fits:
        options["exif"] = kept.exif
    if kept.xmp and len(kept.xmp) <= fits:
        options["xmp"] = kept.xmp
    if kept.icc:
        options["icc_profile"] = kept.icc
    if kept.dpi and kind == "JPEG":
        options["dpi"] = kept.dpi
    stream = io.BytesIO()
    Image.fromarray(values).save(stream, kind, **options)
    return stream.getvalue()
