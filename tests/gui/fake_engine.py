"""An engine with the real result types, synthetic colours and no torch, as slow as a test wants."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from engine.config import EngineConfig
from engine.instances import Box, Instance
from engine.photo import Photo
from engine.results import (
    Colorization,
    Detection,
    Fusion,
    InstanceColorization,
    WeightMaps,
)
from engine.steps import Step, Steps

LABELS = ("person", "dog", "chair", "car", "bird", "potted plant", "cup", "book", "kite", "boat")
GRID = 64


def box_of(photo: Photo, index: int, total: int) -> Box:
    """A box of its own for each instance; neighbours overlap a little."""
    columns = max(1, int(np.ceil(np.sqrt(total))))
    rows = max(1, int(np.ceil(total / columns)))
    wide, high = photo.width / columns, photo.height / rows
    left, top = (index % columns) * wide, (index // columns) * high
    return Box(
        max(0.0, left + 0.08 * wide),
        max(0.0, top + 0.08 * high),
        min(float(photo.width), left + 1.04 * wide),
        min(float(photo.height), top + 1.04 * high),
    )


def colours(seed: float, frame: Box) -> Colorization:
    """A smooth field of ab around one hue."""
    rows, columns = np.mgrid[0:GRID, 0:GRID] / GRID
    angle = seed + rows * 0.9 + columns * 0.5
    ab = np.stack([34 * np.cos(angle), 34 * np.sin(angle)], axis=-1)
    return Colorization(ab.astype(np.float32), frame)


def objects(photo: Photo, total: int, first: int = 0) -> tuple[Instance, ...]:
    """So many instances beside each other; the label of the first is `LABELS[first]`."""
    return tuple(
        Instance(i, LABELS[(first + i) % len(LABELS)], 0.97 - 0.04 * i, box_of(photo, i, total))
        for i in range(total)
    )


def _seen(instance: Instance) -> object:
    """What an instance's own colours depend on."""
    return instance.box, instance.steering.crop_scale


def _seed(instance: Instance) -> float:
    return 1.3 * instance.id + instance.steering.crop_scale - 1.0


