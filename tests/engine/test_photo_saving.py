"""Saved pictures: whole or not at all, never over the original, with the photo's metadata."""

from __future__ import annotations

import errno
import io
import os
import struct
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms
from skimage import data
from skimage.color import rgb2lab

from engine import colour_profiles, photo_saving
from engine.colour_profiles import srgb_profile, to_srgb
from engine.errors import EngineError
from engine.instances import Box
from engine.photo import Photo, open_photo, save_picture
from engine.render import recolor
from engine.results import Colorization

COLOUR = np.ascontiguousarray(data.astronaut()[100:164, 180:276])
DEEP = np.random.default_rng(1).integers(0, 65536, (64, 96, 3), dtype=np.uint16)
KINDS = ["png", "jpg", "tif", "webp"]
ADOBE_RGB = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))


def profile_of(space: bytes, gamma: float, colorants: tuple[tuple[float, ...], ...] = ()) -> bytes:
    """A small ICC version 2 profile of one gamma and, for RGB, three colorants (at D50)."""
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)

    def xyz(values: tuple[float, ...]) -> bytes:
        return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(v * 65536) for v in values))

    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", 5) + b"test\0" + bytes(79),
        b"wtpt": xyz((0.9642, 1.0, 0.8249)),
    }
    if space == b"GRAY":
        tags[b"kTRC"] = curve
    for name, values in zip((b"r", b"g", b"b"), colorants, strict=False):
        tags[name + b"XYZ"] = xyz(values)
        tags[name + b"TRC"] = curve
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        value += bytes(-len(value) % 4)
        table += name + struct.pack(">II", start + len(body), len(value))
        body += value
    header = struct.pack(
        ">I4sI4s4s4s", start + len(body), b"test", 0x02400000, b"mntr", space, b"XYZ "
    )
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    header += struct.pack(">3i", 63190, 65536, 54061)
    return header.ljust(128, b"\0") + table + body


def photo_of(source: np.ndarray, **more: object) -> Photo:
    return Photo(path=None, lightness=np.zeros(source.shape[:2], np.float32), source=source, **more)


def refused(*arguments: object, **options: object) -> str:
    with pytest.raises(EngineError) as caught:
        save_picture(*arguments, **options)
    assert caught.value.remedy.endswith(".")
    return caught.value.message


def camera_exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Ernemann"
    exif[0x0132] = "1936:05:04 12:00:00"
    exif.get_ifd(0x8769)[0x829A] = 0.02
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0by the lake"
    exif.get_ifd(0x8825)[1] = "N"
    return exif.tobytes()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("origin", ["a.jpg", "a.tif", "a.png"])
def test_exif_and_resolution_are_kept_and_the_orientation_is_upright(
    tmp_path: Path, kind: str, origin: str
) -> None:
    Image.fromarray(COLOUR).save(tmp_path / origin, exif=camera_exif(6), dpi=(600, 600))
    photo = open_photo(tmp_path / origin)
    path = save_picture(photo.source, photo, tmp_path / f"out.{kind}")
    with Image.open(path) as saved:
        exif = saved.getexif()
        assert exif.get(0x0112, 1) == 1
        assert exif[0x010F] == "Ernemann"
        assert exif[0x0132] == "1936:05:04 12:00:00"
        inner = exif.get_ifd(0x8769)
        assert float(inner[0x829A]) == pytest.approx(0.02)
        assert inner[0x9286] == b"ASCII\0\0\0by the lake"
        assert exif.get_ifd(0x8825)[1] == "N"
        assert saved.size == (photo.width, photo.height) == (64, 96)
        if kind != "webp":
            assert saved.info["dpi"] == pytest.approx((600, 600), abs=0.1)


