"""The second stage: the instance network, on crops of objects, from the full-image parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from engine.networks.color_net import ColorNet
from engine.training.object_boxes import LabelledBox
from engine.training.photo_store import PhotoStore
from engine.training.stage_settings import StageSettings
from trainers.augmentation import Region, jittered
from trainers.color_stage import ColorStage
from trainers.validation import crop_figures

FROZEN = "head"  # shared with the full image, so that fused features mean the same to it
MOST_VALIDATED = 300
Crop = tuple[str, Sequence[LabelledBox]]  # a photo, and the objects to draw one from


class InstanceStage(ColorStage[Crop]):
    """Crops of objects, squeezed to the instance network's input as the app does."""

    name = "instance"

    def __init__(
        self,
        network: ColorNet,
        store: PhotoStore,
        boxes: Mapping[str, Sequence[LabelledBox]],
        training: Sequence[str],
        held_out: Sequence[str],
        run: Path,
        settings: StageSettings,
    ) -> None:
        for name, parameter in network.named_parameters():
            if name.startswith(FROZEN):
                parameter.requires_grad_(False)
        size = (settings.side, settings.side) if settings.side else network.instance_size
        super().__init__(
            network,
            store,
            _crops(training, boxes, one_each=settings.one_each),
            _crops(held_out, boxes, one_each=False),
            run,
            size=size,
            settings=settings,
        )
        numbers = {name: number for number, name in enumerate(training)}
        self.groups = [numbers[name] for name, _ in self._training]

    def cut(self, sample: Crop, random: np.random.Generator) -> tuple[np.ndarray, Region]:
        name, objects = sample
        labelled = objects[int(random.integers(len(objects)))] if len(objects) > 1 else objects[0]
        pixels, told = self._store.photo(name), self._settings
        return pixels, jittered(
            labelled.box, pixels.shape, told.moved, random, mirrored=told.mirrored
        )

    def truth(self, sample: Crop, network: ColorNet) -> np.ndarray:
        name, (labelled,) = sample
        pixels = self._store.photo(name)
        height, width = pixels.shape[:2]
        left, top, right, bottom = labelled.box.pixels(height=height, width=width)
        region = Region(left, top, right - left, bottom - top)
        return region.cut(pixels, network.instance_size)

    def figures(self, network: ColorNet) -> dict[str, float]:
        chosen = self._held_out[:MOST_VALIDATED]
        return crop_figures(network, [self.truth(sample, network) for sample in chosen])


def _crops(
    names: Sequence[str], boxes: Mapping[str, Sequence[LabelledBox]], *, one_each: bool
) -> list[Crop]:
    if one_each:
        return [(name, boxes[name]) for name in names if boxes.get(name)]
    return [(name, (labelled,)) for name in names for labelled in boxes.get(name, ())]
