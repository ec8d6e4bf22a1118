"""Command lines that are run in a test, and photos with boxes for them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import cv2
import pytest
from skimage import data

from engine.commands import entry
from engine.commands.console import Console

Out = Callable[..., tuple[int, str, str]]


def command_lines(monkeypatch: pytest.MonkeyPatch) -> Out:
    """Runs a command line: exit status, stdout, stderr."""

    def run(*arguments: object) -> tuple[int, str, str]:
        streams = io.StringIO(), io.StringIO()
        monkeypatch.setattr(entry, "Console", lambda: Console(*streams))
        status = entry.run([str(argument) for argument in arguments])
        return status, streams[0].getvalue(), streams[1].getvalue()

    return run


def write_photos(folder: Path) -> Path:
    """Three photos, and beside the folder `boxes.csv` with a box of each; `folder`."""
    folder.mkdir()
    lines = ["name,label,score,left,top,right,bottom\n"]
    for name in ("coffee", "chelsea", "astronaut"):
        pixels = cv2.resize(getattr(data, name)(), (320, 240), interpolation=cv2.INTER_AREA)
        cv2.imwrite(str(folder / f"{name}.png"), cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
        lines.append(f"{name}.png,cat,0.9,60,40,260,220\n")
    (folder.parent / "boxes.csv").write_text("".join(lines))
    return folder
