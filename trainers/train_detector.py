"""The detector's recipe: an encoder from ImageNet, or a detector, learns grey, aged photos.

What the boxes say is learned as far as their maker was sure of it.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from engine.detection.bundled import BundledDetector
from engine.detection.detector_checkpoint import write_detector
from engine.detection.detector_figures import BEST, best_threshold, evaluate
from engine.detection.detector_search import grey_photo, search
from engine.detection.score_calibration import calibrated
from engine.instances import Instance
from engine.networks.detector_network import AnchorFreeDetector, cell_centres
from engine.networks.folding import ready
from engine.training.object_boxes import LabelledBox
from engine.training.photo_store import PhotoStore
from engine.training.stage_settings import StageSettings
from trainers.detector_data import DetectorPictures, label_names
from trainers.detector_pass import freeze_detector, training_pass
from trainers.detector_targets import Targets, detector_loss, taught_loss
from trainers.feeding import Batch
from trainers.stage import Stage

VALIDATED = 240  # held-out photos that a training is followed on
THRESHOLD = 0.25  # the default score threshold while no better one is known
THRESHOLDS = (0.15, 0.45)  # between which the finished detector's is chosen
SHOWN = 6  # photos in a sample picture
SHOWN_SIDE = 256  # their size in it, pixels


class DetectorStage(Stage):
    """What `trainers.loop.train` needs to know of the detector.

    Args:
        network: is trained.
        store: the photos; `shapes` are (height, width) of those to train on, by name.
        objects: of all photos by name, in the store's pixels.
        held_out: names of the photos to validate on; the first ones are taken.
        run: the run folder.
        settings: the stage's values; `seed` of what is drawn.
        teacher: sees colours; what it says is learned in place of what the boxes say.
    """

    name = "detector"

    def __init__(
        self,
        network: AnchorFreeDetector,
        store: PhotoStore,
        shapes: Mapping[str, tuple[int, int]],
        objects: Mapping[str, Sequence[LabelledBox]],
        held_out: Sequence[str],
        run: Path,
        settings: StageSettings,
        *,
        seed: int = 0,
        teacher: AnchorFreeDetector | None = None,
    ) -> None:
        freeze_detector(network)
        self._teacher = None if teacher is None else ready(teacher)
        self.network: nn.Module = network
        self._pretrained = network.pretrained
        self.samples = len(shapes)
        self._labels = label_names(objects)
        self._pictures = DetectorPictures(
            store,
            shapes,
            objects,
            self._labels,
            settings,
            steps=settings.length(len(shapes)),
            seed=seed,
            colours=teacher is not None,
        )
        spread = max(1, len(held_out) // VALIDATED)
        self._held_out = tuple(held_out)[::spread][:VALIDATED]
        self._store = store
        self._objects = objects
        self._run = run
        self._settings = settings

    def parameter_groups(self) -> list[dict[str, object]]:
        """What comes from ImageNet learns more slowly; norms and biases are not pulled to zero."""
        groups: dict[tuple[float, bool], list[nn.Parameter]] = {}
        for name, parameter in self.network.named_parameters():
            if parameter.requires_grad:
                known = name.startswith(self._pretrained)
                rate = self._settings.encoder_rate if known else self._settings.rate
                groups.setdefault((rate, parameter.ndim > 1), []).append(parameter)
        return [
            {"params": members, "lr": rate, **({} if decays else {"weight_decay": 0.0})}
            for (rate, decays), members in groups.items()
        ]

    def batch(
        self, indices: np.ndarray, randoms: Sequence[np.random.Generator], step: int = 0
    ) -> Batch:
        """As many pictures as indices; which ones is drawn by weight, see `repeat_weights`."""
        return self._pictures.batch(step, randoms)

    def loss(self, batch: Batch) -> Tensor:
        network = self.network
        assert isinstance(network, AnchorFreeDetector)
        lightness = batch["lightness"].contiguous(memory_format=torch.channels_last)
        predictions = training_pass(network, lightness)
        centres = cell_centres(predictions.grids).to(lightness.device)
        if self._teacher is not None:
            colours = batch["colours"].contiguous(memory_format=torch.channels_last)
            with torch.no_grad():
                taught = self._teacher.to(colours.device)(colours)
            with torch.autocast(lightness.device.type, enabled=False):
                return taught_loss(predictions, centres, taught)
        targets = Targets(**{field.name: batch[field.name] for field in fields(Targets)})
        with torch.autocast(lightness.device.type, enabled=False):
            return detector_loss(predictions, centres, targets)

    def validate(self, network: nn.Module) -> dict[str, float]:
        """AP50 and recall, see `DetectorFigures`, on grey held-out photos."""
        found = search(self._detector(network, THRESHOLD), self._store, self._held_out)
        figures = evaluate(found, [self._objects.get(name, ()) for name in self._held_out])
        return {"ap50": figures.ap50, "recall": figures.recall}

    def sample(self, network: nn.Module) -> np.ndarray | None:
        """The boxes on a few held-out photos."""
        from engine.config import EngineConfig
        from engine.contact_sheet import contact_sheet, draw_boxes
        from engine.detection.protocol import detect_instances

        detector = self._detector(network, THRESHOLD)
        panels = []
        for name in self._held_out[:SHOWN]:
            grey = grey_photo(self._store.photo(name))
            lightness = grey.astype(np.float32) / 2.55
            found: Sequence[Instance] = detect_instances(
                detector, lightness, EngineConfig(max_instances=BEST)
            ).instances
            panels.append((name, draw_boxes(np.repeat(grey[..., None], 3, axis=2), found)))
        if not panels:
            return None
        return contact_sheet(panels, columns=3, panel_width=SHOWN_SIDE, captions=False)

    def finish(self, network: nn.Module) -> Path:
        """Write the checkpoint; held-out photos say its threshold and how often scores are right.

        The threshold is that at which it finds and names best.
        """
        assert isinstance(network, AnchorFreeDetector)
        found = search(self._detector(network, THRESHOLD), self._store, self._held_out)
        truth = [self._objects.get(name, ()) for name in self._held_out]
        threshold = best_threshold(found, truth, *THRESHOLDS, default=THRESHOLD)
        return write_detector(
            self._run / "checkpoints" / "detector.safetensors",
            network,
            self._labels,
            size=self._settings.side,
            large=max(self._settings.side, self._settings.large),
            threshold=threshold,
            calibration=calibrated(found, truth),
        )

    def _detector(self, network: nn.Module, threshold: float) -> BundledDetector:
        assert isinstance(network, AnchorFreeDetector)
        device = next(network.parameters()).device
        return BundledDetector(
            copy.deepcopy(network),
            self._labels,
            size=self._settings.side,
            threshold=threshold,
            device=device,
        )
