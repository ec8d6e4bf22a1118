"""The moving picture from grey to colour, and the purposes that results are written for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from engine.batch.output_options import FORMATS, OutputOptions
from engine.before_after import FADES, HOLD_MS, before_after
from engine.errors import EngineError
from engine.generated_note import SOURCE_TYPE, noted
from engine.photo import Photo, photo_of
from engine.photo_saving import save_before_after
from engine.presets import PRESETS, preset_named

GREY = np.full((30, 40, 3), 120, np.uint8)
RED = np.full((30, 40, 3), (200, 60, 60), np.uint8)


@pytest.fixture
def photo() -> Photo:
    return photo_of(GREY)


def frames(path: Path) -> list[tuple[np.ndarray, int]]:
    """Every frame as (pixels, milliseconds)."""
    with Image.open(path) as image:
        found = []
        for number in range(image.n_frames):
            image.seek(number)
            image.load()
            found.append((np.asarray(image.convert("RGB")), int(image.info["duration"])))
        return found


def test_it_goes_from_grey_to_colour_and_back_without_end(tmp_path: Path, photo: Photo) -> None:
    path = tmp_path / "a.webp"
    save_before_after(GREY, RED, noted(photo, path), path, quality=95)
    found = frames(path)
    assert len(found) == 2 + 2 * FADES
    redness = [float(pixels[..., 0].mean() - pixels[..., 1].mean()) for pixels, _ in found]
    assert redness[0] < 5
    assert redness[FADES + 1] > 120
    assert redness[: FADES + 2] == sorted(redness[: FADES + 2])
    assert redness[FADES + 1 :] == sorted(redness[FADES + 1 :], reverse=True)
    assert [ms for _, ms in found if ms == HOLD_MS] == [HOLD_MS] * 2
    with Image.open(path) as image:
        assert image.info["loop"] == 0
        assert SOURCE_TYPE.encode() in image.info["xmp"]


def test_its_profile_is_kept_or_it_is_srgb(tmp_path: Path, photo: Photo) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = tmp_path / "a.webp"
    save_before_after(GREY, RED, replace(photo, icc=profile).bare, path)
    with Image.open(path) as image:
        assert "icc_profile" not in image.info


def test_what_cannot_be_written_is_told(tmp_path: Path, photo: Photo) -> None:
    with pytest.raises(EngineError, match=r"cannot be saved as \.png"):
        save_before_after(GREY, RED, photo, tmp_path / "a.png")
    (tmp_path / "a.webp").write_text("mine")
    with pytest.raises(EngineError, match="exists already"):
        save_before_after(GREY, RED, photo, tmp_path / "a.webp")
    assert (tmp_path / "a.webp").read_text() == "mine"
    large = np.zeros((3000, 3000, 3), np.uint8)
    with pytest.raises(EngineError, match="3000 x 3000"):
        before_after(large, large, photo, quality=80)


def test_every_purpose_can_be_written() -> None:
    assert len({preset.name for preset in PRESETS}) == len(PRESETS)
    for preset in PRESETS:
        assert preset.format in FORMATS
        OutputOptions(
            format=preset.format,
            size=preset.size,
            quality=preset.quality,
            bit_depth=preset.bit_depth,
            metadata=preset.metadata,
        )
        assert preset_named(preset.name) is preset
