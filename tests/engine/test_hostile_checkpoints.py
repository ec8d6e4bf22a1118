"""Checkpoint files that were made to harm: each ends in one sentence, and runs or fills nothing."""

from __future__ import annotations

import io
import json
import os
import pickle
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch

from engine.config import EngineConfig
from engine.detection.bundled import BundledDetector
from engine.errors import EngineError
from engine.inventory import checkpoints as checkpoints_in
from engine.networks.catalogue import build_network, load_networks, write_stage
from engine.networks.checkpoints import read_checkpoint, read_metadata, write_checkpoint
from engine.networks.importing import (
    FILES,
    authors_names,
    read_authors_file,
    read_authors_set,
)
from engine.networks.siggraph import SiggraphNet
from trainers.snapshots import read_snapshot, write_snapshot

KIND = "compact/full"
METADATA = {"format": "instance-colorizer", "version": "1", "kind": KIND}
ENTRY = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}
WHOLE = {"__metadata__": METADATA, "a": ENTRY}
CPU = torch.device("cpu")


def safetensors(header: object, body: bytes = bytes(8), length: int | None = None) -> bytes:
    told = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(told) if length is None else length) + told + body


def with_entry(**changes: object) -> bytes:
    return safetensors({**WHOLE, "a": {**ENTRY, **changes}})


HOSTILE_SAFETENSORS = {
    "nothing": b"",
    "short": b"abc",
    "header longer than the file": safetensors(WHOLE, length=5000),
    "header of a negative length": safetensors(WHOLE, length=2**64 - 1),
    "header of half of all bytes": safetensors(WHOLE, length=2**63),
    "header of 200 MB": safetensors(WHOLE, length=200 << 20),
    "offsets outside": with_entry(shape=[20], data_offsets=[0, 80]),
    "offsets backwards": with_entry(data_offsets=[8, 0]),
    "offsets negative": with_entry(data_offsets=[-8, 0]),
    "overlapping": safetensors({**WHOLE, "b": ENTRY}),
    "bytes left over": safetensors(WHOLE, bytes(80)),
    "shape larger than all memory": with_entry(shape=[2**40, 2**40]),
    "shape negative": with_entry(shape=[-2]),
    "unknown numbers": with_entry(dtype="F128"),
    "whole numbers": with_entry(dtype="I64", shape=[1]),
    "complex numbers": with_entry(dtype="C64", shape=[1]),
    "truth values": with_entry(dtype="BOOL", shape=[8]),
    "half bytes": with_entry(dtype="F4", shape=[16]),
    "braces without end": safetensors(b'{"a":' * 100_000),
    "brackets without end": safetensors(b"[" * 1_000_000),
    "no text": safetensors(b"\xff\xfe" + json.dumps(WHOLE).encode()),
    "metadata of numbers": safetensors({"__metadata__": {**METADATA, "n": 1}, "a": ENTRY}),
    "kind of another": safetensors({"__metadata__": {**METADATA, "kind": "x" * 10**5}}, b""),
    "a newer one": safetensors({"__metadata__": {**METADATA, "version": "2"}}, b""),
    "another program's": safetensors({"a": ENTRY}),
    "a zip": b"PK\x03\x04" + bytes(60),
}


def refused(read: Callable[[Path], object], path: Path) -> EngineError:
    """The one error, which comes at once."""
    start = time.process_time()
    with pytest.raises(EngineError) as caught:
        read(path)
    assert time.process_time() - start < 2
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400 + 2 * len(str(path))
    return caught.value


def read_ours(path: Path) -> object:
    return read_checkpoint(path, kind=KIND)


@pytest.mark.parametrize("name", HOSTILE_SAFETENSORS)
def test_lying_safetensors_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "full.safetensors"
    path.write_bytes(HOSTILE_SAFETENSORS[name])
    refused(read_ours, path)
    assert len(checkpoints_in(tmp_path)) == 1  # `info` names it and goes on


def test_a_folder_is_said_to_be_one(tmp_path: Path) -> None:
    assert refused(read_ours, tmp_path).message.endswith("is a folder.")


def test_the_whole_file_that_the_lies_are_made_of_is_read(tmp_path: Path) -> None:
    path = tmp_path / "full.safetensors"
    path.write_bytes(safetensors(WHOLE))
    tensors, metadata = read_checkpoint(path, kind=KIND)
    assert torch.equal(tensors["a"], torch.zeros(2))
    assert metadata == METADATA
    assert read_metadata(path, kind=KIND) == METADATA


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_are_none_are_refused(tmp_path: Path, value: float) -> None:
    network = build_network("compact")
    with torch.no_grad():
        next(network.parameters()).view(-1)[0] = value
    write_stage(tmp_path, "full", network, network)
    with pytest.raises(EngineError, match="not finite"):
        load_networks(EngineConfig(checkpoints=tmp_path), CPU)


