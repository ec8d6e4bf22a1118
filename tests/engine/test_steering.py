"""Steering one instance: its colours change inside its outline, and nothing else does."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from skimage.color import rgb2lab

from engine.adjustments import Adjustments
from engine.errors import EngineError
from engine.instances import Box, Instance, recoloured, strengths_of
from engine.regions import RegionFinder, colour_lab
from engine.render import recolor
from engine.results import Colorization
from engine.steering import AS_FUSED, COLOURS, RGB, Steering, colour_name, parse_colour

HEIGHT, WIDTH = 300, 400
BOX = Box(60, 20, 260, 290)
FACE = (160, 80, 34)  # x, y, radius
BLUE = COLOURS["blue"]
PERSON = Instance(0, "person", 0.9, BOX)


class Scene:
    """A person in a light shirt with folds before a dark wall, as the networks might see it.

    Attributes:
        lightness, full: for a `RegionFinder`.
        shirt, skin, wall: bool (HEIGHT, WIDTH), well inside each.
    """

    def __init__(self) -> None:
        y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
        noise = np.random.default_rng(0).normal(0, 1.5, (HEIGHT, WIDTH)).astype(np.float32)
        shirt = ((x - 160) / 85) ** 2 + ((y - 210) / 100) ** 2
        face = np.hypot(x - FACE[0], y - FACE[1]) / FACE[2]
        self.lightness = np.full((HEIGHT, WIDTH), 30, np.float32)
        self.lightness[shirt < 1] = (68 + 9 * np.sin(x / 9))[shirt < 1]
        self.lightness[face < 1] = 60
        self.lightness += noise
        ab = np.zeros((HEIGHT, WIDTH, 2), np.float32)
        ab[...] = (-1, 3)
        ab[shirt < 1] = (1, 4)
        ab[..., 1] += np.where(shirt < 1, 3 * np.sin(y / 20), 0)
        ab[face < 1] = (16, 18)
        small = cv2.resize(ab, (WIDTH // 4, HEIGHT // 4), interpolation=cv2.INTER_AREA)
        self.full = Colorization(small, Box(0, 0, WIDTH, HEIGHT))
        self.shirt = (shirt < 0.7) & (face > 1.3)
        self.skin = face < 0.7
        self.wall = (shirt > 1.25) & (face > 1.4)

    def steered(self, *instances: Instance, size: tuple[int, int] | None = None) -> np.ndarray:
        """Lab, (h, w, 3), of the picture with these instances switched on."""
        return np.asarray(rgb2lab(self.picture(*instances, size=size)))

    def picture(self, *instances: Instance, size: tuple[int, int] | None = None) -> np.ndarray:
        lightness = self.lightness
        if size is not None:
            lightness = cv2.resize(lightness, size, interpolation=cv2.INTER_AREA)
        regions = RegionFinder(self.lightness, self.full).regions(instances)
        return recolor(lightness, self.full, regions=regions, bit_depth=16)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene()


def steer(instance: Instance = PERSON, **values: object) -> Instance:
    return replace(instance, steering=Steering(**values))  # type: ignore[arg-type]


def test_a_blue_shirt_is_blue_and_the_rest_is_as_it_was(scene: Scene) -> None:
    before, after = scene.steered(PERSON), scene.steered(steer(colour=BLUE))
    assert after[scene.shirt, 2].mean() < -20
    assert np.percentile(after[scene.shirt, 2], 95) < -10  # all of it: folds in shadow too
    for untouched in (scene.skin, scene.wall):
        assert np.abs(after - before)[untouched].mean() < 0.5
    hue = np.degrees(np.arctan2(after[scene.shirt, 2].mean(), after[scene.shirt, 1].mean()))
    _, a, b = colour_lab(BLUE)
    assert abs(hue - np.degrees(np.arctan2(b, a))) < 12


@pytest.mark.parametrize("colour", [BLUE, (255, 0, 0), (0, 255, 0), (0, 0, 0), (255, 255, 0)])
def test_lightness_never_changes(scene: Scene, colour: RGB) -> None:
    after = scene.steered(steer(colour=colour, saturation=2.5, warmth=-1.0))
    assert np.abs(after[..., 0] - np.clip(scene.lightness, 0, 100)).max() < 0.01


def test_the_differences_of_colour_inside_are_kept(scene: Scene) -> None:
    """The shirt's ab swings from top to bottom; a new colour swings with it."""
    after = scene.steered(steer(colour=BLUE))
    swing = np.sin(np.mgrid[:HEIGHT, :WIDTH][0] / 20)
    alike = scene.shirt & (np.abs(after[..., 0] - 68) < 3)  # where the shade is the same
    high, low = (after[alike & part, 2].mean() for part in (swing > 0.8, swing < -0.8))
    assert high - low > 1.0


