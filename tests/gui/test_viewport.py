"""The shared zoom and pan, as arithmetic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF

from engine.instances import Box
from gui.views.viewport import FIT_MARGIN, Sight, Viewport

PANE = QRectF(0, 26, 500, 400)


def viewport(width: int = 1000, height: int = 600, ratio: float = 1.0) -> Viewport:
    made = Viewport()
    made.set_pane(PANE.size(), ratio)
    made.set_photo(width, height)
    return made


def test_fit_shows_the_whole_photo_in_the_middle() -> None:
    view = viewport()
    rect = view.to_pane(Box(0, 0, 1000, 600), PANE)
    assert rect.width() == pytest.approx(PANE.width() - 2 * FIT_MARGIN)
    assert rect.center().x() == pytest.approx(PANE.center().x())
    assert rect.center().y() == pytest.approx(PANE.center().y())
    assert view.fitted


def test_a_fitted_photo_stays_fitted_when_the_pane_grows() -> None:
    view = viewport()
    view.set_pane(QSizeF(1012, 900), 1.0)
    assert view.fitted
    assert view.scale == pytest.approx(1.0)


@given(
    x=st.floats(-200, 200), y=st.floats(-150, 150), factors=st.lists(st.floats(1.01, 2), min_size=1)
)
def test_zooming_in_keeps_the_point_under_the_mouse(
    x: float, y: float, factors: list[float]
) -> None:
    view = viewport(4000, 3200)
    at = QPointF(x, y)
    mouse = PANE.center() + at
    view.zoom(3.0)  # so near that no border of the photo is in sight
    before = view.to_photo(mouse, PANE)
    for factor in factors:
        view.zoom(factor, at)
    after = view.to_photo(mouse, PANE)
    assert after.x() == pytest.approx(before.x(), abs=0.01)
    assert after.y() == pytest.approx(before.y(), abs=0.01)


@given(
    width=st.integers(1, 20_000),
    height=st.integers(1, 20_000),
    moves=st.lists(st.tuples(st.floats(-900, 900), st.floats(-900, 900)), max_size=6),
    factor=st.floats(0.1, 10),
)
def test_no_border_appears_where_the_photo_is_larger_than_the_pane(
    width: int, height: int, moves: list[tuple[float, float]], factor: float
) -> None:
    view = viewport(width, height)
    view.zoom(factor)
    for move in moves:
        view.pan(QPointF(*move))
    rect = view.to_pane(Box(0, 0, width, height), PANE)
    for low, high, from_, to in (
        (rect.left(), rect.right(), PANE.left(), PANE.right()),
        (rect.top(), rect.bottom(), PANE.top(), PANE.bottom()),
    ):
        if high - low > to - from_:
            assert low <= from_ + 0.01
            assert high >= to - 0.01
        else:
            assert (low + high) / 2 == pytest.approx((from_ + to) / 2, abs=0.01)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_100_percent_is_one_photo_pixel_on_one_screen_pixel(ratio: float) -> None:
    view = viewport(ratio=ratio)
    view.actual_size()
    assert view.scale == pytest.approx(1 / ratio)
    assert view.percent == pytest.approx(100)
    assert not view.fitted


def test_a_double_click_goes_to_real_pixels_at_its_place_and_back() -> None:
    view = viewport(4000, 3200)
    at = QPointF(60, -40)
    under = view.to_photo(PANE.center() + at, PANE)
    view.toggle_fit(at)
    assert view.percent == pytest.approx(100)
    after = view.to_photo(PANE.center() + at, PANE)
    assert (after - under).manhattanLength() < 0.01
    view.toggle_fit(at)
    assert view.fitted


def test_smaller_panes_show_again_what_they_showed() -> None:
    view = viewport(4000, 3200)
    view.zoom(20)
    view.pan(QPointF(-90_000, -90_000))
    before = view.state
    view.set_pane(QSizeF(1300, 900), 1.0)
    assert view.centre != before.centre, "no border beside the photo"
    view.set_pane(PANE.size(), 1.0)
    assert view.state == before
    view.set_pane(QSizeF(1300, 900), 1.0)
    view.pan(QPointF(50, 50))  # from here on this is the place
    moved = view.centre
    view.set_pane(PANE.size(), 1.0)
    assert view.centre == moved


@given(
    x=st.floats(0, 900),
    y=st.floats(0, 500),
    scale=st.sampled_from([0.25, 0.5, 1.0, 2.0]),
    ratio=st.sampled_from([1.0, 1.5, 2.0]),
)
def test_a_snapped_sight_has_the_photos_corner_on_a_screen_pixel(
    x: float, y: float, scale: float, ratio: float
) -> None:
    sight = Sight(PANE, scale, QPointF(x, y), ratio)
    corner = sight.snapped.to_pane(Box(0, 0, 1, 1)).topLeft()
    moved = corner - sight.to_pane(Box(0, 0, 1, 1)).topLeft()
    assert corner.x() * ratio == pytest.approx(round(corner.x() * ratio), abs=1e-6)
    assert corner.y() * ratio == pytest.approx(round(corner.y() * ratio), abs=1e-6)
    assert max(abs(moved.x()), abs(moved.y())) * ratio <= 0.5 + 1e-6


def test_places_and_photo_points_are_each_others_inverse() -> None:
    sight = Sight(PANE, 0.7, QPointF(300, 200), 2.0)
    for point in (QPointF(0, 0), QPointF(123.5, 400)):
        assert (sight.to_photo(sight.at(point)) - point).manhattanLength() < 1e-9


def test_zooming_out_ends_at_the_whole_photo() -> None:
    view = viewport()
    view.zoom(4)
    for _ in range(20):
        view.zoom(0.5)
    assert view.fitted


def test_zooming_in_ends_somewhere() -> None:
    view = viewport()
    for _ in range(60):
        view.zoom(2)
    assert view.percent == pytest.approx(3200)


def test_a_box_fills_the_panes_and_the_way_back_is_exact() -> None:
    view = viewport()
    view.zoom(2, QPointF(50, 20))
    before = view.state
    view.show_box(Box(100, 100, 300, 200))
    rect = view.to_pane(Box(100, 100, 300, 200), PANE)
    assert PANE.contains(rect)
    assert max(rect.width() / PANE.width(), rect.height() / PANE.height()) > 0.7
    view.restore(before)
    assert view.state == before


def test_a_single_pixel_is_shown_large_but_not_absurdly() -> None:
    view = viewport(1, 1)
    assert 1 < view.scale <= 8
