"""Options that several commands share, and the settings they make."""

from __future__ import annotations

import argparse
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING

from engine.batch.output_options import LARGEST, SMALLEST
from engine.config import DETECTORS, DEVICES, INPUT_SCALES, NETWORKS, PRECISIONS, EngineConfig
from engine.errors import EngineError
from engine.texts import tr

if TYPE_CHECKING:
    from engine.training.photo_scan import PhotoScan, ScannedPhoto

NO_DETECTOR = "none"


def add_photos(parser: argparse.ArgumentParser) -> None:
    """PHOTO... and --recursive."""
    parser.add_argument(
        "photos", metavar="PHOTO", type=path, nargs="+", help="a photo, or a folder of photos"
    )
    parser.add_argument("--recursive", action="store_true", help="look into folders of folders too")


def add_detection(parser: argparse.ArgumentParser, *, none_too: bool) -> None:
    """The detector and what of its findings is kept; `none_too` allows no detector at all."""
    group = parser.add_argument_group("detecting objects")
    group.add_argument(
        "--detector",
        choices=(*DETECTORS, NO_DETECTOR) if none_too else DETECTORS,
        default="auto",
        help="auto takes the first that is ready (default)",
    )
    group.add_argument(
        "--threshold",
        type=float,
        metavar="SCORE",
        help="leave out objects that score lower, 0 to 1 (default: the detector's own)",
    )
    group.add_argument(
        "--max-instances",
        type=int,
        default=EngineConfig.max_instances,
        metavar="N",
        help=f"at most so many objects a photo (default {EngineConfig.max_instances})",
    )
    add_detector_weights(group)


def add_detector(group: argparse._ActionsContainer) -> None:
    """One detector, and its checkpoint."""
    group.add_argument(
        "--detector", choices=DETECTORS, default="bundled", help="which one (bundled)"
    )
    add_detector_weights(group)


def add_detector_weights(group: argparse._ActionsContainer) -> None:
    """A detector's checkpoint."""
    group.add_argument(
        "--detector-weights",
        type=path,
        metavar="FILE",
        help="a checkpoint for the detector: detectron2 and torchvision download their own else; "
        "one that `train detector` made needs --detector bundled",
    )


def chosen_photos(scan: PhotoScan, options: argparse.Namespace) -> list[ScannedPhoto]:
    """The photos of a scan that --hold-out and --most want.

    Raises:
        EngineError: the options make no sense, or leave none.
    """
    if options.most is not None and options.most < 1:
        raise EngineError(
            tr("{count} photos cannot be compared.", count=options.most), tr("Give 1 or more.")
        )
    try:
        pattern = re.compile(options.hold_out)
    except re.error as error:
        raise EngineError(
            tr(
                "The pattern {hold_out!r} is not one: {error}.",
                hold_out=options.hold_out,
                error=error,
            ),
            tr("Correct it."),
        ) from None
    photos = [photo for photo in scan.photos if pattern.search(Path(photo.name).stem)]
    if options.most:
        photos = photos[:: max(1, len(photos) // options.most)][: options.most]
    if not photos:
        raise EngineError(tr("There is no photo to compare with."), scan.summary())
    return photos


def add_device(parser: argparse._ActionsContainer) -> None:
    """Where the networks run."""
    parser.add_argument(
        "--device",
        choices=DEVICES,
        default="auto",
        help="auto takes the first of cuda, mps, cpu that is there (default)",
    )


def add_network(parser: argparse._ActionsContainer) -> None:
    """Which networks colorize, and their checkpoints."""
    parser.add_argument(
        "--network",
        choices=NETWORKS,
        default=EngineConfig.network,
        help=f"{EngineConfig.network} is the default; `networks` tells of each",
    )
    parser.add_argument(
        "--checkpoints",
        type=path,
        metavar="DIR",
        help="a folder with full, instance and fusion checkpoints (default: those at hand)",
    )
    add_precision(parser)


def add_precision(parser: argparse._ActionsContainer) -> None:
    """What the networks compute in."""
    parser.add_argument(
        "--precision",
        choices=PRECISIONS,
        default=EngineConfig.precision,
        help="auto takes bfloat16 where it is faster and makes no visible difference (default)",
    )


def engine_config(options: argparse.Namespace) -> EngineConfig:
    """The settings that the parsed options stand for.

    Raises:
        EngineError: a value makes no sense.
    """
    detector = "auto" if options.detector == NO_DETECTOR else options.detector
    return EngineConfig(
        network=getattr(options, "network", EngineConfig.network),
        checkpoints=getattr(options, "checkpoints", None),
        device=options.device,
        input_scale=getattr(options, "input_scale", EngineConfig.input_scale),
        precision=getattr(options, "precision", EngineConfig.precision),
        detector=detector,
        detector_weights=detector_weights(options),
        score_threshold=options.threshold,
        max_instances=options.max_instances,
    )


def detector_weights(options: argparse.Namespace) -> Path | None:
    """The value of --detector-weights.

    Raises:
        EngineError: it cannot be one of the bundled detector, which is asked for; or none is.
    """
    from engine.detection.registry import OWN_SUFFIX

    given: Path | None = options.detector_weights
    if given is not None and options.detector in ("auto", NO_DETECTOR):
        raise EngineError(
            tr("The checkpoint {given} needs its detector.", given=given),
            tr("Give --detector detectron2, torchvision or bundled, too."),
        )
    if given is not None and options.detector == "bundled" and given.suffix != OWN_SUFFIX:
        raise EngineError(
            tr("{given} is no checkpoint of the bundled detector.", given=given),
            tr(
                "Give a {suffix} that `train detector` made, or another --detector.",
                suffix=OWN_SUFFIX,
            ),
        )
    return given


def name(text: str) -> str:
    """A name as it was given; an empty one, as of a variable that is not set, is none."""
    if not text:
        raise argparse.ArgumentTypeError("the name is empty")
    return text


def path(text: str) -> Path:
    """The file or folder of a name, as in `name`."""
    return Path(name(text))


def number_between(low: float, high: float, text: str) -> float:
    """`text` as a number from `low` to `high`; for argparse, which shows the error's words."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise argparse.ArgumentTypeError(f"{text} is not a number from {low:,.12g} to {high:,.12g}")
    return value


def whole_number_between(low: int, high: int, text: str) -> int:
    """As `number_between`, without fractions."""
    value = number_between(low, high, text)
    if value != int(value):
        raise argparse.ArgumentTypeError(f"{text} is not a whole number")
    return int(value)


def saturation(text: str) -> float:
    """The value of --saturation."""
    return number_between(0, 4, text)


def warmth(text: str) -> float:
    """The value of --warmth."""
    return number_between(-1, 1, text)


def strength(text: str) -> float:
    """The value of --instance-strength."""
    return number_between(0, 10, text)


def input_scale(text: str) -> float:
    """The value of --input-scale."""
    return number_between(*INPUT_SCALES, text)


def quality(text: str) -> int:
    """The value of --quality."""
    return whole_number_between(1, 100, text)


def size(text: str) -> int:
    """The value of --size."""
    return whole_number_between(SMALLEST, LARGEST, text)


def workers(text: str) -> int:
    """The value of --workers."""
    return whole_number_between(1, 100_000, text)


def shift(text: str) -> int:
    """The value of --shift, of pictures of 256 pixels a side."""
    return whole_number_between(0, 128, text)


def slower(text: str) -> float:
    """The value of --slower."""
    return number_between(0.001, 1000, text)


def repeats(text: str) -> int:
    """The value of --repeats."""
    return whole_number_between(1, 1000, text)
