"""Kills the app while it keeps unsaved work and saves projects, or while it exports.

    python tests/kill_app.py autosave 200 --seed 1
    python tests/kill_app.py export 200

The real window runs offscreen on an engine without networks. For `autosave`, choices on two photos
change all the time and are kept, and one photo's project is saved. After every kill each project,
each kept file and the settings must be whole and of one moment, and every original as it was; now
and then the app is started again and must bring back the newest. For `export`, results and figures
are replaced by those of other choices; each must be the old or the new one.
"""

from __future__ import annotations

import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from killing import Digests, copied, digests, finished, forked, options, run

RESTORED = 8  # of so many kills one is followed by a start that brings the work back
ROUNDS = 5  # of all exports in a run that is not killed
CHANGES = 120  # in one that keeps work
TURNED = 10_000.0  # so many changes of the strength are 1
KEPT = 1.5 / TURNED  # between a name and a strength of one moment
FAILED = 3
PATIENCE = 120  # seconds for what should take one


def app_run(
    home: Path, work: Callable[[Any, Callable[[int], None]], Callable[[], None]]
) -> Callable[[], int]:
    """A start of the app, as what a fork does.

    Args:
        home: its settings folder.
        work: gets the app and what ends it with a status, and gives what is done whenever there is
            time.
    """

    def start() -> int:
        from PySide6.QtCore import QTimer

        from gui import app as composition
        from gui.preferences.settings import Settings
        from gui.preferences.store import Store

        qt = composition.application()
        app = composition.build(Settings(Store(home)))
        app.workspace.failed.connect(lambda error: _fail(qt, error))
        app.window.projects.failed.connect(lambda error: _fail(qt, error))
        app.window.show()
        timer = QTimer(interval=2)
        timer.timeout.connect(work(app, qt.exit))
        timer.start()
        QTimer.singleShot(1000 * PATIENCE, lambda: qt.exit(FAILED))
        return int(qt.exec())

    return start


def _fail(qt: Any, error: object) -> None:
    sys.stderr.write(f"{error}\n")
    qt.exit(FAILED)


