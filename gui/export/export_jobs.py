"""The worker's side of an export: the small preview, and the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtGui import QImage

from engine.figures import sheet_steps
from engine.generated_note import noted
from engine.panes import PaneChoice, PaneKind, Panes
from engine.photo import Photo, save_picture
from engine.photo_saving import save_before_after
from engine.results import Fusion
from engine.steps import Step, Steps, finish
from engine.texts import tr
from gui.edits import Edit
from gui.export.export_plan import ExportPlan, scale_of
from gui.jobs import PhotoSession
from gui.qimages import to_qimage

RENDERED = 85  # of 100; the rest is encoding and writing
PREVIEW_PANEL = 480  # pixels: boxes and words are about as large in it as in the real one
GREY = (PaneKind.GREY, PaneKind.BOXES)  # pictures without any generated colour
WHOLE = (PaneKind.RESULT, PaneKind.GREY, PaneKind.FULL, PaneKind.IN_PLACE)  # may be transparent


def export(
    session: PhotoSession, edit: Edit, plan: ExportPlan, path: Path, *, overwrite: bool
) -> Steps[Path]:
    """Render what is wanted and write it, whole or not at all.

    Raises:
        EngineError: it cannot be written, or there is not enough memory for it.
    """
    label = tr("Exporting {name}", name=path.name)
    yield Step(label, 0, 100)
    panes = yield from _panes(session, edit)
    drawing = _picture(panes, plan)
    try:
        while True:
            step = next(drawing)
            share = step.done / step.total if step.total else 0.0
            yield Step(label, round(RENDERED * share), 100)
    except StopIteration as stop:
        picture: np.ndarray = stop.value
    finally:
        drawing.close()
    yield Step(tr("Writing {name}", name=path.name), RENDERED, 100)
    kept = _kept(panes.stages.photo, plan, picture)
    if plan.note and _is_coloured(plan):
        kept = noted(kept, path)
    if plan.moving:
        grey = finish(_picture(panes, replace(plan, choice=PaneChoice(PaneKind.GREY))))
        save_before_after(grey, picture, kept, path, quality=plan.quality, overwrite=overwrite)
        return path
    save_picture(
        picture,
        kept,
        path,
        quality=plan.quality,
        bit_depth=plan.depth,
        overwrite=overwrite,
    )
    return path


def preview(session: PhotoSession, edit: Edit, plan: ExportPlan, longest: int) -> Steps[QImage]:
    """What would be written, at most `longest` pixels a side."""
    panes = yield from _panes(session, edit)
    if plan.choice is None:
        width = min(plan.layout.panel_width, PREVIEW_PANEL)
        small = replace(plan, layout=replace(plan.layout, panel_width=width))
    else:
        small = replace(plan, longest=min(longest, plan.longest or longest), bit_depth=8)
    picture = yield from _picture(panes, small)
    height, width = picture.shape[:2]
    scale = longest / max(height, width)
    if scale < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return to_qimage(picture)


def _panes(session: PhotoSession, edit: Edit) -> Steps[Panes]:
    """The pictures of an edit; between two steps another job may have changed the session."""
    session = session.at_scale(edit.scale)
    while True:
        session.set_instances(edit.instances)
        fusion = yield from _followed(session, edit)
        if session.instances == edit.instances and session.colorized.keys() >= edit.ids:
            return Panes(session, fusion, edit.adjustments, scale=1.0)


def _followed(session: PhotoSession, edit: Edit) -> Steps[Fusion]:
    fusing = _colorized(session, edit)
    try:
        while True:
            step = next(fusing)
            yield replace(step, done=0, total=100, result=None)
    except StopIteration as stop:
        fusion: Fusion = stop.value
        return fusion
    finally:
        fusing.close()


def _colorized(session: PhotoSession, edit: Edit) -> Steps[Fusion]:
    yield from session.colorize()
    return (yield from session.fuse(edit.enabled, edit.strengths))


def _picture(panes: Panes, plan: ExportPlan) -> Steps[np.ndarray]:
    if plan.choice is None:
        return (yield from sheet_steps(panes, plan.layout))
    scale = scale_of(plan, *panes.size(plan.choice))
    made = panes if scale == 1 else panes.at(scale)
    return (yield from made.steps(plan.choice, bit_depth=plan.depth))


def _is_coloured(plan: ExportPlan) -> bool:
    return plan.choice is None or plan.choice.kind not in GREY


def _kept(photo: Photo, plan: ExportPlan, picture: np.ndarray) -> Photo:
    """The photo with what is to go into the file."""
    bare = photo.bare
    if plan.choice is None:
        return replace(bare, alpha=None, dpi=(float(plan.dpi), float(plan.dpi)))
    alpha = _alpha(photo, plan.choice, picture)
    return replace(photo, alpha=alpha) if plan.metadata else replace(bare, alpha=alpha)


def _alpha(photo: Photo, choice: PaneChoice, picture: np.ndarray) -> np.ndarray | None:
    """The photo's transparency at the picture's size, where the picture shows the whole photo."""
    if photo.alpha is None or choice.kind not in WHOLE:
        return None
    return photo.alpha_at(*picture.shape[:2])
