"""Event files hold what TensorBoard expects, byte for byte."""

from __future__ import annotations

import struct
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.training.events import Noted, Progress, Sampled, Validated
from trainers.tensorboard_file import Board, checksum, record, scalars


def slow_checksum(data: bytes) -> int:
    """CRC-32C by long division, bit by bit."""
    value = 0xFFFFFFFF
    for byte in data:
        for bit in range(8):
            carry = (value ^ (byte >> bit)) & 1
            value = (value >> 1) ^ (0x82F63B78 * carry)
    return value ^ 0xFFFFFFFF


def records(data: bytes) -> list[bytes]:
    found = []
    while data:
        (length,) = struct.unpack("<Q", data[:8])
        content = data[12 : 12 + length]
        for part, told in ((data[:8], data[8:12]), (content, data[12 + length : 16 + length])):
            value = slow_checksum(part)
            masked = (((value >> 15) | (value << 17)) + 0xA282EAD8) & 0xFFFFFFFF
            assert told == struct.pack("<I", masked)
        found.append(content)
        data = data[16 + length :]
    return found


def test_checksums_are_those_of_the_standard() -> None:
    assert checksum(b"123456789") == 0xE3069283  # RFC 3720's check value
    data = bytes(range(256)) * 3
    assert checksum(data) == slow_checksum(data)
    assert records(record(b"one") + record(b"")) == [b"one", b""]


def test_numbers_are_protocol_buffers() -> None:
    # message Summary { repeated Value value = 1 }, Value { tag = 1, simple_value = 2 }
    assert scalars({"ab": 1.0}) == b"\x0a\x09\x0a\x02ab\x15\x00\x00\x80\x3f"


def test_events_become_curves_and_pictures(tmp_path: Path) -> None:
    (tmp_path / "samples").mkdir()
    cv2.imwrite(str(tmp_path / "samples" / "1.jpg"), np.zeros((30, 40, 3), np.uint8))
    board = Board(tmp_path / "tensorboard", tmp_path)
    board.hear(Noted(message="not a number"))
    assert not (tmp_path / "tensorboard").exists()
    board.hear(
        Progress(stage="full", step=300, steps=900, loss=0.5, lr=0.1, images_per_second=9, time=7.0)
    )
    board.hear(Validated(stage="full", step=300, validation={"loss": 0.4, "psnr": 23.0}))
    board.hear(Sampled(stage="full", step=300, path="samples/1.jpg"))
    board.hear(Sampled(stage="full", step=300, path="samples/gone.jpg"))  # a picture less
    (path,) = (tmp_path / "tensorboard").iterdir()
    version, progress, figures, picture = records(path.read_bytes())
    assert version.endswith(b"brain.Event:2")
    assert progress.startswith(b"\x09" + struct.pack("<d", 7.0) + b"\x10\xac\x02")  # step 300
    assert b"loss/training" in progress
    assert struct.pack("<f", 0.4) in figures
    assert b"loss/validation" in figures
    assert b"\x08\x1e\x10\x28\x18\x03" in picture  # 30 high, 40 wide, 3 colours


def test_a_full_disk_does_not_end_a_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    Board(tmp_path, tmp_path).hear(Validated(stage="full", step=3, validation={"psnr": 23.0}))
