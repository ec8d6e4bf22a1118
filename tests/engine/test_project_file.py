"""Projects: what is written is what is read, and what anybody else wrote ends in one sentence."""

from __future__ import annotations

import base64
import json
import os
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import project_file
from engine.adjustments import Adjustments
from engine.errors import DiskFullError, EngineError
from engine.instances import Box, Instance
from engine.project import PhotoReference, Project
from engine.project_file import read_project, write_project
from engine.steering import Steering

PHOTO = PhotoReference("street.jpg", "0" * 64, 90, 120)


def drawn_at_random(seed: int) -> Project:
    """A project with anything that a person could have chosen, and awkward floats."""
    random = np.random.default_rng(seed)
    height, width = (int(side) for side in random.integers(1, 700, 2))
    photo = PhotoReference(f"../ö {seed}\udcff.jpg", f"{seed:064x}", height, width)
    instances = []
    for number in random.permutation(40)[: random.integers(0, 9)]:
        left, right = np.sort(random.uniform(0, width, 2))
        top, bottom = np.sort(random.uniform(0, height, 2))
        box = Box(float(left), float(top), float(right) or 1e-3, float(bottom) or 1e-3)
        a, b, c, d = box.pixels(height=height, width=width)
        mask = random.random((d - b, c - a)) < random.random() if random.random() < 0.6 else None
        colour = tuple(int(level) for level in random.integers(0, 256, 3))
        steering = Steering(
            float(random.uniform(0, 10)),
            float(random.uniform(0, 4)),
            float(random.uniform(-1, 1)),
            colour if random.random() < 0.5 else None,  # type: ignore[arg-type]
            (float(left), float(top)) if random.random() < 0.5 else None,
            float(random.uniform(0.25, 4)) if random.random() < 0.5 else 1.0,
        )
        label = random.choice(["person", "Großmutter", "狗", 'a"b\\c\n', "x" * 60])
        instances.append(
            Instance(
                int(number),
                str(label),
                float(random.random()),
                box,
                mask,
                bool(random.random() < 0.5),
                steering,
            )
        )
    on = frozenset(i.id for i in instances if random.random() < 0.5)
    adjustments = Adjustments(
        float(random.uniform(0, 4)), float(random.uniform(-1, 1)), float(random.uniform(0, 1))
    )
    scale = float(random.uniform(0.25, 4))
    kept_in = Path("/photos/Größe.colorizer") if random.random() < 0.5 else None
    return Project(
        photo, tuple(instances), on, adjustments, float(random.uniform(0, 10)), scale, kept_in
    )


@pytest.mark.parametrize("seed", range(60))
def test_what_is_written_is_read_exactly(tmp_path: Path, seed: int) -> None:
    project = drawn_at_random(seed)
    write_project(tmp_path / "a.colorizer", project)
    found = read_project(tmp_path / "a.colorizer")
    assert found == project
    for before, after in zip(project.instances, found.instances, strict=True):
        assert (before.mask is None) == (after.mask is None)
        if before.mask is not None and after.mask is not None:
            assert after.mask.dtype == bool
            np.testing.assert_array_equal(after.mask, before.mask)


def test_numbers_of_a_detector_are_written_as_well(tmp_path: Path) -> None:
    sides = np.float32([1.5, 2.25, 60.1, 70.7])
    box = Box(*sides)
    own = Instance(np.int64(3), "dog", np.float32(0.5), box)  # type: ignore[arg-type]
    write_project(tmp_path / "a.colorizer", Project(PHOTO, (own,), frozenset({3})))
    found = read_project(tmp_path / "a.colorizer")
    assert found.instances == (own,)
    assert found.enabled == {3}


def test_an_outline_of_a_large_photo_is_small(tmp_path: Path) -> None:
    rows, columns = np.mgrid[0:3000, 0:2000]
    mask = (rows - 1500) ** 2 / 1500**2 + (columns - 1000) ** 2 / 1000**2 < 1
    photo = replace(PHOTO, height=3000, width=4000)
    own = Instance(0, "person", 1.0, Box(0, 0, 2000, 3000), mask)
    write_project(tmp_path / "a.colorizer", Project(photo, (own,)))
    assert (tmp_path / "a.colorizer").stat().st_size < 50_000
    assert read_project(tmp_path / "a.colorizer").instances == (own,)


# Hostile files


def whole() -> dict[str, Any]:
    """The JSON of a good project with one outlined object."""
    bits = np.packbits(np.ones((20, 10), bool)).tobytes()
    return {
        "format": project_file.FORMAT,
        "version": 1,
        "photo": {"path": "street.jpg", "sha256": "0" * 64, "width": 120, "height": 90},
        "strength": 1.0,
        "scale": 1.0,
        "adjustments": {"saturation": 1.0, "warmth": 0.0},
        "instances": [
            {
                "id": 0,
                "label": "dog",
                "score": 0.5,
                "box": [10, 10, 20, 30],
                "drawn": False,
                "on": True,
                "strength": 1,
                "saturation": 1,
                "warmth": 0,
                "colour": [1, 2, 3],
                "point": [12, 14],
                "outline": base64.b64encode(zlib.compress(bits)).decode(),
            }
        ],
    }


def test_the_whole_one_is_good(tmp_path: Path) -> None:
    (tmp_path / "a.colorizer").write_text(json.dumps(whole()))
    assert read_project(tmp_path / "a.colorizer").instances[0].mask is not None


