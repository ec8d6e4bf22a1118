"""Finds the objects of training photos: from a file, or by a detector whose finds are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.config import EngineConfig
from engine.detection.coco import KNOWN_LABELS
from engine.errors import EngineError
from engine.instances import Box
from engine.steps import Step, Steps
from engine.texts import comma_listed, tr
from engine.training.kept_finds import Finds, default_cache, sides
from engine.training.object_boxes import LabelledBox, Objects, matched, read_objects
from engine.training.pace import cores, in_threads
from engine.training.photo_scan import ScannedPhoto
from engine.training.photo_store import read_pixels

if TYPE_CHECKING:
    from engine.detection.protocol import Detector

MOST_OBJECTS = 100  # of one photo that are kept of a detector's finds, the most important
SHOWN_LABELS = 5


@dataclass(frozen=True)
class FoundObjects:
    """The objects of some photos, not yet filtered.

    Attributes:
        objects: per photo name, in the photo's pixels, the surest first; photos without any are
            left out.
        photos: how many photos were looked at.
        source: who found them, in words ("boxes.csv", "bundled detector").
        notes: sentences on what did not fit together; mostly none.
    """

    objects: Objects
    photos: int
    source: str
    notes: tuple[str, ...] = ()

    def summary(self) -> str:
        """One sentence ("5,210 objects in 1,890 of 2,310 photos (boxes.csv).")."""
        count = sum(len(found) for found in self.objects.values())
        return tr(
            "{count:,} objects in {some:,} of {photos:,} photos ({source}).",
            count=count,
            some=len(self.objects),
            photos=self.photos,
            source=self.source,
        )


def objects_from_file(path: Path, photos: Sequence[ScannedPhoto]) -> Steps[FoundObjects]:
    """The objects that a file tells of these photos, cut to them.

    Raises:
        EngineError: the file cannot be used, or is of none of the photos.
    """
    yield Step(tr("Reading the boxes"), 0, 1)
    told = read_objects(path)
    sizes = {photo.name: photo for photo in photos}
    own, strangers = matched(told, sizes)
    if not own:
        raise EngineError(
            tr("None of the boxes in {path} is of one of the photos.", path=path),
            tr("The names in it must be those of the photos."),
        )
    inside: Objects = {}
    outside = 0
    for name, found in own.items():
        photo = sizes[name]
        kept = [_clipped(labelled, photo) for labelled in found]
        good = [labelled for labelled in kept if labelled is not None]
        outside += len(kept) - len(good)
        if good:
            inside[name] = sorted(good, key=lambda labelled: -labelled.score)
    notes = []
    if strangers:
        notes.append(
            tr("Boxes of photos that are not there or left out: {count:,}.", count=strangers)
        )
    if outside:
        notes.append(tr("Boxes outside their photo, left out: {count:,}.", count=outside))
    strange = {labelled.label for found in inside.values() for labelled in found} - KNOWN_LABELS
    if strange:
        shown = comma_listed(sorted(strange)[:SHOWN_LABELS])
        notes.append(
            tr(
                "Labels that are none of COCO's, trained on like all others: {count:,} ({shown}).",
                count=len(strange),
                shown=shown,
            )
        )
    yield Step(tr("All boxes are read"), 1, 1)
    return FoundObjects(inside, len(photos), path.name, tuple(notes))


def objects_by_detector(
    photos: Sequence[ScannedPhoto],
    config: EngineConfig,
    *,
    cache: Path | None = None,
    load: Callable[[EngineConfig], Detector] | None = None,
) -> Steps[FoundObjects]:
    """Look for objects in the photos' lightness; what was found before is not looked for again.

    Their scores are how often the detector is right, where it knows, so that the recipes' filters
    mean the same for all of them.

    Args:
        config: names the detector and the device.
        cache: the file of earlier finds; None for the person's own.
        load: makes the detector; None for the engine's registry.

    Raises:
        EngineError: no detector can be used, or a photo cannot be read any more.
    """
    yield Step(tr("Loading the detector"), 0, 0)
    detector = (load or _load)(config)
    finds = Finds(cache or default_cache(), _identity(detector, config))
    try:
        known = finds.known(photo.digest for photo in photos)
        new = [photo for photo in photos if photo.digest not in known]
        yield from _looked_for(new, detector, config, finds, known)
    finally:
        finds.close()
    objects = {photo.name: known[photo.digest] for photo in photos if known[photo.digest]}
    notes = (finds.trouble,) if finds.trouble else ()
    return FoundObjects(objects, len(photos), tr("{name} detector", name=detector.name), notes)


def with_variances(objects: Objects, photos: Sequence[ScannedPhoto]) -> Steps[Objects]:
    """The objects with the variance of the RGB values, 0..255, inside their boxes.

    Raises:
        EngineError: a photo cannot be read any more.
    """
    wanted = [photo for photo in photos if photo.name in objects]

    def measure(photo: ScannedPhoto) -> list[LabelledBox]:
        pixels = read_pixels(photo.name, photo.place)
        return [_measured(labelled, pixels) for labelled in objects[photo.name]]

    measured = yield from in_threads(tr("Measuring the objects"), wanted, measure)
    return {photo.name: found for photo, found in zip(wanted, measured, strict=True)}


def _looked_for(
    photos: Sequence[ScannedPhoto],
    detector: Detector,
    config: EngineConfig,
    finds: Finds,
    known: dict[str, list[LabelledBox]],
) -> Steps[None]:
    """Run the detector on photos; `known` and `finds` get what it finds."""
    import torch

    from engine.detection.protocol import CalibratedDetector, detect_instances
    from engine.lab import rgb_to_lightness

    wide = replace(config, max_instances=MOST_OBJECTS)
    chance = detector.chance if isinstance(detector, CalibratedDetector) else float

    def look(photo: ScannedPhoto) -> list[LabelledBox]:
        pixels = read_pixels(photo.name, photo.place)
        detection = detect_instances(detector, rgb_to_lightness(pixels), wide)
        found = [
            _measured(_rounded(LabelledBox(i.box, i.label, chance(i.score))), pixels)
            for i in detection.instances
        ]
        return sorted(found, key=lambda labelled: -labelled.score)

    def keep(photo: ScannedPhoto, found: list[LabelledBox]) -> None:
        known[photo.digest] = found
        finds.keep(photo.digest, found)

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # the photos are what is done in parallel
    try:
        yield from in_threads(tr("Looking for objects"), photos, look, workers=cores(), each=keep)
    finally:
        torch.set_num_threads(threads)


def _load(config: EngineConfig) -> Detector:
    from engine.detection.registry import load_detector
    from engine.devices import choose_device

    return load_detector(config, choose_device(config.device))


def _identity(detector: Detector, config: EngineConfig) -> str:
    """What the finds depend on besides the photo."""
    threshold = config.score_threshold
    if threshold is None:
        threshold = detector.default_threshold
    model = config.detectron2_model if detector.name == "detectron2" else ""
    size = f"{getattr(detector, 'size', '')} {getattr(detector, 'large', '')}"
    calibration = getattr(detector, "calibration", None)  # also tells checkpoints from each other
    told = "" if calibration is None else calibration.to_text()
    return f"{detector.name} {model} {size} {threshold:g} {told}".strip()


def _clipped(labelled: LabelledBox, photo: ScannedPhoto) -> LabelledBox | None:
    inside = labelled.box.clipped(height=photo.height, width=photo.width)
    if min(inside.width, inside.height) < 1:
        return None
    return LabelledBox(inside, labelled.label, labelled.score, labelled.variance)


def _rounded(labelled: LabelledBox) -> LabelledBox:
    """As precise as anyone needs; done before it is used, so that finds are the same when kept."""
    box = Box(*(round(side, 2) for side in sides(labelled.box)))
    return LabelledBox(box, labelled.label, round(labelled.score, 4), labelled.variance)


def _measured(labelled: LabelledBox, pixels: np.ndarray) -> LabelledBox:
    height, width = pixels.shape[:2]
    left, top, right, bottom = labelled.box.pixels(height=height, width=width)
    variance = float(np.var(pixels[top:bottom, left:right]))
    return LabelledBox(labelled.box, labelled.label, labelled.score, variance)
