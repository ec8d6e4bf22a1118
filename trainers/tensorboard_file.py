"""TensorBoard's event files, written without TensorBoard: curves and pictures of a training.

The format: records of TensorFlow's TFRecord (length, its checksum, data, its checksum; CRC-32C,
masked) that hold protocol buffers of the message `Event` with a `Summary`.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

import cv2

from engine.training.events import Event, Progress, Sampled, Validated

POLYNOMIAL = 0x82F63B78  # Castagnoli's, reflected
MASK = 0xA282EAD8
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5  # kinds of protocol buffers' fields
COLOURS = 3


class Board:
    """One stage's curves; a process that goes on with a run begins a new file.

    Args:
        folder: of the files; made with the first event.
        run: the run folder, where pictures lie.
    """

    def __init__(self, folder: Path, run: Path) -> None:
        self._folder = folder
        self._run = run
        self._path: Path | None = None

    def hear(self, event: Event) -> None:
        """Write what of an event can be shown; a full disk is others' business."""
        with contextlib.suppress(OSError):
            if isinstance(event, Progress):
                told = {
                    "loss/training": event.loss,
                    "learning rate": event.lr,
                    "images per second": event.images_per_second,
                }
                self._write(event, event.step, scalars(told))
            elif isinstance(event, Validated):
                told = dict(event.validation)
                if "loss" in told:
                    told["loss/validation"] = told.pop("loss")
                self._write(event, event.step, scalars(told))
            elif isinstance(event, Sampled):
                self._write(event, event.step, picture("samples", self._run / event.path))

    def _write(self, event: Event, step: int, summary: bytes) -> None:
        if self._path is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            name = f"events.out.tfevents.{event.time:.6f}.{os.getpid()}"  # no computer's name
            self._path = self._folder / name
            version = _number(1, event.time) + _bytes(3, b"brain.Event:2")
            self._path.write_bytes(record(version))
        message = _number(1, event.time) + _whole(2, step) + _bytes(5, summary)
        with self._path.open("ab") as file:
            file.write(record(message))


def scalars(values: Mapping[str, float]) -> bytes:
    """A `Summary` of numbers by name."""
    return b"".join(
        _bytes(1, _bytes(1, name.encode()) + _field(2, FIXED32) + struct.pack("<f", value))
        for name, value in values.items()
    )


def picture(name: str, path: Path) -> bytes:
    """A `Summary` of a picture file.

    Raises:
        OSError: it cannot be read.
    """
    pixels = cv2.imread(str(path))
    if pixels is None:
        raise OSError(f"{path} is no picture")
    height, width = pixels.shape[:2]
    image = _whole(1, height) + _whole(2, width) + _whole(3, COLOURS) + _bytes(4, path.read_bytes())
    return _bytes(1, _bytes(1, name.encode()) + _bytes(4, image))


def record(data: bytes) -> bytes:
    """The data as a record of the file."""
    length = struct.pack("<Q", len(data))
    return length + _masked(length) + data + _masked(data)


def checksum(data: bytes) -> int:
    """CRC-32C (Castagnoli) of the data."""
    value = 0xFFFFFFFF
    for byte in data:
        value = TABLE[(value ^ byte) & 0xFF] ^ (value >> 8)
    return value ^ 0xFFFFFFFF


def _table() -> Iterator[int]:
    for value in range(256):
        for _ in itertools.repeat(None, 8):
            value = (value >> 1) ^ (POLYNOMIAL if value & 1 else 0)
        yield value


TABLE = tuple(_table())


def _masked(data: bytes) -> bytes:
    value = checksum(data)
    rotated = ((value >> 15) | (value << 17)) & 0xFFFFFFFF
    return struct.pack("<I", (rotated + MASK) & 0xFFFFFFFF)


def _varint(value: int) -> bytes:
    parts = bytearray()
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    parts.append(value)
    return bytes(parts)


def _field(number: int, kind: int) -> bytes:
    return _varint(number << 3 | kind)


def _number(field: int, value: float) -> bytes:
    return _field(field, FIXED64) + struct.pack("<d", value)


def _whole(field: int, value: int) -> bytes:
    return _field(field, VARINT) + _varint(value)


def _bytes(field: int, data: bytes) -> bytes:
    return _field(field, BYTES) + _varint(len(data)) + data