def refused(tmp_path: Path, data: bytes | dict[str, Any]) -> str:
    """What is said about a file, as one message of one line."""
    path = tmp_path / "bad.colorizer"
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    with pytest.raises(EngineError) as caught:
        read_project(path)
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 300
    assert caught.value.remedy
    return caught.value.message


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 1000,
        b"\xff\xfe{}",
        b"{",
        b"[" * 100_000,
        b"[]",
        b"null",
        b"{}",
        b'{"format": 3}',
        b'{"format": "instance-colorizer project"}',
        b'{"format": "instance-colorizer project", "version": true}',
        b'{"format": "instance-colorizer project", "version": 1}',
        b"\xff\xd8\xff\xe0 a photo",
        b"9" * 10_000,
    ],
)
def test_other_files_are_refused(tmp_path: Path, data: bytes) -> None:
    assert "bad.colorizer" in refused(tmp_path, data)


def test_a_newer_version_is_told_from_damage(tmp_path: Path) -> None:
    assert "newer version" in refused(tmp_path, {**whole(), "version": 2, "instances": "other"})


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.colorizer"
    with path.open("wb") as file:
        file.truncate(project_file.LARGEST + 1)
    with pytest.raises(EngineError, match="too large"):
        read_project(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.colorizer")
    for name in ("pipe.colorizer", "missing.colorizer", "."):
        with pytest.raises(EngineError):
            read_project(tmp_path / name)


BAD: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("photo", lambda v: v.pop("photo")),
    ("path", lambda v: v["photo"].update(path="a\0b")),
    ("empty path", lambda v: v["photo"].update(path="")),
    ("sha", lambda v: v["photo"].update(sha256=7)),
    ("no side", lambda v: v["photo"].update(width=0)),
    ("true side", lambda v: v["photo"].update(width=True)),
    ("gigantic", lambda v: v["photo"].update(width=1_000_000, height=1_000_000)),
    ("infinite strength", lambda v: v.update(strength=float("inf"))),
    ("nan scale", lambda v: v.update(scale=float("nan"))),
    ("small scale", lambda v: v.update(scale=0.01)),
    ("long number", lambda v: v.update(scale=10**400)),
    ("adjustments", lambda v: v.update(adjustments=[])),
    ("saturation", lambda v: v["adjustments"].update(saturation=-1)),
    ("instances", lambda v: v.update(instances={})),
    ("too many", lambda v: v.update(instances=v["instances"] * 1001)),
    ("twice", lambda v: v.update(instances=v["instances"] * 2)),
    ("no object", lambda v: v.update(instances=[3])),
    ("id", lambda v: v["instances"][0].update(id=-1)),
    ("true id", lambda v: v["instances"][0].update(id=True)),
    ("label", lambda v: v["instances"][0].update(label="x" * 201)),
    ("score", lambda v: v["instances"][0].update(score=2)),
    ("box", lambda v: v["instances"][0].update(box=[1, 2, 3])),
    ("text box", lambda v: v["instances"][0].update(box=["1", 2, 3, 4])),
    ("empty box", lambda v: v["instances"][0].update(box=[20, 10, 20, 30])),
    ("box outside", lambda v: v["instances"][0].update(box=[200, 10, 300, 30])),
    ("other box", lambda v: v["instances"][0].update(box=[10, 10, 30, 30])),
    ("on", lambda v: v["instances"][0].update(on="yes")),
    ("object strength", lambda v: v["instances"][0].update(strength=11)),
    ("colour", lambda v: v["instances"][0].update(colour=[1, 2, 256])),
    ("point", lambda v: v["instances"][0].update(point=[1, float("nan")])),
    ("crop scale", lambda v: v["instances"][0].update({"crop scale": 100})),
    ("outline type", lambda v: v["instances"][0].update(outline=3)),
    ("outline text", lambda v: v["instances"][0].update(outline="!!")),
    ("outline data", lambda v: v["instances"][0].update(outline="AAAA")),
    (
        "outline bomb",
        lambda v: v["instances"][0].update(
            outline=base64.b64encode(zlib.compress(bytes(300_000_000), 9)).decode()
        ),
    ),
    (
        "outline torn",
        lambda v: v["instances"][0].update(outline=v["instances"][0]["outline"][:8]),
    ),
    ("kept in", lambda v: v.update({"kept in": 3})),
]


@pytest.mark.parametrize("change", [change for _, change in BAD], ids=[name for name, _ in BAD])
def test_a_damaged_project_is_refused(
    tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    values = whole()
    change(values)
    assert "bad.colorizer is damaged: " in refused(tmp_path, values)


def test_any_cut_or_changed_byte_ends_in_a_sentence_or_a_sound_project(tmp_path: Path) -> None:
    path = tmp_path / "a.colorizer"
    write_project(path, replace(drawn_at_random(3), photo=PHOTO, instances=()))
    (tmp_path / "b.colorizer").write_text(json.dumps(whole()))
    data = (tmp_path / "b.colorizer").read_bytes()
    random = np.random.default_rng(5)
    outcomes = {True: 0, False: 0}
    for _ in range(400):
        torn = bytearray(data)
        for _ in range(random.integers(1, 4)):
            torn[random.integers(len(torn))] = random.integers(256)
        path.write_bytes(torn[: random.integers(len(torn) * 9 // 10, len(torn) + 1)])
        try:
            found = read_project(path)
        except EngineError:
            outcomes[False] += 1
        else:
            outcomes[True] += 1
            for one in found.instances:
                one.box.checked(height=found.photo.height, width=found.photo.width)
    assert outcomes[False] > 100


# Writing


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.colorizer"
    write_project(path, Project(PHOTO))
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("engine.atomic_files.os.fsync", full)
    with pytest.raises(DiskFullError):
        write_project(path, Project(PHOTO, strength=2.0))
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["a.colorizer"]


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="There is no folder"):
        write_project(tmp_path / "gone" / "a.colorizer", Project(PHOTO))
