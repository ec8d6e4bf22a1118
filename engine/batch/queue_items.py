"""The photos of a queue and how far each is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class State(Enum):
    """How far a photo of a queue is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"


FINISHED = frozenset({State.DONE, State.SKIPPED, State.FAILED})


@dataclass(frozen=True)
class Item:
    """One photo of a queue.

    Attributes:
        number: its own within the queue, ascending in the order in which photos came.
        source: the photo's file.
        root: the folder that it was found in, None if it was named itself.
        state: how far it is.
        target: where its result goes; None until that is settled.
        message: why it was skipped or failed; empty otherwise.
        seconds: how long it took, 0 before.
    """

    number: int
    source: Path
    root: Path | None = None
    state: State = State.WAITING
    target: Path | None = None
    message: str = ""
    seconds: float = 0.0


@dataclass
class Counts:
    """How many photos of a queue are in each state."""

    waiting: int = 0
    working: int = 0
    done: int = 0
    skipped: int = 0
    failed: int = 0

    def of(self, state: State) -> int:
        """The count of one state."""
        return int(getattr(self, state.value))

    def change(self, state: State, by: int) -> None:
        """Count so many more in a state."""
        setattr(self, state.value, self.of(state) + by)

    @property
    def total(self) -> int:
        """All photos."""
        return sum(self.of(state) for state in State)

    @property
    def finished(self) -> int:
        """Those that nothing is to be done for."""
        return self.done + self.skipped + self.failed
