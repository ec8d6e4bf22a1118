"""Kills a training while it prepares its data, trains and writes snapshots, and resumes it.

    python tests/kill_training.py 200 --seed 1

A few runs of a tiny plan are trained side by side: photos are looked through, objects taken from a
file, and all three stages trained, with a snapshot at every other step. A run is killed at a random
moment, then resumed and killed again until it comes to its end. After every kill each file in its
folder must be whole, every original as it was, and its state told in words; at its end its
checkpoints must be bit by bit those of a run that nobody killed, and another run begins.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import time
from collections import Counter
from pathlib import Path

import cv2
from killing import Digests, digests, finished, forked, options, run
from training_parts import write_photos

from engine.training.plan import TrainingPlan

PHOTOS = 12
RUNS = 3
LINES = ("events.jsonl",)  # only ever added to: the last line may be torn
STATES = {"died", "preparing", "waiting"}  # of a run that was killed


class Training:
    """Runs of one plan, of which one at a time is trained until it ends."""

    def __init__(self, folder: Path, data: Path, dice: random.Random, wanted: Digests) -> None:
        self.folder = folder
        self.data = data
        self.dice = dice
        self.originals = digests(data)
        self.wanted = wanted
        self.seconds = 0.0
        self.number = 0
        if not wanted:
            began = time.monotonic()
            status = finished(self.start())
            self.seconds = time.monotonic() - began
            wanted.update(_parameters(self.run))
            if status or len(wanted) < 3:
                raise RuntimeError(f"The training fails without being killed: {self.run}")
            self.forget()

    @property
    def run(self) -> Path:
        """The folder of the run that is trained now."""
        return self.folder / str(self.number)

    def start(self) -> int:
        """Begin the run, or go on with it."""
        self.run.mkdir(parents=True, exist_ok=True)

        def work() -> int:
            from engine.training.run_folder import RunFolder
            from trainers.running import run_plan

            run = RunFolder(self.run)
            if not run.exists:
                run.create(small_plan(self.data))
            return run_plan(run)

        return forked(work, self.folder / "output.txt")

    def forget(self) -> None:
        """Begin another run next."""
        shutil.rmtree(self.run)
        self.number += 1

    def check(self, *, killed: bool) -> Counter[str]:
        """What is in the run folder."""
        counts: Counter[str] = Counter()
        for path in self.run.rglob("*"):
            if not path.is_file() or (
                path.parent == self.run and path.name in ("alive", "log.txt")
            ):
                continue
            if path.suffix == ".part":
                counts["unfinished"] += 1
            elif trouble := _trouble(path):
                counts["wrong"] += 1
                counts[f"wrong: {path.relative_to(self.run)}: {trouble}"] += 1
            else:
                counts["whole"] += 1
        if digests(self.data) != self.originals:
            counts["wrong"] += 1
            counts["wrong: an original"] += 1
        counts += self._told(killed=killed)
        if killed:
            return counts
        counts["brought to their end"] += 1
        if _parameters(self.run) != self.wanted:
            counts["wrong"] += 1
            counts["wrong: other checkpoints than without a kill"] += 1
        else:
            self.forget()
        return counts

    def _told(self, *, killed: bool) -> Counter[str]:
        """What the app would say of the run."""
        from engine.errors import EngineError
        from engine.training.wizard import TrainingWizard

        counts: Counter[str] = Counter()
        if not (self.run / "run.json").exists():
            counts["killed before the plan was written"] += 1
            return counts
        try:
            state = TrainingWizard(self.run).status().state
        except EngineError as error:
            state = str(error)
        counts[f"told as {state}"] += 1
        if state not in (STATES if killed else {"finished"}):
            counts["wrong"] += 1
        if killed and list((self.run / "snapshots").glob("*.pt")):
            counts["killed with a snapshot to go on from"] += 1
        return counts


def _parameters(run: Path) -> Digests:
    """Of the tensors of all checkpoints; the files name their metadata in an order of chance."""
    from safetensors.torch import load_file

    return {
        f"{path.stem}/{name}": hashlib.sha256(tensor.numpy().tobytes()).hexdigest()
        for path in sorted((run / "checkpoints").glob("*.safetensors"))
        for name, tensor in load_file(path).items()
    }


def _trouble(path: Path) -> str:
    """Why a file is not whole; empty where it is."""
    from safetensors.torch import load_file

    from trainers.snapshots import read_snapshot

    try:
        if path.suffix == ".pt":
            read_snapshot(path)
        elif path.suffix == ".safetensors":
            load_file(path)
        elif path.suffix == ".json":
            json.loads(path.read_text(encoding="utf-8"))
        elif path.name in LINES:
            for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
                _check_line(line)
        elif path.suffix in (".png", ".jpg", ".webp"):
            if cv2.imread(str(path)) is None:
                return "no picture"
        elif path.suffix == ".csv" and not path.read_text(encoding="utf-8").endswith("\n"):
            return "cut off"
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:200]
    return ""


def _check_line(line: str) -> None:
    """A line of events; a torn one is ended by the next run, and passed over by readers."""
    if line:
        try:
            json.loads(line)
        except ValueError:
            if line.startswith("{") and not line.endswith("}"):
                return
            raise


def small_plan(data: Path) -> TrainingPlan:
    """As little of everything as there can be."""
    plan = TrainingPlan(
        data=(data / "photos",),
        boxes=data / "boxes.csv",
        recipe="quick",
        variant="lite0",
        split=0.7,
        device="cpu",
    )
    few = {"steps": 6, "batch": 2, "side": 32, "log_every": 1, "snapshot_every": 2}
    few |= {"validate_every": 6, "sample_every": 6}
    plan = plan.changed("full", **few)
    plan = plan.changed("instance", **few)
    return plan.changed("fusion", **{**few, "side": 64})


def main() -> None:
    """Run from a terminal."""
    given = options(__doc__, lambda it: None)

    import torch

    from trainers import running  # noqa: F401  loaded for the forks

    torch.set_num_threads(1)
    cv2.setNumThreads(1)

    def make(folder: Path, dice: random.Random) -> list[Training]:
        os.environ["XDG_DATA_HOME"] = str(folder / "home")  # what trainings are remembered in
        data = folder / "data"
        write_photos(data / "photos", PHOTOS)
        wanted: Digests = {}
        made = [Training(folder / str(number), data, dice, wanted) for number in range(RUNS)]
        for one in made:
            one.seconds = made[0].seconds
        return made

    run(given, make)


if __name__ == "__main__":
    main()
