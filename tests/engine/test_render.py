"""The joined picture: the photo's lightness exactly, colours along its edges and in gamut."""

from __future__ import annotations

import threading

import cv2
import numpy as np
import pytest
from skimage import data
from skimage.color import rgb2lab

from engine import lab
from engine.adjustments import Adjustments
from engine.instances import Box
from engine.render import STRIP_PIXELS, recolor, recolor_steps, strips_for_threads, within_gamut
from engine.results import Colorization
from engine.steps import finish
from engine.upsampling import upsample_ab


def colours_of(ab: np.ndarray, photo: np.ndarray) -> Colorization:
    return Colorization(ab, Box(0, 0, photo.shape[1], photo.shape[0]))


def true_lab(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    both = lab.rgb_to_lab(picture)
    return np.ascontiguousarray(both[..., 0]), np.ascontiguousarray(both[..., 1:])


def error(found: np.ndarray, truth: np.ndarray) -> float:
    return float(np.sqrt(((found - truth) ** 2).sum(axis=2).mean()))


@pytest.mark.parametrize(("dtype", "bits"), [(np.uint8, 8), (np.uint16, 16)])
def test_without_colour_the_grey_stays_exactly(dtype: type, bits: int) -> None:
    grey = np.random.default_rng(0).integers(0, np.iinfo(dtype).max + 1, (150, 90), dtype=dtype)
    flat = np.zeros((8, 8, 2), np.float32)
    picture = recolor(lab.rgb_to_lightness(grey), colours_of(flat, grey), bit_depth=bits)
    assert np.array_equal(picture, np.repeat(grey[..., None], 3, axis=2))


# One step of 8 bits is up to 0.45 of L where the curve is steepest in its dark end.
@pytest.mark.parametrize(("bits", "worst", "mean"), [(8, 0.5, 0.1), (16, 0.004, 0.0005)])
@pytest.mark.parametrize("strength", [20, 60, 200])  # from mostly in gamut to nearly all outside
def test_lightness_is_kept_in_and_out_of_gamut(
    bits: int, worst: float, mean: float, strength: int
) -> None:
    generator = np.random.default_rng(strength)
    lightness = generator.uniform(0, 100, (120, 160)).astype(np.float32)
    ab = generator.uniform(-strength, strength, (12, 16, 2)).astype(np.float32)
    picture = recolor(lightness, colours_of(ab, lightness), bit_depth=bits)
    difference = np.abs(rgb2lab(picture)[..., 0] - lightness)
    assert difference.max() <= worst
    assert difference.mean() <= mean


def test_out_of_gamut_colours_lose_chroma_and_keep_their_hue() -> None:
    generator = np.random.default_rng(3)
    lightness = generator.uniform(20, 80, (64, 64)).astype(np.float32)
    ab = generator.uniform(-180, 180, (64, 64, 2)).astype(np.float32)
    linear = within_gamut(lightness, ab, bit_depth=16)
    assert linear.min() > -1e-5
    assert linear.max() < 1 + 1e-5
    kept = rgb2lab(np.clip(lab.encode_srgb(linear, 16) / 65535, 0, 1))[..., 1:]
    chroma, wanted = np.hypot(*np.moveaxis(kept, 2, 0)), np.hypot(*np.moveaxis(ab, 2, 0))
    assert np.all(chroma <= wanted + 0.1)
    turn = np.arctan2(*np.moveaxis(kept, 2, 0)) - np.arctan2(*np.moveaxis(ab, 2, 0))
    arc = np.abs(np.angle(np.exp(1j * turn))) * chroma
    assert arc.max() < 0.2
    outside = (lab.lab_to_linear(lightness, ab) > 1).any(2)
    assert outside.mean() > 0.2
    # as much chroma as fits, to 1/256 of what was asked for: a little more leaves the gamut
    more = lab.lab_to_linear(lightness, (kept * 1.04).astype(np.float32))[outside]
    assert np.mean((more > 1).any(1) | (more < 0).any(1)) > 0.98


def test_colours_in_gamut_are_not_touched() -> None:
    lightness, ab = true_lab(data.astronaut()[100:200, 100:200])
    assert np.array_equal(within_gamut(lightness, ab), lab.lab_to_linear(lightness, ab))


def test_saturation_multiplies_the_chroma_before_the_gamut() -> None:
    lightness = np.full((32, 32), 60, np.float32)
    colours = colours_of(np.full((4, 4, 2), 12, np.float32), lightness)
    for saturation in (0.0, 0.5, 2.0):
        picture = recolor(lightness, colours, adjustments=Adjustments(saturation), bit_depth=16)
        assert np.abs(rgb2lab(picture)[..., 1:] - 12 * saturation).max() < 0.05
    vivid = recolor(lightness, colours, adjustments=Adjustments(50), bit_depth=16)
    assert np.abs(rgb2lab(vivid)[..., 0] - 60).max() < 0.01


@pytest.mark.parametrize(
    ("cells_off", "blur", "share"),
    [(0, 0, 0.35), (0, 0.7, 0.8), (1 / 3, 0, 0.85), (1 / 3, 0.7, 0.9)],
)
def test_colours_bleed_less_over_an_edge_than_by_bilinear_interpolation(
    cells_off: float, blur: float, share: float
) -> None:
    """Two flat regions; the colours are off by a part of a cell and blurred as networks' are."""
    size, cells = 384, 48
    lightness = np.full((size, size), 30, np.float32)
    lightness[:, 192:] = 75
    truth = np.empty((size, size, 2), np.float32)
    truth[:, :192], truth[:, 192:] = (40, 30), (-20, -30)
    shift = np.float32([[1, 0, 8 * cells_off], [0, 1, 0]])
    moved = cv2.warpAffine(truth, shift, (size, size), borderMode=cv2.BORDER_REPLICATE)
    small = cv2.resize(moved, (cells, cells), interpolation=cv2.INTER_AREA)
    if blur:
        small = cv2.GaussianBlur(small, (0, 0), blur)
    plain = cv2.resize(small, (size, size), interpolation=cv2.INTER_LINEAR)
    edge = slice(192 - 24, 192 + 24)
    found = upsample_ab(lightness, small)[:, edge]
    assert error(found, truth[:, edge]) < share * error(plain[:, edge], truth[:, edge])
    assert found[..., 0].max() <= small[..., 0].max() + 1e-3  # no halo
    assert found[..., 0].min() >= small[..., 0].min() - 1e-3


@pytest.mark.parametrize("name", ["astronaut", "coffee", "chelsea"])
@pytest.mark.parametrize("blur", [0, 1, 2])
def test_real_colours_are_nearer_the_truth_than_by_bilinear_interpolation(
    name: str, blur: int
) -> None:
    lightness, ab = true_lab(getattr(data, name)())
    height, width = lightness.shape
    small = cv2.resize(ab, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    if blur:
        small = cv2.GaussianBlur(small, (0, 0), blur)
    plain = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    assert error(upsample_ab(lightness, small), ab) < error(plain, ab)


def test_texture_alone_gets_no_colour() -> None:
    noise = np.random.default_rng(5).uniform(20, 80, (256, 256)).astype(np.float32)
    flat = np.full((32, 32, 2), (15, -25), np.float32)
    assert np.abs(upsample_ab(noise, flat) - flat[0, 0]).max() < 1e-3


def test_strips_make_no_seams(monkeypatch: pytest.MonkeyPatch) -> None:
    lightness, ab = true_lab(data.coffee())
    small = cv2.resize(ab, (37, 23), interpolation=cv2.INTER_AREA)
    whole = recolor(lightness, colours_of(small, lightness), bit_depth=16)
    monkeypatch.setattr("engine.render.STRIP_PIXELS", 600 * 7)
    parts = recolor(lightness, colours_of(small, lightness), bit_depth=16)
    assert np.abs(whole.astype(int) - parts).max() <= 1


@pytest.mark.parametrize("size", [(1, 1), (20_000, 10), (1, 500), (33, 47)])
@pytest.mark.parametrize("cells", [(1, 1), (64, 48), (16, 16)])
def test_every_size_of_photo_and_of_colours(size: tuple[int, int], cells: tuple[int, int]) -> None:
    lightness = np.linspace(0, 100, size[0] * size[1], dtype=np.float32).reshape(size)
    ab = np.full((*cells, 2), 10, np.float32)
    picture = recolor(lightness, colours_of(ab, lightness))
    assert picture.shape == (*size, 3)
    assert np.abs(rgb2lab(picture)[..., 0] - lightness).max() <= 0.5


def test_large_photos_report_progress_and_can_be_cancelled() -> None:
    lightness = np.full((3000, 1000), 50, np.float32)
    colours = colours_of(np.zeros((8, 8, 2), np.float32), lightness)
    seen = []
    picture = finish(recolor_steps(lightness, colours), seen.append)
    assert picture.shape == (3000, 1000, 3)
    assert len(seen) >= 3
    assert [step.done for step in seen] == sorted({step.done for step in seen})
    assert seen[-1].done == seen[-1].total
    steps = recolor_steps(lightness, colours)
    next(steps)
    steps.close()
    with pytest.raises(StopIteration):
        next(steps)


def test_threads_change_nothing_and_none_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    lightness = random.uniform(0, 100, (2000, 1200)).astype(np.float32)
    colours = colours_of(random.normal(0, 30, (40, 24, 2)).astype(np.float32), lightness)
    monkeypatch.setattr("cv2.getNumThreads", lambda: 1)
    alone = recolor(lightness, colours)
    monkeypatch.setattr("cv2.getNumThreads", lambda: 3)
    before = threading.active_count()
    steps = recolor_steps(lightness, colours)
    next(steps)
    steps.close()
    assert threading.active_count() == before
    assert np.array_equal(recolor(lightness, colours), alone)
    assert threading.active_count() == before


@pytest.mark.parametrize("hands", [1, 2, 3, 8])
def test_threads_have_as_much_to_do(monkeypatch: pytest.MonkeyPatch, hands: int) -> None:
    monkeypatch.setattr("cv2.getNumThreads", lambda: hands)
    for height, width in [(480, 640), (1, 9), (7, 300_000), (9000, 12_000), (481, 353)]:
        strips = strips_for_threads(height, width)
        assert [row for strip in strips for row in range(height)[strip]] == list(range(height))
        sizes = [strip.stop - strip.start for strip in strips]
        assert max(sizes) * width <= max(STRIP_PIXELS + width, width)
        if height >= 400:
            rounds = [sizes[first : first + hands] for first in range(0, len(sizes), hands)]
            waited = sum(max(one) for one in rounds)
            assert waited * hands <= height + hands * len(rounds)


def test_warmth_moves_greys_toward_yellow_and_keeps_lightness_black_and_white() -> None:
    lightness = np.array([[0.0, 50.0, 100.0]], np.float32)
    grey = Colorization(np.zeros((1, 1, 2), np.float32), Box(0, 0, 3, 1))
    warm = recolor(lightness, grey, adjustments=Adjustments(warmth=1.0), bit_depth=16)
    cool = recolor(lightness, grey, adjustments=Adjustments(warmth=-1.0), bit_depth=16)
    measured = rgb2lab(warm)
    assert np.abs(measured[..., 0] - lightness).max() < 0.05
    assert np.abs(measured[0, [0, 2], 1:]).max() < 0.5
    assert measured[0, 1, 2] > 15
    assert rgb2lab(cool)[0, 1, 2] < -15
