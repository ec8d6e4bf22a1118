"""What the networks are given where they are compared with the truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from engine.colorizer import Colorizer
from engine.instances import Box
from engine.lab import rgb_to_lightness
from engine.networks.framing import at_size
from engine.results import Colorization
from engine.training.set_evaluation import SIDE, pictures_of


class Seeing:
    """Colorizes nothing, and keeps what it was given."""

    def __init__(self) -> None:
        self.whole = self.sharp = np.zeros((0, 0), np.float32)
        self.boxes: list[Box] = []

    def _grey(self, box: Box) -> SimpleNamespace:
        return SimpleNamespace(colorization=Colorization(np.zeros((2, 2, 2), np.float32), box))

    def full_image(self, lightness: np.ndarray) -> SimpleNamespace:
        self.whole = lightness
        return self._grey(Box(0, 0, SIDE, SIDE))

    def instances(self, lightness: np.ndarray, boxes: Sequence[Box]) -> Iterator[SimpleNamespace]:
        self.sharp, self.boxes = lightness, list(boxes)
        return iter([self._grey(box) for box in boxes])

    def fuse(
        self, full: SimpleNamespace, instances: Mapping[int, SimpleNamespace]
    ) -> SimpleNamespace:
        return full


@pytest.mark.parametrize(("height", "width"), [(480, 640), (200, 150)])
def test_instances_are_cut_out_of_the_photo_itself(height: int, width: int) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)
    seeing = Seeing()
    box = Box(0.25 * width, 0.5 * height, 0.75 * width, height)
    truth, (found,), pictures = pictures_of(cast(Colorizer, seeing), pixels, [box])
    assert truth.shape == (SIDE, SIDE, 3)
    assert (found.left, found.top, found.right, found.bottom) == (64, 128, 192, 256)
    assert np.array_equal(seeing.whole, rgb_to_lightness(truth))
    side = max(SIDE, height, width)
    assert np.array_equal(seeing.sharp, rgb_to_lightness(at_size(pixels, (side, side))))
    (sharp,) = seeing.boxes
    assert (sharp.left, sharp.top, sharp.right, sharp.bottom) == pytest.approx(
        (side / 4, side / 2, 3 * side / 4, side)
    )
    for kind in ("grey", "full", "instance", "fused"):
        assert pictures[kind].shape == truth.shape
