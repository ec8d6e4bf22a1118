"""The colorize command on real files, with arithmetic in place of the networks."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image
from stand_ins import GRID, StandInSession, StandInWorkbench

from engine import lab
from engine.commands import entry
from engine.errors import EngineError
from engine.generated_note import WORDS
from engine.results import Fusion
from engine.steps import Step, Steps

pytestmark = pytest.mark.usefixtures("stand_in_workbench")


def colorize(*arguments: object) -> int:
    return entry.run(["colorize", *map(str, arguments)])


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


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


class TestManyPhotos:
    def test_folder_twice(self, photo_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert colorize(photo_folder, "--recursive") == 0
        results = {"a-colorized.jpg", "inner/b-colorized.png", "inner/c-colorized.tif"}
        assert files(photo_folder) == results | {"a.jpg", "inner/b.png", "inner/c.tif"}
        assert colorize(photo_folder, "--recursive", "--skip-existing") == 0
        assert capsys.readouterr().out.endswith("0 colorized, 3 skipped\n")
        assert len(files(photo_folder)) == 6

    def test_mirrored(self, photo_folder: Path, tmp_path: Path) -> None:
        assert colorize(photo_folder, "--recursive", "-o", tmp_path / "out") == 0
        assert files(tmp_path / "out") == {
            "a-colorized.jpg",
            "inner/b-colorized.png",
            "inner/c-colorized.tif",
        }

    def test_goes_on_past_bad_files(
        self, photo_folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (photo_folder / "bad1.jpg").write_bytes(b"")
        (photo_folder / "bad2.png").write_text("not a picture")
        missing = photo_folder / "missing.jpg"
        assert colorize(missing, photo_folder) == 1
        captured = capsys.readouterr()
        assert captured.out.endswith("1 colorized, 3 failed\n")
        complaints = captured.err.splitlines()
        assert len(complaints) == 3
        for name, line in zip(("missing.jpg", "bad1.jpg", "bad2.png"), complaints, strict=True):
            assert line.startswith("instance-colorizer: ")
            assert name in line

    def test_double_name(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        for name in ("a.png", "a.bmp"):
            Image.new("L", (20, 20), 128).save(tmp_path / name)
        assert colorize(tmp_path) == 0
        assert capsys.readouterr().out.endswith("2 colorized\n")
        results = {"a-colorized.png", "a-2-colorized.png"}
        assert files(tmp_path) == results | {"a.png", "a.bmp"}
        assert colorize(tmp_path, "--skip-existing") == 0  # the same names again
        assert capsys.readouterr().out.endswith("0 colorized, 2 skipped\n")

    def test_full_disk_stops_the_run_and_says_it_once(
        self,
        photo_folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        room = iter([None])

        def full(_: int) -> None:
            if next(room, "none") is not None:
                raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        assert colorize(photo_folder, "--recursive") == 1
        captured = capsys.readouterr()
        assert captured.err.count("The disk is full") == 1
        assert captured.out.endswith("1 colorized, 2 not tried\n")
        assert files(photo_folder) == {"a.jpg", "inner/b.png", "inner/c.tif", "a-colorized.jpg"}

    def test_format_and_size(self, photo_folder: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        options = ("--recursive", "-o", out, "--format", "webp", "--size", "24")
        assert colorize(photo_folder, *options) == 0
        assert files(out) == {
            "a-colorized.webp",
            "inner/b-colorized.webp",
            "inner/c-colorized.webp",
        }
        with Image.open(out / "a-colorized.webp") as image:
            assert (image.format, image.size) == ("WEBP", (24, 20))

    def test_presets(self, tmp_path: Path) -> None:
        exif = Image.Exif()
        exif[0x010E] = "Grandmother, 1931"
        grey = Image.fromarray(np.full((2000, 3000), 120, np.uint8))
        grey.save(tmp_path / "old.jpg", exif=exif)
        for preset, name, size, own in (
            ("archive", "old-colorized.tif", (3000, 2000), True),
            ("share", "old-colorized.jpg", (2048, 1365), True),
            ("web", "old-colorized.jpg", (1280, 853), False),
            ("before-after", "old-colorized.webp", (1080, 720), False),
        ):
            out = tmp_path / preset
            assert colorize(tmp_path / "old.jpg", "-o", f"{out}/", "--preset", preset) == 0
            assert files(out) == {name}
            with Image.open(out / name) as image:
                assert image.size == size
                said = image.getexif().get(0x010E, "")
                assert (said == "Grandmother, 1931") is own
                assert own or said == WORDS
                moving = getattr(image, "n_frames", 1) > 8  # those that are alike are one
                assert moving is (preset == "before-after")
        with tifffile.TiffFile(tmp_path / "archive" / "old-colorized.tif") as tiff:
            assert tiff.pages.first.dtype == np.uint16

    def test_options_go_before_a_preset(self, grey_photo: Path, tmp_path: Path) -> None:
        options = ("--preset", "web", "--format", "png", "--size", "48", "--no-note")
        assert colorize(grey_photo, "-o", f"{tmp_path / 'out'}/", *options) == 0
        with Image.open(tmp_path / "out" / "grey-colorized.png") as image:
            assert image.size == (48, 32)
            assert not image.getexif()
            assert "xmp" not in image.info

    def test_a_moving_picture_needs_its_own_suffix(
        self, grey_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        output = tmp_path / "out.png"
        assert colorize(grey_photo, "-o", output, "--format", "before-after") == 1
        assert "cannot be saved as .png" in capsys.readouterr().err
        assert not output.exists()

    def test_small_photos_are_not_enlarged(self, grey_photo: Path, tmp_path: Path) -> None:
        assert colorize(grey_photo, "-o", tmp_path / "out.png", "--size", "5000") == 0
        with Image.open(tmp_path / "out.png") as image:
            assert image.size == (96, 64)

    def test_journal_goes_on_where_it_stopped(
        self,
        photo_folder: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        journal = tmp_path / "state" / "album.journal"
        line = (photo_folder, "--recursive", "--journal", journal)
        whole, runs = StandInSession.run, iter([True])

        def interrupted(session: StandInSession, *rest: object) -> Steps[Fusion]:
            if next(runs, False):
                return (yield from whole(session, *rest))  # type: ignore[arg-type]
            raise KeyboardInterrupt

        monkeypatch.setattr(StandInSession, "run", interrupted)
        assert colorize(*line) == 130
        monkeypatch.setattr(StandInSession, "run", whole)
        capsys.readouterr()
        first = (photo_folder / "a-colorized.jpg").read_bytes()
        (photo_folder / "bad.jpg").write_bytes(b"")  # comes in later
        assert colorize(*line) == 1
        captured = capsys.readouterr()
        assert captured.out.startswith("1 of 4 are done already")
        assert captured.out.endswith("2 colorized, 1 failed\n")
        assert (photo_folder / "a-colorized.jpg").read_bytes() == first
        assert colorize(*line) == 1  # only what failed is tried again
        assert capsys.readouterr().out.endswith("0 colorized, 1 failed\n")

    def test_what_is_no_journal_is_left_alone(
        self, photo_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        letter = tmp_path / "letter.txt"
        letter.write_text("Dear Ada,\n")
        assert colorize(photo_folder, "--journal", letter) == 1
        assert "does not hold a queue" in capsys.readouterr().err
        assert letter.read_text() == "Dear Ada,\n"

    def test_unexpected_error_is_a_sentence(
        self,
        photo_folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        def broken(*_: object) -> Steps[Fusion]:
            yield Step("going", 0, 1)
            raise KeyError("oops")

        monkeypatch.setattr(StandInSession, "run", broken)
        assert colorize(photo_folder) == 1
        err = capsys.readouterr().err
        assert "Unexpected KeyError ('oops')" in err
        assert "Traceback" not in err
        assert colorize(photo_folder, "--verbose") == 1
        assert "Traceback" in capsys.readouterr().err

    def test_what_fails_for_all_is_said_once(
        self,
        photo_folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        def damaged(*_: object) -> Steps[StandInSession]:
            yield Step("Loading", 0, 1)
            raise EngineError("The checkpoint is damaged.", "Install again.")

        monkeypatch.setattr(StandInWorkbench, "start", damaged)
        assert colorize(photo_folder, "--recursive") == 1
        captured = capsys.readouterr()
        assert captured.err == "instance-colorizer: The checkpoint is damaged. Install again.\n"
        assert captured.out == "0 colorized, 3 not tried\n"

    def test_interrupt(
        self,
        photo_folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        def interrupted(*_: object) -> Steps[Fusion]:
            yield Step("going", 0, 1)
            raise KeyboardInterrupt

        before = files(photo_folder)
        monkeypatch.setattr(StandInSession, "run", interrupted)
        assert colorize(photo_folder) == 130
        assert len(capsys.readouterr().err.splitlines()) == 1
        assert files(photo_folder) == before

    def test_full_disk(
        self,
        grey_photo: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        def full(_: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        before = files(grey_photo.parent)
        monkeypatch.setattr(os, "fsync", full)
        assert colorize(grey_photo) == 1
        assert "disk is full" in capsys.readouterr().err
        assert files(grey_photo.parent) == before


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
