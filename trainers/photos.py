"""Photos to train on, from folders and tars, decoded once and kept in memory within a budget."""

from __future__ import annotations

import os
import re
import tarfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np

from engine.errors import EngineError

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff")


class PhotoStore:
    """Random access to the colour photos of folders and tars; the photos are only ever read.

    Args:
        sources: folders (any nesting) and tar files.
        memory: bytes of decoded pixels that are kept; what is beyond is decoded again.
        longest_side: larger photos are shrunk to this before they are kept, pixels.

    Attributes:
        names: file names in sorted order; a name that occurs twice counts once.
    """

    def __init__(
        self, sources: Iterable[Path], *, memory: int = 6 << 30, longest_side: int = 512
    ) -> None:
        self._longest_side = longest_side
        self._places: dict[str, Path | tuple[Path, int, int]] = {}
        for source in sources:
            self._places.update(_places(Path(source)))
        if not self._places:
            raise EngineError(
                "There are no photos in the given folders.",
                f"Give a folder or tar with {', '.join(SUFFIXES)} files.",
            )
        self.names = sorted(self._places)
        self._kept: dict[str, np.ndarray] = {}
        self._room = memory
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.names)

    def photo(self, name: str) -> np.ndarray:
        """The photo as uint8 (H, W, 3) sRGB.

        Raises:
            EngineError: the photo cannot be decoded.
        """
        kept = self._kept.get(name)
        if kept is not None:
            return kept
        pixels = cv2.imdecode(np.frombuffer(self._bytes(name), np.uint8), cv2.IMREAD_COLOR)
        if pixels is None:
            raise EngineError(f"The photo {name} cannot be read.", "Take it out of the folder.")
        pixels = cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)
        longest = max(pixels.shape[:2])
        if longest > self._longest_side:
            factor = self._longest_side / longest
            pixels = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        with self._lock:
            if pixels.nbytes <= self._room:
                self._room -= pixels.nbytes
                self._kept[name] = pixels
        return pixels

    def _bytes(self, name: str) -> bytes:
        place = self._places[name]
        if isinstance(place, Path):
            return place.read_bytes()
        path, offset, size = place
        with path.open("rb") as file:
            file.seek(offset)
            return file.read(size)


def _places(source: Path) -> Iterator[tuple[str, Path | tuple[Path, int, int]]]:
    if source.is_dir():
        for folder, _, names in os.walk(source):
            for name in names:
                if name.lower().endswith(SUFFIXES):
                    yield name, Path(folder, name)
    elif source.is_file() and tarfile.is_tarfile(source):
        with tarfile.open(source, "r:") as tar:
            for member in tar:
                if member.isfile() and member.name.lower().endswith(SUFFIXES):
                    yield Path(member.name).name, (source, member.offset_data, member.size)
    else:
        raise EngineError(
            f"{source} is neither a folder nor a tar of photos.", "Give a folder or a plain tar."
        )


def split(names: Iterable[str], hold_out: str) -> tuple[list[str], list[str]]:
    """Names to train on, and names held out: those whose stem matches the pattern `hold_out`."""
    pattern = re.compile(hold_out)
    training: list[str] = []
    held_out: list[str] = []
    for name in names:
        (held_out if pattern.search(Path(name).stem) else training).append(name)
    return training, held_out
