"""A picture of the window with a photo, without a display: python -m gui.portrait PHOTO OUT.png."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop

from engine.config import EngineConfig
from engine.errors import EngineError
from engine.texts import tr
from gui.languages import ENGLISH, LANGUAGES, speak
from gui.weight_overlay import Overlay, Show

SIZE = (1440, 900)
SHOWS = {"none": Show.NONE, "full": Show.FULL, "instance": Show.INSTANCE, "winners": Show.WINNERS}


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the real window, wait for the result, and save what it looks like."""
    parser = argparse.ArgumentParser(prog="python -m gui.portrait", description=__doc__)
    parser.add_argument("photo", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", type=int, nargs=2, default=SIZE, metavar=("WIDTH", "HEIGHT"))
    parser.add_argument("--weights", choices=SHOWS, default="none", help="weight map to lay over")
    parser.add_argument("--select", type=int, metavar="ROW", help="choose the instance in this row")
    parser.add_argument("--alone", action="store_true", help="show the chosen instance alone")
    parser.add_argument("--checkpoints", type=Path, help="a folder of other checkpoints")
    parser.add_argument("--language", choices=LANGUAGES, default=ENGLISH)
    given = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        picture_window(given)
    except EngineError as error:
        parser.exit(1, f"{error}\n")
    return 0


def picture_window(given: argparse.Namespace) -> None:
    """Do what the parsed arguments say.

    Raises:
        EngineError: the photo cannot be colorized, or the picture cannot be written.
    """
    from gui import app as composition

    qt = composition.application()
    speak(qt, given.language)
    app = composition.build(EngineConfig(checkpoints=given.checkpoints))
    errors: list[Exception] = []
    workspace = app.workspace
    workspace.failed.connect(errors.append)
    app.window.resize(*given.size)
    app.window.show()
    app.window.files.open(given.photo)
    try:
        while workspace.working and not errors:
            qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if errors:
            raise errors[0]
        if given.select is not None and given.select < len(workspace.instances):
            chosen = workspace.instances[given.select].id
            workspace.highlight.select(chosen)
            workspace.highlight.show_alone(chosen if given.alone else None)
        workspace.set_overlay(Overlay(SHOWS[given.weights]))
        while workspace.working:
            qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if not app.window.grab().save(str(given.out)):
            raise EngineError(
                tr("{out} cannot be written.", out=given.out), tr("Choose another place.")
            )
    finally:
        app.window.close()
        app.close()


if __name__ == "__main__":
    sys.exit(main())
