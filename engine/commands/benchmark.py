"""`benchmark`: how fast each network is on this machine."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from engine.commands import options as shared
from engine.commands.console import Console
from engine.config import NETWORKS

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
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    shared.add_device(parser)


def run(options: argparse.Namespace, console: Console) -> int:
    """Print one line per network and call, each as soon as it is measured.

    Raises:
        EngineError: the device is not there or has too little memory.
    """
    from engine.devices import choose_device
    from engine.timing import measure

    device = choose_device(options.device)
    for name in options.network or NETWORKS:
        for timing in measure(name, device, options.repeats):
            if options.json:
                console.line(json.dumps({"device": str(device), **asdict(timing)}))
            else:
                peak = "" if timing.peak_mb is None else f", peak {timing.peak_mb:,.0f} MiB"
                console.line(
                    f"{timing.network:12} {timing.call:13} {1000 * timing.seconds:9,.1f} ms{peak}"
                )
    return 0
