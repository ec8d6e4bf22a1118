"""Lab conversions against scikit-image's independent ones, and their round trips."""

from __future__ import annotations

import numpy as np
import pytest
from skimage.color import lab2rgb, rgb2lab

from engine import lab


def random_colours(dtype: type, seed: int = 0) -> np.ndarray:
    generator = np.random.default_rng(seed)
    return generator.integers(0, np.iinfo(dtype).max + 1, (211, 307, 3), dtype=dtype)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_lab_agrees_with_scikit_image(dtype: type) -> None:
    colours = random_colours(dtype)
    found = lab.rgb_to_lab(colours)
    assert found.dtype == np.float32
    # the white points differ in the fifth digit
    assert np.abs(found - rgb2lab(colours)).max() < 0.01
    assert np.abs(lab.rgb_to_lightness(colours) - rgb2lab(colours)[..., 0]).max() < 0.001


def test_float_colours_are_taken_as_zero_to_one() -> None:
    colours = random_colours(np.uint8)
    floats = colours.astype(np.float32) / 255
    assert np.abs(lab.rgb_to_lab(floats) - lab.rgb_to_lab(colours)).max() < 0.001


def test_back_to_rgb_agrees_with_scikit_image() -> None:
    generator = np.random.default_rng(1)
    lightness = generator.uniform(40, 100, (97, 103)).astype(np.float32)
    ab = generator.uniform(-50, 50, (97, 103, 2)).astype(np.float32)
    expected = np.round(lab2rgb(np.dstack([lightness, ab])) * 255)
    assert np.abs(lab.lab_to_rgb(lightness, ab).astype(int) - expected).max() <= 1


@pytest.mark.parametrize(("dtype", "bits"), [(np.uint8, 8), (np.uint16, 16)])
def test_round_trip(dtype: type, bits: int) -> None:
    colours = random_colours(dtype, seed=2)
    there = lab.rgb_to_lab(colours)
    back = lab.lab_to_rgb(np.ascontiguousarray(there[..., 0]), there[..., 1:], bits)
    assert back.dtype == dtype
    assert np.abs(back.astype(int) - colours).max() <= 1


@pytest.mark.parametrize(("dtype", "bits"), [(np.uint8, 8), (np.uint16, 16)])
def test_every_grey_level_comes_back_as_itself(dtype: type, bits: int) -> None:
    levels = np.arange(np.iinfo(dtype).max + 1, dtype=dtype).reshape(16, -1)
    lightness = lab.rgb_to_lightness(levels)
    assert lightness.min() == 0
    assert lightness.max() == pytest.approx(100, abs=1e-4)
    as_rgb = np.repeat(levels[..., None], 3, axis=2)
    assert np.abs(lab.rgb_to_lightness(as_rgb) - lightness).max() < 1e-4
    assert np.abs(lab.rgb_to_lab(as_rgb)[..., 1:]).max() < 1e-3
    back = lab.lab_to_rgb(lightness, np.zeros((*levels.shape, 2), np.float32), bits)
    assert np.array_equal(back, as_rgb)


def test_strips_cover_every_row_once() -> None:
    for height, width in ((1, 1), (20_000, 10), (10, 20_000), (3, 1 << 20)):
        rows = [row for part in lab.strips(height, width) for row in range(height)[part]]
        assert rows == list(range(height))


def test_the_curve_is_the_standards_on_both_sides_of_its_knee() -> None:
    grey = np.arange(256, dtype=np.uint8)[None]
    exact = grey.astype(np.float64) / 255
    linear = np.where(exact <= 0.04045, exact / 12.92, ((exact + 0.055) / 1.055) ** 2.4)
    curved = np.where(linear > (6 / 29) ** 3, np.cbrt(linear), linear * 841 / 108 + 4 / 29)
    as_rgb = np.repeat(grey[..., None], 3, axis=2)
    found = lab.rgb_to_lightness(as_rgb)
    assert np.abs(found - (116 * curved - 16)).max() < 1e-4


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (4, 1), (1, 4)])
def test_pictures_as_small_as_a_scalar_are_pictures(size: tuple[int, int]) -> None:
    colours = random_colours(np.uint8, seed=3)[:4, :4]
    part = colours[: size[0], : size[1]]
    found = lab.rgb_to_lab(np.ascontiguousarray(part))
    assert np.abs(found - lab.rgb_to_lab(colours)[: size[0], : size[1]]).max() < 1e-3
    back = lab.lab_to_rgb(np.ascontiguousarray(found[..., 0]), found[..., 1:])
    assert np.abs(back.astype(int) - part).max() <= 1


def test_light_beyond_what_a_screen_shows_is_clipped() -> None:
    light = np.array([[-7.0, -1e-3, 0.0, 1.0, 1.001, 7.0]], np.float32)
    assert lab.encode_srgb(light).tolist() == [[0, 0, 0, 255, 255, 255]]
    assert lab.encode_srgb(light, 16).tolist() == [[0, 0, 0, 65535, 65535, 65535]]
