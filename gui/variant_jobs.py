"""The worker's side of variants: other colorizations of a photo, as small pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtGui import QImage

from engine.known_stages import KnownStages
from engine.panes import PaneChoice, PaneKind, Panes, scale_for
from engine.results import Fusion
from engine.steps import Step, Steps, finish
from engine.texts import tr
from engine.variants import (
    INSTANCE_VARIANTS,
    InstanceVariant,
    ScaledSession,
    Variant,
    VariantResult,
    variant_steps,
)
from gui.darkroom import Darkroom
from gui.edits import Edit
from gui.jobs import PhotoSession
from gui.qimages import to_qimage

SIDE = 300  # pixels of the longer side
MARGIN = 0.15  # of an instance's longer side: what is shown around it


@dataclass(frozen=True)
class VariantPicture:
    """How the photo, or one instance in it, would look in a variant."""

    variant: Variant | InstanceVariant
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


def instance_variant_pictures(
    session: PhotoSession, darkroom: Darkroom, edit: Edit, instance_id: int
) -> Steps[None]:
    """Colorize one instance of an edit in every variant, fused with all that is switched on.

    As one is done, a step carries its `VariantPicture`, which shows the instance in the result.
    """
    session = session.at_scale(edit.scale)
    total = len(INSTANCE_VARIANTS)
    for done, variant in enumerate(INSTANCE_VARIANTS):
        label = tr("Colorizing variant {n} of {count}", n=done + 1, count=total)
        yield Step(label, done, total)
        changed = edit.as_instance_variant(instance_id, variant)
        changed = changed.with_enabled(changed.enabled | {instance_id})
        instance = changed.instance(instance_id)
        if instance is None:
            return
        fusion = finish(_fused(session, changed))  # at once: between steps another edit may come
        around = instance.box.grown(MARGIN * max(instance.box.width, instance.box.height))
        pixels = darkroom.detail(around, fusion.colorization, changed.finish, SIDE)
        yield Step(label, done + 1, total, VariantPicture(variant, to_qimage(pixels)))


def _fused(session: PhotoSession, edit: Edit) -> Steps[Fusion]:
    session.set_instances(edit.instances)
    yield from session.colorize()
    return (yield from session.fuse(edit.enabled, edit.strengths))


def _picture(result: VariantResult, darkroom: Darkroom, edit: Edit) -> VariantPicture:
    photo = darkroom.photo
    stages = KnownStages(photo, edit.instances, {}, result.full)
    adjustments = replace(edit.adjustments, saturation=result.variant.saturation)
    panes = Panes(stages, result.fusion, adjustments, scale=scale_for(photo, SIDE))
    pixels = finish(panes.steps(PaneChoice(PaneKind.RESULT)))
    return VariantPicture(result.variant, to_qimage(pixels))
