"""What a person changes about a result's colours; the networks do not run again for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Towards the light of a bulb (+) or of the sky (-): in ab along the black-body locus around D65.
WARMEST = (4.0, 18.0)  # a and b, in Lab units, that warmth 1 adds


@dataclass(frozen=True)
class Adjustments:
    """How the colours of a result are changed.

    Attributes:
        saturation: multiplies the chroma; 0 is grey, 1 as colorized.
        warmth: -1 cool to 1 warm, added to all colours; 0 as colorized.
    """

    saturation: float = 1.0
    warmth: float = 0.0

    def applied(self, ab: np.ndarray) -> np.ndarray:
        """Adjusted ab, float32 (h, w, 2) in Lab units; the gamut is not looked at."""
        changed: np.ndarray = ab * np.float32(self.saturation)
        if self.warmth:
            changed += np.asarray(WARMEST, np.float32) * np.float32(self.warmth)
        return changed


AS_COLORIZED = Adjustments()
