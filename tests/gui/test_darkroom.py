"""Pictures for the screen: sizes, places, colours, and numpy to QImage and back."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage

from engine.adjustments import Adjustments
from engine.instances import Box, Instance
from engine.photo import Photo
from engine.results import Colorization
from engine.steps import finish
from gui.darkroom import (
    FULL_PIXELS,
    PLAIN,
    PREVIEW_SIDE,
    QUICK_SIDE,
    Darkroom,
    Finish,
    Pane,
    Subject,
)
from gui.qimages import SMALLEST_LEVEL, pyramid, to_array, to_qimage


def photo(height: int, width: int) -> Photo:
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    lightness = 20 + 60 * columns / width + 10 * np.sin(rows / 9)
    source = np.repeat((lightness * 2.55).astype(np.uint8)[..., None], 3, axis=2)
    return Photo(None, lightness.astype(np.float32), source)


def warm(frame: Box) -> Colorization:
    return Colorization(np.full((8, 8, 2), 25, np.float32), frame)


@pytest.mark.parametrize(("height", "width"), [(1, 1), (7, 5), (90, 3), (64, 64)])
@pytest.mark.parametrize("channels", [None, 3])
def test_pixels_survive_the_way_to_qimage_and_back(
    height: int, width: int, channels: int | None
) -> None:
    shape = (height, width) if channels is None else (height, width, channels)
    pixels = np.random.default_rng(1).integers(0, 256, shape, np.uint8)
    back = to_array(to_qimage(pixels))
    expected = pixels if channels else np.repeat(pixels[..., None], 3, axis=2)
    assert np.array_equal(back, expected)


def test_a_qimage_owns_its_pixels() -> None:
    pixels = np.full((5, 5, 3), 200, np.uint8)
    image = to_qimage(pixels)
    pixels[:] = 0
    assert to_array(image).min() == 200


def test_transparency_is_kept() -> None:
    pixels = np.zeros((2, 2, 4), np.uint8)
    pixels[0, 0] = (10, 20, 30, 128)
    image = to_qimage(pixels)
    assert image.format() == QImage.Format.Format_RGBA8888
    assert image.pixelColor(0, 0).getRgb() == (10, 20, 30, 128)


def test_levels_halve_and_the_right_one_is_taken() -> None:
    made = pyramid(np.zeros((1500, 2400, 3), np.uint8))
    widths = [image.width() for image in made.levels]
    assert widths == [2400, 1200, 600]
    assert max(made.levels[-1].height(), widths[-1]) >= SMALLEST_LEVEL
    assert made.level(100).width() == 600
    assert made.level(601).width() == 1200
    assert made.level(9000).width() == 2400


def test_a_small_photo_has_one_size_only() -> None:
    room = Darkroom(photo(90, 120))
    assert room.quick == room.preview == room.full == 1.0


def test_a_large_photo_has_three_sizes() -> None:
    room = Darkroom(photo(2000, 3000))
    assert room.quick * 3000 == pytest.approx(QUICK_SIDE)
    assert room.preview * 3000 == pytest.approx(PREVIEW_SIDE)
    assert room.full == 1.0
    assert room.scale_for(0.1) == room.quick
    assert room.scale_for(0.5) == room.preview
    assert room.scale_for(0.6) == room.full
    assert room.scale_for(8.0) == room.full


def test_a_huge_photo_is_not_shown_with_all_its_pixels() -> None:
    huge = np.broadcast_to(np.float32(50), (6000, 8000))
    room = Darkroom(Photo(None, huge, np.broadcast_to(np.uint8(9), (6000, 8000, 3))))
    assert room.full < 1
    assert (6000 * room.full) * (8000 * room.full) == pytest.approx(FULL_PIXELS, rel=0.001)


def test_a_picture_of_every_size_covers_the_same_frame() -> None:
    room = Darkroom(photo(1000, 1700))
    for scale in (room.quick, room.preview, room.full):
        steps = room.develop(Subject(Pane.FUSED), warm(room.frame), PLAIN, scale)
        picture = finish(steps)
        assert picture.frame == Box(0, 0, 1700, 1000)
        assert picture.images.largest.width() == pytest.approx(1700 * scale, abs=1)
        assert picture.scale == scale


def test_a_patch_lies_in_its_place_to_the_pixel() -> None:
    room = Darkroom(photo(1000, 1700))
    box = Box(301.5, 200.2, 902.0, 611.9)
    subject = Subject(Pane.INSTANCES, 4)
    picture = finish(room.develop(subject, warm(box), PLAIN, room.full))
    assert picture.frame == Box(301, 200, 902, 612)
    whole = finish(
        room.develop(Subject(Pane.FUSED), warm(room.frame), Finish(Adjustments(0.0)), room.full)
    )
    patch = finish(room.develop(subject, warm(box), Finish(Adjustments(0.0)), room.full))
    assert np.array_equal(
        to_array(patch.images.largest), to_array(whole.images.largest)[200:612, 301:902]
    )
    small = finish(room.develop(subject, warm(box), PLAIN, room.quick))
    assert small.frame.left == pytest.approx(301.5, abs=1 / room.quick)
    assert small.frame.right == pytest.approx(902, abs=1 / room.quick)


def test_the_grey_pane_is_the_lightness_of_a_coloured_photo() -> None:
    grey = photo(60, 80)
    red = grey.source.copy()
    red[..., 1:] //= 3
    room = Darkroom(Photo(None, grey.lightness, red, coloured=True))
    source = to_array(room.grey(Pane.SOURCE, 1.0).images.largest)
    backdrop = to_array(room.grey(Pane.INSTANCES, 1.0).images.largest)
    assert np.array_equal(source, red)
    assert np.ptp(backdrop, axis=2).max() == 0


@pytest.mark.parametrize(
    "box", [Box(0, 0, 1, 1), Box(0, 0, 400, 5), Box(390, 0, 400, 300), Box(0, 0, 400, 300)]
)
def test_thumbnails_are_square_or_as_square_as_the_photo_allows(box: Box) -> None:
    room = Darkroom(photo(300, 400))
    image = room.thumbnails([Instance(3, "dog", 1.0, box)])[3]
    assert max(image.width(), image.height()) <= 97
    assert 0.7 < image.width() / image.height() < 1.4


def test_thumbnails_of_two_who_stand_side_by_side_differ() -> None:
    grey = photo(300, 400)
    source = np.zeros((300, 400, 3), np.uint8)
    source[20:260, 200:300] = 120  # the right one
    source[20:100, 200:300] = 240  # and the head
    room = Darkroom(Photo(None, grey.lightness, source))
    left = to_array(room.thumbnail(Box(100, 20, 200, 260)))
    right = to_array(room.thumbnail(Box(200, 20, 300, 260)))
    assert left.max() == 0
    assert right.min() >= 120
    assert right[0].max() == 240
    lying = to_array(room.thumbnail(Box(80, 200, 320, 290)))
    assert lying[0, 0].max() == 0
    assert lying[0, -1].min() == 120


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 5000), (5000, 1), (10, 20_000)])
def test_extreme_shapes_are_shown(height: int, width: int) -> None:
    room = Darkroom(photo(height, width))
    for scale in {room.quick, room.preview, room.full}:
        steps = room.develop(Subject(Pane.FUSED), warm(room.frame), PLAIN, scale)
        assert finish(steps).images.largest.width() >= 1
        assert room.grey(Pane.SOURCE, scale).images.largest.height() >= 1
