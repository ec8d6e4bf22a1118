"""How close a set of checkpoints comes to the truth: whole photos and their objects.

Whole photos are squeezed to 256 x 256 as in the paper; instance level is the crop of each box of
at least 32 x 32 pixels there, cut out of the same whole pictures. What the instance network sees is
cut out of the photo itself, as in the paper and in the app: it shows more of an object than the
whole picture does. Grey stands in every table: it is the floor that every result must beat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from engine.adjustments import AS_COLORIZED, Adjustments
from engine.evaluation import colourfulness, psnr, ssim
from engine.instances import Box
from engine.lab import rgb_to_lightness
from engine.networks.framing import at_size
from engine.render import recolor
from engine.results import Colorization
from engine.steps import Step, Steps
from engine.texts import tr
from engine.training.object_boxes import LabelledBox
from engine.training.photo_store import PhotoStore
from engine.upsampling import upsample_ab

if TYPE_CHECKING:
    from engine.colorizer import Colorizer

SIDE = 256  # the paper compares at 256 x 256
LEAST_SIDE = 32  # of an object that counts
KINDS = ("grey", "full", "instance", "fused", "truth")
LEVELS = ("whole", "instance")
FIGURES = ("psnr", "ssim", "colourfulness", "distance")
RESAMPLES = 1000
Table = dict[str, dict[str, dict[str, float]]]


@dataclass(frozen=True)
class PhotoFigures:
    """One photo's figures.

    Attributes:
        name: of the photo.
        rows: per level and kind, float (n, 4) in the order of `FIGURES`: one row of the whole
            photo, one of each object. PSNR in dB, SSIM -1..1, Hasler and Suesstrunk's
            colourfulness, and its distance to the truth's.
    """

    name: str
    rows: Mapping[str, Mapping[str, np.ndarray]]

    def psnr(self, kind: str = "fused") -> float:
        """Of the whole photo, in dB."""
        return float(self.rows["whole"][kind][0, 0])


def evaluate_set(
    colorizer: Colorizer,
    store: PhotoStore,
    boxes: Mapping[str, Sequence[LabelledBox]],
    names: Sequence[str],
    adjustments: Adjustments = AS_COLORIZED,
) -> Steps[list[PhotoFigures]]:
    """The figures of photos, each step with those of one more photo.

    Args:
        boxes: the objects per name, in the pixels of `store`'s photos.
        adjustments: of all colours.

    Raises:
        EngineError: a photo cannot be read.
    """
    figures: list[PhotoFigures] = []
    for number, name in enumerate(names):
        yield Step(tr("Evaluating"), number, len(names), figures[-1] if figures else None)
        pixels = store.photo(name)
        found = [labelled.box for labelled in boxes.get(name, ())]
        truth, frames, pictures = pictures_of(colorizer, pixels, found, adjustments)
        figures.append(PhotoFigures(name, _rows(truth, frames, pictures)))
    yield Step(tr("Evaluated"), len(names), len(names), figures[-1] if figures else None)
    return figures


def pictures_of(
    colorizer: Colorizer,
    pixels: np.ndarray,
    boxes: Sequence[Box],
    adjustments: Adjustments = AS_COLORIZED,
) -> tuple[np.ndarray, list[Box], dict[str, np.ndarray]]:
    """A photo recoloured in every way.

    Args:
        pixels: uint8 (H, W, 3) sRGB.
        boxes: of its objects, in its pixels.

    Returns:
        the truth at 256 x 256, the boxes there, and the pictures "grey", "full", "instance" (the
        full image with each instance's own colours pasted into its box) and "fused".
    """
    truth = cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    found = [_squeezed(box, pixels, SIDE) for box in boxes]
    lightness = rgb_to_lightness(truth)
    full = colorizer.full_image(lightness)
    side = max(SIDE, *pixels.shape[:2])  # a square as well, so that places are the same in both
    sharp = rgb_to_lightness(at_size(pixels, (side, side)))
    boxes = [_squeezed(box, pixels, side) for box in boxes]
    instances = dict(enumerate(colorizer.instances(sharp, boxes)))
    fused = colorizer.fuse(full, instances)
    grey = Colorization(np.zeros((2, 2, 2), np.float32), Box(0, 0, SIDE, SIDE))
    pictures = {
        "grey": recolor(lightness, grey),
        "full": recolor(lightness, full.colorization, adjustments=adjustments),
    }
    pasted = pictures["full"].copy()
    for number, box in sorted(enumerate(found), key=lambda item: -item[1].area):
        left, top, right, bottom = box.pixels(height=SIDE, width=SIDE)
        crop = lightness[top:bottom, left:right]
        own = instances[number].colorization
        pasted[top:bottom, left:right] = recolor(crop, own, adjustments=adjustments)
    pictures["instance"] = pasted
    pictures["fused"] = recolor(lightness, fused.colorization, adjustments=adjustments)
    return truth, found, pictures


def _squeezed(box: Box, pixels: np.ndarray, side: int) -> Box:
    """A box of a photo (H, W, 3) in the photo squeezed to a square of so many pixels."""
    down, across = side / pixels.shape[0], side / pixels.shape[1]
    return Box(box.left * across, box.top * down, box.right * across, box.bottom * down)


def shift_change(
    colorizer: Colorizer, store: PhotoStore, names: Sequence[str], pixels: int
) -> float:
    """How much the full image's ab change, in Lab units, where a photo is shifted a little.

    Both are compared where they show the same; a colorization that flickers changes much.

    Args:
        pixels: of the shift, in both directions, of photos at 256 x 256 and a little more.
    """
    changes = []
    for name in names:
        side = SIDE + pixels
        whole = cv2.resize(store.photo(name), (side, side), interpolation=cv2.INTER_AREA)
        lightness = rgb_to_lightness(whole)
        first, second = (
            upsample_ab(part, colorizer.full_image(part).colorization.ab)
            for part in (lightness[:SIDE, :SIDE], lightness[pixels:, pixels:])
        )
        change = first[pixels:, pixels:] - second[:-pixels, :-pixels]
        changes.append(float(np.linalg.norm(change, axis=2).mean()))
    return float(np.mean(changes))


def table_of(figures: Sequence[PhotoFigures], seed: int = 0) -> Table:
    """Means per level and kind, with 95 % confidence intervals of resampled photos.

    Every entry has "psnr", "ssim", "colourfulness" and "distance", each with "_low" and "_high"
    beside it, and "count". The objects of one photo are resampled together.
    """
    table: Table = {}
    for level in LEVELS:
        kinds = {
            kind: entry
            for kind in KINDS
            if (entry := _entry([figure.rows[level][kind] for figure in figures], seed))
        }
        if kinds:
            table[level] = kinds
    return table


def table_text(table: Table) -> str:
    """The table for a terminal."""
    heads = (("level", "<10"), ("kind", "<10"), ("PSNR dB", ">18"), ("SSIM", ">19"))
    ends = (("colourful", ">11"), ("off by", ">9"), ("count", ">8"))
    lines = ["".join(format(*head) for head in (*heads, *ends))]
    for level, kinds in table.items():
        for kind, row in kinds.items():
            psnr_spread = (row["psnr_high"] - row["psnr_low"]) / 2
            ssim_spread = (row["ssim_high"] - row["ssim_low"]) / 2
            exact = kind == "truth"
            lines.append(
                f"{level:<10}{kind:<10}"
                f"{'' if exact else format(row['psnr'], '.3f') + f' ± {psnr_spread:.3f}':>18}"
                f"{'' if exact else format(row['ssim'], '.4f') + f' ± {ssim_spread:.4f}':>19}"
                f"{row['colourfulness']:>11.2f}{row['distance']:>9.2f}{int(row['count']):>8}"
            )
    return "\n".join(lines)


def _rows(
    truth: np.ndarray, boxes: Sequence[Box], pictures: Mapping[str, np.ndarray]
) -> dict[str, dict[str, np.ndarray]]:
    large = [box for box in boxes if min(box.width, box.height) >= LEAST_SIDE]
    frames = {"whole": [Box(0, 0, SIDE, SIDE)], "instance": large}
    shown = {**pictures, "truth": truth}
    return {
        level: {
            kind: np.array(
                [_figures(shown[kind], truth, box) for box in frames[level]], np.float64
            ).reshape(-1, len(FIGURES))
            for kind in KINDS
        }
        for level in LEVELS
    }


def _figures(picture: np.ndarray, truth: np.ndarray, box: Box) -> tuple[float, ...]:
    left, top, right, bottom = box.pixels(height=SIDE, width=SIDE)
    part, wanted = picture[top:bottom, left:right], truth[top:bottom, left:right]
    colours = colourfulness(part)
    return psnr(part, wanted), ssim(part, wanted), colours, abs(colours - colourfulness(wanted))


def _entry(rows: Sequence[np.ndarray], seed: int) -> dict[str, float]:
    """Means and intervals of the rows (n, 4) of every photo; empty where there are none."""
    counts = np.array([len(part) for part in rows], np.float64)
    if not counts.sum():
        return {}
    sums = np.stack([part.sum(axis=0) for part in rows])
    means = sums.sum(axis=0) / counts.sum()
    drawn = np.random.default_rng(seed).integers(0, len(rows), (RESAMPLES, len(rows)))
    totals = np.maximum(counts[drawn].sum(axis=1), 1.0)
    resampled = sums[drawn].sum(axis=1) / totals[:, None]
    low, high = np.percentile(resampled, (2.5, 97.5), axis=0)
    entry: dict[str, float] = {"count": float(counts.sum())}
    for index, name in enumerate(FIGURES):
        entry[name] = round(float(means[index]), 4)
        entry[f"{name}_low"] = round(float(low[index]), 4)
        entry[f"{name}_high"] = round(float(high[index]), 4)
    return entry
