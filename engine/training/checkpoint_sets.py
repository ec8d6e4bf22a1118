"""A person's sets of trained checkpoints: listed, chosen, imported, exported, deleted.

The set that the app uses lies in `user_folder(network)`, where `load_networks` looks first; every
set that can be chosen is kept whole beside it, with its figures.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from engine.atomic_files import write_whole
from engine.bundle import bundled
from engine.config import NETWORKS
from engine.errors import EngineError
from engine.networks.checkpoint_folders import CARD, FOLDER, STAGES, checkpoint_path, user_folder
from engine.texts import comma_listed, tr

BUNDLED = "bundled"
IMPORTED = "imported"


@dataclass(frozen=True)
class CheckpointSet:
    """Checkpoints of all three stages that belong together.

    Attributes:
        name: unique among those of its network; `BUNDLED` for the app's own.
        network: one of `NETWORKS`.
        folder: where they lie; `colorize --checkpoints` takes it.
        active: the app uses it.
        made: seconds since 1970; 0 if unknown.
        figures: the evaluation's table, see `engine.training.events.Evaluated`; may be empty.
        source: sizes and times of the files that it was copied from; tells nothing else of them.
    """

    name: str
    network: str
    folder: Path
    active: bool = False
    made: float = 0.0
    figures: dict[str, Any] = field(default_factory=dict)
    source: str = ""


def checkpoint_sets(network: str) -> tuple[CheckpointSet, ...]:
    """The sets of a network, the bundled one first, then the newest."""
    active = _active_name(network)
    found = []
    own = bundled(FOLDER, network)
    ours = _read(own, network, active)
    if ours is not None:
        found.append(replace(ours, name=BUNDLED, active=active == BUNDLED))
    kept = [_read(folder, network, active) for folder in _kept(network).glob("[!.]*")]
    in_use = user_folder(network)
    if active == IMPORTED and not any(known.name == IMPORTED for known in kept if known):
        found.append(CheckpointSet(IMPORTED, network, in_use, active=True))
    whole = [known for known in kept if known is not None]
    return (*found, *sorted(whole, key=lambda known: -known.made))


def copied_from(folder: Path, network: str) -> CheckpointSet | None:
    """The set that was made of a folder as it is now, the one in use first; None if none was."""
    source = _source(folder)
    made = [known for known in checkpoint_sets(network) if source and known.source == source]
    return max(made, key=lambda known: known.active, default=None)


def install(
    folder: Path,
    network: str,
    name: str,
    figures: Mapping[str, Any] | None = None,
    *,
    activate: bool = True,
) -> CheckpointSet:
    """Copy a folder of checkpoints (a run's, or an imported one) among the sets.

    Args:
        name: what to call it; taken ones get a number.
        activate: let the app use it from now on.

    Raises:
        EngineError: a stage's checkpoint is missing, or the disk is full.
    """
    if network not in NETWORKS:
        raise EngineError(
            tr("There is no network {network!r}.", network=network),
            tr("Use {networks}.", networks=comma_listed(NETWORKS)),
        )
    for stage in STAGES:
        if not os.path.isfile(checkpoint_path(folder, stage)):
            raise EngineError(
                tr(
                    "The folder {folder} has no checkpoint of the {stage} stage.",
                    folder=folder,
                    stage=tr(stage),
                ),
                tr("Train all three stages, or choose another folder."),
            )
    name = _free_name(network, name)
    card = {
        "name": name,
        "network": network,
        "made": time.time(),
        "figures": dict(figures or {}),
        "source": _source(folder),
    }
    with _saying(tr("The checkpoints could not be copied from {folder}", folder=folder)):
        _copy(folder, _kept(network) / name, card)
    made = _named(network, name)
    return use(made) if activate else made


def use(chosen: CheckpointSet) -> CheckpointSet:
    """Let the app use a set from now on.

    Raises:
        EngineError: a file of it is gone, or the disk is full.
    """
    in_use = user_folder(chosen.network)
    with _saying(tr("The checkpoints {name} could not be put to use", name=chosen.name)):
        if _active_name(chosen.network) == IMPORTED:  # keep what nobody else has
            _keep_imported(chosen.network)
        if chosen.name == BUNDLED:
            _remove(in_use)
        elif chosen.folder != in_use:
            card = json.loads((chosen.folder / CARD).read_text(encoding="utf-8"))
            _copy(chosen.folder, in_use, card)
    return _named(chosen.network, chosen.name)


def export(chosen: CheckpointSet, folder: Path) -> Path:
    """Copy a set into a new folder of a person's choice, and give that.

    Raises:
        EngineError: there is something of that name, or it cannot be written.
    """
    if folder.exists():
        raise EngineError(
            tr("There is a {folder} already.", folder=folder), tr("Choose another name.")
        )
    card = {"name": chosen.name, "network": chosen.network, "made": chosen.made}
    with _saying(tr("The checkpoints could not be written to {folder}", folder=folder)):
        _copy(chosen.folder, folder, {**card, "figures": chosen.figures})
    return folder


def delete(chosen: CheckpointSet) -> None:
    """Delete a set; where the app used it, it goes back to the bundled one.

    Raises:
        EngineError: it is the bundled one, or cannot be deleted.
    """
    if chosen.name == BUNDLED:
        raise EngineError(
            tr("The bundled checkpoints belong to the app."), tr("Choose another set.")
        )
    with _saying(tr("The checkpoints {name} could not be deleted", name=chosen.name)):
        if _active_name(chosen.network) == chosen.name:
            _remove(user_folder(chosen.network))
        _remove(_kept(chosen.network) / chosen.name)


def _kept(network: str) -> Path:
    return user_folder(network).parent.parent / "checkpoint-sets" / network


def _is_whole(folder: Path) -> bool:
    return all(os.path.isfile(checkpoint_path(folder, stage)) for stage in STAGES)


def _active_name(network: str) -> str:
    """The name of the set in use; checkpoints without a card were imported."""
    folder = user_folder(network)
    if not _is_whole(folder):
        return BUNDLED
    try:
        return str(json.loads((folder / CARD).read_text(encoding="utf-8"))["name"])
    except (OSError, ValueError, KeyError, TypeError):
        return IMPORTED


def _read(folder: Path, network: str, active: str) -> CheckpointSet | None:
    if not _is_whole(folder):
        return None
    made, figures, source = 0.0, {}, ""
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        made, figures = float(card["made"]), dict(card["figures"])
        source = str(card.get("source", ""))  # which older cards lack
    except (OSError, ValueError, KeyError, TypeError):
        pass
    in_use = folder.name == active
    return CheckpointSet(folder.name, network, folder, in_use, made, figures, source)


def _source(folder: Path) -> str:
    """What changes when a folder's checkpoints do; empty where one is missing."""
    try:
        stats = [checkpoint_path(folder, stage).stat() for stage in STAGES]
    except OSError:
        return ""
    return " ".join(f"{stat.st_size}:{stat.st_mtime_ns}" for stat in stats)


def _named(network: str, name: str) -> CheckpointSet:
    return next(known for known in checkpoint_sets(network) if known.name == name)


def _free_name(network: str, wanted: str) -> str:
    """`wanted` as a file name that no set has yet."""
    plain = re.sub(r"[^\w .+-]+", "-", wanted).strip(" .-")[:60] or "trained"
    taken = {known.name.casefold() for known in checkpoint_sets(network)} | {BUNDLED, IMPORTED}
    names = [plain, *(f"{plain} {number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name.casefold() not in taken)


def _keep_imported(network: str) -> None:
    card = {"name": IMPORTED, "network": network, "made": time.time(), "figures": {}}
    _copy(user_folder(network), _kept(network) / IMPORTED, card)


def _copy(source: Path, target: Path, card: Mapping[str, Any]) -> None:
    """Copy a set to `target`, which changes from one whole set to the other."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.parent / f".{secrets.token_hex(8)}.part"
    try:
        fresh.mkdir()
        for stage in STAGES:
            shutil.copyfile(checkpoint_path(source, stage), checkpoint_path(fresh, stage))
        write_whole(fresh / CARD, json.dumps(dict(card), indent=2) + "\n")
        _remove(target)
        os.replace(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _remove(folder: Path) -> None:
    if folder.is_dir():
        gone = folder.parent / f".{secrets.token_hex(8)}.part"
        os.replace(folder, gone)
        shutil.rmtree(gone, ignore_errors=True)


@contextmanager
def _saying(what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise EngineError(
            tr("{what}: {reason}.", what=what, reason=reason),
            tr("Make some room, or choose another."),
        ) from error
