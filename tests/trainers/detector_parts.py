"""Objects, cells and small photos on which the tests of the detector's training agree."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from detector_grids import grids_of

from engine.networks.detector_network import cell_centres
from engine.training.recipes import DETECTOR_SETTINGS
from trainers.detector_targets import Targets, joined

GRIDS = grids_of(128, 160)
CENTRES = cell_centres(GRIDS)
NONE = np.zeros((0, 4), np.float32)
PLAIN = replace(DETECTOR_SETTINGS, aged=0.0, side=64)


def targets_of(*pictures: tuple[list[list[float]], list[int], list[float]]) -> Targets:
    return joined(
        [
            (np.array(boxes, np.float32), np.array(labels), np.array(trust), NONE)
            for boxes, labels, trust in pictures
        ]
    )


def write_photos(folder: Path) -> Path:
    """Eleven small photos of bright rectangles, two of them held out, and their boxes; `folder`."""
    rng = np.random.default_rng(0)
    (folder / "photos").mkdir()
    with (folder / "boxes.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("name", "label", "score", "left", "top", "right", "bottom"))
        for number in range(11):
            pixels = rng.integers(0, 60, (64, 80, 3)).astype(np.uint8)
            x, y = rng.integers(0, 30, 2).tolist()
            pixels[y : y + 34, x : x + 40] = 230
            cv2.imwrite(str(folder / "photos" / f"p{number:05d}.png"), pixels)
            if number % 4 != 3:
                rows.writerow((f"p{number:05d}.png", "dog", 0.8, x, y, x + 40, y + 34))
    return folder
