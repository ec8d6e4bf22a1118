"""The look between faithful and vivid: colours made as strong as they are in photos."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from engine.results import Colorization

# Below the first share of the expected chroma, ab's hue is a guess that stays as it is; above the
# second it is trusted.
UNSURE, SURE = 0.2, 0.7
# What chroma is multiplied by at vividness 1 besides going to the expected one; with it the mean
# colourfulness of 150 held-out photos is within 5 of the truth's.
VIVID_GAIN = 1.6
PLAIN_GAIN = 1.6  # at vividness 1, where a network does not tell the expected chroma
MOST_CHROMA = 70.0  # Lab units that gains come near to and not beyond


@dataclass(frozen=True)
class Spared:
    """Colours that vividness makes less strong than others, as "vibrance" does in photo editors.

    Attributes:
        hue: the middle of their hues in degrees, of the angle of a and b.
        hues: degrees to both sides up to which all are spared, and from which none is.
        lightness: L below which none is spared, and from which all are.
        share: of the (logarithmic) gain that they are spared.
    """

    hue: float
    hues: tuple[float, float]
    lightness: tuple[float, float]
    share: float


# By eye on 39 scans and 60 photos: stronger skin is sunburnt or painted, and paper, white dresses
# and walls in the sun become yellow.
SPARED = (
    Spared(hue=48.0, hues=(14.0, 30.0), lightness=(15.0, 35.0), share=0.7),
    Spared(hue=80.0, hues=(35.0, 55.0), lightness=(80.0, 93.0), share=0.85),
)


def vivid(colorization: Colorization, vividness: float, lightness: np.ndarray) -> np.ndarray:
    """The colours' ab with a vividness of 0..1, float32 (h, w, 2) in Lab units.

    ab are the mean of what a place may be coloured. Where that is one hue, more or less strong,
    their chroma is almost the expected one; where hues differ it is smaller, down to grey. The
    result has the mean's hue, and its chroma goes towards the expected one, unless the hue is next
    to a guess, and a little beyond; less so where it is one of `SPARED`.

    Args:
        lightness: float32, 0..100, of `colorization.frame`, at any size.
    """
    if not vividness:
        return colorization.ab
    ab = colorization.ab
    height, width = ab.shape[:2]
    cells = cv2.resize(lightness, (width, height), interpolation=cv2.INTER_AREA)
    chroma = np.linalg.norm(ab, axis=2)
    gain = np.exp(vividness * _log_gain(chroma, colorization.chroma) * _unspared(ab, cells))
    wanted = chroma * gain
    reached = np.maximum(chroma, wanted * (1.0 + (wanted / MOST_CHROMA) ** 4) ** -0.25)
    return ab * (reached / np.maximum(chroma, 1e-6))[..., None].astype(np.float32)


def _log_gain(chroma: np.ndarray, expected: np.ndarray | None) -> np.ndarray | float:
    """By how much chroma grows at vividness 1, as a logarithm."""
    if expected is None:
        return math.log(PLAIN_GAIN)
    agreed = (chroma + np.float32(1e-3)) / (np.maximum(expected, chroma) + np.float32(1e-3))
    trust: np.ndarray = _rising(agreed, UNSURE, SURE)
    return trust * (math.log(VIVID_GAIN) - np.log(agreed))


def _unspared(ab: np.ndarray, lightness: np.ndarray) -> np.ndarray:
    """The share of the gain that is left to each place, 0..1, float32 (h, w)."""
    hue = cv2.phase(ab[..., 0], ab[..., 1], angleInDegrees=True)
    left = np.ones_like(hue)
    for spared in SPARED:
        away = np.abs((hue - spared.hue + 180.0) % 360.0 - 180.0)
        of_hue = 1.0 - _rising(away, *spared.hues)
        left *= 1.0 - spared.share * of_hue * _rising(lightness, *spared.lightness)
    return left


def _rising(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """0 up to `low`, 1 from `high` on, smoothly in between."""
    share = np.clip((values - low) / (high - low), 0.0, 1.0)
    return share * share * (3.0 - 2.0 * share)