def test_an_unknown_variant_is_refused(tmp_path: Path) -> None:
    kind = {"kind": KIND, "variant": "lite9"}
    write_checkpoint(tmp_path / "full.safetensors", {"a": torch.zeros(1)}, kind)
    with pytest.raises(EngineError, match="unknown variant, 'lite9'"):
        load_networks(EngineConfig(checkpoints=tmp_path), CPU)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("channels", "1000000000"),
        ("channels", "-1"),
        ("depth", "1000000000"),
        ("depth", "9" * 5000),
        ("input_size", "1000000000"),
        ("threshold", "nan"),
        ("labels", "[" * 100_000),
        ("labels", "7"),
        ("labels", json.dumps(["x"] * 100_000)),
        ("variant", "lite9"),
    ],
)
def test_a_detector_that_no_memory_holds_is_refused(tmp_path: Path, name: str, value: str) -> None:
    whole = {"labels": '["dog"]', "input_size": "320", "threshold": "0.3", "variant": "lite0"}
    metadata = {"kind": "detector", "channels": "8", "depth": "1", **whole, name: value}
    path = write_checkpoint(tmp_path / "detector.safetensors", {"a": torch.zeros(1)}, metadata)
    error = refused(lambda place: BundledDetector.load(place, CPU), path)
    assert "how its network is made" in error.message


class Harm:
    """Calls a function where it is unpickled."""

    def __init__(self, function: Callable[..., object], *arguments: object) -> None:
        self._call = (function, arguments)

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self._call


def saved(content: object, **options: object) -> bytes:
    stream = io.BytesIO()
    torch.save(content, stream, **options)
    return stream.getvalue()


def rezipped(
    data: bytes, change: Callable[[str, bytes], tuple[str, bytes] | None], packing: int = 0
) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", packing) as new:
        for name in old.namelist():
            changed = change(name, old.read(name))
            if changed is not None:
                new.writestr(*changed)
    return stream.getvalue()


def in_pickle(data: bytes, old: bytes, new: bytes) -> bytes:
    def change(name: str, content: bytes) -> tuple[str, bytes]:
        if not name.endswith("data.pkl"):
            return name, content
        assert old in content
        return name, content.replace(old, new)

    return rezipped(data, change)


TENSORS = {"a": torch.arange(1000.0)}
ZIPPED = saved(TENSORS)
LEGACY = saved(TENSORS, _use_new_zipfile_serialization=False)
THOUSAND = b"M\xe8\x03"
QUADRILLION = b"\x8a\x07\0\0\0\0\0\0\x40"


def hostile_pickles(flag: Path) -> dict[str, bytes]:
    command = f"touch {flag}"
    return {
        "runs a command": saved({"a": Harm(os.system, command)}),
        "runs a command, as of old": saved(
            {"a": Harm(os.system, command)}, _use_new_zipfile_serialization=False
        ),
        "runs code": saved({"a": Harm(eval, f"open({str(flag)!r}, 'w')")}),
        "is a bare pickle": pickle.dumps(Harm(os.system, command)),
        "is a bare pickle as torch reads it": pickle.dumps(Harm(os.system, command), protocol=2),
        "looks for a function": saved({"a": Harm(getattr, Harm(__import__, "os"), "system")}),
        "names a function in a list": saved([[[os.system]]]),
        "loads another file": saved({"a": Harm(torch.load, str(flag))}),
        "is a module": saved(torch.nn.Linear(2, 2)),
        "takes a terabyte": saved({"a": Harm(bytearray, 1 << 40)}),
        "takes ten gigabytes": saved({"a": Harm(bytearray, 10 << 30)}),
        "is a text": saved("text"),
        "has numbers for names": saved({1: torch.zeros(1)}),
        "is sparse": saved({"a": torch.zeros(3, 3).to_sparse()}),
        "is nowhere": saved({"a": torch.zeros(3, device="meta")}),
        "is complex": saved({"a": torch.zeros(3, dtype=torch.complex64)}),
        "is packed": rezipped(ZIPPED, lambda *entry: entry, zipfile.ZIP_DEFLATED),
        "inflates": rezipped(
            ZIPPED,
            lambda name, data: (name, bytes(50 << 20) if name.endswith("data/0") else data),
            zipfile.ZIP_DEFLATED,
        ),
        "climbs out": rezipped(ZIPPED, lambda name, data: (f"../../../{name}", data)),
        "starts at the root": rezipped(ZIPPED, lambda name, data: (f"/{name}", data)),
        "has no pickle": rezipped(ZIPPED, lambda n, d: None if n.endswith(".pkl") else (n, d)),
        "has no numbers": rezipped(ZIPPED, lambda n, d: None if n.endswith("/0") else (n, d)),
        "has few numbers": rezipped(ZIPPED, lambda n, d: (n, d[:10] if n.endswith("/0") else d)),
        "has a second pickle": rezipped(
            ZIPPED, lambda n, d: (n.replace("byteorder", "b/data.pkl"), d)
        ),
        "is a script": rezipped(ZIPPED, lambda n, d: (n.replace("data.pkl", "constants.pkl"), d)),
        "claims a quadrillion": in_pickle(ZIPPED, THOUSAND, QUADRILLION),
        "claims a quadrillion, as of old": LEGACY.replace(THOUSAND, QUADRILLION),
        "claims a negative count": in_pickle(ZIPPED, THOUSAND, b"J\0\0\0\x80"),
        "nests without end": b"\x80\x02" + b"]" * 3_000_000 + b".",
        "claims a long text": b"\x80\x02X\xff\xff\xff\xff",
        "claims a long number": b"\x80\x02\x8b\xff\xff\xff\x7f",
        "pops from nothing": b"\x80\x02" + b"0." + bytes(40),
        "is a tar": b"data".ljust(257, b"\0") + b"ustar\0" + bytes(800),
    }


