"""The two looks: faithful leaves colours as they are, vivid gives back what averaging took."""

from __future__ import annotations

import numpy as np
import pytest

from engine.adjustments import Adjustments
from engine.canvas import Canvas
from engine.instances import Box
from engine.render import recolor
from engine.results import Colorization
from engine.steps import finish
from engine.vividness import MOST_CHROMA, PLAIN_GAIN, VIVID_GAIN, vivid

FRAME = Box(0, 0, 8, 8)
GROUND = np.full((8, 8), 50.0, np.float32)


def colours(a: float, b: float, chroma: float | None) -> Colorization:
    ab = np.tile(np.array([a, b], np.float32), (4, 4, 1))
    expected = None if chroma is None else np.full((4, 4), chroma, np.float32)
    return Colorization(ab, FRAME, expected)


def chroma_of(ab: np.ndarray) -> float:
    return float(np.linalg.norm(ab, axis=2).mean())


def strength(given: Colorization, vividness: float = 1.0, lightness: float = 50.0) -> float:
    """The chroma that a look gives these colours on a plain ground."""
    return chroma_of(vivid(given, vividness, np.full((8, 8), lightness, np.float32)))


def test_faithful_is_what_the_network_gave() -> None:
    given = colours(-6.0, 8.0, 30.0)
    assert vivid(given, 0.0, GROUND) is given.ab


def test_vivid_goes_beyond_the_expected_chroma_in_the_same_hue() -> None:
    given = colours(-6.0, 8.0, 14.0)
    result = vivid(given, 1.0, GROUND)
    assert chroma_of(result) == pytest.approx(14.0 * VIVID_GAIN, rel=1e-2)
    np.testing.assert_allclose(result[..., 0] / result[..., 1], -0.75, rtol=1e-5)
    halves = [strength(given, share) for share in (0.25, 0.5, 0.75)]
    assert 10.0 < halves[0] < halves[1] < halves[2] < 14.0 * VIVID_GAIN


def test_a_hue_that_is_a_guess_is_not_blown_up() -> None:
    assert strength(colours(-0.6, 0.0, 30.0)) == pytest.approx(0.6, rel=1e-3)
    grey = vivid(colours(0.0, 0.0, 30.0), 1.0, GROUND)
    assert np.isfinite(grey).all()
    assert chroma_of(grey) == 0.0


def test_an_expectation_below_the_chroma_takes_nothing_away() -> None:
    for chroma in (5.0, 0.0, -4.0):
        assert strength(colours(-6.0, 8.0, chroma)) == pytest.approx(10.0 * VIVID_GAIN, rel=1e-2)


def test_a_network_without_expectation_is_multiplied() -> None:
    assert strength(colours(-6.0, 8.0, None)) == pytest.approx(10.0 * PLAIN_GAIN, rel=1e-2)


def test_skin_is_hardly_made_stronger() -> None:
    """A cheek of light skin, CIELAB (70, 16, 18), and leaves as strong as that."""
    skin, leaves = colours(16.0, 18.0, 26.0), colours(-16.0, 18.0, 26.0)
    assert 1.05 < strength(skin, lightness=70.0) / chroma_of(skin.ab) < 1.3
    assert strength(leaves, lightness=70.0) / chroma_of(leaves.ab) > 1.55
    assert strength(skin, lightness=10.0) > strength(skin, lightness=70.0)  # too dark for skin


def test_paper_stays_white() -> None:
    paper, sky = colours(1.0, 7.0, 10.0), colours(-1.0, -7.0, 10.0)
    assert strength(paper, lightness=96.0) < 9.0
    assert strength(paper, lightness=60.0) > 13.0
    assert strength(sky, lightness=96.0) > 13.0


def test_strong_colours_come_near_to_a_limit_and_none_is_taken_back() -> None:
    reached = [strength(colours(-a, 0.0, a)) for a in (30.0, 60.0, 90.0)]
    assert reached[0] < reached[1] < MOST_CHROMA
    assert reached[2] == pytest.approx(90.0)


def test_lightness_may_have_any_size() -> None:
    given = colours(16.0, 18.0, 26.0)
    halves = np.repeat(np.array([[20.0, 70.0]], np.float32), 4, axis=1)
    small = np.tile(halves, (4, 1))[:, 2:6]  # (4, 4), as the colours
    large = np.kron(small, np.ones((16, 16), np.float32))
    np.testing.assert_allclose(vivid(given, 1.0, small), vivid(given, 1.0, large), rtol=1e-5)


def test_a_kept_canvas_follows_the_look() -> None:
    lightness = np.full((8, 8), 60.0, np.float32)
    given = colours(6.0, 8.0, 25.0)
    canvas = Canvas(lightness)
    for vividness in (0.0, 1.0, 1.0, 0.5, 0.0):
        adjustments = Adjustments(vividness=vividness)
        kept = finish(canvas.steps(given, adjustments, ()))
        np.testing.assert_array_equal(kept, recolor(lightness, given, adjustments=adjustments))
