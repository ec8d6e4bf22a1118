"""`python -m trainers.evaluate`: a set of checkpoints against the truth and against grey.

Whole photos are squeezed to 256 x 256 as in the paper; instance level is the crop of each box of
at least 32 x 32 pixels there, cut out of the same whole pictures. Grey stands in every table: it
is the floor that every result must beat.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch

from engine.colorizer import Colorizer
from engine.config import EngineConfig
from engine.errors import EngineError
from engine.evaluation import colourfulness, psnr, ssim
from engine.instances import Box
from engine.lab import rgb_to_lightness
from engine.networks.catalogue import load_networks
from engine.render import recolor
from engine.results import Colorization
from trainers.boxes import LabelledBox, read_boxes
from trainers.photos import PhotoStore, split
from trainers.validation import SIDE, squeezed

LEAST_SIDE = 32
MOST_BOXES = 8
KINDS = ("grey", "full", "fused", "truth")
Rows = dict[str, list[tuple[float, float, float]]]


def evaluate(
    colorizer: Colorizer,
    store: PhotoStore,
    boxes: dict[str, list[LabelledBox]],
    names: list[str],
) -> dict[str, dict[str, dict[str, float]]]:
    """Mean PSNR (dB), SSIM and colourfulness per level (whole, instance) and kind."""
    rows: dict[str, Rows] = {"whole": defaultdict(list), "instance": defaultdict(list)}
    for name in names:
        pixels = store.photo(name)
        truth = squeezed(pixels)
        lightness = rgb_to_lightness(truth)
        frame = Box(0, 0, SIDE, SIDE)
        found = [_squeezed_box(labelled.box, pixels.shape) for labelled in boxes.get(name, ())]
        full = colorizer.full_image(lightness)
        fused = colorizer.fuse(full, dict(enumerate(colorizer.instances(lightness, found))))
        grey = Colorization(np.zeros((2, 2, 2), np.float32), frame)
        pictures = {
            "grey": recolor(lightness, grey),
            "full": recolor(lightness, full.colorization),
            "fused": recolor(lightness, fused.colorization),
            "truth": truth,
        }
        parts = {"whole": [frame], "instance": [b for b in found if _is_large(b)]}
        for level, frames in parts.items():
            for box in frames:
                left, top, right, bottom = box.pixels(height=SIDE, width=SIDE)
                cut = (slice(top, bottom), slice(left, right))
                for kind, picture in pictures.items():
                    figures = (psnr(picture[cut], truth[cut]), ssim(picture[cut], truth[cut]))
                    rows[level][kind].append((*figures, colourfulness(picture[cut])))
    return {
        level: {kind: _means(found[kind]) for kind in KINDS if found[kind]}
        for level, found in rows.items()
    }


def _squeezed_box(box: Box, shape: tuple[int, ...]) -> Box:
    columns, rows = SIDE / shape[1], SIDE / shape[0]
    return Box(box.left * columns, box.top * rows, box.right * columns, box.bottom * rows)


def _is_large(box: Box) -> bool:
    return min(box.width, box.height) >= LEAST_SIDE


def _means(rows: list[tuple[float, float, float]]) -> dict[str, float]:
    psnr_mean, ssim_mean, colour_mean = np.mean(rows, axis=0)
    return {
        "psnr": round(float(psnr_mean), 3),
        "ssim": round(float(ssim_mean), 4),
        "colourfulness": round(float(colour_mean), 2),
        "count": len(rows),
    }


def main(arguments: list[str] | None = None) -> int:
    """Print the table, as text or JSON."""
    made = argparse.ArgumentParser(prog="python -m trainers.evaluate", description=__doc__)
    made.add_argument("--data", type=Path, nargs="+", required=True, help="folders, tars of photos")
    made.add_argument("--boxes", type=Path, required=True, help="CSV of objects")
    made.add_argument(
        "--checkpoints", type=Path, help="folder of a set; the bundled one if left out"
    )
    made.add_argument("--hold-out", default="0$", help="pattern of the stems to evaluate on")
    made.add_argument("--most", type=int, help="how many photos, spread over all")
    made.add_argument("--json", action="store_true")
    options = made.parse_args(arguments)
    try:
        store = PhotoStore(options.data, memory=0)
        names = split(store.names, options.hold_out)[1]
        if options.most:
            names = names[:: max(1, len(names) // options.most)][: options.most]
        boxes = read_boxes(options.boxes, min_score=0.5, min_side=16, most=MOST_BOXES)
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        networks = load_networks(EngineConfig(checkpoints=options.checkpoints), device)
        table = evaluate(Colorizer(networks, device), store, boxes, names)
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(json.dumps(table) + "\n" if options.json else _text(table))
    return 0


def _text(table: dict[str, dict[str, dict[str, float]]]) -> str:
    lines = [f"{'level':<10}{'kind':<8}{'PSNR dB':>9}{'SSIM':>9}{'colour':>9}{'count':>8}"]
    for level, kinds in table.items():
        for kind, row in kinds.items():
            lines.append(
                f"{level:<10}{kind:<8}{row['psnr']:>9.3f}{row['ssim']:>9.4f}"
                f"{row['colourfulness']:>9.2f}{row['count']:>8}"
            )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
