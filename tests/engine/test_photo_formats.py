"""Every format, mode and bit depth, as read from files that other libraries wrote."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile
from PIL import Image
from skimage import data
from skimage.color import rgb2lab

from engine.photo import open_photo, photo_of, save_picture

COLOUR = np.ascontiguousarray(data.astronaut()[100:164, 180:276])
GREY = np.ascontiguousarray(COLOUR[..., 1])
DEEP_GREY = np.random.default_rng(0).integers(0, 65536, (64, 96), dtype=np.uint16)
DEEP = np.random.default_rng(1).integers(0, 65536, (64, 96, 3), dtype=np.uint16)
ALPHA = np.tile(np.linspace(0, 255, 96).astype(np.uint8), (64, 1))


def saved(tmp_path: Path, image: Image.Image, name: str, **options: object) -> Path:
    image.save(tmp_path / name, **options)
    return tmp_path / name


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.png", {}),
        ("a.bmp", {}),
        ("a.tif", {}),
        ("a.tif", {"compression": "tiff_lzw"}),
        ("a.tif", {"compression": "tiff_adobe_deflate"}),
        ("a.tif", {"compression": "packbits"}),
        ("a.webp", {"lossless": True}),
    ],
)
def test_eight_bit_colour_and_grey_are_read_exactly(
    tmp_path: Path, name: str, options: dict[str, object]
) -> None:
    photo = open_photo(saved(tmp_path, Image.fromarray(COLOUR), name, **options))
    assert np.array_equal(photo.source, COLOUR)
    assert np.abs(photo.lightness - rgb2lab(COLOUR)[..., 0]).max() < 0.001
    assert photo.lightness.dtype == np.float32
    assert (photo.height, photo.width) == (64, 96)
    assert photo.coloured
    assert photo.bit_depth == 8
    grey = open_photo(saved(tmp_path, Image.fromarray(GREY), name, **options))
    assert np.array_equal(grey.source, np.repeat(GREY[..., None], 3, axis=2))
    assert not grey.coloured


@pytest.mark.parametrize(("dtype", "level"), [(np.uint8, 1), (np.uint16, 257)])
def test_colour_counts_wherever_it_is_and_noise_does_not(dtype: type, level: int) -> None:
    grey = np.full((700, 400, 3), 100 * level, dtype)
    for rows in (slice(0, 1), slice(699, 700)):
        picture = grey.copy()
        picture[rows, :, 0] += dtype(8 * level)  # of 0.0014 of the pixels
        assert not photo_of(picture).coloured
        picture[rows, :, 0] += dtype(1)
        assert photo_of(picture).coloured
    picture[rows, 130:, 0] = 100 * level  # 130 pixels are 0.00046
    assert not photo_of(picture).coloured


@pytest.mark.parametrize("name", ["a.jpg", "a.webp"])
def test_lossy_files_are_read_as_pillow_reads_them(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path, Image.fromarray(COLOUR), name, quality=90)
    photo = open_photo(path)
    assert np.array_equal(photo.source, np.asarray(Image.open(path).convert("RGB")))
    assert photo.format == name[2:].upper().replace("JPG", "JPEG")


def test_a_grey_scan_stored_in_colour_counts_as_grey(tmp_path: Path) -> None:
    path = saved(tmp_path, Image.fromarray(np.repeat(GREY[..., None], 3, axis=2)), "a.jpg")
    assert not open_photo(path).coloured


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_grey_in_three_channels_has_the_lightness_of_grey_in_one(dtype: type) -> None:
    grey = np.random.default_rng(4).integers(0, np.iinfo(dtype).max + 1, (300, 700), dtype=dtype)
    stacked = np.repeat(grey[..., None], 3, axis=2)
    assert np.array_equal(photo_of(stacked).lightness, photo_of(grey).lightness)
    stacked[-1, -1] = (0, np.iinfo(dtype).max, 0)  # and a green pixel at the end
    coloured = photo_of(stacked).lightness
    assert np.abs(coloured - photo_of(grey).lightness)[:-1].max() < 1e-4
    assert coloured[-1, -1] == pytest.approx(87.74, abs=0.01)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("compression", [None, "zlib"])
def test_sixteen_bit_tiff_keeps_its_precision(
    tmp_path: Path, order: str, compression: str | None
) -> None:
    for values in (DEEP_GREY, DEEP):
        tifffile.imwrite(
            tmp_path / "a.tif",
            values,
            byteorder=order,
            photometric="rgb" if values.ndim == 3 else "minisblack",
            compression=compression,
        )
        photo = open_photo(tmp_path / "a.tif")
        assert photo.bit_depth == 16
        as_rgb = values if values.ndim == 3 else np.repeat(values[..., None], 3, axis=2)
        assert np.abs(photo.lightness - rgb2lab(as_rgb)[..., 0]).max() < 0.001
        assert np.array_equal(photo.source, np.round(as_rgb / 257).astype(np.uint8))


def test_sixteen_bit_lzw_tiff_is_read(tmp_path: Path) -> None:
    options = (cv2.IMWRITE_TIFF_COMPRESSION, 5)
    assert cv2.imwrite(str(tmp_path / "a.tif"), DEEP[..., ::-1], options)
    photo = open_photo(tmp_path / "a.tif")
    assert photo.bit_depth == 16
    assert np.abs(photo.lightness - rgb2lab(DEEP)[..., 0]).max() < 0.001


@pytest.mark.parametrize("planes", [False, True])
def test_sixteen_bit_tiff_with_alpha_and_in_planes(tmp_path: Path, planes: bool) -> None:
    alpha = ALPHA.astype(np.uint16) * 257
    values = np.dstack([DEEP, alpha])
    tifffile.imwrite(
        tmp_path / "a.tif",
        np.ascontiguousarray(values.transpose(2, 0, 1)) if planes else values,
        photometric="rgb",
        planarconfig="separate" if planes else "contig",
        extrasamples=["unassalpha"],
    )
    photo = open_photo(tmp_path / "a.tif")
    assert np.array_equal(photo.alpha, alpha)
    assert np.abs(photo.lightness - rgb2lab(DEEP)[..., 0]).max() < 0.001


def test_sixteen_bit_png_keeps_its_precision(tmp_path: Path) -> None:
    alpha = ALPHA.astype(np.uint16) * 257
    for values in (DEEP_GREY, DEEP, np.dstack([DEEP, alpha])):
        stored = values if values.ndim == 2 else values[..., [2, 1, 0, 3][: values.shape[2]]]
        assert cv2.imwrite(str(tmp_path / "a.png"), np.ascontiguousarray(stored))
        photo = open_photo(tmp_path / "a.png")
        as_rgb = values[..., :3] if values.ndim == 3 else np.repeat(values[..., None], 3, axis=2)
        assert photo.bit_depth == 16
        assert np.abs(photo.lightness - rgb2lab(as_rgb)[..., 0]).max() < 0.001
        if values.ndim == 3 and values.shape[2] == 4:
            assert np.array_equal(photo.alpha, alpha)


def test_white_is_zero_tiffs_are_not_negatives(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "a.tif", 255 - GREY, photometric="miniswhite")
    assert np.array_equal(open_photo(tmp_path / "a.tif").source[..., 0], GREY)
    tifffile.imwrite(tmp_path / "b.tif", 65535 - DEEP_GREY, photometric="miniswhite")
    photo = open_photo(tmp_path / "b.tif")
    expected = rgb2lab(np.repeat(DEEP_GREY[..., None], 3, axis=2))[..., 0]
    assert np.abs(photo.lightness - expected).max() < 0.001


def test_palettes_one_bit_and_transparency(tmp_path: Path) -> None:
    image = Image.fromarray(COLOUR)
    palette = image.quantize(32)
    expected = np.asarray(palette.convert("RGB"))
    photo = open_photo(saved(tmp_path, palette, "p.png"))
    assert np.array_equal(photo.source, expected)
    assert photo.alpha is None
    photo = open_photo(saved(tmp_path, palette, "t.png", transparency=3))
    assert np.array_equal(photo.alpha == 0, np.asarray(palette) == 3)
    assert np.array_equal(photo.source, expected)
    bits = Image.fromarray(GREY > 128)
    for name in ("b.png", "b.tif", "b.bmp"):
        photo = open_photo(saved(tmp_path, bits, name))
        assert np.array_equal(photo.source[..., 0], np.where(GREY > 128, 255, 0))


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.webp"])
def test_alpha_is_read_and_kept(tmp_path: Path, name: str) -> None:
    for values in (np.dstack([COLOUR, ALPHA]), np.dstack([GREY, ALPHA])):
        if name == "a.webp" and values.shape[2] == 2:
            continue
        options = {"lossless": True, "exact": True} if name == "a.webp" else {}
        photo = open_photo(saved(tmp_path, Image.fromarray(values), name, **options))
        assert np.array_equal(photo.alpha, ALPHA)
        assert np.array_equal(photo.source[..., 0], values[..., 0])
        back = open_photo(save_picture(photo.source, photo, tmp_path / f"b{name}", overwrite=True))
        assert np.array_equal(back.alpha, ALPHA)


def test_cmyk_is_shown_in_its_colours_also_as_adobe_stores_it(tmp_path: Path) -> None:
    cmyk = Image.fromarray(COLOUR).convert("CMYK")
    for name in ("a.tif", "a.jpg"):  # Pillow's JPEG is inverted and marked, as Adobe's
        photo = open_photo(saved(tmp_path, cmyk, name))
        assert photo.source.shape == COLOUR.shape
        assert np.abs(photo.source.astype(int) - COLOUR).mean() < 6
        assert photo.coloured


def test_the_first_page_of_several_is_taken(tmp_path: Path) -> None:
    pages = [Image.fromarray(GREY), Image.fromarray(255 - GREY)]
    path = saved(tmp_path, pages[0], "a.tif", save_all=True, append_images=pages[1:])
    assert np.array_equal(open_photo(path).source[..., 0], GREY)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tif"])
def test_orientation_is_applied(tmp_path: Path, name: str, orientation: int) -> None:
    """Against Pillow's own transposition, and on a picture without any symmetry."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"lossless": True} if name == "a.webp" else {}
    path = saved(tmp_path, Image.fromarray(COLOUR), name, exif=exif, **options)
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    with Image.open(path) as stored:
        if name == "a.tif":
            stored = Image.fromarray(COLOUR)
        upright = stored.convert("RGB")
        if orientation in turns:
            upright = upright.transpose(turns[orientation])
    photo = open_photo(path)
    assert np.array_equal(photo.source, np.asarray(upright))
    assert photo.lightness.shape == photo.source.shape[:2]
    for suffix in ("png", "jpg", "tif", "webp"):
        back = open_photo(
            save_picture(photo.source, photo, tmp_path / f"o.{suffix}", overwrite=True)
        )
        assert back.source.shape == photo.source.shape
        assert np.abs(back.source.astype(int) - photo.source).mean() < 4


def test_orientation_of_a_sixteen_bit_tiff(tmp_path: Path) -> None:
    for values in (DEEP, DEEP_GREY):
        tifffile.imwrite(
            tmp_path / "a.tif",
            values,
            photometric="rgb" if values.ndim == 3 else "minisblack",
            extratags=[(274, 3, 1, 6, True)],
        )
        photo = open_photo(tmp_path / "a.tif")
        turned = np.rot90(values, -1)
        as_rgb = turned if values.ndim == 3 else np.repeat(turned[..., None], 3, axis=2)
        assert np.array_equal(photo.source, np.round(as_rgb / 257).astype(np.uint8))


@pytest.mark.parametrize("size", [(1, 1), (10, 20_000), (20_000, 10)])
def test_extreme_sizes(tmp_path: Path, size: tuple[int, int]) -> None:
    image = Image.new("L", size, 90)
    for name in ("a.png", "a.jpg", "a.tif", "a.bmp"):
        photo = open_photo(saved(tmp_path, image, name))
        assert (photo.width, photo.height) == size
        saved_to = save_picture(photo.source, photo, tmp_path / f"out-{name[:-3]}png")
        assert open_photo(saved_to).source.shape == photo.source.shape
        saved_to.unlink()
