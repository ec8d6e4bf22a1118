"""One call that gives the paper's results, to be held beside those of its authors' own code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from engine.colorizer import Colorizer
from engine.config import EngineConfig
from engine.devices import placed
from engine.instances import Box
from engine.networks.catalogue import load_networks
from engine.networks.importing import FILES, read_authors_set


def colorize_with_checkpoints(
    lightness: np.ndarray,
    boxes: Sequence[Box | Sequence[float]],
    folder: Path | str,
    device: str = "cpu",
    precision: str = "float32",
) -> tuple[np.ndarray, np.ndarray]:
    """Colorize L with a set of the paper's networks.

    Args:
        lightness: L (H, W), 0..100. What is not 256 x 256 is squeezed to it, as crops are, by the
            bilinear filter that Pillow and the authors' code use.
        boxes: left, top, right, bottom in pixels of `lightness`; they may overlap, and are all
            used. None gives the full-image result twice.
        folder: with the authors' three .pth files, or a set imported from them.
        device: of torch.
        precision: float32; bfloat16, which is about four times as fast on CPUs that have it and
            then differs by some thousandths of ab's range; or auto, which takes it where it is.

    Returns:
        ab of the full-image network and fused ab, float32 (256, 256, 2) each, in Lab units (110
        times what the authors' networks give).

    Raises:
        EngineError: a checkpoint is missing, damaged or does not fit, a box is none, or the device
            lacks the precision.
    """
    folder = Path(folder)
    place = torch.device(device)
    if (folder / FILES["fusion"]).exists():
        networks = read_authors_set(folder)
        for network in (networks.full, networks.instance, networks.fusion):
            placed(network, place)
        networks.settle(precision, place)
    else:
        config = EngineConfig(network="siggraph", checkpoints=folder, precision=precision)
        networks = load_networks(config, place)
    colorizer = Colorizer(networks, place)
    plane = np.asarray(lightness, np.float32)
    given = [box if isinstance(box, Box) else Box(*box) for box in boxes]
    full = colorizer.full_image(plane)
    fused = colorizer.fuse(full, dict(enumerate(colorizer.instances(plane, given))))
    return full.colorization.ab, fused.colorization.ab
