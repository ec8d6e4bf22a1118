"""Which device networks run on."""

from __future__ import annotations

import torch

from engine.errors import EngineError


def choose_device(name: str) -> torch.device:
    """The device for a setting of auto, cpu, cuda or mps.

    Raises:
        EngineError: it is not there.
    """
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if name == "auto":
        name = next((device for device in ("cuda", "mps") if there[device]), "cpu")
    elif not there.get(name, name == "cpu"):
        raise EngineError(f"This machine has no {name} device.", "Choose auto or cpu.")
    return torch.device(name)
