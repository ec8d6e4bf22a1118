"""Looks through training photos: which can be used, and why the others are left out."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from engine.steps import Steps
from engine.texts import comma_listed, counted, marked, tr
from engine.training.pace import in_threads
from engine.training.photo_places import PhotoPlace, find_places
from engine.training.photo_store import decoded

SMALLEST_SIDE = 32
LEAST_COLOUR = 1.5  # see `own_colour`
LOOK = (17, 16)  # grey thumbnail (columns, rows) whose neighbours are compared: 256 bits
PIECES = 8  # of these bits; two looks that differ in fewer bits share a piece
MOST_BITS = 12  # of 256 that may differ between copies of one photo
MOST_DIFFERENCE = 6.0  # of their 8 x 8 colours, 0..255
REASONS = {
    "unreadable": marked("{n} unreadable"),
    "grey": marked("{n} grey"),
    "duplicate": marked("{n} duplicate"),
    "small": marked("{n} small"),
}


@dataclass(frozen=True)
class ScannedPhoto:
    """A photo that can be trained on.

    Attributes:
        name: unique in the scan.
        place: where its bytes lie.
        height, width: in pixels, upright.
        digest: SHA-256 of its bytes, hexadecimal.
    """

    name: str
    place: PhotoPlace
    height: int
    width: int
    digest: str


@dataclass(frozen=True)
class LeftOut:
    """A photo that is not trained on.

    Attributes:
        name: of the photo.
        kind: a key of `REASONS`.
        reason: in words, to show behind the name ("is the same picture as b.jpg").
    """

    name: str
    kind: str
    reason: str


@dataclass(frozen=True)
class PhotoScan:
    """What a scan found; photos and those left out, both sorted by name."""

    photos: tuple[ScannedPhoto, ...]
    left_out: tuple[LeftOut, ...]

    def summary(self) -> str:
        """One sentence ("2,310 photos; left out: 12 grey, 3 duplicate.")."""
        counts = Counter(left.kind for left in self.left_out)
        parts = [tr(REASONS[kind], n=f"{counts[kind]:,}") for kind in REASONS if counts[kind]]
        photos = counted(len(self.photos), marked("{n} photo"), marked("{n} photos"))
        if not parts:
            return tr("{photos}.", photos=photos)
        return tr("{photos}; left out: {parts}.", photos=photos, parts=comma_listed(parts))


@dataclass(frozen=True)
class _Look:
    """A decoded photo in brief: `bits` uint8 (32,), `colours` uint8 (8, 8, 3)."""

    photo: ScannedPhoto
    bits: np.ndarray
    colours: np.ndarray


def scan_photos(sources: Iterable[Path], *, grey_too: bool = False) -> Steps[PhotoScan]:
    """Read every photo of folders and tars once, in threads; nothing is changed.

    Args:
        grey_too: grey photos, which teach no colours, are of use, too.

    Raises:
        EngineError: a source cannot be read, or there are no photos in them.
    """
    places = find_places(sources)
    look = partial(_look, grey_too=grey_too)
    looked = yield from in_threads(tr("Reading the photos"), list(places.items()), look)
    left = [found for found in looked if isinstance(found, LeftOut)]
    looks = [found for found in looked if isinstance(found, _Look)]
    photos, doubles = _without_duplicates(looks)
    left_out = sorted([*left, *doubles], key=lambda photo: photo.name)
    return PhotoScan(tuple(photos), tuple(left_out))


def own_colour(pixels: np.ndarray) -> float:
    """How far ab of uint8 sRGB (H, W, 3) is from a function of L alone, in Lab units.

    Near 0 for grey and for evenly toned pictures (sepia), from which no colours can be learned.
    """
    small = cv2.resize(pixels, (64, 64), interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small.astype(np.float32) / 255.0, cv2.COLOR_RGB2Lab).reshape(-1, 3)
    lightness = lab[:, 0].astype(np.float64) / 100.0
    toning = np.stack([np.ones_like(lightness), lightness, lightness**2, lightness**3], axis=1)
    ab = lab[:, 1:].astype(np.float64)
    solution = np.linalg.lstsq(toning, ab, rcond=None)[0]
    return float(np.sqrt(np.square(ab - toning @ solution).sum(axis=1).mean()))


def _look(named: tuple[str, PhotoPlace], *, grey_too: bool) -> _Look | LeftOut:
    name, place = named
    try:
        data = place.read()
    except OSError as error:
        return LeftOut(
            name, "unreadable", tr("cannot be read: {reason}", reason=error.strerror or error)
        )
    pixels = decoded(data)
    if pixels is None:
        return LeftOut(name, "unreadable", tr("is no picture, or damaged"))
    height, width = pixels.shape[:2]
    if min(height, width) < SMALLEST_SIDE:
        return LeftOut(
            name, "small", tr("has only {width} x {height} pixels", width=width, height=height)
        )
    if not grey_too and own_colour(pixels) < LEAST_COLOUR:
        return LeftOut(name, "grey", tr("has no colours of its own, only grey or one tone"))
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    coarse = cv2.resize(grey, LOOK, interpolation=cv2.INTER_AREA).astype(np.int16)
    bits = np.packbits(coarse[:, 1:] > coarse[:, :-1])
    colours = cv2.resize(pixels, (8, 8), interpolation=cv2.INTER_AREA)
    digest = hashlib.sha256(data).hexdigest()
    return _Look(ScannedPhoto(name, place, height, width, digest), bits, colours)


def _without_duplicates(looks: list[_Look]) -> tuple[list[ScannedPhoto], list[LeftOut]]:
    """The first by name of every group of copies, and the others; also resized copies are found."""
    kept: list[ScannedPhoto] = []
    doubles: list[LeftOut] = []
    digests: dict[str, str] = {}
    pieces: dict[tuple[int, bytes], list[_Look]] = defaultdict(list)
    width = len(looks[0].bits) // PIECES if looks else 0
    for look in looks:
        name = look.photo.name
        if look.photo.digest in digests:
            twin = digests[look.photo.digest]
            doubles.append(LeftOut(name, "duplicate", tr("is the same file as {twin}", twin=twin)))
            continue
        keys = [(i, look.bits[i * width : (i + 1) * width].tobytes()) for i in range(PIECES)]
        same = next((o for key in keys for o in pieces[key] if _alike(look, o)), None)
        if same is not None:
            reason = tr("is the same picture as {name}", name=same.photo.name)
            doubles.append(LeftOut(name, "duplicate", reason))
            continue
        digests[look.photo.digest] = name
        for key in keys:
            pieces[key].append(look)
        kept.append(look.photo)
    return kept, doubles


def _alike(one: _Look, other: _Look) -> bool:
    if int(np.unpackbits(one.bits ^ other.bits).sum()) > MOST_BITS:
        return False
    difference = np.abs(one.colours.astype(np.int16) - other.colours)
    return float(difference.mean()) <= MOST_DIFFERENCE
