"""What a person changes about a result's colours; the networks do not run again for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.results import Colorization

# Towards the light of a bulb (+) or of the sky (-): in ab along the black-body locus around D65.
WARMEST = (4.0, 18.0)  # a and b, in Lab units, that warmth 1 adds
# Below the first share of the expected chroma, ab's hue is a guess that stays as it is; above the
# second it is trusted.
UNSURE, SURE = 0.2, 0.7
# What chroma is multiplied by at vividness 1 besides going to the expected one; with it the mean
# colourfulness of 150 held-out photos is within 5 of the truth's.
VIVID_GAIN = 1.45
PLAIN_GAIN = 1.6  # at vividness 1, where a network does not tell the expected chroma


LOOKS = {"faithful": 0.0, "vivid": 1.0}  # the vividness of each
DEFAULT_LOOK = "faithful"  # vivid makes a wrong hue stronger, too


@dataclass(frozen=True)
class Adjustments:
    """How the colours of a result are changed.

    Attributes:
        saturation: multiplies the chroma; 0 is grey, 1 as colorized.
        warmth: -1 cool to 1 warm, added to all colours; 0 as colorized.
        vividness: 0 faithful, as close to the truth as can be; to 1 vivid, about as strong as
            colours are in photos.
    """

    saturation: float = 1.0
    warmth: float = 0.0
    vividness: float = 0.0

    def applied(self, ab: np.ndarray) -> np.ndarray:
        """Adjusted ab, float32 (h, w, 2) in Lab units; the gamut is not looked at.

        Vividness comes before, see `vivid`.
        """
        changed: np.ndarray = ab * np.float32(self.saturation)
        if self.warmth:
            changed += np.asarray(WARMEST, np.float32) * np.float32(self.warmth)
        return changed


def vivid(colorization: Colorization, vividness: float) -> np.ndarray:
    """The colours' ab with a vividness of 0..1, float32 (h, w, 2) in Lab units.

    ab are the mean of what a place may be coloured. Where that is one hue, more or less strong,
    their chroma is almost the expected one; where hues differ it is smaller, down to grey. The
    result has the mean's hue, and its chroma goes towards the expected one, unless the hue is next
    to a guess.
    """
    if not vividness:
        return colorization.ab
    if colorization.chroma is None:
        return colorization.ab * np.float32(PLAIN_GAIN**vividness)
    chroma = np.linalg.norm(colorization.ab, axis=2)
    expected = np.maximum(colorization.chroma, chroma) + np.float32(1e-3)
    agreed = (chroma + np.float32(1e-3)) / expected
    trust = np.clip((agreed - UNSURE) / (SURE - UNSURE), 0.0, 1.0)
    trust *= trust * (3.0 - 2.0 * trust)
    gain = agreed ** (-vividness * trust) * VIVID_GAIN**vividness
    return colorization.ab * gain[..., None].astype(np.float32)


AS_COLORIZED = Adjustments()


def as_look(look: str) -> Adjustments:
    """The colours of one of `LOOKS`, otherwise as colorized."""
    return Adjustments(vividness=LOOKS[look])
