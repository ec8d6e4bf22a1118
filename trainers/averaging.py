"""The mean of two networks of which one went on from the other: python -m trainers.averaging.

    python -m trainers.averaging RUN/checkpoints FINE_TUNED/checkpoints OUT --share 0.6

A training that goes on fits its photos more closely, and others less. Between the parameters that
it started from and those it ended with lie networks that do better than both, on these photos and
on others (Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from engine.config import NETWORKS
from engine.errors import EngineError
from engine.networks.checkpoint_folders import checkpoint_path
from engine.networks.checkpoints import check_fit, read_checkpoint, write_checkpoint
from engine.texts import tr

FUSION = "fusion"  # its decoder began as the full image's
STAGES = ("full", "instance", FUSION)


def main(arguments: Sequence[str] | None = None) -> int:
    """Average what the command line names; 1 and a sentence where that is not possible."""
    parser = argparse.ArgumentParser(
        prog="python -m trainers.averaging",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("first", type=Path, help="a folder of checkpoints")
    parser.add_argument("second", type=Path, help="one whose checkpoint went on from it")
    parser.add_argument("out", type=Path, help="the folder to write into")
    parser.add_argument("--network", choices=NETWORKS, default=NETWORKS[0])
    parser.add_argument("--stage", choices=STAGES, default=STAGES[0])
    parser.add_argument(
        "--both",
        action="store_true",
        help="of two fusions, all; else the second's decoder with the full image that it began as",
    )
    parser.add_argument("--share", type=float, default=0.5, help="of the second, 0..1 (0.5)")
    told = parser.parse_args(arguments)
    second, out = (checkpoint_path(folder, told.stage) for folder in (told.second, told.out))
    start = STAGES[0] if told.stage == FUSION and not told.both else told.stage
    first = checkpoint_path(told.first, start)
    kinds = (f"{told.network}/{start}", f"{told.network}/{told.stage}")
    try:
        average(first, second, out, kinds=kinds, share=told.share)
    except EngineError as error:
        parser.exit(1, f"{error}\n")
    sys.stdout.write(f"{out}\n")
    return 0


def average(first: Path, second: Path, out: Path, *, kinds: tuple[str, str], share: float) -> None:
    """Write the mean of two checkpoints; what only the second has stays as it is.

    Args:
        first, second: their files.
        out: the file to write.
        kinds: "network/stage" of the first, and of the other two: the same, or the full image's
            and the fusion's, which has a decoder like it.
        share: of the second, 0..1; the first has the rest.

    Raises:
        EngineError: one cannot be read, they do not fit each other, or the mean cannot be written.
    """
    if not 0 <= share <= 1:
        raise EngineError(tr("A share of {share:g} is not one.", share=share), tr("Give 0 to 1."))
    one, _ = read_checkpoint(first, kind=kinds[0])
    other, metadata = read_checkpoint(second, kind=kinds[1])
    if kinds[0] == kinds[1]:
        check_fit(one, other, second)
    else:
        one = {name: tensor for name, tensor in one.items() if name in other} or one
        check_fit(one, {name: other[name] for name in one if name in other}, second)
    mean = {name: tensor.lerp(other[name], share) for name, tensor in one.items()}
    write_checkpoint(out, {**other, **mean}, metadata)


if __name__ == "__main__":
    sys.exit(main())
