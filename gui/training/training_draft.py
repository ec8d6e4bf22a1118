"""The training that is being planned: its photos, objects and values, and the work on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from engine.config import EngineConfig
from engine.errors import EngineError
from engine.steps import Step, Steps
from engine.texts import sentences, tr
from engine.training.filter_advice import FilterAdvice
from engine.training.object_search import FoundObjects
from engine.training.pace import Pace
from engine.training.plan import TrainingPlan
from engine.training.preparation import TRAINING, divided, prepare, subset
from engine.training.wizard import Missing, StageEstimate, TrainingWizard, samples
from gui.engine_thread import EngineThread, Lane
from gui.training.draft_work import (
    Machine,
    Scanned,
    looking_around,
    measuring,
    resuming,
    scanning,
    searching,
    starting,
    stopping,
)
from gui.training.told_objects import ObjectTeller, ToldObjects

UNKNOWN = Path("photos")  # a plan needs photos; this stands for those to come


class Work(Enum):
    """What the worker does for the wizard, each with a lane of its own."""

    MACHINE = Lane.SURVEY
    SCAN = Lane.DETAIL
    OBJECTS = Lane.WARM_UP
    ESTIMATE = Lane.IMPORT
    RUN = Lane.SAVE


class TrainingDraft(QObject):
    """Observable state of the pages before the run, and every command on it.

    Args:
        thread: a worker of the wizard's own, so that photos in the main window do not wait.
        config: the app's settings, for the network, detector and device to begin with.

    Attributes:
        photos_changed: sources or their scan.
        objects_changed: found objects, or those that would now have to be looked for.
        plan_changed: any value of the plan.
        machine_changed: what the computer has is known.
        estimate_changed: measured, or no longer true.
        work_changed: work began, went on or ended.
        failed: the `Work` and the `EngineError` for which it ended, or None to forget the last.
        started: the folder of a run that has just been started or resumed.
        surprised: an exception that nobody can act on.
    """

    photos_changed = Signal()
    objects_changed = Signal()
    plan_changed = Signal()
    machine_changed = Signal()
    estimate_changed = Signal()
    work_changed = Signal()
    failed = Signal(object, object)
    started = Signal(object)
    surprised = Signal(object)

    def __init__(
        self, thread: EngineThread, config: EngineConfig, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._thread = thread
        self._config = config
        self._working: dict[Work, Step] = {}
        self.sources: tuple[Path, ...] = ()
        self.scanned: Scanned | None = None
        self.found: FoundObjects | None = None
        self._teller = ObjectTeller()
        self.machine: Machine | None = None
        self.choices = TrainingPlan(
            data=(UNKNOWN,),
            network=config.network,
            detector=config.detector,
            device=config.device,
        )
        self.trouble = ""  # why the values of the plan page make no plan
        self.estimates: dict[str, StageEstimate] = {}
        self._estimated: tuple[TrainingPlan, Scanned | None] | None = None

    # State

    @property
    def plan(self) -> TrainingPlan:
        """The plan as it stands.

        Raises:
            EngineError: there are no photos, or its values make no sense.
        """
        return replace(self.choices, data=self.sources)

    def working(self, work: Work) -> Step | None:
        """The last step of this work; None when it does not go on."""
        return self._working.get(work)

    @property
    def usable(self) -> int:
        """How many photos can be used, 0 before the scan."""
        return len(self.scanned.scan.photos) if self.scanned is not None else 0

    def missing(self) -> tuple[Missing | FilterAdvice, ...]:
        """What the chosen stages still need."""
        advice = (told for told in self.objects_told.advice if told.blocks)
        return *TrainingWizard(Path()).missing(self.choices), *advice

    @property
    def objects_told(self) -> ToldObjects:
        """What is to be said of the objects that the filters leave to train on."""
        scan = self.scanned.scan if self.scanned is not None else None
        return self._teller.tell(self.choices, scan, self.found)

    @property
    def estimate_holds(self) -> bool:
        """Whether the estimate is of the values and photos that are chosen now."""
        return bool(self.estimates) and self._estimated == (self.choices, self.scanned)

    def obstacle(self) -> str:
        """Why the training cannot be started now; empty when it can."""
        if not self.sources:
            return tr("Add photos first.")
        if self.working(Work.SCAN) is not None:
            return tr("The photos are still being read.")
        if self.scanned is None:
            return tr("Read the photos first.")
        if not self.usable:
            return tr("None of the photos can be used.")
        if self.trouble:
            return self.trouble
        if self.machine is not None and self.choices.device not in self.machine.devices:
            return tr("This computer does not have the chosen device.")
        missing = self.missing()
        if missing:
            return sentences(missing[0].message, missing[0].remedy)
        if self.working(Work.RUN) is not None:
            return tr("The training is being started.")
        return ""

    # Photos

    def add_sources(self, paths: Sequence[Path]) -> None:
        """Add folders and tars, and read all photos."""
        new = [path for path in dict.fromkeys(paths) if path not in self.sources]
        if new:
            self._set_sources((*self.sources, *new))

    def remove_source(self, path: Path) -> None:
        """Take a folder or tar out again; nothing happens to its photos."""
        self._set_sources(tuple(known for known in self.sources if known != path))

    def scan(self) -> None:
        """Read all photos of the sources once more."""
        self._forget_scan()
        if self.sources:
            plan = self.plan
            self._do(Work.SCAN, tr("Reading the photos"), lambda: scanning(plan), self._scan_done)

    def _set_sources(self, sources: tuple[Path, ...]) -> None:
        self.sources = sources
        self.scan()

    def _forget_scan(self) -> None:
        self.cancel(Work.SCAN, Work.OBJECTS)
        self.scanned = None
        self.found = None
        self.failed.emit(Work.SCAN, None)
        self.photos_changed.emit()
        self.objects_changed.emit()

    def _scan_done(self, scanned: Scanned) -> None:
        self.scanned = scanned
        self.photos_changed.emit()
        self.objects_changed.emit()
        if self.choices.boxes is not None:
            self.find_objects()

    # Objects

    def find_objects(self) -> None:
        """Look for objects in the usable photos; what was found before is not looked for again."""
        if self.scanned is None:
            return
        plan, scan = self.plan, self.scanned.scan
        label = tr("Reading the boxes") if plan.boxes else tr("Looking for objects")
        self._do(Work.OBJECTS, label, lambda: searching(plan, scan), self._objects_done)

    def measure_variances(self) -> None:
        """Measure how much every object varies, which boxes in files do not tell."""
        if self.scanned is None or self.found is None:
            return
        found, scan = self.found, self.scanned.scan
        self._do(
            Work.OBJECTS,
            tr("Measuring the objects"),
            lambda: measuring(found, scan),
            self._objects_done,
        )

    def _objects_done(self, found: FoundObjects) -> None:
        self.found = found
        self.objects_changed.emit()

    # Plan

    def edit(self, edited: Callable[[TrainingPlan], TrainingPlan]) -> bool:
        """Change the plan; where the values make no plan, `trouble` says why, and it stays."""
        before = self.choices
        try:
            after = edited(before)
        except EngineError as error:
            self.trouble = str(error)
            self.plan_changed.emit()
            return False
        self.trouble = ""
        self.choices = after
        if (after.boxes, after.detector) != (before.boxes, before.detector):
            self.cancel(Work.OBJECTS)
            self.found = None
            self.failed.emit(Work.OBJECTS, None)
            self.objects_changed.emit()
        self.plan_changed.emit()
        if after != before:
            self.estimate_changed.emit()
        return True

    def look_around(self) -> None:
        """Find out what this machine has, once."""
        if self.machine is None and self.working(Work.MACHINE) is None:
            config = self._config
            self._do(
                Work.MACHINE,
                tr("Looking at this computer"),
                lambda: looking_around(config),
                self._machine_known,
            )

    def _machine_known(self, machine: Machine) -> None:
        self.machine = machine
        self.machine_changed.emit()

    def estimate(self) -> None:
        """Try every stage for a few steps on the plan's device."""
        if not self.sources:
            return
        plan, estimated = self.plan, (self.choices, self.scanned)
        scan = None if self.scanned is None else self.scanned.scan
        found = self.found

        def work() -> Steps[dict[str, StageEstimate]]:
            counts: dict[str, int] = {}
            if scan is not None and (found is not None or not plan.needs_objects):
                counts = samples(plan, (yield from prepare(plan, scan=scan, found=found)))
            elif scan is not None:
                names = [photo.name for photo in subset(scan.photos, plan.subset, plan.seed)]
                training = list(divided(names, plan).values()).count(TRAINING)
                counts = dict.fromkeys(plan.stages, training)
            return (yield from TrainingWizard(Path()).estimate(plan, counts))

        def done(estimates: dict[str, StageEstimate]) -> None:
            self.estimates, self._estimated = estimates, estimated
            self.estimate_changed.emit()

        self._do(Work.ESTIMATE, tr("Trying the stages on this device"), work, done)

    # Run

    def start(self, folder: Path) -> None:
        """Write the plan into `folder` and start its training, which outlives the app."""
        if self.obstacle():
            return
        self.cancel(Work.OBJECTS, Work.ESTIMATE)  # the training itself goes on looking
        plan, found = self.plan, self.found
        scan = None if self.scanned is None else self.scanned.scan
        self._run(tr("Starting the training"), lambda: starting(folder, plan, scan, found))

    def resume(self, folder: Path, *, slower: float = 1.0, device: str = "") -> None:
        """Go on with a run; see `resuming`."""
        self._run(tr("Resuming the training"), lambda: resuming(folder, slower, device))

    def stop(self, folder: Path) -> None:
        """Let a run write a snapshot and end."""
        self._run(tr("Pausing the training"), lambda: stopping(folder))

    def _run(self, label: str, work: Callable[[], Steps[Path]]) -> None:
        self._do(Work.RUN, label, work, self.started.emit)

    # Work

    def cancel(self, *works: Work) -> None:
        """End some work; what was found so far is kept where it can be."""
        ended = [work for work in works if self._working.pop(work, None) is not None]
        for work in ended:
            self._thread.cancel(work.value)
        if ended:
            self.work_changed.emit()

    def _do(
        self,
        work: Work,
        label: str,
        steps: Callable[[], Steps[Any]],
        done: Callable[[Any], None],
    ) -> None:
        def on_step(step: Step) -> None:
            self._working[work] = step
            self.work_changed.emit()

        def on_done(result: Any) -> None:
            self._working.pop(work, None)
            done(result)
            self.work_changed.emit()

        def on_failed(error: Exception) -> None:
            self._working.pop(work, None)
            self.work_changed.emit()
            if isinstance(error, EngineError):
                self.failed.emit(work, error)
            else:
                self.surprised.emit(error)

        self.failed.emit(work, None)
        self._working[work] = Step(label, 0, 0)
        self._thread.submit(
            work.value, steps, on_step=on_step, on_done=on_done, on_failed=on_failed
        )
        self.work_changed.emit()


def seconds_left(step: Step) -> float | None:
    """What a step of long work tells of the time that is left."""
    return step.result.seconds_left if isinstance(step.result, Pace) else None