class Autosaving:
    """An app whose choices change all the time."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        self.home = folder / "home"
        self.log = folder / "log.txt"
        self.dice = dice
        self.photos = copied(folder / "photos", 2)
        self.project = self.photos[0].with_name(f"{self.photos[0].name}.colorizer")
        self.originals = self._originals()
        began = time.monotonic()
        if finished(self.start()):
            raise RuntimeError(f"The app fails without being killed: {self.log.read_text()}")
        self.seconds = time.monotonic() - began
        self.first = True  # of the kills that leave work
        shutil.rmtree(self.home)

    def _originals(self) -> Digests:
        found = digests(self.photos[0].parent)
        return {name: digest for name, digest in found.items() if name.endswith(".jpg")}

    def start(self) -> int:
        """Open both photos and change them in turns."""
        return forked(app_run(self.home, self._changes), self.log)

    def _changes(self, app: Any, end: Callable[[int], None]) -> Callable[[], None]:
        workspace = app.workspace
        app.window.files.open(*self.photos)
        count = 0

        def change() -> None:
            nonlocal count
            if not workspace.can_edit:
                return
            count += 1
            editor = workspace.editor
            editor.rename(1, f"name {count}")
            editor.set_strength(1 + count / TURNED)
            editor.set_enabled(0, count % 2 == 0)
            if count % 40 == 0:
                entries = workspace.album.entries
                workspace.show(entries[count // 40 % len(entries)])
            elif count % 10 == 0 and workspace.entry.path == self.photos[0]:
                app.window.projects.save()
            if count == CHANGES:
                end(0)

        return change

    def check(self, *, killed: bool) -> Counter[str]:
        """The projects and the settings; now and then what the next start makes of them."""
        from gui.preferences.store import Store

        counts: Counter[str] = Counter()
        unsaved = self.home / "unsaved"
        counts["unfinished"] += sum(1 for _ in unsaved.glob("*/.*.part"))
        kept = list(unsaved.glob("*/*.colorizer"))
        for file in [*kept, *([self.project] if self.project.exists() else [])]:
            trouble = _trouble(file)
            counts["wrong" if trouble else "whole"] += 1
            if trouble:
                counts[f"wrong: {file.name}: {trouble}"] += 1
        try:
            Store(self.home).load()
        except Exception as error:
            counts["wrong"] += 1
            counts[f"wrong: settings: {error}"] += 1
        if self._originals() != self.originals:
            counts["wrong"] += 1
            counts["wrong: an original"] += 1
        if killed and kept:
            counts["killed with work to bring back"] += 1
            if self.first or self.dice.randrange(RESTORED) == 0:
                self.first = False
                counts["brought back"] += 1
                counts["wrong"] += bool(finished(forked(self._restoring(), self.log)))
                counts["wrong"] += bool(list(unsaved.glob("*/.*.part")))
        shutil.rmtree(unsaved, ignore_errors=True)
        return counts

    def _restoring(self) -> Callable[[], int]:
        """A start that must find the newest choices on every photo, and open them."""
        from engine.project_file import read_project

        newest = {}
        files = (self.home / "unsaved").glob("*/*.colorizer")
        for file in sorted(files, key=lambda one: one.stat().st_mtime):
            project = read_project(file)
            newest[Path(project.photo.path).name] = project.strength

        def work(app: Any, end: Callable[[int], None]) -> Callable[[], None]:
            app.window.offer_what_was_left()

            def look() -> None:
                projects = app.window.projects
                if projects.offer_bar is not None and projects.offer_bar.isVisible():
                    projects.offer_bar.buttons[0].click()
                    return
                entries = app.workspace.album.entries
                found = {entry.path.name: entry.history.edit.strength for entry in entries}
                if found.keys() >= newest.keys():
                    if found != newest:
                        sys.stderr.write(f"{found} and not {newest} came back\n")
                    end(0 if found == newest else FAILED)

            return look

        return app_run(self.home, work)


class Exporting:
    """An app that replaces its exports by those of other choices."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        self.home = folder / "home"
        self.log = folder / "log.txt"
        self.out = folder / "out"
        self.out.mkdir(parents=True)
        self.photos = copied(folder / "photos", 1)
        self.originals = digests(self.photos[0].parent)
        self.known: list[Digests] = []
        for rounds in (1, 2):  # the first choices' exports, then the others'
            if finished(self.begin(rounds)):
                raise RuntimeError(f"The app fails without being killed: {self.log.read_text()}")
            self.known.append(digests(self.out))
        if any(self.known[0][name] == other for name, other in self.known[1].items()):
            raise RuntimeError("Both choices give the same; nothing could be told.")
        began = time.monotonic()
        finished(self.begin(ROUNDS))
        self.seconds = time.monotonic() - began

    def start(self) -> int:
        """Export everything some times over."""
        return self.begin(ROUNDS)

    def begin(self, rounds: int) -> int:
        """So many rounds; the odd ones with all objects, the even ones without the first."""
        from functools import partial

        from engine.panes import PaneChoice, PaneKind
        from gui.export.export_jobs import export
        from gui.export.export_plan import ExportPlan

        plans = {
            "result.jpg": ExportPlan(),
            "result.png": ExportPlan(suffix=".png"),
            "deep.tif": ExportPlan(suffix=".tif", bit_depth=16),
            "small.webp": ExportPlan(suffix=".webp", longest=300),
            "weights.png": ExportPlan(choice=PaneChoice(PaneKind.WEIGHTS), suffix=".png"),
            "figure.png": ExportPlan(choice=None, suffix=".png"),
        }

        def work(app: Any, end: Callable[[int], None]) -> Callable[[], None]:
            workspace = app.workspace
            app.window.files.open(self.photos[0])
            todo = [(turn, name) for turn in range(rounds) for name in plans]

            def next_one() -> None:
                if not workspace.can_save or workspace.working:
                    return
                if not todo:
                    end(0)
                    return
                turn, name = todo[0]
                if (0 in workspace.enabled) == bool(turn % 2):
                    workspace.editor.set_enabled(0, turn % 2 == 0)
                    return
                todo.pop(0)
                photo = workspace.photo
                job = partial(
                    export, photo.session, photo.edit, plans[name], self.out / name, overwrite=True
                )
                workspace.write(f"Exporting {name}", job, lambda _: None)

            return next_one

        return forked(app_run(self.home, work), self.log)

    def check(self, *, killed: bool) -> Counter[str]:
        """The exports."""
        counts: Counter[str] = Counter()
        counts["unfinished"] += sum(1 for _ in self.out.glob(".*.part"))
        found = digests(self.out)
        for name in self.known[0]:
            whole = found.get(name) in [known[name] for known in self.known]
            counts["whole" if whole else "wrong"] += 1
            if not whole:
                counts[f"wrong: {name}"] += 1
        if killed and found not in self.known:
            counts["killed with some exports new"] += 1
        if digests(self.photos[0].parent) != self.originals:
            counts["wrong"] += 1
            counts["wrong: an original"] += 1
        for leftover in self.out.glob(".*.part"):
            leftover.unlink()
        return counts


KINDS = {"autosave": Autosaving, "export": Exporting}


def _trouble(file: Path) -> str:
    """Why a project is not one moment's choices; empty where it is."""
    from engine.errors import EngineError
    from engine.project_file import read_project

    try:
        project = read_project(file)
    except EngineError as error:
        return str(error)
    number = int(project.instances[1].label.removeprefix("name "))
    return "" if abs(project.strength - 1 - number / TURNED) < KEPT else "of two moments"


def main() -> None:
    """Run from a terminal."""
    given = options(__doc__, lambda it: it.add_argument("kind", choices=KINDS))

    import os
    from functools import cache

    os.environ["QT_QPA_PLATFORM"] = "offscreen"

    import cv2
    from fake_engine import FakeBench

    from gui import app as composition
    from gui.projects import keeper

    cv2.setNumThreads(1)
    keeper.WAIT_MS = 0  # so that it is nearly always writing
    composition.make_bench = lambda *_: cache(FakeBench)  # type: ignore[assignment, misc]
    run(given, lambda folder, dice: [KINDS[given.kind](folder, dice)])


if __name__ == "__main__":
    main()
