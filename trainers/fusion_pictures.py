"""The fusion stage's pictures: whole photos, aged as a whole, and the crops of their objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
import torch
from torch.nn import functional as F

from engine.instances import Box
from engine.lab import rgb_to_lightness
from engine.networks.framing import Framing, PaperFraming
from engine.training.object_boxes import LabelledBox
from engine.training.photo_store import PhotoStore
from engine.training.stage_settings import StageSettings
from trainers import device_pictures
from trainers.ageing import Ageing
from trainers.augmentation import averaged, lightness_and_ab, squeezed_to
from trainers.conversion import ageings_of, in_tensors, room_for, rows_of
from trainers.feeding import Batch, moved


class FusionPictures:
    """Makes the batches of the fusion stage.

    Args:
        store, boxes: the photos and their objects.
        settings: the stage's values.
        size, crop_size: (height, width) of the whole photos and of the crops, pixels.
        ab_stride: how much coarser than a whole photo its true ab is.
        framing: how photos and boxes reach the networks.
    """

    def __init__(
        self,
        store: PhotoStore,
        boxes: Mapping[str, Sequence[LabelledBox]],
        settings: StageSettings,
        *,
        size: tuple[int, int],
        crop_size: tuple[int, int],
        ab_stride: int,
        framing: Framing,
    ) -> None:
        self._store = store
        self._boxes = boxes
        self._settings = settings
        self._size = size
        self._crop_size = crop_size
        self._ab_stride = ab_stride
        self._framing = framing

    def cut(self, names: Sequence[str], randoms: Sequence[np.random.Generator]) -> Batch:
        """Photos as they are, and what is to be made of them.

        Returns:
            "photos" (N, H, W, 3) uint8 sRGB, each in the top left corner; "sizes" (N, 2), their
            heights and widths; "wholes" (N, h, w, 3), the same photos squeezed to the whole
            photos' size, for the true colours; "ageing" as of `rows_of`; "places" int64 (M, 7),
            for each crop its photo's row, height, width, and the crop's left, top, right, bottom.
        """
        told = self._settings
        photos: list[np.ndarray] = []
        ageings: list[Ageing] = []
        places: list[tuple[int, ...]] = []
        for row, (name, random) in enumerate(zip(names, randoms, strict=True)):
            pixels = self._store.photo(name)
            height, width = pixels.shape[:2]
            mirrored = told.mirrored and bool(random.integers(0, 2))
            photos.append(cv2.flip(pixels, 1) if mirrored else pixels)
            ageings.append(Ageing.drawn(random, told.aged))
            boxes = [
                _moved(labelled.box, width, mirrored, told.moved, random)
                for labelled in self._boxes[name]
                if random.random() >= told.dropped
            ]
            if random.random() < told.stray:
                boxes.append(_stray(height, width, random))
            # as the app gives them to a network, whatever a file or the moves made of them
            for box in (box.clipped(height=height, width=width) for box in boxes):
                edges = self._framing.crop(box, height=height, width=width)
                places.append((row, height, width, *edges))
        sizes = [photo.shape[:2] for photo in photos]
        together = np.zeros((len(photos), *np.max(sizes, axis=0), 3), np.uint8)
        for slot, photo in zip(together, photos, strict=True):
            slot[: photo.shape[0], : photo.shape[1]] = photo
        return {
            "photos": torch.from_numpy(together),
            "sizes": torch.tensor(sizes),
            "wholes": torch.from_numpy(np.stack([squeezed_to(p, self._size) for p in photos])),
            "ageing": rows_of(ageings),
            "places": torch.tensor(places, dtype=torch.int64).reshape(-1, 7),
        }

    def ready(self, batch: Batch, device: torch.device) -> Batch:
        """What `cut` gave, on a device and as the networks take it; else it is only moved.

        Returns:
            "lightness" (N, 1, H, W) in 0..100, "ab" (N, 2, h, w) in Lab units, "crops"
            (M, 1, H, W) in 0..100, float32, and "places".
        """
        if "photos" not in batch:
            return moved(batch, device)
        if device.type == "cpu":
            return self._by_threads(batch)
        return self.on_device(batch, device)

    def on_device(self, batch: Batch, device: torch.device) -> Batch:
        """As `ready`, in torch."""
        photos = batch["photos"].to(device, non_blocking=True)
        lightness, _ = device_pictures.lightness_and_ab(photos)
        _, ab = device_pictures.lightness_and_ab(batch["wholes"].to(device, non_blocking=True))
        sizes = batch["sizes"].tolist()
        for row, ageing in enumerate(ageings_of(batch["ageing"])):
            if ageing.changes:
                height, width = sizes[row]
                own = lightness[row, 0, :height, :width]
                lightness[row, 0, :height, :width] = device_pictures.aged(own, ageing)
        corners = [(row, 0, 0, width, height) for row, (height, width) in enumerate(sizes)]
        rows = torch.tensor(corners, device=device)
        paper = isinstance(self._framing, PaperFraming)
        whole = device_pictures.cut(lightness[:, 0], rows, self._size, paper=paper)
        places = batch["places"]
        edges = places[:, [0, 3, 4, 5, 6]].to(device, non_blocking=True)
        crops = device_pictures.cut(lightness[:, 0], edges, self._crop_size, paper=paper)
        return {
            "lightness": whole[:, None].contiguous(memory_format=torch.channels_last),
            "ab": F.avg_pool2d(ab, self._ab_stride),
            "crops": crops[:, None],
            "places": places.to(device, non_blocking=True),
        }

    def _by_threads(self, batch: Batch) -> Batch:
        framing = self._framing
        photos = [
            ageing.applied(rgb_to_lightness(pixels[:height, :width]))
            for pixels, (height, width), ageing in zip(
                batch["photos"].numpy(),
                batch["sizes"].tolist(),
                ageings_of(batch["ageing"]),
                strict=True,
            )
        ]
        wholes = batch["wholes"].numpy()
        grey, ab = room_for(len(wholes), self._size, self._ab_stride)
        for row, (lightness, whole) in enumerate(zip(photos, wholes, strict=True)):
            grey[row] = framing.resized(lightness, self._size)
            averaged(lightness_and_ab(whole)[1], self._ab_stride, ab[row])
        crops = [
            framing.resized(photos[row][top:bottom, left:right], self._crop_size)
            for row, _, _, left, top, right, bottom in batch["places"].tolist()
        ]
        stack = np.stack(crops) if crops else np.zeros((0, *self._crop_size), np.float32)
        return {
            **in_tensors(grey, ab),
            "crops": torch.from_numpy(stack[:, None]),
            "places": batch["places"],
        }


def _moved(box: Box, width: int, mirrored: bool, amount: float, random: np.random.Generator) -> Box:
    """A box of a photo so many pixels wide, its sides moved by at most `amount` of its size."""
    left, right = (width - box.right, width - box.left) if mirrored else (box.left, box.right)
    moves = random.uniform(-amount, amount, 4)
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
