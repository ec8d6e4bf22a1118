"""Where the checkpoints of a network lie; needs no torch."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from engine.bundle import bundled
from engine.config import EngineConfig
from engine.errors import EngineError
from engine.texts import tr

STAGES = ("full", "instance", "fusion")
FOLDER = "checkpoints"
CARD = "set.json"  # beside a set that has a name: its name, age and figures
AUTHORS_NETWORK = "siggraph"
AUTHORS_FILES = {  # as the paper's authors published them
    "full": "latest_net_GComp.pth",
    "instance": "latest_net_G.pth",
    "fusion": "latest_net_GF.pth",
}


def checkpoint_path(folder: Path, stage: str) -> Path:
    """The checkpoint of a stage in a set's folder."""
    return folder / f"{stage}.safetensors"


def user_folder(
    network: str, environment: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> Path:
    """Where a person's own checkpoints of a network lie, imported or trained ones."""
    home = Path.home()
    if platform == "win32":
        base = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    return base / "instance-colorizer" / FOLDER / network


def stages_in(folder: Path) -> tuple[str, ...]:
    """The stages whose checkpoint is in a set's folder."""
    return tuple(stage for stage in STAGES if os.path.isfile(checkpoint_path(folder, stage)))


def known_folders(network: str) -> tuple[Path, ...]:
    """Where checkpoints of a network are looked for when the settings name no folder."""
    return (user_folder(network), bundled(FOLDER, network))


def checkpoint_folder(config: EngineConfig) -> Path:
    """The folder of the settings' set: the chosen one, or the first known one that is complete.

    Raises:
        EngineError: no known folder holds a complete set.
    """
    if config.checkpoints is not None:
        return config.checkpoints
    for folder in known_folders(config.network):
        if stages_in(folder) == STAGES:
            return folder
    raise EngineError(
        tr("There are no checkpoints of the network {network}.", network=config.network),
        _remedy(config.network),
    )


def _remedy(network: str) -> str:
    if network == "compact":
        return tr("Install the app again or choose another folder.")
    line = f"instance-colorizer train --network {network}"
    if network == "siggraph":
        return tr(
            "Import the authors' with instance-colorizer import-checkpoint, or train it with "
            "{line}.",
            line=line,
        )
    return tr("Train it with {line}, or choose a folder of checkpoints.", line=line)
