"""The engine's settings, checked where they are made."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

from engine.errors import EngineError

log = logging.getLogger(__name__)

DEVICES = ("auto", "cpu", "cuda", "mps")
NETWORKS = ("compact", "siggraph", "unet", "autoencoder")
DETECTORS = ("auto", "bundled", "torchvision", "detectron2")
PRECISIONS = ("auto", "float32", "bfloat16")


@dataclass(frozen=True)
class EngineConfig:
    """What a person can set.

    Attributes:
        network: which colorization network, one of `NETWORKS`.
        checkpoints: a folder with full, instance and fusion checkpoints; None for those at
            hand: imported, trained or bundled.
        device: one of `DEVICES`; `auto` takes the first that is there of cuda, mps, cpu.
        precision: what colorization networks compute in, one of `PRECISIONS`; `auto` takes
            bfloat16 where the device is faster with it and the network gains.
        detector: one of `DETECTORS`; `auto` takes the first that is ready.
        detectron2_model: model zoo name, for the detectron2 detector.
        detector_weights: a local checkpoint for detectron2 or torchvision, whichever is taken;
            None lets it download its own.
        score_threshold: instances below it are left out, 0..1; None takes the detector's own.
        max_instances: how many instances are kept at most.
        min_size: instances with a side below this many photo pixels are left out.
    """

    network: str = "compact"
    checkpoints: Path | None = None
    device: str = "auto"
    precision: str = "auto"
    detector: str = "auto"
    detectron2_model: str = "COCO-InstanceSegmentation/mask_rcnn_R_50_FPN_3x.yaml"
    detector_weights: Path | None = None
    score_threshold: float | None = None
    max_instances: int = 8
    min_size: int = 8

    def colorizes_like(self, other: EngineConfig) -> bool:
        """Whether the same networks run in the same way, whatever finds the objects."""
        return all(
            getattr(self, name) == getattr(other, name)
            for name in ("network", "checkpoints", "device", "precision")
        )

    def __post_init__(self) -> None:
        choices = (
            ("network", self.network, NETWORKS),
            ("device", self.device, DEVICES),
            ("precision", self.precision, PRECISIONS),
            ("detector", self.detector, DETECTORS),
        )
        for name, value, allowed in choices:
            if value not in allowed:
                raise EngineError(f"There is no {name} {value!r}.", f"Use {', '.join(allowed)}.")
        if self.score_threshold is not None and not 0 <= self.score_threshold <= 1:
            raise EngineError(
                f"The score threshold {self.score_threshold:g} is not between 0 and 1.",
                "0.3 shows more objects, 0.7 only sure ones.",
            )
        if self.max_instances < 0 or self.min_size < 1:
            raise EngineError(
                "The number of instances must be 0 or more and their size 1 or more.",
                "Correct the settings.",
            )


def to_dict(config: EngineConfig) -> dict[str, Any]:
    """The settings as what JSON can hold; paths as strings."""
    values = {field.name: getattr(config, field.name) for field in fields(config)}
    return {name: str(v) if isinstance(v, Path) else v for name, v in values.items()}


def from_dict(values: Mapping[str, Any]) -> EngineConfig:
    """The settings of `to_dict`, whatever became of them in between.

    A key that is unknown is ignored, and a bad value becomes the default of its key; the log tells.
    """
    config = EngineConfig()
    kinds = get_type_hints(EngineConfig)
    for name, value in values.items():
        if name not in kinds:
            log.warning("There is no setting %r; it is ignored", name)
            continue
        try:
            config = replace(config, **{name: _decoded(value, kinds[name])})
        except (EngineError, TypeError, ValueError, OverflowError) as error:
            log.warning("The setting %s is reset: %s", name, error)
    return config


def _decoded(value: Any, kind: Any) -> Any:
    """A value from JSON as the type of its field: a plain type, or one of these or None.

    Raises:
        TypeError: it is of another type.
        ValueError: it is no path.
    """
    kinds = get_args(kind) or (kind,)
    if value is None and NoneType in kinds:
        return None
    if Path in kinds and isinstance(value, str):
        if not value or "\0" in value:
            raise ValueError(f"{value!r} is not a path")
        return Path(value)
    if float in kinds and type(value) is int:
        return float(value)
    if type(value) in kinds:  # not isinstance: True is not a number here
        return value
    raise TypeError(f"{value!r} is not of the right type")
