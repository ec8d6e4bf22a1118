"""The three networks of a set as three calls: full image, instances, fusion."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from types import MappingProxyType

import numpy as np
import torch
from torch import Tensor

from engine.device_errors import device_guard
from engine.errors import EngineError
from engine.instances import Box
from engine.networks.batching import (
    crops_at_once,
    in_batches,
    is_out_of_memory,
    photos_at_once,
)
from engine.networks.catalogue import NetworkSet
from engine.networks.coverage import confined
from engine.networks.fusion import FusionRule, Gatherer, InstancePart
from engine.results import Colorization, Fusion, WeightMaps
from engine.texts import tr

logger = logging.getLogger(__name__)

INPUT_STEP = 32  # pixels: the coarsest grid of any of the networks

NO_STRENGTHS: Mapping[int, float] = MappingProxyType({})


@dataclass(frozen=True)
class FullImage:
    """The full-image pass of a photo, and what a fusion pass goes on from.

    Attributes:
        colorization: of the whole photo.
        given: what the network gave, (1, 2 or 3, h, w).
        begin: gives what `FusionNet.begin` does.
        input_size: (height, width) of the network's input.
    """

    colorization: Colorization
    given: Tensor
    begin: Callable[[], Sequence[Tensor]]
    input_size: tuple[int, int]

    @cached_property
    def begun(self) -> Sequence[Tensor]:
        """What all fusion passes go on from; made by the first, as many photos have none."""
        return self.begin()


@dataclass(frozen=True)
class Crop:
    """An instance as its network takes it.

    Attributes:
        lightness: L of the whole photo, float32 (H, W), 0..100.
        box: inside the photo, in its pixels.
        scale: of the full image that it will be fused with.
        crop_scale: multiplies the sides of the network's input.
    """

    lightness: np.ndarray
    box: Box
    scale: float = 1.0
    crop_scale: float = 1.0

    def checked(self) -> Crop:
        """The same with its box cut to the photo.

        Raises:
            EngineError: the box is empty or outside the photo.
        """
        height, width = self.lightness.shape
        return replace(self, box=self.box.checked(height=height, width=width))


@dataclass(frozen=True)
class InstanceFeatures:
    """One instance's colorization and, per tap, what it brings to a fusion."""

    colorization: Colorization
    parts: Mapping[str, InstancePart]


