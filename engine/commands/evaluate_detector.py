"""`evaluate detector`: how well a detector finds and names the objects of a box file."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.commands import options as shared
from engine.commands.console import Console
from engine.commands.pictures import write_picture
from engine.config import EngineConfig
from engine.errors import EngineError
from engine.steps import finish
from engine.texts import tr

if TYPE_CHECKING:
    from engine.detection.candidates import Candidate
    from engine.detection.detector_figures import DetectorFigures
    from engine.detection.protocol import Detector
    from engine.training.object_boxes import LabelledBox, Objects
    from engine.training.photo_store import PhotoStore

SHOWN = 24  # photos on a sheet
FULL_SIZE = 1 << 16  # boxes are in the photos' own pixels, so none is shrunk


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that only a detector has."""
    group = parser.add_argument_group("evaluating the detector")
    shared.add_detector(group)
    group.add_argument(
        "--size", type=int, metavar="N", help="bundled: the long side at which it sees photos"
    )
    group.add_argument(
        "--check", action="store_true", help="also give the figures of pycocotools' COCOeval"
    )
    group.add_argument(
        "--calibrate",
        action="store_true",
        help="with --detector-weights of a bundled one: write into that file how often its scores "
        "are right, which the filters of trainings go by",
    )


def run(options: argparse.Namespace, console: Console) -> int:
    """Print AP50 per label and in all, and the recall of the best boxes.

    Raises:
        EngineError: photos, objects or the detector cannot be read.
    """
    from engine.detection.detector_figures import evaluate
    from engine.detection.detector_search import candidates_of

    if options.boxes is None:
        raise EngineError(tr("There are no objects to compare with."), tr("Give --boxes FILE."))
    if options.calibrate and (options.detector_weights is None or options.detector != "bundled"):
        raise EngineError(
            tr("Only a file of the bundled detector can be calibrated."),
            tr("Give --detector-weights FILE."),
        )
    detector = _detector(options, console)
    found: list[list[Candidate]] = []
    with console.progress(1) as bar:
        bar.start(0, "")
        store, objects, names = _material(options, bar.step)
    with console.progress(len(names)) as bar:
        for number, name in enumerate(names):
            bar.start(number, name)
            found.append(candidates_of(detector, store.photo(name)))
    truth = [objects.get(name, []) for name in names]
    figures = evaluate(found, truth)
    checked = _checked(found, truth) if options.check else None
    _tell(figures, checked, options, console, photos=len(names))
    if options.calibrate:
        _calibrate(options.detector_weights, found, truth, console)
    if options.sheet is not None:
        _write_sheet(options.sheet, detector, store, objects, names)
        console.note(f"Wrote {options.sheet}")
    return 0


def _detector(options: argparse.Namespace, console: Console) -> Detector:
    from engine.commands.detector_download import fetch_for
    from engine.detection.bundled import BundledDetector
    from engine.detection.registry import load_detector
    from engine.devices import choose_device
    from engine.networks.detector_network import MULTIPLE

    config = EngineConfig(
        detector=options.detector,
        detector_weights=shared.detector_weights(options),
        device=options.device,
    )
    fetch_for(config, console)
    detector = load_detector(config, choose_device(config.device))
    if options.size is not None:
        if not isinstance(detector, BundledDetector):
            raise EngineError(
                tr("{detector} has no --size.", detector=detector.name), tr("Leave it out.")
            )
        if not MULTIPLE <= options.size <= 4096:
            raise EngineError(
                tr("A size of {size} is none.", size=options.size),
                tr("Give {low} to 4096.", low=MULTIPLE),
            )
        detector.size = detector.large = options.size
    return detector


def _material(options: argparse.Namespace, report: object) -> tuple[PhotoStore, Objects, list[str]]:
    """The photos, the objects in their pixels, and the names of those to evaluate."""
    from engine.training.object_search import objects_from_file
    from engine.training.photo_scan import scan_photos
    from engine.training.photo_store import PhotoStore

    scan = finish(scan_photos(options.data, grey_too=True), report)  # type: ignore[arg-type]
    photos = shared.chosen_photos(scan, options)
    found = finish(objects_from_file(options.boxes, photos), report)  # type: ignore[arg-type]
    places = {photo.name: photo.place for photo in photos}
    store = PhotoStore(places, memory=0, longest_side=FULL_SIZE)
    return store, found.objects, [photo.name for photo in photos]


def _checked(
    found: Sequence[Sequence[Candidate]], truth: Sequence[Sequence[LabelledBox]]
) -> tuple[float, float]:
    from engine.detection.coco_figures import coco_figures

    return coco_figures(found, truth)


def _calibrate(
    path: Path,
    found: Sequence[Sequence[Candidate]],
    truth: Sequence[Sequence[LabelledBox]],
    console: Console,
) -> None:
    """Write how often scores are right into a detector's checkpoint, whose parameters stay."""
    from engine.detection.detector_checkpoint import read_detector, write_detector
    from engine.detection.score_calibration import calibrated

    calibration = calibrated(found, truth)
    if calibration is None:
        raise EngineError(
            tr("These photos do not tell how often the detector is right."),
            tr("Give more photos, with all of their objects."),
        )
    read = read_detector(path)
    write_detector(
        path,
        read.network,
        read.labels,
        size=read.size,
        large=read.large,
        threshold=read.threshold,
        calibration=calibration,
    )
    shown = ", ".join(f"{calibration.chance(tenth / 10):.2f}" for tenth in range(3, 9))
    console.note(f"Wrote {path}: scores of 0.3, 0.4 ... 0.8 are right with a chance of {shown}.")


def _tell(
    figures: DetectorFigures,
    checked: tuple[float, float] | None,
    options: argparse.Namespace,
    console: Console,
    *,
    photos: int,
) -> None:
    if options.json:
        told: dict[str, object] = {
            "ap50": figures.ap50,
            "recall": figures.recall,
            "objects": figures.objects,
            "photos": photos,
            "labels": figures.per_label,
        }
        if checked is not None:
            told["pycocotools"] = {"ap50": checked[0], "recall": checked[1]}
        console.line(json.dumps(told))
        return
    for label, precision in sorted(figures.per_label.items(), key=lambda item: -item[1]):
        console.line(f"{label:16} {precision:.3f}")
    console.line(
        f"AP50 over {len(figures.per_label)} labels {figures.ap50:.4f}; recall of the 8 highest "
        f"boxes at 0.5 IoU, any label, {figures.recall:.4f}; {figures.objects:,} objects of at "
        f"least 32 x 32 pixels in {photos:,} photos."
    )
    if checked is not None:
        console.line(f"pycocotools: AP50 {checked[0]:.4f}, recall {checked[1]:.4f}.")


def _write_sheet(
    path: Path,
    detector: Detector,
    store: PhotoStore,
    objects: Mapping[str, Sequence[LabelledBox]],
    names: Sequence[str],
) -> None:
    """What the detector shows beside the box file's objects, of photos spread over all."""
    import numpy as np

    from engine.detection.box_sheet import box_panel, box_sheet, marked_instances
    from engine.detection.detector_search import grey_photo
    from engine.detection.protocol import detect_instances

    rows = []
    for name in names[:: max(1, len(names) // SHOWN)][:SHOWN]:
        grey = grey_photo(store.photo(name))
        config = EngineConfig()
        found = detect_instances(detector, grey.astype(np.float32) / 2.55, config).instances
        marked = marked_instances(objects.get(name, ()), config.max_instances)
        rows.append(
            [
                box_panel(f"{name}: {detector.name}", grey, found),
                box_panel("box file", grey, marked),
            ]
        )
    write_picture(path, box_sheet(rows))
