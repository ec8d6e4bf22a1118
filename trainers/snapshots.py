"""Everything a training needs to go on, written so that a killed process never loses the last."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import torch

from engine.atomic_files import staged
from engine.errors import EngineError
from engine.networks.pickled_tensors import check_pickles
from engine.texts import tr

SNAPSHOT_VERSION = 1


def write_snapshot(path: Path, state: dict[str, Any]) -> None:
    """Write `state` beside `path`, flush it to the disk, and put it in place of the old one.

    Raises:
        EngineError: the disk is full or the folder cannot be written; the old one is kept.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with staged(path) as unfinished, unfinished.open("xb") as file:
            torch.save({"version": SNAPSHOT_VERSION, **state}, file)
    except (OSError, RuntimeError) as error:
        raise EngineError(
            tr("The snapshot {path} could not be written: {error}.", path=path, error=error),
            tr("Free some disk space and resume; the last snapshot is kept."),
        ) from error


def read_snapshot(path: Path) -> dict[str, Any]:
    """The state that `write_snapshot` wrote.

    Raises:
        EngineError: there is none, it is damaged, or of a newer version.
    """
    try:
        check_pickles(path, legacy=False)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            state = torch.load(path, map_location="cpu", weights_only=True)
        version = state["version"]
        if type(version) is not int:
            raise TypeError("no version")
    except FileNotFoundError:
        raise EngineError(
            tr("There is no snapshot {path}.", path=path), tr("Start the training anew.")
        ) from None
    except Exception as error:  # torch raises whatever the broken bytes lead it to
        raise EngineError(
            tr("The snapshot {path} is damaged: {kind}.", path=path, kind=type(error).__name__),
            tr("Start the training anew."),
        ) from error
    if version > SNAPSHOT_VERSION:
        raise EngineError(
            tr("The snapshot {path} was written by a newer version.", path=path),
            tr("Update Instance Colorizer."),
        )
    return state
