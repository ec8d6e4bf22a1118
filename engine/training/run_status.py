"""How a run stands, in figures and in sentences, folded from its events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from engine.texts import counted, marked, tr
from engine.training.events import (
    Evaluated,
    Event,
    Failed,
    Finished,
    Noted,
    Preparing,
    Progress,
    Snapshot,
    StageFinished,
    StageStarted,
    Started,
    Stopped,
    Validated,
)
from engine.training.plan import STAGE_WORDS, STAGES

STATES = (
    "ready",
    "preparing",
    "running",
    "stopping",
    "stopped",
    "finished",
    "failed",
    "died",
)
ACTIVE = ("preparing", "running", "stopping")
TRAINING = marked("Training the {stage} network: step {step:,} of {steps:,}")
TRAINING_WITH_LOSS = marked(
    "Training the {stage} network: step {step:,} of {steps:,}, loss {loss:.4g}"
)


@dataclass(frozen=True)
class RunStatus:
    """How a run stands.

    Attributes:
        state: one of `STATES`: "ready" was never started, "died" ended without a word.
        message: one sentence on how it stands.
        remedy: what to do about it; empty where nothing needs doing.
        stages: that the plan trains; `finished_stages` those that are done.
        stage, step, steps: where it is; empty and 0 before the first stage.
        loss, lr, images_per_second, waiting, memory_mb, seconds_left: of the last `Progress`.
        snapshot: the step of this stage up to which everything is safe.
        device: in words.
        validation: the latest figures per stage.
        table: the evaluation at the end, see `Evaluated`.
        notes: what was worth telling.
        updated: when the last event happened, seconds since 1970.
    """

    state: str = "ready"
    message: str = ""
    remedy: str = ""
    stages: tuple[str, ...] = STAGES
    finished_stages: tuple[str, ...] = ()
    stage: str = ""
    step: int = 0
    steps: int = 0
    loss: float | None = None
    lr: float | None = None
    images_per_second: float | None = None
    waiting: float | None = None
    memory_mb: float | None = None
    seconds_left: float | None = None
    snapshot: int = 0
    device: str = ""
    validation: dict[str, dict[str, float]] = field(default_factory=dict)
    table: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    updated: float = 0.0

    @property
    def active(self) -> bool:
        """Whether a process works on it."""
        return self.state in ACTIVE

    @property
    def share(self) -> float:
        """How much of all stages' work is done, 0..1, every stage counted the same."""
        whole = len(set(self.finished_stages) & set(self.stages))
        counts = self.steps and self.stage not in self.finished_stages
        part = self.step / self.steps if counts else 0.0
        return min(1.0, max(0.0, (whole + part) / max(1, len(self.stages))))

    def line(self) -> str:
        """One line for a terminal."""
        return f"{self.state}: {self.message} {self.remedy}".strip()

    def to_json(self) -> dict[str, Any]:
        """Words and numbers for a JSON line."""
        return asdict(self)


def folded(status: RunStatus, events: Iterable[Event]) -> RunStatus:
    """The status after some more events; what the process is doing now is not its business."""
    for event in events:
        status = replace(_after(status, event), updated=event.time)
    return status


def _after(status: RunStatus, event: Event) -> RunStatus:
    match event:
        case Started():
            return replace(
                status,
                state="preparing",
                message=tr("Starting."),
                remedy="",
                device=event.device,
                seconds_left=None,
            )
        case Preparing():
            told = event.label
            if event.total:
                told = tr(
                    "{label}: {done:,} of {total:,}",
                    label=event.label,
                    done=event.done,
                    total=event.total,
                )
            return replace(
                status,
                state="preparing",
                message=_sentence(told, event.seconds_left),
                seconds_left=event.seconds_left,
            )
        case StageStarted():
            return _told(
                replace(
                    status,
                    stage=event.stage,
                    step=event.step,
                    steps=event.steps,
                    snapshot=event.step,
                    loss=None,
                    seconds_left=None,
                )
            )
        case Progress():
            return _told(
                replace(
                    status,
                    stage=event.stage,
                    step=event.step,
                    steps=event.steps,
                    loss=event.loss,
                    lr=event.lr,
                    images_per_second=event.images_per_second,
                    waiting=event.waiting,
                    memory_mb=event.memory_mb,
                    seconds_left=event.seconds_left,
                )
            )
        case Validated():
            return replace(status, validation={**status.validation, event.stage: event.validation})
        case Snapshot():
            return replace(status, snapshot=event.step)
        case StageFinished():
            finished = (*(s for s in status.finished_stages if s != event.stage), event.stage)
            return replace(status, finished_stages=finished)
        case Noted():
            return replace(status, notes=(*status.notes, event.message))
        case Evaluated():
            return replace(status, table=event.table)
        case Stopped():
            return replace(
                status,
                state="stopped",
                message=tr(
                    "Stopped in the {stage} stage at step {step:,}.",
                    stage=words(status.stage),
                    step=status.step,
                )
                if status.stage
                else tr("Stopped."),
                remedy=tr("Resume to go on from there."),
                seconds_left=None,
            )
        case Finished():
            return replace(
                status, state="finished", message=tr("Finished."), remedy="", seconds_left=0.0
            )
        case Failed():
            return replace(
                status,
                state="failed",
                message=event.message,
                remedy=event.remedy,
                seconds_left=None,
            )
    return status


def _told(status: RunStatus) -> RunStatus:
    said = TRAINING if status.loss is None else TRAINING_WITH_LOSS
    told = tr(
        said, stage=words(status.stage), step=status.step, steps=status.steps, loss=status.loss
    )
    return replace(status, state="running", remedy="", message=_sentence(told, status.seconds_left))


def _sentence(told: str, seconds_left: float | None) -> str:
    """What is going on, and for how long where that is known."""
    if seconds_left is None:
        return tr("{told}.", told=told)
    return tr("{told}, {time} left.", told=told, time=duration(seconds_left))


def words(stage: str) -> str:
    """A stage's name in a sentence."""
    return tr(STAGE_WORDS[stage]) if stage in STAGE_WORDS else stage


def duration(seconds: float) -> str:
    """Seconds in words ("2 hours 5 minutes", "40 seconds")."""
    whole = max(0, round(seconds))
    if whole < 90:
        return counted(whole, marked("{n} second"), marked("{n} seconds"))
    minutes = round(whole / 60)
    if minutes < 90:
        return _minutes(minutes)
    hours, minutes = divmod(minutes, 60)
    if hours >= 48:
        return counted(round(hours / 24), marked("{n} day"), marked("{n} days"))
    said = counted(hours, marked("{n} hour"), marked("{n} hours"))
    return tr("{hours} {minutes}", hours=said, minutes=_minutes(minutes)) if minutes else said


def _minutes(number: int) -> str:
    return counted(number, marked("{n} minute"), marked("{n} minutes"))
