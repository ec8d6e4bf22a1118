"""`benchmark`: how fast each network colorizes, or trains, on this machine."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from engine.commands import options as shared
from engine.commands.console import Console
from engine.config import NETWORKS, EngineConfig
from engine.errors import EngineError
from engine.steps import Step, finish
from engine.texts import tr
from engine.training.plan import STAGES
from engine.training.recipes import RECIPES

if TYPE_CHECKING:
    import torch

    from engine.training.training_speed import StageSpeed

Line = tuple[str, dict[str, Any]]  # for a person, and for JSON
NAME = "benchmark"
SUMMARY = "time every network on this machine"
TRAINING_PRECISIONS = {"auto": "auto", "float32": "fp32", "bfloat16": "bf16"}  # plans' words
REPORT = "the reproducibility report took about 9 (27 images/s, 600 ms a step of 16 at 128 x 128)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument(
        "--network", choices=NETWORKS, action="append", help="only this one; may be repeated"
    )
    parser.add_argument(
        "--repeats",
        type=shared.repeats,
        default=5,
        metavar="N",
        help="take the median of so many runs, of training the fastest (default 5)",
    )
    parser.add_argument(
        "--authors",
        type=shared.path,
        metavar="DIR",
        help="time siggraph and compact beside the code of the paper's authors instead; DIR is "
        "their repository (github.com/ericsujw/InstColorization), whose code is run",
    )
    parser.add_argument(
        "--folder",
        type=shared.path,
        metavar="DIR",
        help="colorize the photos in DIR instead, throw the results away, and say how much of the "
        "time the networks and the codecs took",
    )
    _add_training(parser.add_argument_group("training"))
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    shared.add_device(parser)
    shared.add_precision(parser)


def _add_training(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--training",
        action="store_true",
        help="time the three stages of training instead, with photos being loaded and without",
    )
    group.add_argument(
        "--data",
        type=shared.path,
        nargs="+",
        metavar="DIR|TAR",
        help="colour photos, only ever read; some hundred do. Without any, photos are made",
    )
    group.add_argument(
        "--boxes",
        type=shared.path,
        metavar="FILE",
        help="objects in them, as for train; else searched",
    )
    group.add_argument("--recipe", choices=RECIPES, help=f"as for train (default {RECIPES[0]})")


def run(options: argparse.Namespace, console: Console) -> int:
    """Print one line per network and call, each as soon as it is measured.

    Raises:
        EngineError: the device is not there, lacks the precision or has too little memory,
            `--authors` names no folder with their code, or there is nothing to train on.
    """
    if options.training:
        return _trained(options, console)
    for name in ("data", "boxes", "recipe"):
        if getattr(options, name):
            raise EngineError(
                tr("--{name} is for training alone.", name=name), tr("Add --training.")
            )
    from engine.devices import choose_device

    device = choose_device(options.device)
    way = _compared if options.authors else _profiled if options.folder else _timed
    lines = way(options, device)
    for line, values in lines:
        if options.json:
            console.line(json.dumps({"device": str(device), **values}))
        else:
            console.line(line)
    return 0


def _timed(options: argparse.Namespace, device: torch.device) -> Iterator[Line]:
    from engine.timing import measure

    for name in options.network or NETWORKS:
        for timing in measure(name, device, options.repeats, options.precision):
            yield (
                f"{timing.network:12} {timing.precision:9} {timing.call:13} "
                f"{_milliseconds(timing.seconds)}{_peak(timing.peak_mb)}",
                asdict(timing),
            )


def _compared(options: argparse.Namespace, device: torch.device) -> Iterator[Line]:
    from engine.networks.authors_comparison import COMPARED, compare_with_authors

    networks = options.network or COMPARED
    if not set(networks) <= set(COMPARED):
        raise EngineError(
            tr("The authors' code is compared with siggraph and compact."),
            tr("Leave out --network."),
        )
    for call in compare_with_authors(
        options.authors,
        device,
        networks=networks,
        precision=options.precision,
        repeats=options.repeats,
    ):
        difference = call.ab_difference
        same = (
            ""
            if difference is None
            else f"; ab differ by at most {difference:.2g} ({difference / 110:.2g} of 1)"
        )
        yield (
            f"{call.call}: authors {_milliseconds(call.authors_seconds)}"
            f"{_peak(call.authors_peak_mb)}; {call.network} here in {call.precision} "
            f"{_milliseconds(call.seconds)}{_peak(call.peak_mb)}; {call.ratio:.1f} times as fast"
            f"{same}",
            {**asdict(call), "ratio": call.ratio},
        )


def _profiled(options: argparse.Namespace, device: torch.device) -> Iterator[Line]:
    from engine.batch.folder_profile import profile_folder

    for name in options.network or NETWORKS[:1]:
        config = EngineConfig(device=str(device), network=name, precision=options.precision)
        profile = profile_folder(options.folder, config)
        failed = f" ({profile.failed} more failed)" if profile.failed else ""
        parts = ", ".join(f"{part} {seconds:.2f} s" for part, seconds in profile.parts.items())
        yield (
            f"{name}: {profile.photos} photos{failed} in {profile.seconds:.1f} s, "
            f"{100 * profile.share:.0f} % of it in networks and codecs: {parts}",
            {"network": name, **asdict(profile), "share": profile.share},
        )


def _trained(options: argparse.Namespace, console: Console) -> int:
    """Print a line per network and stage, and one per network for the epochs of the report."""
    from engine.training.training_speed import StageSpeed, training_speed

    if options.authors:
        raise EngineError(tr("--authors compares colorizing."), tr("Leave out --training."))
    if options.boxes and not options.data:
        raise EngineError(tr("--boxes belongs to photos that are not given."), tr("Add --data."))
    networks = options.network or NETWORKS
    found: dict[str, list[StageSpeed]] = {name: [] for name in networks}
    steps = training_speed(
        list(found),
        data=options.data or (),
        boxes=options.boxes,
        recipe=options.recipe or RECIPES[0],
        device=options.device,
        precision=TRAINING_PRECISIONS[options.precision],
        rounds=options.repeats,
    )
    with console.progress(len(found) * len(STAGES)) as bar:

        def tell(step: Step) -> None:
            if isinstance(step.result, StageSpeed):
                speeds = found[step.result.network]
                speeds.append(step.result)
                for text, values in _speed_lines(speeds):
                    console.line(json.dumps(values) if options.json else text)
                bar.start(min(step.done, step.total - 1), "")
            bar.step(step)

        bar.start(0, "")
        finish(steps, tell)
    return 0


def _speed_lines(speeds: list[StageSpeed]) -> Iterator[Line]:
    """What there is to say of a network's newest stage, and after the last one of all three."""
    from engine.training.training_speed import REPORT_PHOTOS, hours_of_first_epochs

    speed = speeds[-1]
    height, width = speed.size
    memory = "" if speed.memory_mb is None else f", {speed.memory_mb:,.0f} MiB"
    yield (
        f"{speed.network:12} {speed.stage:9} {speed.images_per_second:8,.1f} images/s, "
        f"{speed.later_images_per_second:,.1f} after the first epoch, "
        f"{speed.memory_images_per_second:,.1f} from memory: loading costs "
        f"{100 * speed.loading_cost:.1f} and {100 * speed.later_loading_cost:.1f} %; "
        f"{1000 * speed.seconds_per_step:,.0f} ms a step of "
        f"{speed.batch} at {width} x {height}{memory}",
        {
            **asdict(speed),
            "images_per_second": speed.images_per_second,
            "later_images_per_second": speed.later_images_per_second,
            "memory_images_per_second": speed.memory_images_per_second,
            "loading_cost": speed.loading_cost,
            "later_loading_cost": speed.later_loading_cost,
        },
    )
    if len(speeds) == len(STAGES):
        hours = hours_of_first_epochs(speeds)
        yield (
            f"{speed.network:12} {REPORT_PHOTOS:,} pictures once through each stage would take "
            f"{hours:,.1f} hours on {speed.device}; {REPORT}",
            {
                "network": speed.network,
                "device": speed.device,
                "pictures": REPORT_PHOTOS,
                "hours": hours,
            },
        )


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:9,.1f} ms"


def _peak(mebibytes: float | None) -> str:
    return "" if mebibytes is None else f", peak {mebibytes:,.0f} MiB"
