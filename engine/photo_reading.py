"""Decodes photo files of every supported format and bit depth into plain arrays."""

from __future__ import annotations

import errno
import io
import re
import stat
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import BmpImagePlugin, Image, TiffImagePlugin, WebPImagePlugin

from engine import lab
from engine.decoder_noise import without_noise
from engine.deep_pixels import deep_pixels, is_tiff, white_is_zero
from engine.errors import EngineError
from engine.metadata import tiff_exif
from engine.texts import marked, tr

del BmpImagePlugin, TiffImagePlugin, WebPImagePlugin  # imported so that Pillow knows these formats

MAX_MEGAPIXELS = 200
MAX_WEBP = 100  # megapixels; its decoder takes four times the memory of the others
MAX_SCANS = 100  # of a JPEG; progressive ones have about ten, and each goes over all pixels
MAX_BYTES = 2 << 30  # 200 megapixels of 16-bit RGBA, not compressed, are 1.6 GB
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP")
SUPPORTED = marked("Open a JPEG, PNG, TIFF, WebP or BMP photo.")
DAMAGED = marked("Get a whole copy of the file, or open it in another program and save it anew.")
RAW = marked("a camera's RAW")
ORIENTATION = 0x0112
SCAN, END = b"\xff\xda", b"\xff\xd9"  # markers of a JPEG
_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")  # within a scan, its end

# `_checked_size` limits the pixels, with a sentence of its own.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True)
class FileContents:
    """What a photo file holds, as stored: not yet turned, not yet converted to sRGB.

    Attributes:
        pixels: uint8 or uint16, grey (H, W) or RGB (H, W, 3); CMYK (H, W, 4) as uint8.
        alpha: uint8 or uint16 (H, W), or None.
        orientation: EXIF orientation that is still to be applied, 1..8.
        exif, icc, xmp, dpi, format: as in `engine.photo.Photo`.
    """

    pixels: np.ndarray
    alpha: np.ndarray | None
    orientation: int
    exif: bytes | None
    icc: bytes | None
    xmp: bytes | None
    dpi: tuple[float, float] | None
    format: str


def read_file(path: Path) -> FileContents:
    """Read and decode `path`.

    Raises:
        EngineError: as `engine.photo.open_photo`.
    """
    try:
        data = _read_bytes(path)
        _refuse_foreign(path, data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _decoded(path, data)
    except EngineError:
        raise
    except MemoryError as error:
        raise no_memory(path) from error
    except Exception as error:  # decoders raise nearly anything on hostile files
        raise EngineError(
            tr("The photo {name} is damaged or cut off.", name=path.name), tr(DAMAGED)
        ) from error


def no_memory(path: Path | None) -> EngineError:
    """What to raise where a photo does not fit into the memory."""
    return EngineError(
        tr("There is not enough memory to open the photo.")
        if path is None
        else tr("There is not enough memory to open {name}.", name=path.name),
        tr("Open a smaller photo."),
    )


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise EngineError(
                tr("{path} is a folder, not a photo.", path=path), tr("Open one of its photos.")
            )
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe or a device may have no end
            raise EngineError(tr("{path} is not a file.", path=path), tr(SUPPORTED))
        if found.st_size > MAX_BYTES:
            raise EngineError(
                tr("The file {name} is larger than 2 gigabytes.", name=path.name), tr(SUPPORTED)
            )
        with path.open("rb") as file:
            data = file.read()
    except FileNotFoundError as error:
        raise EngineError(
            tr("There is no file {path}.", path=path), tr("Check the name and the folder.")
        ) from error
    except PermissionError as error:
        raise EngineError(
            tr("The photo {path} may not be read.", path=path),
            tr("Change the permissions of the file or folder."),
        ) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
            reason = tr("its name is too long")
        raise EngineError(
            tr("The photo {path} cannot be read: {reason}.", path=path, reason=reason),
            tr("Check the file and its folder."),
        ) from error
    if not data:
        raise EngineError(
            tr("The photo {name} is empty: it holds no data.", name=path.name), tr(DAMAGED)
        )
    return data


_FOREIGN = (
    (lambda head: head[:4] == b"GIF8", marked("a GIF")),
    (lambda head: head[4:8] == b"ftyp" and head[8:12] in (b"avif", b"avis"), marked("an AVIF")),
    (lambda head: head[4:8] == b"ftyp", marked("a HEIC or a film")),
    (lambda head: head[:4] == b"8BPS", marked("a Photoshop")),
    (lambda head: head[:4] == b"%PDF", marked("a PDF")),
    (lambda head: head[8:10] == b"CR" and head[:4] == b"II*\0", RAW),
    (
        lambda head: head[:4] in (b"IIRO", b"IIRS", b"IIU\0") or head[:8] == b"FUJIFILM",
        RAW,
    ),
    (
        lambda head: head[:12] == b"\0\0\0\x0cJXL \r\n\x87\n" or head[:2] == b"\xff\x0a",
        marked("a JPEG XL"),
    ),
    (lambda head: head[:12] == b"\0\0\0\x0cjP  \r\n\x87\n", marked("a JPEG 2000")),
)
_RAW_SUFFIXES = {
    ".cr2",
    ".cr3",
    ".nef",
    ".nrw",
    ".arw",
    ".dng",
    ".pef",
    ".srw",
    ".orf",
    ".rw2",
    ".raf",
    ".3fr",
    ".iiq",
    ".erf",
    ".kdc",
    ".dcr",
    ".mrw",
    ".x3f",
    ".rwl",
}

_KNOWN = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"RIFF", b"BM")


