"""Mask R-CNN from detectron2's model zoo: the detector of the paper, with masks.

Su, Chu and Huang (CVPR 2020) detect with Mask R-CNN X-101-FPN 3x on L stacked three times, at a
score threshold of 0.7; both are kept here, with the lighter R-50-FPN 3x as the default model.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

from engine.config import EngineConfig
from engine.detection.candidates import Candidate
from engine.detection.coco import LABELS
from engine.detection.grey_picture import grey_picture
from engine.detection.packages import first_line, stderr_of_its_own
from engine.detection.published import PublishedCheckpoint, cached_checkpoint, zoo_checkpoint
from engine.detection.registry import BUILD_LINE, KEPT_FILE, NOT_YET
from engine.errors import EngineError
from engine.instances import Box
from engine.texts import marked, tr

THRESHOLD = 0.7  # the paper's inference code
GIVEN_FILE = marked(
    "Give a downloaded checkpoint file in the settings, or use the bundled detector."
)


class Detectron2Detector:
    """Boxes, scores, labels and masks from a detectron2 model.

    Args:
        model: takes a list of {"image": float32 (3, h, w) BGR 0..255, "height", "width"} and
            gives a list of {"instances"}, as every detectron2 R-CNN does.
        labels: names of the model's classes.
        shortest, longest: sides that photos are brought to, in pixels: the shorter one to
            `shortest`, unless the longer one would then exceed `longest`.
    """

    name = "detectron2"
    default_threshold = THRESHOLD

    def __init__(
        self, model: Any, labels: tuple[str, ...] = LABELS, *, shortest: int, longest: int
    ) -> None:
        self._model = model
        self._labels = labels
        self._shortest = shortest
        self._longest = longest

    @classmethod
    def load(cls, config: EngineConfig, device: torch.device) -> Detectron2Detector:
        """Build the model and fill it from the given file, or else from a download of before.

        detectron2's files are pickles, which can run code: give only files from a source that
        you trust.

        Raises:
            EngineError: detectron2 is not installed, the model is not in its zoo, or its
                checkpoint is missing, is damaged or does not fit.
        """
        with _loading():
            from detectron2 import model_zoo
            from detectron2.checkpoint import DetectionCheckpointer
            from detectron2.modeling import build_model
        name, given = config.detectron2_model, config.detector_weights
        if given is not None and not os.path.isfile(given):
            raise EngineError(tr("There is no checkpoint {given}.", given=given), tr(GIVEN_FILE))
        with _looking_up(name):
            settings = model_zoo.get_config(name)
        path = given or cached_checkpoint(config, cls.name)
        if path is None:
            raise EngineError(
                tr("The checkpoint of {name} is not downloaded yet.", name=name), tr(NOT_YET)
            )
        settings.MODEL.DEVICE = str(device)
        # What a person's threshold leaves out is left out later, so that one model serves all.
        settings.MODEL.ROI_HEADS.SCORE_THRESH_TEST = 0.0
        with stderr_of_its_own():
            model = build_model(settings).eval()
            _fill(
                model,
                DetectionCheckpointer(model),
                path,
                tr(KEPT_FILE if given is None else GIVEN_FILE),
            )
        return cls(
            model, shortest=settings.INPUT.MIN_SIZE_TEST, longest=settings.INPUT.MAX_SIZE_TEST
        )

    def detect(self, lightness: np.ndarray, threshold: float) -> list[Candidate]:
        """Candidates of a photo, best first; see `engine.detection.protocol.Detector`."""
        height, width = lightness.shape
        picture = grey_picture(lightness, shortest=self._shortest, longest=self._longest)
        rows, columns = picture.shape[1:]
        inputs = [{"image": picture, "height": rows, "width": columns}]
        try:
            with torch.inference_mode():
                instances = self._model(inputs)[0]["instances"]
                instances = instances[instances.scores >= threshold].to("cpu")
        except torch.OutOfMemoryError as error:
            raise EngineError(
                tr("detectron2 needs more memory than the graphics card has free."),
                tr("Close other programs, or use the bundled detector or the device cpu."),
            ) from error
        scale = np.array([width / columns, height / rows] * 2)
        boxes = instances.pred_boxes.tensor.numpy() * scale
        masks = instances.pred_masks.numpy() if instances.has("pred_masks") else None
        candidates = [
            Candidate(
                label=self._labels[label],
                score=score,
                box=Box(*box),
                mask=None if masks is None else masks[index],
            )
            for index, (box, score, label) in enumerate(
                zip(
                    boxes.tolist(),
                    instances.scores.tolist(),
                    instances.pred_classes.tolist(),
                    strict=True,
                )
            )
        ]
        return sorted(candidates, key=lambda candidate: -candidate.score)


def checkpoint_in_zoo(model: str) -> PublishedCheckpoint:
    """What the model zoo publishes for a model of which no checksum is known.

    Raises:
        EngineError: detectron2 is not installed, or its zoo has no such checkpoint.
    """
    with _loading():
        from detectron2 import model_zoo
    with _looking_up(model):
        return zoo_checkpoint(model, model_zoo.get_checkpoint_url(model))


@contextlib.contextmanager
def _loading() -> Iterator[None]:
    try:
        yield
    except (ImportError, RuntimeError) as error:  # RuntimeError: torchvision of another torch
        raise EngineError(
            tr("detectron2 cannot be loaded: {reason}.", reason=first_line(error)),
            tr("Install it with {line}, or use the bundled detector.", line=BUILD_LINE),
        ) from error


@contextlib.contextmanager
def _looking_up(model: str) -> Iterator[None]:
    try:
        yield
    except (RuntimeError, OSError) as error:
        raise EngineError(
            tr("detectron2's model zoo has no {model!r}.", model=model),
            tr("Use a name such as COCO-InstanceSegmentation/mask_rcnn_R_50_FPN_3x.yaml."),
        ) from error


def _fill(model: Any, checkpointer: Any, path: Path, remedy: str) -> None:
    """Load a checkpoint and refuse one that leaves a parameter unfilled.

    detectron2 only warns of missing parameters and goes on with random ones. So all of them are
    set to NaN before, and none may be NaN after.
    """
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(float("nan"))
    try:
        checkpointer.load(str(path))
    except Exception as error:  # whatever broken bytes lead it to
        raise EngineError(
            tr("The checkpoint {path} is damaged or not one of detectron2.", path=path), remedy
        ) from error
    for name, parameter in model.named_parameters():
        if not bool(torch.isfinite(parameter).all()):
            raise EngineError(
                tr(
                    "The checkpoint {path} does not fit the model: it does not fill {name}.",
                    path=path,
                    name=name,
                ),
                remedy,
            )
