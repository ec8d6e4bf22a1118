"""The bundled detector's checkpoint: its network, labels, input size, threshold and calibration."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from engine.detection.score_calibration import Calibration
from engine.errors import EngineError
from engine.networks.checkpoints import fill_network, read_metadata, write_network
from engine.networks.detector_network import MULTIPLE, AnchorFreeDetector, DetectorNetwork
from engine.networks.picodet import PicoDet
from engine.networks.unfilled import Unfilled
from engine.texts import tr

Number = TypeVar("Number", int, float)

KIND = "detector"
TEACHER = "teacher"  # the kind of one that sees colours, which only teaches
PICODET = "picodet"  # what stands for the architecture; a `DetectorNetwork` says nothing


@dataclass(frozen=True)
class ReadDetector:
    """What a checkpoint of the kind "detector" holds; see `BundledDetector`."""

    network: AnchorFreeDetector
    labels: tuple[str, ...]
    size: int
    threshold: float
    calibration: Calibration | None
    large: int


def read_detector(path: Path, kind: str = KIND) -> ReadDetector:
    """Read a checkpoint that `write_detector` wrote.

    Args:
        kind: `KIND` or `TEACHER`.

    Raises:
        EngineError: it is missing, damaged, of another kind, or does not fit.
    """
    metadata = read_metadata(path, kind=kind)
    try:
        labels = [str(label) for label in json.loads(metadata["labels"])]
        size = _bounded(int(metadata["input_size"]), MULTIPLE, 8192)
        large = _bounded(int(metadata.get("large_size") or size), size, 8192)
        threshold = _bounded(float(metadata["threshold"]), 0, 1)
        told = metadata.get("calibration", "")
        calibration = Calibration.from_text(told) if told else None
        with Unfilled():
            network = _network(_bounded(len(labels), 1, 10_000), metadata, colours=kind == TEACHER)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise EngineError(
            tr(
                "The checkpoint {path} does not say how its network is made ({reason}).",
                path=path,
                reason=str(error)[:80],
            ),
            tr("Install the app again or choose another file."),
        ) from error
    fill_network(network, path, kind, unfilled=True)
    return ReadDetector(network, tuple(labels), size, threshold, calibration, large)


def write_detector(
    path: Path,
    network: AnchorFreeDetector,
    labels: Sequence[str],
    *,
    size: int,
    threshold: float,
    calibration: Calibration | None = None,
    large: int | None = None,
) -> Path:
    """Write a checkpoint that `BundledDetector.load` reads.

    Raises:
        EngineError: the file cannot be written.
    """
    metadata = {
        "labels": json.dumps(list(labels)),
        "input_size": str(size),
        "large_size": str(large or size),
        "threshold": str(threshold),
        "calibration": "" if calibration is None else calibration.to_text(),
        **_made_of(network),
    }
    sees_colours = isinstance(network, PicoDet) and network.colours
    kind = TEACHER if sees_colours else KIND
    return write_network(path, network, kind, half=True, **metadata)


def _made_of(network: AnchorFreeDetector) -> dict[str, str]:
    """What `_network` needs to know to make it again."""
    if isinstance(network, PicoDet):
        return {"architecture": PICODET}
    assert isinstance(network, DetectorNetwork)
    return {
        "variant": network.encoder.variant,
        "channels": str(network.channels),
        "depth": str(network.depth),
        "semantic": "no" if network.semantic is None else "yes",
    }


def _network(labels: int, metadata: Mapping[str, str], *, colours: bool) -> AnchorFreeDetector:
    if colours or metadata.get("architecture") == PICODET:
        return PicoDet(labels, colours=colours)
    return DetectorNetwork(
        labels,
        metadata["variant"],
        channels=_bounded(int(metadata["channels"]), 1, 1024),
        depth=_bounded(int(metadata["depth"]), 0, 16),
        semantic=metadata.get("semantic", "no") == "yes",
    )


def _bounded(value: Number, lowest: float, highest: float) -> Number:
    """The value, which a damaged file may have made so large that no memory holds the network."""
    if not lowest <= value <= highest:
        raise ValueError(f"{value} is not within {lowest} and {highest}")
    return value
