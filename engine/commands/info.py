"""`info`: versions, devices, detectors and checkpoints, for a person and for bug reports."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from engine.commands.console import Console
from engine.inventory import gather, text
from engine.steps import finish

NAME = "info"
SUMMARY = "show versions, devices, detectors and checkpoints"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace, console: Console) -> int:
    """Print what is installed and ready."""
    facts = finish(gather())
    console.line(json.dumps(asdict(facts), indent=2) if options.json else text(facts))
    return 0
