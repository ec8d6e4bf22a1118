"""`colorize`: photos in, coloured photos out."""

from __future__ import annotations

import argparse
import os
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.adjustments import DEFAULT_LOOK, LOOKS
from engine.batch.output_options import FORMATS, LARGEST, SMALLEST, OutputOptions
from engine.batch.photo_walk import Found, find_photos
from engine.batch.queue_items import FINISHED, Item, State
from engine.commands import options as shared
from engine.commands.batch import Batch, summary
from engine.commands.boxes_file import read_boxes
from engine.commands.console import Console, ProgressBar
from engine.commands.detector_download import fetch_for
from engine.errors import EngineError
from engine.presets import PRESETS, preset_named
from engine.steps import finish
from engine.texts import in_one_line, tr

if TYPE_CHECKING:
    from engine.batch.journal import Journal
    from engine.batch.photo_work import Order
    from engine.instances import Instance
    from engine.workbench import Workbench

NAME = "colorize"
SUMMARY = "colorize photos and folders of photos"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    shared.add_photos(parser)
    parser.add_argument(
        "-o",
        "--output",
        type=shared.name,
        metavar="FILE|DIR",
        help="where to write (default: NAME-colorized beside each photo)",
    )
    existing = parser.add_mutually_exclusive_group()
    existing.add_argument(
        "--skip-existing", action="store_true", help="skip photos whose result is already there"
    )
    existing.add_argument(
        "--overwrite", action="store_true", help="replace results that are already there"
    )
    parser.add_argument(
        "--boxes",
        type=shared.path,
        metavar="FILE",
        help='your own objects, a JSON list of {"box": [left, top, right, bottom], "label": "..."}'
        " in photo pixels; no detector runs",
    )
    parser.add_argument(
        "--steps",
        type=shared.path,
        metavar="DIR",
        help="also write the steps in between, in DIR/NAME of the photo",
    )
    parser.add_argument(
        "--journal",
        type=shared.path,
        metavar="FILE",
        help="keep in FILE how far each photo is; the same line goes on there after any stop",
    )
    many = parser.add_argument_group("many machines")
    many.add_argument(
        "--cluster",
        nargs="?",
        const="auto",
        metavar="ADDRESS",
        help="share the photos among the machines of a Ray cluster: HOST:PORT, auto for the one"
        " that runs here (default), or local to start one on this machine; after the photos",
    )
    many.add_argument(
        "--workers",
        type=shared.workers,
        metavar="N",
        help="of the cluster, at once (default: 4 for each GPU, without GPUs 1 a processor)",
    )
    shared.add_detection(parser, none_too=True)
    look = parser.add_argument_group("look and format")
    look.add_argument(
        "--look",
        choices=LOOKS,
        default=DEFAULT_LOOK,
        help="faithful is closest to the truth, vivid more colourful (default %(default)s)",
    )
    look.add_argument(
        "--saturation",
        type=shared.saturation,
        default=1.0,
        metavar="FACTOR",
        help="multiplies the colours, 0 is grey (default 1.0)",
    )
    look.add_argument(
        "--warmth",
        type=shared.warmth,
        default=0.0,
        metavar="AMOUNT",
        help="-1 is cool, 1 warm (default 0)",
    )
    look.add_argument(
        "--instance-strength",
        type=shared.strength,
        default=1.0,
        metavar="FACTOR",
        help="multiplies the weight of every object in the fusion, 0 to 10 (default 1.0)",
    )
    look.add_argument(
        "--preset",
        choices=[preset.name for preset in PRESETS],
        help="format, size, quality and metadata for a purpose: "
        + "; ".join(f"{preset.name} is a {preset.words}" for preset in PRESETS)
        + "; --format, --size and --quality go before it",
    )
    look.add_argument(
        "--format",
        choices=[name for name in FORMATS if name],
        help="of the results (default: as each photo); before-after is a moving WebP",
    )
    look.add_argument(
        "--size",
        type=shared.size,
        metavar="PIXELS",
        help=f"longest side of the results, {SMALLEST} to {LARGEST} (default: as each photo)",
    )
    look.add_argument(
        "--quality",
        type=shared.quality,
        metavar="1-100",
        help="of JPEG and WebP (default 95)",
    )
    look.add_argument(
        "--no-note",
        action="store_true",
        help="do not say in the results' metadata that their colours are generated",
    )
    networks = parser.add_argument_group("networks")
    networks.add_argument(
        "--input-scale",
        type=shared.input_scale,
        default=1.0,
        metavar="FACTOR",
        help="multiplies the sides of what the full-image network sees, 0.25 to 4: smaller gives"
        " broader colours, larger more detail (default 1.0)",
    )
    shared.add_device(networks)
    shared.add_network(networks)


