"""How a person steers the colours of one instance; nothing of it changes lightness."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.config import INPUT_SCALES
from engine.errors import EngineError
from engine.palette import RGB
from engine.texts import comma_listed, marked, tr

STRENGTHS = (0.0, 10.0)
SATURATIONS = (0.0, 4.0)
WARMTHS = (-1.0, 1.0)

# Dyes as they look on cloth and paint in daylight: a screen's pure colours are brighter and more
# vivid than anything in a photo.
COLOURS: Mapping[str, RGB] = MappingProxyType(
    {
        "red": (178, 34, 40),
        "wine": (110, 26, 46),
        "pink": (222, 140, 160),
        "orange": (216, 116, 44),
        "yellow": (222, 186, 72),
        "beige": (208, 188, 154),
        "khaki": (150, 134, 94),
        "brown": (112, 76, 50),
        "olive": (104, 106, 58),
        "green": (58, 122, 70),
        "dark green": (30, 72, 52),
        "turquoise": (54, 148, 150),
        "light blue": (128, 170, 208),
        "blue": (44, 92, 168),
        "navy": (36, 50, 98),
        "purple": (104, 62, 130),
        "grey": (128, 128, 128),
        "light skin": (226, 178, 152),
        "tanned skin": (190, 136, 104),
        "dark skin": (116, 74, 54),
    }
)


@dataclass(frozen=True)
class Steering:
    """What is changed for one instance; the defaults change nothing.

    Attributes:
        strength: multiplies its weight in the fusion, 0..10; 0 leaves its own colours out.
        saturation: multiplies the chroma inside its outline, 0..4; 0 is grey.
        warmth: -1 cool to 1 warm, added inside its outline.
        colour: sRGB, 0..255 each, that takes the place of its colours; None for none.
        point: where that colour is to go, x and y in photo pixels: what looks like this place and
            hangs together with it. None is all of the instance but skin and hair.
        crop_scale: multiplies the sides of what the instance network sees of it, 0.25..4; a smaller
            crop gives broader, calmer colours, a larger one more detail.
    """

    strength: float = 1.0
    saturation: float = 1.0
    warmth: float = 0.0
    colour: RGB | None = None
    point: tuple[float, float] | None = None
    crop_scale: float = 1.0

    def __post_init__(self) -> None:
        """Hold the values within their ranges.

        Raises:
            EngineError: one is not.
        """
        ranges = (
            (marked("strength"), self.strength, STRENGTHS),
            (marked("saturation"), self.saturation, SATURATIONS),
            (marked("warmth"), self.warmth, WARMTHS),
            (marked("crop scale"), self.crop_scale, INPUT_SCALES),
        )
        for name, value, (low, high) in ranges:
            if not low <= value <= high:  # NaN is not either
                raise EngineError(
                    tr(
                        "The {name} {value:g} is not between {low:g} and {high:g}.",
                        name=tr(name),
                        value=value,
                        low=low,
                        high=high,
                    ),
                    tr("Correct the value."),
                )
        if self.colour is not None and not all(0 <= level <= 255 for level in self.colour):
            raise EngineError(
                tr("The colour {colour} is not made of numbers from 0 to 255.", colour=self.colour),
                tr("Correct the value."),
            )
        if self.point is not None and not all(map(math.isfinite, self.point)):
            raise EngineError(tr("The point is not made of numbers."), tr("Correct the value."))

    @property
    def recolours(self) -> bool:
        """It changes colours after the fusion, inside the instance's outline."""
        return self.colour is not None or self.saturation != 1.0 or self.warmth != 0.0


AS_FUSED = Steering()


def parse_colour(text: str) -> RGB:
    """A colour by its name in `COLOURS`, or as #rrggbb.

    Raises:
        EngineError: it is neither.
    """
    word = " ".join(text.casefold().replace("-", " ").split())
    if word in COLOURS:
        return COLOURS[word]
    digits = word.removeprefix("#")
    if word.startswith("#") and len(digits) == 6 and set(digits) <= set("0123456789abcdef"):
        red, green, blue = bytes.fromhex(digits)
        return red, green, blue
    raise EngineError(
        tr("There is no colour {said!r}.", said=text[:40]),
        tr("Use #rrggbb or one of: {colours}.", colours=comma_listed(COLOURS)),
    )


def colour_name(colour: RGB) -> str:
    """Its name in `COLOURS`, else #rrggbb."""
    names = (name for name, known in COLOURS.items() if known == colour)
    red, green, blue = colour
    return next(names, f"#{red:02x}{green:02x}{blue:02x}")