def _refuse_foreign(path: Path, data: bytes) -> None:
    kind = next((name for matches, name in _FOREIGN if matches(data[:32])), None)
    if kind is None and path.suffix.lower() in _RAW_SUFFIXES:
        kind = RAW
    if kind is not None:
        raise EngineError(
            tr(
                "The file {name} is {kind} file, which cannot be opened.",
                name=path.name,
                kind=tr(kind),
            ),
            tr("Save it as JPEG, PNG or TIFF with the program that made it, and open that."),
        )


def _decoded(path: Path, data: bytes) -> FileContents:
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.UnidentifiedImageError as error:
        if is_tiff(data):
            raise _unusual(path, tr("a kind that few programs know")) from error
        if data.startswith(_KNOWN):
            raise EngineError(
                tr("The photo {name} is damaged or cut off.", name=path.name), tr(DAMAGED)
            ) from error
        raise EngineError(
            tr("The file {name} is not a photo.", name=path.name), tr(SUPPORTED)
        ) from error
    with image, without_noise(image):
        check_size(image.size, MAX_WEBP if image.format == "WEBP" else MAX_MEGAPIXELS)
        name = "JPEG" if image.format == "MPO" else str(image.format)
        if name == "JPEG" and data.count(SCAN) > MAX_SCANS and jpeg_scans(data) > MAX_SCANS:
            raise ValueError("a JPEG that would take hours")
        deep = deep_pixels(image, data)
        if deep is None:
            image.load()
            pixels, alpha = _plain_pixels(path, image)
        else:
            pixels, alpha = deep
        exif = tiff_exif(image) if name == "TIFF" else image.info.get("exif")
        orientation = image.getexif().get(ORIENTATION, 1)
        return FileContents(
            pixels=pixels,
            alpha=alpha,
            orientation=orientation if orientation in range(1, 9) else 1,
            exif=exif,
            icc=image.info.get("icc_profile") or None,
            xmp=_xmp(image),
            dpi=_dpi(image),
            format=name,
        )


def check_size(size: tuple[int, int], most: int = MAX_MEGAPIXELS) -> None:
    """Refuse a photo of more than `most` megapixels; `size` is (width, height).

    Raises:
        EngineError: it is larger.
    """
    megapixels = size[0] * size[1] / 1e6
    if megapixels > most:
        raise EngineError(
            tr(
                "The photo has {megapixels:.0f} megapixels; at most {most} can be opened.",
                megapixels=megapixels,
                most=most,
            ),
            tr("Make it smaller with another program first."),
        )


def jpeg_scans(data: bytes) -> int:
    """How many scans the first picture of a JPEG has (ITU-T T.81, annex B.1.1), whole or not."""
    scans = 0
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place : place + 2]
        if marker == END:
            break
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if marker == SCAN:
            scans += 1
            following = _MARKER.search(data, place)
            place = following.start() if following else len(data)
    return scans


def _plain_pixels(path: Path, image: Image.Image) -> tuple[np.ndarray, np.ndarray | None]:
    mode = image.mode
    if mode.startswith("I;16") or (mode == "I" and image.format == "PNG"):
        values = np.empty(image.size[::-1], np.uint16)
        for rows, part in _parts(image):
            values[rows] = part
        return (np.subtract(65535, values, out=values) if white_is_zero(image) else values), None
    if mode in ("F", "I", "LAB", "HSV"):
        raise _unusual(path, tr("mode {mode}", mode=mode))
    transparent = "transparency" in image.info or mode in ("LA", "La", "PA", "RGBA", "RGBa")
    if mode in ("1", "L", "La", "LA"):
        wanted = "LA" if transparent else "L"
    elif transparent:
        wanted = "RGBA"
    else:
        wanted = "CMYK" if mode == "CMYK" else "RGB"
    colours = len(wanted) - 1 if transparent else len(wanted)
    shape = image.size[::-1]
    values = np.empty(shape if colours == 1 else (*shape, colours), np.uint8)
    alpha = np.empty(shape, np.uint8) if transparent else None
    for rows, part in _parts(image, wanted):
        if alpha is None:
            values[rows] = part
        else:
            values[rows] = part[..., 0] if colours == 1 else part[..., :colours]
            alpha[rows] = part[..., -1]
    return values, alpha


def _parts(image: Image.Image, mode: str | None = None) -> Iterator[tuple[slice, np.ndarray]]:
    """Rows after rows as arrays, in another mode if one is given.

    All at once would take the photo's memory twice more.
    """
    width, height = image.size
    for rows in lab.strips(height, width):
        part = image.crop((0, rows.start, width, rows.stop))
        if mode is not None and part.mode != mode:
            part = part.convert(mode)
        yield rows, np.asarray(part)


def _unusual(path: Path, kind: str) -> EngineError:
    return EngineError(
        tr(
            "The photo {name} stores its values in a way that cannot be read ({kind}).",
            name=path.name,
            kind=kind,
        ),
        tr("Save it with 8 or 16 bits per channel, grey or RGB."),
    )


def _xmp(image: Image.Image) -> bytes | None:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
    if isinstance(packet, str):
        packet = packet.encode("utf-8", "replace")
    return packet if isinstance(packet, bytes) and packet else None


def _dpi(image: Image.Image) -> tuple[float, float] | None:
    try:
        across, down = (float(value) for value in image.info["dpi"])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return (across, down) if 1 <= across <= 1e5 and 1 <= down <= 1e5 else None
