"""What `colorize --cluster` does: the plan, the workers, the progress and the count."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine.batch import time_left
from engine.batch.ledger import Ledger
from engine.batch.many_hands import Answer, Foreman
from engine.batch.output_options import OutputOptions
from engine.batch.photo_walk import each_photo
from engine.batch.queue_items import State
from engine.batch.ray_crew import RayCrew
from engine.batch.time_left import TimeLeft
from engine.commands.batch import DEBUG, Batch, summary
from engine.commands.console import Console, ProgressBar
from engine.commands.detector_download import fetch_for
from engine.config import EngineConfig
from engine.errors import EngineError
from engine.instances import Instance
from engine.steps import finish
from engine.texts import in_one_line, tr

REMEMBERED = 8  # times the workers: so many photos tell the pace


def run(
    options: argparse.Namespace,
    config: EngineConfig,
    output: OutputOptions,
    given: Sequence[Instance] | None,
    skip: Sequence[Path],
    console: Console,
) -> int:
    """Colorize all photos on a cluster; 1 if any failed.

    Args:
        options: of the command line.
        config: the engine's settings.
        output: how results are written.
        given: objects that stand in for the detector's.
        skip: folders of results.
        console: where results and complaints go.

    Raises:
        EngineError: the options contradict each other, or the cluster cannot be used.
    """
    batch: Batch[object] = Batch(console, options.verbose)
    with tempfile.TemporaryDirectory(prefix="instance-colorizer-") as own:
        ledger = Ledger(options.journal or Path(own, "ledger"))
        try:
            _plan(ledger, options, given, skip, batch)
            counts = ledger.counts()
            if counts.finished:
                words = f"{counts.finished:,} of {counts.total:,} are done already"
                console.line(f"{words}, says {ledger.path}")
            if counts.waiting:
                if given is None and output.detect:
                    config = _named(config, console)
                settings = _shared(config), replace(output, steps=_absolute(output.steps))
                crew = RayCrew(options.cluster, *settings, options.workers)
                foreman = Foreman(ledger, crew, settings[1], given)
                try:
                    _Watch(batch, foreman, output, given, crew.size).over(counts.waiting)
                finally:
                    crew.close()
                    foreman.sweep()
        finally:
            ledger.close()
    console.line(batch.tally.words("colorized"))
    return batch.tally.status


def _plan(
    ledger: Ledger,
    options: argparse.Namespace,
    given: Sequence[Instance] | None,
    skip: Sequence[Path],
    batch: Batch[object],
) -> None:
    with batch.console.progress(1) as bar:
        bar.start(0, "Planning")
        walk = each_photo(options.photos, recursive=options.recursive, skip=skip)
        for error in finish(ledger.add(walk), bar.step):
            batch.fail("", error)
        folders = any(os.path.isdir(path) for path in options.photos)
        if given is not None and (folders or ledger.counts().total > 1):
            raise EngineError(
                tr("--boxes are those of one photo."), tr("Give one photo with them.")
            )
        place = None if options.output is None else _absolute_text(options.output)
        suffix, steps = OutputOptions(format=options.format).suffix, options.steps is not None
        finish(ledger.plan(place, folders=folders, suffix=suffix, steps=steps), bar.step)


class _Watch:
    """Tells a person how the work goes on."""

    def __init__(
        self,
        batch: Batch[object],
        foreman: Foreman,
        output: OutputOptions,
        given: Sequence[Instance] | None,
        workers: int,
    ) -> None:
        self._batch = batch
        self._foreman = foreman
        self._output = output
        self._given = given
        self._lost = 0
        self._pace = TimeLeft(max(time_left.REMEMBERED, REMEMBERED * workers))

    def over(self, waiting: int) -> None:
        """See the work on so many photos to its end."""
        console = self._batch.console
        ended, stopped = 0, False
        last = time.monotonic()
        with console.progress(waiting) as bar:
            self._draw(bar, 0, waiting, "Starting the workers")
            for answer in self._foreman.run():
                while self._foreman.lost > self._lost:
                    self._lost += 1
                    console.note("A worker was lost; its photo is tried again.")
                if answer is None:
                    continue
                if answer.stop is not None:
                    if not stopped:  # the others at work say the same
                        console.failure(answer.stop)
                    stopped = True
                    continue
                ended += 1
                self._tell(answer)
                if answer.item.state is State.DONE:
                    now = time.monotonic()
                    self._pace.add(now - last)
                    last = now
                self._draw(bar, ended, waiting, str(answer.item.source))
        self._batch.tally.not_tried = waiting - ended

    def _draw(self, bar: ProgressBar, ended: int, waiting: int, name: str) -> None:
        bar.start(min(ended, waiting - 1), name, time_left.words(self._pace.of(waiting - ended)))

    def _tell(self, answer: Answer) -> None:
        console, tally, item = self._batch.console, self._batch.tally, answer.item
        if item.state is State.SKIPPED:
            tally.skipped += 1
        elif item.state is State.DONE:
            tally.done += 1
            written = f"{item.source} -> {item.target}  ({self._summary(answer)})"
            console.line(in_one_line(written))
        else:
            name, words = str(item.source), item.message
            if answer.traceback:
                words = f"{words} {DEBUG} shows where it came from."
            self._batch.tell_failure(name, words, answer.traceback)

    def _summary(self, answer: Answer) -> str:
        if answer.labels is None:
            return "done by a worker that was lost since"
        boxes = self._given is not None
        return summary(answer.labels, answer.detector, boxes=boxes, detect=self._output.detect)


def _named(config: EngineConfig, console: Console) -> EngineConfig:
    """With a detector's name in place of `auto`, so that all machines take the same."""
    from engine.detection.registry import available_detectors

    fetch_for(config, console)
    if config.detector != "auto":
        return config
    ready = [status.name for status in available_detectors(config) if status.ready]
    return replace(config, detector=ready[0]) if ready else config


def _shared(config: EngineConfig) -> EngineConfig:
    """The settings for processes with other working folders."""
    return replace(
        config,
        checkpoints=_absolute(config.checkpoints),
        detector_weights=_absolute(config.detector_weights),
    )


def _absolute(path: Path | None) -> Path | None:
    return None if path is None else path.absolute()


def _absolute_text(output: str) -> str:
    """A slash at the end means a folder and stays."""
    path = os.path.abspath(output)
    return os.path.join(path, "") if output.endswith(("/", "\\")) else path
