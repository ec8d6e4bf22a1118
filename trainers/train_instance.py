"""The second stage: the instance network, on crops of objects, from the full-image parameters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from torch import Tensor, nn

from engine.networks.catalogue import write_stage
from engine.networks.color_net import ColorNet
from trainers.augmentation import Region, jittered
from trainers.boxes import LabelledBox
from trainers.loop import Batch
from trainers.losses import color_loss
from trainers.photos import PhotoStore
from trainers.train_full import Picture, rates, stacked
from trainers.validation import crop_figures

ENCODER_RATE = 1.5e-4  # below the first stage's: the network already colorizes
DECODER_RATE = 6e-4
MOVE = 0.08  # a detector's sides are off by about this share of the box's size
FROZEN = "head"  # shared with the full image, so that fused features mean the same to it


class InstanceStage:
    """Crops of objects, squeezed to the instance network's input as the app does."""

    name = "instance"

    def __init__(
        self,
        network: ColorNet,
        store: PhotoStore,
        boxes: dict[str, list[LabelledBox]],
        training: list[str],
        held_out: list[str],
        run: Path,
    ) -> None:
        self.network: nn.Module = network
        for name, parameter in network.named_parameters():
            if name.startswith(FROZEN):
                parameter.requires_grad_(False)
        self._crops = [(name, labelled) for name in training for labelled in boxes.get(name, ())]
        self._held_out = [(name, found) for name in held_out for found in boxes.get(name, ())]
        self.samples = len(self._crops)
        self._store = store
        self._run = run
        self._picture = Picture(network.instance_size)
        self._ab_stride = network.taps[-1].stride

    def parameter_groups(self) -> list[dict[str, object]]:
        assert isinstance(self.network, ColorNet)
        return rates(self.network, ENCODER_RATE, DECODER_RATE)

    def batch(self, indices: np.ndarray, random: np.random.Generator) -> Batch:
        samples = []
        for index in indices:
            name, labelled = self._crops[index]
            pixels = self._store.photo(name)
            region = jittered(labelled.box, pixels.shape, MOVE, random)
            samples.append(self._picture.sample(pixels, region, random, self._ab_stride))
        return stacked(samples)

    def loss(self, batch: Batch) -> Tensor:
        return color_loss(self.network(batch["lightness"]), batch["ab"])

    def validate(self, network: nn.Module) -> dict[str, float]:
        assert isinstance(network, ColorNet)
        crops = []
        for name, labelled in self._held_out[:300]:
            pixels = self._store.photo(name)
            left, top, right, bottom = labelled.box.pixels(
                height=pixels.shape[0], width=pixels.shape[1]
            )
            region = Region(left, top, right - left, bottom - top)
            crops.append(region.cut(pixels, network.instance_size))
        return crop_figures(network, crops)

    def finish(self, network: nn.Module) -> Path:
        assert isinstance(network, ColorNet)
        return write_stage(self._run / "checkpoints", self.name, network, network)
