"""Kills the command line while it colorizes and saves, and looks at what is left on the disk.

    python tests/kill_saving.py 200 --seed 1

Each run replaces the results and the steps of the run before by others (`--overwrite`, another
saturation), and is killed at a random moment. After it every result must be the old or the new one,
whole, and every original as it was; now and then the same line must bring the journal's run to its
end. Runs are forks of one process that has loaded the networks, so that most of their time is
spent where files are written (Linux); the code must not change meanwhile. The first wrong file ends
it.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOOKS = ("1.0", "0.4")  # saturations; two that give other bytes
FORMATS = ("jpeg", "png", "tiff", "webp")
PHOTOS = 3
RESUMED = 8  # of so many kills one is followed by the same line once more
Digests = dict[str, str]


def digests(folder: Path) -> Digests:
    """Of all files but unfinished ones."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".part"]
    found = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    return {path.relative_to(folder).as_posix(): digest for path, digest in found.items()}


class Place:
    """A folder with photos, and the results of both looks in one format."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.folder = folder
        self.kind = kind
        self.photos = folder / "photos"
        self.out = folder / "out"
        self.photos.mkdir(parents=True)
        for path in sorted((ROOT / "resources" / "samples").glob("*.jpg"))[:PHOTOS]:
            shutil.copy(path, self.photos)
        self.originals = digests(self.photos)
        self.wanted: dict[str, Digests] = {}
        self.seconds = 0.0
        for look in LOOKS:
            began = time.monotonic()
            if os.waitpid(self.start(look), 0)[1]:
                raise RuntimeError("The command line fails without being killed.")
            self.seconds = time.monotonic() - began
            self.wanted[look] = digests(self.out)
            self.forget()
        if self.wanted[LOOKS[0]] == self.wanted[LOOKS[1]]:
            raise RuntimeError("Both looks are the same; nothing could be told.")

    def start(self, look: str) -> int:
        """The command line as a process of its own; its number."""
        child = os.fork()
        if child:
            return child
        status = 70
        try:
            from engine.commands import entry

            os.setsid()
            options = ["-o", f"{self.out}/", "--overwrite", "--steps", str(self.out / "steps")]
            options += ["--format", self.kind, "--saturation", look, "--device", "cpu"]
            options += ["--journal", str(self.folder / "journal")]
            with contextlib.redirect_stdout(io.StringIO()):
                status = entry.run(["colorize", str(self.photos), *options])
        finally:
            os._exit(status)

    def forget(self) -> None:
        """The next run has a journal of its own."""
        (self.folder / "journal").unlink(missing_ok=True)

    def check(self, before: str, look: str, *, ended: bool) -> Counter[str]:
        """What is on the disk, counted; a wrong file is counted as `wrong`."""
        counts: Counter[str] = Counter()
        found = digests(self.out)
        counts["unfinished"] = sum(1 for _ in self.out.rglob(".*.part"))
        for name, digest in found.items():
            old = {self.wanted[known].get(name) for known in ({look} if ended else LOOKS)}
            counts["whole" if digest in old else "wrong"] += 1
            if digest not in old:
                counts[f"wrong: {self.kind}/{name}"] += 1
            counts["new"] += digest == self.wanted[look].get(name) != self.wanted[before].get(name)
        results = {name for name in self.wanted[look] if "/" not in name}
        counts["wrong"] += len(results - found.keys())  # of the steps some may be gone for now
        counts["wrong"] += digests(self.photos) != self.originals
        return counts


def kill(places: list[Place], kills: int, seed: int) -> Counter[str]:
    """So many runs that are killed; what was found, counted."""
    dice = random.Random(seed)
    counts: Counter[str] = Counter()
    before = {place.kind: LOOKS[1] for place in places}
    for place in places:  # results for the first killed run to replace
        os.waitpid(place.start(LOOKS[1]), 0)
    while counts["killed"] < kills and not counts["wrong"]:
        place = dice.choice(places)
        old = before[place.kind]
        look = LOOKS[1 - LOOKS.index(old)]
        place.forget()
        child = place.start(look)
        time.sleep(dice.uniform(0, place.seconds))
        os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
        killed = os.WIFSIGNALED(status)
        counts["killed" if killed else "ended before"] += 1
        found = place.check(old, look, ended=not killed)
        if killed and found["new"]:
            counts["killed with some results new"] += 1
        counts += found
        if killed and dice.randrange(RESUMED) == 0:
            failed = os.waitpid(place.start(look), 0)[1]
            counts["resumed"] += 1
            counts["wrong"] += bool(failed) + place.check(old, look, ended=True)["wrong"]
            killed = False
        for leftover in place.out.rglob(".*.part"):
            leftover.unlink()
        before[place.kind] = old if killed else look
    return counts


def main() -> None:
    """Run from a terminal."""
    parser = argparse.ArgumentParser(description="Kill the command line while it saves.")
    parser.add_argument("kills", type=int, nargs="?", default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=FORMATS)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ["OMP_NUM_THREADS"] = "1"  # a fork has no threads but its own

    import cv2

    from engine import workbench

    cv2.setNumThreads(1)
    bench = _loaded(workbench)
    workbench.Workbench = lambda config: bench  # type: ignore[assignment, misc]
    with tempfile.TemporaryDirectory(prefix="kill-") as name:
        places = [Place(Path(name, kind), kind) for kind in options.formats]
        began = time.monotonic()
        counts = kill(places, options.kills, options.seed)
    for what, count in sorted(counts.items()):
        sys.stdout.write(f"{count:6} {what}\n")
    sys.stdout.write(f"{time.monotonic() - began:.0f} s, seed {options.seed}\n")
    sys.exit(bool(counts["wrong"]))


def _loaded(workbench):  # type: ignore[no-untyped-def]
    from engine.config import EngineConfig
    from engine.steps import finish

    bench = workbench.Workbench(EngineConfig(device="cpu"))
    photo = sorted((ROOT / "resources" / "samples").glob("*.jpg"))[0]
    finish(finish(bench.open(photo)).run())
    return bench


if __name__ == "__main__":
    main()
