"""What is known of a colorized photo: all that its pictures are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from engine.instances import Instance
from engine.photo import Photo
from engine.results import Colorization, InstanceColorization


class Stages(Protocol):
    """What is known of a colorized photo, as `engine.session.Session` has it."""

    @property
    def photo(self) -> Photo: ...

    @property
    def instances(self) -> tuple[Instance, ...]: ...

    @property
    def colorized(self) -> Mapping[int, InstanceColorization]: ...

    @property
    def full(self) -> Colorization | None: ...


@dataclass(frozen=True)
class KnownStages:
    """A snapshot of `Stages`, which stays as it is while the session goes on."""

    photo: Photo
    instances: tuple[Instance, ...]
    colorized: Mapping[int, InstanceColorization]
    full: Colorization | None

    @classmethod
    def of(cls, stages: Stages) -> KnownStages:
        return cls(stages.photo, stages.instances, dict(stages.colorized), stages.full)
