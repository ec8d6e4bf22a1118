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
from engine.training.photo_places import PhotoPlace, find_places

LONGEST_SIDE = 512  # larger photos are shrunk to this before they are kept, pixels
MOST_MEMORY = 6 << 30


class PhotoStore:
    """Random access to colour photos.

    Args:
        photos: folders (any nesting) and tars, or the photos' places by name.
        memory: bytes of decoded pixels that are kept; what is beyond is decoded again; None takes
            half of the memory that is free, 6 GiB at most.
        longest_side: larger photos are shrunk to this before they are kept, pixels.

    Attributes:
        names: in sorted order.
    """

    def __init__(
        self,
        photos: Iterable[Path] | Mapping[str, PhotoPlace],
        *,
        memory: int | None = None,
        longest_side: int = LONGEST_SIDE,
    ) -> None:
        self._places = dict(photos) if isinstance(photos, Mapping) else find_places(photos)
        self._longest_side = longest_side
        self.names = sorted(self._places)
        self._kept: dict[str, np.ndarray] = {}
        self._room = min(MOST_MEMORY, free_memory() // 2) if memory is None else memory
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
        pixels = read_pixels(name, self._places[name])
        factor = shrinking(pixels.shape, self._longest_side)
        if factor < 1:
            pixels = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        with self._lock:
            if name not in self._kept and pixels.nbytes <= self._room:
                self._room -= pixels.nbytes
                self._kept[name] = pixels
        return pixels


def shrinking(shape: tuple[int, ...], longest_side: int = LONGEST_SIDE) -> float:
    """What a photo of (height, width, ...) is multiplied by to be kept, at most 1."""
    return min(1.0, longest_side / max(shape[:2]))


def decoded(data: bytes) -> np.ndarray | None:
    """A picture file's pixels, uint8 (H, W, 3) sRGB, turned upright; None if it is broken."""
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:  # empty, or larger than OpenCV takes
        return None
    return None if pixels is None else cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)


def read_pixels(name: str, place: PhotoPlace) -> np.ndarray:
    """A photo's pixels, uint8 (H, W, 3) sRGB.

    Raises:
        EngineError: it cannot be read or decoded.
    """
    try:
        pixels = decoded(place.read())
    except OSError as error:
        raise EngineError(
            f"The photo {name} cannot be read: {error.strerror or error}.",
            "Bring the photos back to where they were.",
        ) from error
    if pixels is None:
        raise EngineError(f"The photo {name} cannot be read.", "Take it out of the folder.")
    return pixels


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
