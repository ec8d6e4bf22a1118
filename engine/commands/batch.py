"""Works through many photos: one bad file stops nothing, and the end is a count."""

from __future__ import annotations

import contextlib
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from engine.batch import time_left
from engine.batch.time_left import TimeLeft
from engine.commands.console import Console, ProgressBar
from engine.errors import EngineError, OutputLostError, QueueStopError, words_for

Item = TypeVar("Item")


DEBUG_VARIABLE = "INSTANCE_COLORIZER_DEBUG"
DEBUG = f"{DEBUG_VARIABLE}=1 or --verbose"


@dataclass
class Tally:
    """How many photos of a run were done, skipped, failed, and not tried since the run stopped."""

    done: int = 0
    skipped: int = 0
    failed: int = 0
    not_tried: int = 0

    def words(self, done: str) -> str:
        """ "12 colorized, 1 skipped, 1 failed"; what did not happen is left out."""
        parts = [f"{self.done} {done}"]
        if self.skipped:
            parts.append(f"{self.skipped} skipped")
        if self.failed:
            parts.append(f"{self.failed} failed")
        if self.not_tried:
            parts.append(f"{self.not_tried} not tried")
        return ", ".join(parts)

    @property
    def status(self) -> int:
        """The exit status."""
        return 1 if self.failed or self.not_tried else 0


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
    _pace: TimeLeft = field(default_factory=TimeLeft)

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
                left = time_left.words(self._pace.of(len(items) - number))
                bar.start(number, name(item), left)
                began = time.monotonic()
                try:
                    worked = work(item, bar)
                except (BrokenPipeError, OutputLostError):
                    raise  # nobody reads on
                except QueueStopError as error:
                    self.console.failure(error)
                    self.tally.not_tried += len(items) - number
                    break
                except Exception as error:  # one bad photo must not end the run
                    self.fail(name(item), error)
                    continue
                if worked:
                    self._pace.add(time.monotonic() - began)
                self.tally.done += worked
                self.tally.skipped += not worked
        return self.tally

    def fail(self, name: str, error: Exception) -> None:
        """Count a failure and say it in one line."""
        trace = "" if isinstance(error, EngineError) else traceback_of(error)
        self.tell_failure(name, failure_sentence(error), trace)

    def tell_failure(self, name: str, sentence: str, trace: str = "") -> None:
        """The same of a failure that is in words already; `trace` is its traceback."""
        self.tally.failed += 1
        self.console.complaint(sentence if name in sentence else f"{name}: {sentence}")
        if self.verbose and trace:
            self.console.note(trace)


def summary(labels: Sequence[str], detector: str | None, *, boxes: bool, detect: bool) -> str:
    """What a photo was colorized with.

    Args:
        labels: of its objects.
        detector: that found them.
        boxes: whether they were given.
        detect: whether they were looked for.
    """
    objects = tally_of_labels(labels)
    if boxes:
        return f"{objects}; boxes given"
    return f"{objects}; {detector} detector" if detect else "full image only"


def tally_of_labels(labels: Sequence[str]) -> str:
    """ "2 person, 1 dog", the most frequent first; "no objects" where there are none."""
    counts = sorted({label: labels.count(label) for label in labels}.items(), key=lambda p: -p[1])
    return ", ".join(f"{count} {label}" for label, count in counts) or "no objects"


def failure_sentence(error: Exception) -> str:
    """What a person is told about `error`."""
    words = words_for(error)
    if isinstance(error, (EngineError, MemoryError)):
        return words
    return f"{words} {DEBUG} shows where it came from."


def traceback_of(error: BaseException) -> str:
    """The traceback as Python prints it."""
    return "".join(traceback.format_exception(error)).rstrip()


def silence_closed_output() -> None:
    """After the reader of stdout has gone, keep Python from complaining when it ends."""
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.close()
