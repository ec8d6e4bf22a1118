"""A sample of the damaged photos of `fuzz_photos`, and the failures that it found before."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import warnings
from hashlib import sha256
from pathlib import Path
from random import Random

import numpy as np
import pytest
from fuzz_photos import Reader, fuzz, made_inputs
from photo_bombs import many_scans
from photo_corpus import WIDTH, corpus, profiles, with_chunk
from photo_mutations import case

from engine import photo_reading
from engine.errors import EngineError
from engine.photo import open_photo, photo_of
from engine.photo_reading import jpeg_scans

ROOT = Path(__file__).resolve().parents[2]
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc and rlimits")


@linux
def test_a_sample_of_damaged_photos_opens_or_is_refused() -> None:
    report = fuzz(made_inputs(seed=2026, count=250))
    assert not report.failures, report.text()
    assert report.kinds["opened"] > 50
    assert report.kinds["refused"] > 50


@linux
def test_whole_photos_of_every_kind_pass_the_same_way() -> None:
    report = fuzz(corpus().items())
    assert not report.failures, report.text()
    assert report.kinds["refused"] == 3  # Lab, float and 32-bit TIFFs


def test_a_seed_gives_the_same_inputs() -> None:
    assert case(5, 17) == case(5, 17)
    assert case(5, 17) != case(6, 17)


@linux
@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("sys.stdin.readline(); os.abort()", "crash"),
        ("sys.stdin.readline(); [None for _ in iter(int, 1)]", "hang"),
    ],
)
def test_crashes_and_hangs_would_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, kind: str
) -> None:
    monkeypatch.setattr("fuzz_photos.SECONDS", 0.2)
    ready = "import os, sys; sys.stdout.write('ready\\n'); sys.stdout.flush(); "
    reader = Reader(tmp_path, (sys.executable, "-c", ready + code))
    try:
        for _ in range(2):  # a new process takes the next file
            assert reader.read(tmp_path / "a.png").kind == kind
    finally:
        reader.close()


def test_the_same_seed_gives_the_same_inputs_at_another_time() -> None:
    """In another process, at least a second later: profiles hold the second they were made in."""
    code = (
        "import sys, time; from hashlib import sha256; time.sleep(1);"
        f"sys.path.insert(0, {str(ROOT / 'tests')!r});"
        "from photo_mutations import case;"
        "made = b''.join(case(5, number)[1] for number in range(300));"
        "sys.stdout.write(sha256(made).hexdigest())"
    )
    here = sha256(b"".join(case(5, number)[1] for number in range(300))).hexdigest()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == here


def refused(path: Path, data: bytes) -> EngineError:
    path.write_bytes(data)
    with pytest.raises(EngineError) as caught:
        open_photo(path)
    return caught.value


def test_a_jpeg_of_thousands_of_scans_is_refused_at_once(tmp_path: Path) -> None:
    assert jpeg_scans(corpus()["plain.jpg"]) == 1
    assert 2 <= jpeg_scans(corpus()["progressive.jpg"]) <= 20
    bomb = next(made for seed in range(99) if len(made := many_scans(Random(seed))) > 100_000)
    assert jpeg_scans(bomb) > photo_reading.MAX_SCANS
    assert "damaged" in refused(tmp_path / "a.jpg", bomb).message


def test_scan_marks_outside_of_the_picture_do_not_count(tmp_path: Path) -> None:
    whole = corpus()["plain.jpg"]
    marks = b"\xff\xda" * 5000
    comment = b"\xff\xfe" + struct.pack(">H", len(marks) + 2) + marks
    (tmp_path / "a.jpg").write_bytes(whole[:2] + comment + whole[2:] + marks)
    assert open_photo(tmp_path / "a.jpg").width == WIDTH


def test_opening_reserves_no_more_than_the_file_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo_reading, "MAX_BYTES", 1000)
    error = refused(tmp_path / "a.png", corpus()["colour.png"])
    assert "larger than 2 gigabytes" in error.message


@linux
def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(EngineError, match="is not a file"):
        open_photo(tmp_path / "pipe.png")
    with pytest.raises(EngineError, match="is not a file"):
        open_photo("/dev/zero")


def test_no_memory_while_reading_or_converting_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    path = tmp_path / "a.png"
    path.write_bytes(corpus()["colour.png"])
    for place in ("engine.photo.lab.rgb_to_lightness", "engine.photo_reading._read_bytes"):
        with monkeypatch.context() as patched:
            patched.setattr(place, fail)
            with pytest.raises(EngineError, match=r"not enough memory to open a\.png"):
                open_photo(path)
    monkeypatch.setattr("engine.photo.lab.rgb_to_lightness", fail)
    with pytest.raises(EngineError, match="not enough memory to open the photo"):
        photo_of(np.zeros((4, 4, 3), np.uint8))


def test_a_webp_of_more_than_100_megapixels_is_refused(tmp_path: Path) -> None:
    data = bytearray(corpus()["moving.webp"])
    place = data.find(b"VP8X") + 12
    data[place : place + 6] = struct.pack("<I", 13_999)[:3] + struct.pack("<I", 9_999)[:3]
    error = refused(tmp_path / "a.webp", bytes(data))
    assert error.message == "The photo has 140 megapixels; at most 100 can be opened."


def test_odd_profiles_and_tags_are_passed_over_without_a_word(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    odd = profiles()[0][:128].replace(b"RGB ", b"15CL") + bytes(200)
    png = with_chunk(corpus()["deep-clear.png"], b"iCCP", b"made\0\0" + odd)
    (tmp_path / "a.png").write_bytes(png)
    tiff = bytearray(corpus()["deep-zlib.tif"])
    place = tiff.find(struct.pack(">HH", 34675, 7)) + 8
    tiff[place : place + 4] = b"\xff" * 4
    (tmp_path / "a.tif").write_bytes(tiff)
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        assert open_photo(tmp_path / "a.png").bit_depth == 16
        assert open_photo(tmp_path / "a.tif").bit_depth == 16
    assert capfd.readouterr() == ("", "")


def test_a_photo_in_several_strips_is_read_as_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, data in corpus().items():
        (tmp_path / name).write_bytes(data)
    read = {}
    for pixels in (1 << 21, 3 * WIDTH):
        monkeypatch.setattr("engine.lab.strips.__defaults__", (pixels,))
        for name in corpus():
            try:
                photo = open_photo(tmp_path / name)
            except EngineError:
                continue
            read.setdefault(name, []).append(photo)
    for whole, parts in read.values():
        assert np.array_equal(whole.source, parts.source)
        # the ends of strips are computed number by number, which rounds otherwise than by many
        np.testing.assert_allclose(whole.lightness, parts.lightness, rtol=0, atol=2e-5)
        assert (whole.alpha is None) == (parts.alpha is None)
        assert whole.alpha is None or np.array_equal(whole.alpha, parts.alpha)
    assert len(read) == len(corpus()) - 3
