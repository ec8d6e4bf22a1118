"""What a person wants to export, and why a wish cannot be met; knows no widgets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.batch import output_options
from engine.before_after import MOST_PIXELS
from engine.figures import SheetLayout, figure_size
from engine.instances import Instance
from engine.panes import DEEP, PaneChoice, PaneKind
from engine.photo_encoding import MAX_SIDE
from engine.photo_reading import MAX_MEGAPIXELS
from engine.texts import tr

LOSSY = (".jpg", ".webp")
DEEP_SUFFIXES = (".png", ".tif")
FORMATS = {".jpg": "JPEG", ".png": "PNG", ".tif": "TIFF", ".webp": "WebP"}
SUFFIXES = output_options.FORMATS  # of the formats as presets name them
FIGURE = "figure"
LONGEST_LABEL = 40
MM_PER_INCH = 25.4


@dataclass(frozen=True)
class ExportPlan:
    """One picture to write.

    Attributes:
        choice: which pane; None is the figure.
        layout: of the figure.
        suffix: of the format, a key of `FORMATS`.
        quality: of JPEG and WebP, 1..100.
        bit_depth: 8 or 16 per channel, where that is possible.
        longest: of the sides, in pixels, at most; None is the photo's own size.
        metadata: keep what the photo's file says about it, and its colour profile.
        dpi: pixels per inch of the figure.
        moving: a WebP that goes from the grey photo to the result and back.
        note: say in the metadata that the colours are generated, where there are any.
    """

    choice: PaneChoice | None = field(default_factory=lambda: PaneChoice(PaneKind.RESULT))
    layout: SheetLayout = field(default_factory=SheetLayout)
    suffix: str = ".jpg"
    quality: int = 95
    bit_depth: int = 8
    longest: int | None = None
    metadata: bool = True
    dpi: int = 300
    moving: bool = False
    note: bool = True

    @property
    def depth(self) -> int:
        """The bit depth that is written."""
        return 8 if self.depth_trouble else self.bit_depth

    @property
    def smaller(self) -> bool:
        """What is written is less than the photo at its own size."""
        return self.longest is not None or self.moving

    @property
    def depth_trouble(self) -> str:
        """Why 16 bits are not possible; empty where they are."""
        if self.suffix not in DEEP_SUFFIXES:
            return tr("{format} holds 8 bits; PNG and TIFF hold 16.", format=FORMATS[self.suffix])
        if self.choice is None or self.choice.kind not in DEEP:
            return tr("This picture is a drawing, which needs no more than 8 bits.")
        return ""

    @property
    def quality_trouble(self) -> str:
        """Why there is no quality to choose; empty where there is."""
        if self.suffix in LOSSY:
            return ""
        return tr("{format} keeps every value.", format=FORMATS[self.suffix])

    def trouble(self, height: int, width: int) -> str:
        """Why a picture of this size cannot be written; empty where it can.

        Args:
            height, width: of the picture as it is written, in pixels.
        """
        if self.choice is None and not self.layout.panes:
            return tr("Choose at least one panel.")
        if self.moving and (self.choice is None or self.choice.kind is not PaneKind.RESULT):
            return tr("Only the result moves from grey to colour; choose it, or another format.")
        if self.moving and height * width > MOST_PIXELS:
            return tr("A moving picture is smaller: choose a longest side such as 1080 pixels.")
        if height * width > MAX_MEGAPIXELS * 1e6:
            return tr(
                "This would be more than {limit} megapixels; make it smaller.",
                limit=MAX_MEGAPIXELS,
            )
        limit = MAX_SIDE.get(FORMATS[self.suffix].upper())
        if limit is not None and max(height, width) > limit:
            return tr(
                "{format} ends at {limit} pixels a side; choose PNG or TIFF.",
                format=FORMATS[self.suffix],
                limit=limit,
            )
        return ""


def frame_size(
    plan: ExportPlan, height: int, width: int, instance: Instance | None
) -> tuple[int, int]:
    """(height, width) in pixels of what a plan shows of a photo of this size, at full size.

    Args:
        plan: what is wanted.
        height, width: of the photo.
        instance: whose crop it is, where it is one.
    """
    if plan.choice is None:
        return figure_size(plan.layout, height, width) if plan.layout.panes else (0, 0)
    if plan.choice.kind is PaneKind.INSTANCE and instance is not None:
        place = instance.box.placed(
            photo_height=height, photo_width=width, grid_height=height, grid_width=width
        )
        return place.height, place.width
    return height, width


def scale_of(plan: ExportPlan, height: int, width: int) -> float:
    """What is written per pixel of `frame_size`; 1 for the figure, which has its own size."""
    if plan.choice is None or plan.longest is None:
        return 1.0
    return min(1.0, plan.longest / max(height, width))


def pane_word(
    choice: PaneChoice | None, instances: Sequence[Instance] = (), *, moving: bool = False
) -> str:
    """What `{pane}` stands for in a file name."""
    if choice is None:
        return FIGURE
    if moving:
        return output_options.MOVING
    word = choice.kind.value
    if choice.kind is PaneKind.WEIGHTS and choice.instance is None:
        word = f"{word}-full-image"
    if choice.instance is not None:
        labels = [i.label for i in instances if i.id == choice.instance]
        label = re.sub(r"[^\w]+", "-", labels[0].casefold()).strip("-") if labels else "object"
        word = f"{word}-{choice.instance + 1}-{label[:LONGEST_LABEL]}"
    return f"{word}-{choice.tap}" if choice.tap is not None else word
