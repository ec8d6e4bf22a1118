"""What a training process tells: typed events, one JSON line each, and a reader that follows."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, ClassVar

from engine.errors import EngineError
from engine.texts import tr

LARGEST = 2**53  # of whole numbers that JSON carries exactly


@dataclass(frozen=True, kw_only=True)
class Event:
    """Anything that happened; `time` is in seconds since 1970."""

    kind: ClassVar[str] = ""
    time: float = field(default_factory=time.time)

    def line(self) -> str:
        """One line of `events.jsonl`, without its end."""
        values = {"time": round(self.time, 2), "kind": self.kind}
        return json.dumps({**asdict(self), **values})


@dataclass(frozen=True, kw_only=True)
class Started(Event):
    """A process began or went on with the run.

    Attributes:
        device: in words ("cpu", "cuda:0 NVIDIA H200").
        processes: how many work together.
        precision: what `auto` stands for on this device, as in `PRECISIONS`; "" is not known.
    """

    kind: ClassVar[str] = "started"
    device: str
    processes: int = 1
    precision: str = ""


@dataclass(frozen=True, kw_only=True)
class Preparing(Event):
    """Progress of the data preparation.

    Attributes:
        label: what is going on, to show ("Looking for objects").
        seconds_left: None while it cannot be known.
    """

    kind: ClassVar[str] = "preparing"
    label: str
    done: int
    total: int
    seconds_left: float | None = None


@dataclass(frozen=True, kw_only=True)
class StageStarted(Event):
    """A stage began, or went on from a snapshot at `step`."""

    kind: ClassVar[str] = "stage"
    stage: str
    step: int
    steps: int
    samples: int
    batch: int


@dataclass(frozen=True, kw_only=True)
class Progress(Event):
    """Some steps were done.

    Attributes:
        step: how many of `steps` are done.
        loss: mean over the steps since the last such event.
        lr: learning rate of the last step.
        images_per_second: data loading included.
        waiting: share of the time that was spent waiting for data, 0..1.
        seconds_left: of this stage, validation and snapshots included.
        memory_mb: the largest so far, of the graphics card or of the process.
    """

    kind: ClassVar[str] = "progress"
    stage: str
    step: int
    steps: int
    loss: float
    lr: float
    images_per_second: float
    waiting: float = 0.0
    seconds_left: float | None = None
    memory_mb: float | None = None


@dataclass(frozen=True, kw_only=True)
class Validated(Event):
    """Figures on the photos that are held out.

    Attributes:
        validation: "loss" and "psnr" (dB), "psnr_grey", "colourfulness"; the fusion's are
            "full_psnr", "fused_psnr", "fused_objects_psnr" and so on.
    """

    kind: ClassVar[str] = "validation"
    stage: str
    step: int
    validation: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class Sampled(Event):
    """A picture of sample photos was written: `path`, relative to the run folder."""

    kind: ClassVar[str] = "sample"
    stage: str
    step: int
    path: str


@dataclass(frozen=True, kw_only=True)
class Snapshot(Event):
    """Everything up to `step` is safe on the disk."""

    kind: ClassVar[str] = "snapshot"
    stage: str
    step: int


@dataclass(frozen=True, kw_only=True)
class StageFinished(Event):
    """A stage's checkpoint was written: `path`, relative to the run folder."""

    kind: ClassVar[str] = "stage_finished"
    stage: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Noted(Event):
    """Something to tell a person that needs no action ("Out of memory: ... goes on ...")."""

    kind: ClassVar[str] = "note"
    message: str


@dataclass(frozen=True, kw_only=True)
class Evaluated(Event):
    """The table at the end: {"whole" | "instance": {"grey" | "full" | "fused" | ...: figures}}."""

    kind: ClassVar[str] = "evaluation"
    table: dict[str, dict[str, dict[str, float]]]


@dataclass(frozen=True, kw_only=True)
class Stopped(Event):
    """The run was asked to stop and did, after a snapshot."""

    kind: ClassVar[str] = "stopped"


@dataclass(frozen=True, kw_only=True)
class Finished(Event):
    """All stages are done and `checkpoints/` is complete."""

    kind: ClassVar[str] = "finished"


@dataclass(frozen=True, kw_only=True)
class Failed(Event):
    """The run ended with an error: one sentence on what happened and one on what to do."""

    kind: ClassVar[str] = "failed"
    message: str
    remedy: str = ""


KINDS: dict[str, type[Event]] = {
    made.kind: made
    for made in (
        Started,
        Preparing,
        StageStarted,
        Progress,
        Validated,
        Sampled,
        Snapshot,
        StageFinished,
        Noted,
        Evaluated,
        Stopped,
        Finished,
        Failed,
    )
}


def parse(line: str) -> Event | None:
    """The event of a line; None for a damaged one or a kind that this version does not know."""
    try:
        values: dict[str, Any] = json.loads(line)
        made = KINDS[values.pop("kind")]
        known = {entry.name: str(entry.type) for entry in fields(made)}
        given = {name: value for name, value in values.items() if name in known}
        sound = all(_is_sound(value, known[name]) for name, value in given.items())
        return made(**given) if sound else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _is_sound(value: object, kind: str) -> bool:
    """Whether a value from JSON is of the type that its field is annotated with."""
    if kind.startswith("dict"):
        return isinstance(value, dict)
    if kind == "str":
        return isinstance(value, str)
    if value is None:
        return kind.endswith("None")
    sound = type(value) is int or (type(value) is float and kind.startswith("float"))
    return sound and -LARGEST < value < LARGEST  # type: ignore[operator]


class EventReader:
    """Reads a growing `events.jsonl`; a last line that is not finished is kept for next time.

    Args:
        path: may not exist yet.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = 0

    @property
    def offset(self) -> int:
        """The bytes of the file that were read."""
        return self._offset

    def new(self) -> list[Event]:
        """The events since the last call.

        Raises:
            EngineError: the file cannot be read.
        """
        try:
            with self._path.open("rb") as file:
                file.seek(0, 2)
                if file.tell() < self._offset:  # another run took the folder
                    self._offset = 0
                file.seek(self._offset)
                data = file.read()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise EngineError(
                tr(
                    "The run's events {path} cannot be read: {reason}.",
                    path=self._path,
                    reason=error.strerror or error,
                ),
                tr("Check the disk."),
            ) from error
        whole = data[: data.rfind(b"\n") + 1]
        self._offset += len(whole)
        return list(_parsed(whole))


def _parsed(data: bytes) -> Iterator[Event]:
    for line in data.decode("utf-8", "replace").splitlines():
        event = parse(line)
        if event is not None:
            yield event
