"""`detect`: which objects are in photos, as a table or as JSON lines."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.batch.photo_walk import Found, find_photos
from engine.commands import options as shared
from engine.commands.batch import Batch
from engine.commands.console import Console, ProgressBar
from engine.commands.detect_sheet import SheetRows
from engine.commands.detector_download import fetch_for
from engine.commands.pictures import check_picture, keep_photos
from engine.config import DETECTORS
from engine.errors import EngineError
from engine.texts import in_one_line, tr

if TYPE_CHECKING:
    from engine.config import EngineConfig
    from engine.detection.protocol import Detector
    from engine.instances import Box
    from engine.results import Detection

NAME = "detect"
SUMMARY = "say which objects are in photos, and where"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    shared.add_photos(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    group = parser.add_argument_group("comparing detectors")
    group.add_argument(
        "--sheet", type=shared.path, metavar="FILE", help="a picture of all photos with their boxes"
    )
    group.add_argument(
        "--against",
        choices=DETECTORS,
        action="append",
        default=[],
        help="with --sheet: show another detector's boxes beside; may be repeated",
    )
    group.add_argument(
        "--boxes",
        type=shared.path,
        metavar="FILE",
        help="with --sheet: show the objects of a box file (CSV, COCO JSON) beside",
    )
    shared.add_detection(parser, none_too=False)
    shared.add_device(parser)


def run(options: argparse.Namespace, console: Console) -> int:
    """Detect in all photos; 1 if any failed.

    Raises:
        EngineError: no detector can be used, or the sheet cannot be written.
    """
    config = shared.engine_config(options)
    if options.sheet is None and (options.against or options.boxes):
        raise EngineError(tr("Detectors are compared on a sheet."), tr("Give --sheet FILE, too."))
    if options.sheet is not None:
        check_picture(options.sheet)
    found = list(find_photos(options.photos, recursive=options.recursive))
    batch: Batch[Found] = Batch(console, options.verbose)
    for error in found:
        if isinstance(error, EngineError):
            batch.fail("", error)
    photos = [photo for photo in found if isinstance(photo, Found)]
    if options.sheet is not None:
        keep_photos(options.sheet, [photo.path for photo in photos])
    if photos:
        from engine.detection.registry import load_detector
        from engine.devices import choose_device

        device = choose_device(config.device)
        detectors = []
        for name in (config.detector, *options.against):
            named = replace(config, detector=name)
            fetch_for(named, console)
            detectors.append(load_detector(named, device))
        worker = _Worker(detectors, config, console, options.json)
        if options.sheet is not None:
            worker.rows = SheetRows(options.boxes)
        batch.run(photos, lambda photo: str(photo.path), worker.detect)
        if worker.rows is not None:
            worker.rows.write(options.sheet)
            console.note(f"Wrote {options.sheet}")
    if not options.json:
        console.line(batch.tally.words("searched"))
    return batch.tally.status


class _Worker:
    """Searches one photo after the other with one detector, or with several.

    Attributes:
        rows: where a sheet is gathered, None for no sheet.
    """

    def __init__(
        self, detectors: Sequence[Detector], config: EngineConfig, console: Console, as_json: bool
    ) -> None:
        self.rows: SheetRows | None = None
        self._detectors = detectors
        self._config = config
        self._console = console
        self._as_json = as_json

    def detect(self, found: Found, bar: ProgressBar) -> bool:
        """Print what is in one photo."""
        from engine.detection.protocol import detect_instances
        from engine.photo import open_photo

        photo = open_photo(found.path)
        text = json_line if self._as_json else table
        detections = []
        for detector in self._detectors:
            detections.append(detect_instances(detector, photo.lightness, self._config))
            self._console.line(text(str(found.path), detections[-1]))
        if self.rows is not None:
            self.rows.add(found.path, photo.lightness, detections)
        return True


def json_line(photo: str, detection: Detection) -> str:
    """The detection as one JSON object; ASCII, so that it passes through any terminal whole."""
    from engine.outlines import polygon_of

    instances = [
        {
            "box": [round(side, 2) for side in _sides(i.box)],
            "label": i.label,
            "score": round(i.score, 4),
            **({} if i.mask is None else {"outline": polygon_of(i.mask, i.box)}),
        }
        for i in detection.instances
    ]
    return json.dumps({"photo": photo, "detector": detection.detector, "instances": instances})


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def table(photo: str, detection: Detection) -> str:
    """The detection for a person to read, one line an object."""
    lines = [f"{in_one_line(photo)}  ({detection.detector} detector)"]
    for i in detection.instances:
        box = ", ".join(
            f"{round(s):5d}" for s in (i.box.left, i.box.top, i.box.right, i.box.bottom)
        )
        lines.append(f"  {i.label:16} {i.score:.2f}  [{box}]")
    if not detection.instances:
        lines.append("  no objects")
    return "\n".join(lines)
