"""`evaluate`: how close checkpoints come to the truth on colour photos, one set or two."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.adjustments import LOOKS, Adjustments, as_look
from engine.commands import evaluate_detector
from engine.commands import options as shared
from engine.commands.console import Console
from engine.commands.pictures import check_picture, keep_photos, write_picture
from engine.commands.train import COLOURS
from engine.config import EngineConfig
from engine.errors import EngineError
from engine.steps import finish
from engine.texts import tr
from engine.training.plan import DETECTOR
from engine.training.stage_settings import Filters

if TYPE_CHECKING:
    from engine.colorizer import Colorizer
    from engine.instances import Box
    from engine.training.object_boxes import LabelledBox, Objects
    from engine.training.photo_scan import ScannedPhoto
    from engine.training.photo_store import PhotoStore
    from engine.training.set_evaluation import PhotoFigures

NAME = "evaluate"
SUMMARY = "compare checkpoints with the truth of colour photos, or a detector with boxes"
FILTERS = Filters(min_score=0.5, min_side=16, most=8)
SHOWN = 8  # photos with the largest differences
ON_SHEET = 60  # photos of one set, spread over all
PANELS, PANEL = 4, 256  # of a photo on it, and their width: the size that the figures are of
MOST_SHIFTED = 100
OF_COLOURS = ("least_objects", "shift", "against", "checkpoints")  # options
OF_DETECTORS = ("detector_weights", "size", "check", "calibrate")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument(
        "what",
        nargs="?",
        choices=(COLOURS, DETECTOR),
        default=COLOURS,
        help="checkpoints that colorize (default), or a detector",
    )
    parser.add_argument(
        "--data",
        type=shared.path,
        nargs="+",
        required=True,
        metavar="DIR|TAR",
        help="colour photos",
    )
    parser.add_argument(
        "--boxes",
        type=shared.path,
        metavar="FILE",
        help="objects: CSV, COCO JSON, or a folder of .npz",
    )
    parser.add_argument("--hold-out", default="", metavar="PATTERN", help="only photos so called")
    parser.add_argument("--most", type=int, metavar="N", help="so many photos, spread over all")
    parser.add_argument(
        "--least-objects",
        type=int,
        default=0,
        metavar="N",
        help="only photos with at least so many objects of 32 x 32 pixels at 256 x 256",
    )
    parser.add_argument(
        "--look", choices=LOOKS, default="faithful", help="of the colours (default %(default)s)"
    )
    parser.add_argument(
        "--shift",
        type=shared.shift,
        default=0,
        metavar="PIXELS",
        help="also tell how much ab change in photos that are shifted by so much at 256 x 256",
    )
    parser.add_argument(
        "--against",
        type=shared.path,
        metavar="DIR",
        help="a second folder of checkpoints to compare with",
    )
    parser.add_argument(
        "--sheet",
        type=shared.path,
        metavar="FILE",
        help="a picture (PNG or JPEG) of photos in grey, full image, fused and true; with "
        "--against of those that differ most; of a detector, of its boxes beside the file's",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    shared.add_network(parser)
    shared.add_device(parser)
    evaluate_detector.add_arguments(parser)


def run(options: argparse.Namespace, console: Console) -> int:
    """Print the table, or both and how they differ.

    Raises:
        EngineError: photos, objects or checkpoints cannot be read, or a sheet not be written.
    """
    _refuse_foreign(options)
    if options.sheet is not None:
        check_picture(options.sheet)
        keep_photos(options.sheet, options.data)
    if options.what == DETECTOR:
        return evaluate_detector.run(options, console)
    from engine.contact_sheet import contact_sheet
    from engine.training.photo_store import PhotoStore
    from engine.training.set_evaluation import evaluate_set, shift_change, table_of, table_text

    with console.progress(1) as bar:
        bar.start(0, "")
        store, objects, names = _material(options, bar.step)
        sets = [options.checkpoints, *([options.against] if options.against else [])]
        colorizers = [_colorizer(options, folder) for folder in sets]
        figures = []
        look = as_look(options.look)
        for colorizer in colorizers:
            assert isinstance(store, PhotoStore)
            figures.append(finish(evaluate_set(colorizer, store, objects, names, look), bar.step))
    tables = [table_of(told) for told in figures]
    labels = ["a", "b"] if options.against else [""]

    def shifted(colorizer: Colorizer) -> float:
        return shift_change(colorizer, store, names[:MOST_SHIFTED], options.shift)

    if options.json:
        rows: list[dict[str, object]] = [dict(table) for table in tables]
        for row, colorizer in zip(rows, colorizers, strict=True):
            if options.shift:
                row["shift_change"] = shifted(colorizer)
        told = rows[0]
        if options.against:
            told = {"a": rows[0], "b": rows[1], "photos": _differences(*figures)}
        console.line(json.dumps(told))
    else:
        for label, folder, table in zip(labels, sets, tables, strict=True):
            if label:
                console.line(f"{label}: {folder or 'the checkpoints at hand'}")
            console.line(table_text(table))
        if options.against:
            for one in _differences(*figures)[:SHOWN]:
                console.line(f"{one['name']}: {one['a']:.2f} and {one['b']:.2f} dB")
        for label, colorizer in zip(labels, colorizers, strict=True):
            if options.shift:
                which = f"{label}: " if label else ""
                change = f"changes ab by {shifted(colorizer):.2f}."
                console.line(f"{which}A shift of {options.shift} pixels {change}")
    if options.sheet:
        shown = names[:: max(1, len(names) // ON_SHEET)][:ON_SHEET]
        if options.against:
            shown = [str(row["name"]) for row in _differences(*figures)[:SHOWN]]
        panels: list[tuple[str, np.ndarray]] = []
        with console.progress(len(shown)) as bar:
            for number, name in enumerate(shown):
                bar.start(number, name)
                boxes = [labelled.box for labelled in objects.get(name, ())]
                panels += _panels(name, store.photo(name), boxes, colorizers, look)
        columns = PANELS if options.against else 2 * PANELS
        write_picture(options.sheet, contact_sheet(panels, columns=columns, panel_width=PANEL))
        console.note(f"Wrote {options.sheet}")
    return 0


def _refuse_foreign(options: argparse.Namespace) -> None:
    """Refuse what only the other of the two would heed."""
    detects = options.what == DETECTOR
    for name in OF_COLOURS if detects else OF_DETECTORS:
        if getattr(options, name):
            raise EngineError(
                tr("--{name} is not for detectors.", name=name.replace("_", "-"))
                if detects
                else tr("--{name} is for detectors alone.", name=name.replace("_", "-")),
                tr("Leave it out.") if detects else tr("Write evaluate detector."),
            )


def _material(options: argparse.Namespace, report: object) -> tuple[PhotoStore, Objects, list[str]]:
    """The photos, their objects in the store's pixels, and the names to evaluate."""
    from engine.training.object_boxes import filtered
    from engine.training.object_search import objects_by_detector, objects_from_file
    from engine.training.photo_scan import scan_photos
    from engine.training.photo_store import PhotoStore, shrinking

    scan = finish(scan_photos(options.data), report)  # type: ignore[arg-type]
    photos = shared.chosen_photos(scan, options)
    if options.boxes is not None:
        steps = objects_from_file(options.boxes, photos)
    else:
        steps = objects_by_detector(photos, EngineConfig(device=options.device))
    found = finish(steps, report)  # type: ignore[arg-type]
    filters = FILTERS if options.boxes is not None else Filters(min_score=0.0, min_side=16, most=8)
    factors = {photo.name: shrinking((photo.height, photo.width)) for photo in photos}
    objects = {
        name: [labelled.scaled(factors[name]) for labelled in boxes]
        for name, boxes in filtered(found.objects, filters).items()
    }
    store = PhotoStore({photo.name: photo.place for photo in photos})
    names = [photo.name for photo in photos]
    if options.least_objects:
        names = [
            photo.name
            for photo in photos
            if _countable(objects.get(photo.name, ()), factors[photo.name], photo)
            >= options.least_objects
        ]
        if not names:
            raise EngineError(
                tr("No photo has {count} objects.", count=options.least_objects),
                tr("Give a smaller --least-objects."),
            )
    return store, objects, names


