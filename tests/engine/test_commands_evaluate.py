"""`evaluate`: one set or two, figures and sheets, and mistakes in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from command_parts import Out, command_lines, write_photos


@pytest.fixture
def out(monkeypatch: pytest.MonkeyPatch) -> Out:
    return command_lines(monkeypatch)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    return write_photos(tmp_path / "photos")


class TestEvaluate:
    def test_one_set(self, out: Out, photos: Path) -> None:
        boxes = photos.parent / "boxes.csv"
        status, shown, _ = out("evaluate", "--data", photos, "--boxes", boxes, "--device", "cpu")
        assert status == 0
        assert "PSNR dB" in shown
        assert len(shown.splitlines()) == 11
        status, shown, _ = out(
            "evaluate", "--data", photos, "--boxes", boxes, "--json", "--most", "2"
        )
        table = json.loads(shown)
        assert table["whole"]["fused"]["count"] == table["instance"]["grey"]["count"] == 2
        for level in ("whole", "instance"):
            row = table[level]["fused"]
            assert row["psnr_low"] <= row["psnr"] <= row["psnr_high"]
            assert row["psnr"] > table[level]["grey"]["psnr"]  # colours beat grey on these
            assert table[level]["grey"]["colourfulness"] < 1
            assert table[level]["truth"]["distance"] == 0

    def test_looks_crowds_and_shifts(self, out: Out, photos: Path) -> None:
        boxes = photos.parent / "boxes.csv"
        with boxes.open("a") as file:
            file.write("coffee.png,thing,0.8,10,10,90,120\n")
        told = []
        for look in ("faithful", "vivid"):
            status, shown, _ = out(
                "evaluate", "--data", photos, "--boxes", boxes, "--json", "--look", look,
                "--least-objects", "2",
            )  # fmt: skip
            assert status == 0
            told.append(json.loads(shown))
        assert told[0]["whole"]["full"]["count"] == 1, "coffee.png alone has two"
        colourfulness = [table["whole"]["fused"]["colourfulness"] for table in told]
        assert colourfulness[1] > colourfulness[0] + 2
        assert told[0]["whole"]["grey"] == told[1]["whole"]["grey"]
        status, shown, _ = out("evaluate", "--data", photos, "--boxes", boxes, "--shift", "4")
        assert status == 0
        change = float(shown.split()[-1].rstrip("."))
        assert 0 < change < 10
        both = ("evaluate", "--data", photos, "--boxes", boxes, "--shift", "4", "--json")
        assert json.loads(out(*both)[1])["shift_change"] == pytest.approx(change, abs=0.005)
        status, _, complaint = out(
            "evaluate", "--data", photos, "--boxes", boxes, "--least-objects", "3"
        )
        assert status == 1
        assert "No photo has 3 objects" in complaint

    def test_a_sheet_of_one_set_shows_grey_full_fused_and_true(
        self, out: Out, photos: Path, tmp_path: Path
    ) -> None:
        boxes, sheet = photos.parent / "boxes.csv", tmp_path / "sheet.png"
        command = ("evaluate", "--data", photos, "--boxes", boxes, "--json", "--sheet")
        status, _, told = out(*command, sheet)
        assert status == 0
        assert f"Wrote {sheet}" in told
        picture = cv2.imread(str(sheet))
        assert picture.shape[1] // 256 == 8, "two photos in a row"
        row = picture[picture.shape[0] // 4]
        grey, full, fused, truth = (part.astype(int) for part in np.array_split(row, 8)[:4])
        colours = [np.ptp(part, axis=1).mean() for part in (grey, full, fused, truth)]
        assert colours[0] < 1 < min(colours[1:3]) < colours[3]
        assert np.abs(full - fused).max() > 3
        status, _, told = out(*command, tmp_path / "nowhere" / "sheet.png")
        assert status == 1
        assert "There is no folder" in told

    def test_two_sets_and_a_sheet_of_their_differences(
        self, out: Out, photos: Path, tmp_path: Path
    ) -> None:
        from engine.networks.catalogue import write_random_set

        other, sheet = write_random_set(tmp_path / "other"), tmp_path / "sheet.png"
        status, shown, _ = out(
            "evaluate", "--data", photos, "--boxes", photos.parent / "boxes.csv",
            "--against", other, "--sheet", sheet, "--json",
        )  # fmt: skip
        assert status == 0
        told = json.loads(shown)
        assert set(told) == {"a", "b", "photos"}
        gaps = [abs(row["a"] - row["b"]) for row in told["photos"]]
        assert gaps == sorted(gaps, reverse=True)
        picture = cv2.imread(str(sheet))
        assert picture.shape[1] > 4 * 256
        assert np.ptp(picture) > 200

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("--hold-out", "nobody"), "no photo to compare with"),
            (("--hold-out", "("), "pattern"),
            (("--most", "0"), "cannot be compared"),
            (("--checkpoints", "nowhere"), "no checkpoint"),
            (("--size", "416"), "--size is for detectors alone. Write evaluate detector."),
            (("--calibrate",), "--calibrate is for detectors alone"),
        ],
    )
    def test_mistakes(
        self, out: Out, photos: Path, arguments: tuple[str, ...], message: str
    ) -> None:
        boxes = photos.parent / "boxes.csv"
        status, _, complaint = out("evaluate", "--data", photos, "--boxes", boxes, *arguments)
        assert status == 1
        assert message in complaint
