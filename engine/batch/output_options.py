"""How the results of many photos are written: the options that all of them share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.adjustments import DEFAULT_LOOK, LOOKS, Adjustments
from engine.errors import EngineError
from engine.plain_values import from_plain, to_plain
from engine.texts import comma_listed, tr

EXISTING = ("fail", "skip", "overwrite")
MOVING = "before-after"  # the format of a moving WebP, from grey to colour
FORMATS = {"": "", "jpeg": ".jpg", "png": ".png", "tiff": ".tif", "webp": ".webp", MOVING: ".webp"}
SMALLEST, LARGEST = 16, 65_500  # pixels of a longest side
STRONGEST = 10.0


@dataclass(frozen=True)
class OutputOptions:
    """What a person can choose for a whole run; the command line has the same words.

    Attributes:
        folder: where results go, in folders that mirror those of the photos; None is beside them.
        existing: what to do where a result is there already, one of `EXISTING`.
        format: a key of `FORMATS`; empty keeps each photo's own where it can be written.
        size: longest side of the results in pixels, None for the photo's own size; smaller photos
            are not enlarged.
        quality: 1..100, of JPEG and WebP.
        steps: where folders with the steps in between go, None for none.
        detect: look for objects; False colorizes the full image only.
        look: of the colours, one of `LOOKS`.
        saturation: multiplies the colours, 0..4.
        warmth: -1 cool, 1 warm.
        instance_strength: multiplies the weight of every object in the fusion, 0..10.
        bit_depth: 8 or 16 per channel where the format can, None keeps each photo's own.
        metadata: keep what each photo's file says, and its colour profile.
        note: say in the results' metadata that their colours are generated.
    """

    folder: Path | None = None
    existing: str = "skip"
    format: str = ""
    size: int | None = None
    quality: int = 95
    steps: Path | None = None
    detect: bool = True
    look: str = DEFAULT_LOOK
    saturation: float = 1.0
    warmth: float = 0.0
    instance_strength: float = 1.0
    bit_depth: int | None = None
    metadata: bool = True
    note: bool = True

    def __post_init__(self) -> None:
        if self.existing not in EXISTING:
            raise EngineError(
                tr("Existing results cannot be treated as {existing!r}.", existing=self.existing),
                tr("Use {ways}.", ways=comma_listed(EXISTING)),
            )
        if self.format not in FORMATS:
            known = comma_listed(name for name in FORMATS if name)
            raise EngineError(
                tr("There is no format {format!r}.", format=self.format),
                tr("Use {known}.", known=known),
            )
        if self.size is not None and not SMALLEST <= self.size <= LARGEST:
            raise EngineError(
                tr("A longest side of {size} pixels is not possible.", size=self.size),
                tr("Use {low} to {high}.", low=SMALLEST, high=LARGEST),
            )
        if self.bit_depth not in (None, 8, 16):
            raise EngineError(
                tr("There is no bit depth {bit_depth}.", bit_depth=self.bit_depth),
                tr("Use 8 or 16."),
            )
        if not 1 <= self.quality <= 100:
            raise EngineError(
                tr("There is no quality {quality}.", quality=self.quality), tr("Use 1 to 100.")
            )
        if self.look not in LOOKS:
            raise EngineError(
                tr("There is no look {look!r}.", look=self.look),
                tr("Use {looks}.", looks=comma_listed(LOOKS)),
            )
        if not (0 <= self.saturation <= 4 and -1 <= self.warmth <= 1):
            raise EngineError(
                tr("The colours cannot be changed like that."), tr("Correct the options.")
            )
        if not 0 <= self.instance_strength <= STRONGEST:
            raise EngineError(
                tr("Objects cannot be that strong."), tr("Use 0 to {high:g}.", high=STRONGEST)
            )

    @property
    def suffix(self) -> str:
        """Of the results with its dot; empty keeps each photo's own."""
        return FORMATS[self.format]

    @property
    def adjustments(self) -> Adjustments:
        """Of the colours."""
        return Adjustments(self.saturation, self.warmth, LOOKS[self.look])


def to_dict(options: OutputOptions) -> dict[str, Any]:
    """The options as what JSON can hold."""
    return to_plain(options)


def from_dict(values: Mapping[str, Any]) -> OutputOptions:
    """The options of `to_dict`, whatever became of them; a bad value becomes its default."""
    return from_plain(OutputOptions, values)
