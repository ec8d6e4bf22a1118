"""Small valid photo files of every kind that the app reads, for tests that damage them."""

from __future__ import annotations

import io
import struct
import zlib
from functools import lru_cache
from typing import Literal

import cv2
import numpy as np
import tifffile
from PIL import Image, ImageCms

HEIGHT, WIDTH = 20, 28
XMP = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    b'xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>'
    b'<?xpacket end="w"?>'
)
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def exif() -> bytes:
    """A block with an orientation, text, an EXIF and a GPS directory."""
    block = Image.Exif()
    block[0x0112] = 6
    block[0x010F] = "Maker"
    block[0x0131] = "A program"
    block.get_ifd(0x8769)[0x829A] = 0.01
    block.get_ifd(0x8769)[0x927C] = bytes(range(40))
    block.get_ifd(0x8825)[0x0002] = (52.0, 30.0, 10.5)
    return block.tobytes()


@lru_cache(maxsize=1)
def profiles() -> tuple[bytes, ...]:
    """ICC profiles: curves and a matrix (RGB, grey, with tables), and LittleCMS's Lab one."""
    srgb, lab = (_made_by_littlecms(space) for space in ("sRGB", "LAB"))
    gamma = b"curv" + bytes(4) + struct.pack(">IH", 1, 0x01CD)
    table = b"curv" + bytes(4) + struct.pack(">I16H", 16, *range(0, 65536, 4369))
    parameters = (0x20000, 0xF2A7, 0x0D59, 0x13D0, 0x0A5B)
    parametric = b"para" + bytes(4) + struct.pack(">HH5i", 3, 0, *parameters)
    colorants = {
        b"rXYZ": (0x9C18, 0x4FA5, 0x04FC),
        b"gXYZ": (0x348D, 0xA02C, 0x0F95),
        b"bXYZ": (0x2631, 0x102F, 0xBE9C),
    }
    matrix = {
        name: b"XYZ " + bytes(4) + struct.pack(">3i", *xyz) for name, xyz in colorants.items()
    }
    made = [srgb, lab, profile(b"GRAY", {b"kTRC": gamma}), profile(b"GRAY", {b"kTRC": table})]
    for curve in (gamma, table, parametric):
        curves = dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
        made.append(profile(b"RGB ", {**matrix, **curves}))
    return tuple(made)


