"""What the checkpoint manager has the worker do with sets of checkpoints, step by step."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path
from typing import Any

from engine.config import NETWORKS, EngineConfig
from engine.errors import EngineError
from engine.networks.checkpoint_folders import STAGES, stages_in
from engine.readiness import folder_trouble
from engine.steps import Step, Steps
from engine.texts import tr
from engine.training.checkpoint_sets import (
    BUNDLED,
    CARD,
    IMPORTED,
    CheckpointSet,
    delete,
    export,
    install,
    use,
)

RUN_PART = "checkpoints"  # of a run's folder
MOST_CARD = 1_000_000  # bytes; a card has a few thousand
Figures = dict[str, dict[str, dict[str, float]]]


def import_work(folder: Path, network: str) -> Steps[CheckpointSet]:
    """Check the checkpoints of a folder and copy them among the sets; the app's stay in use.

    Args:
        folder: holds a set, or is a run's folder.
        network: tried before the others.

    Raises:
        EngineError: they are incomplete, damaged, of two networks, or cannot be copied.
    """
    if not stages_in(folder) and stages_in(folder / RUN_PART) == STAGES:
        folder = folder / RUN_PART
    network = _network_of(folder, network)
    yield Step(tr("Loading PyTorch"), 0, 3)
    import torch

    from engine.networks.catalogue import load_networks

    yield Step(tr("Checking the checkpoints"), 1, 3)
    config = EngineConfig(network=network, checkpoints=folder, device="cpu", precision="float32")
    load_networks(config, torch.device("cpu"))
    yield Step(tr("Copying the checkpoints"), 2, 3)
    name, figures = _card(folder)
    made = install(folder, network, name, figures, activate=False)
    try:
        yield Step(tr("Copied"), 3, 3)
    except GeneratorExit:
        delete(made)
        raise
    return made


def use_work(chosen: CheckpointSet) -> Steps[CheckpointSet]:
    """Let a network use a set from now on; errors as `use`."""
    yield Step(tr("Putting {name} to use", name=chosen.name), 0, 0)
    return use(chosen)


def export_work(chosen: CheckpointSet, folder: Path) -> Steps[Path]:
    """Copy a set into a new folder; errors as `export`."""
    yield Step(tr("Copying {name}", name=chosen.name), 0, 0)
    made = export(chosen, folder)
    try:
        yield Step(tr("Copied"), 1, 1)
    except GeneratorExit:
        shutil.rmtree(made, ignore_errors=True)  # it did not exist before
        raise
    return made


def delete_work(chosen: CheckpointSet) -> Steps[CheckpointSet]:
    """Delete a set, and give what it was; errors as `delete`."""
    yield Step(tr("Deleting {name}", name=chosen.name), 0, 0)
    delete(chosen)
    return chosen


def stop_work() -> Steps[None]:
    """Nothing; it ends as soon as the work that it replaces has ended."""
    yield Step(tr("Stopping"), 0, 0)


def sound_figures(table: object) -> Figures:
    """The finite numbers of an evaluation's table, which may come from anybody's file."""
    if not isinstance(table, dict):
        return {}
    sound: Figures = {}
    for level, kinds in table.items():
        rows = {
            str(kind): numbers
            for kind, row in (kinds.items() if isinstance(kinds, dict) else ())
            if (numbers := _numbers(row))
        }
        if rows:
            sound[str(level)] = rows
    return sound


def _numbers(row: object) -> dict[str, float]:
    if not isinstance(row, dict):
        return {}
    return {
        str(name): float(value)
        for name, value in row.items()
        if type(value) in (int, float) and abs(value) < 1e9 and math.isfinite(value)
    }


def _network_of(folder: Path, wanted: str) -> str:
    """The network whose checkpoints a folder holds, by their headers."""
    trouble = {name: folder_trouble(name, folder) for name in (wanted, *NETWORKS)}
    fitting = [name for name, found in trouble.items() if not found]
    if not fitting:
        raise EngineError(
            trouble[wanted], tr("Choose a folder with the checkpoints of all three stages.")
        )
    return fitting[0]


def _card(folder: Path) -> tuple[str, Figures]:
    """What a set is to be called, and its figures, where it was exported with them."""
    name = folder.parent.name if folder.name == RUN_PART else folder.name
    try:
        with (folder / CARD).open("rb") as file:
            card: Any = json.loads(file.read(MOST_CARD))
    except (OSError, ValueError, RecursionError):
        return name, {}
    if not isinstance(card, dict):
        return name, {}
    own = card.get("name")
    if isinstance(own, str) and own not in ("", BUNDLED, IMPORTED):
        name = own
    return name, sound_figures(card.get("figures"))
