"""Training pictures for the detector: grey, mirrored, scaled, cut and aged, with their targets."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import cv2
import numpy as np
import torch

from engine.detection.bundled import PADDING
from engine.detection.coco import LABELS
from engine.networks.detector_network import MULTIPLE, cell_centres, grids_of
from engine.training.object_boxes import LabelledBox
from engine.training.photo_store import PhotoStore
from trainers.augmentation import aged
from trainers.detector_targets import assign
from trainers.feeding import Batch

LANDSCAPE = 1.15  # width / height from which a photo counts as landscape, its inverse as portrait
SHORT_SIDE = 0.7  # of a landscape or portrait canvas, as a share of the long one
SCALES = (0.75, 1.45)  # of a photo, against the size at which it just fits into the canvas
STRETCH = 1.12  # largest change of the aspect
AGED_SHARE = 0.5
LONGEST_SIDE = 384  # photos are kept at this size, pixels
VISIBLE = 0.35  # an object of which a cut leaves less is not learned, nor is its place
SMALLEST = 8.0  # pixels on the canvas; the same for smaller ones
RARE = 0.01  # labels in fewer photos than this share are seen more often (LVIS, section 4)
BACKGROUND_WEIGHT = 0.3  # how often a photo without boxes is seen; not all are really empty


@dataclass(frozen=True)
class Marked:
    """The objects of one photo.

    Attributes:
        boxes: float32 (n, 4), left, top, right, bottom in the photo's pixels.
        labels: int64 (n,); trust: float32 (n,), 0.5..1, from the score of the box's maker.
    """

    boxes: np.ndarray
    labels: np.ndarray
    trust: np.ndarray


def label_names(objects: Mapping[str, Sequence[LabelledBox]]) -> tuple[str, ...]:
    """COCO's 80 names where all labels are among them, else the labels in alphabetical order."""
    used = {labelled.label for boxes in objects.values() for labelled in boxes}
    return LABELS if used <= set(LABELS) else tuple(sorted(used))


class DetectorPictures:
    """Random, augmented batches from marked photos; a batch holds photos of similar shape.

    Args:
        store: the photos.
        names: of the photos to draw from.
        objects: the objects per name.
        labels: all label names.
        size: the long side of the canvas, a multiple of 32.
        memory: bytes of grey photos that are kept decoded.
    """

    def __init__(
        self,
        store: PhotoStore,
        names: Sequence[str],
        objects: Mapping[str, Sequence[LabelledBox]],
        labels: Sequence[str],
        *,
        size: int,
        memory: int = 6 << 30,
    ) -> None:
        self._store = store
        self._names = list(names)
        indices = {label: index for index, label in enumerate(labels)}
        self._marked = [_marked(objects.get(name, ()), indices) for name in self._names]
        self._kept: dict[int, np.ndarray] = {}
        with ThreadPoolExecutor(max_workers=2) as pool:
            shapes = list(pool.map(lambda i: self._keep(i, memory), range(len(self._names))))
        short = max(MULTIPLE, round(size * SHORT_SIDE / MULTIPLE) * MULTIPLE)
        middle = max(MULTIPLE, math.floor(math.sqrt(short * size) / MULTIPLE) * MULTIPLE)
        self.canvases = ((short, size), (middle, middle), (size, short))
        weights = repeat_weights([item.labels for item in self._marked])
        kinds = np.array([_kind(shape) for shape in shapes])
        self._members = [np.flatnonzero(kinds == kind) for kind in range(3)]
        self._shares = np.array([weights[members].sum() for members in self._members])
        self._shares /= self._shares.sum()
        self._weights = [
            weights[members] / max(1e-9, weights[members].sum()) for members in self._members
        ]

    def __len__(self) -> int:
        return len(self._names)

    def batch(self, count: int, random: np.random.Generator) -> Batch:
        """`count` pictures and what their cells shall learn.

        Returns:
            "lightness" (N, 1, H, W) in 0..100, "labels", "trust" (N, cells), "boxes"
            (N, cells, 4) as in `detector_targets.Targets`.
        """
        kind = int(random.choice(3, p=self._shares))
        members, weights = self._members[kind], self._weights[kind]
        drawn = random.choice(members, count, p=weights, replace=len(members) < count)
        canvas = self.canvases[kind]
        grids = grids_of(*canvas)
        centres = cell_centres(grids).numpy()
        pictures, targets = [], []
        for index in drawn:
            picture, marked, ignored = placed(
                self._grey(index), self._marked[index], canvas, random
            )
            pictures.append(picture)
            targets.append(
                assign(centres, grids, marked.boxes, marked.labels, marked.trust, ignored)
            )
        return {
            "lightness": torch.from_numpy(np.stack(pictures)[:, None]),
            "labels": torch.from_numpy(np.stack([target.labels for target in targets])),
            "trust": torch.from_numpy(np.stack([target.trust for target in targets])),
            "boxes": torch.from_numpy(np.stack([target.boxes for target in targets])),
        }

    def _keep(self, index: int, memory: int) -> tuple[int, int]:
        grey, factor = self._read(index)
        marked = self._marked[index]
        self._marked[index] = replace(marked, boxes=marked.boxes * np.float32(factor))
        if (len(self._kept) + 1) * grey.nbytes <= memory:
            self._kept[index] = grey
        return grey.shape[0], grey.shape[1]

    def _grey(self, index: int) -> np.ndarray:
        kept = self._kept.get(index)
        return self._read(index)[0] if kept is None else kept

    def _read(self, index: int) -> tuple[np.ndarray, float]:
        """A photo of at most `LONGEST_SIDE`, and by what factor it was shrunk."""
        grey = grey_photo(self._store.photo(self._names[index]))
        longest = max(grey.shape)
        if longest <= LONGEST_SIDE:
            return grey, 1.0
        factor = LONGEST_SIDE / longest
        size = (max(1, round(grey.shape[1] * factor)), max(1, round(grey.shape[0] * factor)))
        return cv2.resize(grey, size, interpolation=cv2.INTER_AREA), factor


