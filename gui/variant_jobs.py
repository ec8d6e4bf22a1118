"""The worker's side of variants: other colorizations of a photo, as small pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtGui import QImage

from engine.adjustments import Adjustments
from engine.known_stages import KnownStages
from engine.panes import PaneChoice, PaneKind, Panes, scale_for
from engine.steps import Steps, finish
from engine.variants import ScaledSession, Variant, VariantResult, variant_steps
from gui.darkroom import Darkroom
from gui.edits import Edit
from gui.qimages import to_qimage

SIDE = 300  # pixels of the longer side


@dataclass(frozen=True)
class VariantPicture:
    """How the photo would look in a variant."""

    variant: Variant
    image: QImage


def variant_pictures(session: ScaledSession, darkroom: Darkroom, edit: Edit) -> Steps[None]:
    """Colorize an edit in every variant; as one is done, a step carries its `VariantPicture`."""
    running = variant_steps(session, edit.instances, edit.enabled, edit.strengths)
    try:
        while True:
            step = next(running)
            if isinstance(step.result, VariantResult):
                step = replace(step, result=_picture(step.result, darkroom, edit))
            yield step
    except StopIteration:
        return
    finally:
        running.close()


def _picture(result: VariantResult, darkroom: Darkroom, edit: Edit) -> VariantPicture:
    photo = darkroom.photo
    stages = KnownStages(photo, edit.instances, {}, result.full)
    adjustments = Adjustments(result.variant.saturation, edit.adjustments.warmth)
    panes = Panes(stages, result.fusion, adjustments, scale=scale_for(photo, SIDE))
    pixels = finish(panes.steps(PaneChoice(PaneKind.RESULT)))
    return VariantPicture(result.variant, to_qimage(pixels))
