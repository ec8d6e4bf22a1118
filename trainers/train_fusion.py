"""The third stage: the weight modules, on whole photos with their objects; both networks frozen.

Every photo of a batch brings its own number of objects.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from engine.colorizer import Colorizer
from engine.devices import placed
from engine.instances import Box
from engine.networks.catalogue import NetworkSet, build_fusion, write_stage
from engine.networks.color_net import ColorNet, Recorder
from engine.networks.fusion import FusionNet, FusionRule
from trainers.augmentation import aged, lightness_and_ab
from trainers.boxes import LabelledBox
from trainers.loop import Batch
from trainers.losses import color_loss
from trainers.photos import PhotoStore
from trainers.train_full import stacked
from trainers.validation import figures, joined, mean_figures, squeezed

RATE = 3e-3
SIDE = 224  # of the squeezed photo; near the app's 256 x 256, a quarter cheaper
AGED_SHARE = 0.25
MOVE = 0.05  # a detector's boxes are not exact
DROPPED = 0.15  # share of objects that are left out, so that every subset fuses well
STRAY = 0.5  # share of photos with a box around nothing in particular, as detectors give too
IN_BOX = 2.0  # weight of the loss inside boxes, where the fusion decides


class FusionStage:
    """Whole photos squeezed to a square, with the crops of their objects."""

    name = "fusion"

    def __init__(
        self,
        full: ColorNet,
        instance: ColorNet,
        store: PhotoStore,
        boxes: Mapping[str, list[LabelledBox]],
        training: list[str],
        held_out: list[str],
        run: Path,
        *,
        side: int = SIDE,
        rule: FusionRule = FusionRule.MASKED,
    ) -> None:
        fusion = build_fusion(full, rule)
        fusion.start_from(full)
        self.network: nn.Module = fusion
        self._size = (side, side)
        self._full = full.requires_grad_(False).eval()
        self._instance = instance.requires_grad_(False).eval()
        self._store = store
        self._boxes = boxes
        self._training = [name for name in training if boxes.get(name)]
        self._held_out = [name for name in held_out if boxes.get(name)]
        self._run = run
        self.samples = len(self._training)

    def parameter_groups(self) -> list[dict[str, object]]:
        assert isinstance(self.network, FusionNet)
        return [{"params": list(self.network.trained()), "lr": RATE}]

    def batch(self, indices: np.ndarray, random: np.random.Generator) -> Batch:
        stride = self._full.taps[-1].stride
        framing = self._full.framing
        wholes = []
        crops: list[np.ndarray] = []
        places: list[tuple[float, ...]] = []
        for row, index in enumerate(indices):
            name = self._training[index]
            pixels = self._store.photo(name)
            height, width = pixels.shape[:2]
            lightness, ab = lightness_and_ab(pixels)
            mirrored = bool(random.integers(0, 2))
            if mirrored:
                lightness = np.ascontiguousarray(lightness[:, ::-1])
                ab = np.ascontiguousarray(ab[:, ::-1])
            if random.random() < AGED_SHARE:
                lightness = aged(lightness, random)
            rows, columns = self._size[0] // stride, self._size[1] // stride
            small = cv2.resize(ab, (columns, rows), interpolation=cv2.INTER_AREA)
            wholes.append((framing.resized(lightness, self._size), small))
            boxes = [
                _moved(labelled.box, width, mirrored, random)
                for labelled in self._boxes[name]
                if random.random() >= DROPPED
            ]
            if random.random() < STRAY:
                boxes.append(_stray(height, width, random))
            for box in boxes:
                left, top, right, bottom = framing.crop(box, height=height, width=width)
                crop = lightness[top:bottom, left:right]
                crops.append(framing.resized(crop, self._instance.instance_size))
                places.append((row, height, width, left, top, right, bottom))
        size = self._instance.instance_size
        stack = np.stack(crops) if crops else np.zeros((0, *size), np.float32)
        return {
            **stacked(wholes),
            "crops": torch.from_numpy(stack[:, None]),
            "places": torch.tensor(places, dtype=torch.float64).reshape(-1, 7),
        }

    def loss(self, batch: Batch) -> Tensor:
        self._to(batch["lightness"].device)
        assert isinstance(self.network, FusionNet)
        height, width = batch["lightness"].shape[2:]
        rows = batch["places"].tolist()
        placements = [
            self._full.framing.placements(
                self._full.taps,
                Box(*row[3:]),
                photo_size=(row[1], row[2]),
                input_size=(height, width),
            )
            for row in rows
        ]
        with torch.no_grad():
            trunk = self.network.trunk or self._full
            begun = trunk.begin(batch["lightness"])
            recorder = Recorder()
            if rows:
                self._instance(batch["crops"], recorder)
        photos = [int(row[0]) for row in rows]
        parts = self.network.parts(recorder.features, placements, photos)
        ab, _ = self.network.proceed(self._full, begun, parts)
        weight = torch.ones_like(batch["ab"][:, :1])
        last = self._full.taps[-1].name
        for photo, places in zip(photos, placements, strict=True):
            weight[photo, 0, places[last].rows, places[last].columns] = IN_BOX
        return color_loss(ab, batch["ab"], weight)

    def validate(self, network: nn.Module) -> dict[str, float]:
        """Fused and full figures of whole photos at 256 x 256 and of their objects."""
        assert isinstance(network, FusionNet)
        device = next(network.parameters()).device
        self._to(device)
        colorizer = Colorizer(NetworkSet(self._full, self._instance, network), device)
        rows: dict[str, list[tuple[float, ...]]] = {
            key: [] for key in ("full", "fused", "full_objects", "fused_objects")
        }
        for name in self._held_out[:100]:
            pixels = self._store.photo(name)
            truth = squeezed(pixels)
            lightness, _ = lightness_and_ab(truth)
            scale = (truth.shape[1] / pixels.shape[1], truth.shape[0] / pixels.shape[0])
            boxes = [
                Box(b.left * scale[0], b.top * scale[1], b.right * scale[0], b.bottom * scale[1])
                for b in (labelled.box for labelled in self._boxes[name])
            ]
            full = colorizer.full_image(lightness)
            fused = colorizer.fuse(full, dict(enumerate(colorizer.instances(lightness, boxes))))
            for kind, ab in (("full", full.colorization.ab), ("fused", fused.colorization.ab)):
                picture = joined(lightness, ab)
                rows[kind].append(figures(picture, lightness, truth))
                for box in boxes:
                    left, top, right, bottom = box.pixels(height=256, width=256)
                    part = (slice(top, bottom), slice(left, right))
                    if min(box.width, box.height) >= 32:
                        rows[f"{kind}_objects"].append(
                            figures(picture[part], lightness[part], truth[part])
                        )
        return {
            f"{kind}_{key}": value
            for kind, found in rows.items()
            for key, value in mean_figures(found).items()
        }

    def finish(self, network: nn.Module) -> Path:
        return write_stage(self._run / "checkpoints", self.name, network, self._full)

    def _to(self, device: torch.device) -> None:
        placed(self._full, device)
        placed(self._instance, device)


def _moved(box: Box, width: int, mirrored: bool, random: np.random.Generator) -> Box:
    left, right = (width - box.right, width - box.left) if mirrored else (box.left, box.right)
    moves = random.uniform(-MOVE, MOVE, 4)
    return Box(
        left + moves[0] * box.width,
        box.top + moves[1] * box.height,
        right + moves[2] * box.width,
        box.bottom + moves[3] * box.height,
    )


def _stray(height: int, width: int, random: np.random.Generator) -> Box:
    """A box anywhere in a photo of (height, width) pixels, each side 15 to 70 % of the photo's."""
    tall, wide = height * random.uniform(0.15, 0.7), width * random.uniform(0.15, 0.7)
    left, top = random.uniform(0, width - wide), random.uniform(0, height - tall)
    return Box(left, top, left + wide, top + tall)
