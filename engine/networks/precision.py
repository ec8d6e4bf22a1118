"""What networks compute in: bfloat16 where it is faster and keeps the colours, else float32."""

from __future__ import annotations

import functools
import sys
import time
from collections.abc import Iterable

import torch
from torch import nn
from torch.nn import functional as F

from engine.errors import EngineError
from engine.networks.color_net import ColorNet
from engine.texts import tr

# a convolution as in the middle of the paper's network: (N, channels, height, width), 1.2 GFLOP
PROBE_SHAPE = (1, 128, 64, 64)
PROBE_RUNS = 3
CPU_ROWS = 16  # of the probe on a CPU, where a quarter of it tells as much
FEW_ROWS = 2  # of the probe, tried first: where bfloat16 is emulated, all of it takes seconds
HOPELESS = 0.5  # times as fast in a few rows: then the rest is not tried
WORTH = 1.25  # times faster from which bfloat16 is taken; below it, exactness counts more
PROBE_TOLERANCE = 0.05  # of values about 1; rounding to bfloat16 brings about 0.01
ROUNDED = (nn.Conv2d, nn.ConvTranspose2d, nn.Linear)


def choose_precision(name: str, network: ColorNet, device: torch.device) -> torch.dtype:
    """What a network computes in on a device, for a setting of auto, float32 or bfloat16.

    Raises:
        EngineError: bfloat16 is asked for and the device does not have it.
    """
    if name == "auto":
        gains = network.gains_from_bfloat16 and gains_from_bfloat16(device)
        return torch.bfloat16 if gains else torch.float32
    if name == "bfloat16" and not bfloat16_speedup(device):
        raise EngineError(
            tr("The device {device} does not compute in bfloat16.", device=device),
            tr("Choose the precision auto or float32."),
        )
    return torch.bfloat16 if name == "bfloat16" else torch.float32


def gains_from_bfloat16(device: torch.device) -> bool:
    """Whether a device convolves in bfloat16 so much faster that it is worth the rounding."""
    return bfloat16_speedup(device) >= WORTH


@functools.cache
def bfloat16_speedup(device: torch.device) -> float:
    """How many times faster a device convolves in bfloat16 than in float32; 0 if it cannot.

    Measured, once in a process: what a processor says of itself does not tell whether this build of
    torch makes use of it, and where it does not, bfloat16 is emulated and slower than float32.
    """
    if device.type == "cuda" and not torch.cuda.is_bf16_supported(including_emulation=False):
        return 0.0
    given = torch.linspace(-1, 1, 4099)  # a prime number of values, so that no two rows are equal
    channels = PROBE_SHAPE[1]
    filters = _repeated(given, (channels, channels, 3, 3)).to(device) * (2 / (9 * channels) ** 0.5)
    features = _repeated(given, PROBE_SHAPE).to(device)
    if device.type == "cpu":
        features = features[:, :, :CPU_ROWS]
    try:
        speedup = _speedup(features[:, :, :FEW_ROWS], filters)
        return _speedup(features, filters) if speedup > HOPELESS else speedup
    except (RuntimeError, TypeError):  # how torch says that a device lacks an operation
        return 0.0


@torch.inference_mode()
def _speedup(features: torch.Tensor, filters: torch.Tensor) -> float:
    """How many times faster a convolution is in bfloat16; 0 if its result is wrong."""
    fastest = {torch.float32: float("inf"), torch.bfloat16: float("inf")}
    results = {}
    clock = _processor_time if features.device.type == "cpu" else time.perf_counter
    for _ in range(1 + PROBE_RUNS):  # the first run prepares, and is never the fastest
        for precision in fastest:
            x = features.to(precision, memory_format=torch.channels_last)
            kernel = filters.to(precision, memory_format=torch.channels_last)
            _wait(features.device)
            begun = clock()
            results[precision] = F.conv2d(x, kernel, padding=1)
            _wait(features.device)
            duration = clock() - begun
            fastest[precision] = min(fastest[precision], duration)
    exact, rounded = results[torch.float32], results[torch.bfloat16].float()
    if not bool((exact - rounded).abs().max() <= PROBE_TOLERANCE * exact.abs().max()):
        return 0.0
    return fastest[torch.float32] / fastest[torch.bfloat16]


def _repeated(values: torch.Tensor, shape: tuple[int, int, int, int]) -> torch.Tensor:
    count = shape[0] * shape[1] * shape[2] * shape[3]
    return values.repeat(count // len(values) + 1)[:count].view(shape)


def _processor_time() -> float:
    """Seconds, without those in which other programs had the processor where that can be told."""
    return time.perf_counter() if sys.platform == "win32" else time.process_time()  # by 16 ms there


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()


def lower(module: nn.Module, precision: torch.dtype, kept: Iterable[nn.Module | None] = ()) -> None:
    """Bring a network's filters to a precision, in place.

    Batch norms stay in float32, as on every device of torch; so do the layers in `kept`: the
    rounding of a last layer would show most.
    """
    spared = {id(inner) for module in kept if module is not None for inner in module.modules()}
    for layer in module.modules():
        if isinstance(layer, ROUNDED) and id(layer) not in spared:
            layer.to(precision)
