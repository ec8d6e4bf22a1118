"""The `colorize` command on many photos: folders, formats, presets, journals and failures."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest
import tifffile
from colorize_parts import colorize, files
from PIL import Image
from stand_ins import StandInSession, StandInWorkbench

from engine.errors import EngineError
from engine.generated_note import WORDS
from engine.results import Fusion
from engine.steps import Step, Steps

pytestmark = pytest.mark.usefixtures("stand_in_workbench")


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
        assert "out.png is no name for a WEBP" in capsys.readouterr().err
        assert not output.exists()

    def test_a_locked_folder_is_no_unexpected_error(
        self,
        grey_photo: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        stat = os.stat

        def refusing(path: object, **more: bool) -> os.stat_result:  # root may look everywhere
            if "locked" in str(path):
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return stat(path, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(os, "stat", refusing)
        for line in (
            (tmp_path / "locked" / "x.jpg",),
            (grey_photo, "-o", tmp_path / "locked" / "x.jpg"),
            (grey_photo, "--overwrite", "--steps", tmp_path / "locked"),
        ):
            assert colorize(*line) == 1
            told = capsys.readouterr().err
            assert len(told.splitlines()) == 1
            assert "Unexpected" not in told

    def test_workers_need_a_cluster(
        self, grey_photo: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert colorize(grey_photo, "--workers", "3") == 1
        assert "Add --cluster" in capsys.readouterr().err

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
