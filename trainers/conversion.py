"""Cut pictures become what a network takes: lightness, aged or not, and the true ab.

Threads of the CPU decode, cut and resize; what is left runs on the device that trains. On a CPU
OpenCV and NumPy do it in those threads, which is faster there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from trainers import device_pictures
from trainers.ageing import Ageing
from trainers.augmentation import averaged, lightness_and_ab
from trainers.feeding import Batch, moved


def packed(pictures: Sequence[np.ndarray], ageings: Sequence[Ageing]) -> Batch:
    """Pictures uint8 sRGB (H, W, 3) of one size as a batch: "pixels" (N, H, W, 3) and "ageing"."""
    return {"pixels": torch.from_numpy(np.stack(pictures)), "ageing": rows_of(ageings)}


def rows_of(ageings: Sequence[Ageing]) -> Tensor:
    """What happens to pictures, a row of numbers for each; float64."""
    return torch.tensor([ageing.row for ageing in ageings], dtype=torch.float64)


def ageings_of(rows: Tensor) -> list[Ageing]:
    """What `rows_of` was given."""
    return [Ageing.of(row) for row in rows.tolist()]


def converted(batch: Batch, device: torch.device, ab_stride: int) -> Batch:
    """What `packed` gave, on a device and as a network takes it; a converted batch is only moved.

    Returns:
        "lightness" (N, 1, H, W) in 0..100, channels last, and "ab" (N, 2, H / ab_stride,
        W / ab_stride) in Lab units, float32.
    """
    if "pixels" not in batch:
        return moved(batch, device)
    ageings = ageings_of(batch["ageing"])
    if device.type == "cpu":
        return _by_threads(batch["pixels"].numpy(), ageings, ab_stride)
    return on_device(batch["pixels"].to(device, non_blocking=True), ageings, ab_stride)


def on_device(pixels: Tensor, ageings: Sequence[Ageing], ab_stride: int) -> Batch:
    """As `converted`, in torch, where uint8 sRGB `pixels` (N, H, W, 3) are."""
    lightness, ab = device_pictures.lightness_and_ab(pixels)
    for row, ageing in enumerate(ageings):
        if ageing.changes:
            lightness[row, 0] = device_pictures.aged(lightness[row, 0], ageing)
    return {
        "lightness": lightness.contiguous(memory_format=torch.channels_last),
        "ab": F.avg_pool2d(ab, ab_stride),
    }


def room_for(count: int, size: tuple[int, int], ab_stride: int) -> tuple[np.ndarray, np.ndarray]:
    """Where so many pictures of (height, width) go: L (N, H, W) and ab (N, 2, h, w), float32."""
    height, width = size
    lightness = np.empty((count, height, width), np.float32)
    return lightness, np.empty((count, 2, height // ab_stride, width // ab_stride), np.float32)


def in_tensors(lightness: np.ndarray, ab: np.ndarray) -> Batch:
    """What was written to `room_for`, as `converted` gives it."""
    grey = torch.from_numpy(lightness[:, None])
    return {
        "lightness": grey.contiguous(memory_format=torch.channels_last),
        "ab": torch.from_numpy(ab),
    }


def _by_threads(pixels: np.ndarray, ageings: Sequence[Ageing], ab_stride: int) -> Batch:
    lightness, ab = room_for(len(pixels), pixels.shape[1:3], ab_stride)
    for row, (picture, ageing) in enumerate(zip(pixels, ageings, strict=True)):
        own, colours = lightness_and_ab(picture)
        lightness[row] = ageing.applied(own)
        averaged(colours, ab_stride, ab[row])
    return in_tensors(lightness, ab)
