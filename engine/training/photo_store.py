"""Training photos, decoded once and kept in memory within a budget."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

import cv2
import numpy as np

from engine.errors import EngineError
from engine.texts import tr
from engine.training.photo_places import PhotoPlace, find_places

cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # of damaged files

LONGEST_SIDE = 640  # larger photos are shrunk to this before they are kept, pixels
MOST_MEMORY = 6 << 30
RECENT = 256  # photos that are kept for a while where the memory does not suffice for all
RECENT_MEMORY = 320 << 20  # bytes that these take at most
REDUCED = {  # what a JPEG can be shrunk by while it is decoded, which is several times faster
    8: cv2.IMREAD_REDUCED_COLOR_8,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    2: cv2.IMREAD_REDUCED_COLOR_2,
    1: cv2.IMREAD_COLOR,
}


class PhotoStore:
    """Random access to colour photos.

    Args:
        photos: folders (any nesting) and tars, or the photos' places by name.
        memory: bytes of decoded pixels that are kept; what is beyond is decoded again; None takes
            half of the memory that is free, 6 GiB at most.
        recent: how many of the latest photos beyond that are kept too, so that a photo whose
            samples are taken near each other is decoded once for them.
        longest_side: larger photos are shrunk to this before they are kept, pixels.

    Attributes:
        names: in sorted order.
    """

    def __init__(
        self,
        photos: Iterable[Path] | Mapping[str, PhotoPlace],
        *,
        memory: int | None = None,
        recent: int = RECENT,
        longest_side: int = LONGEST_SIDE,
    ) -> None:
        self._places = dict(photos) if isinstance(photos, Mapping) else find_places(photos)
        self._longest_side = longest_side
        self.names = sorted(self._places)
        self._kept: dict[str, np.ndarray] = {}
        self._room = min(MOST_MEMORY, free_memory() // 2) if memory is None else memory
        self._recent: dict[str, np.ndarray] = {}  # the latest one last
        self._most_recent = recent
        self._recent_bytes = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.names)

    def photo(self, name: str) -> np.ndarray:
        """The photo as uint8 (H, W, 3) sRGB.

        Raises:
            EngineError: the photo cannot be read or decoded.
        """
        kept = self._kept.get(name)
        if kept is not None:
            return kept
        with self._lock:
            pixels = self._recent.pop(name, None)
            if pixels is not None:
                self._recent[name] = pixels
                return pixels
        pixels = read_pixels(name, self._places[name], self._longest_side)
        with self._lock:
            self._keep(name, pixels)
        return pixels

    def _keep(self, name: str, pixels: np.ndarray) -> None:
        if name in self._kept or name in self._recent:  # another thread was faster
            return
        if pixels.nbytes <= self._room:
            self._room -= pixels.nbytes
            self._kept[name] = pixels
            return
        self._recent[name] = pixels
        self._recent_bytes += pixels.nbytes
        while len(self._recent) > self._most_recent or self._recent_bytes > RECENT_MEMORY:
            oldest = next(iter(self._recent))
            self._recent_bytes -= self._recent.pop(oldest).nbytes


def shrinking(shape: tuple[int, ...], longest_side: int = LONGEST_SIDE) -> float:
    """What a photo of (height, width, ...) is multiplied by to be kept, at most 1."""
    return min(1.0, longest_side / max(shape[:2]))


def decoded(data: bytes, longest_side: int | None = None) -> np.ndarray | None:
    """A picture file's pixels, uint8 (H, W, 3) sRGB, turned upright; None if it is broken.

    Args:
        longest_side: a larger picture is shrunk to this, pixels; None for none.
    """
    flags = REDUCED[1 if longest_side is None else _reduction(data, longest_side)]
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    except cv2.error:  # empty, or larger than OpenCV takes
        return None
    if pixels is None:
        return None
    factor = 1.0 if longest_side is None else shrinking(pixels.shape, longest_side)
    if factor < 1:
        pixels = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)


def read_pixels(name: str, place: PhotoPlace, longest_side: int | None = None) -> np.ndarray:
    """A photo's pixels, uint8 (H, W, 3) sRGB; `longest_side` as in `decoded`.

    Raises:
        EngineError: it cannot be read or decoded.
    """
    try:
        pixels = decoded(place.read(), longest_side)
    except OSError as error:
        raise EngineError(
            tr(
                "The photo {name} cannot be read: {reason}.",
                name=name,
                reason=error.strerror or error,
            ),
            tr("Bring the photos back to where they were."),
        ) from error
    if pixels is None:
        raise EngineError(
            tr("The photo {name} cannot be read.", name=name), tr("Take it out of the folder.")
        )
    return pixels


def _reduction(data: bytes, longest_side: int) -> int:
    """By how much a picture file can be shrunk while it is decoded, for `longest_side` pixels."""
    side = max(_jpeg_sides(data))
    return next(factor for factor in REDUCED if factor == 1 or side >= factor * longest_side)


def _jpeg_sides(data: bytes) -> tuple[int, int]:
    """Height and width in a JPEG's frame header (ITU-T T.81, B.2.2); zeros if there is none."""
    at = 2 if data[:2] == b"\xff\xd8" else len(data)
    while at + 9 <= len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(data[at + 5 : at + 7], "big"), int.from_bytes(
                data[at + 7 : at + 9], "big"
            )
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 0, 0


def free_memory() -> int:
    """Bytes of memory that are free now, as far as the system tells; else 4 GiB."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        available = next(line for line in lines if line.startswith("MemAvailable:"))
        return int(available.split()[1]) << 10
    except (OSError, StopIteration, ValueError):
        pass
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    except (AttributeError, OSError, ValueError):
        return 4 << 30


def split(names: Iterable[str], hold_out: str) -> tuple[list[str], list[str]]:
    """Names to train on, and names held out: those whose stem matches the pattern `hold_out`."""
    pattern = re.compile(hold_out)
    training: list[str] = []
    held_out: list[str] = []
    for name in names:
        (held_out if pattern.search(Path(name).stem) else training).append(name)
    return training, held_out
