"""The sheet of `detect --sheet`: photos with the boxes of one detector, or of several beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.commands.pictures import write_picture
from engine.config import EngineConfig
from engine.texts import tr

if TYPE_CHECKING:
    import numpy as np

    from engine.detection.box_sheet import BoxPanel
    from engine.results import Detection
    from engine.training.object_boxes import Objects


class SheetRows:
    """Gathers small pictures of photos with their boxes.

    Args:
        boxes: a box file whose objects are shown as a last column; None for none.

    Raises:
        EngineError: the box file cannot be read.
    """

    def __init__(self, boxes: Path | None) -> None:
        self._rows: list[list[BoxPanel]] = []
        self._objects: Objects | None = None
        if boxes is not None:
            from engine.training.object_boxes import read_objects

            self._objects = read_objects(boxes)

    def add(self, path: Path, lightness: np.ndarray, detections: Sequence[Detection]) -> None:
        """One photo, L float32 (H, W) in 0..100, and what each detector found in it."""
        import numpy as np

        from engine.detection.box_sheet import box_panel, marked_instances
        from engine.training.object_boxes import matched

        grey = np.round(lightness * 2.55).astype(np.uint8)
        row = [
            box_panel(
                path.name if len(detections) == 1 else f"{path.name}: {detection.detector}",
                grey,
                detection.instances,
            )
            for detection in detections
        ]
        if self._objects is not None:
            objects, _ = matched(self._objects, [path.name])
            marked = marked_instances(objects.get(path.name, ()), EngineConfig.max_instances)
            row.append(box_panel("box file", grey, marked))
        self._rows.append(row)

    def write(self, path: Path) -> None:
        """Write the sheet, whole or not at all.

        Raises:
            EngineError: there is no photo on it, or it cannot be written.
        """
        from engine.detection.box_sheet import box_sheet
        from engine.errors import EngineError

        if not self._rows:
            raise EngineError(tr("No photo could be searched, so there is no sheet."))
        write_picture(path, box_sheet(self._rows))
