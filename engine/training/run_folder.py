"""A run folder: the only tie between a training process and whoever watches it.

It holds `run.json` (the plan), `events.jsonl`, `prepared/` (which photos and objects),
`snapshots/`, `samples/`, `checkpoints/`, `log.txt`, `alive` (who works on it) and, for a moment,
`stop`.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

from engine.atomic_files import sweep, write_whole
from engine.errors import EngineError
from engine.texts import tr
from engine.training.events import Event, EventReader, Started
from engine.training.heartbeat import Heart, pulse
from engine.training.plan import TrainingPlan
from engine.training.processes import is_pulse, is_running, locked
from engine.training.run_status import ACTIVE, RunStatus, folded, words

SILENT_SECONDS = 60.0  # a process of another machine that is silent for so long is gone
# what a run's photos and parameters depend on, so that it stays when a run goes on
FIXED = (
    "data",
    "boxes",
    "detector",
    "network",
    "variant",
    "subset",
    "split",
    "hold_out",
    "seed",
)


class RunFolder:
    """One run.

    Args:
        path: of the folder; it may not exist yet.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path).absolute()
        self.plan_file = self.path / "run.json"
        self.events_file = self.path / "events.jsonl"
        self.prepared = self.path / "prepared"
        self.snapshots = self.path / "snapshots"
        self.samples = self.path / "samples"
        self.checkpoints = self.path / "checkpoints"
        self.log_file = self.path / "log.txt"
        self._alive = self.path / "alive"
        self._stop = self.path / "stop"

    @property
    def exists(self) -> bool:
        """Whether the folder holds a run."""
        return self.plan_file.is_file()

    def create(self, plan: TrainingPlan) -> None:
        """Make the folder with its plan.

        Raises:
            EngineError: it holds a run already, or cannot be written.
        """
        self.check_free()
        with self._writing():
            self.path.mkdir(parents=True, exist_ok=True)
            write_whole(self.plan_file, plan.to_json())

    def check_free(self) -> None:
        """Fail with an `EngineError` if the folder holds a run already."""
        if self.exists:
            raise EngineError(
                tr("There is a run in {path} already.", path=self.path),
                tr("Resume it, or choose another folder."),
            )

    def make(self) -> None:
        """Make the folder itself, if it is not there.

        Raises:
            EngineError: it cannot be made.
        """
        with self._writing():
            self.path.mkdir(parents=True, exist_ok=True)

    def replan(self, plan: TrainingPlan) -> None:
        """Put another plan in place of the run's; what is trained already stays.

        Raises:
            EngineError: it is about other photos or another network, or cannot be written.
        """
        before = self.plan()
        if any(getattr(before, name) != getattr(plan, name) for name in FIXED):
            raise EngineError(
                tr(
                    "The run in {path} is of other photos, boxes or another network.",
                    path=self.path,
                ),
                tr("Choose another folder."),
            )
        with self._writing():
            write_whole(self.plan_file, plan.to_json())

    def plan(self) -> TrainingPlan:
        """The run's plan.

        Raises:
            EngineError: there is no run, or its plan is damaged or of a newer version.
        """
        try:
            return TrainingPlan.from_json(self.plan_file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise EngineError(
                tr("There is no run in {path}.", path=self.path),
                tr("Start one, or choose another folder."),
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            raise EngineError(
                tr(
                    "The plan {plan_file} cannot be read: {error}.",
                    plan_file=self.plan_file,
                    error=error,
                ),
                tr("Start another run."),
            ) from error

    def write(self, event: Event) -> None:
        """Append an event; it is on the disk when this returns.

        Raises:
            EngineError: the disk is full, or the folder cannot be written.
        """
        line = event.line().encode() + b"\n"
        with self._writing(), self.events_file.open("ab+") as file:
            if file.tell() and not self._ends_whole(file):
                line = b"\n" + line  # a killed process left half a line
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def request_stop(self) -> None:
        """Ask the process to write a snapshot and end."""
        with self._writing():
            self._stop.touch()

    def clear_stop(self) -> None:
        """Take back a request to stop."""
        with self._writing():
            self._stop.unlink(missing_ok=True)

    @property
    def stop_requested(self) -> bool:
        """Whether the process was asked to stop."""
        return self._stop.exists()

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Be the one process that works on this run, and show it by a heartbeat.

        Raises:
            EngineError: another process does, or the folder cannot be written.
        """
        self.make()
        with self._writing():
            file = self._alive.open("r+b" if self._alive.exists() else "w+b", buffering=0)
        with file:
            if not locked(file):
                raise EngineError(
                    tr("Another process trains in {path}.", path=self.path),
                    tr("Stop it first, or choose another folder."),
                )
            for folder in (self.path, self.snapshots, self.checkpoints, self.prepared):
                sweep(folder)
            heart = Heart(file, self._events_size())
            try:
                with self._writing():
                    heart.beat()
                heart.start()
                yield
            except EngineError as error:
                heart.stop(error)
                raise
            finally:
                heart.stop()

    def announce(self, pid: int) -> None:
        """Note that a process was started which has not yet claimed the run."""
        with contextlib.suppress(OSError):
            self._alive.write_bytes(pulse(pid, events=self._events_size()))

    def status(self) -> RunStatus:
        """How the run stands now.

        Raises:
            EngineError: there is no run, or it cannot be read.
        """
        return RunFollower(self).status()

    def process(self) -> dict[str, object]:
        """What the process told last: pid, host, beat (seconds since 1970); empty if there is none.

        "message" and "remedy" say why it failed, if it did.
        """
        try:
            told = json.loads(self._alive.read_bytes().rstrip(b" \n\0"))
        except (OSError, ValueError, RecursionError):
            return {}
        return told if is_pulse(told) else {}

    def is_alive(self) -> bool:
        """Whether a process works on the run."""
        told = self.process()
        pid, beat = told.get("pid"), told.get("beat")
        if not isinstance(pid, int) or not isinstance(beat, (int, float)):
            return False
        fresh = time.time() - beat < SILENT_SECONDS
        if told.get("host") != platform.node():
            return fresh
        # Here the clock may have jumped since the beat, as it does while a computer sleeps.
        return is_running(pid) and (fresh or self._is_held())

    def _events_size(self) -> int:
        try:
            return self.events_file.stat().st_size
        except OSError:
            return 0

    def _is_held(self) -> bool:
        """Whether a process of this machine has claimed the run, where the file system can tell."""
        try:
            with self._alive.open("r+b") as file:
                return not locked(file)
        except OSError:
            return False

    @staticmethod
    def _ends_whole(file: IO[bytes]) -> bool:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            raise EngineError(
                tr("The disk of the run folder {path} is full.", path=self.path)
                if full
                else tr(
                    "The run folder {path} cannot be written: {reason}.",
                    path=self.path,
                    reason=error.strerror or error,
                ),
                tr("Make some room and resume.") if full else tr("Choose another folder."),
            ) from error


class RunFollower:
    """Follows one run; each call reads only what is new.

    Args:
        run: the run; it must have a plan.

    Raises:
        EngineError: there is no run.
    """

    def __init__(self, run: RunFolder) -> None:
        self._run = run
        self._reader = EventReader(run.events_file)
        self._told = RunStatus(stages=run.plan().stages)
        self._unheard: list[Event] = []

    def news(self) -> list[Event]:
        """The events since the last call, those that `status` has read among them."""
        self._read()
        events, self._unheard = self._unheard, []
        return events

    def status(self) -> RunStatus:
        """How the run stands now, what the process does included."""
        alive = self._run.is_alive()  # before the events: what it says last is not missed
        self._read()
        told = self._told
        process = self._run.process()
        if alive:
            return self._living(told)
        if told.state in ACTIVE or (told.state == "ready" and process):
            return _gone(told, process)
        if told.state == "ready":
            return replace(told, message=tr("Ready to start."))
        return told

    def _read(self) -> None:
        events = self._reader.new()
        if any(isinstance(event, Started) for event in events):  # perhaps with another plan
            self._told = replace(self._told, stages=self._run.plan().stages)
        self._told = folded(self._told, events)
        self._unheard += events

    def _living(self, told: RunStatus) -> RunStatus:
        before = self._run.process().get("events")  # not by their time: clocks are set back
        if isinstance(before, int) and self._reader.offset <= before:  # nothing said yet
            told = replace(told, state="preparing", message=tr("Starting."), remedy="")
        if self._run.stop_requested and told.state in ACTIVE:
            message = tr("Stopping after a snapshot.")
            return replace(told, state="stopping", message=message, remedy="")
        return told


def _gone(told: RunStatus, process: dict[str, object]) -> RunStatus:
    if "message" in process:
        return replace(
            told,
            state="failed",
            message=str(process["message"]),
            remedy=str(process.get("remedy", "")),
            seconds_left=None,
        )
    if not told.stage:
        return replace(
            told,
            state="died",
            message=tr("The training process ended without a word before it began."),
            remedy=tr("The file log.txt in the run folder may say why; resume to try again."),
            seconds_left=None,
        )
    return replace(
        told,
        state="died",
        message=tr(
            "The training process ended without a word in the {stage} stage.",
            stage=words(told.stage),
        ),
        remedy=tr("Resume to go on from step {step:,}.", step=told.snapshot),
        seconds_left=None,
    )
