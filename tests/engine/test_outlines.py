"""Outlines: found inside a box, drawn as polygons, and asked for what they cover."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_steering import BOX, PERSON, Scene

from engine.errors import EngineError
from engine.instances import Box, Instance
from engine.outlines import find_outline, polygon_of
from engine.results import Colorization


def test_the_person_is_cut_out() -> None:
    scene = Scene()
    mask = find_outline(scene.lightness, scene.full, BOX)
    assert mask.shape == (270, 200)
    part = slice(20, 290), slice(60, 260)
    assert mask[scene.shirt[part]].mean() > 0.99
    assert mask[scene.skin[part]].mean() > 0.95
    assert mask[scene.wall[part]].mean() < 0.02
    again = find_outline(scene.lightness, scene.full, BOX)
    assert np.array_equal(mask, again), "the same photo gives the same outline"


def test_colours_tell_apart_what_has_the_same_grey() -> None:
    y, x = np.mgrid[:120, :120]
    disc = np.hypot(x - 60, y - 60) < 35
    noise = np.random.default_rng(1).normal(0, 1, disc.shape)
    lightness = (50 + noise).astype(np.float32)
    ab = np.zeros((120, 120, 2), np.float32)
    ab[disc] = (25, 20)
    full = Colorization(ab, Box(0, 0, 120, 120))
    mask = find_outline(lightness, full, Box(15, 15, 105, 105))
    truth = disc[15:105, 15:105]
    assert (mask & truth).sum() / (mask | truth).sum() > 0.9


@pytest.mark.parametrize("size", [(200, 150), (1, 1), (2, 300)])
def test_photos_without_anything_in_them(size: tuple[int, int]) -> None:
    """No more is known than the box; no crash."""
    height, width = size
    lightness = np.full(size, 40, np.float32)
    full = Colorization(np.zeros((4, 4, 2), np.float32), Box(0, 0, width, height))
    mask = find_outline(lightness, full, Box(0, 0, width, height))
    assert mask.shape == size
    assert mask.any()


def test_nothing_found_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Scene()
    monkeypatch.setattr("engine.outlines.grabbed", lambda picture, marks, rounds: marks > 9)
    with pytest.raises(EngineError, match="No outline was found in this box"):
        find_outline(scene.lightness, scene.full, BOX)


def test_a_box_that_is_not_in_the_photo() -> None:
    scene = Scene()
    with pytest.raises(EngineError, match="outside the photo"):
        find_outline(scene.lightness, scene.full, Box(1000, 0, 1100, 50))


def test_an_instance_covers_its_outline_else_its_box() -> None:
    assert PERSON.covers(61, 21)
    assert not PERSON.covers(59, 21)
    mask = np.zeros((270, 200), bool)
    mask[10:20, 10:20] = True
    outlined = replace(PERSON, mask=mask)
    assert outlined.covers(75.5, 35.5)
    assert not outlined.covers(61, 21)
    assert not outlined.covers(0, 0)
    odd = Instance(0, "dog", 1.0, Box(0.5, 0.5, 2.5, 2.5), np.ones((3, 3), bool))
    assert odd.covers(2.4, 2.4)


def test_a_polygon_of_the_largest_piece() -> None:
    mask = np.zeros((40, 50), bool)
    mask[5:25, 10:40] = True
    mask[30:33, 1:4] = True
    corners = polygon_of(mask, Box(100.4, 200.7, 150, 240))
    xs, ys = zip(*corners, strict=True)
    assert (min(xs), max(xs)) == (110, 139)
    assert (min(ys), max(ys)) == (205, 224)
    assert len(corners) == 4
    assert polygon_of(np.zeros((4, 4), bool), Box(0, 0, 4, 4)) == []
