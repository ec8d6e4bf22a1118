"""Where the mouse holds a box, and what becomes of the box when it is dragged; knows no widgets.

Points and boxes are in photo pixels, `scale` is screen pixels per photo pixel, and lengths on the
screen feel the same at every zoom. What comes out lies inside the photo and on whole pixels.
"""

from __future__ import annotations

from enum import Enum

from engine.instances import Box

REACH = 7.0  # screen pixels at both sides of an edge that belong to it
HANDLE_FROM = 44.0  # an edge shorter than this on the screen has no handle in its middle
GRIP_RADIUS = 11.0  # of the grip in the middle, screen pixels
GRIP_FROM = 72.0  # a box with a shorter side has none: it is dragged by all of its inside
SMALLEST = 8.0  # photo pixels of a side
SMALLEST_SHOWN = 5.0  # screen pixels of a side; less is a click
STEP, LARGE_STEP = 1, 10  # photo pixels of an arrow key


class Grip(Enum):
    """A handle by the edges that it drags, across -1 left and 1 right, down -1 top and 1 bottom."""

    TOP_LEFT = (-1, -1)
    TOP = (0, -1)
    TOP_RIGHT = (1, -1)
    RIGHT = (1, 0)
    BOTTOM_RIGHT = (1, 1)
    BOTTOM = (0, 1)
    BOTTOM_LEFT = (-1, 1)
    LEFT = (-1, 0)
    WHOLE = (0, 0)

    @property
    def across(self) -> int:
        return self.value[0]

    @property
    def down(self) -> int:
        return self.value[1]


def handles(box: Box, scale: float) -> dict[Grip, tuple[float, float]]:
    """Where the handles of a box are; a short edge has none in its middle."""
    wide = box.width * scale >= HANDLE_FROM
    high = box.height * scale >= HANDLE_FROM
    return {
        grip: (
            _between(box.left, box.right, grip.across),
            _between(box.top, box.bottom, grip.down),
        )
        for grip in Grip
        if (grip.across and grip.down)
        or (wide and grip.down and not grip.across)
        or (high and grip.across and not grip.down)
    }


def middle_grip(box: Box, scale: float) -> tuple[float, float] | None:
    """Where the grip for the whole box is, None in a small box."""
    if min(box.width, box.height) * scale < GRIP_FROM:
        return None
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def grip_at(box: Box, x: float, y: float, scale: float) -> Grip | None:
    """What a press at a point takes hold of; None where it takes hold of nothing.

    Corners and handles resize; the border between them, the grip in the middle, and all of the
    inside of a small box move. The rest of the inside is left for moving the photo.
    """
    across = _near(x, box.left, box.right, scale)
    down = _near(y, box.top, box.bottom, scale)
    outside = REACH / scale
    if not (
        box.left - outside <= x <= box.right + outside
        and box.top - outside <= y <= box.bottom + outside
    ):
        return None
    if across and down:
        return Grip((across, down))
    if across or down:
        grip = Grip((across, down))
        place = handles(box, scale).get(grip)
        if place is not None:
            beside = abs(y - place[1]) if across else abs(x - place[0])
            if beside * scale <= REACH:
                return grip
        return Grip.WHOLE
    middle = middle_grip(box, scale)
    if middle is None:
        return Grip.WHOLE
    far = max(abs(x - middle[0]), abs(y - middle[1])) * scale
    return Grip.WHOLE if far <= GRIP_RADIUS else None