def test_the_original_exif_block_changes_in_its_orientation_only(tmp_path: Path) -> None:
    Image.fromarray(COLOUR).save(tmp_path / "a.jpg", exif=camera_exif(8))
    photo = open_photo(tmp_path / "a.jpg")
    back = open_photo(save_picture(photo.source, photo, tmp_path / "b.jpg"))
    assert photo.exif is not None
    assert back.exif is not None
    different = [i for i in range(len(photo.exif)) if photo.exif[i] != back.exif[i]]
    assert len(different) == 1
    assert back.exif[different[0]] == 1


@pytest.mark.parametrize("kind", ["png", "jpg", "webp", "tif"])
def test_broken_exif_does_not_stop_the_saving(tmp_path: Path, kind: str) -> None:
    for exif in (b"Exif\0\0garbage", b"Exif\0\0II*\0\xff\xff\xff\xff", b"x", b"Exif\0\0MM\0*" * 9):
        photo = photo_of(COLOUR, exif=exif)
        path = save_picture(COLOUR, photo, tmp_path / f"a.{kind}", overwrite=True)
        assert open_photo(path).source.shape == COLOUR.shape


def test_xmp_is_kept_upright(tmp_path: Path) -> None:
    packet = b'<x:xmpmeta><rdf:Description tiff:Orientation="6" dc:title="Lake"/></x:xmpmeta>'
    for kind in KINDS:
        photo = photo_of(COLOUR, xmp=packet)
        back = open_photo(save_picture(COLOUR, photo, tmp_path / f"a.{kind}"))
        assert back.xmp == packet.replace(b'"6"', b'"1"')


@pytest.mark.parametrize("kind", ["png", "tif"])
def test_sixteen_bits_are_saved_exactly(tmp_path: Path, kind: str) -> None:
    path = save_picture(DEEP, photo_of(COLOUR), tmp_path / f"a.{kind}")
    back = open_photo(path)
    assert back.bit_depth == 16
    assert np.abs(back.lightness - rgb2lab(DEEP)[..., 0]).max() < 0.001
    eight = open_photo(save_picture(DEEP, photo_of(COLOUR), tmp_path / f"b.{kind}", bit_depth=8))
    assert eight.bit_depth == 8
    assert np.array_equal(eight.source, np.round(DEEP / 257).astype(np.uint8))
    more = open_photo(save_picture(COLOUR, photo_of(COLOUR), tmp_path / f"c.{kind}", bit_depth=16))
    assert more.bit_depth == 16
    assert np.array_equal(more.source, COLOUR)


def test_formats_of_eight_bits_take_deep_pictures_but_do_not_promise_them(tmp_path: Path) -> None:
    for kind in ("jpg", "webp"):
        assert open_photo(save_picture(DEEP, photo_of(COLOUR), tmp_path / f"a.{kind}"))
        message = refused(DEEP, photo_of(COLOUR), tmp_path / f"b.{kind}", bit_depth=16)
        assert "16 bits" in message


def test_jpeg_keeps_the_colours_as_sharp_as_the_lightness(tmp_path: Path) -> None:
    path = save_picture(COLOUR, photo_of(COLOUR), tmp_path / "a.jpg")
    with Image.open(path) as saved:
        assert {layer[1:3] for layer in saved.layer} == {(1, 1)}
    assert np.abs(open_photo(path).source.astype(int) - COLOUR).mean() < 2.5


def test_the_lightness_of_a_photo_survives_a_png(tmp_path: Path) -> None:
    Image.fromarray(COLOUR[..., 1]).save(tmp_path / "grey.png")
    photo = open_photo(tmp_path / "grey.png")
    ab = np.random.default_rng(2).uniform(-70, 70, (8, 12, 2)).astype(np.float32)
    picture = recolor(photo.lightness, Colorization(ab, Box(0, 0, 96, 64)))
    back = open_photo(save_picture(picture, photo, tmp_path / "out.png"))
    assert back.coloured
    assert np.abs(back.lightness - photo.lightness).max() <= 0.5
    assert np.abs(back.lightness - photo.lightness).mean() <= 0.1


