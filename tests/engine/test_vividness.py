"""The two looks: faithful leaves colours as they are, vivid gives back what averaging took."""

from __future__ import annotations

import numpy as np
import pytest

from engine.adjustments import PLAIN_GAIN, VIVID_GAIN, Adjustments, vivid
from engine.canvas import Canvas
from engine.instances import Box
from engine.render import recolor
from engine.results import Colorization
from engine.steps import finish

FRAME = Box(0, 0, 8, 8)


def colours(a: float, b: float, chroma: float | None) -> Colorization:
    ab = np.tile(np.array([a, b], np.float32), (4, 4, 1))
    expected = None if chroma is None else np.full((4, 4), chroma, np.float32)
    return Colorization(ab, FRAME, expected)


def chroma_of(ab: np.ndarray) -> float:
    return float(np.linalg.norm(ab, axis=2).mean())


def test_faithful_is_what_the_network_gave() -> None:
    given = colours(6.0, 8.0, 30.0)
    assert vivid(given, 0.0) is given.ab


def test_vivid_reaches_the_expected_chroma_in_the_same_hue() -> None:
    given = colours(6.0, 8.0, 14.0)
    result = vivid(given, 1.0)
    assert chroma_of(result) == pytest.approx(14.0 * VIVID_GAIN, rel=1e-3)
    np.testing.assert_allclose(result[..., 0] / result[..., 1], 0.75, rtol=1e-5)
    halves = [chroma_of(vivid(given, share)) for share in (0.25, 0.5, 0.75)]
    assert 10.0 < halves[0] < halves[1] < halves[2] < 14.0 * VIVID_GAIN


def test_a_hue_that_is_a_guess_is_not_blown_up() -> None:
    guess = colours(0.6, 0.0, 30.0)
    assert chroma_of(vivid(guess, 1.0)) < 1.0
    grey = vivid(colours(0.0, 0.0, 30.0), 1.0)
    assert np.isfinite(grey).all()
    assert chroma_of(grey) == 0.0


def test_an_expectation_below_the_chroma_takes_nothing_away() -> None:
    for chroma in (5.0, 0.0, -4.0):
        assert chroma_of(vivid(colours(6.0, 8.0, chroma), 1.0)) == pytest.approx(
            10.0 * VIVID_GAIN, rel=1e-3
        )


def test_a_network_without_expectation_is_multiplied() -> None:
    assert chroma_of(vivid(colours(6.0, 8.0, None), 1.0)) == pytest.approx(10.0 * PLAIN_GAIN)


def test_a_kept_canvas_follows_the_look() -> None:
    lightness = np.full((8, 8), 60.0, np.float32)
    given = colours(6.0, 8.0, 25.0)
    canvas = Canvas(lightness)
    for vividness in (0.0, 1.0, 1.0, 0.5, 0.0):
        adjustments = Adjustments(vividness=vividness)
        kept = finish(canvas.steps(given, adjustments, ()))
        np.testing.assert_array_equal(kept, recolor(lightness, given, adjustments=adjustments))
