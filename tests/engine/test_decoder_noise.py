"""A damaged TIFF ends in a sentence, without libtiff's own lines beside it."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.decoder_noise import without_noise
from engine.errors import EngineError
from engine.photo import open_photo


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    path = tmp_path / "damaged.tif"
    noise = np.random.default_rng(0).integers(0, 255, (90, 120), np.uint8)
    Image.fromarray(noise).save(path, compression="tiff_lzw")
    data = bytearray(path.read_bytes())
    for place in range(200, len(data) - 400, 17):
        data[place] ^= 0x5A
    path.write_bytes(data)
    return path


def test_a_damaged_tiff_is_told_once(damaged: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(EngineError, match=r"damaged\.tif is damaged"):
        open_photo(damaged)
    os.write(2, b"heard again")
    assert capfd.readouterr().err == "heard again"


def test_no_stderr_does_no_harm(damaged: Path) -> None:
    kept = os.dup(2)
    os.close(2)
    try:
        with Image.open(damaged) as image, without_noise(image):
            size = image.size
    finally:
        os.dup2(kept, 2)
        os.close(kept)
    assert size == (120, 90)
