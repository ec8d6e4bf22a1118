"""The engine's settings, checked where they are made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.errors import EngineError

DEVICES = ("auto", "cpu", "cuda", "mps")
NETWORKS = ("compact", "siggraph", "unet", "autoencoder")
DETECTORS = ("auto", "bundled", "torchvision", "detectron2")


@dataclass(frozen=True)
class EngineConfig:
    """What a person can set.

    Attributes:
        network: which colorization network, one of `NETWORKS`.
        checkpoints: a folder with full, instance and fusion checkpoints; None for those at
            hand: imported, trained or bundled.
        device: one of `DEVICES`; `auto` takes the first that is there of cuda, mps, cpu.
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
    detector: str = "auto"
    detectron2_model: str = "COCO-InstanceSegmentation/mask_rcnn_R_50_FPN_3x.yaml"
    detector_weights: Path | None = None
    score_threshold: float | None = None
    max_instances: int = 8
    min_size: int = 8

    def __post_init__(self) -> None:
        choices = (
            ("network", self.network, NETWORKS),
            ("device", self.device, DEVICES),
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
