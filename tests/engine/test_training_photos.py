"""Photos of a training are scanned, told apart, left out for a reason, and never changed."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import numpy as np
import pytest
from album_parts import PHOTOS, photo, write_album
from PIL import Image

from engine.errors import EngineError
from engine.steps import finish
from engine.training.photo_places import find_places
from engine.training.photo_scan import own_colour, scan_photos

ROOT = Path(__file__).parents[2]


@pytest.fixture
def album(tmp_path: Path) -> Path:
    return write_album(tmp_path / "album")


def fingerprint(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    told = b"".join(
        p.name.encode() + p.read_bytes() + str(p.stat().st_mtime_ns).encode() for p in files
    )
    return hashlib.sha256(told).hexdigest()


class TestScan:
    def test_bad_photos_are_left_out_for_a_reason(self, album: Path) -> None:
        before = fingerprint(album)
        scan = finish(scan_photos([album]))
        assert [found.name for found in scan.photos] == ["astronaut.jpg", "cat.png", "coffee.png"]
        assert {left.name: left.kind for left in scan.left_out} == {
            "broken.jpg": "unreadable",
            "empty.png": "unreadable",
            "grey.png": "grey",
            "sepia.png": "grey",
            "tiny.png": "small",
            "zz-same.png": "duplicate",
            "zz-smaller.jpg": "duplicate",
        }
        reasons = {left.name: left.reason for left in scan.left_out}
        assert reasons["zz-same.png"] == "is the same file as coffee.png"
        assert reasons["zz-smaller.jpg"] == "is the same picture as coffee.png"
        assert scan.summary() == "3 photos; left out: 2 unreadable, 2 grey, 2 duplicate, 1 small."
        assert fingerprint(album) == before

    def test_real_photos_have_colours_of_their_own(self) -> None:
        assert all(own_colour(np.asarray(photo(name))) > 4 for name in PHOTOS)

    def test_a_tar_gives_what_its_folder_gives(self, album: Path, tmp_path: Path) -> None:
        packed = tmp_path / "album.tar"
        with tarfile.open(packed, "w") as tar:
            tar.add(album, arcname="x")
        ours, theirs = finish(scan_photos([packed])), finish(scan_photos([album]))
        assert [(p.name, p.digest) for p in ours.photos] == [
            (p.name, p.digest) for p in theirs.photos
        ]
        assert ours.left_out == theirs.left_out

    def test_photos_of_one_name_are_told_apart(self, tmp_path: Path) -> None:
        for number, folder in enumerate(("a/x", "b/x", "b/y")):
            (tmp_path / folder).mkdir(parents=True)
            Image.new("RGB", (40, 40), (number, 0, 0)).save(tmp_path / folder / "1.png")
        assert list(find_places([tmp_path])) == ["a/x/1.png", "b/x/1.png", "b/y/1.png"]
        assert list(find_places([tmp_path / "a", tmp_path / "b"])) == [
            "a/x/1.png",
            "b/x/1.png",
            "y/1.png",
        ]
        assert len(find_places([tmp_path / "a", tmp_path / "a"])) == 1
        alike = [tmp_path / "a" / "x", tmp_path / "b" / "x"]
        assert {place.path for place in find_places([*alike, *alike]).values()} == {
            folder / "1.png" for folder in alike
        }

    def test_damaged_tiffs_make_no_noise(self, tmp_path: Path) -> None:
        """In a process of its own: others of the app's modules silence OpenCV, too."""
        whole = io.BytesIO()
        noise = np.random.default_rng(0).integers(0, 255, (90, 120), np.uint8)
        Image.fromarray(noise).convert("1").save(whole, "TIFF", compression="group4")
        damaged = bytearray(whole.getvalue())
        for place in range(100, len(damaged) - 400, 9):
            damaged[place] ^= 0x5A
        (tmp_path / "damaged.tif").write_bytes(damaged)
        work = (
            "import sys; from pathlib import Path; from engine.training.photo_store import decoded;"
            "decoded(Path(sys.argv[1]).read_bytes())"
        )
        command = [sys.executable, "-c", work, str(tmp_path / "damaged.tif")]
        told = subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
        assert told.stderr == b""

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe")
    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.jpg")
        (place,) = find_places([tmp_path]).values()
        with pytest.raises(FileNotFoundError):
            place.read()

    def test_bad_sources_are_one_sentence(self, tmp_path: Path) -> None:
        packed = tmp_path / "photos.tar.gz"
        with tarfile.open(packed, "w:gz") as tar:
            tar.addfile(tarfile.TarInfo("a.png"), io.BytesIO())
        with pytest.raises(EngineError, match="compressed or damaged"):
            find_places([packed])
        with pytest.raises(EngineError, match="neither a folder nor a tar"):
            find_places([tmp_path / "missing"])
        (tmp_path / "empty").mkdir()
        with pytest.raises(EngineError, match="no photos"):
            find_places([tmp_path / "empty"])