def run(options: argparse.Namespace, console: Console) -> int:
    """Colorize all photos; 1 if any failed.

    Raises:
        EngineError: the options contradict each other, or a given file cannot be used, or the
            detector's checkpoint cannot be downloaded.
    """
    _fill_in_preset(options)
    if options.workers is not None and options.cluster is None:
        raise EngineError(tr("--workers are those of a cluster."), tr("Add --cluster."))
    config = shared.engine_config(options)
    output = _output_options(options)
    given = None if options.boxes is None else read_boxes(options.boxes)
    written = [options.steps, None if options.output is None else Path(options.output)]
    results = [place for place in written if place is not None and os.path.isdir(place)]
    if options.cluster is not None:
        from engine.commands import cluster

        return cluster.run(options, config, output, given, results, console)
    walk = list(find_photos(options.photos, recursive=options.recursive, skip=results))
    batch: Batch[Order] = Batch(console, options.verbose)
    for error in walk:
        if isinstance(error, EngineError):
            batch.fail("", error)
    photos = [photo for photo in walk if isinstance(photo, Found)]
    if options.boxes is not None and (len(photos) > 1 or any(p.folder for p in photos)):
        raise EngineError(tr("--boxes are those of one photo."), tr("Give one photo with them."))
    journal = _journal(options.journal)
    try:
        items = _items(photos, journal, console)
        orders = _orders(items, options, given)
        if orders:
            from engine.workbench import Workbench

            if given is None and output.detect:
                fetch_for(config, console)
            worker = _Worker(Workbench(config), output, journal, console, orders)
            batch.run(orders, lambda order: str(order.item.source), worker.colorize)
    finally:
        if journal is not None:
            journal.close()
    console.line(batch.tally.words("colorized"))
    return batch.tally.status


def _fill_in_preset(options: argparse.Namespace) -> None:
    """What was not asked for is as the preset has it, and without one as usual."""
    preset = None if options.preset is None else preset_named(options.preset)
    options.bit_depth = None if preset is None or preset.bit_depth == 8 else preset.bit_depth
    options.metadata = preset is None or preset.metadata
    if options.format is None:
        options.format = "" if preset is None else preset.format
    if options.size is None and preset is not None:
        options.size = preset.size
    if options.quality is None:
        options.quality = 95 if preset is None else preset.quality


def _output_options(options: argparse.Namespace) -> OutputOptions:
    existing = "skip" if options.skip_existing else "overwrite" if options.overwrite else "fail"
    return OutputOptions(
        existing=existing,
        format=options.format,
        size=options.size,
        quality=options.quality,
        steps=options.steps,
        detect=options.detector != shared.NO_DETECTOR or options.boxes is not None,
        look=options.look,
        saturation=options.saturation,
        warmth=options.warmth,
        instance_strength=options.instance_strength,
        bit_depth=options.bit_depth,
        metadata=options.metadata,
        note=not options.no_note,
    )


def _journal(path: Path | None) -> Journal | None:
    if path is None:
        return None
    from engine.batch.journal import Journal

    return Journal(path)


def _items(photos: Sequence[Found], journal: Journal | None, console: Console) -> list[Item]:
    """The photos of this run; with a journal, how far it has come with each."""
    from engine.batch.planning import new_items

    known = {} if journal is None else journal.items
    added, _ = finish(new_items(photos, known.values()))
    if journal is None:
        return added
    failed = [number for number, item in known.items() if item.state is State.FAILED]
    if failed:
        journal.wait_again(failed)
    if added:
        journal.add(added)
    again = {number: Item(number, known[number].source, known[number].root) for number in failed}
    items = [*{**known, **again}.values(), *added]
    finished = sum(item.state in FINISHED for item in items)
    if finished:
        console.line(f"{finished} of {len(items)} are done already, says {journal.path}")
    return items


def _orders(
    items: Sequence[Item], options: argparse.Namespace, given: Sequence[Instance] | None
) -> list[Order]:
    """What is to be done, in order.

    Raises:
        EngineError: the output asked for cannot be that of these photos.
    """
    from engine.batch.photo_work import Order
    from engine.batch.planning import found, steps_names, target_of
    from engine.batch.targets import Targets

    waiting = [item for item in items if item.state not in FINISHED]
    targets = Targets(
        options.output,
        [found(item) for item in waiting],
        folders=any(os.path.isdir(path) for path in options.photos),
        suffix=FORMATS[options.format],
        taken=[i.target for i in items if i.state in FINISHED and i.target is not None],
    )
    names = steps_names(items)
    return [Order(i, target_of(targets, i), names[i.number], given) for i in waiting]


class _Worker:
    """Colorizes all photos of a run, in their order, with one set of networks."""

    def __init__(
        self,
        workbench: Workbench,
        options: OutputOptions,
        journal: Journal | None,
        console: Console,
        orders: Sequence[Order],
    ) -> None:
        from engine.batch.ahead import Ahead

        self._waiting = deque(orders)
        self._ahead = Ahead(self._waiting)
        self._workbench = workbench
        self._options = options
        self._journal = journal
        self._console = console

    def colorize(self, order: Order, bar: ProgressBar) -> bool:
        """The whole way of one photo; False if its result is there already and may stay.

        Raises:
            EngineError: it cannot be read, colorized or written.
        """
        from engine.batch.photo_work import work_on

        self._waiting.popleft()
        steps = work_on(
            order, self._workbench, self._options, self._journal, self._ahead, preview=False
        )
        outcome = finish(steps, bar.step)
        if outcome.error is not None:
            raise outcome.error
        if outcome.item.state is State.SKIPPED:
            return False
        words = summary(
            [instance.label for instance in outcome.instances],
            self._workbench.detector_name,
            boxes=order.given is not None,
            detect=self._options.detect,
        )
        written = f"{outcome.item.source} -> {outcome.item.target}  ({words})"
        self._console.line(in_one_line(written))
        return True
