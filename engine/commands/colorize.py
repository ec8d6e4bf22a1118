"""`colorize`: photos in, coloured photos out."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine.adjustments import Adjustments
from engine.commands import options as shared
from engine.commands.batch import Batch, SetUpError
from engine.commands.boxes_file import read_boxes
from engine.commands.console import Console, ProgressBar
from engine.commands.detector_download import fetch_for
from engine.commands.photo_walk import Found, find_photos
from engine.errors import EngineError
from engine.instances import strengths_of
from engine.steps import finish

if TYPE_CHECKING:
    from engine.commands.targets import Targets
    from engine.instances import Instance
    from engine.photo import Photo
    from engine.workbench import Workbench

NAME = "colorize"
SUMMARY = "colorize photos and folders of photos"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    shared.add_photos(parser)
    parser.add_argument(
        "-o",
        "--output",
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
        type=Path,
        metavar="FILE",
        help='your own objects, a JSON list of {"box": [left, top, right, bottom], "label": "..."}'
        " in photo pixels; no detector runs",
    )
    parser.add_argument(
        "--steps",
        type=Path,
        metavar="DIR",
        help="also write the steps in between, in DIR/NAME of the photo",
    )
    shared.add_detection(parser, none_too=True)
    look = parser.add_argument_group("look and format")
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
        "--quality",
        type=shared.quality,
        default=95,
        metavar="1-100",
        help="of JPEG and WebP (default 95)",
    )
    networks = parser.add_argument_group("networks")
    shared.add_device(networks)
    shared.add_network(networks)


@dataclass(frozen=True)
class Job:
    """One photo of the run, and the name of its folder of steps."""

    found: Found
    steps_name: str


def run(options: argparse.Namespace, console: Console) -> int:
    """Colorize all photos; 1 if any failed.

    Raises:
        EngineError: the options contradict each other, or a given file cannot be used, or the
            detector's checkpoint cannot be downloaded.
    """
    from engine.commands.targets import Targets, free_names

    config = shared.engine_config(options)
    boxes = _given_instances(options)
    results = [folder for folder in (options.steps, _folder(options.output)) if folder is not None]
    found = list(find_photos(options.photos, recursive=options.recursive, skip=results))
    photos = [photo for photo in found if isinstance(photo, Found)]
    if options.boxes is not None and (len(photos) > 1 or any(p.folder for p in photos)):
        raise EngineError("--boxes are those of one photo.", "Give one photo with them.")
    folders = any(path.is_dir() for path in options.photos)
    targets = Targets(options.output, photos, folders=folders)
    batch: Batch[Job] = Batch(console, options.verbose)
    for error in found:
        if isinstance(error, EngineError):
            batch.fail("", error)
    names = free_names([photo.path.stem for photo in photos])
    jobs = [Job(photo, name) for photo, name in zip(photos, names, strict=True)]
    if jobs:
        from engine.workbench import Workbench

        if boxes is None:
            fetch_for(config, console)
        worker = _Worker(Workbench(config), targets, boxes, options, console)
        batch.run(jobs, lambda job: str(job.found.path), worker.colorize)
    console.line(batch.tally.words("colorized"))
    return batch.tally.status


def _given_instances(options: argparse.Namespace) -> tuple[Instance, ...] | None:
    """The instances that stand in for a detector's, None to let it run."""
    if options.boxes is not None:
        return read_boxes(options.boxes)
    return () if options.detector == shared.NO_DETECTOR else None


def _folder(output: str | None) -> Path | None:
    return Path(output) if output is not None and Path(output).is_dir() else None


class _Worker:
    """Colorizes one photo after the other with one set of networks."""

    def __init__(
        self,
        workbench: Workbench,
        targets: Targets,
        given: tuple[Instance, ...] | None,
        options: argparse.Namespace,
        console: Console,
    ) -> None:
        self._workbench = workbench
        self._targets = targets
        self._given = given
        self._options = options
        self._console = console

    def colorize(self, job: Job, bar: ProgressBar) -> bool:
        """The whole way of one photo; False if its result is there already and may stay.

        Raises:
            EngineError: it cannot be read, colorized or written.
        """
        from engine.commands.targets import make_folder
        from engine.photo import open_photo, save_picture
        from engine.regions import RegionFinder
        from engine.render import recolor_steps

        options = self._options
        target = self._targets.of(job.found)
        if target.exists():
            if options.skip_existing:
                return False
            if not options.overwrite:
                raise EngineError(
                    f"{target} exists already.", "Use --overwrite or --skip-existing, or -o."
                )
        photo = open_photo(job.found.path)
        given = fitted(self._given, photo)
        try:
            session = finish(self._workbench.start(photo, given), bar.step)
        except EngineError as error:
            raise SetUpError(error) from error
        fusion = finish(session.run(given), bar.step)
        strengths = strengths_of(session.instances, options.instance_strength)
        if strengths:
            fusion = finish(session.fuse((i.id for i in session.instances), strengths), bar.step)
        adjustments = Adjustments(options.saturation, options.warmth)
        full = fusion.colorization if session.full is None else session.full
        picture = finish(
            recolor_steps(
                photo.lightness,
                fusion.colorization,
                adjustments=adjustments,
                regions=RegionFinder(photo.lightness, full).regions(session.instances),
                bit_depth=photo.bit_depth,
            ),
            bar.step,
        )
        make_folder(target.parent)
        save_picture(picture, photo, target, quality=options.quality, overwrite=options.overwrite)
        if options.steps is not None:
            from engine.commands.steps_folder import write_steps

            folder = options.steps / job.steps_name
            finish(write_steps(session, fusion, folder, adjustments), bar.step)
        self._console.line(f"{photo.path} -> {target}  ({self._summary(session.instances)})")
        return True

    def _summary(self, instances: Sequence[Instance]) -> str:
        objects = tally_of_labels(instances)
        if self._options.boxes is not None:
            return f"{objects}; boxes given"
        if self._given is not None:
            return "full image only"
        return f"{objects}; {self._workbench.detector_name} detector"


def fitted(given: Sequence[Instance] | None, photo: Photo) -> list[Instance] | None:
    """The given instances, their boxes cut to the photo.

    Raises:
        EngineError: a box lies outside the photo.
    """
    if given is None:
        return None
    return [
        replace(i, box=i.box.checked(height=photo.height, width=photo.width), drawn=True)
        for i in given
    ]


def tally_of_labels(instances: Sequence[Instance]) -> str:
    """ "2 person, 1 dog", the most frequent first; "no objects" where there are none."""
    labels = [instance.label for instance in instances]
    counts = sorted({label: labels.count(label) for label in labels}.items(), key=lambda p: -p[1])
    return ", ".join(f"{count} {label}" for label, count in counts) or "no objects"
