"""The first stage: the full-image network, on whole photos and large parts of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from engine.networks.catalogue import write_stage
from engine.networks.color_net import ColorNet
from trainers.augmentation import Region, aged, lightness_and_ab, random_region
from trainers.loop import Batch
from trainers.losses import color_loss
from trainers.photos import PhotoStore
from trainers.validation import whole_photo_figures

ENCODER_RATE = 4e-4
DECODER_RATE = 2e-3
LARGE_RATE = 5e-4  # of networks without a pretrained encoder: the paper's


@dataclass(frozen=True)
class Picture:
    """How one training picture is made.

    Attributes:
        size: (height, width) of the network's input, pixels.
        aged_share: how many of the pictures look like scans of old prints, 0..1.
    """

    size: tuple[int, int]
    aged_share: float = 0.35

    def sample(
        self, pixels: np.ndarray, region: Region, random: np.random.Generator, ab_stride: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """L (H, W) in 0..100 and true ab (H / ab_stride, W / ab_stride, 2) in Lab units."""
        lightness, ab = lightness_and_ab(region.cut(pixels, self.size))
        if random.random() < self.aged_share:
            lightness = aged(lightness, random)
        height, width = self.size
        small = (width // ab_stride, height // ab_stride)
        return lightness, cv2.resize(ab, small, interpolation=cv2.INTER_AREA)


def stacked(samples: list[tuple[np.ndarray, np.ndarray]]) -> Batch:
    """Pairs of L and ab as tensors (N, 1, H, W) and (N, 2, h, w)."""
    lightness = np.stack([sample[0] for sample in samples])[:, None]
    ab = np.stack([sample[1] for sample in samples]).transpose(0, 3, 1, 2)
    return {
        "lightness": torch.from_numpy(lightness).contiguous(memory_format=torch.channels_last),
        "ab": torch.from_numpy(np.ascontiguousarray(ab)),
    }


def rates(network: ColorNet, encoder: float, decoder: float) -> list[dict[str, object]]:
    """Parameter groups: a pretrained encoder learns more slowly than the rest.

    A network without one is large and learns as slowly as the paper's.
    """
    pretrained = list(getattr(network, "encoder", nn.Module()).parameters())
    known = {id(parameter) for parameter in pretrained}
    fresh = [parameter for parameter in network.parameters() if id(parameter) not in known]
    if not pretrained:
        return [{"params": fresh, "lr": min(decoder, LARGE_RATE)}]
    return [{"params": pretrained, "lr": encoder}, {"params": fresh, "lr": decoder}]


class FullStage:
    """Whole photos, squeezed to the input or cut, mirrored, some aged."""

    name = "full"

    def __init__(
        self,
        network: ColorNet,
        store: PhotoStore,
        training: list[str],
        held_out: list[str],
        run: Path,
        *,
        side: int = 160,
    ) -> None:
        self.network: nn.Module = network
        self.samples = len(training)
        self._store = store
        self._training = training
        self._held_out = held_out
        self._run = run
        self._picture = Picture((side, side))
        self._ab_stride = network.taps[-1].stride

    def parameter_groups(self) -> list[dict[str, object]]:
        assert isinstance(self.network, ColorNet)
        return rates(self.network, ENCODER_RATE, DECODER_RATE)

    def batch(self, indices: np.ndarray, random: np.random.Generator) -> Batch:
        samples = []
        for index in indices:
            pixels = self._store.photo(self._training[index])
            region = random_region(pixels.shape, random, least=0.65, stretch=1.15)
            samples.append(self._picture.sample(pixels, region, random, self._ab_stride))
        return stacked(samples)

    def loss(self, batch: Batch) -> Tensor:
        return color_loss(self.network(batch["lightness"]), batch["ab"])

    def validate(self, network: nn.Module) -> dict[str, float]:
        assert isinstance(network, ColorNet)
        return whole_photo_figures(network, self._store, self._held_out[:200])

    def finish(self, network: nn.Module) -> Path:
        assert isinstance(network, ColorNet)
        return write_stage(self._run / "checkpoints", self.name, network, network)
