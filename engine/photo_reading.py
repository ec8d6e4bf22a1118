"""Decodes photo files of every supported format and bit depth into plain arrays."""

from __future__ import annotations

import errno
import io
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import BmpImagePlugin, Image, TiffImagePlugin, WebPImagePlugin

from engine.deep_pixels import deep_pixels, is_tiff, white_is_zero
from engine.errors import EngineError
from engine.metadata import tiff_exif

del BmpImagePlugin, TiffImagePlugin, WebPImagePlugin  # imported so that Pillow knows these formats

MAX_MEGAPIXELS = 200
MAX_BYTES = 4 << 30
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP")
SUPPORTED = "Open a JPEG, PNG, TIFF, WebP or BMP photo."
DAMAGED = "Get a whole copy of the file, or open it in another program and save it anew."
ORIENTATION = 0x0112

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
    data = _read_bytes(path)
    _refuse_foreign(path, data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _decoded(path, data)
    except EngineError:
        raise
    except MemoryError as error:
        raise EngineError(
            f"There is not enough memory to open {path.name}.", "Open a smaller photo."
        ) from error
    except Exception as error:  # decoders raise nearly anything on hostile files
        raise EngineError(f"The photo {path.name} is damaged or cut off.", DAMAGED) from error


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise EngineError(f"{path} is a folder, not a photo.", "Open one of its photos.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise EngineError(f"There is no file {path}.", "Check the name and the folder.") from error
    except PermissionError as error:
        raise EngineError(
            f"The photo {path} may not be read.", "Change the permissions of the file or folder."
        ) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
            reason = "its name is too long"
        raise EngineError(
            f"The photo {path} cannot be read: {reason}.", "Check the file and its folder."
        ) from error
    if not data:
        raise EngineError(f"The photo {path.name} is empty: it holds no data.", DAMAGED)
    if len(data) > MAX_BYTES:
        raise EngineError(f"The file {path.name} is larger than 4 gigabytes.", SUPPORTED)
    return data


_FOREIGN = (
    (lambda head: head[:4] == b"GIF8", "a GIF"),
    (lambda head: head[4:8] == b"ftyp" and head[8:12] in (b"avif", b"avis"), "an AVIF"),
    (lambda head: head[4:8] == b"ftyp", "a HEIC or a film"),
    (lambda head: head[:4] == b"8BPS", "a Photoshop"),
    (lambda head: head[:4] == b"%PDF", "a PDF"),
    (lambda head: head[8:10] == b"CR" and head[:4] == b"II*\0", "a camera's RAW"),
    (
        lambda head: head[:4] in (b"IIRO", b"IIRS", b"IIU\0") or head[:8] == b"FUJIFILM",
        "a camera's RAW",
    ),
    (lambda head: head[:12] == b"\0\0\0\x0cJXL \r\n\x87\n" or head[:2] == b"\xff\x0a", "a JPEG XL"),
    (lambda head: head[:12] == b"\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000"),
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
        kind = "a camera's RAW"
    if kind is not None:
        raise EngineError(
            f"The file {path.name} is {kind} file, which cannot be opened.",
            "Save it as JPEG, PNG or TIFF with the program that made it, and open that.",
        )


def _decoded(path: Path, data: bytes) -> FileContents:
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.UnidentifiedImageError as error:
        if is_tiff(data):
            raise _unusual(path, "a kind that few programs know") from error
        if data.startswith(_KNOWN):
            raise EngineError(f"The photo {path.name} is damaged or cut off.", DAMAGED) from error
        raise EngineError(f"The file {path.name} is not a photo.", SUPPORTED) from error
    with image:
        check_size(image.size)
        name = "JPEG" if image.format == "MPO" else str(image.format)
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


def check_size(size: tuple[int, int]) -> None:
    """Refuse a photo of more than `MAX_MEGAPIXELS`; `size` is (width, height).

    Raises:
        EngineError: it is larger.
    """
    megapixels = size[0] * size[1] / 1e6
    if megapixels > MAX_MEGAPIXELS:
        raise EngineError(
            f"The photo has {megapixels:.0f} megapixels; at most {MAX_MEGAPIXELS} can be opened.",
            "Make it smaller with another program first.",
        )


def _plain_pixels(path: Path, image: Image.Image) -> tuple[np.ndarray, np.ndarray | None]:
    mode = image.mode
    if mode.startswith("I;16") or (mode == "I" and image.format == "PNG"):
        values = np.asarray(image).astype(np.uint16)
        return (65535 - values if white_is_zero(image) else values), None
    if mode in ("F", "I", "LAB", "HSV"):
        raise _unusual(path, f"mode {mode}")
    transparent = "transparency" in image.info or mode in ("LA", "La", "PA", "RGBA", "RGBa")
    if mode == "1":
        image = image.convert("L")
    elif mode in ("La", "LA") or (mode == "L" and transparent):
        image = image.convert("LA")
    elif transparent:
        image = image.convert("RGBA")
    elif mode not in ("L", "RGB", "CMYK"):
        image = image.convert("RGB")
    values = np.asarray(image)
    if image.mode == "LA":
        return values[..., 0], np.ascontiguousarray(values[..., 1])
    if image.mode == "RGBA":
        return values[..., :3], np.ascontiguousarray(values[..., 3])
    return values, None


def _unusual(path: Path, kind: str) -> EngineError:
    return EngineError(
        f"The photo {path.name} stores its values in a way that cannot be read ({kind}).",
        "Save it with 8 or 16 bits per channel, grey or RGB.",
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