class FakeSession:
    """Yields what `engine.session.Session` yields.

    Attributes:
        gate: each fusion waits for it before it goes on; set by default.
        fused, strengths: the ids of every fusion that was begun, in order, and their strengths.
    """

    def __init__(self, photo: Photo, count: int, gate: threading.Event, scale: float = 1.0) -> None:
        self.photo = photo
        self.scale = scale
        self.scales: dict[float, FakeSession] = {scale: self}
        self.instances: tuple[Instance, ...] = ()
        self.count = count
        self.gate = gate
        self.fused: list[frozenset[int]] = []
        self.strengths: list[dict[int, float]] = []
        self.fail_fusing: Exception | None = None
        self.fusions: dict[object, Fusion] = {}
        self.full: Colorization | None = None
        self.colorized: dict[int, InstanceColorization] = {}
        self._frame = Box(0, 0, photo.width, photo.height)

    def at_scale(self, scale: float) -> FakeSession:
        """Other colours at every scale."""
        if scale not in self.scales:
            other = FakeSession(self.photo, self.count, self.gate, scale)
            other.scales = self.scales
            self.scales[scale] = other
        return self.scales[scale]

    def run(
        self,
        instances: Sequence[Instance] | None = None,
        *,
        enabled: Iterable[int] | None = None,
        strengths: Mapping[int, float] | None = None,
    ) -> Steps[Fusion]:
        yield Step("Detecting objects (fake)", 0, 1)
        found = objects(self.photo, self.count) if instances is None else instances
        self.set_instances(found)
        yield Step(f"Found {len(found)} objects", 1, 1, Detection(self.instances, "fake"))
        yield from self.colorize()
        ids = [i.id for i in self.instances] if enabled is None else enabled
        return (yield from self.fuse(ids, strengths))

    def set_instances(self, instances: Iterable[Instance]) -> None:
        self.instances = tuple(instances)
        seen = {instance.id: _seen(instance) for instance in self.instances}
        self.colorized = {
            key: own for key, own in self.colorized.items() if seen.get(key) == _seen(own.instance)
        }

    def colorize(self) -> Steps[None]:
        missing = [i for i in self.instances if i.id not in self.colorized]
        total = len(missing)
        if self.full is None:
            yield Step("Colorizing the full image", 0, total + 1)
            self.full = colours(0.8 * self.scale, self._frame)
        yield Step("Colorized the full image", 1, total + 1, self.full)
        for done, instance in enumerate(missing, start=1):
            own = InstanceColorization(instance, colours(_seed(instance), instance.box))
            self.colorized[instance.id] = own
            yield Step(f"Colorized {instance.label}, {done} of {total}", done + 1, total + 1, own)

    def fuse(
        self, enabled: Iterable[int], strengths: Mapping[int, float] | None = None
    ) -> Steps[Fusion]:
        ids = frozenset(enabled)
        self.fused.append(ids)
        self.strengths.append(dict(strengths or {}))
        yield Step(f"Fusing {len(ids)} of {len(self.instances)} instances", 0, 1)
        self.gate.wait(10)
        if self.fail_fusing is not None:
            raise self.fail_fusing
        seen = tuple(_seen(i) for i in self.instances if i.id in ids)
        known = (ids, seen, tuple((strengths or {}).items()))
        if known not in self.fusions:
            self.fusions[known] = self._fusion(ids, strengths or {})
        yield Step("Fused", 1, 1, self.fusions[known])
        return self.fusions[known]

    def _fusion(self, ids: frozenset[int], strengths: Mapping[int, float]) -> Fusion:
        ab = colours(0.8 * self.scale, self._frame).ab
        logits = {}
        for instance in self.instances:
            if instance.id in ids and strengths.get(instance.id, 1.0) > 0:
                placement = instance.box.placed(
                    photo_height=self.photo.height,
                    photo_width=self.photo.width,
                    grid_height=GRID,
                    grid_width=GRID,
                )
                ab[placement.rows, placement.columns] = colours(_seed(instance), instance.box).ab[
                    : placement.height, : placement.width
                ]
                down = np.hanning(placement.height + 2)[1:-1, None]
                across = np.hanning(placement.width + 2)[None, 1:-1]
                logits[instance.id] = (placement, (4 * down * across).astype(np.float32))
        if not ids:
            return Fusion(Colorization(ab, self._frame))
        total = np.ones((GRID, GRID), np.float32)
        for placement, strength in logits.values():
            total[placement.rows, placement.columns] += strength
        maps = {
            tap: WeightMaps(
                tap,
                1 / total,
                {
                    key: (placement, strength / total[placement.rows, placement.columns])
                    for key, (placement, strength) in logits.items()
                },
            )
            for tap in ("16", "8", "4")
        }
        return Fusion(Colorization(ab, self._frame), maps, ids, strengths)


class FakeBench:
    """Gives fake sessions; `count` instances each."""

    detector_name = "fake"
    device = "cpu"
    photos_at_once = 1

    def __init__(self, count: int = 3) -> None:
        self.count = count
        self.gate = threading.Event()
        self.gate.set()
        self.sessions: list[FakeSession] = []
        self.together: list[list[Path | None]] = []
        self.no_detector: Exception | None = None
        self.asked: list[tuple[str | None, float | None]] = []

    def reconfigured(self, config: EngineConfig) -> FakeBench:
        return self

    def start(
        self, photo: Photo, instances: Sequence[Instance] | None = None
    ) -> Steps[FakeSession]:
        yield Step("Loading the networks", 0, 1)
        if instances is None and self.no_detector is not None:
            raise self.no_detector
        session = FakeSession(photo, self.count, self.gate)
        self.sessions.append(session)
        yield Step("Ready", 1, 1)
        return session

    def colorize_together(self, sessions: Sequence[FakeSession], *, detect: bool) -> Steps[None]:
        """Only says which photos came."""
        yield Step("Together", 0, 1)
        self.together.append([session.photo.path for session in sessions])

    def detect(
        self, photo: Photo, *, detector: str | None = None, threshold: float | None = None
    ) -> Steps[Detection]:
        """Finds two objects of other names."""
        self.asked.append((detector, threshold))
        yield Step("Detecting objects (fake)", 0, 1)
        return Detection(objects(photo, 2, first=5), detector or "fake")
