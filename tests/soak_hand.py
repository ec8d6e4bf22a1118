"""What a person does with the app, at random, for `soak`."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kill_training import small_plan
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from engine.instances import Box
from engine.panes import PaneChoice, PaneKind
from engine.steering import COLOURS
from engine.training.wizard import TrainingWizard
from engine.variants import VARIANTS
from gui import app as composition
from gui.export.export_jobs import export
from gui.export.export_plan import ExportPlan
from gui.projects import keeper
from gui.weight_overlay import Overlay, Show

OPEN = 3  # photos at most at the same time
PATIENCE = 300  # seconds for what should take one
Wait = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


class Hand:
    """Does one thing after the other, as the dice have it.

    Attributes:
        folder: of the training data and the runs.
        out: folder of what is exported and saved.
        photos: to open.
        dice: decide.
        qt: the application, whose events are handled.
        app: what is used.
        run: the training that was begun last.
        troubles: what must not have happened, in words.
        done: how often each thing was done.
    """

    folder: Path
    out: Path
    photos: list[Path]
    dice: random.Random
    qt: QApplication
    app: composition.App
    run: TrainingWizard | None
    troubles: list[str]
    done: Counter[str]

    def do(self, what: Callable[[], object]) -> None:
        """One thing, counted."""
        what()
        self.done[what.__name__] += 1

    def settle(self) -> None:
        """Wait until nothing is going on, not even in spare time."""
        self.wait(lambda: not self.app.workspace.working)

    def wait(self, condition: Callable[[], bool]) -> None:
        """Handle events until it is so."""
        end = time.monotonic() + PATIENCE
        while not condition() and not self.troubles:
            self.qt.processEvents(Wait, 50)
            if time.monotonic() > end:
                self.troubles.append("something did not end")

    @property
    def ids(self) -> list[int]:
        """Of the objects that there are."""
        return sorted(instance.id for instance in self.app.workspace.instances)

    def open(self) -> None:
        """Open a photo, the oldest of many giving way."""
        entries = self.app.workspace.album.entries
        if len(entries) >= OPEN:
            self.app.workspace.close_photo(entries[0])
        self.app.window.files.open(self.dice.choice(self.photos))

    def close(self) -> None:
        """Close the shown photo."""
        if self.app.workspace.entry is not None:
            self.app.workspace.close_photo(self.app.workspace.entry)
        if not self.app.workspace.album.entries:
            self.open()

    def switch(self) -> None:
        """Switch an object off or on, or all."""
        editor, enabled = self.app.workspace.editor, self.app.workspace.enabled
        if not self.ids:
            return
        if self.dice.randrange(6) == 0:
            self.dice.choice([editor.enable_all, editor.enable_none, editor.invert])()
        else:
            one = self.dice.choice(self.ids)
            editor.set_enabled(one, one not in enabled)

    def draw(self) -> None:
        """Draw an object, unless there are many."""
        box = self._box()
        if box is not None and len(self.ids) < 10:
            self.app.workspace.editor.add(box)

    def move(self) -> None:
        """Give an object another box."""
        box = self._box()
        if box is not None and self.ids:
            self.app.workspace.editor.move(self.dice.choice(self.ids), box)

    def _box(self) -> Box | None:
        photo = self.app.workspace.photo
        if photo is None or not self.app.workspace.can_edit:
            return None
        size = photo.darkroom.photo
        left, right = sorted(self.dice.uniform(0, size.width) for _ in range(2))
        top, bottom = sorted(self.dice.uniform(0, size.height) for _ in range(2))
        return Box(left, top, right, bottom)

    def steer(self) -> None:
        """Give an object another colour, and all of them another strength."""
        editor = self.app.workspace.editor
        if not self.ids:
            return
        colour = self.dice.choice(list(COLOURS.values()))
        editor.steer(self.dice.choice(self.ids), "Colour {name}", colour=colour)
        editor.end_gesture()
        if self.dice.randrange(3) == 0:
            editor.set_strength(self.dice.uniform(0.2, 2))

    def delete(self) -> None:
        """Delete an object."""
        if len(self.ids) > 1:
            self.app.workspace.editor.delete(self.dice.choice(self.ids))

    def undo(self) -> None:
        """Undo some steps."""
        for _ in range(self.dice.randrange(1, 5)):
            if self.app.workspace.editor.undo_text:
                self.app.workspace.editor.undo()

    def redo(self) -> None:
        """Redo one."""
        if self.app.workspace.editor.redo_text:
            self.app.workspace.editor.redo()

    def look(self) -> None:
        """Look closer, or at the weights."""
        workspace = self.app.workspace
        workspace.set_overlay(Overlay(self.dice.choice(list(Show))))
        workspace.set_zoom(self.dice.choice([0.3, 1.0, 2.0]))

    def vary(self) -> None:
        """Take another variant."""
        if self.app.workspace.can_edit:
            self.app.workspace.editor.choose_variant(self.dice.choice(list(VARIANTS)))

    def export(self) -> None:
        """Export one of the panes, or the figure."""
        workspace = self.app.workspace
        self.settle()
        photo = workspace.photo
        if photo is None or not workspace.can_save:
            return
        kind = self.dice.choice([None, PaneKind.RESULT, PaneKind.BOXES, PaneKind.WINNERS])
        suffix = self.dice.choice([".jpg", ".png", ".webp"])
        plan = ExportPlan(choice=None if kind is None else PaneChoice(kind), suffix=suffix)
        place = self.out / f"export{suffix}"
        job = partial(export, photo.session, photo.edit, plan, place, overwrite=place.exists())  # type: ignore[arg-type]
        workspace.write("Exporting", job, lambda _: None)

    def save(self) -> None:
        """Save the result."""
        self.settle()
        place = self.out / "saved.jpg"
        if self.app.workspace.can_save:
            self.app.workspace.save(place, overwrite=place.exists())

    def keep(self) -> None:
        """Give the app the time that it takes to keep what is not saved."""
        end = time.monotonic() + 1.5 * keeper.WAIT_MS / 1000
        self.wait(lambda: time.monotonic() > end)

    def train(self) -> None:
        """Begin a tiny training, or see how the last one is."""
        if self.run is not None and self.run.status().active:
            return
        if self.run is not None and self.run.status().state != "finished":
            self.troubles.append(f"training: {self.run.status().line()}")
            return
        self.run = TrainingWizard(self.folder / "runs" / str(self.done["train"]))
        self.run.start(small_plan(self.folder / "data"))
        self.app.window.training.show().follow(self.run.run.path)