def _made_by_littlecms(space: Literal["sRGB", "LAB"]) -> bytes:
    """The profile of a space, of a fixed date in place of the clock's."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile(space)).tobytes()
    return made[:24] + struct.pack(">6H", 2000, 1, 1, 0, 0, 0) + made[36:]


def profile(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    """A display profile of version 2.4 with these tags and a D50 white."""
    white = b"XYZ " + bytes(4) + struct.pack(">3i", 0xF6D6, 0x10000, 0xD32D)
    text = b"desc" + bytes(4) + struct.pack(">I", 5) + b"made\0" + bytes(78)
    tags = {b"desc": text, b"wtpt": white, **tags}
    body, table = b"", struct.pack(">I", len(tags))
    start = 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        table += struct.pack(">4sII", name, start + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    size = 128 + len(table) + len(body)
    header = struct.pack(">I4sI4s4s4s", size, b"lcms", 0x02400000, b"mntr", space, b"XYZ ")
    header += bytes(12) + b"acsp" + bytes(28) + struct.pack(">3i", 0xF6D6, 0x10000, 0xD32D)
    return header.ljust(128, b"\0") + table + body


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """The image as a file of that kind."""
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def with_chunk(png: bytes, name: bytes, data: bytes) -> bytes:
    """A PNG with one more chunk behind its header."""
    return png[:33] + chunk(name, data) + png[33:]


def bare_png(
    width: int, height: int, data: bytes, *, depth: int = 8, kind: int = 2, interlace: int = 0
) -> bytes:
    """A PNG of these numbers and this IDAT, whether they fit or not."""
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlace)
    return PNG_SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def interlaced_png() -> bytes:
    """Grey, 8 by 8, in the seven passes of Adam7."""
    passes = ((1, 1), (1, 1), (2, 1), (2, 2), (4, 2), (4, 4), (8, 4))
    rows = b"".join((b"\0" + bytes(range(columns))) * lines for columns, lines in passes)
    return bare_png(8, 8, zlib.compress(rows), kind=0, interlace=1)


def rle_bmp() -> bytes:
    """8 bits per pixel, run-length encoded, 8 by 2."""
    pixels = b"\x08\x01\0\0\x04\x02\x04\x03\0\1"
    palette = b"".join(bytes((value, value, value, 0)) for value in range(256))
    head = struct.pack("<IiiHHIIiiII", 40, 8, 2, 1, 8, 1, len(pixels), 2835, 2835, 256, 0)
    start = 14 + len(head) + len(palette)
    return struct.pack("<2sIII", b"BM", start + len(pixels), 0, start) + head + palette + pixels


def tiff(values: np.ndarray, **options: object) -> bytes:
    """The values as a TIFF by tifffile."""
    stream = io.BytesIO()
    tifffile.imwrite(stream, values, metadata=None, **options)
    return stream.getvalue()


@lru_cache(maxsize=1)
def corpus() -> dict[str, bytes]:
    """Valid files by a name that ends in the suffix of their format."""
    return {**_jpegs(), **_pngs(), **_webps(), **_bmps(), **_plain_tiffs(), **_odd_tiffs()}


def _pictures() -> dict[str, Image.Image]:
    generator = np.random.default_rng(3)
    coarse = Image.fromarray(generator.integers(0, 256, (5, 7, 3), dtype=np.uint8))
    colour = coarse.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    alpha = Image.linear_gradient("L").resize((WIDTH, HEIGHT))
    clear = colour.copy()
    clear.putalpha(alpha)
    return {
        "colour": colour,
        "grey": colour.convert("L"),
        "cmyk": colour.convert("CMYK"),
        "palette": colour.quantize(16),
        "bits": colour.convert("1"),
        "clear": clear,
        "grey_clear": clear.convert("LA"),
        "deep_grey": Image.fromarray(_deep()[..., 0]),
        "lab": colour.convert("LAB"),
    }


def _deep(channels: int = 3) -> np.ndarray:
    generator = np.random.default_rng(4)
    return generator.integers(0, 65536, (HEIGHT, WIDTH, channels), dtype=np.uint16)


def _extras() -> dict[str, object]:
    return {"exif": exif(), "icc_profile": profiles()[0], "xmp": XMP}


def _jpegs() -> dict[str, bytes]:
    made = _pictures()
    colour = made["colour"]
    return {
        "colour.jpg": saved(colour, "JPEG", dpi=(300, 300), **_extras()),
        "plain.jpg": saved(colour, "JPEG", quality=60, subsampling=2),
        "progressive.jpg": saved(colour, "JPEG", progressive=True, icc_profile=profiles()[4]),
        "restarts.jpg": saved(colour, "JPEG", restart_marker_blocks=1),
        "grey.jpg": saved(made["grey"], "JPEG", icc_profile=profiles()[2]),
        "cmyk.jpg": saved(made["cmyk"], "JPEG"),
        "two.jpg": saved(colour, "MPO", save_all=True, append_images=[made["colour"].rotate(180)]),
    }


def _pngs() -> dict[str, bytes]:
    made = _pictures()
    colour = made["colour"]
    deep = cv2.imencode(".png", _deep())[1].tobytes()
    profiled = b"made\0\0" + zlib.compress(profiles()[5])
    return {
        "colour.png": with_chunk(
            saved(colour, "PNG", exif=exif(), icc_profile=profiles()[0], dpi=(300, 300)),
            b"iTXt",
            b"XML:com.adobe.xmp\0\0\0\0\0" + XMP,
        ),
        "palette.png": saved(made["palette"], "PNG", transparency=2),
        "few.png": saved(colour.quantize(4), "PNG", bits=2),
        "grey.png": saved(made["grey"], "PNG", transparency=7, icc_profile=profiles()[3]),
        "bits.png": saved(made["bits"], "PNG"),
        "clear.png": saved(made["clear"], "PNG"),
        "grey-clear.png": saved(made["grey_clear"], "PNG"),
        "deep-grey.png": saved(made["deep_grey"], "PNG", icc_profile=profiles()[3]),
        "deep.png": with_chunk(with_chunk(deep, b"iCCP", profiled), b"eXIf", exif()[6:]),
        "deep-clear.png": cv2.imencode(".png", _deep(4))[1].tobytes(),
        "interlaced.png": interlaced_png(),
        "moving.png": saved(colour, "PNG", save_all=True, append_images=[colour.rotate(180)]),
    }


def _webps() -> dict[str, bytes]:
    made = _pictures()
    colour = made["colour"]
    frames = [colour.rotate(angle) for angle in (90, 180)]
    return {
        "colour.webp": saved(colour, "WEBP", **_extras()),
        "lossless.webp": saved(colour, "WEBP", lossless=True),
        "clear.webp": saved(made["clear"], "WEBP"),
        "clear-lossless.webp": saved(made["clear"], "WEBP", lossless=True),
        "moving.webp": saved(colour, "WEBP", save_all=True, append_images=frames, **_extras()),
    }


def _bmps() -> dict[str, bytes]:
    made = _pictures()
    names = ("colour", "grey", "palette", "bits", "clear")
    return {"runs.bmp": rle_bmp()} | {f"{name}.bmp": saved(made[name], "BMP") for name in names}


def _plain_tiffs() -> dict[str, bytes]:
    made = _pictures()
    colour = made["colour"]
    packed = ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg", "lzma", "zstd")
    files = {f"{kind}.tif": saved(colour, "TIFF", compression=kind) for kind in packed}
    faxes = ("group3", "group4", "tiff_ccitt", "packbits")
    files |= {f"bits-{k}.tif": saved(made["bits"], "TIFF", compression=k) for k in faxes}
    return files | {
        "colour.tif": saved(colour, "TIFF", dpi=(300, 300), **_extras()),
        "predicted.tif": saved(colour, "TIFF", compression="tiff_lzw", tiffinfo={317: 2}),
        "big.tif": saved(colour, "TIFF", big_tiff=True, exif=exif()),
        "grey.tif": saved(made["grey"], "TIFF", icc_profile=profiles()[2]),
        "cmyk.tif": saved(made["cmyk"], "TIFF", compression="tiff_lzw"),
        "palette.tif": saved(made["palette"], "TIFF"),
        "lab.tif": saved(made["lab"], "TIFF", icc_profile=profiles()[1]),
        "clear.tif": saved(made["clear"], "TIFF", compression="tiff_adobe_deflate"),
        "deep-grey.tif": saved(made["deep_grey"], "TIFF", icc_profile=profiles()[3]),
        "pages.tif": saved(colour, "TIFF", save_all=True, append_images=[made["grey"]] * 2),
    }


def _odd_tiffs() -> dict[str, bytes]:
    deep, clear = _deep(), _deep(4)
    shallow = np.asarray(_pictures()["colour"])
    profiled = {"photometric": "rgb", "iccprofile": profiles()[6]}
    lzw = cv2.imencode(".tif", deep)[1].tobytes()
    return {
        "deep.tif": tiff(deep, **profiled),
        "deep-zlib.tif": tiff(deep, compression="zlib", predictor=True, byteorder=">", **profiled),
        "deep-lzw.tif": lzw,
        "deep-tiles.tif": tiff(deep, photometric="rgb", tile=(16, 16), compression="zlib"),
        "deep-planes.tif": tiff(
            np.moveaxis(deep, 2, 0), photometric="rgb", planarconfig="separate"
        ),
        "deep-clear.tif": tiff(clear, photometric="rgb", extrasamples=["unassalpha"]),
        "deep-big.tif": tiff(deep, photometric="rgb", bigtiff=True, rowsperstrip=4),
        "tiles.tif": tiff(
            shallow,
            photometric="rgb",
            tile=(16, 16),
            byteorder=">",
            extratags=[(700, 1, len(XMP), XMP, True)],
        ),
        "planes.tif": tiff(np.moveaxis(shallow, 2, 0), photometric="rgb", planarconfig="separate"),
        "white-zero.tif": tiff(deep[..., 0], photometric="miniswhite"),
        "float.tif": tiff(deep[..., 0].astype(np.float32)),
        "whole-numbers.tif": tiff(deep[..., 0].astype(np.int32)),
        "stack.tif": tiff(np.stack([shallow] * 3), photometric="rgb"),
    }
