"""How long a large photo takes to open and to export: python -m gui.opening_timing [PHOTO]."""

from __future__ import annotations

import argparse
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from engine.bundle import sample_photos
from engine.config import EngineConfig
from engine.errors import EngineError
from engine.photo import open_photo, photo_of, save_picture
from gui.darkroom import Pane
from gui.engine_thread import Lane
from gui.toggle_timing import SIZE, Ready, settle, wait_for_picture

MEGAPIXELS = 12
# For so many on two quiet cores: until the fused picture is there, until it is written, and MiB.
OPENED_BAR, EXPORTED_BAR, PEAK_BAR = 2.5, 1.5, 1144
FIRST = "opened, with the networks to load"
OPENED = "opened"
SHARP = "then sharp down to real pixels"
EXPORTED = "exported"
GRAIN = 4.0  # standard deviation in levels of 8 bits, as a scan has it


@dataclass(frozen=True)
class Spent:
    """What one action took.

    Attributes:
        seconds: on the clock.
        cpu: seconds of all cores together, which other programs disturb less.
        peak_mb: the largest memory of the process meanwhile, in MiB; None where the system does
            not tell.
    """

    seconds: float
    cpu: float
    peak_mb: float | None


Times = dict[str, list[Spent]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Open a photo in the real window and export it, a few times, and tell the times."""
    parser = argparse.ArgumentParser(prog="python -m gui.opening_timing", description=__doc__)
    parser.add_argument("photo", type=Path, nargs="?", help="without one, one is made")
    parser.add_argument(
        "--megapixels", type=float, default=MEGAPIXELS, help=f"of that (default {MEGAPIXELS})"
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often it is opened")
    parser.add_argument("--checkpoints", type=Path, help="a folder of other checkpoints")
    given = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        with tempfile.TemporaryDirectory(prefix="opening-") as name:
            folder = Path(name)
            photo = given.photo or made(folder / "large.jpg", given.megapixels)
            config = EngineConfig(checkpoints=given.checkpoints)
            times = measure(photo, folder, config, given.rounds)
    except EngineError as error:
        parser.exit(1, f"{error}\n")
    sys.stdout.write(told(times))
    return 0


def made(path: Path, megapixels: float) -> Path:
    """Write a grainy grey photo of this size."""
    small = open_photo(sample_photos()[0]).source[..., 1]
    scale = math.sqrt(1e6 * megapixels / small.size)
    large = cv2.resize(small, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    grain = np.random.default_rng(0).normal(0, GRAIN, (512, 512)).astype(np.int8)
    for top in range(0, large.shape[0], 512):
        for left in range(0, large.shape[1], 512):
            part = large[top : top + 512, left : left + 512]
            part[:] = cv2.add(part, grain[: part.shape[0], : part.shape[1]], dtype=cv2.CV_8U)
    return save_picture(np.repeat(large[..., None], 3, axis=2), photo_of(large[:1, :1]), path)


def measure(photo: Path, folder: Path, config: EngineConfig, rounds: int = 3) -> Times:
    """Open and export the photo `rounds` times.

    Args:
        photo: a file.
        folder: where exports are written.
        config: the engine's; its networks are loaded when the photo is opened first.
        rounds: how often.

    Returns:
        what each action took, by its name, in the order of the rounds.

    Raises:
        EngineError: the photo cannot be colorized, or not be written.
    """
    from gui import app as composition

    qt = composition.application()
    app = composition.build(config)
    workspace = app.workspace
    errors: list[Exception] = []
    workspace.failed.connect(errors.append)
    app.window.resize(*SIZE)
    app.window.show()
    app.warm_up()
    while app.thread.busy(Lane.WARM_UP):
        qt.processEvents(Ready)

    import torch

    from engine.timing import Meter  # imports torch, which by now is there

    meter = Meter(torch.device("cpu"))
    times: Times = {}

    def timed(name: str, action: Callable[[], None]) -> None:
        begun = time.process_time()
        seconds, peak = meter.once(action)
        times.setdefault(name, []).append(Spent(seconds, time.process_time() - begun, peak))

    def opened() -> None:
        workspace.open(photo)
        wait_for_picture(qt, workspace, errors)
        app.window.comparison.panes[Pane.FUSED].repaint()

    def exported() -> None:
        workspace.save(folder / f"result{len(times.get(EXPORTED, ()))}.jpg")
        settle(qt, workspace, errors)

    try:
        for turn in range(rounds):
            timed(FIRST if turn == 0 else OPENED, opened)
            timed(SHARP, lambda: settle(qt, workspace, errors))
            timed(EXPORTED, exported)
            entry = workspace.entry
            assert entry is not None
            workspace.close_photo(entry)
        return times
    finally:
        app.window.hide()
        app.close()


def told(times: Times) -> str:
    """The times in a few lines."""
    lines = []
    for name, spent in times.items():
        middle = statistics.median(one.seconds for one in spent)
        cpu = statistics.median(one.cpu for one in spent)
        peaks = [one.peak_mb for one in spent if one.peak_mb is not None]
        peak = f", peak {max(peaks):,.0f} MiB" if peaks else ""
        lines.append(f"{name}: {middle:.2f} s, {cpu:.2f} s of all cores{peak}")
    lines.append(
        f"The bar for {MEGAPIXELS} megapixels is {OPENED_BAR} s, for an export {EXPORTED_BAR} s, "
        f"and {PEAK_BAR:,} MiB, on two quiet cores."
    )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
