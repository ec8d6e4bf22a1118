"""Contact sheets, boxes and weight pictures, by the pixels they draw."""

from __future__ import annotations

import numpy as np
import pytest
from skimage import data

from engine.contact_sheet import BACKGROUND, contact_sheet, draw_boxes, weight_picture
from engine.instances import Box, Instance
from engine.palette import INSTANCE_COLOURS, instance_colour, is_dashed, readable_on


def flat(height: int, width: int, colour: tuple[int, int, int]) -> np.ndarray:
    return np.full((height, width, 3), colour, np.uint8)


def pixels_of(picture: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    return np.all(picture == np.array(colour, np.uint8), axis=-1)


def test_every_panel_is_shown_at_its_aspect_and_with_a_caption() -> None:
    panels = [
        ("wide", flat(50, 200, (200, 0, 0))),
        ("grey", np.full((100, 100), 77, np.uint8)),
        ("endless caption " * 20, flat(3000, 10, (0, 0, 200))),
    ]
    sheet = contact_sheet(panels, columns=2, panel_width=120)

    assert sheet.dtype == np.uint8
    assert np.count_nonzero(pixels_of(sheet, (200, 0, 0))) == 120 * 30
    assert np.count_nonzero(pixels_of(sheet, (77, 77, 77))) >= 120 * 120
    assert np.count_nonzero(pixels_of(sheet, (0, 0, 200))) == 180  # 1 wide, 1.5 x 120 high
    edges = np.concatenate([sheet[0], sheet[-1], sheet[:, 0], sheet[:, -1]])
    assert np.all(edges == BACKGROUND)
    bright = sheet.min(axis=2) > 150
    rows_of_text = bright[:20].any(axis=1)
    assert rows_of_text.any()


def test_a_sheet_has_no_empty_columns_and_refuses_to_be_empty() -> None:
    one = contact_sheet([("one", flat(10, 10, (9, 9, 9)))], columns=5, panel_width=100)
    assert one.shape[1] < 120
    with pytest.raises(ValueError, match="panel"):
        contact_sheet([], columns=2)


def test_a_weight_map_has_a_legend_beside_its_caption() -> None:
    panel = flat(100, 200, (90, 90, 90))
    colour = (0, 114, 178)

    def top(tints: list[tuple[int, int, int] | None]) -> np.ndarray:
        sheet = contact_sheet(
            [("Weight of a very long name indeed", panel)] * 2,
            columns=2,
            panel_width=200,
            light=True,
            tints=tints,
        )
        return sheet[: sheet.shape[0] - 105].astype(int)

    plain, legend = top([None, None]), top([None, colour])
    assert np.array_equal(plain[:, :205], legend[:, :205])
    changed = np.abs(legend - plain)[:, 205:].max(axis=2) > 0
    assert changed.any()
    blueness = legend[..., 2] - legend[..., 0]
    row = blueness[np.argmax(blueness.max(axis=1))]
    shown = row[row > 0]
    assert shown.size > 15
    assert (np.diff(shown) >= -1).all(), "from 0 at the left to 1 at the right"


def test_boxes_are_drawn_where_they_are_and_the_picture_stays() -> None:
    picture = data.coffee()
    before = picture.copy()
    instance = Instance(1, "cup", 0.9, Box(200, 100, 400, 300))
    drawn = draw_boxes(picture, [instance], scale=0.5)

    assert np.array_equal(picture, before)
    ys, xs = np.nonzero(pixels_of(drawn, instance_colour(1)))
    assert (xs.min(), xs.max(), ys.max()) == (100, 199, 149)
    assert np.array_equal(drawn[70:140, 110:190], before[70:140, 110:190])  # the inside is free


def test_a_label_reads_on_any_background() -> None:
    for ground in (0, 128, 255):
        picture = flat(200, 300, (ground,) * 3)
        drawn = draw_boxes(picture, [Instance(3, "dog", 0.91, Box(50, 60, 250, 190))])
        plate = pixels_of(drawn, INSTANCE_COLOURS[3])[:59].any()
        assert plate
        assert pixels_of(drawn, readable_on(INSTANCE_COLOURS[3]))[45:58, 55:90].any()


def test_boxes_at_every_edge_and_of_one_pixel_can_be_drawn() -> None:
    picture = flat(40, 60, (10, 20, 30))
    boxes = [Box(0, 0, 1, 1), Box(59, 39, 60, 40), Box(0, 0, 60, 40), Box(0.2, 39.7, 0.4, 39.9)]
    drawn = draw_boxes(
        picture, [Instance(i, "a very long label", 0.5, box) for i, box in enumerate(boxes)]
    )
    assert drawn.shape == picture.shape
    assert draw_boxes(flat(1, 1, (0, 0, 0)), [Instance(0, "x", 1.0, Box(0, 0, 1, 1))]).shape == (
        1,
        1,
        3,
    )


def test_from_the_ninth_on_outlines_are_dashed() -> None:
    assert len(set(INSTANCE_COLOURS)) == 8
    assert not is_dashed(7)
    assert is_dashed(8)
    assert instance_colour(8) == instance_colour(0)
    box = Box(10, 30, 210, 190)
    solid, dashed = (
        draw_boxes(flat(200, 220, (0, 0, 0)), [Instance(i, "", 1, box, drawn=True)]) for i in (0, 8)
    )
    bottom = slice(189, 190)
    assert pixels_of(solid, INSTANCE_COLOURS[0])[bottom, 15:205].all()
    share = pixels_of(dashed, INSTANCE_COLOURS[0])[bottom, 15:205].mean()
    assert 0.3 < share < 0.7


def test_weight_zero_leaves_the_photo_and_weight_one_is_the_full_tint() -> None:
    grey = np.tile(np.arange(256, dtype=np.uint8), (64, 1))
    weights = np.zeros((16, 16), np.float32)
    weights[8:] = 1
    shown = weight_picture(weights, (0, 114, 178), grey)

    assert np.array_equal(shown[:28], np.repeat(grey[:28, :, None], 3, axis=2))
    assert tuple(shown[-1, 255]) == (0, 114, 178)
    assert np.all(np.diff(shown[-1].astype(int), axis=0) >= 0)  # the photo shows through
    assert shown[-1, 0, 2] > 60


def test_weights_outside_their_range_do_not_wrap_around() -> None:
    grey = np.full((4, 4), 250, np.uint8)
    shown = weight_picture(np.full((1, 1), 1.2), (255, 255, 255), grey)
    assert shown.min() >= 250
