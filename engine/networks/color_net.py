"""The interface that every colorization network has: L in, ab out, taps on the way.

A tap is a point where features may be read or replaced. The three passes of the method differ
only in what they do there: the full-image pass leaves the features as they are, an instance pass
records them, a fusion pass blends the recorded ones in.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn

from engine.networks.framing import Framing

BAND_ROWS = 32
Visit = Callable[[str, Tensor], Tensor]


@dataclass(frozen=True)
class Tap:
    """A point where features are fused.

    Attributes:
        name: unique in the network.
        channels: of the features.
        stride: input pixels per cell of the features' grid.
        rectified: an instance brings its features as the ReLU behind the tap leaves them, the
            full image as they are before it. So it is in the paper's code, where that ReLU works
            in place.
    """

    name: str
    channels: int
    stride: int
    rectified: bool = False


def unchanged(tap: str, features: Tensor) -> Tensor:
    """The visit of a pass that only colorizes."""
    return features


class Recorder:
    """A visit that keeps the features of every tap: {name: (N, channels, h, w)}."""

    def __init__(self) -> None:
        self.features: dict[str, Tensor] = {}

    def __call__(self, tap: str, features: Tensor) -> Tensor:
        self.features[tap] = features
        return features


class ColorNet(nn.Module, ABC):
    """A network that colorizes L.

    Attributes:
        name: as in `EngineConfig.network`.
        taps: in the order in which a pass visits them; the last one is the finest.
        instance_size: (height, width) that an instance's crop is resized to.
        head: the last layer, from the last tap's features to ab.
        framing: how photos and boxes are brought to the network's grid.
        last_layers: what a fusion with a trunk of its own trains of that trunk.
        pretrained: the names of its modules that start from ImageNet.
        numbers_per_pixel: how many numbers an instance pass holds at once, at most, for each pixel
            of its crop: activations, and what a fusion keeps of them.
        gains_from_bfloat16: whether it is faster in bfloat16 by more than a person can do without.
    """

    name: str
    taps: tuple[Tap, ...]
    instance_size: tuple[int, int]
    head: nn.Module
    framing: Framing = Framing()
    last_layers: tuple[str, ...] = ()
    pretrained: tuple[str, ...] = ()
    numbers_per_pixel: int
    gains_from_bfloat16: bool = False

    @abstractmethod
    def input_size(self, height: int, width: int) -> tuple[int, int]:
        """The (height, width) that a whole photo of (height, width) pixels is resized to."""

    @property
    def precision(self) -> torch.dtype:
        """What it computes in, but for its last layer."""
        return next(self.parameters()).dtype

    @abstractmethod
    def begin(self, lightness: Tensor) -> Sequence[Tensor]:
        """Everything before the first tap, the same in every pass, so that it can be kept.

        Args:
            lightness: L (N, 1, H, W), 0..100.
        """

    @abstractmethod
    def proceed(
        self, begun: Sequence[Tensor], visit: Visit = unchanged, head: nn.Module | None = None
    ) -> Tensor:
        """From what `begin` gave to ab (N, 2, h, w) in Lab units, visiting every tap once.

        A network may give a third channel, the expected chroma, see `Colorization.chroma`.

        Args:
            begun: what `begin` gave; for a fusion with a trunk that of the trunk.
            visit: called with every tap's name and features, gives the features to go on with.
            head: the last layer where it is not the network's own.
        """

    def forward(self, lightness: Tensor, visit: Visit = unchanged) -> Tensor:
        """L (N, 1, H, W) in 0..100 to ab (N, 2, h, w) in Lab units."""
        return self.proceed(self.begin(lightness), visit)

    def finish(self, features: Tensor, head: nn.Module | None = None) -> Tensor:
        """The last layer, which may be more precise than those before it.

        Args:
            features: of the last tap.
            head: where it is not the network's own.
        """
        last = self.head if head is None else head
        precision = next(last.parameters()).dtype
        if features.dtype == precision or not _pointwise(last):
            return cast(Tensor, last(features.to(precision)))
        bands = features.split(BAND_ROWS, dim=2)  # small, so that the copies stay in the cache
        return torch.cat([last(band.to(precision)) for band in bands], dim=2)


def _pointwise(layer: nn.Module) -> bool:
    return isinstance(layer, nn.Conv2d) and layer.kernel_size == (1, 1)
