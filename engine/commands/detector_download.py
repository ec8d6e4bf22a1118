"""The checkpoint of a detector that a command line asks for by name, downloaded under a bar."""

from __future__ import annotations

from engine.commands.console import Console
from engine.config import EngineConfig
from engine.steps import finish


def fetch_for(config: EngineConfig, console: Console) -> None:
    """Download what the detector lacks; nothing where it lacks nothing or was not named.

    Raises:
        EngineError: its package does not work, or the download fails.
    """
    from engine.detection.registry import fetch_checkpoint

    with console.progress(1) as bar:
        bar.start(0, config.detector)
        finish(fetch_checkpoint(config), bar.step)
