"""`python -m trainers.trial PLAN`: times some steps of every stage of a plan.

For each stage it prints one JSON line. Without more it takes a few steps on random photos: seconds
a step with data loading, seconds of the computation, memory. With `--rounds` it takes the photos
prepared in the plan's run folder, compares steps with data loading with the same steps on tensors
in memory, and also prints a line after every round. A round does so twice: with photos decoded
anew, as in the first epoch, and with decoded ones, as in later epochs.

All that it writes is in the plan's folder.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import torch

from engine.errors import EngineError
from engine.instances import Box
from engine.networks.batching import is_out_of_memory
from engine.networks.catalogue import build_network
from engine.networks.detector_network import AnchorFreeDetector, DetectorNetwork
from engine.networks.fusion import FusionRule
from engine.texts import tr
from engine.training.object_boxes import LabelledBox, Objects
from engine.training.photo_places import PhotoPlace, find_places
from engine.training.photo_store import RECENT, PhotoStore
from engine.training.plan import DETECTOR, TrainingPlan
from engine.training.preparation import TRAINING, read_prepared
from engine.training.run_folder import RunFolder
from trainers.computing import device_named, device_words, peak_memory
from trainers.crew import Crew
from trainers.detector_data import label_names
from trainers.loop import trial
from trainers.schedule import Schedule
from trainers.stage import Stage
from trainers.stages import starting_detector, teaching_detector
from trainers.train_detector import DetectorStage
from trainers.train_full import FullStage
from trainers.train_fusion import FusionStage
from trainers.train_instance import InstanceStage

STEPS = 6  # the first two warm up
WARM = 2
PHOTOS = 48
PHOTO_SIZE = (384, 512)  # (height, width) in pixels
OBJECTS = 6  # a photo
ENDLESS = 1 << 40  # steps
FIRST, LATER = range(2)  # epochs


class EpochsStore(PhotoStore):
    """Photos as the first epoch of a training finds them, or as later ones do.

    Several samples of one photo share its decoding in the first epoch, as ever.

    Args:
        places: of the photos by name.
        recent: as in `PhotoStore`.

    Attributes:
        epoch: `FIRST`, or `LATER`, where all photos lie decoded in memory.
    """

    def __init__(self, places: Mapping[str, PhotoPlace], *, recent: int) -> None:
        super().__init__(places, memory=0, recent=recent)
        self.epoch = FIRST
        self._decoded = PhotoStore(places)

    def photo(self, name: str) -> np.ndarray:
        """As in `PhotoStore`."""
        if self.epoch == FIRST:
            return super().photo(name)
        return self._decoded.photo(name)

    def decode_all(self) -> None:
        """Read all photos for `LATER`."""
        for name in self.names:
            self._decoded.photo(name)


def main(arguments: list[str] | None = None) -> int:
    """Print a line per stage; 1 after an error, which is a line too."""
    made = argparse.ArgumentParser(prog="python -m trainers.trial", description=__doc__)
    made.add_argument("plan", type=Path, help="a run.json")
    made.add_argument("--steps", type=int, default=STEPS)
    made.add_argument("--rounds", type=int, default=0, help="on prepared photos")
    options = made.parse_args(arguments)
    try:
        plan = TrainingPlan.from_json(options.plan.read_text(encoding="utf-8"))
        run = RunFolder(options.plan.parent)
        for name in plan.stages:
            if options.rounds:
                _say(_compared(name, plan, run, options.rounds))
            else:
                _say(_timed(name, plan, run, max(WARM + 1, options.steps)))
    except EngineError as error:
        _say({"message": error.message, "remedy": error.remedy})
        return 1
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
        _say(
            {
                "message": tr("The memory does not suffice for this plan."),
                "remedy": tr("Take a smaller batch, or more parts of a batch."),
            }
        )
        return 1
    return 0


def _say(told: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _timed(name: str, plan: TrainingPlan, run: RunFolder, steps: int) -> dict[str, object]:
    """The trial of one stage on random photos."""
    device = _fresh(plan)
    store = PhotoStore(find_places([_photos(run.path)]))
    random = np.random.default_rng(0)
    boxes = {photo: [_box(random) for _ in range(OBJECTS)] for photo in store.names}
    shapes = dict.fromkeys(store.names, PHOTO_SIZE)
    stage = _stage(name, plan, run, store, shapes, boxes)
    schedule = replace(Schedule.of(plan.settings[name], stage.samples, plan.seed), steps=steps)
    times = trial(stage, schedule, run, Crew(device)).first(steps)
    step = statistics.median(times.whole[WARM:])
    return {
        "stage": name,
        "device": str(device),
        "batch": schedule.batch,
        "seconds_per_step": step,
        "compute_seconds": statistics.median(times.computing[WARM:]),
        "images_per_second": schedule.batch / step,
        "memory_mb": peak_memory(device),
    }


def _compared(name: str, plan: TrainingPlan, run: RunFolder, rounds: int) -> dict[str, object]:
    """One stage with data loading, as in the first epoch and as in later ones, and without.

    The fastest of the rounds counts: what else a machine does only ever makes one slower.
    """
    device = _fresh(plan)
    prepared = read_prepared(run)
    places = {photo.name: photo.place for photo in prepared.photos}
    store = EpochsStore(places, recent=RECENT if name == "instance" else 0)
    store.decode_all()
    boxes = prepared.objects_in_store(plan.settings[name].filters)
    stage = _stage(name, plan, run, store, prepared.shapes(TRAINING), boxes)
    schedule = replace(Schedule.of(plan.settings[name], stage.samples, plan.seed), steps=ENDLESS)
    first: list[float] = []
    later: list[float] = []
    computing: list[float] = []
    timed = trial(stage, schedule, run, Crew(device)).rounds()
    for done in range(1, rounds + 1):
        for epoch, found in ((FIRST, first), (LATER, later)):
            store.epoch = epoch
            times = next(timed)
            found.append(statistics.fmean(times.whole))
            computing.append(statistics.fmean(times.computing))
        _say({"stage": name, "rounds": done})
    batch = stage.batch(np.arange(1), [np.random.default_rng(0)])
    picture = stage.ready(batch, torch.device("cpu"))["lightness"]
    return {
        "stage": name,
        "device": device_words(device),
        "batch": schedule.batch,
        "size": list(picture.shape[2:]),
        "seconds_per_step": min(first),
        "later_seconds_per_step": min(later),
        "memory_seconds_per_step": min(computing),
        "memory_mb": peak_memory(device),
    }


def _fresh(plan: TrainingPlan) -> torch.device:
    """The plan's device, whose peak memory counts from now on."""
    device = device_named(plan.device)
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(device)
    return device


