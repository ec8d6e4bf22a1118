"""How long a change takes to be seen, without a display: python -m gui.toggle_timing [PHOTO]."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from engine.bundle import sample_photos
from engine.config import EngineConfig
from engine.errors import EngineError
from engine.steering import COLOURS
from engine.texts import tr
from gui.darkroom import Pane, Subject
from gui.workspace import Workspace

SIZE = (1360, 860)
BAR_MS = 150  # what a person should not have to wait longer than, on two cores
STEERED_BAR_MS = 100
FIRST_COLOUR = "first new colour"  # needs where the object ends, which is found in quiet times
BUSY = "warmth, while the whole photo is rendered"
Ready = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


@dataclass(frozen=True)
class Timing:
    """Milliseconds from changes to the new fused picture, painted.

    Attributes:
        fused: of switches to ids that were never fused before.
        known: of switches to ids whose fusion is kept.
        instances: how many the photo has.
        steered: of changes of one instance's colours, by what was changed.
    """

    fused: Sequence[float]
    known: Sequence[float]
    instances: int
    steered: Mapping[str, Sequence[float]] = field(default_factory=dict)


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the real window, switch objects off and on, steer them, and tell the times."""
    parser = argparse.ArgumentParser(prog="python -m gui.toggle_timing", description=__doc__)
    parser.add_argument("photo", type=Path, nargs="?")
    parser.add_argument("--rounds", type=int, default=3, help="how often each combination is asked")
    parser.add_argument("--checkpoints", type=Path, help="a folder of other checkpoints")
    given = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        photo = given.photo or sample_photos()[0]
        timing = measure(photo, EngineConfig(checkpoints=given.checkpoints), given.rounds)
    except EngineError as error:
        parser.exit(1, f"{error}\n")
    sys.stdout.write(told(timing))
    return 0


def measure(photo: Path, config: EngineConfig, rounds: int = 3) -> Timing:
    """Switch each instance off and on again and steer it, `rounds` times with other strengths.

    Raises:
        EngineError: the photo cannot be colorized, or has no objects.
    """
    from gui import app as composition

    qt = composition.application()
    app = composition.build(config)
    errors: list[Exception] = []
    app.workspace.failed.connect(errors.append)
    app.window.resize(*SIZE)
    app.window.show()
    app.workspace.open(photo)
    fused: list[float] = []
    known: list[float] = []
    steered: dict[str, list[float]] = {}
    try:
        settle(qt, app.workspace, errors)
        ids = sorted(app.workspace.enabled)
        if not ids:
            raise EngineError(
                tr("There are no objects in {name}.", name=photo.name), tr("Take another photo.")
            )
        fused_pane = app.window.comparison.panes[Pane.FUSED]

        def timed(change: Callable[[], None], times: list[float]) -> None:
            start = time.perf_counter()
            change()
            wait_for_picture(qt, app.workspace, errors)
            fused_pane.repaint()
            times.append(1000 * (time.perf_counter() - start))
            settle(qt, app.workspace, errors)

        editor = app.workspace.editor
        for turn in range(rounds):
            editor.set_strength(1.0 + turn / 100)  # so that no fusion is kept
            settle(qt, app.workspace, errors)
            for instance_id in ids:
                for on, times in ((False, fused), (True, known)):
                    timed(partial(editor.set_enabled, instance_id, on), times)
                for name, changes in _steerings(turn):
                    steer = partial(editor.steer, instance_id, name, **changes)
                    timed(steer, steered.setdefault(name, []))
                again = partial(editor.steer, instance_id, BUSY, warmth=-0.2)
                editor.steer(instance_id, BUSY, warmth=0.1)
                if _wait_for_details(qt, app.workspace, errors):
                    timed(again, steered.setdefault(BUSY, []))
        return Timing(fused, known, len(ids), steered)
    finally:
        app.window.hide()  # closing would ask about the edits
        app.close()


def told(timing: Timing) -> str:
    """The times in a few lines."""
    lines = [f"{timing.instances} instances, milliseconds from a switch to the painted picture"]
    for name, times in (("fused anew", timing.fused), ("from cache", timing.known)):
        middle, worst = statistics.median(times), max(times)
        lines.append(f"{name}: median {middle:.0f}, worst {worst:.0f}, {len(times)} switches")
    for name, times in timing.steered.items():
        middle, worst = statistics.median(times), max(times)
        lines.append(f"{name}: median {middle:.0f}, worst {worst:.0f}, {len(times)} changes")
    lines.append(f"The bar is {BAR_MS}, for colours {STEERED_BAR_MS}, on two quiet cores.")
    return "\n".join(lines) + "\n"


def _steerings(turn: int) -> list[tuple[str, dict[str, object]]]:
    """What is changed of an instance, one after the other; in every turn something else."""
    first, second = list(COLOURS.values())[2 * turn % 18 : 2 * turn % 18 + 2]
    return [
        ("new colour" if turn else FIRST_COLOUR, {"colour": first}),
        ("new colour", {"colour": second}),
        ("saturation", {"saturation": 1.2 + turn / 100}),
        ("warmth", {"warmth": 0.2 + turn / 100}),
        ("strength", {"strength": 0.5 + turn / 100}),
    ]


def wait_for_picture(qt: QApplication, workspace: Workspace, errors: list[Exception]) -> None:
    """Until the fused pane has a picture of what is chosen."""
    while not errors:
        photo = workspace.photo
        fusion = None if photo is None else photo.fusion
        picture = None if photo is None else photo.picture(Subject(Pane.FUSED), 0.0)
        if (
            photo is not None
            and fusion is not None
            and photo.up_to_date
            and picture is not None
            and picture.finish == photo.edit.finish
            and picture.made_from is fusion.colorization
        ):
            return
        qt.processEvents(Ready)
    raise errors[0]


def _wait_for_details(qt: QApplication, workspace: Workspace, errors: Sequence[Exception]) -> bool:
    """Until the photo is rendered at full size; False where that has been done or is not needed."""
    while workspace.working and not errors:
        if workspace.progress is not None:
            return True
        qt.processEvents(Ready)
    return False


def settle(qt: QApplication, workspace: Workspace, errors: list[Exception]) -> None:
    """Until there is nothing more to do."""
    while workspace.working and not errors:
        qt.processEvents(Ready)
    if errors:
        raise errors[0]


if __name__ == "__main__":
    sys.exit(main())