def _countable(objects: Sequence[LabelledBox], factor: float, photo: ScannedPhoto) -> int:
    """How many objects, in the store's pixels, have 32 x 32 pixels in the photo at 256 x 256."""
    across, down = photo.width * factor / 256, photo.height * factor / 256
    return sum(o.box.width >= 32 * across and o.box.height >= 32 * down for o in objects)


def _colorizer(options: argparse.Namespace, folder: Path | None) -> Colorizer:
    from engine.colorizer import Colorizer
    from engine.devices import choose_device
    from engine.networks.catalogue import load_networks

    config = EngineConfig(network=options.network, checkpoints=folder, device=options.device)
    device = choose_device(options.device)
    return Colorizer(load_networks(config, device), device)


def _differences(
    one: Sequence[PhotoFigures], other: Sequence[PhotoFigures]
) -> list[dict[str, str | float]]:
    """PSNR of the fused results of every photo, the largest difference first."""
    rows: list[dict[str, str | float]] = [
        {"name": a.name, "a": round(a.psnr(), 3), "b": round(b.psnr(), 3)}
        for a, b in zip(one, other, strict=True)
    ]
    return sorted(rows, key=lambda row: -abs(float(row["a"]) - float(row["b"])))


def _panels(
    name: str,
    pixels: np.ndarray,
    boxes: Sequence[Box],
    colorizers: Sequence[Colorizer],
    look: Adjustments,
) -> list[tuple[str, np.ndarray]]:
    """A photo's panels with their PSNR: grey, full image and fused or both fused, truth."""
    from engine.evaluation import psnr
    from engine.training.set_evaluation import pictures_of

    results = [pictures_of(colorizer, pixels, boxes, look) for colorizer in colorizers]
    truth, _, first = results[0]
    if len(results) == 1:
        told = [("full image", first["full"]), ("fused", first["fused"])]
    else:
        told = [(side, shown["fused"]) for side, (_, _, shown) in zip("ab", results, strict=True)]
    panels = [
        (f"{psnr(picture, truth):.1f} dB, {caption}", picture)
        for caption, picture in ((name, first["grey"]), *told)
    ]
    return [*panels, ("truth", truth)]
