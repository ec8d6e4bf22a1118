"""What the full-image and the instance stage share: single pictures, recoloured by one network."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from engine.networks.catalogue import write_stage
from engine.networks.color_net import ColorNet
from engine.training.photo_store import PhotoStore
from engine.training.stage_settings import StageSettings
from trainers.ageing import Ageing
from trainers.augmentation import Region, lightness_and_ab
from trainers.compact_pass import hold, training_pass
from trainers.conversion import converted, packed
from trainers.feeding import Batch
from trainers.losses import ColorLoss
from trainers.perceptual import Perceptual
from trainers.samples import MOST, sheet
from trainers.validation import recoloured, without_colours

MOST_HELD_OUT = 64  # samples that the validation's loss is taken of
AT_ONCE = 8  # of them in one pass

Sample = TypeVar("Sample")


def rates(network: ColorNet, settings: StageSettings) -> list[dict[str, object]]:
    """Parameter groups: a pretrained encoder learns more slowly than the rest."""
    pretrained = [
        parameter
        for name in network.pretrained
        for parameter in network.get_submodule(name).parameters()
    ]
    known = {id(parameter) for parameter in pretrained}
    fresh = [parameter for parameter in network.parameters() if id(parameter) not in known]
    groups: list[dict[str, object]] = [{"params": fresh, "lr": settings.rate}]
    if pretrained:
        groups.insert(0, {"params": pretrained, "lr": settings.encoder_rate})
    return groups


class ColorStage(Generic[Sample]):
    """One network that learns to recolour single pictures; what they are says a subclass.

    Args:
        network: is trained.
        store: the photos.
        training, held_out: the samples to learn from and to validate on.
        run: the run folder.
        size: (height, width) of the training pictures.
        settings: the stage's values.
    """

    name = ""
    groups: Sequence[int] | None = None

    def __init__(
        self,
        network: ColorNet,
        store: PhotoStore,
        training: Sequence[Sample],
        held_out: Sequence[Sample],
        run: Path,
        *,
        size: tuple[int, int],
        settings: StageSettings,
    ) -> None:
        self.network: nn.Module = network
        if settings.frozen:
            hold(network, wholly=not settings.encoder_rate)
        self.samples = len(training)
        self._training = training
        self._held_out = held_out
        self._store = store
        self._run = run
        self._settings = settings
        self._loss = ColorLoss.of(settings)
        self._perceptual = Perceptual() if settings.perceptual else None
        self._size = size
        self._ab_stride = network.taps[-1].stride

    @abstractmethod
    def cut(self, sample: Sample, random: np.random.Generator) -> tuple[np.ndarray, Region]:
        """A sample's photo, uint8 (H, W, 3), and which region of it to learn from."""

    @abstractmethod
    def truth(self, sample: Sample, network: ColorNet) -> np.ndarray:
        """What a held-out sample is compared with, uint8 (h, w, 3) at the network's size."""

    @abstractmethod
    def figures(self, network: ColorNet) -> dict[str, float]:
        """Figures on held-out samples."""

    def parameter_groups(self) -> list[dict[str, object]]:
        assert isinstance(self.network, ColorNet)
        return rates(self.network, self._settings)

    def batch(
        self, indices: np.ndarray, randoms: Sequence[np.random.Generator], step: int = 0
    ) -> Batch:
        return self._cut([self._training[index] for index in indices], randoms)

    def ready(self, batch: Batch, device: torch.device) -> Batch:
        return converted(batch, device, self._ab_stride)

    def loss(self, batch: Batch) -> Tensor:
        assert isinstance(self.network, ColorNet)
        given = training_pass(self.network, batch["lightness"], quick=self._settings.frozen)
        return self._wrong(given, batch)

    def validate(self, network: nn.Module) -> dict[str, float]:
        """The figures, and the loss of the same pictures every time; nothing without any."""
        assert isinstance(network, ColorNet)
        if not self._held_out:
            return {}
        return {"loss": self._held_out_loss(network), **self.figures(network)}

    def sample(self, network: nn.Module) -> np.ndarray | None:
        """Grey, recoloured and true, from top to bottom."""
        assert isinstance(network, ColorNet)
        columns = []
        for held_out in self._held_out[:MOST]:
            truth = self.truth(held_out, network)
            lightness, _ = lightness_and_ab(truth)
            grey = without_colours(lightness)
            columns.append((grey, recoloured(network, lightness), truth))
        return sheet(columns)

    def finish(self, network: nn.Module) -> Path:
        assert isinstance(network, ColorNet)
        return write_stage(self._run / "checkpoints", self.name, network, network)

    def _cut(self, samples: Sequence[Sample], randoms: Sequence[np.random.Generator]) -> Batch:
        pictures, ageings = [], []
        for sample, random in zip(samples, randoms, strict=True):
            pixels, region = self.cut(sample, random)
            pictures.append(region.cut(pixels, self._size))
            ageings.append(Ageing.drawn(random, self._settings.aged))
        return packed(pictures, ageings)

    def _wrong(self, given: Tensor, batch: Batch) -> Tensor:
        loss = self._loss(given, batch["ab"], batch["lightness"])
        if self._perceptual is not None:
            alike = self._perceptual(given[:, :2], batch["ab"], batch["lightness"])
            loss = loss + self._settings.perceptual * alike
        return loss

    @torch.inference_mode()
    def _held_out_loss(self, network: ColorNet) -> float:
        chosen = self._held_out[:MOST_HELD_OUT]
        device = next(network.parameters()).device
        total = 0.0
        for start in range(0, len(chosen), AT_ONCE):
            part = chosen[start : start + AT_ONCE]
            cut = self._cut(part, [np.random.default_rng(start + i) for i in range(len(part))])
            batch = self.ready(cut, device)
            given = network(batch["lightness"])
            total += len(part) * float(self._wrong(given, batch))
        return total / len(chosen)