def test_no_edge_where_the_box_cuts_through_an_object(scene: Scene) -> None:
    """A box through the middle of the shirt: the colour fades before it ends."""
    half = replace(PERSON, box=Box(60, 120, 160, 290), label="shirt")
    change = np.abs(scene.steered(steer(half, colour=BLUE)) - scene.steered(half))[..., 1:].max(
        axis=2
    )
    row = change[200]
    assert row[90:135].max() > 15
    assert row[161:].max() < 1
    assert np.abs(np.diff(cv2.blur(change, (1, 9))[200, 120:170])).max() < 7  # a cut gives 12


def test_saturation_and_warmth_reach_the_whole_instance(scene: Scene) -> None:
    before = scene.steered(PERSON)
    grey = scene.steered(steer(saturation=0.0))
    assert np.abs(grey[scene.skin, 1:]).mean() < 1
    assert np.abs(before[scene.skin, 1:]).mean() > 10
    warm = scene.steered(steer(warmth=0.5))
    assert (warm - before)[scene.shirt, 2].mean() == pytest.approx(9, abs=1.5)
    for after in (grey, warm):
        assert np.abs(after - before)[scene.wall].mean() < 0.5


def test_a_point_says_what_takes_the_colour(scene: Scene) -> None:
    before = scene.steered(PERSON)
    face = scene.steered(steer(colour=COLOURS["dark skin"], point=FACE[:2]))
    changed = np.abs(face - before)[..., 1:].max(axis=2)
    assert np.median(changed[scene.skin]) > 2
    assert np.mean(changed[scene.shirt]) < 1
    shirt = scene.steered(steer(colour=BLUE, point=(160, 220)))
    assert shirt[scene.shirt, 2].mean() < -20
    assert np.abs(shirt - before)[scene.skin].mean() < 0.5
    outside = scene.steered(steer(colour=BLUE, point=(-50, 1e6)))  # no crash, inside the box only
    assert np.isfinite(outside).all()


def test_a_mask_is_the_outline(scene: Scene) -> None:
    mask = np.zeros((270, 200), bool)
    mask[200:260, 60:140] = True
    after = scene.steered(steer(replace(PERSON, label="car", mask=mask), colour=BLUE))
    change = np.abs(after - scene.steered(PERSON))[..., 1:].max(axis=2)
    y, x = np.nonzero(change > 2)
    found = [x.min(), y.min(), x.max(), y.max()]
    assert found == pytest.approx([120, 220, 200, 280], abs=6)


def test_small_instances_lie_on_large_ones(scene: Scene) -> None:
    pocket = np.ones((40, 40), bool)
    small = steer(Instance(1, "pocket", 1.0, Box(140, 200, 180, 240), pocket), colour=(200, 30, 30))
    large = steer(colour=BLUE)
    for order in ((small, large), (large, small)):
        after = scene.steered(*order)
        assert after[215:225, 155:165, 1].mean() > 15
        assert after[270:280, 150:170, 2].mean() < -15