def grey_photo(pixels: np.ndarray) -> np.ndarray:
    """uint8 sRGB (H, W, 3) as L, uint8 (H, W), 255 for L 100."""
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2Lab)[..., 0]


def repeat_weights(labels: Sequence[np.ndarray]) -> np.ndarray:
    """How often each photo is drawn: the square-root repeat factor of its rarest label.

    Gupta et al., "LVIS" (CVPR 2019), section 4: max(1, sqrt(RARE / share of photos with it)).
    """
    seen = Counter(int(label) for item in labels for label in np.unique(item))
    rare = RARE * len(labels)
    weights = [
        max(1.0, math.sqrt(rare / min(seen[int(label)] for label in item)))
        if len(item)
        else BACKGROUND_WEIGHT
        for item in labels
    ]
    return np.array(weights)


def placed(
    grey: np.ndarray, marked: Marked, canvas: tuple[int, int], random: np.random.Generator
) -> tuple[np.ndarray, Marked, np.ndarray]:
    """A photo at a random scale and place on a canvas, perhaps mirrored, perhaps aged.

    Args:
        grey: uint8 (H, W), 255 for L 100.
        canvas: (height, width).

    Returns:
        float32 canvas in 0..100, its objects in the canvas' pixels, and float32 (m, 4) boxes of
        objects that can no longer be told.
    """
    height, width = grey.shape
    fit = min(canvas[0] / height, canvas[1] / width)
    scale = fit * math.exp(random.uniform(math.log(SCALES[0]), math.log(SCALES[1])))
    stretch = STRETCH ** random.uniform(-0.5, 0.5)
    size = (max(8, round(height * scale / stretch)), max(8, round(width * scale * stretch)))
    factors = np.array([size[1] / width, size[0] / height] * 2, np.float32)
    boxes = marked.boxes * factors
    shrinks = scale < 1
    resized = cv2.resize(
        grey, size[::-1], interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    )
    if random.integers(0, 2):
        resized = resized[:, ::-1]
        boxes = boxes[:, [2, 1, 0, 3]] * [-1, 1, -1, 1] + np.array([size[1], 0, size[1], 0])
    picture = np.full(canvas, PADDING, np.float32)
    (row, at_row, rows), (column, at_column, columns) = (
        _fitted(inner, outer, random) for inner, outer in zip(size, canvas, strict=True)
    )
    part = resized[row : row + rows, column : column + columns].astype(np.float32) / 2.55
    if random.random() < AGED_SHARE:
        part = aged(part, random)
    picture[at_row : at_row + rows, at_column : at_column + columns] = part
    frame = np.array([at_column, at_row, at_column + columns, at_row + rows], np.float32)
    shift = np.array([at_column - column, at_row - row] * 2, np.float32)
    moved = (boxes + shift).astype(np.float32)
    clipped = np.stack(
        [moved[:, side].clip(frame[side % 2], frame[2 + side % 2]) for side in range(4)], axis=1
    )
    before = (moved[:, 2:] - moved[:, :2]).prod(1)
    sides = clipped[:, 2:] - clipped[:, :2]
    there = sides.prod(1) > 0
    told = (sides.prod(1) >= VISIBLE * before) & (sides.min(1, initial=np.inf) >= SMALLEST)
    return (
        picture,
        Marked(clipped[told], marked.labels[told], marked.trust[told]),
        clipped[there & ~told],
    )


def _fitted(inner: int, outer: int, random: np.random.Generator) -> tuple[int, int, int]:
    """Where a side of `inner` pixels lies on one of `outer`: its start, the place, the length."""
    if inner > outer:
        return int(random.integers(0, inner - outer + 1)), 0, outer
    return 0, int(random.integers(0, outer - inner + 1)), inner


def _kind(shape: tuple[int, int]) -> int:
    aspect = shape[1] / shape[0]
    return 0 if aspect >= LANDSCAPE else 2 if aspect <= 1 / LANDSCAPE else 1


def _marked(objects: Sequence[LabelledBox], indices: Mapping[str, int]) -> Marked:
    boxes = [(o.box.left, o.box.top, o.box.right, o.box.bottom) for o in objects]
    return Marked(
        np.array(boxes, np.float32).reshape(-1, 4),
        np.array([indices[o.label] for o in objects], np.int64),
        np.array([0.5 + 0.5 * min(1.0, o.score) for o in objects], np.float32),
    )
