"""Which runs there are: the app finds them again when it is opened."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from engine.atomic_files import write_whole
from engine.errors import EngineError
from engine.networks.checkpoint_folders import user_folder
from engine.training.run_folder import RunFolder

MOST = 50


def remember(run: RunFolder) -> None:
    """Put a run at the head of the known ones; a list that cannot be written is not written."""
    paths = [str(run.path), *(path for path in _listed() if path != str(run.path))]
    with contextlib.suppress(OSError):
        _list_file().parent.mkdir(parents=True, exist_ok=True)
        write_whole(_list_file(), json.dumps(paths[:MOST], indent=2) + "\n")


def known_runs() -> list[RunFolder]:
    """The runs that were remembered and still are there, the newest first."""
    return [run for run in map(RunFolder, _listed()) if run.exists]


def active_run() -> RunFolder | None:
    """The newest run that a process works on; None if there is none."""
    for run in known_runs():
        with contextlib.suppress(EngineError):
            if run.status().active:
                return run
    return None


def _list_file() -> Path:
    return user_folder("compact").parent.parent / "runs.json"


def _listed() -> list[str]:
    try:
        told = json.loads(_list_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [path for path in told if isinstance(path, str)] if isinstance(told, list) else []
