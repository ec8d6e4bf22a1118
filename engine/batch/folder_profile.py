"""Where the time goes when a folder of photos is colorized: networks, codecs, and the rest."""

from __future__ import annotations

import cProfile
import inspect
import pstats
import tempfile
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

from engine.atomic_files import write_whole
from engine.batch.ahead import Ahead
from engine.batch.next_photo import NextPhoto
from engine.batch.output_options import OutputOptions
from engine.batch.photo_walk import find_photos
from engine.batch.photo_work import Order, work_on
from engine.batch.queue_items import Item
from engine.colorizer import Colorizer
from engine.config import EngineConfig
from engine.detection.protocol import detect_each
from engine.detection.registry import load_detector
from engine.errors import EngineError
from engine.lab import rgb_to_lightness
from engine.networks.catalogue import load_networks
from engine.photo_encoding import encoded
from engine.photo_reading import read_file
from engine.render import recolor_steps
from engine.steps import finish
from engine.texts import tr
from engine.workbench import Workbench

# Functions that do not call each other, by what they are counted as.
COUNTED: dict[str, tuple[Callable[..., Any], ...]] = {
    "networks": (
        detect_each,
        Colorizer.full_images,
        Colorizer.crops,
        Colorizer.fuse,
    ),
    "codecs": (read_file, encoded, write_whole),
    "colours": (rgb_to_lightness, recolor_steps),
    "loading": (load_networks, load_detector),
    "waiting": (NextPhoto.wait,),
}
CORE = ("networks", "codecs")


@dataclass(frozen=True)
class FolderProfile:
    """Where the time went.

    Attributes:
        photos: that were colorized.
        failed: photos that could not be.
        seconds: all of it, but for starting Python.
        parts: of the seconds: "networks" (the detector too), "codecs" (reading, writing), "colours"
            (photo to L, and L with ab to picture), "loading" (of the networks, once), "waiting"
            (for the next photo, where the result beside which it is opened is written already), and
            "rest". They are what the main thread did: what is done beside it does not count, but
            for that waiting.
    """

    photos: int
    failed: int
    seconds: float
    parts: dict[str, float]

    @property
    def share(self) -> float:
        """Of networks and codecs, 0..1."""
        return sum(self.parts[name] for name in CORE) / self.seconds


def profile_folder(folder: Path, config: EngineConfig) -> FolderProfile:
    """Colorize the photos of a folder under Python's profiler, and throw the results away.

    Raises:
        EngineError: there is no photo in it, none can be colorized, the networks cannot be loaded,
            or the disk is full.
    """
    photos = [one.path for one in find_photos([folder]) if not isinstance(one, EngineError)]
    if not photos:
        raise EngineError(
            tr("There are no photos in {folder}.", folder=folder), tr("Choose another folder.")
        )
    profiler = cProfile.Profile(time.perf_counter, builtins=False)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="profile-") as results:
        began = time.perf_counter()
        profiler.enable()
        try:
            bench = Workbench(config)
            waiting = deque(
                Order(Item(number, path), Path(results, f"{number}.jpg"))
                for number, path in enumerate(photos)
            )
            ahead = Ahead(waiting)
            while waiting:
                order = waiting.popleft()
                outcome = finish(work_on(order, bench, OutputOptions(), ahead=ahead, preview=False))
                if outcome.error is not None:
                    failed += 1
                    if failed == len(photos):
                        raise outcome.error
                if outcome.item.target is not None:
                    outcome.item.target.unlink()  # a large folder need not fit twice
        finally:
            profiler.disable()
        seconds = time.perf_counter() - began
    spent = _spent(profiler)
    parts = {
        name: sum(spent.get(_place(function), 0.0) for function in functions)
        for name, functions in COUNTED.items()
    }
    parts["rest"] = seconds - sum(parts.values())
    return FolderProfile(len(photos) - failed, failed, seconds, parts)


def _spent(profiler: cProfile.Profile) -> dict[tuple[str, int, str], float]:
    """Seconds in every function and what it calls, by its place."""
    found = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    return {place: values[3] for place, values in found.items()}


def _place(function: Callable[..., Any]) -> tuple[str, int, str]:
    """The place of a function as the profiler has it, also of a decorated one."""
    code: CodeType = inspect.unwrap(function).__code__
    return code.co_filename, code.co_firstlineno, code.co_name
