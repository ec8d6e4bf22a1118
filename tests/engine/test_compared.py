"""The figures of the networks that come with the app."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.config import NETWORKS
from engine.networks.compared import Compared, compared

ROW = {"count": 300.0, "psnr": 24.5, "ssim": 0.946, "colourfulness": 19.0}
WHOLE = {
    "grey": {**ROW, "psnr": 22.75, "ssim": 0.939, "colourfulness": 0.0},
    "fused": ROW,
    "truth": {**ROW, "psnr": 99.0, "ssim": 1.0, "colourfulness": 41.0},
}


def test_the_figures_that_come_with_the_app_are_whole() -> None:
    found = compared()
    assert set(found) == set(NETWORKS)
    for one in found.values():
        assert one.minutes > 0
        assert one.photos >= 100
        assert one.truth > one.colourfulness > 0
    assert len({one.grey_psnr for one in found.values()}) == 1  # the same photos
    assert found["compact"].gain == max(one.gain for one in found.values())


def test_what_evaluate_printed_is_read(tmp_path: Path) -> None:
    path = tmp_path / "compared.json"
    path.write_text(json.dumps({"unet": {"minutes": 18, "whole": WHOLE}}))
    one = compared(path)["unet"]
    assert one == Compared(18.0, 300, 24.5, 22.75, 0.946, 0.939, 19.0, 41.0)
    assert one.gain == pytest.approx(1.75)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"unet": {"minutes": 1}}', '{"unet": 3}', '{"unet": {"whole": []}}']
)
def test_a_damaged_file_gives_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "compared.json"
    path.write_text(text)
    assert compared(path) == {}
    assert compared(tmp_path / "missing.json") == {}
