"""One training process: prepares what is not prepared, trains the stages, and tells how it ends."""

from __future__ import annotations

import contextlib
import logging
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import torch

from engine.config import EngineConfig
from engine.device_errors import lost_device
from engine.errors import EngineError
from engine.networks.batching import is_out_of_memory
from engine.steps import Step
from engine.texts import marked, tr
from engine.training.events import (
    Evaluated,
    EventReader,
    Failed,
    Finished,
    Noted,
    Preparing,
    StageFinished,
    Started,
    Stopped,
)
from engine.training.pace import Pace
from engine.training.plan import TrainingPlan
from engine.training.preparation import (
    HELD_OUT,
    Prepared,
    is_prepared,
    prepare,
    read_prepared,
    write_prepared,
)
from engine.training.run_folder import RunFolder
from engine.training.set_evaluation import evaluate_set, table_of
from engine.training.stage_settings import Filters
from engine.training.wizard import TrainingWizard
from trainers.computing import DTYPES, device_named, device_words, precision_in
from trainers.crew import Crew, crew_for, leads
from trainers.loop import train
from trainers.schedule import Schedule
from trainers.stages import bring_checkpoints, build_stage, has_whole_set

logger = logging.getLogger(__name__)

FINISHED, FAILED, STOPPED = 0, 1, 3  # exit statuses
MOST_EVALUATED = 200  # photos in the table at the end
RESUME = marked("Resume from the last snapshot, after a restart of the computer if need be.")
EVALUATION_FILTERS = Filters(min_score=0.5, min_side=16, most=8)


class _AskedToStopError(Exception):
    """The run was asked to stop while it prepared."""


def run_plan(run: RunFolder) -> int:
    """Work on a run until it is finished, stopped or failed; the exit status.

    Raises:
        EngineError: it failed; the run folder says so too.
    """
    plan = run.plan()
    if not leads():
        with _stopping(run) as stop:
            return _trained(run, plan, crew_for(device_named(plan.device)), stop)
    with run.claimed(), _stopping(run) as stop:
        try:
            crew = crew_for(device_named(plan.device))
            run.write(_started(run, crew))
            status = _trained(run, plan, crew, stop)
        except _AskedToStopError:
            status = STOPPED
        except Exception as error:
            failure = _said(error)
            with contextlib.suppress(EngineError):  # a full disk; the heartbeat tells instead
                run.clear_stop()
                run.write(Failed(message=failure.message, remedy=failure.remedy))
            raise failure from error
        run.clear_stop()  # also one that came too late, which would stop the next process
        if status == STOPPED:
            run.write(Stopped())
        return status


def _started(run: RunFolder, crew: Crew) -> Started:
    """What is told of the process, for those to come as well."""
    dtype = precision_in(run, "auto", crew.device)
    [precision] = (name for name, known in DTYPES.items() if known == dtype)
    words = device_words(crew.device)
    return Started(device=words, processes=crew.size, precision=precision)


def _trained(run: RunFolder, plan: TrainingPlan, crew: Crew, stop: Callable[[], bool]) -> int:
    for missing in TrainingWizard(run.path).missing(plan):
        raise EngineError(missing.message, missing.remedy)
    if crew.leads:
        if not is_prepared(run, plan):
            write_prepared(run, _prepared(run, plan, stop))
        bring_checkpoints(plan, run)
    crew.meet()
    prepared = read_prepared(run)
    store = prepared.store()
    finished = _finished_stages(run)
    for name in plan.stages:
        if name in finished:
            continue
        _seed(plan.seed + crew.rank)
        stage = build_stage(name, plan, run, prepared, store)
        schedule = Schedule.of(plan.settings[name], stage.samples, plan.seed)
        if train(stage, schedule, run.path, crew.device, stop=stop, crew=crew) is None:
            return STOPPED
    if crew.leads:
        if has_whole_set(run):
            _evaluate(run, plan, prepared, crew.device, stop)
        run.write(Finished())
    crew.meet()
    return FINISHED


def _prepared(run: RunFolder, plan: TrainingPlan, stop: Callable[[], bool]) -> Prepared:
    """Stage 0, told in events."""
    steps = prepare(plan)
    told = ""
    while True:
        try:
            step = next(steps)
        except StopIteration as ended:
            prepared: Prepared = ended.value
            break
        if stop():
            steps.close()
            raise _AskedToStopError
        told = _tell_step(run, step, told)
    for note in prepared.notes:
        run.write(Noted(message=note))
    return prepared


def _tell_step(run: RunFolder, step: Step, told: str) -> str:
    """Write a step as an event unless it says next to nothing new; what was told last."""
    left = step.result.seconds_left if isinstance(step.result, Pace) else None
    news = f"{step.label} {step.done * 100 // max(1, step.total)}"
    if news != told:
        run.write(Preparing(label=step.label, done=step.done, total=step.total, seconds_left=left))
    return news


def _finished_stages(run: RunFolder) -> set[str]:
    """The stages that were trained to their end and whose checkpoint is still there."""
    events = EventReader(run.events_file).new()
    ended = {event.stage: event.path for event in events if isinstance(event, StageFinished)}
    return {stage for stage, path in ended.items() if (run.path / path).is_file()}


def _evaluate(
    run: RunFolder,
    plan: TrainingPlan,
    prepared: Prepared,
    device: torch.device,
    stop: Callable[[], bool],
) -> None:
    """The table of the finished set on held-out photos."""
    from engine.colorizer import Colorizer
    from engine.networks.catalogue import load_networks

    config = EngineConfig(network=plan.network, checkpoints=run.checkpoints)
    colorizer = Colorizer(load_networks(config, device), device)
    names = prepared.names(HELD_OUT)[:MOST_EVALUATED]
    boxes = prepared.objects_in_store(EVALUATION_FILTERS)
    steps = evaluate_set(colorizer, prepared.store(), boxes, names)
    told = ""
    while True:
        try:
            step = next(steps)
        except StopIteration as ended:
            run.write(Evaluated(table=table_of(ended.value)))
            return
        told = _tell_step(run, step, told)
        if stop():  # everything is trained; only the table is missing
            steps.close()
            return


@contextmanager
def _stopping(run: RunFolder) -> Iterator[Callable[[], bool]]:
    """Whether the run was asked to stop: by its folder, Ctrl-C or the system."""
    received: list[int] = []
    before = {
        number: signal.signal(number, lambda got, frame: received.append(got))
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield lambda: bool(received) or run.stop_requested
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _seed(seed: int) -> None:
    """The fresh parameters of a stage depend on the plan's seed alone."""
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch.manual_seed(seed)


def _said(error: Exception) -> EngineError:
    """What a person is told about `error`."""
    if isinstance(error, EngineError):
        return error
    logger.exception("The training failed")
    if is_out_of_memory(error):
        return EngineError(
            tr("The memory does not suffice for this training."),
            tr("Take a smaller batch, smaller pictures, or the compact network."),
        )
    said = " ".join(str(error).split())[:300]
    if type(error).__module__.startswith(("torch._dynamo", "torch._inductor")):
        return EngineError(
            tr("torch.compile does not work here: {said}.", said=said),
            tr("Switch `compiled` off in the plan."),
        )
    return lost_device(error, RESUME) or EngineError(
        tr("Unexpected {kind} ({said}).", kind=type(error).__name__, said=said)
        if said
        else tr("Unexpected {kind}.", kind=type(error).__name__),
        tr("The file log.txt in the run folder shows where it came from; resume to try again."),
    )
