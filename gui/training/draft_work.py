"""What the wizard lets its worker do, as generators of steps; torch is imported there only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtGui import QImage

from engine.config import EngineConfig
from engine.errors import EngineError
from engine.readiness import Readiness, survey
from engine.steps import Step, Steps
from engine.texts import tr
from engine.training.object_search import FoundObjects, with_variances
from engine.training.photo_places import PhotoPlace, find_places
from engine.training.photo_scan import PhotoScan
from engine.training.photo_store import read_pixels
from engine.training.plan import TrainingPlan
from engine.training.stage_settings import Filters
from engine.training.statistics import Example, ObjectStatistics, crop_of, object_statistics
from engine.training.wizard import TrainingWizard
from gui.qimages import to_qimage


@dataclass(frozen=True)
class Scanned:
    """A scan, and where all photos lie, those that were left out among them."""

    scan: PhotoScan
    places: Mapping[str, PhotoPlace] = field(repr=False)


@dataclass(frozen=True)
class Machine:
    """What a training can run on.

    Attributes:
        readiness: of devices and detectors.
        cards: the names of the graphics cards; more than one only of NVIDIA's.
    """

    readiness: Readiness
    cards: tuple[str, ...] = ()

    @property
    def devices(self) -> tuple[str, ...]:
        """What a plan may name as its device."""
        ready = tuple(s.name for s in self.readiness.devices if s.ready)
        numbered = tuple(f"cuda:{number}" for number in range(len(self.cards)))
        return ("auto", *ready, *numbered)

    @property
    def has_card(self) -> bool:
        """Whether there is anything faster than the processor."""
        return self.readiness.automatic_device.name != "cpu"


@dataclass(frozen=True)
class Small:
    """A thumbnail: what it is of, and the picture, None where there can be none."""

    key: object
    image: QImage | None


def scanning(plan: TrainingPlan) -> Steps[Scanned]:
    """Look through the plan's photos.

    Raises:
        EngineError: see `scan_photos`.
    """
    scan = yield from TrainingWizard(Path()).scan(plan)
    return Scanned(scan, find_places(plan.data))


def searching(plan: TrainingPlan, scan: PhotoScan) -> Steps[FoundObjects]:
    """Find the objects, by the plan's file or its detector."""
    return (yield from TrainingWizard(Path()).find_objects(plan, scan))


def measuring(found: FoundObjects, scan: PhotoScan) -> Steps[FoundObjects]:
    """The same objects with the variance of each."""
    measured = yield from with_variances(found.objects, scan.photos)
    return replace(found, objects=measured)


def counting(found: FoundObjects, filters: Filters) -> Steps[ObjectStatistics]:
    """The statistics of the objects."""
    yield Step(tr("Counting the objects"), 0, 1)
    return object_statistics(found.objects, filters)


def starting(
    folder: Path, plan: TrainingPlan, scan: PhotoScan | None, found: FoundObjects | None
) -> Steps[Path]:
    """Write the plan, and what is known of its photos, and start the training.

    What is not known yet, the training finds out itself.
    """
    yield Step(tr("Starting the training"), 0, 0)
    wizard = TrainingWizard(folder)
    for missing in wizard.missing(plan):
        raise EngineError(missing.message, missing.remedy)
    if scan is not None and (found is not None or not plan.needs_objects):
        yield from wizard.prepare(plan, scan, found)
    wizard.start(plan)
    return folder


def resuming(folder: Path, slower: float, device: str) -> Steps[Path]:
    """Go on with a run from its last snapshot.

    Args:
        slower: divides the learning rates.
        device: another one; empty for the plan's.
    """
    yield Step(tr("Resuming the training"), 0, 0)
    wizard = TrainingWizard(folder)
    if device:
        wizard.run.replan(replace(wizard.run.plan(), device=device))
    wizard.resume(slower=slower)
    return folder


def stopping(folder: Path) -> Steps[Path]:
    """Ask the training to write a snapshot and end."""
    yield Step(tr("Pausing the training"), 0, 0)
    TrainingWizard(folder).stop()
    return folder


def looking_around(config: EngineConfig) -> Steps[Machine]:
    """What this machine has."""
    readiness = yield from survey(config)
    import torch

    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    return Machine(readiness, tuple(torch.cuda.get_device_name(n) for n in range(count)))


def shrinking_photos(
    names: Sequence[str], places: Mapping[str, PhotoPlace], side: int
) -> Steps[None]:
    """A step with a `Small` for every photo."""
    for number, name in enumerate(names):
        image = None
        if name in places:
            try:
                image = _small(read_pixels(name, places[name]), side)
            except EngineError:  # the list says so in words
                image = None
        yield Step(tr("Making thumbnails"), number + 1, len(names), Small(name, image))


def cropping(
    examples: Sequence[Example], places: Mapping[str, PhotoPlace], side: int
) -> Steps[None]:
    """A step with a `Small` for every example."""
    for number, example in enumerate(examples):
        try:
            image = _small(crop_of(example, places), side)
        except EngineError:  # the photo is gone by now
            image = None
        yield Step(tr("Cutting out examples"), number + 1, len(examples), Small(example, image))


def _small(pixels: np.ndarray, side: int) -> QImage | None:
    """Uint8 (h, w, 3) inside a square of `side` pixels; None for an empty picture."""
    if not pixels.size:
        return None
    factor = side / max(pixels.shape[:2])
    size = tuple(max(1, round(length * factor)) for length in pixels.shape[1::-1])
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return to_qimage(cv2.resize(pixels, size, interpolation=way))
