"""Uses the app at random for a while and looks at what it leaves behind.

    python tests/soak.py 60 --seed 1

For so many minutes the real window, offscreen and with the bundled networks, opens, switches,
draws, steers, undoes, zooms, exports and saves in an order of chance, and now and then trains a
tiny plan, whose run it follows. At the end memory must not have grown by more than 5 % since the
warm-up, Qt must have warned of nothing, no error have been shown, every original be as it was, and
no thread be left (Linux).
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from held_memory import growth, resident, table
from killing import copied, digests
from PySide6.QtCore import QMessageLogContext, QThreadPool, QtMsgType, qInstallMessageHandler
from soak_hand import Hand
from training_parts import write_photos

from engine.config import EngineConfig
from engine.training.wizard import TrainingWizard
from gui import app as composition
from gui.preferences.settings import Settings
from gui.preferences.store import Preferences, Store

PHOTOS = 6
RESTS = 40  # in all
ENDING = 40.0  # seconds until which every thread has gone; Qt keeps idle ones for 30
GROWTH = 1.05  # of the median of the last third after the warm-up against that of the first
NO_SCREEN = "This plugin does not support"  # what Qt's offscreen plugin says of raising a window


class Soak(Hand):
    """The app in use, and what must be so at the end.

    Args:
        folder: for its settings, the photos, exports and runs.
        dice: decide.
        trains: whether it trains too.

    Attributes:
        troubles: what must not have happened, in words.
        done: how often each thing was done.
        memory: resident bytes at rest, with the seconds since the start.
    """

    def __init__(self, folder: Path, dice: random.Random, *, trains: bool) -> None:
        self.folder = folder
        self.dice = dice
        self.troubles: list[str] = []
        self.done: Counter[str] = Counter()
        self.memory: list[tuple[float, int]] = []
        self.out = folder / "out"
        self.out.mkdir()
        self.photos = copied(folder / "photos", PHOTOS)
        write_photos(folder / "data" / "photos")
        self.originals = digests(folder / "photos"), digests(folder / "data")
        self.run: TrainingWizard | None = None
        qInstallMessageHandler(self._warned)
        self.qt = composition.application()
        preferences = Preferences(engine=EngineConfig(device="cpu"), tour_seen=True)
        store = Store(folder / "home")
        store.save(preferences)
        self.app = composition.build(Settings(store))
        self.app.failures.tell = lambda message, remedy: self._shown(message)
        self.app.failures.install()
        self.app.workspace.failed.connect(self._shown)
        self.app.window.projects.failed.connect(self._shown)
        self.app.window.resize(1100, 760)
        self.app.window.show()
        self.began = time.monotonic()
        self.choices: Mapping[Callable[[], object], int] = {
            self.open: 3,
            self.close: 1,
            self.switch: 12,
            self.draw: 4,
            self.move: 4,
            self.steer: 5,
            self.delete: 2,
            self.undo: 10,
            self.redo: 3,
            self.look: 6,
            self.vary: 1,
            self.export: 3,
            self.save: 2,
            self.keep: 2,
            **({self.train: 1} if trains else {}),
        }

    # What happens

    def _warned(self, kind: QtMsgType, _: QMessageLogContext, message: str) -> None:
        harmless = kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        if not harmless and not message.startswith(NO_SCREEN):
            self.troubles.append(f"Qt: {message}")

    def _shown(self, error: object) -> None:
        self.troubles.append(f"shown: {error}")

    def go_on(self, seconds: float, *, photos: int) -> None:
        """Do everything once with so many photos, then one thing after the other for so long."""
        for photo in self.photos[:photos]:
            self.app.window.files.open(photo)
            self.settle()
            for what in self.choices:
                self.do(what)
                self.settle()
        self.began = time.monotonic()
        end = self.began + seconds
        self.rest()
        rested = time.monotonic()
        while time.monotonic() < end and not self.troubles:
            self.do(self.dice.choices(list(self.choices), list(self.choices.values()))[0])
            if self.dice.random() < 0.7:  # else the next comes while this is going on
                self.settle()
            if time.monotonic() - rested > seconds / RESTS:
                self.rest()
                rested = time.monotonic()
        self.rest()

    def rest(self) -> None:
        """Close all photos, since what is open decides what is held, and look at the memory."""
        self.settle()
        self.close_all()
        self.memory.append((time.monotonic() - self.began, resident()))
        self.open()

    def close_all(self) -> None:
        """Close all photos, and wait."""
        for entry in list(self.app.workspace.album.entries):
            self.app.workspace.close_photo(entry)
        self.settle()

    def end(self) -> None:
        """Close the app as a person does, and look at what is left."""
        self.settle()
        if self.run is not None:
            self.wait(lambda: self.run is None or not self.run.status().active)
            if self.run.status().state != "finished":
                self.troubles.append(f"training: {self.run.status().line()}")
        window = self.app.window
        self.close_all()
        if not window.close():
            self.troubles.append("the window did not close")
        if not self.app.close():
            self.troubles.append("the workers did not end")
        self.qt.processEvents()
        end = time.monotonic() + ENDING
        while (left := [t.name for t in threading.enumerate() if runs(t)]) != [
            threading.main_thread().name
        ] and time.monotonic() < end:
            time.sleep(0.05)
        if len(left) > 1:
            self.troubles.append(f"threads left: {', '.join(left)}")
        if QThreadPool.globalInstance().activeThreadCount():
            self.troubles.append("threads of Qt's pool are left")
        if (digests(self.folder / "photos"), digests(self.folder / "data")) != self.originals:
            self.troubles.append("an original has changed")
        if list(self.folder.rglob("*.part")):
            self.troubles.append("an unfinished file is left")


def runs(thread: threading.Thread) -> bool:
    """Whether it has not ended; Python 3.11 lists Qt's threads forever once they started others."""
    return Path(f"/proc/self/task/{thread.native_id}").exists()


def tell_memory(soak: Soak, given: argparse.Namespace) -> None:
    """Say what was held in the course of time; a trouble where it has grown."""
    sys.stdout.writelines(f"{line}\n" for line in table(soak.memory))
    grown = growth(soak.memory)
    sys.stdout.write(f"memory {100 * (grown - 1):+.1f} % after the warm-up, seed {given.seed}\n")
    if grown > GROWTH and not given.short:
        soak.troubles.append(f"memory has grown to {grown:.2f} of what it was")


def main() -> None:
    """Run from a terminal."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("minutes", type=float, nargs="?", default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-training", action="store_true", help="only use the app")
    parser.add_argument("--short", action="store_true", help="too short for the memory to tell")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        os.environ["XDG_DATA_HOME"] = os.environ["LOCALAPPDATA"] = f"{name}/data-home"
        soak = Soak(Path(name), random.Random(given.seed), trains=not given.no_training)
        soak.go_on(60 * given.minutes, photos=1 if given.short else PHOTOS)
        soak.end()
    for what, count in soak.done.most_common():
        sys.stdout.write(f"{count:6} {what}\n")
    tell_memory(soak, given)
    for trouble in soak.troubles:
        sys.stdout.write(f"wrong: {trouble}\n")
    sys.stdout.flush()
    os._exit(bool(soak.troubles))  # a thread that is left must not keep it from ending


if __name__ == "__main__":
    main()
