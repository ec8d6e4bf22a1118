"""A picture that is finished again and again: the same as one made anew, drawn where it changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine import canvas as canvas_module
from engine.adjustments import AS_COLORIZED, Adjustments
from engine.canvas import TOLERANCE, Canvas
from engine.instances import Box, Instance, Placement
from engine.regions import RegionFinder
from engine.render import recolor
from engine.results import Colorization
from engine.steering import AS_FUSED, COLOURS, Steering
from engine.steps import finish

HEIGHT, WIDTH = 240, 320
CELLS = (48, 64)
FRAME = Box(0, 0, WIDTH, HEIGHT)
LEFT = Instance(0, "dog", 0.9, Box(20, 30, 120, 130))
RIGHT = Instance(1, "dog", 0.8, Box(100, 90, 280, 220))  # overlaps the left one


@pytest.fixture
def lightness() -> np.ndarray:
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    noise = np.random.default_rng(0).normal(0, 2, (HEIGHT, WIDTH))
    return np.clip(30 + 20 * np.sin(x / 25) + 15 * np.cos(y / 18) + noise, 0, 100).astype(
        np.float32
    )


def colours(seed: int, before: Colorization | None = None) -> Colorization:
    """Random colours; those of another photo's, changed in a part, where one is given."""
    ab = np.random.default_rng(seed).normal(0, 25, (*CELLS, 2)).astype(np.float32)
    if before is not None:
        changed = before.ab.copy()
        changed[10:20, 30:44] = ab[10:20, 30:44]
        ab = changed
    return Colorization(ab, FRAME)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Placement]:
    """What was coloured, part by part."""
    parts: list[Placement] = []
    plain = canvas_module.coloured

    def counting(*given: object) -> np.ndarray:
        assert isinstance(given[2], Placement)
        parts.append(given[2])
        return plain(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(canvas_module, "coloured", counting)
    return parts


def area(parts: list[Placement]) -> int:
    return sum(part.width * part.height for part in parts)


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 2, 0, 3, 1), (1, 1, 4, 0, 2)])
def test_it_gives_what_a_new_one_gives(lightness: np.ndarray, order: tuple[int, ...]) -> None:
    first = colours(1)
    finder = RegionFinder(lightness, first)
    steerings = (
        (AS_FUSED, Steering(colour=COLOURS["blue"])),
        (Steering(warmth=0.5), Steering(colour=COLOURS["red"])),
        (AS_FUSED, AS_FUSED),
        (Steering(saturation=2.0), AS_FUSED),
        (Steering(colour=COLOURS["green"]), Steering(saturation=0.3)),
    )
    colorizations = (first, colours(2, first), first, colours(3), colours(2, first))
    looks = (AS_COLORIZED, Adjustments(0.5, -0.2), Adjustments(vividness=1.0))
    canvas = Canvas(lightness)
    for number in order:
        regions = finder.regions(
            replace(one, steering=steering)
            for one, steering in zip((LEFT, RIGHT), steerings[number], strict=True)
        )
        for look in (looks[number % 3], looks[(number + 1) % 3]):
            found = finish(canvas.steps(colorizations[number], look, regions))
            plain = recolor(lightness, colorizations[number], adjustments=look, regions=regions)
            assert np.abs(found.astype(int) - plain).max() <= 1, (number, look)
            assert (found != plain).mean() < 0.001


def test_only_what_has_changed_is_drawn(lightness: np.ndarray, drawn: list[Placement]) -> None:
    first = colours(1)
    finder = RegionFinder(lightness, first)
    canvas = Canvas(lightness)
    finish(canvas.steps(first, AS_COLORIZED, ()))
    assert area(drawn) == HEIGHT * WIDTH
    drawn.clear()
    finish(canvas.steps(first, AS_COLORIZED, ()))
    assert not drawn
    finish(canvas.steps(colours(2, first), AS_COLORIZED, ()))
    assert 10 * 14 * 25 < area(drawn) < 0.3 * HEIGHT * WIDTH
    drawn.clear()
    steered = finder.regions([replace(LEFT, steering=Steering(warmth=0.4))])
    finish(canvas.steps(colours(2, first), AS_COLORIZED, steered))
    assert LEFT.box.area <= area(drawn) < 0.4 * HEIGHT * WIDTH
    drawn.clear()
    finish(canvas.steps(first, Adjustments(saturation=1.1), ()))
    assert area(drawn) == HEIGHT * WIDTH


def test_small_differences_do_not_add_up(lightness: np.ndarray) -> None:
    lightness = lightness / 3 + 40  # where nearly all colours are within the gamut
    canvas, first = Canvas(lightness), Colorization(0.3 * colours(1).ab, FRAME)
    finish(canvas.steps(first, AS_COLORIZED, ()))
    for number in range(1, 21):
        drifted = Colorization(first.ab + np.float32(0.4 * TOLERANCE * number), FRAME)
        found = finish(canvas.steps(drifted, AS_COLORIZED, ()))
        apart = np.abs(found.astype(int) - recolor(lightness, drifted)).max(axis=2)
        assert (apart > 1).mean() < 0.001
        assert (apart > 0).mean() < 0.3


def test_a_picture_that_was_given_stays_as_it_is(lightness: np.ndarray) -> None:
    canvas, first = Canvas(lightness), colours(1)
    given = finish(canvas.steps(first, AS_COLORIZED, ()))
    kept = given.copy()
    finish(canvas.steps(colours(3), AS_COLORIZED, ()))
    assert np.array_equal(given, kept)


def test_one_that_was_left_in_the_middle_begins_anew(
    lightness: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas, first = Canvas(lightness), colours(1)
    finish(canvas.steps(first, AS_COLORIZED, ()))
    with monkeypatch.context() as broken:
        broken.setattr(canvas_module, "coloured", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            finish(canvas.steps(colours(3), AS_COLORIZED, ()))
    found = finish(canvas.steps(first, AS_COLORIZED, ()))
    assert np.array_equal(found, recolor(lightness, first))
