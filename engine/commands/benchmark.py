"""`benchmark`: how fast each network is on this machine."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.commands import options as shared
from engine.commands.console import Console
from engine.config import NETWORKS
from engine.errors import EngineError

if TYPE_CHECKING:
    import torch

Line = tuple[str, dict[str, Any]]  # for a person, and for JSON
NAME = "benchmark"
SUMMARY = "time every network on this machine"


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
        help="take the median of so many runs (default 5)",
    )
    parser.add_argument(
        "--authors",
        type=Path,
        metavar="DIR",
        help="compare siggraph with the code of the paper's authors instead; DIR is their "
        "repository (github.com/ericsujw/InstColorization), whose code is run",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    shared.add_device(parser)
    shared.add_precision(parser)


def run(options: argparse.Namespace, console: Console) -> int:
    """Print one line per network and call, each as soon as it is measured.

    Raises:
        EngineError: the device is not there, lacks the precision or has too little memory, or
            `--authors` names no folder with their code.
    """
    from engine.devices import choose_device

    device = choose_device(options.device)
    lines = _compared(options, device) if options.authors else _timed(options, device)
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
    from engine.networks.authors_comparison import compare_with_authors

    if set(options.network or ["siggraph"]) != {"siggraph"}:
        raise EngineError(
            "The authors' code is that of the network siggraph alone.", "Leave out --network."
        )
    for call in compare_with_authors(
        options.authors, device, precision=options.precision, repeats=options.repeats
    ):
        yield (
            f"{call.call}: authors {_milliseconds(call.authors_seconds)}"
            f"{_peak(call.authors_peak_mb)}; here in {call.precision} "
            f"{_milliseconds(call.seconds)}{_peak(call.peak_mb)}; {call.ratio:.1f} times as fast; "
            f"ab differ by at most {call.ab_difference:.2g} ({call.ab_difference / 110:.2g} of 1)",
            {**asdict(call), "ratio": call.ratio},
        )


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:9,.1f} ms"


def _peak(mebibytes: float | None) -> str:
    return "" if mebibytes is None else f", peak {mebibytes:,.0f} MiB"