@pytest.mark.parametrize("name", hostile_pickles(Path("flag")))
def test_what_holds_more_than_tensors_is_refused(tmp_path: Path, name: str) -> None:
    flag = tmp_path / "executed"
    path = tmp_path / "latest_net_G.pth"
    path.write_bytes(hostile_pickles(flag)[name])
    refused(read_authors_file, path)
    refused(read_snapshot, path)
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_number_that_stands_for_a_trillion_is_not_written_out(tmp_path: Path) -> None:
    with torch.device("meta"):
        network = SiggraphNet()
    state = network.state_dict()
    one = torch.zeros((), dtype=torch.float16)
    tensors = {t: one.expand(state[ours].shape) for ours, t in authors_names(network).items()}
    name = next(iter(tensors))
    torch.save({**tensors, name: one.expand(1 << 20, 1 << 20)}, tmp_path / FILES["full"])
    assert f"{name} is (1048576, 1048576)" in refused(read_authors_set, tmp_path).message


def test_tensors_of_both_formats_are_read(tmp_path: Path) -> None:
    kinds = {"a": torch.nn.Parameter(torch.ones(2, 3).half()), "b": torch.tensor(3)}
    view = {"c": torch.arange(12.0).reshape(3, 4).T[1:]}
    for options in ({}, {"_use_new_zipfile_serialization": False}):
        (tmp_path / "a.pth").write_bytes(saved({**TENSORS, **kinds, **view}, **options))
        found = read_authors_file(tmp_path / "a.pth")
        for name, tensor in {**TENSORS, **kinds, **view}.items():
            assert torch.equal(found[name], tensor)


def test_a_snapshot_without_a_version_or_of_a_newer_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "full.pt"
    for version in (None, "1", True, [1], 1.0):
        path.write_bytes(saved({"version": version, "step": 3}))
        assert "damaged" in refused(read_snapshot, path).message
    path.write_bytes(saved({"version": 2}))
    assert "newer" in refused(read_snapshot, path).message
    write_snapshot(path, {"step": 3})
    assert read_snapshot(path)["step"] == 3


def damaged(data: bytes, random: Random) -> bytes:
    """Some bytes, most of them near the beginning or the end, changed, removed or put in."""
    made = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 5))):
        reach = min(len(made), random.choice((8, 100, 500, 10**6)))
        place = random.randrange(reach)
        if random.random() < 0.2:
            place = len(made) - 1 - place
        turn = random.randrange(5)
        if turn == 0:
            made[place] ^= 1 << random.randrange(8)
        elif turn == 1:
            made[place] = random.choice(b"\0\1\x7f\x80\xff.cR\x81\x93]}(t0")
        elif turn == 2:
            number = random.choice((0, 2**27, 2**40, 2**63, 2**64 - 1))
            made[place : place + 8] = struct.pack("<Q", number)
        elif turn == 3 and len(made) > 40:
            del made[place : place + random.choice((1, 4, 30))]
        else:
            made[place:place] = random.randbytes(4)
    return bytes(made)


@pytest.mark.parametrize("kind", ["ours", "authors", "authors of old", "snapshot"])
def test_whatever_is_damaged_ends_in_a_sentence(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "file"
    if kind == "ours":
        write_checkpoint(path, {"a": torch.ones(4, 4), "b": torch.ones(3)}, METADATA)
    elif kind == "snapshot":
        write_snapshot(path, {"step": 3, "network": TENSORS, "random": [1, 2.5, "x"]})
    else:
        path.write_bytes(ZIPPED if kind == "authors" else LEGACY)
    read = {"ours": read_ours, "snapshot": read_snapshot}.get(kind, read_authors_file)
    whole = path.read_bytes()
    read(path)
    random = Random(kind)
    count = refusals = 0
    for length in (*range(200), *np.linspace(200, len(whole) - 1, 20).astype(int)):
        path.write_bytes(whole[:length])
        refused(read, path)
    for _ in range(300):
        path.write_bytes(damaged(whole, random))
        count += 1
        try:
            read(path)
        except EngineError:
            refusals += 1
    assert 0.3 * count < refusals <= count
