"""Parameters of the paper's networks from a formula, the same on every machine and version."""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping, Sequence

import numpy as np

PERIOD = 1_000_003  # a prime, so that no layer's rows repeat at its own width


def _mixed(count: int) -> np.ndarray:
    """Uniform numbers 0..1 from whole ones: the finalizer of MurmurHash3 on 0, 1, 2, ..."""
    x = np.arange(count, dtype=np.uint32) + np.uint32(0x9E3779B9)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        x = (x ^ (x >> np.uint32(shift))) * np.uint32(factor)
    return ((x ^ (x >> np.uint32(16))) / 2.0**32).astype(np.float32)


_NUMBERS = _mixed(PERIOD)


def numbers(key: str, shape: Sequence[int]) -> np.ndarray:
    """Uniform numbers 0..1, float32; another key gives others."""
    return np.resize(np.roll(_NUMBERS, -(zlib.crc32(key.encode()) % PERIOD)), tuple(shape))


def parameter(network: str, name: str, shape: Sequence[int]) -> np.ndarray:
    """One tensor by the authors' name for it, of a size that keeps features about 1."""
    uniform = numbers(f"{network}/{name}", shape)
    if len(shape) == 4:
        turned = "up." in name  # a transposed convolution: (inputs, outputs, 4, 4), stride 2
        seen = shape[0] * 4 if turned else math.prod(shape[1:])
        bound = math.sqrt(6.0 / seen) * (0.3 if "model_out" in name else 1.0)
        return ((2.0 * uniform - 1.0) * np.float32(bound)).astype(np.float32)
    if name.endswith("running_var"):
        return 0.7 + 0.6 * uniform
    if name.endswith("weight"):
        return 0.8 + 0.4 * uniform
    return 0.4 * (uniform - 0.5)


def parameters(network: str, shapes: Mapping[str, Sequence[int]]) -> dict[str, np.ndarray]:
    """All tensors of a network by the authors' names for them."""
    return {name: parameter(network, name, shape) for name, shape in shapes.items()}


def lightness(height: int, width: int) -> np.ndarray:
    """L of a picture, smooth in parts and busy in others, float32 (height, width), 0..100."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    waves = np.sin(x / 5.0) * np.cos(y / 7.0) + np.sin((x + 2 * y) / 23.0)
    noise = numbers("noise", (height, width)) * (x > width / 2)
    return np.clip(45.0 + 20.0 * waves + 15.0 * noise, 0.0, 100.0).astype(np.float32)
