"""Low-resolution colours joined to the photo's own lightness: edge-aware, in gamut, in strips."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np

from engine import lab
from engine.adjustments import AS_COLORIZED, Adjustments
from engine.instances import Box, Placement
from engine.outlines import sampled
from engine.regions import Region
from engine.results import Colorization
from engine.steps import Step, Steps, finish
from engine.texts import tr
from engine.upsampling import Upsampling
from engine.vividness import vivid

STRIP_PIXELS = 1 << 17  # at most; few strips, as what is out of gamut is one small array in each
STEP_PIXELS = 1 << 17  # progress and cancel about every 20 ms, for who steers meanwhile
MOST_THREADS = 8  # each takes some megabytes for its strip
BISECTIONS = 8  # chroma to 1/256 of itself


def recolor(
    lightness: np.ndarray,
    colorization: Colorization,
    *,
    adjustments: Adjustments = AS_COLORIZED,
    regions: Sequence[Region] = (),
    bit_depth: int = 8,
) -> np.ndarray:
    """The coloured picture, uint8 or uint16 sRGB (H, W, 3), with exactly the given lightness.

    Args:
        lightness: float32 (H, W), 0..100, at any size; its extent is `colorization.frame`.
        colorization: the colours, at any (lower) resolution.
        adjustments: applied to the colours, before the gamut is.
        regions: where and how instances are steered, before the adjustments; later ones on top.
        bit_depth: 8 or 16.
    """
    return finish(
        recolor_steps(
            lightness, colorization, adjustments=adjustments, regions=regions, bit_depth=bit_depth
        )
    )


def recolor_steps(
    lightness: np.ndarray,
    colorization: Colorization,
    *,
    adjustments: Adjustments = AS_COLORIZED,
    regions: Sequence[Region] = (),
    bit_depth: int = 8,
) -> Steps[np.ndarray]:
    """As `recolor`, in strips: a step after each, and the picture as the return value."""
    height, width = lightness.shape
    picture = np.empty((height, width, 3), np.uint8 if bit_depth == 8 else np.uint16)
    upsampling = Upsampling(lightness, vivid(colorization, adjustments.vividness, lightness))
    placed = [PlacedRegion.of(region, lightness, colorization.frame) for region in regions]

    def colour(rows: slice) -> None:
        place = Placement(0, rows.start, width, rows.stop - rows.start)
        part = np.asarray(lightness[rows], np.float32)
        picture[rows] = coloured(part, upsampling.rows(rows), place, placed, adjustments, bit_depth)

    reported = 0
    for done in in_threads(colour, strips_for_threads(height, width)):
        if done < height and (done - reported) * width >= STEP_PIXELS:
            reported = done
            yield Step(tr("Colouring the photo"), done, height)
    yield Step(tr("Coloured the photo"), height, height)
    return picture


def strips_for_threads(height: int, width: int) -> list[slice]:
    """Strips of about `STRIP_PIXELS` for `in_threads`, so many that all threads have as much to do.

    A small photo has only a few, and the last thread's would be waited for.
    """
    hands = _hands()
    rounds = math.ceil(height * width / (hands * STRIP_PIXELS))
    rows = max(1, math.ceil(height / (hands * rounds)))
    return [slice(top, min(top + rows, height)) for top in range(0, height, rows)]


def in_threads(work: Callable[[slice], None], strips: Sequence[slice]) -> Iterator[int]:
    """Work on rows of a picture, as many strips at once as the processor has cores.

    Yields:
        up to which row it is done, after every few strips.
    """
    hands = max(1, min(_hands(), len(strips)))
    with ThreadPoolExecutor(hands, "strip") as pool:  # NumPy and OpenCV let go of the GIL
        for first in range(0, len(strips), hands):
            own, *others = strips[first : first + hands]
            lent = [pool.submit(work, strip) for strip in others]
            work(own)  # one thread less to start, and none that only waits
            for strip in lent:
                strip.result()
            yield (others or [own])[-1].stop


def _hands() -> int:
    return max(1, min(MOST_THREADS, cv2.getNumThreads()))


def coloured(
    lightness: np.ndarray,
    ab: np.ndarray,
    place: Placement,
    regions: Sequence[PlacedRegion],
    adjustments: Adjustments,
    bit_depth: int = 8,
) -> np.ndarray:
    """A part of a picture, uint8 or uint16 (h, w, 3).

    Args:
        lightness: float32 (h, w), 0..100.
        ab: float32 (h, w, 2), Lab units, of the vividness that is wanted; changed in place.
        place: of the part in the picture.
        regions: as placed on the picture; later ones on top.
        adjustments: but for the vividness.
        bit_depth: 8 or 16.
    """
    for region in regions:
        region.apply(lightness, ab, place)
    if adjustments != AS_COLORIZED:
        ab = adjustments.applied(ab)
    return lab.encode_srgb(within_gamut(lightness, ab, bit_depth), bit_depth)


@dataclass(frozen=True)
class PlacedRegion:
    """A region on a picture.

    Attributes:
        region: which.
        place: what it touches of the picture, in pixels.
        coverage: gives rows of its coverage, joined to the picture's lightness; the first one of
            `place` is 0.
    """

    region: Region
    place: Placement
    coverage: Callable[[slice], np.ndarray]

    @classmethod
    def of(
        cls, region: Region, lightness: np.ndarray, frame: Box, *, at_once: bool = False
    ) -> PlacedRegion:
        """On a picture whose lightness this is, and which shows `frame` of the photo.

        Args:
            region: which.
            lightness: float32 (H, W).
            frame: in photo pixels.
            at_once: join all of the coverage now, 8 bytes a pixel, and not where it is needed.
        """
        height, width = lightness.shape
        across, down = width / frame.width, height / frame.height
        own = region.frame
        left, top, right, bottom = Box(
            (own.left - frame.left) * across,
            (own.top - frame.top) * down,
            (own.right - frame.left) * across,
            (own.bottom - frame.top) * down,
        ).pixels(height=height, width=width)
        touched = Box(
            frame.left + left / across,
            frame.top + top / down,
            frame.left + right / across,
            frame.top + bottom / down,
        )
        cells = sampled(
            Colorization(region.coverage, own), touched, *region.coverage.shape[:2], outside=0.0
        )
        place = Placement(left, top, right - left, bottom - top)
        upsampling = Upsampling(lightness[place.rows, place.columns], cells)
        if not at_once:
            return cls(region, place, upsampling.rows)
        whole = upsampling.rows(slice(0, place.height))
        return cls(region, place, whole.__getitem__)

    def apply(self, lightness: np.ndarray, ab: np.ndarray, place: Placement) -> None:
        """Change `ab` in place, which with `lightness` is this part of the picture."""
        own = self.place
        rows, columns = _shared(own.rows, place.rows), _shared(own.columns, place.columns)
        if rows.start < rows.stop and columns.start < columns.stop:
            part = _from(place.top, rows), _from(place.left, columns)
            coverage = self.coverage(_from(own.top, rows))[:, _from(own.left, columns)]
            self.region.apply(lightness[part], ab[part], coverage)


def _shared(one: slice, other: slice) -> slice:
    return slice(max(one.start, other.start), min(one.stop, other.stop))


def _from(start: int, part: slice) -> slice:
    """The same places, counted from `start`."""
    return slice(part.start - start, part.stop - start)


def within_gamut(lightness: np.ndarray, ab: np.ndarray, bit_depth: int = 8) -> np.ndarray:
    """Linear sRGB, float32 (H, W, 3), of L and ab; ab is scaled toward grey where out of gamut.

    Lightness and hue stay as they are, per pixel; only the chroma shrinks, as far as needed.
    """
    linear = lab.lab_to_linear(lightness, ab)
    slack = 0.25 / ((1 << bit_depth) - 1) / 12.92  # a quarter of a dark step
    inside = cv2.inRange(linear, (-slack,) * 3, (1 + slack,) * 3)
    outside = np.flatnonzero(inside == 0)  # quicker to index by than a mask
    if len(outside):
        dim, colours = lightness.reshape(-1).take(outside), ab.reshape(-1, 2).take(outside, axis=0)
        linear.reshape(-1, 3)[outside] = _paled(dim, colours, np.float32(slack))
    return linear


def _paled(lightness: np.ndarray, ab: np.ndarray, slack: np.float32) -> np.ndarray:
    """Linear sRGB (n, 3) of L (n,) and as much of ab (n, 2) as fits between -slack and 1 + slack.

    By bisection; channels are rows here, since all but a few places are in gamut and arrays this
    small take as long as the calls that are made for them.
    """
    grey = lightness * lab.CURVED_FROM_LAB[1, 0] + lab.CURVED_FROM_LAB[1, 3]
    # What it adds to X and Z; laid out by rows, as all that is made of it takes on its layout.
    chroma = np.ascontiguousarray(ab.T) * np.diag(lab.CURVED_FROM_LAB[::2, 1:])[:, None]
    from_luminance = lab.RGB_FROM_RELATIVE[:, 1:2] * lab.uncurved(grey)
    from_others = np.ascontiguousarray(lab.RGB_FROM_RELATIVE[:, ::2])

    def linear(share: np.ndarray) -> np.ndarray:
        others = lab.uncurved(chroma * share + grey)
        return from_others @ others + from_luminance

    low = np.zeros_like(lightness)
    step = np.float32(0.5)
    for _ in range(BISECTIONS):
        tried = linear(low + step)
        fits = (tried.min(axis=0) >= -slack) & (tried.max(axis=0) <= 1 + slack)
        low += fits * step  # half of the time of a choice, which no processor can foresee
        step *= np.float32(0.5)
    return linear(low).T
