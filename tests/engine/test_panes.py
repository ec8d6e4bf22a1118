"""The panes as pictures: at any size, in strips, at 16 bits, and together on a figure."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from stand_ins import StandInSession

from engine import panes as panes_module
from engine.contact_sheet import BACKGROUND, PAPER, contact_sheet, draw_boxes
from engine.errors import EngineError
from engine.figures import SheetLayout, caption, figure_size, sheet_steps
from engine.instances import Box, Instance
from engine.lab import rgb_to_lightness
from engine.palette import instance_colour
from engine.panes import DEEP, PaneChoice, PaneKind, Panes, scale_for
from engine.photo import open_photo
from engine.render import recolor
from engine.results import Fusion
from engine.steps import Step, finish

WIDTH, HEIGHT = 200, 120


def picture(height: int, width: int) -> np.ndarray:
    """Smooth grey blobs."""
    coarse = np.random.default_rng(0).integers(20, 235, (6, 6)).astype(np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))


@pytest.fixture
def session(tmp_path: Path) -> StandInSession:
    path = tmp_path / "grey.png"
    Image.fromarray(picture(HEIGHT, WIDTH)).save(path)
    objects = [
        Instance(0, "person", 0.9, Box(20, 10, 90, 110)),
        Instance(1, "dog", 0.8, Box(120, 40, 190, 115)),
    ]
    return StandInSession(open_photo(path), objects)


@pytest.fixture
def fusion(session: StandInSession) -> Fusion:
    return finish(session.run())


def every_choice() -> list[PaneChoice]:
    return [
        *(PaneChoice(kind) for kind in PaneKind if kind is not PaneKind.INSTANCE),
        PaneChoice(PaneKind.INSTANCE, 1),
        PaneChoice(PaneKind.WEIGHTS, 0, "out"),
    ]


def test_the_result_at_full_size_is_the_rendered_one(
    session: StandInSession, fusion: Fusion
) -> None:
    panes = Panes(session, fusion, scale=1.0)
    made = finish(panes.steps(PaneChoice(PaneKind.RESULT), bit_depth=16))
    assert made.dtype == np.uint16
    expected = recolor(session.photo.lightness, fusion.colorization, bit_depth=16)
    assert np.array_equal(made, expected)


@pytest.mark.parametrize("choice", every_choice(), ids=lambda c: f"{c.kind.value}-{c.instance}")
def test_strips_make_the_same_picture_as_one_piece(
    session: StandInSession, fusion: Fusion, monkeypatch: pytest.MonkeyPatch, choice: PaneChoice
) -> None:
    whole = finish(Panes(session, fusion, scale=1.0).steps(choice))
    monkeypatch.setattr(panes_module, "STRIP_PIXELS", 7 * WIDTH)
    steps: list[Step] = []
    panes = Panes(session, fusion, scale=1.0)
    striped = finish(panes.steps(choice), steps.append)
    shares = [step.done / step.total for step in steps]
    assert shares == sorted(shares), "progress never goes back"
    assert shares[-1] == 1
    assert np.array_equal(striped, whole)
    assert striped.shape == (*panes.size(choice), 3)
    if choice.kind in (PaneKind.BOXES, PaneKind.WEIGHTS, PaneKind.WINNERS):
        assert len(steps) > HEIGHT // 7


def test_drawn_strips_join_without_a_seam(session: StandInSession, fusion: Fusion) -> None:
    ground = picture(HEIGHT, WIDTH)[..., None].repeat(3, axis=2)
    whole = draw_boxes(ground, session.instances)
    parts = [
        draw_boxes(ground[top : top + 13], session.instances, top=top, height=HEIGHT)
        for top in range(0, HEIGHT, 13)
    ]
    assert np.array_equal(np.concatenate(parts), whole)
    assert not np.array_equal(whole, ground)


def test_deep_pictures_are_deep(session: StandInSession, fusion: Fusion) -> None:
    panes = Panes(session, fusion, scale=0.5)
    for choice in every_choice():
        if choice.kind in DEEP:
            made = finish(panes.steps(choice, bit_depth=16))
            assert made.dtype == np.uint16
            assert len(np.unique(made)) > 256


def in_place(panes: Panes) -> np.ndarray:
    return finish(panes.steps(PaneChoice(PaneKind.IN_PLACE)))


def test_an_instance_in_its_place_is_its_crop(session: StandInSession, fusion: Fusion) -> None:
    panes = Panes(session, fusion, scale=1.0)
    crop = finish(panes.steps(PaneChoice(PaneKind.INSTANCE, 1)))
    assert crop.shape[:2] == (75, 70)
    picture = in_place(panes)
    assert np.array_equal(picture[40:115, 120:190], crop)
    assert np.array_equal(picture[:, 100:118], panes.grey[:, 100:118])


def test_a_snapshot_does_not_follow_the_session(session: StandInSession, fusion: Fusion) -> None:
    panes = Panes(session, fusion)
    before = in_place(panes)
    session.instances, session.colorized = (), {}
    assert np.array_equal(in_place(panes), before)
    assert len(panes.instances) == 2


def test_weights_of_what_took_no_part_leave_the_grey_photo(session: StandInSession) -> None:
    finish(session.run())
    panes = Panes(session, finish(session.fuse([])))
    for kind in (PaneKind.WEIGHTS, PaneKind.WINNERS):
        assert np.array_equal(finish(panes.steps(PaneChoice(kind))), panes.grey)


def test_weight_tints_lie_where_the_weights_are(session: StandInSession, fusion: Fusion) -> None:
    panes = Panes(session, fusion, scale=1.0)
    tinted = finish(panes.steps(PaneChoice(PaneKind.WEIGHTS, 0)))
    changed = np.abs(tinted.astype(int) - panes.grey).max(axis=2) > 2
    assert changed[30:90, 40:70].mean() > 0.9
    assert not changed[:, 120:].any()
    inside = tinted[30:90, 40:70].mean(axis=(0, 1)) - panes.grey[30:90, 40:70].mean(axis=(0, 1))
    red, _, blue = instance_colour(0)
    assert (inside[0] > inside[2]) == (red > blue)


def test_scales(session: StandInSession) -> None:
    photo = session.photo
    assert scale_for(photo, None) == 1
    assert scale_for(photo, 100) == 0.5
    assert scale_for(photo, 5000) == 1, "nothing is enlarged by asking for a size"


def test_a_figure_has_the_panels_that_were_asked_for(
    session: StandInSession, fusion: Fusion
) -> None:
    panes = Panes(session, fusion)
    chosen = (
        PaneChoice(PaneKind.RESULT),
        PaneChoice(PaneKind.WEIGHTS, 1),
        PaneChoice(PaneKind.WEIGHTS),
    )
    layout = SheetLayout(chosen, columns=2, panel_width=300, captions=False, light=True)
    steps: list[object] = []
    sheet = finish(sheet_steps(panes, layout), steps.append)
    margin, high = 300 // 40, 180
    assert sheet.shape == (2 * high + 3 * margin, 2 * 300 + 3 * margin, 3)
    assert np.array_equal(sheet[0, 0], PAPER)
    enlarged = finish(panes.at(1.5).steps(chosen[0]))
    first = sheet[margin : margin + high, margin : margin + 300]
    assert np.array_equal(first, enlarged), "made at its size in the figure, not enlarged after"
    assert figure_size(layout, HEIGHT, WIDTH) == sheet.shape[:2]
    assert len(steps) > 3
    assert [caption(panes, c) for c in chosen] == [
        "Fused",
        "Weight of dog",
        "Weight of the full image",
    ]


def test_the_standard_sheet_is_dark_and_has_captions(
    session: StandInSession, fusion: Fusion
) -> None:
    sheet = Panes(session, fusion).sheet()
    assert np.array_equal(sheet[0, 0], BACKGROUND)
    without = finish(sheet_steps(Panes(session, fusion), SheetLayout(captions=False)))
    assert without.shape[0] < sheet.shape[0]
    assert figure_size(SheetLayout(), HEIGHT, WIDTH) == sheet.shape[:2]


def test_a_figure_that_no_machine_holds_is_refused(session: StandInSession, fusion: Fusion) -> None:
    with pytest.raises(EngineError, match="megapixels"):
        finish(sheet_steps(Panes(session, fusion), SheetLayout(panel_width=20_000)))


def test_captions_on_paper_are_dark() -> None:
    panel = np.full((40, 60, 3), 255, np.uint8)
    sheet = contact_sheet([("Fused", panel)], columns=1, panel_width=200, light=True)
    assert sheet[:20].min() < 100


def test_lightness_survives_enlarging(session: StandInSession, fusion: Fusion) -> None:
    enlarged = finish(Panes(session, fusion, scale=2.0).steps(PaneChoice(PaneKind.GREY)))
    small = Image.fromarray(enlarged).resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    difference = rgb_to_lightness(np.asarray(small)) - session.photo.lightness
    assert np.abs(difference).mean() < 1