def _stage(
    name: str,
    plan: TrainingPlan,
    run: RunFolder,
    store: PhotoStore,
    shapes: Mapping[str, tuple[int, int]],
    boxes: Objects,
) -> Stage:
    """A stage with fresh parameters; `shapes` are (height, width) of the photos by name."""
    settings, folder, names = plan.settings[name], run.path, list(shapes)
    if name == DETECTOR:
        labels = label_names(boxes)
        settings = replace(settings, steps=STEPS)  # its pictures grow: early and late ones count
        detector: AnchorFreeDetector = (
            DetectorNetwork(len(labels), plan.variant)
            if plan.start_from is None
            else starting_detector(plan, labels)
        )
        teacher = teaching_detector(plan, labels)
        return DetectorStage(detector, store, shapes, boxes, [], folder, settings, teacher=teacher)
    network = build_network(plan.network, plan.variant)
    if name == "full":
        return FullStage(network, store, names, [], folder, settings)
    if name == "instance":
        return InstanceStage(network, store, boxes, names, [], folder, settings)
    instance = build_network(plan.network, plan.variant)
    rule = FusionRule(plan.rule)
    return FusionStage(network, instance, store, boxes, names, [], folder, settings, rule=rule)


def _photos(folder: Path) -> Path:
    """A folder of random photos, made once."""
    photos = folder / "photos"
    if not photos.is_dir():
        photos.mkdir()
        random = np.random.default_rng(0)
        for number in range(PHOTOS):
            coarse = random.integers(0, 256, (12, 16, 3), np.uint8)
            picture = cv2.resize(coarse, PHOTO_SIZE[::-1], interpolation=cv2.INTER_CUBIC)
            cv2.imwrite(str(photos / f"{number}.jpg"), picture)
    return photos


def _box(random: np.random.Generator) -> LabelledBox:
    height, width = PHOTO_SIZE
    tall, wide = random.uniform(0.2, 0.6, 2) * (height, width)
    left, top = random.uniform(0, width - wide), random.uniform(0, height - tall)
    return LabelledBox(Box(left, top, left + wide, top + tall), "person", 1.0)


if __name__ == "__main__":
    sys.exit(main())
