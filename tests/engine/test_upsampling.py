"""The blocks in which ab is brought to a photo's size."""

from __future__ import annotations

from unittest.mock import patch

import cv2
import numpy as np
import pytest

from engine.upsampling import BLOCK, Upsampling, upsample_ab


def colours(*size: int) -> np.ndarray:
    return np.random.default_rng(1).normal(0, 20, (*size, 2)).astype(np.float32)


@pytest.mark.parametrize("size", [(300, 400), (40, 20_000), (2000, 30), (11, 9)])
def test_on_a_flat_photo_it_is_cubic_interpolation_within_the_neighbours(
    size: tuple[int, int],
) -> None:
    height, width = size
    flat = np.full(size, 40, np.float32)
    ab = colours(9, 7)
    cubic = cv2.resize(ab, (width, height), interpolation=cv2.INTER_CUBIC)
    window = np.ones((3, 3), np.uint8)
    lowest, highest = (
        cv2.resize(bound(ab, window, borderType=cv2.BORDER_REPLICATE), (width, height))
        for bound in (cv2.erode, cv2.dilate)
    )
    expected = np.minimum(np.maximum(cubic, lowest), highest)
    assert np.abs(upsample_ab(flat, ab) - expected).max() < 1e-3


def test_any_part_is_the_same_as_in_the_whole() -> None:
    lightness = np.random.default_rng(2).uniform(0, 100, (210, 330)).astype(np.float32)
    upsampling = Upsampling(lightness, colours(21, 33))
    whole = upsampling.rows(slice(0, 210))
    for rows, columns in [((0, 1), (0, 1)), ((209, 210), (300, 330)), ((17, 150), (40, 41))]:
        part = upsampling.rows(slice(*rows), slice(*columns))
        assert np.allclose(part, whole[slice(*rows), slice(*columns)], atol=1e-4)


def test_products_are_too_small_to_be_shared_out_among_waiting_threads() -> None:
    factors = []

    def product(one: np.ndarray, other: np.ndarray, out: np.ndarray) -> None:
        factors.append(one.shape[0] * one.shape[1] * other.shape[-1])
        out[:] = one @ other

    with patch("numpy.matmul", product):
        upsample_ab(np.full((30, 9000), 50, np.float32), colours(10, 100))
        upsample_ab(np.full((600, 400), 50, np.float32), colours(120, 80))
    assert max(factors) <= BLOCK
    assert np.mean(factors) > BLOCK / 4
