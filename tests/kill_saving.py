"""Kills the command line while it colorizes and saves, and looks at what is left on the disk.

    python tests/kill_saving.py 200 --seed 1

Each run replaces the results and the steps of the run before by others (`--overwrite`, another
saturation), and is killed at a random moment. After it every result must be the old or the new one,
whole, and every original as it was; now and then the same line must bring the journal's run to its
end.
"""

from __future__ import annotations

import contextlib
import io
import random
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from killing import Digests, copied, digests, finished, forked, options, run

if TYPE_CHECKING:
    from engine.workbench import Workbench

LOOKS = ("1.0", "0.4")  # saturations; two that give other bytes
FORMATS = ("jpeg", "png", "tiff", "webp")
PHOTOS = 3
RESUMED = 8  # of so many kills one is followed by the same line once more


class Place:
    """A folder with photos, and the results of both looks in one format."""

    def __init__(self, folder: Path, kind: str, dice: random.Random) -> None:
        self.folder = folder
        self.kind = kind
        self.dice = dice
        self.photos = folder / "photos"
        self.out = folder / "out"
        copied(self.photos, PHOTOS)
        self.originals = digests(self.photos)
        self.wanted: dict[str, Digests] = {}
        self.seconds = 0.0
        for look in LOOKS:  # the last one's results are there for the first killed run to replace
            began = time.monotonic()
            if finished(self.colorize(look)):
                raise RuntimeError("The command line fails without being killed.")
            self.seconds = time.monotonic() - began
            self.wanted[look] = digests(self.out)
            self.forget()
        if self.wanted[LOOKS[0]] == self.wanted[LOOKS[1]]:
            raise RuntimeError("Both looks are the same; nothing could be told.")
        self.before = self.look = LOOKS[1]

    def start(self) -> int:
        """The command line, with the look that is not on the disk."""
        self.look = LOOKS[1 - LOOKS.index(self.before)]
        self.forget()
        return self.colorize(self.look)

    def colorize(self, look: str) -> int:
        """The command line as a process of its own."""

        def work() -> int:
            from engine.commands import entry

            told = ["-o", f"{self.out}/", "--overwrite", "--steps", str(self.out / "steps")]
            told += ["--format", self.kind, "--saturation", look, "--device", "cpu"]
            told += ["--journal", str(self.folder / "journal")]
            with contextlib.redirect_stdout(io.StringIO()):
                return entry.run(["colorize", str(self.photos), *told])

        return forked(work)

    def forget(self) -> None:
        """The next run has a journal of its own."""
        (self.folder / "journal").unlink(missing_ok=True)

    def check(self, *, killed: bool) -> Counter[str]:
        """What is on the disk; now and then also after the same line has run to its end."""
        counts = self.counted(ended=not killed)
        if killed and counts["new"]:
            counts["killed with some results new"] += 1
        ended = not killed
        if killed and self.dice.randrange(RESUMED) == 0:
            counts["resumed"] += 1
            counts["wrong"] += bool(finished(self.colorize(self.look)))
            counts["wrong"] += self.counted(ended=True)["wrong"]
            ended = True
        for leftover in self.out.rglob(".*.part"):
            leftover.unlink()
        if ended:
            self.before = self.look
        return counts

    def counted(self, *, ended: bool) -> Counter[str]:
        """The files, by what they are."""
        counts: Counter[str] = Counter()
        found = digests(self.out)
        counts["unfinished"] = sum(1 for _ in self.out.rglob(".*.part"))
        new, old = self.wanted[self.look], self.wanted[self.before]
        for name, digest in found.items():
            known = {self.wanted[one].get(name) for one in ({self.look} if ended else LOOKS)}
            counts["whole" if digest in known else "wrong"] += 1
            if digest not in known:
                counts[f"wrong: {self.kind}/{name}"] += 1
            counts["new"] += digest == new.get(name) != old.get(name)
        results = {name for name in new if "/" not in name}
        counts["wrong"] += len(results - found.keys())  # of the steps some may be gone for now
        counts["wrong"] += digests(self.photos) != self.originals
        return counts


def main() -> None:
    """Run from a terminal."""
    given = options(
        __doc__,
        lambda it: it.add_argument("--formats", nargs="+", choices=FORMATS, default=FORMATS),
    )

    import cv2

    from engine import workbench

    cv2.setNumThreads(1)
    bench = _loaded()
    workbench.Workbench = lambda config: bench  # type: ignore[assignment, misc]
    run(given, lambda folder, dice: [Place(folder / kind, kind, dice) for kind in given.formats])


def _loaded() -> Workbench:
    """An engine that has colorized a photo, so that all it needs is loaded."""
    from engine.bundle import sample_photos
    from engine.config import EngineConfig
    from engine.steps import finish
    from engine.workbench import Workbench

    bench = Workbench(EngineConfig(device="cpu"))
    finish(finish(bench.open(sample_photos()[0])).run())
    return bench


if __name__ == "__main__":
    main()
