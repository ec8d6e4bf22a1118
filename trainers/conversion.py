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


def stacked(samples: list[tuple[np.ndarray, np.ndarray]]) -> Batch:
    """Pairs of L (H, W) and ab (h, w, 2) as tensors (N, 1, H, W) and (N, 2, h, w)."""
    lightness = np.stack([sample[0] for sample in samples])[:, None]
    ab = np.stack([sample[1] for sample in samples]).transpose(0, 3, 1, 2)
    return {
        "lightness": torch.from_numpy(lightness).contiguous(memory_format=torch.channels_last),
        "ab": torch.from_numpy(np.ascontiguousarray(ab)),
    }


def _by_threads(pixels: np.ndarray, ageings: Sequence[Ageing], ab_stride: int) -> Batch:
    samples = []
    for picture, ageing in zip(pixels, ageings, strict=True):
        lightness, ab = lightness_and_ab(picture)
        samples.append((ageing.applied(lightness), averaged(ab, ab_stride)))
    return stacked(samples)
