"""`python -m trainers.trial PLAN`: times a few steps of every stage on random photos.

For each stage it prints one JSON line: seconds a step with data loading, seconds of the pure
computation, and the memory that it took.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import torch

from engine.errors import EngineError
from engine.instances import Box
from engine.networks.catalogue import build_network
from engine.networks.fusion import FusionRule
from engine.training.object_boxes import LabelledBox
from engine.training.photo_places import find_places
from engine.training.photo_store import PhotoStore
from engine.training.plan import TrainingPlan
from engine.training.run_folder import RunFolder
from trainers.computing import device_named, is_out_of_memory, peak_memory
from trainers.crew import Crew
from trainers.loop import trial
from trainers.schedule import Schedule
from trainers.stage import Stage
from trainers.train_full import FullStage
from trainers.train_fusion import FusionStage
from trainers.train_instance import InstanceStage

STEPS = 6  # the first two warm up
WARM = 2
PHOTOS = 48
PHOTO_SIZE = (384, 512)  # (height, width) in pixels
OBJECTS = 6  # a photo


def main(arguments: list[str] | None = None) -> int:
    """Print a line per stage; 1 after an error, which is a line too."""
    made = argparse.ArgumentParser(prog="python -m trainers.trial", description=__doc__)
    made.add_argument("plan", type=Path, help="a run.json")
    made.add_argument("--steps", type=int, default=STEPS)
    options = made.parse_args(arguments)
    try:
        plan = TrainingPlan.from_json(options.plan.read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory(prefix="training-trial-") as folder:
            for name in plan.stages:
                _say(_timed(name, plan, Path(folder), max(WARM + 1, options.steps)))
    except EngineError as error:
        _say({"message": error.message, "remedy": error.remedy})
        return 1
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
        _say(
            {
                "message": "The memory does not suffice for this plan.",
                "remedy": "Take a smaller batch, or more parts of a batch.",
            }
        )
        return 1
    return 0


def _say(told: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _timed(name: str, plan: TrainingPlan, folder: Path, steps: int) -> dict[str, object]:
    """The trial of one stage."""
    device = device_named(plan.device)
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(device)
    stage = _stage(name, plan, folder)
    schedule = replace(Schedule.of(plan.settings[name], stage.samples, plan.seed), steps=steps)
    times = trial(stage, schedule, RunFolder(folder), Crew(device))
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


def _stage(name: str, plan: TrainingPlan, folder: Path) -> Stage:
    """A stage with fresh parameters on random photos."""
    store = PhotoStore(find_places([_photos(folder)]))
    settings = plan.settings[name]
    network = build_network(plan.network, plan.variant)
    names = store.names
    if name == "full":
        return FullStage(network, store, names, [], folder, settings)
    random = np.random.default_rng(0)
    boxes = {name: [_box(random) for _ in range(OBJECTS)] for name in names}
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
    return LabelledBox(Box(left, top, left + wide, top + tall), "object", 1.0)


if __name__ == "__main__":
    sys.exit(main())
