"""What the drivers that kill processes at random moments share: the forks, the loop, the report.

Runs are forks of one process that has loaded what they need, so that most of their time is spent in
the work itself (Linux); the code must not change meanwhile. The first wrong file ends it.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).resolve().parent.parent
CRASHED = 70  # exit status of a run that raised
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "gui")]  # drivers are run as files
Digests = dict[str, str]


class Victim(Protocol):
    """Work that is killed again and again.

    Attributes:
        seconds: that a run takes which is not killed.
    """

    seconds: float

    def start(self) -> int:
        """Begin the next run; its process."""

    def check(self, *, killed: bool) -> Counter[str]:
        """What a run has left, counted; whatever is wrong is counted as `wrong` too."""


def digests(folder: Path) -> Digests:
    """Of all files but unfinished ones."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".part"]
    found = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    return {path.relative_to(folder).as_posix(): digest for path, digest in found.items()}


def copied(folder: Path, count: int) -> list[Path]:
    """Some of the sample photos."""
    folder.mkdir(parents=True)
    samples = sorted((ROOT / "resources" / "samples").glob("*.jpg"))[:count]
    return [Path(shutil.copy(sample, folder)) for sample in samples]


def forked(work: Callable[[], int], log: Path | None = None) -> int:
    """`work` as a process of its own, in a group of its own; its exit status is what `work` gives.

    Args:
        work: what it does.
        log: where its output goes; None lets it through.
    """
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    status = CRASHED
    try:
        os.setsid()
        if log is not None:
            with log.open("ab") as file:
                os.dup2(file.fileno(), 1)
                os.dup2(file.fileno(), 2)
        status = work()
    except BaseException:  # whatever it is, this process must not go on as its parent
        traceback.print_exc()
    finally:
        os._exit(status)


def finished(child: int) -> int:
    """Wait for a process that nobody kills; its exit status."""
    try:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    except KeyboardInterrupt:
        _end(child)
        raise


def _end(child: int) -> None:
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:  # it has not come to its group yet
        os.kill(child, signal.SIGKILL)


def kill(victims: Sequence[Victim], kills: int, dice: random.Random, counts: Counter[str]) -> None:
    """So many runs that are killed; what is found is added to `counts`."""
    while counts["killed"] < kills and not counts["wrong"]:
        victim = dice.choice(victims)
        child = victim.start()
        try:
            time.sleep(dice.uniform(0, victim.seconds))
        finally:  # also where someone ends the driver: nothing may go on writing
            _end(child)
        status = os.waitpid(child, 0)[1]
        killed = os.WIFSIGNALED(status)
        counts["killed" if killed else "ended before"] += 1
        if not killed and os.WEXITSTATUS(status):
            counts[f"wrong: it ended with status {os.WEXITSTATUS(status)}"] += 1
            counts["wrong"] += 1
        counts.update(victim.check(killed=killed))


def options(description: str | None, add: Callable[[argparse.ArgumentParser], object]) -> Options:
    """The command line of a driver, with the arguments that it adds."""
    parser = argparse.ArgumentParser(description=(description or "").splitlines()[0])
    add(parser)
    parser.add_argument("kills", type=int, nargs="?", default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the files in this folder")
    os.environ["OMP_NUM_THREADS"] = "1"  # a fork has no threads but its own
    return parser.parse_args(namespace=Options())


class Options(argparse.Namespace):
    """What every driver can be told."""

    kills: int
    seed: int
    keep: Path | None


def run(given: Options, make: Callable[[Path, random.Random], Sequence[Victim]]) -> None:
    """Make the victims in a new folder, kill, say what was found, and end the process."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # in the background no Ctrl-C comes
    dice = random.Random(given.seed)
    with tempfile.TemporaryDirectory(prefix="kill-") as name:
        folder = given.keep or Path(name)
        victims = make(folder, dice)
        began = time.monotonic()
        counts: Counter[str] = Counter()
        with contextlib.suppress(KeyboardInterrupt):  # ended by someone: so far
            kill(victims, given.kills, dice, counts)
    for what, count in sorted((+counts).items()):
        sys.stdout.write(f"{count:6} {what}\n")
    sys.stdout.write(f"{time.monotonic() - began:.0f} s, seed {given.seed}\n")
    sys.exit(bool(counts["wrong"]))