def dragged(
    box: Box,
    grip: Grip,
    dx: float,
    dy: float,
    *,
    height: int,
    width: int,
    keep_shape: bool = False,
    from_centre: bool = False,
) -> Box:
    """The box after its grip was dragged.

    Args:
        box: before, inside the photo.
        grip: what was taken hold of.
        dx, dy: how far, in photo pixels.
        height, width: of the photo.
        keep_shape: keep width to height; the whole box moves along one axis only.
        from_centre: the opposite edges move too, so that the middle stays.
    """
    if grip is Grip.WHOLE:
        if keep_shape:
            dx, dy = (dx, 0.0) if abs(dx) >= abs(dy) else (0.0, dy)
        return moved(box, round(dx), round(dy), height=height, width=width)
    both = 2 if from_centre else 1
    wanted_width = box.width + both * grip.across * dx
    wanted_height = box.height + both * grip.down * dy
    room_width = _room(box.left, box.right, grip.across, width, from_centre)
    room_height = _room(box.top, box.bottom, grip.down, height, from_centre)
    if keep_shape:
        ratios = [wanted_width / box.width] if grip.across else []
        ratios += [wanted_height / box.height] if grip.down else []
        smallest = SMALLEST / min(box.width, box.height)
        largest = min(room_width / box.width, room_height / box.height)
        ratio = min(max(*ratios, smallest), largest)
        wanted_width, wanted_height = box.width * ratio, box.height * ratio
    wanted_width = min(max(wanted_width, min(SMALLEST, box.width)), room_width)
    wanted_height = min(max(wanted_height, min(SMALLEST, box.height)), room_height)
    left, right = _edges(box.left, box.right, grip.across, wanted_width, from_centre)
    top, bottom = _edges(box.top, box.bottom, grip.down, wanted_height, from_centre)
    return Box(
        _whole(left, box.left), _whole(top, box.top), _whole(right, box.right),
        _whole(bottom, box.bottom),
    )  # fmt: skip


def moved(box: Box, dx: float, dy: float, *, height: int, width: int) -> Box:
    """The box elsewhere, of the same size, stopped by the photo's edge."""
    dx = min(max(dx, -box.left), width - box.right)
    dy = min(max(dy, -box.top), height - box.bottom)
    return Box(box.left + dx, box.top + dy, box.right + dx, box.bottom + dy)


def nudged(
    box: Box, across: int, down: int, *, height: int, width: int, resize: bool = False
) -> Box:
    """The box after an arrow key: moved, or its right and lower edge moved."""
    if not resize:
        return moved(box, across, down, height=height, width=width)
    return dragged(box, Grip.BOTTOM_RIGHT, across, down, height=height, width=width)


def spanned(
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    height: int,
    width: int,
    from_centre: bool = False,
) -> Box:
    """The box that is drawn from one point to another, its part inside the photo."""
    x, y = min(max(start[0], 0.0), width), min(max(start[1], 0.0), height)
    far_x, far_y = min(max(end[0], 0.0), width), min(max(end[1], 0.0), height)
    if from_centre:
        half_width = min(abs(far_x - x), x, width - x)
        half_height = min(abs(far_y - y), y, height - y)
        box = Box(x - half_width, y - half_height, x + half_width, y + half_height)
    else:
        box = Box(min(x, far_x), min(y, far_y), max(x, far_x), max(y, far_y))
    return Box(*(float(round(side)) for side in (box.left, box.top, box.right, box.bottom)))


def is_large_enough(box: Box, scale: float, *, height: int, width: int) -> bool:
    """Whether a drawn box is meant as one; a tiny photo may have a tiny box."""
    smallest = min(SMALLEST, height / 2, width / 2)
    side = min(box.width, box.height)
    return side >= smallest and side * scale >= SMALLEST_SHOWN


def _between(low: float, high: float, side: int) -> float:
    return (low, (low + high) / 2, high)[side + 1]


def _near(at: float, low: float, high: float, scale: float) -> int:
    """-1 near the low edge, 1 near the high one, 0 near none; less far inward in a small box."""
    inward = min(REACH, (high - low) * scale / 4) / scale
    outward = REACH / scale
    if low - outward <= at <= low + inward:
        return -1
    return 1 if high - inward <= at <= high + outward else 0


def _room(low: float, high: float, side: int, size: int, from_centre: bool) -> float:
    """The longest that a side can become."""
    if from_centre or side == 0:
        middle = (low + high) / 2
        return max(2 * min(middle, size - middle), high - low)  # rounding must not make it less
    return high if side < 0 else size - low


def _edges(
    low: float, high: float, side: int, length: float, from_centre: bool
) -> tuple[float, float]:
    """The edges of a side that has become `length` long."""
    if length == high - low:
        return low, high
    if from_centre or side == 0:
        middle = (low + high) / 2
        return middle - length / 2, middle + length / 2
    return (high - length, high) if side < 0 else (low, low + length)


def _whole(new: float, old: float) -> float:
    """An edge on a whole pixel, unless it has not moved."""
    return old if new == old else float(round(new))
