"""Broken, hostile, huge and foreign files: one clear sentence each, and nothing else escapes."""

from __future__ import annotations

import errno
import io
import struct
import time
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile
from PIL import Image
from skimage import data

from engine.colour_profiles import srgb_profile
from engine.errors import EngineError
from engine.photo import open_photo

COLOUR = np.ascontiguousarray(data.astronaut()[100:132, 180:228])
DEEP = np.random.default_rng(1).integers(0, 65536, (32, 48, 3), dtype=np.uint16)


def refused(path: Path) -> EngineError:
    with pytest.raises(EngineError) as caught:
        open_photo(path)
    assert caught.value.message.endswith(".")
    assert caught.value.remedy.endswith(".")
    assert "\n" not in str(caught.value)
    return caught.value


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def samples() -> dict[str, bytes]:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8769)[0x829A] = 0.01
    extras: dict[str, object] = {"exif": exif, "icc_profile": srgb_profile()}
    image = Image.fromarray(COLOUR)
    deep_tiff = io.BytesIO()
    tifffile.imwrite(deep_tiff, DEEP, photometric="rgb", compression="zlib")
    return {
        "colour.jpg": encoded(image, "JPEG", **extras),
        "progressive.jpg": encoded(image, "JPEG", progressive=True),
        "cmyk.jpg": encoded(image.convert("CMYK"), "JPEG"),
        "colour.png": encoded(image, "PNG", **extras),
        "palette.png": encoded(image.quantize(16), "PNG", transparency=2),
        "deep.png": cv2.imencode(".png", DEEP)[1].tobytes(),
        "colour.bmp": encoded(image, "BMP"),
        "colour.webp": encoded(image, "WEBP", **extras),
        "plain.tif": encoded(image, "TIFF", **extras),
        "packed.tif": encoded(image, "TIFF", compression="tiff_adobe_deflate"),
        "deep.tif": deep_tiff.getvalue(),
        "deep-lzw.tif": cv2.imencode(".tif", DEEP)[1].tobytes(),
    }


def test_missing_folder_empty_and_not_a_photo(tmp_path: Path) -> None:
    assert "no file" in refused(tmp_path / "none.jpg").message
    assert "folder" in refused(tmp_path).message
    (tmp_path / "empty.jpg").touch()
    assert "empty" in refused(tmp_path / "empty.jpg").message
    (tmp_path / "text.jpg").write_text("This is a letter and not a photo.\n" * 20)
    assert "not a photo" in refused(tmp_path / "text.jpg").message
    refused(tmp_path / ("x" * 300 + ".jpg"))
    refused(Path("nul\0byte.jpg"))


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "may not be read"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
    ],
)
def test_unreadable_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, word: str
) -> None:
    (tmp_path / "a.jpg").write_bytes(b"x")

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", fail)
    assert word in refused(tmp_path / "a.jpg").message


@pytest.mark.parametrize(
    ("name", "head", "word"),
    [
        ("a.gif", b"GIF89a\x01\x00", "GIF"),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        ("a.avif", b"\0\0\0\x18ftypavif\0\0\0\0", "AVIF"),
        ("a.cr2", b"II*\0\x10\0\0\0CR\x02\0", "RAW"),
        ("a.nef", b"MM\0*\0\0\0\x08\0\x00", "RAW"),
        ("a.psd", b"8BPS\0\x01", "Photoshop"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
    ],
)
def test_foreign_formats_are_named(tmp_path: Path, name: str, head: bytes, word: str) -> None:
    (tmp_path / name).write_bytes(head + bytes(200))
    error = refused(tmp_path / name)
    assert word in error.message
    assert "JPEG" in error.remedy


@pytest.mark.parametrize("name", sorted(samples()))
def test_cut_off_files_are_refused_and_not_filled_with_grey(tmp_path: Path, name: str) -> None:
    whole = samples()[name]
    end = len(whole) - 64  # the very last bytes may be padding or an end mark
    for length in np.linspace(12, end, 15).astype(int):
        (tmp_path / name).write_bytes(whole[:length])
        try:
            photo = open_photo(tmp_path / name)
        except EngineError:
            continue
        # only a TIFF with its pixels first and nothing but metadata missing
        (tmp_path / f"whole-{name}").write_bytes(whole)
        assert np.array_equal(photo.source, open_photo(tmp_path / f"whole-{name}").source)


def test_a_large_photo_cut_off_late_is_refused(tmp_path: Path) -> None:
    for options in ({}, {"progressive": True}):
        whole = encoded(Image.fromarray(data.coffee()), "JPEG", quality=95, **options)
        (tmp_path / "a.jpg").write_bytes(whole[: int(len(whole) * 0.97)])
        assert "cut off" in refused(tmp_path / "a.jpg").message


def png_header(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        end = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + end

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


def test_more_than_200_megapixels_are_refused_by_the_header(tmp_path: Path) -> None:
    (tmp_path / "huge.png").write_bytes(png_header(20_000, 15_000))
    start = time.perf_counter()
    error = refused(tmp_path / "huge.png")
    assert error.message == "The photo has 300 megapixels; at most 200 can be opened."
    assert time.perf_counter() - start < 1
    (tmp_path / "large.png").write_bytes(png_header(19_000, 10_000))
    assert "cut off" in refused(tmp_path / "large.png").message  # allowed, but not all there


def test_values_that_are_no_photo_are_refused(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "float.tif", DEEP.astype(np.float32), photometric="rgb")
    assert "cannot be read" in refused(tmp_path / "float.tif").message
    tifffile.imwrite(
        tmp_path / "many.tif",
        np.zeros((5, 20, 30), np.uint8),
        photometric="rgb",
        planarconfig="separate",
        extrasamples=["unspecified"] * 2,
    )
    refused(tmp_path / "many.tif")


def test_no_memory_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.png").write_bytes(samples()["colour.png"])

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Image.Image, "load", fail)
    monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load", fail)
    assert "memory" in refused(tmp_path / "a.png").message


def test_only_engine_errors_escape_from_damaged_files(tmp_path: Path) -> None:
    generator = np.random.default_rng(7)
    kinds = samples()
    refusals = 0
    for turn in range(20):
        for name, whole in kinds.items():
            damaged = bytearray(whole)
            reach = len(damaged) if turn % 2 else min(len(damaged), 300)
            for _ in range(generator.integers(1, 12)):
                damaged[generator.integers(reach)] = generator.integers(256)
            (tmp_path / name).write_bytes(damaged)
            try:
                open_photo(tmp_path / name)
            except EngineError:
                refusals += 1
    assert refusals > 50
