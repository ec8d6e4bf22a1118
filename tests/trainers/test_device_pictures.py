"""The device's way of making training pictures against the CPU threads'."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import torch
from skimage.color import rgb2lab

from engine.instances import Box
from engine.lab import rgb_to_lab
from engine.networks.framing import Framing, PaperFraming
from engine.training.object_boxes import LabelledBox
from engine.training.photo_store import PhotoStore
from engine.training.stage_settings import StageSettings
from trainers import device_pictures
from trainers.ageing import Ageing
from trainers.conversion import ageings_of, converted, on_device, packed, rows_of
from trainers.feeding import Batch
from trainers.fusion_pictures import FusionPictures

CPU = torch.device("cpu")
AGEINGS = {
    "faded": Ageing(gamma=1.3, black=12.0, white=85.0),
    "blurred": Ageing(blur=1.3),
    "softened": Ageing(blur=0.3),
    "blocky": Ageing(quality=30),
    "less blocky": Ageing(quality=75),
    "faded, blurred and blocky": Ageing(0.8, 5.0, 95.0, blur=0.9, quality=60),
}


@pytest.fixture
def photo() -> np.ndarray:
    """Colours of all kinds, smooth, with sharp edges and some black, uint8 (96, 120, 3)."""
    random = np.random.default_rng(1)
    coarse = random.integers(0, 256, (6, 8, 3), np.uint8)
    picture = cv2.resize(coarse, (120, 96), interpolation=cv2.INTER_CUBIC)
    picture[20:50, 30:70] = 255 - picture[20:50, 30:70]
    picture[:4] = 0
    return picture


def lightness_of(photo: np.ndarray) -> np.ndarray:
    return np.maximum(rgb_to_lab(photo)[..., 0], 0)


def test_the_devices_lab_is_the_engines_and_scikit_images(photo: np.ndarray) -> None:
    lightness, ab = device_pictures.lightness_and_ab(torch.from_numpy(photo)[None])
    made = torch.cat((lightness, ab), dim=1)[0].permute(1, 2, 0).numpy()
    assert np.abs(made - rgb_to_lab(photo)).max() < 1e-3
    # whose white point differs in the fourth digit
    assert np.abs(made - rgb2lab(photo)).max() < 2e-2
    assert float(lightness.min()) == 0.0


@pytest.mark.parametrize("kind", AGEINGS)
def test_a_picture_ages_on_the_device_as_it_does_on_the_cpu(kind: str, photo: np.ndarray) -> None:
    lightness, ageing = lightness_of(photo)[:83, :117], AGEINGS[kind]
    made = device_pictures.aged(torch.from_numpy(lightness.copy()), ageing).numpy()
    expected = ageing.applied(lightness)
    assert np.abs(expected - lightness).mean() > 0.01
    # the codec computes in whole numbers, so that a JPEG's grey may be a level off
    assert np.abs(made - expected).max() < (2.5 if ageing.quality else 1e-3)
    assert np.abs(made - expected).mean() < (0.15 if ageing.quality else 1e-4)


@pytest.mark.parametrize("coarse", [False, True])
def test_grain_has_the_same_statistics(coarse: bool) -> None:
    ageing = Ageing(grain=4.0, coarse=coarse, seed=5)
    grey = np.full((240, 320), 50.0, np.float32)
    made = device_pictures.aged(torch.from_numpy(grey), ageing).numpy() - 50
    expected = ageing.applied(grey) - 50
    for noise in (made, expected):
        assert abs(noise.mean()) < 0.1
    assert abs(made.std() / expected.std() - 1) < 0.03
    both = [np.mean(n[:, 1:] * n[:, :-1]) / n.var() for n in (made, expected)]
    assert abs(both[0] - both[1]) < 0.03  # how much neighbours are alike
    again = device_pictures.aged(torch.from_numpy(grey), ageing).numpy() - 50
    assert np.array_equal(made, again)


def test_drawn_ageing_survives_its_row_and_has_its_share() -> None:
    random = np.random.default_rng(0)
    drawn = [Ageing.drawn(random, 0.4) for _ in range(2000)]
    assert ageings_of(rows_of(drawn)) == drawn
    # of those that are to age, 0.5 * 0.7 * 0.6 * 0.8 stay as they are
    assert 0.28 < np.mean([ageing.changes for ageing in drawn]) < 0.38
    assert {ageing.quality for ageing in drawn} - set(range(30, 80)) == {0}


def test_a_batch_is_the_same_in_parts_and_by_either_way(photo: np.ndarray) -> None:
    random = np.random.default_rng(2)
    pictures = [np.roll(photo, number, axis=1)[:, :96] for number in range(12)]
    ageings = [Ageing.drawn(random, 0.6) for _ in pictures]
    pixels = torch.from_numpy(np.stack(pictures))
    whole = on_device(pixels, ageings, 2)
    parts = [on_device(pixels[part], ageings[part], 2) for part in (slice(0, 5), slice(5, 12))]
    for key, tensor in whole.items():
        assert torch.equal(tensor, torch.cat([part[key] for part in parts]))
    threads = converted(packed(pictures, ageings), CPU, 2)
    assert torch.allclose(whole["ab"], threads["ab"], atol=1e-3)
    plain = [row for row, ageing in enumerate(ageings) if not ageing.grain and not ageing.quality]
    assert len(plain) > 3
    assert torch.allclose(whole["lightness"][plain], threads["lightness"][plain], atol=1e-3)
    assert whole["lightness"].shape == threads["lightness"].shape
    assert converted(threads, CPU, 2)["lightness"] is threads["lightness"]


@pytest.mark.parametrize("framing", [Framing(), PaperFraming()])
@pytest.mark.parametrize(
    "part", [(3, 5, 115, 90), (10, 20, 32, 45), (0, 0, 120, 96), (7, 8, 55, 56)]
)
def test_parts_of_a_picture_are_resized_as_on_the_cpu(
    framing: Framing, part: tuple[int, int, int, int], photo: np.ndarray
) -> None:
    left, top, right, bottom = part
    lightness = lightness_of(photo)
    stack = torch.from_numpy(np.stack((np.zeros_like(lightness), lightness)))
    rows = torch.tensor([(0, 0, 0, 9, 9), (1, *part)])
    made = device_pictures.cut(stack, rows, (48, 40), paper=isinstance(framing, PaperFraming))
    expected = framing.resized(lightness[top:bottom, left:right], (48, 40))
    assert made.shape == (2, 48, 40)
    assert np.abs(made[1].numpy() - expected).max() < 2e-3


def labelled(left: float, top: float, right: float, bottom: float) -> LabelledBox:
    return LabelledBox(Box(left, top, right, bottom), "dog", 1.0)


class Photos(PhotoStore):
    """Photos in memory."""

    def __init__(self, photos: dict[str, np.ndarray]) -> None:
        self.names = sorted(photos)
        self._photos = photos

    def photo(self, name: str) -> np.ndarray:
        return self._photos[name]


@pytest.mark.parametrize("framing", [Framing(), PaperFraming()])
def test_the_fusions_pictures_are_the_same_by_either_way(
    framing: Framing, photo: np.ndarray
) -> None:
    photos = {"a": photo, "b": np.ascontiguousarray(photo[:70, ::-1][:, :90])}
    boxes = {
        "a": [labelled(5, 6, 110, 80), labelled(30, 8, 60, 90)],
        "b": [labelled(20.4, 10.2, 66.6, 60.0)],
    }
    settings = StageSettings(steps=1, moved=0.05, stray=0.5)
    pictures = FusionPictures(
        Photos(photos), boxes, settings, size=(64, 64), crop_size=(32, 32), ab_stride=2,
        framing=framing,
    )  # fmt: skip
    randoms = [np.random.default_rng(number) for number in range(4)]
    cut = pictures.cut(["a", "b", "a", "b"], randoms)
    by_threads: Batch = pictures.ready(cut, CPU)
    made = pictures.on_device(cut, CPU)
    assert made.keys() == by_threads.keys()
    assert len(made["crops"]) >= 6
    for key, tensor in made.items():
        assert tensor.shape == by_threads[key].shape
        difference = (tensor.double() - by_threads[key].double()).abs()
        assert float(difference.mean()) < 0.2
        if key != "crops":  # where one side grows and the other shrinks, OpenCV's filter differs
            assert float(difference.max()) < 2e-3
    assert made["places"].dtype == torch.int64
