"""What pictures are exported for, and the options that each purpose wants."""

from __future__ import annotations

from dataclasses import dataclass

from engine.texts import marked


@dataclass(frozen=True)
class Preset:
    """Options for one purpose.

    Attributes:
        name: as on the command line.
        words: what it is good for, in a few `marked` words.
        format: a key of `engine.batch.output_options.FORMATS`.
        size: longest side in pixels, None for the photo's own.
        quality: 1..100, of JPEG and WebP.
        bit_depth: 8 or 16 per channel.
        metadata: keep what the photo's file says, and its colour profile; without them it is sRGB.
    """

    name: str
    words: str
    format: str
    size: int | None
    quality: int
    bit_depth: int
    metadata: bool


PRESETS = (
    Preset("archive", marked("16-bit TIFF with all metadata"), "tiff", None, 95, 16, True),
    Preset("share", marked("JPEG of 2048 pixels"), "jpeg", 2048, 90, 8, True),
    Preset("web", marked("small JPEG in sRGB, nothing private"), "jpeg", 1280, 82, 8, False),
    Preset(
        "before-after",
        marked("moving WebP, from grey to colour"),
        "before-after",
        1080,
        80,
        8,
        False,
    ),
)


def preset_named(name: str) -> Preset:
    """The preset of this name.

    Raises:
        KeyError: there is none.
    """
    return {preset.name: preset for preset in PRESETS}[name]
