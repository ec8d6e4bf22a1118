"""The third stage: the weight modules, on whole photos with their objects; both networks frozen.

Every photo of a batch brings its own number of objects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from engine.colorizer import Colorizer
from engine.devices import placed
from engine.instances import Box, Placement
from engine.networks.catalogue import NetworkSet, build_fusion, write_stage
from engine.networks.color_net import ColorNet, Recorder
from engine.networks.coverage import confined
from engine.networks.folding import folded
from engine.networks.fusion import FusionNet, FusionRule, InstancePart
from engine.training.object_boxes import LabelledBox
from engine.training.photo_store import PhotoStore
from engine.training.set_evaluation import LEAST_SIDE, SIDE, pictures_of
from engine.training.stage_settings import StageSettings
from trainers.feeding import Batch
from trainers.fusion_pictures import FusionPictures
from trainers.losses import ColorLoss
from trainers.samples import MOST, sheet
from trainers.validation import figures, mean_figures

MOST_VALIDATED = 100
MOST_HELD_OUT = 32  # photos that the validation's loss is taken of
AT_ONCE = 4  # of them in one pass
CROPS_AT_ONCE = 16  # in one pass, so that its activations do not grow with the objects


class FusionStage:
    """Whole photos squeezed to a square, with the crops of their objects."""

    name = "fusion"
    groups: Sequence[int] | None = None

    def __init__(
        self,
        full: ColorNet,
        instance: ColorNet,
        store: PhotoStore,
        boxes: Mapping[str, Sequence[LabelledBox]],
        training: Sequence[str],
        held_out: Sequence[str],
        run: Path,
        settings: StageSettings,
        *,
        rule: FusionRule = FusionRule.MASKED,
    ) -> None:
        fusion = build_fusion(full, rule)
        fusion.start_from(full)
        self.network: nn.Module = fusion
        side = settings.side
        size = (side, side) if side else full.input_size(SIDE, SIDE)
        self._pictures = FusionPictures(
            store,
            boxes,
            settings,
            size=size,
            crop_size=instance.instance_size,
            ab_stride=full.taps[-1].stride,
            framing=full.framing,
        )
        self._settings = settings
        self._loss = ColorLoss.of(settings)
        self._full = folded(full)
        self._instance = folded(instance)
        self._store = store
        self._boxes = boxes
        self._training = [name for name in training if boxes.get(name)]
        self._held_out = [name for name in held_out if boxes.get(name)]
        self._run = run
        self.samples = len(self._training)

    def parameter_groups(self) -> list[dict[str, object]]:
        assert isinstance(self.network, FusionNet)
        fresh = [*self.network.full.parameters(), *self.network.instance.parameters()]
        weighing = {id(parameter) for parameter in fresh}
        trained = list(self.network.trained())
        groups: list[dict[str, object]] = [
            {"params": [p for p in trained if id(p) in weighing], "lr": self._settings.rate}
        ]
        copied = [p for p in trained if id(p) not in weighing]
        if copied:
            groups.insert(0, {"params": copied, "lr": self._settings.encoder_rate})
        return groups

    def batch(
        self, indices: np.ndarray, randoms: Sequence[np.random.Generator], step: int = 0
    ) -> Batch:
        return self._pictures.cut([self._training[index] for index in indices], randoms)

    def ready(self, batch: Batch, device: torch.device) -> Batch:
        return self._pictures.ready(batch, device)

    def loss(self, batch: Batch) -> Tensor:
        assert isinstance(self.network, FusionNet)
        return self._loss_of(self.network, batch)

    def _loss_of(self, network: FusionNet, batch: Batch) -> Tensor:
        self._to(batch["lightness"].device)
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
            begun = self._full.begin(batch["lightness"])
            full = self._full.proceed(begun) if network.confined else None
        photos = [int(row[0]) for row in rows]
        parts = self._parts(network, batch["crops"], placements, photos)
        begun = network.begin(batch["lightness"], begun)
        ab, _ = network.proceed(self._full, begun, parts)
        last = self._full.taps[-1].name
        if full is not None:
            ab = confined(ab, full, [part[last] for part in parts])
        lightness = nn.functional.interpolate(batch["lightness"], ab.shape[2:], mode="area")
        whole = self._loss(ab, batch["ab"], lightness)
        weight = self._settings.box_weight
        if not weight or not photos:
            return whole
        inside = []
        for photo, places in zip(photos, placements, strict=True):
            place = (slice(photo, photo + 1), slice(None), places[last].rows, places[last].columns)
            inside.append(self._loss(ab[place], batch["ab"][place], lightness[place]))
        return (whole + weight * torch.stack(inside).mean()) / (1.0 + weight)

    def _parts(
        self,
        network: FusionNet,
        crops: Tensor,
        placements: Sequence[Mapping[str, Placement]],
        photos: Sequence[int],
    ) -> list[dict[str, InstancePart]]:
        """What the crops (N, 1, h, w) bring to the taps; memory grows with their boxes alone.

        Where there are many, what the weight modules need for their gradients is computed again
        when it is needed, some crops at a time.
        """

        def brought(chosen: slice) -> list[dict[str, InstancePart]]:
            recorder = Recorder()
            with torch.no_grad():
                self._instance(crops[chosen], recorder)
            return network.parts(recorder.features, placements[chosen], photos[chosen])

        parts: list[dict[str, InstancePart]] = []
        many = len(photos) > CROPS_AT_ONCE and torch.is_grad_enabled()
        for first in range(0, len(photos), CROPS_AT_ONCE):
            chosen = slice(first, first + CROPS_AT_ONCE)
            parts += checkpoint(brought, chosen, use_reentrant=False) if many else brought(chosen)
        return parts

    def validate(self, network: nn.Module) -> dict[str, float]:
        """The loss, and fused and full figures of whole photos at 256 x 256 and their objects.

        Nothing without held-out photos with objects, and of objects where all are too small.
        """
        assert isinstance(network, FusionNet)
        if not self._held_out:
            return {}
        device = next(network.parameters()).device
        self._to(device)
        rows: dict[str, list[tuple[float, ...]]] = {
            key: [] for key in ("full", "fused", "full_objects", "fused_objects")
        }
        for name in self._held_out[:MOST_VALIDATED]:
            truth, boxes, pictures = self._recoloured(name, network)
            grey = pictures["grey"]
            for kind in ("full", "fused"):
                picture = pictures[kind]
                rows[kind].append(figures(picture, grey, truth))
                for box in boxes:
                    left, top, right, bottom = box.pixels(height=SIDE, width=SIDE)
                    part = (slice(top, bottom), slice(left, right))
                    if min(box.width, box.height) >= LEAST_SIDE:
                        rows[f"{kind}_objects"].append(
                            figures(picture[part], grey[part], truth[part])
                        )
        means = {
            f"{kind}_{key}": value
            for kind, found in rows.items()
            for key, value in mean_figures(found).items()
        }
        return {"loss": self._held_out_loss(network), **means}

    def sample(self, network: nn.Module) -> np.ndarray | None:
        """Grey, full image, fused and true, from top to bottom."""
        assert isinstance(network, FusionNet)
        self._to(next(network.parameters()).device)
        columns = []
        for name in self._held_out[:MOST]:
            truth, _, pictures = self._recoloured(name, network)
            columns.append((*(pictures[kind] for kind in ("grey", "full", "fused")), truth))
        return sheet(columns)

    def _recoloured(
        self, name: str, network: FusionNet
    ) -> tuple[np.ndarray, list[Box], dict[str, np.ndarray]]:
        """A held-out photo at 256 x 256: see `set_evaluation.pictures_of`."""
        device = next(network.parameters()).device
        colorizer = Colorizer(NetworkSet(self._full, self._instance, network), device)
        boxes = [labelled.box for labelled in self._boxes[name]]
        return pictures_of(colorizer, self._store.photo(name), boxes)

    @torch.no_grad()
    def _held_out_loss(self, network: FusionNet) -> float:
        chosen = self._held_out[:MOST_HELD_OUT]
        device = next(network.parameters()).device
        total = 0.0
        for start in range(0, len(chosen), AT_ONCE):
            part = chosen[start : start + AT_ONCE]
            randoms = [np.random.default_rng(start + i) for i in range(len(part))]
            batch = self.ready(self._pictures.cut(part, randoms), device)
            total += len(part) * float(self._loss_of(network, batch))
        return total / len(chosen)

    def finish(self, network: nn.Module) -> Path:
        return write_stage(self._run / "checkpoints", self.name, network, self._full)

    def _to(self, device: torch.device) -> None:
        placed(self._full, device)
        placed(self._instance, device)
