"""Writes what lies between a photo and its result into a folder."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np

from engine.adjustments import AS_COLORIZED, Adjustments
from engine.atomic_files import FULL, staged
from engine.batch.photo_walk import reason
from engine.batch.targets import make_folder
from engine.errors import DiskFullError, EngineError
from engine.instances import Instance
from engine.known_stages import Stages
from engine.panes import Panes
from engine.photo import save_picture
from engine.results import Fusion
from engine.steps import Step, Steps
from engine.texts import tr

WEIGHT_MAPS = "weight-maps"
NUMBERS = "ab.npz"
NAMES = ("boxes", "full", "fused", "contact-sheet")
LONGEST_LABEL = 40


def write_steps(
    session: Stages, fusion: Fusion, folder: Path, adjustments: Adjustments = AS_COLORIZED
) -> Steps[None]:
    """Write boxes, full image, instances, fused, weight maps, contact sheet and numbers.

    Pictures are PNGs with a longest side of `panes.LONGEST_SIDE` at most; files of an earlier run
    in this folder are replaced.

    Raises:
        EngineError: a file cannot be written, or would take the place of somebody else's.
    """
    panes = Panes(session, fusion, adjustments)
    _refuse_foreign(folder)
    make_folder(folder / WEIGHT_MAPS)
    _clear(folder)

    def save(name: str, picture: np.ndarray) -> None:
        save_picture(picture, panes.bare_photo, folder / f"{name}.png", overwrite=True)

    total = 3 + len(panes.instances) + len(fusion.weight_maps)
    yield Step(tr("Writing the steps"), 0, total)
    _save_numbers(session, fusion, folder / NUMBERS)
    save("boxes", panes.boxes)
    save("full", panes.full)
    save("fused", panes.fused)
    done = 1
    for instance in panes.instances:
        yield Step(tr("Writing the instances"), done, total)
        save(f"instance-{_name(instance)}", panes.instance(instance))
        done += 1
    for tap, maps in fusion.weight_maps.items():
        yield Step(tr("Writing the weight maps"), done, total)
        start = f"{WEIGHT_MAPS}/{tap}"
        save(f"{start}-full", panes.weight_map(maps.full, None))
        save(f"{start}-winners", panes.winners(maps))
        for instance in panes.instances:
            if instance.id in fusion.ids:
                picture = panes.weight_map(maps.of(instance.id), instance)
                save(f"{start}-{_name(instance)}", picture)
        done += 1
    output = panes.output_maps()
    if output is not None:
        save("winners", panes.winners(output))
    yield Step(tr("Writing the contact sheet"), total - 1, total)
    save("contact-sheet", panes.sheet())
    yield Step(tr("Wrote the steps"), total, total)


def _name(instance: Instance) -> str:
    """ "00-person": safe on every file system, whatever the label."""
    label = re.sub(r"[^\w]+", "-", instance.label.casefold()).strip("-")[:LONGEST_LABEL]
    return f"{instance.id:02d}-{label or 'object'}"


def _refuse_foreign(folder: Path) -> None:
    """Leave alone a folder with files of the same names that no earlier run has written."""
    if not os.path.isdir(folder) or os.path.exists(folder / NUMBERS):  # a run writes them first
        return
    for path in (*_numbered(folder), *(folder / f"{name}.png" for name in NAMES)):
        if os.path.exists(path):
            raise EngineError(
                tr("{path} was not written by an earlier run.", path=path),
                tr("Choose another folder for the steps."),
            )


def _numbered(folder: Path) -> list[Path]:
    """What there is of the files whose names depend on the instances."""
    maps = (folder / WEIGHT_MAPS).glob("*.png")
    return [*folder.glob("instance-[0-9][0-9]*-*.png"), *maps, *folder.glob("winners.png")]


def _clear(folder: Path) -> None:
    """Take away numbered files of an earlier run, which may have had other instances."""
    try:
        for path in _numbered(folder):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise EngineError(
            tr(
                "The folder {folder} cannot be written to: {reason}.",
                folder=folder,
                reason=reason(error),
            ),
            tr("Choose another folder."),
        ) from error


def _save_numbers(session: Stages, fusion: Fusion, path: Path) -> None:
    """ab of the full image and of the result, and the instances, in one file of arrays."""
    full = session.full if session.full is not None else fusion.colorization
    instances = session.instances
    sides = [(i.box.left, i.box.top, i.box.right, i.box.bottom) for i in instances]
    try:
        with staged(path) as unfinished, unfinished.open("xb") as file:
            np.savez_compressed(
                file,
                full=full.ab.astype(np.float32, copy=False),
                fused=fusion.colorization.ab.astype(np.float32, copy=False),
                boxes=np.array(sides, np.float64).reshape(-1, 4),
                labels=np.array([i.label for i in instances], dtype=np.str_),
                scores=np.array([i.score for i in instances], np.float64),
            )
    except OSError as error:
        kind = DiskFullError if error.errno in FULL else EngineError
        raise kind(
            tr("{path} could not be written: {reason}.", path=path, reason=reason(error))
        ) from error
