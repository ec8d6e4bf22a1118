"""Skin and hair of a person, told from clothes by the networks' own colours.

The full-image network paints skin redder than what surrounds it, whatever the photo's tone, so the
border between both is looked for in each instance anew and not at fixed colours.
"""

from __future__ import annotations

import cv2
import numpy as np

from engine.detection.coco import LABELS
from engine.outlines import Cutout, grabbed

PERSON = "person"
# By eye on 43 boxes of people and things in old photos.
LEAST_RED = 6.0  # a of skin, Lab units, on the average
MOST_RED = 30.0  # redder than skin ever is
LEAST_APART = 4.5  # of a between skin and the rest; less is noise
LARGEST_SHARE = 0.7  # of an instance; more of it is no skin but what it is made of
ROUNDS = 2
LIGHTNESS_GAIN, AB_GAIN = 1.0, 8.0  # colour tells skin from cloth, lightness only where it ends
FACE_SHARES = (0.01, 0.5)  # of the instance that a face takes
LONGEST_FACE = 1.4  # heights of a face in its widths; below it are neck and chest
HAIR = 1.1  # half the width of the head in widths of the face
BROWS = 0.35  # of the face's height, from above: hair is beside it and above


def skin(cutout: Cutout, inside: np.ndarray, label: str) -> np.ndarray:
    """What of an instance is skin, bool (h, w); nowhere where it cannot be told.

    Args:
        cutout: of its box.
        inside: bool (h, w), the instance.
        label: what it is; things that are known to have no skin have none.
    """
    nothing = np.zeros_like(inside)
    red = cutout.ab[..., 0]
    if np.count_nonzero(inside) < 16 or (label != PERSON and label in LABELS):
        return nothing
    values = red[inside]
    border = _otsu(values)
    more, less = values[values > border], values[values <= border]
    if not more.size or not less.size or more.size > LARGEST_SHARE * values.size:
        return nothing
    apart = float(more.mean() - less.mean())
    if not LEAST_RED <= more.mean() <= MOST_RED or apart < LEAST_APART:
        return nothing
    marks = np.full(inside.shape, cv2.GC_BGD, np.uint8)
    marks[inside] = cv2.GC_PR_BGD
    marks[inside & (red < border - 0.35 * apart)] = cv2.GC_BGD
    marks[inside & (red > border)] = cv2.GC_PR_FGD
    marks[inside & (red > border + 0.35 * apart)] = cv2.GC_FGD
    return grabbed(cutout.picture(LIGHTNESS_GAIN, AB_GAIN), marks, ROUNDS) & inside


def head(cutout: Cutout, inside: np.ndarray, bare: np.ndarray, label: str) -> np.ndarray:
    """What of a person lies around and above the face: hair and hat; bool (h, w).

    Args:
        cutout: of the box.
        inside: bool (h, w), the instance.
        bare: bool (h, w), its skin.
        label: what it is; only a person has a head here.
    """
    nothing = np.zeros_like(inside)
    if label != PERSON or not bare.any():
        return nothing
    count, parts, statistics, centres = cv2.connectedComponentsWithStats(bare.astype(np.uint8))
    low, high = (share * np.count_nonzero(inside) for share in FACE_SHARES)
    middle = (cutout.box.top + cutout.box.bottom) / 2
    faces = [
        part
        for part in range(1, count)
        if low <= statistics[part, cv2.CC_STAT_AREA] <= high and centres[part][1] < middle
    ]
    if not faces:
        return nothing
    face = max(faces, key=lambda part: int(statistics[part, cv2.CC_STAT_AREA]))
    left, top, width, height, _ = (int(value) for value in statistics[face])
    height = min(height, round(LONGEST_FACE * width))
    rows, columns = np.nonzero(parts[top : top + height] == face)
    centre = float(columns.mean()) if rows.size else left + width / 2
    y, x = np.mgrid[: inside.shape[0], : inside.shape[1]]
    beside = np.abs(x - centre) < HAIR * width
    return inside & beside & (y < top + BROWS * height)


def _otsu(values: np.ndarray) -> float:
    """The border that tells two groups of values best apart."""
    low, high = (float(edge) for edge in np.percentile(values, [1, 99]))
    span = max(high - low, 1e-6)
    levels = np.clip((values - low) / span * 255, 0, 255).astype(np.uint8)
    border, _ = cv2.threshold(levels.reshape(-1, 1), 0, 255, cv2.THRESH_OTSU)
    return low + border / 255 * span
