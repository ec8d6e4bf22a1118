"""The engine's settings, checked where they are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import EngineError
from engine.plain_values import from_plain, to_plain
from engine.texts import comma_listed, marked, tr

DEVICES = ("auto", "cpu", "cuda", "mps")
NETWORKS = ("compact", "siggraph", "unet", "autoencoder")
DETECTORS = ("auto", "bundled", "torchvision", "detectron2")
PRECISIONS = ("auto", "float32", "bfloat16")
# of the encoder of the compact network and of the bundled detector: costs a quarter more than
# lite0 in training, and a sixth in use
DEFAULT_VARIANT = "lite2"


INPUT_SCALES = (0.25, 4.0)


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
            None lets it download its own. Where the detector is "bundled" by name and the file is
            a .safetensors, it takes the place of the bundled checkpoint.
        score_threshold: instances below it are left out, 0..1; None takes the detector's own.
        max_instances: how many instances are kept at most.
        min_size: instances with a side below this many photo pixels are left out.
        input_scale: multiplies the sides of what the full-image network sees, 0.25..4.
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
    input_scale: float = 1.0

    def colorizes_like(self, other: EngineConfig) -> bool:
        """Whether the same networks run in the same way, whatever finds the objects."""
        return all(
            getattr(self, name) == getattr(other, name)
            for name in ("network", "checkpoints", "device", "precision")
        )

    def __post_init__(self) -> None:
        choices = (
            (marked("network"), self.network, NETWORKS),
            (marked("device"), self.device, DEVICES),
            (marked("precision"), self.precision, PRECISIONS),
            (marked("detector"), self.detector, DETECTORS),
        )
        for name, value, allowed in choices:
            if value not in allowed:
                raise EngineError(
                    tr("There is no {name} {value!r}.", name=tr(name), value=value),
                    tr("Use {allowed}.", allowed=comma_listed(allowed)),
                )
        if self.score_threshold is not None and not 0 <= self.score_threshold <= 1:
            raise EngineError(
                tr(
                    "The score threshold {threshold:g} is not between 0 and 1.",
                    threshold=self.score_threshold,
                ),
                tr("0.3 shows more objects, 0.7 only sure ones."),
            )
        low, high = INPUT_SCALES
        if not low <= self.input_scale <= high:
            raise EngineError(
                tr(
                    "The input scale {scale:g} is not between {low:g} and {high:g}.",
                    scale=self.input_scale,
                    low=low,
                    high=high,
                ),
                tr("1 is as the networks are trained."),
            )
        if self.max_instances < 0 or self.min_size < 1:
            raise EngineError(
                tr("The number of instances must be 0 or more and their size 1 or more."),
                tr("Correct the settings."),
            )


def to_dict(config: EngineConfig) -> dict[str, Any]:
    """The settings as what JSON can hold; paths as strings."""
    return to_plain(config)


def from_dict(values: Mapping[str, Any]) -> EngineConfig:
    """The settings of `to_dict`, whatever became of them in between.

    A key that is unknown is ignored, and a bad value becomes the default of its key; the log tells.
    """
    return from_plain(EngineConfig, values)
