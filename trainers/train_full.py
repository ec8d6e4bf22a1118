"""The first stage: the full-image network, on whole photos and large parts of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engine.networks.color_net import ColorNet
from engine.training.photo_store import PhotoStore
from engine.training.stage_settings import StageSettings
from trainers.augmentation import Region, random_region, whole
from trainers.color_stage import ColorStage
from trainers.validation import SIDE, squeezed, whole_photo_figures

MOST_VALIDATED = 200


class FullStage(ColorStage[str]):
    """Whole photos, squeezed to the input or cut, mirrored, some aged."""

    name = "full"

    def __init__(
        self,
        network: ColorNet,
        store: PhotoStore,
        training: Sequence[str],
        held_out: Sequence[str],
        run: Path,
        settings: StageSettings,
    ) -> None:
        own = network.input_size(SIDE, SIDE)
        size = (settings.side, settings.side) if settings.side else own
        super().__init__(network, store, training, held_out, run, size=size, settings=settings)

    def cut(self, sample: str, random: np.random.Generator) -> tuple[np.ndarray, Region]:
        pixels, told = self._store.photo(sample), self._settings
        if told.least >= 1.0:
            return pixels, whole(pixels.shape, random, mirrored=told.mirrored)
        region = random_region(
            pixels.shape, random, least=told.least, stretch=told.stretch, mirrored=told.mirrored
        )
        return pixels, region

    def truth(self, sample: str, network: ColorNet) -> np.ndarray:
        return squeezed(self._store.photo(sample), network.input_size(SIDE, SIDE))

    def figures(self, network: ColorNet) -> dict[str, float]:
        return whole_photo_figures(network, self._store, self._held_out[:MOST_VALIDATED])
