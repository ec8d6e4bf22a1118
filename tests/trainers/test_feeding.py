"""Batches are made by threads that give way to the network, and as the app sees photos."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from contextlib import closing

import cv2
import numpy as np
import pytest
import torch

from engine.networks.framing import at_size
from trainers.ageing import Ageing
from trainers.augmentation import Region, averaged, lightness_and_ab, squeezed_to
from trainers.conversion import converted, packed
from trainers.feeding import Batch, Feeder, Samples


class Priorities(Samples):
    """Samples that tell at which priority they are made, once every thread makes one."""

    samples = 8

    def __init__(self, threads: int) -> None:
        self._all = threading.Barrier(threads)

    def batch(
        self, indices: np.ndarray, randoms: Sequence[np.random.Generator], step: int = 0
    ) -> Batch:
        self._all.wait(timeout=20)
        return {"nice": torch.tensor([os.getpriority(os.PRIO_PROCESS, threading.get_native_id())])}


@pytest.mark.skipif(sys.platform != "linux", reason="only there threads have priorities")
def test_threads_give_way_where_the_network_computes_on_the_same_cores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("trainers.feeding.cores", lambda: 2)
    own = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    for kind, expected in (("cpu", 19), ("cuda", own)):
        feeder = Feeder(Priorities(2), batch=2, seed=0, device=torch.device(kind))
        with closing(feeder.steps(0, 4, lambda: 1)) as feeding:
            made = [batches[0]["nice"].tolist() for _, batches in feeding]
        assert made == [[expected]] * 4
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == own


@pytest.fixture
def photo() -> np.ndarray:
    coarse = np.random.default_rng(3).integers(0, 256, (9, 12, 3), np.uint8)
    return cv2.resize(coarse, (240, 180), interpolation=cv2.INTER_CUBIC)


@pytest.mark.parametrize("size", [(64, 64), (120, 96), (200, 200)])
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_cut_is_what_the_app_makes_of_that_part(
    photo: np.ndarray, size: tuple[int, int], mirrored: bool
) -> None:
    cut = Region(20, 10, 150, 130, mirrored).cut(photo, size)
    expected = at_size(photo[10:140, 20:170], size)
    assert cut.dtype == np.uint8
    assert cut.flags.c_contiguous
    difference = np.abs(cut.astype(int) - (expected[:, ::-1] if mirrored else expected))
    assert difference.max() <= (4 if size == (64, 64) else 1)  # which is halved first
    assert difference.mean() < 0.6


def test_an_odd_part_is_halved_without_its_last_row(photo: np.ndarray) -> None:
    large = cv2.resize(photo, (641, 481), interpolation=cv2.INTER_CUBIC)
    assert np.array_equal(
        squeezed_to(large, (120, 160)), squeezed_to(large[:480, :640], (120, 160))
    )


def test_a_batch_is_the_lightness_and_mean_ab_of_its_pictures(photo: np.ndarray) -> None:
    pictures = [photo[:64, :96], photo[100:164, 100:196]]
    batch = converted(packed(pictures, [Ageing(), Ageing()]), torch.device("cpu"), 2)
    assert batch["lightness"].shape == (2, 1, 64, 96)
    assert batch["ab"].shape == (2, 2, 32, 48)
    for row, picture in enumerate(pictures):
        lightness, ab = lightness_and_ab(picture)
        assert np.array_equal(batch["lightness"][row, 0].numpy(), lightness)
        means = ab.reshape(2, 32, 2, 48, 2).mean(axis=(2, 4))
        assert np.allclose(batch["ab"][row].numpy(), means, atol=1e-4)
        small = np.empty((2, 32, 48), np.float32)
        averaged(ab, 2, small)
        assert np.array_equal(batch["ab"][row].numpy(), small)
