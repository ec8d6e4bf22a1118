"""Damaged and hostile files of boxes, plans and runs: a sentence, or passed over."""

from __future__ import annotations

import io
import json
import os
import platform
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pytest

from engine.commands.boxes_file import read_boxes
from engine.errors import EngineError
from engine.training import events
from engine.training.object_boxes import read_objects
from engine.training.plan import TrainingPlan
from engine.training.run_folder import RunFolder

DEEP = "[" * 200_000
LONG = "1" + "0" * 400
BOXES = '[{"box": [0, 0, 10, 10], "label": "person", "score": 0.5}, {"box": [1.5, 2, 30, 40]}]'
COCO = json.dumps(
    {
        "images": [{"id": 1, "file_name": "a.jpg"}],
        "categories": [{"id": 3, "name": "dog"}],
        "annotations": [{"image_id": 1, "category_id": 3, "bbox": [1, 2, 3, 4], "score": 0.5}],
    }
)
CSV = "name,label,score,left,top,right,bottom\na.jpg,dog,0.5,1,2,3,4\nb.jpg,cat,0.9,1,2,30,40\n"
TOLD = (
    events.Started(device="cpu"),
    events.Preparing(label="Looking for objects", done=1, total=2, seconds_left=3.0),
    events.StageStarted(stage="full", step=0, steps=9, samples=3, batch=2),
    events.Progress(stage="full", step=1, steps=9, loss=0.5, lr=0.1, images_per_second=3.0),
    events.Validated(stage="full", step=1, validation={"loss": 1.0}),
    events.Snapshot(stage="full", step=1),
    events.StageFinished(stage="full", path="checkpoints/full.safetensors"),
    events.Noted(message="Out of memory once."),
    events.Evaluated(table={"whole": {"grey": {"psnr": 20.0}}}),
    events.Failed(message="It failed.", remedy="Try again."),
)


def npy(descr: str, shape: str, body: bytes = b"") -> bytes:
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(header)) + header + body


def npz(bbox: bytes, scores: bytes = b"", packing: int = zipfile.ZIP_STORED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as archive:
        archive.writestr("bbox.npy", bbox)
        archive.writestr("scores.npy", scores)
    return stream.getvalue()


def whole_npz() -> bytes:
    return npz(
        npy("<f8", "(1, 4)", np.array([0, 0, 5, 5.0]).tobytes()), npy("<f8", "(1,)", bytes(8))
    )


HOSTILE_OBJECTS = {
    "terabytes.npz": npz(npy("<f8", "(1000000000000, 4)")),
    "inflating.npz": npz(
        npy("<f8", "(1000000, 4)", bytes(32_000_000)),
        npy("<f8", "(1000000,)", bytes(8_000_000)),
        zipfile.ZIP_DEFLATED,
    ),
    "pickle.npz": npz(npy("|O", "(1, 4)", b"cos\nsystem\n(S'touch executed'\ntR.")),
    "brackets.npz": npz(npy("<f8", "(" * 5000)),
    "encrypted.npz": whole_npz().replace(b"PK\1\2\x14\3\x14\0\0\0", b"PK\1\2\x14\3\x14\0\1\0"),
    "method.npz": whole_npz().replace(
        b"PK\1\2\x14\3\x14\0\0\0\0\0", b"PK\1\2\x14\3\x14\0\0\0\x63\0"
    ),
    "deep.json": DEEP.encode(),
    "long.json": COCO.replace("[1, 2", f"[{LONG}, 2").encode(),
    "none.json": b'{"images": null, "annotations": null}',
    "field.csv": b'name,label,score,left,top,right,bottom\n"' + b"x" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE_OBJECTS)
def test_hostile_boxes_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(HOSTILE_OBJECTS[name])
    with pytest.raises(EngineError):
        read_objects(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_boxes_of_a_windows_editor_and_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(COCO, encoding="utf-8-sig")
    assert [box.label for box in read_objects(tmp_path / "a.json")["a.jpg"]] == ["dog"]
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe\0bad")
    for name, why in (("b.csv", "it is not text"), ("no.csv", "No such file or directory")):
        with pytest.raises(EngineError) as caught:
            read_objects(tmp_path / name)
        assert caught.value.message == f"The boxes {tmp_path / name} cannot be read: {why}."


def damaged(data: bytes, random: Random) -> bytes:
    """Some bytes changed, some removed, and values of JSON replaced by others."""
    made = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 4))):
        place = random.randrange(len(made))
        turn = random.randrange(4)
        if turn == 0:
            made[place] ^= 1 << random.randrange(8)
        elif turn == 1 and len(made) > 60:
            del made[place : place + random.choice((1, 5, 50))]
        elif turn == 2:
            made[place:place] = random.choice((b"[", b"{", b"9" * 5000, b"\xff", b"\0"))
        elif colons := [index for index, byte in enumerate(made) if byte in b":,"]:
            start = end = random.choice(colons) + 1
            while end < len(made) and made[end] not in b",}]\n":
                end += 1
            made[start:end] = random.choice(VALUES)
    return bytes(made)


