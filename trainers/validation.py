"""Quick figures on held-out photos while a training runs."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import torch

from engine.evaluation import colourfulness, psnr
from engine.networks.color_net import ColorNet
from engine.training.photo_store import PhotoStore
from trainers.augmentation import lightness_and_ab
from trainers.computing import precision_of

SIDE = 256  # the paper compares at 256 x 256


def joined(lightness: np.ndarray, ab: np.ndarray) -> np.ndarray:
    """L (H, W) in 0..100 and ab (h, w, 2) in Lab units as uint8 (H, W, 3) sRGB."""
    ab = cv2.resize(ab, lightness.shape[::-1], interpolation=cv2.INTER_LINEAR)
    rgb = cv2.cvtColor(np.dstack((lightness, ab)).astype(np.float32), cv2.COLOR_Lab2RGB)
    return np.round(np.clip(rgb, 0.0, 1.0) * 255.0).astype(np.uint8)


def squeezed(pixels: np.ndarray, size: tuple[int, int] = (SIDE, SIDE)) -> np.ndarray:
    """A photo at (height, width), whatever its aspect."""
    return cv2.resize(pixels, size[::-1], interpolation=cv2.INTER_AREA)


def whole_photo_figures(
    network: ColorNet, store: PhotoStore, names: Sequence[str]
) -> dict[str, float]:
    """Figures of whole photos squeezed to 256 x 256, as the paper compares them.

    A network with a smaller input is compared at that.
    """
    size = network.input_size(SIDE, SIDE)
    return crop_figures(network, [squeezed(store.photo(name), size) for name in names])


@torch.inference_mode()
def crop_figures(network: ColorNet, truths: list[np.ndarray]) -> dict[str, float]:
    """Mean PSNR in dB (grey's beside it) and colourfulness of uint8 (H, W, 3) sRGB pictures."""
    was_training = network.training
    network.eval()
    rows = []
    for truth in truths:
        lightness, _ = lightness_and_ab(truth)
        rows.append(figures(recoloured(network, lightness), without_colours(lightness), truth))
    network.train(was_training)
    return mean_figures(rows)


@torch.inference_mode()
def recoloured(network: ColorNet, lightness: np.ndarray) -> np.ndarray:
    """L (H, W) in 0..100 of the network's input size, recoloured: uint8 (H, W, 3) sRGB."""
    device = next(network.parameters()).device
    grey = torch.from_numpy(np.ascontiguousarray(lightness))[None, None].to(device)
    dtype = precision_of("auto", device)
    with torch.autocast(device.type, dtype, enabled=dtype != torch.float32):
        ab = network(grey)[:, :2]
    return joined(lightness, ab[0].float().permute(1, 2, 0).cpu().numpy())


def without_colours(lightness: np.ndarray) -> np.ndarray:
    """L (H, W) in 0..100 as uint8 (H, W, 3) sRGB."""
    return joined(lightness, np.zeros((1, 1, 2), np.float32))


def figures(picture: np.ndarray, grey: np.ndarray, truth: np.ndarray) -> tuple[float, ...]:
    """PSNR of the picture and of the grey one, and the picture's colourfulness."""
    return psnr(picture, truth), psnr(grey, truth), colourfulness(picture)


def mean_figures(rows: list[tuple[float, ...]]) -> dict[str, float]:
    """The means of what `figures` gave; nothing of nothing."""
    if not rows:
        return {}
    means = np.mean(rows, axis=0)
    return {
        "psnr": round(float(means[0]), 3),
        "psnr_grey": round(float(means[1]), 3),
        "colourfulness": round(float(means[2]), 2),
    }
