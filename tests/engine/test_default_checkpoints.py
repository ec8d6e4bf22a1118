"""The checkpoints that ship: what a newcomer sees on real photos in the first seconds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from skimage import data

from engine.bundle import bundled, sample_photos
from engine.colorizer import Colorizer
from engine.config import EngineConfig
from engine.detection.protocol import detect_instances
from engine.detection.registry import load_detector
from engine.evaluation import colourfulness, psnr
from engine.instances import Box
from engine.lab import rgb_to_lightness
from engine.networks.catalogue import load_networks
from engine.photo import open_photo
from engine.render import recolor
from engine.results import Colorization, Fusion
from engine.session import Session
from engine.steps import finish

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def colorizer() -> Colorizer:
    return Colorizer(load_networks(EngineConfig(), CPU), CPU)


def mean_ab(colorization: Colorization, part: tuple[float, float, float, float]) -> np.ndarray:
    """Mean ab of a part given in shares of the picture: left, top, right, bottom."""
    height, width = colorization.ab.shape[:2]
    left, top, right, bottom = part
    rows = slice(int(top * height), int(bottom * height))
    return colorization.ab[rows, int(left * width) : int(right * width)].mean(axis=(0, 1))


def sample(name: str) -> np.ndarray:
    return open_photo(bundled("samples", name)).lightness


def test_skin_is_skin(colorizer: Colorizer) -> None:
    ab = mean_ab(colorizer.full_image(sample("astronaut.jpg")).colorization, (0.4, 0.15, 0.5, 0.3))
    assert ab[0] > 5
    assert ab[1] > 8


def test_skies_are_blue(colorizer: Colorizer) -> None:
    full = colorizer.full_image(sample("summer-palace.jpg"))
    assert mean_ab(full.colorization, (0.0, 0.0, 0.35, 0.15))[1] < -4


def test_grass_is_green(colorizer: Colorizer) -> None:
    full = colorizer.full_image(sample("photographer.jpg"))
    ab = mean_ab(full.colorization, (0.75, 0.7, 1.0, 0.95))
    assert ab[0] < -3
    assert ab[1] > 8


def test_colour_is_closer_to_the_truth_than_grey(colorizer: Colorizer) -> None:
    gains = []
    for truth in (data.astronaut(), data.coffee(), data.chelsea()):
        lightness = rgb_to_lightness(truth)
        frame = Box(0, 0, truth.shape[1], truth.shape[0])
        picture = recolor(lightness, colorizer.full_image(lightness).colorization)
        grey = recolor(lightness, Colorization(np.zeros((2, 2, 2), np.float32), frame))
        gains.append(psnr(picture, truth) - psnr(grey, truth))
        assert colourfulness(picture) > 10
    assert min(gains) > 0  # the astronaut's suit is orange, and becomes blue-grey
    assert np.mean(gains) > 3  # dB


@pytest.mark.parametrize("path", sample_photos(), ids=lambda path: path.stem)
def test_samples_are_colorized_with_their_instances(colorizer: Colorizer, path: Path) -> None:
    detector = load_detector(EngineConfig(detector="bundled"), CPU)
    session = Session(open_photo(path), colorizer, detector, EngineConfig(detector="bundled"))
    fusion: Fusion = finish(session.run())
    assert fusion.ids == {instance.id for instance in session.instances}
    assert np.abs(fusion.colorization.ab).mean() > 3
    assert np.isfinite(fusion.colorization.ab).all()
    if not session.instances:  # the pavilion is none of COCO's objects
        assert fusion.colorization is session.full
        return
    *_, last = fusion.weight_maps.values()
    assert max(last.of(key).max() for key in fusion.ids) > 0.35  # instances have their say
    changed = np.abs(fusion.colorization.ab - session.full.ab).mean(axis=2)
    assert changed.max() > 2


def test_the_detector_names_what_is_in_the_samples() -> None:
    config = EngineConfig(detector="bundled")
    detector = load_detector(config, CPU)
    wanted = {
        "astronaut.jpg": "person",
        "cat.jpg": "cat",
        "coffee-cup.jpg": "cup",
        "photographer.jpg": "person",
    }
    for name, label in wanted.items():
        found = detect_instances(detector, sample(name), config).instances
        assert label in {instance.label for instance in found}, name


def test_resources_stay_small() -> None:
    files = [path for path in bundled("checkpoints").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 60e6
