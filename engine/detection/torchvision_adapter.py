"""Mask R-CNN from torchvision: masks without a build from source, where torchvision works.

The paper's detector is detectron2's Mask R-CNN; this is the same method (He et al., ICCV 2017) with
torchvision's own training on COCO: version 2 (box AP 47.4, mask AP 41.8) or version 1 (37.9, 34.6).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from engine.config import EngineConfig
from engine.detection.candidates import Candidate
from engine.detection.coco import CATEGORY_IDS, LABELS
from engine.detection.grey_picture import grey_picture
from engine.detection.packages import import_trouble
from engine.detection.published import TORCHVISION, cached_checkpoint
from engine.detection.registry import KEPT_FILE, NOT_YET, TORCHVISION_REMEDY
from engine.errors import EngineError
from engine.instances import Box
from engine.networks.pickled_tensors import read_pickled_tensors
from engine.texts import marked, sentences, tr

NAMES = dict(zip(CATEGORY_IDS, LABELS, strict=True))
THRESHOLD = 0.7  # the paper's, for its Mask R-CNN
MASK_THRESHOLD = 0.5  # of a pixel's probability, as in the Mask R-CNN paper, section 3.1
VERSION_1_ONLY = "roi_heads.box_head.fc6.weight"  # version 2 has convolutions there
# Version 1 was trained when torchvision's frozen batch norm added nothing to the variance.
WITHOUT_EPS = TORCHVISION[1].name
GIVEN_FILE = marked(
    "Give a checkpoint of torchvision's maskrcnn_resnet50_fpn or maskrcnn_resnet50_fpn_v2 in the "
    "settings, or use the bundled detector."
)


class TorchvisionDetector:
    """Boxes, scores, labels and masks from a torchvision Mask R-CNN.

    Args:
        model: in evaluation; takes a list of float32 (3, h, w) 0..1 and gives a list of
            {"boxes", "scores", "labels", "masks"}.
        labels: names by the numbers that the model gives; what has none is left out.
    """

    name = "torchvision"
    default_threshold = THRESHOLD

    def __init__(self, model: Any, labels: Mapping[int, str] = NAMES) -> None:
        self._model = model
        self._labels = labels

    @classmethod
    def load(cls, config: EngineConfig, device: torch.device) -> TorchvisionDetector:
        """Build the model and fill it from the given file, or else from a download of before.

        Raises:
            EngineError: torchvision does not work here, or the checkpoint is missing, damaged or
                does not fit.
        """
        trouble = import_trouble("torchvision")
        if trouble:
            raise EngineError(
                tr("torchvision cannot be loaded: {trouble}.", trouble=trouble),
                sentences(tr(TORCHVISION_REMEDY), tr("Or use the bundled detector.")),
            )
        given = config.detector_weights
        path = given or cached_checkpoint(config, cls.name)
        if path is None:
            raise EngineError(
                tr("The checkpoint of torchvision's Mask R-CNN is not downloaded yet."), tr(NOT_YET)
            )
        return cls(_filled(path, tr(KEPT_FILE if given is None else GIVEN_FILE)).to(device))

    def detect(self, lightness: np.ndarray, threshold: float) -> list[Candidate]:
        """Candidates of a photo, best first; see `engine.detection.protocol.Detector`."""
        height, width = lightness.shape
        transform = self._model.transform
        # The model would resize to the same sides, but without averaging, and paste its masks
        # into the photo at full size.
        picture = grey_picture(
            lightness, shortest=min(transform.min_size), longest=transform.max_size
        )
        rows, columns = picture.shape[1:]
        try:
            found = self._run(picture / 255.0, threshold)
        except RuntimeError as error:
            if isinstance(error, torch.OutOfMemoryError) or "not enough memory" in str(error):
                raise EngineError(
                    tr("torchvision's detector needs more memory than is free."),
                    tr("Close other programs, or use the bundled detector or the device cpu."),
                ) from error
            raise
        scale = np.array([width / columns, height / rows] * 2)
        boxes = (found["boxes"].numpy() * scale).tolist()
        candidates = [
            Candidate(
                label=self._labels[label],
                score=score,
                box=Box(*boxes[index]),
                mask=found["masks"][index].numpy(),
            )
            for index, (score, label) in enumerate(
                zip(found["scores"].tolist(), found["labels"].tolist(), strict=True)
            )
            if label in self._labels
        ]
        return sorted(candidates, key=lambda candidate: -candidate.score)

    @torch.inference_mode()
    def _run(self, picture: Tensor, threshold: float) -> dict[str, Tensor]:
        """What the model finds, on the CPU; "masks" as bool (n, h, w)."""
        device = next(self._model.parameters()).device
        # No mask is made of what will be left out. The model takes what is above its threshold.
        below = np.nextafter(np.float32(threshold), np.float32(-1))
        self._model.roi_heads.score_thresh = float(below)
        found = self._model([picture.to(device)])[0]
        masks = found["masks"][:, 0] >= MASK_THRESHOLD
        return {key: value.cpu() for key, value in {**found, "masks": masks}.items()}


def _filled(path: Path, remedy: str) -> Any:
    """The model that a checkpoint belongs to, with its parameters, in evaluation.

    Raises:
        EngineError: the file is missing or damaged, or a parameter is missing, left over, of
            another shape or not finite.
    """
    from torchvision.models import detection

    tensors = read_pickled_tensors(path, missing=remedy, remedy=remedy)
    version_1 = VERSION_1_ONLY in tensors
    build = detection.maskrcnn_resnet50_fpn if version_1 else detection.maskrcnn_resnet50_fpn_v2
    model = build(weights=None, weights_backbone=None)
    try:
        # torchvision itself translates the older names that its first checkpoints have.
        fit = model.load_state_dict(tensors, strict=False)
    except RuntimeError as error:
        shapes = re.search(r"size mismatch for (\S+):", str(error))
        name = shapes.group(1) if shapes else tr("a parameter")
        raise EngineError(
            tr(
                "The checkpoint {path} does not fit the model: {name} has another shape.",
                path=path,
                name=name,
            ),
            remedy,
        ) from error
    if fit.missing_keys:
        trouble = tr("it does not fill {name}", name=fit.missing_keys[0])
    elif fit.unexpected_keys:
        trouble = tr("{name} is unknown", name=fit.unexpected_keys[0])
    else:
        odd = (n for n, tensor in model.state_dict().items() if not torch.isfinite(tensor).all())
        name = next(odd, None)
        trouble = tr("{name} is not finite", name=name) if name else ""
    if trouble:
        raise EngineError(
            tr(
                "The checkpoint {path} does not fit the model: {trouble}.",
                path=path,
                trouble=trouble,
            ),
            remedy,
        )
    if path.name == WITHOUT_EPS:
        for module in model.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.eps = 0.0
    return model.eval()
