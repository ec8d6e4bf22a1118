"""The grids that a detector is to have, told apart from its code."""

from __future__ import annotations

import math

from engine.networks.detector_network import STRIDES


def grids_of(height: int, width: int) -> tuple[tuple[int, int], ...]:
    """Per level the (rows, columns) of the grid over a picture of (height, width) pixels."""
    return tuple((math.ceil(height / stride), math.ceil(width / stride)) for stride in STRIDES)
