"""What a person changes about a result's colours; the networks do not run again for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Towards the light of a bulb (+) or of the sky (-): in ab along the black-body locus around D65.
WARMEST = (4.0, 18.0)  # a and b, in Lab units, that warmth 1 adds
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

        Vividness comes before, see `engine.vividness`.
        """
        changed: np.ndarray = ab * np.float32(self.saturation)
        if self.warmth:
            changed += np.asarray(WARMEST, np.float32) * np.float32(self.warmth)
        return changed


AS_COLORIZED = Adjustments()


def as_look(look: str) -> Adjustments:
    """The colours of one of `LOOKS`, otherwise as colorized."""
    return Adjustments(vividness=LOOKS[look])
