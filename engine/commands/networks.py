"""`networks`: what networks there are, how large, and which have checkpoints at hand."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from engine.commands.console import Console
from engine.config import NETWORKS
from engine.networks.compared import Compared, compared

if TYPE_CHECKING:
    from engine.networks.census import Census

NAME = "networks"
SUMMARY = "list the networks, their sizes and the checkpoints at hand"
SOURCES = {
    "compact": "ours, the default",
    "siggraph": "the paper's (Su, Chu, Huang, CVPR 2020)",
    "unet": "the reproducibility report's version 1",
    "autoencoder": "the reproducibility report's version 2",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace, console: Console) -> int:
    """Print every network and stage."""
    from engine.networks.census import parameter_census

    found = {name: parameter_census(name) for name in NETWORKS}
    figures = compared()
    if options.json:
        facts = {
            name: {
                "source": SOURCES[name],
                "stages": {stage: _facts(census) for stage, census in stages.items()},
                "compared": asdict(figures[name]) if name in figures else None,
            }
            for name, stages in found.items()
        }
        console.line(json.dumps({"networks": facts}, indent=2))
    else:
        console.line("\n".join(text(found, figures)))
    return 0


def _facts(census: Census) -> dict[str, Any]:
    return {
        "total": census.total,
        "trainable": census.trainable,
        "statistics": census.statistics,
        "input_size": list(census.input_size),
        "checkpoint": None if census.checkpoint is None else str(census.checkpoint),
    }


def text(found: dict[str, dict[str, Census]], figures: dict[str, Compared]) -> list[str]:
    """The lines of a table for a person."""
    lines = []
    for name, stages in found.items():
        lines.append(f"{name}: {SOURCES[name]}")
        for stage, census in stages.items():
            size = f"{census.input_size[1]} x {census.input_size[0]}"
            at_hand = census.checkpoint or "no checkpoint"
            lines.append(
                f"  {stage:9}{census.total:>12,} parameters, {census.trainable:>10,} trainable, "
                f"{census.statistics:>6,} statistics, {size}, {at_hand}"
            )
        if name in figures:
            lines.append(f"  {figures[name].text}")
    return lines
