"""A workbench whose networks are replaced by simple arithmetic, to test what stands around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np

from engine.config import EngineConfig
from engine.instances import Box, Instance
from engine.photo import Photo, open_photo
from engine.results import Colorization, Fusion, InstanceColorization, WeightMaps
from engine.steps import Step, Steps

GRID = 16  # cells on a side of what these networks give


class StandInSession:
    """Full image reddish, instances greenish, the result half and half inside the boxes."""

    def __init__(self, photo: Photo, detected: Sequence[Instance]) -> None:
        self.photo = photo
        self.instances: tuple[Instance, ...] = ()
        self.full: Colorization | None = None
        self.colorized: dict[int, InstanceColorization] = {}
        self._detected = detected

    def run(self, instances: Sequence[Instance] | None = None) -> Steps[Fusion]:
        self.instances = tuple(self._detected if instances is None else instances)
        frame = Box(0, 0, self.photo.width, self.photo.height)
        self.full = Colorization(_flat(GRID, GRID, 20, 10), frame)
        yield Step("Colorized the full image", 1, 2, self.full)
        for instance in self.instances:
            colors = Colorization(_flat(8, 8, -20, 10), instance.box)
            self.colorized[instance.id] = InstanceColorization(instance, colors)
        return (yield from self.fuse(i.id for i in self.instances))

    def fuse(
        self, enabled: Iterable[int], strengths: Mapping[int, float] | None = None
    ) -> Steps[Fusion]:
        assert self.full is not None
        ids = frozenset(enabled)
        fused = self.full.ab.copy()
        placements = {}
        for instance in self.instances:
            strength = (strengths or {}).get(instance.id, 1.0)
            if instance.id not in ids or strength == 0:
                continue
            place = instance.box.placed(
                photo_height=self.photo.height,
                photo_width=self.photo.width,
                grid_height=GRID,
                grid_width=GRID,
            )
            fused[place.rows, place.columns] = (0, 10)
            weights = np.full((place.height, place.width), 0.6, np.float32)
            placements[instance.id] = (place, weights)
        full_weight = np.full((GRID, GRID), 0.4, np.float32)
        maps = {"out": WeightMaps("out", full_weight, placements)} if placements else {}
        fusion = Fusion(Colorization(fused, self.full.frame), maps, ids)
        yield Step("Fused", 2, 2, fusion)
        return fusion


class StandInWorkbench:
    """Has the interface of `engine.workbench.Workbench`; records what it was asked for."""

    made: ClassVar[list[StandInWorkbench]] = []
    detector_name = "stand-in"
    photos_at_once = 1

    def __init__(self, config: EngineConfig) -> None:
        self.config = config
        self.started: list[tuple[Path | None, Sequence[Instance] | None]] = []
        self.together: list[list[Path | None]] = []
        self.made.append(self)

    def open(
        self, path: Path, instances: Sequence[Instance] | None = None
    ) -> Steps[StandInSession]:
        photo = open_photo(path)
        yield Step("Opened", 1, 1, photo)
        return (yield from self.start(photo, instances))

    def start(
        self, photo: Photo, instances: Sequence[Instance] | None = None
    ) -> Steps[StandInSession]:
        self.started.append((photo.path, instances))
        yield Step("Ready", 1, 1)
        box = Box(0, 0, photo.width / 2, photo.height / 2)
        return StandInSession(photo, [Instance(0, "person", 0.9, box)])

    def colorize_together(self, sessions: Sequence[StandInSession], *, detect: bool) -> Steps[None]:
        yield Step("Together", 0, 1)
        self.together.append([session.photo.path for session in sessions])


def _flat(height: int, width: int, a: float, b: float) -> np.ndarray:
    return np.tile(np.array([a, b], np.float32), (height, width, 1))
