"""What of the training photos stays decoded, and how large ones are shrunk."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from skimage import data

from engine.training import photo_store
from engine.training.photo_store import LONGEST_SIDE, PhotoStore, decoded, shrinking


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(8):
        picture = np.roll(data.astronaut()[::4, ::4], 9 * number, axis=1)
        Image.fromarray(picture).save(tmp_path / f"{number}.png")
    return tmp_path


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the photos that were decoded."""
    names: list[str] = []
    read = photo_store.read_pixels

    def noted(name: str, *more: object) -> np.ndarray:
        names.append(name)
        return read(name, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(photo_store, "read_pixels", noted)
    return names


def test_the_latest_photos_stay_where_memory_does_not_suffice(
    folder: Path, opened: list[str]
) -> None:
    store = PhotoStore([folder], memory=0, recent=3)
    for name in ("0.png", "1.png", "2.png", "0.png", "3.png", "0.png", "1.png"):
        assert np.array_equal(store.photo(name), decoded((folder / name).read_bytes()))
    # 1 was the oldest when 3 came, as 0 had been used again
    assert opened == ["0.png", "1.png", "2.png", "3.png", "1.png"]


def test_the_latest_photos_are_bounded_in_bytes_too(
    folder: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo_store, "RECENT_MEMORY", 2 * 128 * 128 * 3)
    store = PhotoStore([folder], memory=0)
    for name in ("0.png", "1.png", "0.png", "2.png", "1.png"):
        store.photo(name)
    assert opened == ["0.png", "1.png", "2.png", "1.png"]


def test_what_fits_stays_for_good(folder: Path, opened: list[str]) -> None:
    store = PhotoStore([folder], memory=2 * 128 * 128 * 3, recent=1)
    for _ in range(2):
        for name in store.names:
            store.photo(name)
    assert opened == [*store.names, *store.names[2:]]


@pytest.mark.parametrize("size", [(1300, 900), (2000, 3000), (5200, 1000)])
@pytest.mark.parametrize("turned", [False, True])
def test_a_large_jpeg_is_shrunk_while_it_is_decoded(
    size: tuple[int, int], turned: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = cv2.resize(data.astronaut(), size[::-1], interpolation=cv2.INTER_CUBIC)
    packed = cv2.imencode(".jpg", whole[..., ::-1])[1].tobytes()
    if turned:  # by EXIF, which both ways obey
        exif = Image.Exif()
        exif[0x0112] = 6
        packed = packed[:2] + _segment(exif.tobytes()) + packed[2:]
    flags: list[int] = []
    read = cv2.imdecode
    monkeypatch.setattr(cv2, "imdecode", lambda data, flag: flags.append(flag) or read(data, flag))
    shrunk = decoded(packed, LONGEST_SIDE)
    exact = decoded(packed)
    assert shrunk is not None
    assert exact is not None
    assert flags[0] in list(photo_store.REDUCED.values())[:3]
    assert max(shrunk.shape) == LONGEST_SIDE
    factor = shrinking(exact.shape)
    for side in (0, 1):
        assert abs(shrunk.shape[side] - exact.shape[side] * factor) <= 1
    expected = cv2.resize(exact, shrunk.shape[1::-1], interpolation=cv2.INTER_AREA)
    assert np.abs(shrunk.astype(float) - expected).mean() < 4.0


def _segment(exif: bytes) -> bytes:
    return b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif


def test_what_is_no_jpeg_or_a_damaged_one_is_decoded_as_it_is() -> None:
    png = cv2.imencode(".png", np.zeros((1400, 60, 3), np.uint8))[1].tobytes()
    small = decoded(png, 700)
    assert small is not None
    assert small.shape == (700, 30, 3)
    jpeg = cv2.imencode(".jpg", np.zeros((1400, 60, 3), np.uint8))[1].tobytes()
    for broken in (b"", jpeg[:2], jpeg[:30], b"\xff\xd8" + b"\xff" * 50, b"\xff\xd8" + bytes(99)):
        assert decoded(broken, 700) is None