def test_profiles_of_a_folder_that_take_turns_are_made_ready_once() -> None:
    colour_profiles._transform.cache_clear()
    picture = np.full((2, 2, 3), 90, np.uint8)
    profiles = [profile_of(b"RGB ", 1.0 + number / 4, ADOBE_RGB) for number in range(6)]
    for icc in profiles * 3:
        assert not np.array_equal(to_srgb(picture, icc), picture)
        assert colour_profiles.from_srgb(picture, icc)[1] == icc
    assert colour_profiles._transform.cache_info().misses == 2 * len(profiles)


def test_pixels_are_converted_by_the_profile_and_saved_in_its_space(tmp_path: Path) -> None:
    adobe = profile_of(b"RGB ", 2.19921875, ADOBE_RGB)
    Image.fromarray(COLOUR).save(tmp_path / "a.png", icc_profile=adobe)
    photo = open_photo(tmp_path / "a.png")
    expected = ImageCms.profileToProfile(
        Image.fromarray(COLOUR),
        ImageCms.ImageCmsProfile(io.BytesIO(adobe)),
        ImageCms.createProfile("sRGB"),
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
    )
    assert np.abs(photo.source.astype(int) - np.asarray(expected)).max() <= 2
    assert np.abs(photo.source.astype(int) - COLOUR).max() > 10
    for kind in KINDS:
        back = open_photo(save_picture(photo.source, photo, tmp_path / f"out.{kind}"))
        assert back.icc == adobe
        assert np.abs(back.source.astype(int) - photo.source).mean() < {"webp": 5, "jpg": 3}.get(
            kind, 1.5
        )
    with Image.open(tmp_path / "out.png") as saved:
        assert np.abs(np.asarray(saved).astype(int) - COLOUR).mean() < 1.5  # in the file's space


def test_sixteen_bits_are_converted_as_exactly_as_eight(tmp_path: Path) -> None:
    adobe = profile_of(b"RGB ", 2.19921875, ADOBE_RGB)
    deep = COLOUR.astype(np.uint16) * 257
    converted = to_srgb(deep, adobe)
    assert np.abs(converted / 257 - to_srgb(COLOUR, adobe).astype(float)).max() <= 1.5
    muted = 26_000 + DEEP // 16  # inside sRGB
    path = save_picture(to_srgb(muted, adobe), photo_of(COLOUR, icc=adobe), tmp_path / "a.tif")
    assert np.abs(tifffile.imread(path).astype(int) - muted).max() <= 2
    assert open_photo(path).icc == adobe


