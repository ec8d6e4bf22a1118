"""Networks that a checkpoint is about to fill are made without drawing their parameters first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from torch import nn
from torch.overrides import TorchFunctionMode

# What torch's layers, and ours, start from; ones and zeros are as quick to write as to leave out.
DRAWN = frozenset({nn.init.kaiming_uniform_, nn.init.uniform_, nn.init.normal_})


class Unfilled(TorchFunctionMode):
    """A context in which parameters that would be random hold whatever was in the memory.

    It takes half of the time. `engine.networks.checkpoints.fill_network` lets none of them be.
    """

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Iterable[type],
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        named = dict(kwargs or {})
        if func in DRAWN:
            return args[0] if args else named["tensor"]
        return func(*args, **named)
