"""The steps in between that `colorize --steps` writes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from colorize_parts import colorize, files
from PIL import Image
from stand_ins import GRID

pytestmark = pytest.mark.usefixtures("stand_in_workbench")


class TestSteps:
    def test_everything_is_written(self, grey_photo: Path, tmp_path: Path) -> None:
        boxes = tmp_path / "boxes.json"
        boxes.write_text(
            json.dumps([{"box": [4, 4, 40, 60], "label": "Hot/dog ü"}, {"box": [50, 0, 90, 30]}])
        )
        steps = tmp_path / "steps"
        assert colorize(grey_photo, "--boxes", boxes, "--steps", steps) == 0
        assert files(steps / "grey") == {
            "ab.npz",
            "boxes.png",
            "contact-sheet.png",
            "full.png",
            "fused.png",
            "instance-00-hot-dog-ü.png",
            "instance-01-object.png",
            "winners.png",
            "weight-maps/out-00-hot-dog-ü.png",
            "weight-maps/out-01-object.png",
            "weight-maps/out-full.png",
            "weight-maps/out-winners.png",
        }
        with np.load(steps / "grey" / "ab.npz") as numbers:
            assert numbers["full"].shape == numbers["fused"].shape == (GRID, GRID, 2)
            assert numbers["full"].dtype == np.float32
            assert numbers["full"][0, 0].tolist() == [20, 10]
            assert numbers["fused"][8, 3].tolist() == [0, 10]
            assert numbers["boxes"].tolist() == [[4, 4, 40, 60], [50, 0, 90, 30]]
            assert numbers["labels"].tolist() == ["Hot/dog ü", "object"]
            assert numbers["scores"].tolist() == [1, 1]
        with Image.open(steps / "grey" / "instance-01-object.png") as image:
            assert image.size == (40, 30)

    def test_steps_of_an_earlier_run_go(self, grey_photo: Path, tmp_path: Path) -> None:
        steps = tmp_path / "steps"
        assert colorize(grey_photo, "--steps", steps) == 0
        assert "instance-00-person.png" in files(steps / "grey")
        (steps / "grey" / "my-notes.png").write_bytes(b"mine")
        assert colorize(grey_photo, "--steps", steps, "--overwrite", "--detector", "none") == 0
        assert files(steps / "grey") == {
            "ab.npz",
            "boxes.png",
            "contact-sheet.png",
            "full.png",
            "fused.png",
            "my-notes.png",
        }
        with np.load(steps / "grey" / "ab.npz") as numbers:
            assert numbers["boxes"].shape == (0, 4)

    def test_a_hundredth_instance_of_an_earlier_run_goes(
        self, grey_photo: Path, tmp_path: Path
    ) -> None:
        boxes = tmp_path / "boxes.json"
        boxes.write_text(json.dumps([{"box": [0, 0, 9, 9]}] * 101))
        steps = tmp_path / "steps"
        assert colorize(grey_photo, "--steps", steps, "--boxes", boxes) == 0
        assert "instance-100-object.png" in files(steps / "grey")
        assert colorize(grey_photo, "--steps", steps, "--overwrite", "--detector", "none") == 0
        assert not [name for name in files(steps / "grey") if name.startswith("instance")]

    def test_same_name_twice(self, tmp_path: Path) -> None:
        for name in ("a.png", "a.jpg"):
            Image.new("L", (20, 20), 128).save(tmp_path / name)
        assert colorize(tmp_path, "--steps", tmp_path / "steps") == 0
        assert {p.name for p in (tmp_path / "steps").iterdir()} == {"a", "a-2"}

    def test_steps_are_no_photos_of_the_next_run(self, photo_folder: Path) -> None:
        for _ in range(2):
            assert (
                colorize(photo_folder, "--recursive", "--overwrite", "--steps", photo_folder / "s")
                == 0
            )
        assert len(list(photo_folder.rglob("*-colorized.*"))) == 3

    def test_large_photo_gives_small_steps(self, tmp_path: Path) -> None:
        Image.new("L", (3200, 40), 90).save(tmp_path / "wide.png")
        assert colorize(tmp_path / "wide.png", "--steps", tmp_path / "s") == 0
        with Image.open(tmp_path / "s" / "wide" / "fused.png") as image:
            assert image.size == (1600, 20)

    def test_place_for_steps_is_a_file(
        self, grey_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        shutil.copy(grey_photo, tmp_path / "taken")
        assert colorize(grey_photo, "--steps", tmp_path / "taken") == 1
        assert "cannot be made" in capsys.readouterr().err

    def test_no_picture_of_somebody_else_is_replaced(
        self, grey_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for name in ("full.png", "weight-maps/mine.png", "winners.png"):
            own = tmp_path / name.replace("/", "-") / grey_photo.stem / name
            own.parent.mkdir(parents=True)
            own.write_bytes(b"a picture")
            steps = tmp_path / name.replace("/", "-")
            assert colorize(grey_photo, "--steps", steps) == 1
            assert "was not written by an earlier run" in capsys.readouterr().err
            assert [path for path in steps.rglob("*") if path.is_file()] == [own]
            assert own.read_bytes() == b"a picture"
