"""Pictures on the screen pixel by pixel: exact at 100 %, squares from far enough in."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from gui.darkroom import Pane, Subject
from gui.open_photo import OpenPhoto
from gui.qimages import pyramid, to_array
from gui.views.stage_painter import GREY, StagePainter
from gui.views.viewport import Sight

SOURCE = Subject(Pane.SOURCE)


def drawn(photo: OpenPhoto, sight: Sight, **options: float) -> np.ndarray:
    """Screen pixels of the source."""
    size = (sight.area.size() * sight.ratio).toSize()
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(0)
    image.setDevicePixelRatio(sight.ratio)
    painter = QPainter(image)
    assert StagePainter(painter, photo, sight, **options).draw_stage(Pane.SOURCE)
    painter.end()
    return to_array(image)


def pixels_of(photo: OpenPhoto) -> np.ndarray:
    picture = photo.picture(SOURCE, 1.0)
    assert picture is not None
    return to_array(picture.images.largest)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("off", [0.0, 0.3, 0.5])
def test_at_100_percent_every_photo_pixel_is_a_screen_pixel(
    photo: OpenPhoto, ratio: float, off: float
) -> None:
    """Also where the middle of the pane lies between two pixels."""
    area = QRectF(0, 0, 40, 30)
    found = drawn(photo, Sight(area, 1 / ratio, QPointF(60 + off, 45 + off), ratio))
    whole = pixels_of(photo)
    high, wide = found.shape[:2]
    places = [
        (y, x)
        for y in range(whole.shape[0] - high + 1)
        for x in range(whole.shape[1] - wide + 1)
        if np.array_equal(whole[y : y + high, x : x + wide], found)
    ]
    assert places


@pytest.mark.parametrize(("scale", "ratio"), [(4.0, 1.0), (8.0, 1.0), (2.0, 2.0), (4.0, 2.0)])
def test_from_far_enough_in_pixels_are_squares(
    photo: OpenPhoto, scale: float, ratio: float
) -> None:
    area = QRectF(0, 0, 80, 64)  # with the photo's corner a whole number of squares away
    found = drawn(photo, Sight(area, scale, QPointF(60, 45), ratio))
    colours = {tuple(c) for c in found.reshape(-1, 3)}
    assert colours <= {tuple(c) for c in pixels_of(photo).reshape(-1, 3)}, "none was mixed"
    size = round(scale * ratio)
    assert found.shape[0] % size == 0
    squares = found.reshape(found.shape[0] // size, size, found.shape[1] // size, size, 3)
    assert np.ptp(squares.astype(int), axis=(1, 3)).max() == 0


def test_between_a_photo_is_smooth_unless_pixels_are_wanted(photo: OpenPhoto) -> None:
    sight = Sight(QRectF(0, 0, 80, 60), 2.0, QPointF(60, 45))
    own = {tuple(c) for c in pixels_of(photo).reshape(-1, 3)}
    smooth = drawn(photo, sight)
    hard = drawn(photo, sight, pixels_from=1.0)
    assert {tuple(c) for c in hard.reshape(-1, 3)} <= own
    assert not np.array_equal(smooth, hard)


def test_only_what_is_in_sight_is_drawn(photo: OpenPhoto) -> None:
    sight = Sight(QRectF(10, 10, 20, 20), 1.0, QPointF(60, 45))
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    StagePainter(painter, photo, sight).draw(GREY)
    painter.end()
    found = to_array(image).max(axis=2)
    assert found[10:30, 10:30].min() > 0
    found[10:30, 10:30] = 0
    assert found.max() == 0


def test_every_level_is_in_the_format_that_is_drawn_fastest() -> None:
    rgb = np.zeros((1200, 1300, 3), np.uint8)
    rgb[..., 0] = 200
    levels = pyramid(rgb).levels
    assert len(levels) > 1
    for image in levels:
        assert image.format() is QImage.Format.Format_RGB32
        assert to_array(image)[5, 5].tolist() == [200, 0, 0]
