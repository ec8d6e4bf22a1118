"""Works through many photos: one bad file stops nothing, and the end is a count."""

from __future__ import annotations

import contextlib
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from engine.commands.console import Console, ProgressBar
from engine.errors import EngineError

Item = TypeVar("Item")


DEBUG_VARIABLE = "INSTANCE_COLORIZER_DEBUG"
DEBUG = f"{DEBUG_VARIABLE}=1 or --verbose"


class SetUpError(EngineError):
    """What failed for one photo would fail for all."""

    def __init__(self, error: EngineError) -> None:
        super().__init__(error.message, error.remedy)


@dataclass
class Tally:
    """How many photos of a run were done, skipped and failed."""

    done: int = 0
    skipped: int = 0
    failed: int = 0

    def words(self, done: str) -> str:
        """ "12 colorized, 1 skipped, 1 failed"; what did not happen is left out."""
        parts = [f"{self.done} {done}"]
        if self.skipped:
            parts.append(f"{self.skipped} skipped")
        if self.failed:
            parts.append(f"{self.failed} failed")
        return ", ".join(parts)

    @property
    def status(self) -> int:
        """The exit status."""
        return 1 if self.failed else 0


@dataclass
class Batch(Generic[Item]):
    """One run over `items`.

    Attributes:
        console: where results and complaints go.
        verbose: show the traceback of an unexpected error.
        tally: the count so far.
    """

    console: Console
    verbose: bool = False
    tally: Tally = field(default_factory=Tally)

    def run(
        self,
        items: Sequence[Item],
        name: Callable[[Item], str],
        work: Callable[[Item, ProgressBar], bool],
    ) -> Tally:
        """Do `work` on each item: it says whether there was anything to do.

        What it raises is one line on stderr and counted.
        """
        with self.console.progress(len(items)) as bar:
            for number, item in enumerate(items):
                bar.start(number, name(item))
                try:
                    worked = work(item, bar)
                except BrokenPipeError:
                    raise  # nobody reads on
                except SetUpError as error:
                    self.console.failure(error)
                    self.tally.failed += len(items) - number
                    break
                except Exception as error:  # one bad photo must not end the run
                    self.fail(name(item), error)
                    continue
                self.tally.done += worked
                self.tally.skipped += not worked
        return self.tally

    def fail(self, name: str, error: Exception) -> None:
        """Count a failure and say it in one line."""
        self.tally.failed += 1
        sentence = failure_sentence(error)
        self.console.complaint(sentence if name in sentence else f"{name}: {sentence}")
        if self.verbose and not isinstance(error, EngineError):
            self.console.note(traceback_of(error))


def failure_sentence(error: Exception) -> str:
    """What a person is told about `error`."""
    if isinstance(error, EngineError):
        return str(error)
    if isinstance(error, MemoryError):
        return "There is not enough memory. Close other programs or take a smaller photo."
    said = " ".join(str(error).split())
    kind = type(error).__name__
    return f"Unexpected {kind}{f' ({said})' if said else ''}. {DEBUG} shows where it came from."


def traceback_of(error: BaseException) -> str:
    """The traceback as Python prints it."""
    return "".join(traceback.format_exception(error)).rstrip()


def silence_closed_output() -> None:
    """After the reader of stdout has gone, keep Python from complaining when it ends."""
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.close()
