"""The contact sheet of a colorized photo, as a figure for a paper: which panes, and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from engine.contact_sheet import contact_sheet, fitted_size, sheet_size
from engine.detection.coco import NO_LABEL, shown_name
from engine.instances import Instance
from engine.lettering import drawn, drawn_label
from engine.palette import RGB, instance_colour
from engine.panes import FULL_IMAGE_TINT, PaneChoice, PaneKind, Panes
from engine.photo_reading import check_size
from engine.steps import Step, Steps
from engine.texts import marked, tr

CAPTIONS = {
    PaneKind.GREY: marked("Source"),
    PaneKind.BOXES: marked("Boxes"),
    PaneKind.FULL: marked("Full image"),
    PaneKind.IN_PLACE: marked("Instances"),
    PaneKind.RESULT: marked("Fused"),
    PaneKind.WINNERS: marked("Who wins"),
}
STANDARD = tuple(PaneChoice(kind) for kind in CAPTIONS)


@dataclass(frozen=True)
class SheetLayout:
    """How a contact sheet is made.

    Attributes:
        panes: row by row.
        columns: panels in a row.
        panel_width: of each, in pixels.
        captions: write what each panel shows.
        light: black on white in place of light grey on dark grey.
    """

    panes: tuple[PaneChoice, ...] = STANDARD
    columns: int = 3
    panel_width: int = 480
    captions: bool = True
    light: bool = False


def sheet_steps(panes: Panes, layout: SheetLayout) -> Steps[np.ndarray]:
    """The contact sheet, uint8 sRGB (H, W, 3); every panel is made at the size that it has there.

    Raises:
        EngineError: it would have more than 200 megapixels.
        ValueError: there are no panels, or no columns.
    """
    photo = panes.stages.photo
    height, width = figure_size(layout, photo.height, photo.width)
    check_size((width, height))
    _, width = fitted_size(photo.height, photo.width, layout.panel_width)
    small = panes.at(width / photo.width)
    panels = []
    for done, choice in enumerate(layout.panes):
        yield Step(tr("Drawing the contact sheet"), done, len(layout.panes))
        picture = yield from _silent(small.steps(choice), done, len(layout.panes))
        panels.append((caption(panes, choice), picture))
    sheet = contact_sheet(
        panels,
        columns=layout.columns,
        panel_width=layout.panel_width,
        captions=layout.captions,
        light=layout.light,
        tints=[tint_of(choice) for choice in layout.panes],
    )
    yield Step(tr("Drew the contact sheet"), len(layout.panes), len(layout.panes))
    return sheet


def figure_size(layout: SheetLayout, height: int, width: int) -> tuple[int, int]:
    """(height, width) in pixels of the contact sheet of a photo of this size."""
    panel = fitted_size(height, width, layout.panel_width)
    return sheet_size(
        [panel] * len(layout.panes),
        columns=layout.columns,
        panel_width=layout.panel_width,
        captions=layout.captions,
    )


def caption(panes: Panes, choice: PaneChoice) -> str:
    """What a panel shows, in words that can be drawn."""
    if choice.kind in CAPTIONS:
        return drawn(CAPTIONS[choice.kind])
    if choice.instance is None:
        return drawn(marked("Weight of the full image"))
    names = instance_names(panes.stages.instances, drawn_label)
    name = names.get(choice.instance, drawn_label(NO_LABEL))
    if choice.kind is PaneKind.WEIGHTS:
        return drawn(marked("Weight of {name}"), name=name)
    return name.capitalize()


def tint_of(choice: PaneChoice) -> RGB | None:
    """The colour of a weight map, None for other panels."""
    if choice.kind is not PaneKind.WEIGHTS:
        return None
    return FULL_IMAGE_TINT if choice.instance is None else instance_colour(choice.instance)


def instance_names(
    instances: Iterable[Instance], said: Callable[[str], str] = shown_name
) -> dict[int, str]:
    """What to call each instance, by its id: its label, numbered where several share it.

    Args:
        said: gives a label as it is shown.
    """
    labels = {instance.id: said(instance.label) for instance in instances}
    count, met = Counter(labels.values()), Counter[str]()
    names = {}
    for key, label in labels.items():
        met[label] += 1
        names[key] = f"{label} {met[label]}" if count[label] > 1 else label
    return names


def _silent(steps: Steps[np.ndarray], done: int, total: int) -> Steps[np.ndarray]:
    """The same with the progress of the whole sheet."""
    try:
        while True:
            next(steps)
            yield Step(tr("Drawing the contact sheet"), done, total)
    except StopIteration as stop:
        picture: np.ndarray = stop.value
        return picture
    finally:
        steps.close()
