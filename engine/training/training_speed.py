"""Measures how fast each stage of each network trains here, and what loading its data costs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from engine.atomic_files import write_whole
from engine.errors import EngineError
from engine.steps import Step, Steps
from engine.texts import tr
from engine.training.object_boxes import COLUMN_LIST
from engine.training.photo_store import RECENT
from engine.training.plan import STAGE_WORDS, TrainingPlan
from engine.training.preparation import prepare, write_prepared
from engine.training.run_folder import RunFolder
from engine.training.trial_process import Answer, trial_answers

REPORT_PHOTOS = 110_000
MOST_PHOTOS = 4 * RECENT  # of those that are given
PHOTOS = 2 * RECENT  # made where none are given; more than are kept decoded
PHOTO_SIZE = (480, 640)  # (height, width) of those, in pixels: COCO's
OBJECTS = 5  # of each
GRAIN = 6.0  # of their RGB values, so that they are files as large as photos are


@dataclass(frozen=True)
class StageSpeed:
    """How fast one stage of one network trains on this machine.

    Attributes:
        network, stage: which.
        device: where, in words.
        batch: pictures a step.
        size: (height, width) of the pictures, in pixels.
        seconds_per_step: with photos read, decoded and augmented meanwhile, as in the first epoch.
        later_seconds_per_step: with decoded photos kept in memory, as in later epochs.
        memory_seconds_per_step: of the same steps on tensors that lie in memory.
        memory_mb: the most that was used, of the graphics card or of the process, in MiB; None
            where the system does not tell.
    """

    network: str
    stage: str
    device: str
    batch: int
    size: tuple[int, int]
    seconds_per_step: float
    later_seconds_per_step: float
    memory_seconds_per_step: float
    memory_mb: float | None

    @property
    def images_per_second(self) -> float:
        """Data loading included, in the first epoch."""
        return self.batch / self.seconds_per_step

    @property
    def later_images_per_second(self) -> float:
        """Data loading included, in later epochs."""
        return self.batch / self.later_seconds_per_step

    @property
    def memory_images_per_second(self) -> float:
        """From tensors in memory."""
        return self.batch / self.memory_seconds_per_step

    @property
    def loading_cost(self) -> float:
        """The share of the first epoch's images/s that loading takes.

        Chance may put it a little below 0.
        """
        return 1.0 - self.memory_seconds_per_step / self.seconds_per_step

    @property
    def later_loading_cost(self) -> float:
        """That of later epochs."""
        return 1.0 - self.memory_seconds_per_step / self.later_seconds_per_step


def training_speed(
    networks: Sequence[str],
    *,
    data: Sequence[Path] = (),
    boxes: Path | None = None,
    recipe: str = "compact",
    device: str = "auto",
    precision: str = "auto",
    rounds: int = 5,
) -> Steps[list[StageSpeed]]:
    """Time every stage of some networks, each in a process of its own.

    When this generator is closed, the process ends and all that was written goes. A step whose
    `result` is a `StageSpeed` is one more stage.

    Args:
        data: folders and tars of photos, of which at most `MOST_PHOTOS` are used; without any,
            photos are made.
        boxes: a file of objects in them; without one, objects are looked for.
        recipe, device: as in `TrainingPlan`.
        precision: as in `StageSettings`.
        rounds: of steps with and without loading, of which the fastest count, each once with the
            photos decoded anew and once with decoded ones.

    Raises:
        EngineError: nothing is left to train on, the device is not there, or the memory does not
            suffice.
    """
    speeds: list[StageSpeed] = []
    with tempfile.TemporaryDirectory(prefix="training-speed-") as folder:
        if not data:
            yield Step(tr("Making photos"), 0, 0)
            photos, boxes = write_photos(Path(folder), PHOTOS)
            data = (photos,)
        plans = [
            TrainingPlan(
                tuple(data), boxes, network=network, recipe=recipe, device=device,
                subset=MOST_PHOTOS,
            )
            for network in networks
        ]  # fmt: skip
        prepared = yield from prepare(plans[0])
        wanted = [(plan, stage) for plan in plans for stage in plan.stages]
        for number, (plan, stage) in enumerate(wanted):
            run = RunFolder(Path(folder, str(number)))
            run.create(replace(plan.changed(stage, precision=precision), stages=(stage,)))
            write_prepared(run, prepared)
            speeds.append((yield from _speed(run, plan.network, stage, rounds)))
            label = tr("Timed the {stage} stage", stage=tr(STAGE_WORDS[stage]))
            yield Step(label, len(speeds), len(wanted), speeds[-1])
    return speeds


def _speed(run: RunFolder, network: str, stage: str, rounds: int) -> Steps[StageSpeed]:
    label, done = tr("Timing the {stage} stage", stage=tr(STAGE_WORDS[stage])), 0
    yield Step(label, done, rounds)
    with closing(trial_answers(run.plan_file, "--rounds", str(rounds))) as answers:
        for answer in answers:
            if answer is not None and "rounds" not in answer:
                return _told(answer, network)
            done = done if answer is None else answer["rounds"]
            yield Step(label, done, rounds)
    raise EngineError(tr("The trial ended early."), tr("Try a smaller batch or another device."))


def _told(answer: Answer, network: str) -> StageSpeed:
    height, width = answer["size"]
    return StageSpeed(
        network=network,
        stage=answer["stage"],
        device=answer["device"],
        batch=answer["batch"],
        size=(height, width),
        seconds_per_step=answer["seconds_per_step"],
        later_seconds_per_step=answer["later_seconds_per_step"],
        memory_seconds_per_step=answer["memory_seconds_per_step"],
        memory_mb=answer["memory_mb"],
    )


def hours_of_first_epochs(speeds: Iterable[StageSpeed]) -> float:
    """Hours in which each of these stages sees `REPORT_PHOTOS` pictures once."""
    return sum(REPORT_PHOTOS / speed.images_per_second for speed in speeds) / 3600


def write_photos(folder: Path, count: int) -> tuple[Path, Path]:
    """Write colour photos of smooth patches and grain, always the same, and boxes in them.

    Returns:
        the folder of the photos, and their box file.

    Raises:
        EngineError: the folder cannot be written.
    """
    photos, table = folder / "photos", folder / "boxes.csv"
    random = np.random.default_rng(0)
    lines = [COLUMN_LIST.replace(" ", "")]
    height, width = PHOTO_SIZE
    try:
        photos.mkdir()
        for number in range(count):
            patches = random.uniform(0, 255, (12, 16, 3)).astype(np.float32)
            smooth = cv2.resize(patches, (width, height), interpolation=cv2.INTER_CUBIC)
            grain = random.normal(0, GRAIN, (height, width, 1)).astype(np.float32)
            pixels = np.clip(smooth + grain, 0, 255).astype(np.uint8)
            name = f"{number:03}.jpg"
            (photos / name).write_bytes(cv2.imencode(".jpg", pixels)[1].tobytes())
            for _ in range(OBJECTS):
                tall, wide = random.uniform(0.2, 0.6, 2) * PHOTO_SIZE
                left, top = random.uniform(0, width - wide), random.uniform(0, height - tall)
                lines.append(
                    f"{name},person,1.0,{left:.1f},{top:.1f},{left + wide:.1f},{top + tall:.1f}"
                )
        write_whole(table, "\n".join(lines) + "\n")
    except OSError as error:
        raise EngineError(
            tr(
                "The photos to train on could not be written to {folder}: {reason}.",
                folder=folder,
                reason=error.strerror or error,
            ),
            tr("Make some room on the disk."),
        ) from error
    return photos, table
