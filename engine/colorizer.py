"""The three networks of a set as three calls: full image, instances, fusion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor

from engine.errors import EngineError
from engine.instances import Box, Placement
from engine.networks.catalogue import NetworkSet
from engine.networks.color_net import Recorder
from engine.networks.fusion import Blender, InstancePart
from engine.results import Colorization, Fusion, WeightMaps

INSTANCES_AT_ONCE = 8  # crops in one pass: about 60 MB of activations for `compact`


@dataclass(frozen=True)
class FullImage:
    """The full-image pass of a photo, and what a fusion pass goes on from.

    Attributes:
        colorization: of the whole photo.
        begun: the features before the first tap.
        input_size: (height, width) of the network's input.
    """

    colorization: Colorization
    begun: Sequence[Tensor]
    input_size: tuple[int, int]


@dataclass(frozen=True)
class InstanceFeatures:
    """One instance's colorization and, per tap, what it brings to a fusion."""

    colorization: Colorization
    parts: Mapping[str, InstancePart]


def at_size(lightness: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """L (H, W) resized to (height, width): averaged where it shrinks, bilinear where it grows."""
    shrinks = lightness.shape[0] * lightness.shape[1] > size[0] * size[1]
    return cv2.resize(
        lightness, size[::-1], interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    )


class Colorizer:
    """Runs a set of networks on one device.

    Args:
        networks: on `device`, in evaluation mode.
        device: where they run.
    """

    def __init__(self, networks: NetworkSet, device: torch.device) -> None:
        self._networks = networks
        self._device = device

    @torch.inference_mode()
    def full_image(self, lightness: np.ndarray) -> FullImage:
        """Colorize a whole photo.

        Args:
            lightness: L, float32 (H, W), 0..100.

        Raises:
            EngineError: the device has too little memory.
        """
        height, width = lightness.shape
        size = self._networks.full.input_size(height, width)
        with self._memory_guard():
            begun = self._networks.full.begin(self._tensor([at_size(lightness, size)]))
            ab = self._networks.full.proceed(begun)
        frame = Box(0, 0, width, height)
        return FullImage(Colorization(_array(ab[0]), frame), begun, size)

    def instances(self, lightness: np.ndarray, boxes: Sequence[Box]) -> Iterator[InstanceFeatures]:
        """Colorize crops of a photo, in the order of `boxes`.

        Args:
            lightness: L of the whole photo, float32 (H, W), 0..100.
            boxes: inside the photo, in its pixels.

        Raises:
            EngineError: a box is empty or outside the photo, or memory is short.
        """
        height, width = lightness.shape
        inside = [box.checked(height=height, width=width) for box in boxes]
        for first in range(0, len(inside), INSTANCES_AT_ONCE):
            yield from self._some_instances(lightness, inside[first : first + INSTANCES_AT_ONCE])

    @torch.inference_mode()
    def _some_instances(
        self, lightness: np.ndarray, boxes: Sequence[Box]
    ) -> list[InstanceFeatures]:
        height, width = lightness.shape
        network = self._networks.instance
        crops = []
        frames = []
        for box in boxes:
            left, top, right, bottom = box.pixels(height=height, width=width)
            crops.append(at_size(lightness[top:bottom, left:right], network.instance_size))
            frames.append(Box(left, top, right, bottom))
        size = self._networks.full.input_size(height, width)
        placements = [
            tap_placements(network.taps, box, photo_size=(height, width), input_size=size)
            for box in boxes
        ]
        with self._memory_guard():
            recorder = Recorder()
            ab = network(self._tensor(crops), recorder)
            parts = self._networks.fusion.parts(recorder.features, placements)
        return [
            InstanceFeatures(Colorization(_array(ab[index]), frame), parts[index])
            for index, frame in enumerate(frames)
        ]

    @torch.inference_mode()
    def fuse(self, full: FullImage, instances: Mapping[int, InstanceFeatures]) -> Fusion:
        """Fuse the full image with instances, given by their ids.

        No instance gives exactly the full-image colorization, and no weight maps.
        """
        if not instances:
            return Fusion(full.colorization)
        with self._memory_guard():
            blender = Blender(
                self._networks.fusion,
                [features.parts for features in instances.values()],
                padded=self._networks.padded,
            )
            ab = self._networks.full.proceed(full.begun, blender)
        maps = {
            tap: WeightMaps(
                tap=tap,
                full=_plane(done.weights(blender.full_logits[tap])[0, 0]),
                instances={
                    key: (
                        features.parts[tap].placement,
                        _plane(done.part_weights(features.parts[tap])),
                    )
                    for key, features in instances.items()
                },
            )
            for tap, done in blender.blends.items()
        }
        colorization = Colorization(_array(ab[0]), full.colorization.frame)
        return Fusion(colorization, maps, frozenset(instances))

    def _tensor(self, planes: Sequence[np.ndarray]) -> Tensor:
        stacked = torch.from_numpy(np.stack(planes)[:, None].astype(np.float32, copy=False))
        return stacked.to(self._device, memory_format=torch.channels_last)

    def _memory_guard(self) -> _MemoryGuard:
        return _MemoryGuard(self._device)


def tap_placements(
    taps: Sequence, box: Box, *, photo_size: tuple[int, int], input_size: tuple[int, int]
) -> dict[str, Placement]:
    """Where a box lies on the grid of every tap."""
    return {
        tap.name: box.placed(
            photo_height=photo_size[0],
            photo_width=photo_size[1],
            grid_height=input_size[0] // tap.stride,
            grid_width=input_size[1] // tap.stride,
        )
        for tap in taps
    }


class _MemoryGuard:
    """Turns a device's out-of-memory error into one that a person can act on."""

    def __init__(self, device: torch.device) -> None:
        self._device = device

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, torch.OutOfMemoryError) or (
            isinstance(error, RuntimeError) and "not enough memory" in str(error)
        ):
            raise EngineError(
                f"The device {self._device} has too little memory for this photo.",
                "Close other programs, use fewer instances, or choose the device cpu.",
            ) from error


def _array(ab: Tensor) -> np.ndarray:
    """ab (2, h, w) as a contiguous float32 (h, w, 2) array."""
    return np.ascontiguousarray(ab.float().permute(1, 2, 0).cpu().numpy())


def _plane(weights: Tensor) -> np.ndarray:
    return weights.float().cpu().numpy()
