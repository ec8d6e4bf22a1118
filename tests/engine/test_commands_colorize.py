"""The `colorize` command on one photo, with given boxes, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from colorize_parts import colorize, files
from PIL import Image
from stand_ins import StandInWorkbench

from engine import lab

pytestmark = pytest.mark.usefixtures("stand_in_workbench")


class TestOnePhoto:
    def test_writes_beside_it_and_says_so(
        self, grey_photo: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = grey_photo.read_bytes()
        assert colorize(grey_photo) == 0
        result = grey_photo.with_name("grey-colorized.jpg")
        out = capsys.readouterr().out
        assert f"{grey_photo} -> {result}  (1 person; stand-in detector)" in out
        assert out.endswith("1 colorized\n")
        assert grey_photo.read_bytes() == before
        with Image.open(result) as image:
            assert image.size == (96, 64)

    def test_colours_arrive_and_lightness_stays(self, grey_photo: Path, tmp_path: Path) -> None:
        output = tmp_path / "out.png"
        assert colorize(grey_photo, "-o", output) == 0
        with Image.open(output) as image, Image.open(grey_photo) as grey:
            result = lab.rgb_to_lab(np.asarray(image))
            source = lab.rgb_to_lab(np.repeat(np.asarray(grey)[..., None], 3, axis=2))
        assert np.abs(result[..., 0] - source[..., 0]).max() < 1.0
        assert result[40:, 60:, 1].mean() == pytest.approx(20, abs=3)  # the full image is reddish

    def test_saturation(self, grey_photo: Path, tmp_path: Path) -> None:
        assert colorize(grey_photo, "-o", tmp_path / "out.png", "--saturation", "0") == 0
        with Image.open(tmp_path / "out.png") as image:
            pixels = np.asarray(image).astype(int)
        assert np.abs(pixels - pixels[..., :1]).max() <= 1

    def test_warmth_and_strength_of_instances(self, grey_photo: Path, tmp_path: Path) -> None:
        pictures = {}
        for name, options in {
            "plain": [],
            "warm": ["--warmth", "1"],
            "full": ["--detector", "none"],
            "weak": ["--instance-strength", "0"],
        }.items():
            output = tmp_path / f"{name}.png"
            assert colorize(grey_photo, "-o", output, *options) == 0
            with Image.open(output) as image:
                pictures[name] = lab.rgb_to_lab(np.asarray(image))
        assert (pictures["warm"] - pictures["plain"])[..., 2].mean() > 10
        assert np.array_equal(pictures["weak"], pictures["full"])
        assert not np.array_equal(pictures["plain"], pictures["full"])

    def test_new_folders_are_made(self, grey_photo: Path, tmp_path: Path) -> None:
        assert colorize(grey_photo, "-o", tmp_path / "x" / "y" / "out.webp") == 0
        assert files(tmp_path / "x") == {"y/out.webp"}

    def test_existing_result(self, grey_photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
        result = grey_photo.with_name("grey-colorized.jpg")
        result.write_bytes(b"precious")
        assert colorize(grey_photo) == 1
        assert "exists already. Use --overwrite" in capsys.readouterr().err
        assert colorize(grey_photo, "--skip-existing") == 0
        assert capsys.readouterr().out == "0 colorized, 1 skipped\n"
        assert result.read_bytes() == b"precious"
        assert colorize(grey_photo, "--overwrite") == 0
        assert result.read_bytes()[:2] == b"\xff\xd8"

    def test_original_is_never_replaced(
        self, grey_photo: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = grey_photo.read_bytes()
        assert colorize(grey_photo, "-o", grey_photo, "--overwrite") == 1
        assert "would replace the photo" in capsys.readouterr().err
        assert grey_photo.read_bytes() == before

    def test_settings_reach_the_engine(
        self, grey_photo: Path, tmp_path: Path, stand_in_workbench: type[StandInWorkbench]
    ) -> None:
        detection = ["--detector", "bundled", "--threshold", "0.4", "--max-instances", "3"]
        files = ["--checkpoints", tmp_path, "--detector-weights", tmp_path / "w.safetensors"]
        detection += ["--device", "cpu"]
        assert colorize(grey_photo, *detection, *files) == 0
        config = stand_in_workbench.made[0].config
        assert (config.detector, config.score_threshold, config.max_instances) == (
            "bundled",
            0.4,
            3,
        )
        assert (config.device, config.checkpoints) == ("cpu", tmp_path)
        assert config.detector_weights == tmp_path / "w.safetensors"

    @pytest.mark.parametrize("detector", ["auto", "none"])
    def test_a_checkpoint_that_no_detector_would_take(
        self, grey_photo: Path, detector: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        given = ["--detector", detector, "--detector-weights", "model.pth"]
        assert colorize(grey_photo, *given) == 1
        assert "model.pth needs its detector" in capsys.readouterr().err

    def test_no_detector(
        self,
        grey_photo: Path,
        stand_in_workbench: type[StandInWorkbench],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        assert colorize(grey_photo, "--detector", "none") == 0
        assert stand_in_workbench.made[0].started == [(grey_photo, [])]
        assert "(full image only)" in capsys.readouterr().out


class TestBoxes:
    def boxes(self, tmp_path: Path, *entries: dict[str, object]) -> Path:
        path = tmp_path / "boxes.json"
        path.write_text(json.dumps(entries))
        return path

    def test_given_boxes(
        self,
        grey_photo: Path,
        tmp_path: Path,
        stand_in_workbench: type[StandInWorkbench],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        boxes = self.boxes(
            tmp_path, {"box": [-5, 0, 20, 30], "label": "dog"}, {"box": [50, 10, 200, 60]}
        )
        assert colorize(grey_photo, "--boxes", boxes) == 0
        assert "(1 dog, 1 object; boxes given)" in capsys.readouterr().out
        ((_, given),) = stand_in_workbench.made[0].started
        assert given is not None
        assert [(i.box.left, i.box.right, i.drawn) for i in given] == [
            (0, 20, True),
            (50, 96, True),
        ]

    def test_steered(self, grey_photo: Path, tmp_path: Path) -> None:
        entry = {"box": [20, 10, 80, 60], "label": "shirt"}
        pictures = {}
        for name, more in {
            "plain": {},
            "blue": {"colour": "blue"},
            "grey": {"saturation": 0},
            "weak": {"strength": 0},
        }.items():
            boxes, output = self.boxes(tmp_path, {**entry, **more}), tmp_path / f"{name}.png"
            steps = tmp_path / name
            assert colorize(grey_photo, "--boxes", boxes, "-o", output, "--steps", steps) == 0
            with Image.open(output) as image, Image.open(steps / "grey" / "fused.png") as step:
                pictures[name] = lab.rgb_to_lab(np.asarray(image))
                assert np.array_equal(np.asarray(step), np.asarray(image))
        middle = (slice(30, 40), slice(45, 55))
        assert pictures["plain"][middle][..., 2].mean() == pytest.approx(10, abs=3)
        assert pictures["blue"][middle][..., 2].mean() < -15
        assert np.abs(pictures["grey"][middle][..., 1:]).mean() < 2
        assert pictures["weak"][middle][..., 1].mean() == pytest.approx(20, abs=3)
        for picture in pictures.values():
            assert np.abs(picture - pictures["plain"])[:, :15].max() < 1

    def test_outside_the_photo(
        self, grey_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        boxes = self.boxes(tmp_path, {"box": [100, 0, 120, 30]})
        assert colorize(grey_photo, "--boxes", boxes) == 1
        err = capsys.readouterr().err
        assert "lies outside the photo of 96 x 64 pixels" in err
        assert len(err.splitlines()) == 1

    def test_one_photo_only(
        self, photo_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        boxes = self.boxes(tmp_path, {"box": [0, 0, 10, 10]})
        assert colorize(photo_folder, "--boxes", boxes) == 1
        assert "--boxes are those of one photo" in capsys.readouterr().err


def test_bad_settings_are_a_sentence(grey_photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, words in (
        (["--threshold", "2"], "not between 0 and 1"),
        (["--threshold", "nan"], "not between 0 and 1"),
        (["--max-instances", "-1"], "must be 0 or more"),
    ):
        assert colorize(grey_photo, *arguments) == 1
        assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--saturation", "nan"],
        ["--warmth", "2"],
        ["--instance-strength", "-1"],
        ["--quality", "0"],
        ["--detector", "x"],
        ["--nonsense"],
        [],
    ],
)
def test_wrong_usage(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    photos = ["a.jpg"] if arguments else []
    with pytest.raises(SystemExit) as caught:
        colorize(*photos, *arguments)
    assert caught.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("instance-colorizer colorize: ")
    assert told.endswith("instance-colorizer colorize --help shows what there is.\n")
    assert told.count("\n") == 1


def test_photos_apart_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        colorize("a.jpg", "--overwrite", "b.jpg")
    assert "b.jpg stands apart from the other photos" in capsys.readouterr().err