def test_grey_profiles_are_applied_and_give_way_to_srgb(tmp_path: Path) -> None:
    gamma = profile_of(b"GRAY", 1.8)
    levels = np.tile(np.arange(256, dtype=np.uint8), (16, 1))
    for values in (levels, levels.astype(np.uint16) * 257):
        top = np.iinfo(values.dtype).max
        shown = to_srgb(values, gamma)
        linear = (levels[0] / 255) ** 1.8
        expected = np.where(linear < 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
        assert shown.dtype == values.dtype
        assert np.abs(shown[0] / top - expected).max() < 0.012
    Image.fromarray(levels).save(tmp_path / "a.png", icc_profile=gamma)
    photo = open_photo(tmp_path / "a.png")
    assert not photo.coloured
    for kind in KINDS:
        back = open_photo(save_picture(photo.source, photo, tmp_path / f"b.{kind}"))
        assert back.icc == srgb_profile()
        assert np.abs(back.source.astype(int) - photo.source).mean() < 2


def test_broken_and_foreign_profiles_are_ignored(tmp_path: Path) -> None:
    good = profile_of(b"RGB ", 2.2, ADOBE_RGB)
    for icc in (
        b"x",
        bytes(500),
        good[:200],
        good[:150] + bytes(len(good)),
        profile_of(b"GRAY", 2),
    ):
        assert np.array_equal(to_srgb(COLOUR, icc), COLOUR)
        path = save_picture(COLOUR, photo_of(COLOUR, icc=icc), tmp_path / "a.png", overwrite=True)
        assert np.array_equal(open_photo(path).source, COLOUR)


def test_the_original_is_never_replaced(tmp_path: Path) -> None:
    original = tmp_path / "photo.png"
    Image.fromarray(COLOUR).save(original)
    before = original.read_bytes()
    photo = open_photo(original)
    (tmp_path / "soft.png").symlink_to(original)
    os.link(original, tmp_path / "hard.png")
    same = [original, tmp_path / "soft.png", tmp_path / "hard.png", tmp_path / "." / "photo.png"]
    for place in same:
        for overwrite in (False, True):
            assert "never changed" in refused(255 - COLOUR, photo, place, overwrite=overwrite)
    assert original.read_bytes() == before


def test_other_files_are_replaced_only_on_request(tmp_path: Path) -> None:
    place = tmp_path / "there.png"
    place.write_bytes(b"something else")
    photo = photo_of(COLOUR)
    assert "exists already" in refused(COLOUR, photo, place)
    assert place.read_bytes() == b"something else"
    assert save_picture(COLOUR, photo, place, overwrite=True) == place
    assert np.array_equal(open_photo(place).source, COLOUR)


@pytest.mark.parametrize(
    ("code", "word"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EACCES, "may not be written"),
        (errno.EROFS, "may not be written"),
        (errno.EIO, "could not be saved"),
    ],
)
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failed_write_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, word: str, call: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    (tmp_path / "old.png").write_bytes(b"old")
    monkeypatch.setattr(photo_saving.os, call, fail)
    if call == "replace":
        monkeypatch.setattr(photo_saving.os, "link", fail)
    assert word in refused(COLOUR, photo_of(COLOUR), tmp_path / "new.png")
    assert word in refused(COLOUR, photo_of(COLOUR), tmp_path / "old.png", overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["old.png"]
    assert (tmp_path / "old.png").read_bytes() == b"old"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no folder in which nothing can be made")
def test_a_folder_that_takes_no_files_is_not_said_to_be_missing() -> None:
    assert "The folder /proc may not be written to" in refused(
        COLOUR, photo_of(COLOUR), Path("/proc/new.png")
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_really_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open
    monkeypatch.setattr(Path, "open", lambda path, mode: opened(Path("/dev/full"), "wb"))
    assert "disk is full" in refused(COLOUR, photo_of(COLOUR), tmp_path / "new.png")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_or_a_device_is_no_place(tmp_path: Path) -> None:
    place = tmp_path / "pipe.png"
    os.mkfifo(place)
    assert "a device or a pipe" in refused(COLOUR, photo_of(COLOUR), place, overwrite=True)
    assert place.is_fifo()
    assert os.listdir(tmp_path) == ["pipe.png"]


def test_places_that_cannot_be(tmp_path: Path) -> None:
    photo = photo_of(COLOUR)
    (tmp_path / "folder.png").mkdir()
    assert "folder" in refused(COLOUR, photo, tmp_path / "folder.png", overwrite=True)
    assert "no folder" in refused(COLOUR, photo, tmp_path / "none" / "a.png")
    for name in ("a.gif", "a", "a.bmp", "a.png.txt"):
        assert "cannot be saved as" in refused(COLOUR, photo, tmp_path / name)
    assert "is too long" in refused(COLOUR, photo, tmp_path / ("x" * 300 + ".png"))
    assert [path.name for path in tmp_path.iterdir()] == ["folder.png"]


def test_formats_with_small_limits_say_so(tmp_path: Path) -> None:
    wide = np.zeros((2, 17_000, 3), np.uint8)
    assert "at most 16383" in refused(wide, photo_of(wide), tmp_path / "a.webp")
    assert open_photo(save_picture(wide, photo_of(wide), tmp_path / "a.jpg")).width == 17_000
    assert os.listdir(tmp_path) == ["a.jpg"]
