"""Taking hold of boxes and dragging them, without widgets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.instances import Box
from gui.views.box_geometry import (
    SMALLEST,
    Grip,
    dragged,
    grip_at,
    handles,
    is_large_enough,
    middle_grip,
    moved,
    nudged,
    spanned,
)

BOX = Box(100, 50, 300, 150)
PHOTO = {"height": 400, "width": 600}


def test_a_large_box_has_eight_handles_and_a_grip() -> None:
    places = handles(BOX, 1.0)
    assert len(places) == 8
    assert places[Grip.TOP_LEFT] == (100, 50)
    assert places[Grip.RIGHT] == (300, 100)
    assert middle_grip(BOX, 1.0) == (200, 100)


def test_short_edges_have_no_handle_in_their_middle() -> None:
    assert set(handles(BOX, 0.3)) == {
        Grip.TOP_LEFT,
        Grip.TOP_RIGHT,
        Grip.BOTTOM_LEFT,
        Grip.BOTTOM_RIGHT,
        Grip.TOP,
        Grip.BOTTOM,
    }
    assert len(handles(BOX, 0.2)) == 4
    assert middle_grip(BOX, 0.5) is None


@pytest.mark.parametrize("scale", [0.25, 1.0, 8.0])
def test_every_handle_is_held_where_it_is_shown(scale: float) -> None:
    for grip, (x, y) in handles(BOX, scale).items():
        assert grip_at(BOX, x, y, scale) is grip
        assert grip_at(BOX, x + 3 / scale, y - 3 / scale, scale) is grip


def test_border_and_grip_move_and_the_inside_is_left_alone() -> None:
    assert grip_at(BOX, 150, 52, 1.0) is Grip.WHOLE
    assert grip_at(BOX, 101, 75, 1.0) is Grip.WHOLE
    assert grip_at(BOX, 206, 95, 1.0) is Grip.WHOLE
    assert grip_at(BOX, 250, 100, 1.0) is None
    assert grip_at(BOX, 250, 30, 1.0) is None
    assert grip_at(BOX, 320, 160, 1.0) is None


def test_a_small_box_can_be_taken_by_its_inside_and_by_its_corners() -> None:
    small = Box(100, 100, 116, 116)
    assert grip_at(small, 108, 108, 1.0) is Grip.WHOLE
    assert grip_at(small, 117, 117, 1.0) is Grip.BOTTOM_RIGHT
    assert grip_at(small, 98, 117, 1.0) is Grip.BOTTOM_LEFT


def test_a_dragged_edge_moves_alone() -> None:
    assert dragged(BOX, Grip.LEFT, -20.4, 99, **PHOTO) == Box(80, 50, 300, 150)
    assert dragged(BOX, Grip.BOTTOM_RIGHT, 10, 20, **PHOTO) == Box(100, 50, 310, 170)
    assert dragged(BOX, Grip.TOP, 500, -10, **PHOTO) == Box(100, 40, 300, 150)


def test_edges_stop_at_the_photo_and_before_each_other() -> None:
    assert dragged(BOX, Grip.TOP_LEFT, -900, -900, **PHOTO) == Box(0, 0, 300, 150)
    assert dragged(BOX, Grip.BOTTOM_RIGHT, 900, 900, **PHOTO) == Box(100, 50, 600, 400)
    assert dragged(BOX, Grip.LEFT, 900, 0, **PHOTO) == Box(300 - SMALLEST, 50, 300, 150)
    assert dragged(BOX, Grip.BOTTOM, 0, -900, **PHOTO) == Box(100, 50, 300, 50 + SMALLEST)


def test_the_whole_box_keeps_its_size_at_the_edge() -> None:
    assert dragged(BOX, Grip.WHOLE, 30.2, -20.7, **PHOTO) == Box(130, 29, 330, 129)
    assert dragged(BOX, Grip.WHOLE, 900, 900, **PHOTO) == Box(400, 300, 600, 400)
    assert dragged(BOX, Grip.WHOLE, 30, -20, keep_shape=True, **PHOTO) == Box(130, 50, 330, 150)


def test_the_shape_can_be_kept() -> None:
    twice = dragged(BOX, Grip.BOTTOM_RIGHT, 200, 0, keep_shape=True, **PHOTO)
    assert twice == Box(100, 50, 500, 250)
    by_edge = dragged(BOX, Grip.RIGHT, 40, 0, keep_shape=True, **PHOTO)
    assert by_edge == Box(100, 40, 340, 160)
    limited = dragged(BOX, Grip.BOTTOM_RIGHT, 900, 900, keep_shape=True, **PHOTO)
    assert limited == Box(100, 50, 600, 300)


def test_the_middle_can_be_kept() -> None:
    assert dragged(BOX, Grip.RIGHT, 30, 0, from_centre=True, **PHOTO) == Box(70, 50, 330, 150)
    wide = dragged(BOX, Grip.LEFT, -900, 0, from_centre=True, **PHOTO)
    assert wide == Box(0, 50, 400, 150)
    both = dragged(BOX, Grip.TOP_LEFT, -50, 0, from_centre=True, keep_shape=True, **PHOTO)
    assert both == Box(50, 25, 350, 175)


def test_arrow_keys_move_and_resize() -> None:
    assert nudged(BOX, 1, 0, **PHOTO) == Box(101, 50, 301, 150)
    assert nudged(BOX, 0, -10, **PHOTO) == Box(100, 40, 300, 140)
    assert nudged(BOX, 10, -1, resize=True, **PHOTO) == Box(100, 50, 310, 149)
    assert moved(Box(0, 0, 10, 10), -1, 0, **PHOTO) == Box(0, 0, 10, 10)


def test_drawing_in_any_direction() -> None:
    assert spanned((10, 20), (50.4, 80.6), **PHOTO) == Box(10, 20, 50, 81)
    assert spanned((50, 80), (10, 20), **PHOTO) == Box(10, 20, 50, 80)
    assert spanned((-50, -80), (10, 900), **PHOTO) == Box(0, 0, 10, 400)
    assert spanned((30, 40), (50, 90), from_centre=True, **PHOTO) == Box(10, 0, 50, 80)


def test_a_click_is_no_box() -> None:
    assert not is_large_enough(Box(10, 10, 12, 12), 4.0, **PHOTO)
    assert not is_large_enough(Box(10, 10, 30, 30), 0.1, **PHOTO)
    assert is_large_enough(Box(10, 10, 30, 30), 1.0, **PHOTO)
    assert is_large_enough(Box(0, 0, 5, 5), 8.0, height=6, width=6)


COORDINATE = st.floats(-1e4, 1e4)


@given(
    left=st.floats(0, 560),
    top=st.floats(0, 360),
    wide=st.floats(4, 600),
    high=st.floats(4, 400),
    grip=st.sampled_from(list(Grip)),
    dx=COORDINATE,
    dy=COORDINATE,
    keep_shape=st.booleans(),
    from_centre=st.booleans(),
)
def test_a_dragged_box_is_always_a_box_in_the_photo(
    left: float,
    top: float,
    wide: float,
    high: float,
    grip: Grip,
    dx: float,
    dy: float,
    keep_shape: bool,
    from_centre: bool,
) -> None:
    box = Box(left, top, min(left + wide, 600), min(top + high, 400))
    new = dragged(box, grip, dx, dy, keep_shape=keep_shape, from_centre=from_centre, **PHOTO)
    assert 0 <= new.left < new.right <= 600
    assert 0 <= new.top < new.bottom <= 400
    assert new.width >= min(SMALLEST, box.width) - 1.001
    assert new.height >= min(SMALLEST, box.height) - 1.001
    assert dragged(box, grip, 0, 0, from_centre=from_centre, **PHOTO) == box


@given(x=COORDINATE, y=COORDINATE, scale=st.floats(0.01, 32))
def test_nothing_is_held_far_from_the_box(x: float, y: float, scale: float) -> None:
    grip = grip_at(BOX, x, y, scale)
    away = max(BOX.left - x, x - BOX.right, BOX.top - y, y - BOX.bottom) * scale
    if away > 7.01:
        assert grip is None