def test_a_preview_is_the_full_size_made_smaller(scene: Scene) -> None:
    small = scene.steered(steer(colour=BLUE), size=(WIDTH // 2, HEIGHT // 2))
    full = scene.steered(steer(colour=BLUE))
    averaged = cv2.resize(full, (WIDTH // 2, HEIGHT // 2), interpolation=cv2.INTER_AREA)
    assert np.abs(small - averaged)[..., 1:].mean() < 0.7


def test_unsteered_is_exactly_as_without(scene: Scene) -> None:
    plain = recolor(scene.lightness, scene.full, bit_depth=16)
    assert np.array_equal(scene.picture(PERSON, steer(strength=0.0)), plain)


def test_adjustments_come_after_it(scene: Scene) -> None:
    regions = RegionFinder(scene.lightness, scene.full).regions([steer(colour=BLUE)])
    grey = recolor(scene.lightness, scene.full, adjustments=Adjustments(0.0), regions=regions)
    assert np.ptp(grey.astype(int), axis=2).max() <= 1


def test_regions_are_found_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    finder = RegionFinder(scene.lightness, scene.full)
    first = finder.regions([steer(colour=BLUE)])
    monkeypatch.setattr("engine.regions.cut", lambda *_: pytest.fail("looked for again"))
    second = finder.regions([steer(colour=(90, 30, 30))])
    assert second[0].coverage is first[0].coverage


@pytest.mark.parametrize(
    ("flat", "size"), [(0.0, (300, 400)), (50.0, (300, 400)), (100.0, (3, 200)), (50.0, (1, 1))]
)
def test_photos_without_anything_to_tell(flat: float, size: tuple[int, int]) -> None:
    """Flat and tiny photos: some colour, no crash."""
    height, width = size
    lightness = np.full(size, flat, np.float32)
    full = Colorization(np.zeros((2, 2, 2), np.float32), Box(0, 0, width, height))
    everything = Instance(0, "person", 1.0, Box(0, 0, width, height))
    for instance in (
        everything,
        replace(everything, steering=replace(everything.steering, point=(0, 0))),
    ):
        regions = RegionFinder(lightness, full).regions([instance])
        assert recolor(lightness, full, regions=regions).shape == (height, width, 3)


def test_strengths_and_what_is_recoloured() -> None:
    weak, coloured = steer(strength=0.5), steer(replace(PERSON, id=1), colour=BLUE, strength=2.0)
    plain = replace(PERSON, id=2)
    assert strengths_of([weak, coloured, plain]) == {0: 0.5, 1: 2.0}
    assert strengths_of([weak, coloured, plain], 2.0) == {1: 4.0, 2: 2.0}
    assert [i.id for i in recoloured([weak, coloured, plain])] == [1]
    assert recoloured([coloured])[0].steering == Steering(colour=BLUE)
    assert coloured.unsteered == replace(PERSON, id=1)


def test_instances_are_the_same_by_the_pixels_of_their_masks() -> None:
    mask = np.zeros((4, 4), bool)
    first, second = replace(PERSON, mask=mask), replace(PERSON, mask=mask.copy())
    assert first == second
    assert hash(first) == hash(second)
    assert first != replace(PERSON, mask=~mask)
    assert first != PERSON
    assert steer(colour=BLUE) != PERSON


def test_colours_by_name_and_number() -> None:
    assert parse_colour("Navy") == COLOURS["navy"]
    assert parse_colour("light-blue") == COLOURS["light blue"]
    assert parse_colour("#FF8000") == (255, 128, 0)
    assert colour_name((255, 128, 0)) == "#ff8000"
    assert colour_name(COLOURS["khaki"]) == "khaki"
    for wrong in ("", "#12345", "reddish", "#gggggg", "12345678"):
        with pytest.raises(EngineError, match="There is no colour"):
            parse_colour(wrong)


@pytest.mark.parametrize(
    "values",
    [
        {"strength": -1.0},
        {"strength": float("nan")},
        {"saturation": 5.0},
        {"warmth": 2.0},
        {"colour": (0, 0, 256)},
        {"point": (float("inf"), 0.0)},
    ],
)
def test_values_out_of_range(values: dict[str, object]) -> None:
    with pytest.raises(EngineError):
        Steering(**values)  # type: ignore[arg-type]
    assert Steering() == AS_FUSED