VALUES = (b"null", b"1e999", b"-1", b"[]", b"{}", b'"x"', b"NaN", b"true", b"9" * 400, b"0")


@pytest.mark.parametrize(
    ("name", "whole", "read"),
    [
        ("a.json", BOXES.encode(), read_boxes),
        ("b.json", COCO.encode(), read_objects),
        ("a.csv", CSV.encode(), read_objects),
        ("a.npz", whole_npz(), read_objects),
    ],
)
def test_damaged_boxes_end_in_a_sentence(
    tmp_path: Path, name: str, whole: bytes, read: Callable[[Path], object]
) -> None:
    random = Random(name)
    path = tmp_path / name
    path.write_bytes(whole)
    read(path)
    refusals = 0
    for _ in range(300):
        path.write_bytes(damaged(whole, random))
        try:
            read(path)
        except EngineError:
            refusals += 1
    assert refusals > 100


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    made = RunFolder(tmp_path / "run")
    made.create(TrainingPlan(data=(tmp_path,)))
    return made


def test_damaged_plans_end_in_a_sentence(run: RunFolder) -> None:
    whole = run.plan_file.read_bytes()
    steps = whole.replace(b'"batch": ', b'"batch": ' + LONG.encode(), 1)
    random = Random(1)
    refusals = 0
    for data in (DEEP.encode(), steps, *(damaged(whole, random) for _ in range(300))):
        run.plan_file.write_bytes(data)
        try:
            run.plan()
        except EngineError:
            refusals += 1
    assert refusals > 100


def test_damaged_events_are_passed_over(run: RunFolder) -> None:
    random = Random(2)
    lines = [event.line().encode() for event in TOLD]
    assert [events.parse(line.decode()) is not None for line in lines] == [True] * len(TOLD)
    odd = [
        DEEP,
        '{"kind": []}',
        '{"kind": "finished", "time": "x"}',
        '{"kind": "preparing", "label": 1, "done": "a", "total": "b"}',
        '{"kind": "stage", "stage": [], "step": 1, "steps": 1, "samples": 1, "batch": 1}',
        f'{{"kind": "snapshot", "stage": "full", "step": {LONG}}}',
        '{"kind": "evaluation", "table": 3}',
    ]
    assert [events.parse(line) for line in odd] == [None] * len(odd)
    for turn in range(400):
        index = turn % len(lines)
        told = [*lines[:index], damaged(lines[index], random)]
        run.events_file.write_bytes(b"\n".join(told) + b"\n")
        status = run.status()
        assert 0 <= status.share <= 1
        assert status.line()


def test_a_damaged_pulse_is_none(run: RunFolder) -> None:
    now = {"pid": os.getpid(), "host": platform.node(), "beat": time.time(), "events": 0}
    alive = run.path / "alive"
    alive.write_text(json.dumps(now))
    assert run.is_alive()
    random = Random(3)
    odd = [{**now, name: value} for name in now for value in (10**400, [], None, -1)]
    texts = [DEEP, *map(json.dumps, odd)]
    for data in (
        *(text.encode() for text in texts),
        *(damaged(b, random) for b in [json.dumps(now).encode()] * 300),
    ):
        alive.write_bytes(data)
        assert run.status().state in ("ready", "preparing", "died", "failed")
    alive.write_text(json.dumps({**now, "pid": 2**40}))
    assert not run.is_alive()
