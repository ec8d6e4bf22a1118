"""How long the calls of each network take and how much memory they need, on this machine."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import torch

from engine.adjustments import AS_COLORIZED
from engine.canvas import QUICK_SIDE, Canvas
from engine.colorizer import Colorizer, FullImage, InstanceFeatures
from engine.devices import placed
from engine.instances import Box, Instance
from engine.networks.catalogue import NetworkSet, build_fusion, build_network
from engine.networks.folding import ready
from engine.networks.fusion import FusionRule
from engine.networks.siggraph import SiggraphNet
from engine.regions import RegionFinder
from engine.steering import Steering
from engine.steps import finish

PHOTO = (480, 640)
COUNTS = (8, 32)  # instances
BYTES = 1 << 20


@dataclass(frozen=True)
class Timing:
    """One call of one network.

    Attributes:
        network: its name.
        call: "full image", "8 instances", "32 instances", "fusion of 8", "toggle"; and until the
            picture is redrawn at a preview's size after one of eight instances was given another
            "strength", "saturation", "warmth" or "colour".
        seconds: the median.
        peak_mb: the largest memory of the process (of the device for cuda) while it ran, in MiB;
            None where the system does not tell.
        precision: what the network computed in.
    """

    network: str
    call: str
    seconds: float
    peak_mb: float | None
    precision: str


def boxes(count: int) -> list[Box]:
    """Overlapping boxes of a sixth to a half of the photo's sides, always the same ones."""
    random = np.random.default_rng(count)
    height, width = PHOTO
    made = []
    for _ in range(count):
        box_width, box_height = random.uniform(1 / 6, 1 / 2, 2) * (width, height)
        left, top = random.uniform(0, (width - box_width, height - box_height))
        made.append(Box(left, top, left + box_width, top + box_height))
    return made


def random_colorizer(name: str, device: torch.device, precision: str = "auto") -> Colorizer:
    """A colorizer whose networks have random parameters: as fast as trained ones.

    The paper's network fuses by the rule of its published checkpoints, the others by ours.

    Raises:
        EngineError: the device lacks the precision.
    """
    full, instance = build_network(name), build_network(name)
    rule = FusionRule.PADDED if name == SiggraphNet.name else FusionRule.MASKED
    networks = NetworkSet(full, instance, build_fusion(full, rule))
    for network in (full, instance, networks.fusion):
        placed(ready(network), device)
    networks.settle(precision, device)
    return Colorizer(networks, device)


def measure(
    name: str, device: torch.device, repeats: int = 5, precision: str = "auto"
) -> Iterator[Timing]:
    """Time the calls of one network, one `Timing` after the other.

    Args:
        name: of the network.
        device: where it runs.
        repeats: of which the median is taken, after one run that is not counted.
        precision: as in `EngineConfig`.

    Raises:
        EngineError: the device lacks the precision, or memory is short.
    """
    colorizer = random_colorizer(name, device, precision)
    lightness = np.random.default_rng(0).uniform(0, 100, PHOTO).astype(np.float32)
    meter = Meter(device)
    full = colorizer.full_image(lightness)

    def timing(call: str, work: Callable[[], object]) -> Timing:
        seconds, peak = meter.median(work, repeats)
        return Timing(name, call, seconds, peak, colorizer.precision)

    yield timing("full image", lambda: colorizer.full_image(lightness))
    for count in COUNTS:
        places = boxes(count)
        yield timing(
            f"{count} instances",
            lambda places=places: list(colorizer.instances(lightness, places)),  # type: ignore[misc]
        )
    features = dict(enumerate(colorizer.instances(lightness, boxes(COUNTS[0]))))
    yield timing(f"fusion of {COUNTS[0]}", lambda: colorizer.fuse(full, features))
    remaining = {key: value for key, value in features.items() if key > 0}
    yield timing("toggle", lambda: colorizer.fuse(full, remaining))
    redraw = Redraw(colorizer, lightness, full, features)
    for call in redraw.calls:
        yield timing(call, redraw.calls[call])


class Redraw:
    """Changes the colours of one of several instances, and draws the picture anew.

    Args:
        colorizer: fuses.
        lightness: of the photo, float32 (H, W).
        full: its full-image pass.
        features: by id of the instances, whose boxes are those of `boxes`.

    Attributes:
        calls: what is changed, and what changes it; every call to another value.
    """

    def __init__(
        self,
        colorizer: Colorizer,
        lightness: np.ndarray,
        full: FullImage,
        features: Mapping[int, InstanceFeatures],
    ) -> None:
        height, width = lightness.shape
        scale = QUICK_SIDE / max(height, width)
        size = (round(width * scale), round(height * scale))
        self._colorizer = colorizer
        self._full = full
        self._features = features
        self._instance = Instance(0, "object", 1.0, boxes(len(features))[0])
        self._finder = RegionFinder(lightness, full.colorization)
        self._canvas = Canvas(cv2.resize(lightness, size, interpolation=cv2.INTER_AREA))
        self._fused = colorizer.fuse(full, features).colorization
        self._number = 0
        self.calls: Mapping[str, Callable[[], None]] = {
            "strength": self._strengthen,
            "saturation": lambda: self._steer(saturation=1.1 + 0.01 * self._next()),
            "warmth": lambda: self._steer(warmth=0.1 + 0.001 * self._next()),
            "colour": lambda: self._steer(colour=(self._next() % 256, 60, 60)),
        }

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _strengthen(self) -> None:
        fusion = self._colorizer.fuse(self._full, self._features, {0: 0.5 + 0.01 * self._next()})
        finish(self._canvas.steps(fusion.colorization, AS_COLORIZED, ()))

    def _steer(self, **changes: Any) -> None:
        steered = replace(self._instance, steering=Steering(**changes))
        regions = self._finder.regions([steered])
        finish(self._canvas.steps(self._fused, AS_COLORIZED, regions))


class Meter:
    """Takes durations and peaks.

    Args:
        device: where the work runs.
    """

    def __init__(self, device: torch.device) -> None:
        self._device = device

    def median(self, work: Callable[[], object], repeats: int) -> tuple[float, float | None]:
        """Median seconds and peak memory in MiB of `work`, after one run that is not counted."""
        work()
        durations, peaks = zip(*(self.once(work) for _ in range(repeats)), strict=True)
        known = [peak for peak in peaks if peak is not None]
        return statistics.median(durations), max(known, default=None)

    def once(self, work: Callable[[], object]) -> tuple[float, float | None]:
        """Seconds and peak memory in MiB of one run of `work`."""
        self._reset_peak()
        self._wait()
        begun = time.perf_counter()
        work()
        self._wait()
        return time.perf_counter() - begun, self._peak()

    def _wait(self) -> None:
        if self._device.type == "cuda":
            torch.cuda.synchronize(self._device)

    def _reset_peak(self) -> None:
        if self._device.type == "cuda":
            torch.cuda.reset_peak_memory_stats(self._device)
        elif sys.platform == "linux":
            try:
                with open("/proc/self/clear_refs", "w") as file:
                    file.write("5")  # resets VmHWM, see proc(5)
            except OSError:
                return  # the peak is then that of the whole process

    def _peak(self) -> float | None:
        if self._device.type == "cuda":
            return torch.cuda.max_memory_allocated(self._device) / BYTES
        if sys.platform == "linux":
            with open("/proc/self/status") as file:
                for line in file:
                    if line.startswith("VmHWM:"):
                        return int(line.split()[1]) / 1024
        return None
