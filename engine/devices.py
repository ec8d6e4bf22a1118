"""Which device networks run on."""

from __future__ import annotations

from typing import TypeVar

import torch
from torch import nn

from engine.errors import EngineError
from engine.texts import tr

Module = TypeVar("Module", bound=nn.Module)


def placed(module: Module, device: torch.device) -> Module:
    """`module` moved to a device, its filters laid out channels last, which convolves faster."""
    return module.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]


def choose_device(name: str) -> torch.device:
    """The device for a setting of auto, cpu, cuda or mps.

    Raises:
        EngineError: it is not there.
    """
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if name == "auto":
        name = next((device for device in ("cuda", "mps") if there[device]), "cpu")
    elif not there.get(name, name == "cpu"):
        raise EngineError(
            tr("This machine has no {name} device.", name=name), tr("Choose auto or cpu.")
        )
    return torch.device(name)
