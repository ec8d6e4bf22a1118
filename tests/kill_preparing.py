"""Kills the preparation of a training's data, and prepares it again.

    python tests/kill_preparing.py 200 --seed 1

Photos are looked through, objects looked for in them by a detector without a network, and the lists
of both written into a run folder. After every kill the lists must be those that nobody killed, or
not be taken for whole; the file of the finds must be sound, every original as it was; and the next
start must come to the same lists, with what had been found before.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from killing import digests, finished, forked, options, run
from training_parts import write_bad_photos, write_photos

from engine.config import EngineConfig
from engine.detection.candidates import Candidate
from engine.errors import EngineError
from engine.instances import Box
from engine.steps import finish
from engine.training import kept_finds, object_search
from engine.training.plan import TrainingPlan
from engine.training.preparation import is_prepared
from engine.training.run_folder import RunFolder
from engine.training.wizard import TrainingWizard

PHOTOS = 60


class DiskDetector:
    """Finds the disk of `write_photos`, with a score that is the photo's own."""

    name = "bundled"
    default_threshold = 0.1

    def detect(self, lightness: np.ndarray, threshold: float) -> Sequence[Candidate]:
        height = lightness.shape[0]
        box = Box(height / 6, height / 6, height * 5 / 6, height * 5 / 6)
        return [Candidate("sports ball", 0.5 + float(lightness.mean()) / 250, box)]


class Preparation:
    """A run folder whose data are prepared until they are, and then a new one."""

    def __init__(self, folder: Path) -> None:
        self.data = write_photos(folder / "data" / "photos", PHOTOS)
        write_bad_photos(self.data)
        self.originals = digests(self.data)
        self.run = RunFolder(folder / "run")
        self.home = folder / "home"
        os.environ["XDG_DATA_HOME"] = str(self.home)
        self.finds = kept_finds.default_cache()
        began = time.monotonic()
        if finished(self.start()):
            raise RuntimeError("The preparation fails without being killed.")
        self.seconds = time.monotonic() - began
        self.wanted = digests(self.run.prepared)
        self.forget()

    def start(self) -> int:
        """Prepare, as the app does."""

        def work() -> int:
            finish(TrainingWizard(self.run.path).prepare(self._plan()))
            return 0

        return forked(work)

    def _plan(self) -> TrainingPlan:
        return TrainingPlan(data=(self.data,), recipe="quick", device="cpu")

    def forget(self) -> None:
        """Begin with nothing next."""
        shutil.rmtree(self.run.path)
        shutil.rmtree(self.home)

    def check(self, *, killed: bool) -> Counter[str]:
        """The lists, the finds and the photos."""
        counts: Counter[str] = Counter()
        trouble = [] if digests(self.data) == self.originals else ["an original"]
        if self.run.exists:
            try:
                self.run.plan()
            except EngineError as error:
                trouble.append(str(error))
        if is_prepared(self.run, self._plan()):
            counts["taken for prepared"] += 1
            if digests(self.run.prepared) != self.wanted:
                trouble.append("other lists than without a kill")
        elif self.run.prepared.exists():
            counts["killed with some lists written"] += 1
        elif not killed:
            trouble.append("no lists")
        counts["unfinished"] = sum(1 for _ in self.run.path.rglob(".*.part"))
        trouble += self._finds(counts)
        counts["whole"] += not trouble
        for what in trouble:
            counts["wrong"] += 1
            counts[f"wrong: {what}"] += 1
        if not killed and not trouble:
            counts["brought to their end"] += 1
            self.forget()
        return counts

    def _finds(self, counts: Counter[str]) -> list[str]:
        """What is wrong with the file of the finds."""
        if not self.finds.exists():
            return []
        base = sqlite3.connect(self.finds)
        try:
            [(said,)] = base.execute("PRAGMA integrity_check")
            tables = base.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]
            found = base.execute("SELECT COUNT(*) FROM finds").fetchone()[0] if tables else 0
        except sqlite3.Error as error:
            return [f"the finds: {error}"]
        finally:
            base.close()
        counts["left with finds to go on from"] += 0 < found < PHOTOS
        return [] if said == "ok" else [f"the finds: {said}"]


def _load(config: EngineConfig) -> DiskDetector:
    return DiskDetector()


def main() -> None:
    """Run from a terminal."""
    given = options(__doc__, lambda it: it)

    import torch

    from engine.detection import protocol  # noqa: F401  loaded for the forks

    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    object_search._load = _load
    kept_finds.SAVE_SECONDS = 0.0  # so that it is nearly always writing
    run(given, lambda folder, dice: [Preparation(folder)])


if __name__ == "__main__":
    main()
