"""Contact sheets of what detectors find, several of them beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.contact_sheet import contact_sheet, draw_boxes, fitted_size
from engine.instances import Instance
from engine.training.object_boxes import LabelledBox

PANEL = 420  # width of a photo in a sheet, pixels
COLUMNS = 4  # of a sheet where one detector is shown


@dataclass(frozen=True)
class BoxPanel:
    """One photo with the boxes of one detector: `caption` and picture, uint8 (h, w, 3) sRGB."""

    caption: str
    picture: np.ndarray


def box_panel(caption: str, grey: np.ndarray, instances: Sequence[Instance]) -> BoxPanel:
    """A photo, grey uint8 (H, W), at a sheet's size with its boxes, the first one on top."""
    height, width = fitted_size(grey.shape[0], grey.shape[1], PANEL)
    method = cv2.INTER_AREA if width < grey.shape[1] else cv2.INTER_CUBIC
    small = cv2.resize(grey, (width, height), interpolation=method)
    shown = np.repeat(small[..., None], 3, axis=2)
    return BoxPanel(caption, draw_boxes(shown, instances, width / grey.shape[1]))


def marked_instances(objects: Iterable[LabelledBox], most: int) -> tuple[Instance, ...]:
    """The first `most` objects of a box file, to be drawn like found ones."""
    return tuple(
        Instance(number, labelled.label, min(1.0, labelled.score), labelled.box)
        for number, labelled in enumerate(list(objects)[:most])
    )


def box_sheet(rows: Sequence[Sequence[BoxPanel]]) -> np.ndarray:
    """All photos in one picture, uint8 sRGB (H, W, 3).

    Args:
        rows: for every photo one panel of each detector, the same number for all.

    Raises:
        ValueError: there are no photos.
    """
    beside = len(rows[0]) if rows else 0
    columns = COLUMNS if beside == 1 else beside * (2 if beside == 2 else 1)
    panels = [(panel.caption, panel.picture) for row in rows for panel in row]
    return contact_sheet(panels, columns=columns, panel_width=PANEL)
