"""`import-checkpoint`: the files that the paper's authors published, as a set of ours."""

from __future__ import annotations

import argparse

from engine.commands import options as shared
from engine.commands.console import Console

NAME = "import-checkpoint"
SUMMARY = "import the checkpoints of the paper's authors"
NETWORK = "siggraph"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument(
        "folder",
        metavar="DIR",
        type=shared.path,
        help="holds latest_net_G.pth, latest_net_GF.pth and latest_net_GComp.pth",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FOLDER",
        type=shared.path,
        help=f"where to write (default: where --network {NETWORK} finds them)",
    )


def run(options: argparse.Namespace, console: Console) -> int:
    """Import the three files, all or none.

    Raises:
        EngineError: a file is missing, damaged or does not fit, or the set cannot be written.
    """
    from engine.networks.checkpoint_folders import user_folder
    from engine.networks.importing import import_checkpoints

    output = options.output or user_folder(NETWORK)
    for path in import_checkpoints(options.folder, output):
        console.line(f"{path} ({path.stat().st_size / 1e6:.0f} MB)")
    where = f" --checkpoints {output}" if options.output else ""
    console.note(
        f"Colorize with them: instance-colorizer colorize --network {NETWORK}{where} PHOTO"
    )
    return 0