class Colorizer:
    """Runs a set of networks on one device.

    Args:
        networks: on `device`, in evaluation mode.
        device: where they run.
    """

    def __init__(self, networks: NetworkSet, device: torch.device) -> None:
        self._networks = networks
        self._device = device

    @property
    def precision(self) -> str:
        """What the networks compute in: float32, bfloat16 or mixed."""
        return self._networks.precision_word

    def photos_at_once(self, scale: float, instances: int) -> int:
        """How many photos of a folder are colorized together; see `batching.photos_at_once`."""
        full, instance = self._networks.full, self._networks.instance
        return photos_at_once(full, instance, self._device, scale=scale, instances=instances)

    def full_image(self, lightness: np.ndarray, scale: float = 1.0) -> FullImage:
        """Colorize a whole photo.

        Args:
            lightness: L, float32 (H, W), 0..100.
            scale: multiplies the sides of the network's input.

        Raises:
            EngineError: the device has too little memory.
        """
        [full] = self.full_images([lightness], scale)
        return full

    def full_images(self, photos: Sequence[np.ndarray], scale: float = 1.0) -> Iterator[FullImage]:
        """Colorize whole photos in their order; those of like shapes beside each other at once.

        Args:
            photos: L of each, float32 (H, W), 0..100.
            scale: multiplies the sides of the network's input.

        Raises:
            EngineError: the device has too little memory for one of them.
        """

        def size(lightness: np.ndarray) -> tuple[int, int]:
            height, width = lightness.shape
            return scaled_size(self._networks.full.input_size(height, width), scale)

        yield from in_batches(
            photos,
            lambda batch: self._some_full_images(batch, size(batch[0])),
            kind=size,
            most=max(1, len(photos)),
            too_little=self._too_little_memory,
        )

    @torch.inference_mode()
    def _some_full_images(
        self, photos: Sequence[np.ndarray], size: tuple[int, int]
    ) -> list[FullImage]:
        network = self._networks.full
        small = self._tensor([network.framing.resized(lightness, size) for lightness in photos])
        begun = network.begin(small)
        given = network.proceed(begun)
        fusion = self._networks.fusion
        done = []
        for index, lightness in enumerate(photos):
            one = slice(index, index + 1)
            height, width = lightness.shape
            colorization = _colorization(given[index], Box(0, 0, width, height))
            begin = partial(fusion.begin, small[one], [x[one] for x in begun])
            done.append(FullImage(colorization, given[one], begin, size))
        return done

    def instances(
        self,
        lightness: np.ndarray,
        boxes: Sequence[Box],
        scale: float = 1.0,
        crop_scales: Sequence[float] | None = None,
    ) -> Iterator[InstanceFeatures]:
        """Colorize crops of a photo, in the order of `boxes`.

        Args:
            lightness: L of the whole photo, float32 (H, W), 0..100.
            boxes: inside the photo, in its pixels.
            scale: of the full image that they will be fused with.
            crop_scales: per box, what multiplies the sides of its crop. None: 1.

        Raises:
            EngineError: a box is empty or outside the photo, or memory is short.
        """
        scales = crop_scales or [1.0] * len(boxes)
        crops = [Crop(lightness, box, scale, own) for box, own in zip(boxes, scales, strict=True)]
        return self.crops(crops)

    def crops(self, crops: Sequence[Crop]) -> Iterator[InstanceFeatures]:
        """Colorize crops, also of several photos, in their order.

        Raises:
            EngineError: a box is empty or outside its photo, or memory is short.
        """
        network = self._networks.instance

        def size(crop: Crop) -> tuple[int, int]:
            return scaled_size(network.instance_size, crop.crop_scale)

        yield from in_batches(
            [crop.checked() for crop in crops],
            lambda batch: self._some_crops(batch, size(batch[0])),
            kind=size,
            most=crops_at_once(network, self._device),
            too_little=self._too_little_memory,
        )

    @torch.inference_mode()
    def _some_crops(
        self, crops: Sequence[Crop], crop_size: tuple[int, int]
    ) -> list[InstanceFeatures]:
        network = self._networks.instance
        framing = network.framing
        pictures, frames, placements = [], [], []
        for crop in crops:
            height, width = crop.lightness.shape
            left, top, right, bottom = framing.crop(crop.box, height=height, width=width)
            pictures.append(framing.resized(crop.lightness[top:bottom, left:right], crop_size))
            frames.append(Box(left, top, right, bottom))
            size = scaled_size(self._networks.full.input_size(height, width), crop.scale)
            placements.append(
                framing.placements(
                    network.taps, crop.box, photo_size=(height, width), input_size=size
                )
            )
        gatherer = Gatherer(self._networks.fusion, placements)
        ab = network.proceed(network.begin(self._tensor(pictures)), gatherer)
        return [
            InstanceFeatures(_colorization(ab[index], frame), gatherer.parts[index])
            for index, frame in enumerate(frames)
        ]

    @torch.inference_mode()
    def fuse(
        self,
        full: FullImage,
        instances: Mapping[int, InstanceFeatures],
        strengths: Mapping[int, float] = NO_STRENGTHS,
    ) -> Fusion:
        """Fuse the full image with instances, given by their ids.

        No instance gives exactly the full-image colorization, and no weight maps.

        Args:
            strengths: of some of the instances, at least 0: its weight at every tap and place is
                multiplied by it before all weights are brought to a sum of 1. 0 leaves it out.
        """
        taking_part = {
            key: stronger(features.parts, strengths.get(key, 1.0), self._networks.fusion.rule)
            for key, features in instances.items()
            if strengths.get(key, 1.0) > 0
        }
        if not taking_part:
            return Fusion(full.colorization, {}, frozenset(instances), dict(strengths))
        fusion = self._networks.fusion
        with self._memory_guard():
            brought = list(taking_part.values())
            ab, blender = fusion.proceed(self._networks.full, full.begun, brought)
            if fusion.confined:
                last = self._networks.full.taps[-1].name
                ab = confined(ab, full.given, [parts[last] for parts in brought])
        maps = {
            tap: WeightMaps(
                tap=tap,
                full=_plane(done.weights(blender.full_logits[tap])[0, 0]),
                instances={
                    key: (parts[tap].placement, _plane(done.part_weights(parts[tap])))
                    for key, parts in taking_part.items()
                },
            )
            for tap, done in blender.blends.items()
        }
        colorization = _colorization(ab[0], full.colorization.frame)
        return Fusion(colorization, maps, frozenset(instances), dict(strengths))

    def _tensor(self, planes: Sequence[np.ndarray]) -> Tensor:
        stacked = torch.from_numpy(np.stack(planes)[:, None].astype(np.float32, copy=False))
        return stacked.to(self._device, memory_format=torch.channels_last)

    @contextmanager
    def _memory_guard(self) -> Iterator[None]:
        """Turns an out-of-memory error, or a lost device, into one that a person can act on."""
        try:
            with device_guard():
                yield
        except (RuntimeError, MemoryError) as error:
            if is_out_of_memory(error):
                raise self._too_little_memory() from error
            raise

    def _too_little_memory(self) -> EngineError:
        return EngineError(
            tr("The device {device} has too little memory for this photo.", device=self._device),
            tr("Close other programs, use fewer instances, or choose the device cpu."),
        )


def scaled_size(size: tuple[int, int], scale: float) -> tuple[int, int]:
    """An input's (height, width) times `scale`, in steps that every network takes."""
    if scale == 1.0:
        return size
    height, width = (max(1, round(side * scale / INPUT_STEP)) * INPUT_STEP for side in size)
    return height, width


def stronger(
    parts: Mapping[str, InstancePart], strength: float, rule: FusionRule
) -> Mapping[str, InstancePart]:
    """One instance's parts with its weights multiplied by `strength`, above 0."""
    if strength == 1.0:
        return parts
    if rule is FusionRule.ADDED:  # its logits are the weights themselves
        return {tap: replace(part, logits=part.logits * strength) for tap, part in parts.items()}
    more = math.log(strength)
    return {tap: replace(part, logits=part.logits + more) for tap, part in parts.items()}


def _colorization(given: Tensor, frame: Box) -> Colorization:
    """What a network gave for a frame, (2 or 3, h, w): ab, and chroma where it tells."""
    chroma = _array(given[2:])[..., 0] if len(given) > 2 else None
    return Colorization(_array(given[:2]), frame, chroma)


def _array(ab: Tensor) -> np.ndarray:
    """Channels (n, h, w) as a contiguous float32 (h, w, n) array, 0 where a network diverged.

    Weights that are not normalized (`FusionRule.ADDED`) can grow beyond what a float holds.
    """
    values = np.ascontiguousarray(ab.float().permute(1, 2, 0).cpu().numpy())
    lost = ~np.isfinite(values)
    if lost.any():
        logger.warning("No colour at %.0f %% of the places: too large a number", 100 * lost.mean())
        values[lost.any(axis=2)] = 0.0
    return values


def _plane(weights: Tensor) -> np.ndarray:
    return weights.float().cpu().numpy()
