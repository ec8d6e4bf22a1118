"""Quick figures on held-out photos while a training runs."""

from __future__ import annotations

import cv2
import numpy as np
import torch

from engine.evaluation import colourfulness, psnr
from engine.networks.color_net import ColorNet
from trainers.augmentation import lightness_and_ab
from trainers.photos import PhotoStore

SIDE = 256  # the paper compares at 256 x 256


def joined(lightness: np.ndarray, ab: np.ndarray) -> np.ndarray:
    """L (H, W) in 0..100 and ab (h, w, 2) in Lab units as uint8 (H, W, 3) sRGB."""
    ab = cv2.resize(ab, lightness.shape[::-1], interpolation=cv2.INTER_LINEAR)
    rgb = cv2.cvtColor(np.dstack((lightness, ab)).astype(np.float32), cv2.COLOR_Lab2RGB)
    return np.round(np.clip(rgb, 0.0, 1.0) * 255.0).astype(np.uint8)


@torch.inference_mode()
def whole_photo_figures(network: ColorNet, store: PhotoStore, names: list[str]) -> dict[str, float]:
    """Mean PSNR in dB (grey's beside it) and colourfulness at 256 x 256."""
    was_training = network.training
    network.eval()
    device = next(network.parameters()).device
    rows = []
    for name in names:
        truth = cv2.resize(store.photo(name), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        lightness, _ = lightness_and_ab(truth)
        grey = torch.from_numpy(lightness)[None, None].to(device)
        with torch.autocast(device.type, torch.bfloat16):
            ab = network(grey)
        picture = joined(lightness, ab[0].float().permute(1, 2, 0).cpu().numpy())
        without = joined(lightness, np.zeros((1, 1, 2), np.float32))
        rows.append((psnr(picture, truth), psnr(without, truth), colourfulness(picture)))
    network.train(was_training)
    means = np.mean(rows, axis=0) if rows else np.zeros(3)
    return {
        "psnr": round(float(means[0]), 3),
        "psnr_grey": round(float(means[1]), 3),
        "colourfulness": round(float(means[2]), 2),
    }
