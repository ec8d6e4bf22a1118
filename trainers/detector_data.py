"""Training pictures for the detector: grey, mirrored, scaled, cut, joined and aged."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import cv2
import numpy as np
import torch

from engine.detection.bundled import FULLEST, PADDING, input_scale
from engine.detection.coco import LABELS
from engine.detection.detector_search import grey_photo
from engine.networks.detector_network import MULTIPLE
from engine.training.object_boxes import LabelledBox
from engine.training.photo_store import PhotoStore, free_memory
from engine.training.stage_settings import StageSettings
from trainers.augmentation import aged
from trainers.detector_targets import Targets, joined
from trainers.feeding import Batch

LANDSCAPE = 1.15  # width / height from which a photo counts as landscape, its inverse as portrait
SHORT_SIDE = 0.7  # of a landscape or portrait canvas, as a share of the long one
# Long sides of the canvases as shares of the finished detector's: small ones first, which cost
# less and teach as well (Tan and Le, "EfficientNetV2", ICML 2021, section 4), then around its own,
# because a network is best at the sizes that it saw last.
EARLY_SIZES, LATE_SIZES = (0.62, 0.7, 0.77, 0.85), (0.85, 0.92, 1.0, 1.08)
LATE = 0.6  # share of the steps from which on canvases are late ones
PLAIN = 0.85  # share of the steps from which on no pictures are joined (YOLOX, section 2.1)
SCALES = (0.7, 1.4)  # of a photo, against the size at which it would be seen in use
MOSAIC_SCALES = (0.9, 1.6)  # of a photo in a mosaic, against the size at which it fits its part
MOSAIC_CENTRE = (0.35, 0.65)  # where the four parts meet, as a share of the canvas
LONGEST_SIDE = 512  # photos are kept at this size, pixels
VISIBLE = 0.35  # an object of which a cut leaves less is not learned, nor is its place
SMALLEST = 8.0  # pixels on the canvas; the same for smaller ones
RARE = 0.03  # labels in fewer photos than this share are seen more often (LVIS, section 4)
BACKGROUND_WEIGHT = 0.3  # how often a photo without boxes is seen; not all are really empty


@dataclass(frozen=True)
class Marked:
    """The objects of one photo or canvas.

    Attributes:
        boxes: float32 (n, 4), left, top, right, bottom in its pixels.
        labels: int64 (n,); trust: float32 (n,), 0.5..1, from the score of the box's maker.
        unclear: float32 (m, 4), where objects are that can no longer be told.
    """

    boxes: np.ndarray
    labels: np.ndarray
    trust: np.ndarray
    unclear: np.ndarray


def label_names(objects: Mapping[str, Sequence[LabelledBox]]) -> tuple[str, ...]:
    """COCO's 80 names where all labels are among them, else the labels in alphabetical order."""
    used = {labelled.label for boxes in objects.values() for labelled in boxes}
    return LABELS if used <= set(LABELS) else tuple(sorted(used))


class DetectorPictures:
    """Random, augmented batches from marked photos; a batch holds photos of similar shape.

    Args:
        store: the photos.
        shapes: (height, width) of the photos to draw from, by name.
        objects: the objects per name, in the store's pixels.
        labels: all label names.
        settings: `side` is the long side at which photos are seen in use; `aged`, `stretch`,
            `mirrored` and `mosaic` count, too.
        steps: of the whole training.
        seed: of everything that is drawn for a batch as a whole.
        memory: bytes of grey photos that are kept decoded; None takes half of what is free.
        colours: also give each picture as it was, in colour and not aged; only at the late sizes,
            at which a teacher sees well.
    """

    def __init__(
        self,
        store: PhotoStore,
        shapes: Mapping[str, tuple[int, int]],
        objects: Mapping[str, Sequence[LabelledBox]],
        labels: Sequence[str],
        settings: StageSettings,
        *,
        steps: int,
        seed: int = 0,
        memory: int | None = None,
        colours: bool = False,
    ) -> None:
        self._store = store
        self._colours = colours
        self._names = list(shapes)
        self._settings = settings
        self._steps = steps
        self._seed = seed
        indices = {label: index for index, label in enumerate(labels)}
        self._marked = [_marked(objects.get(name, ()), indices) for name in self._names]
        self._kept: dict[int, np.ndarray] = {}
        self._room = free_memory() // 2 if memory is None else memory
        self._lock = threading.Lock()
        weights = repeat_weights([item.labels for item in self._marked])
        kinds = np.array([_kind(shape) for shape in shapes.values()])
        self._members = [np.flatnonzero(kinds == kind) for kind in range(3)]
        sums = [weights[members].cumsum() for members in self._members]
        self._sums = [row / row[-1] if len(row) else row for row in sums]
        totals = np.array([weights[members].sum() for members in self._members])
        self._shares = totals / totals.sum()

    def __len__(self) -> int:
        return len(self._names)

    def batch(self, step: int, randoms: Sequence[np.random.Generator]) -> Batch:
        """Pictures of a step, one drawn by each generator, and their objects.

        Returns:
            "lightness" (N, 1, H, W) in 0..100, the fields of `detector_targets.Targets`, and
            perhaps "colours", sRGB (N, 3, H, W) in 0..100.
        """
        kind, canvas = self.canvas(step)
        mosaics = self._settings.mosaic if step < PLAIN * self._steps else 0.0
        pictures, objects = [], []
        for random in randoms:
            if random.random() < mosaics:
                picture, marked = self._joined(kind, canvas, random)
            else:
                picture, marked = self._drawn(kind, canvas, random, joining=False)
            pictures.append(picture)
            objects.append((marked.boxes, marked.labels, marked.trust, marked.unclear))
        targets = joined(objects)
        told = {field.name: getattr(targets, field.name) for field in fields(Targets)}
        stacked = torch.from_numpy(np.stack(pictures)).movedim(-1, 1)
        if self._colours:
            told["colours"] = stacked[:, 1:]
        return {"lightness": stacked[:, :1], **told}

    def canvas(self, step: int) -> tuple[int, tuple[int, int]]:
        """A step's kind of photos (0 landscape, 1 about square, 2 portrait) and (height, width)."""
        random = np.random.default_rng((self._seed, 2, step))
        kind = int(random.choice(3, p=self._shares))
        late = self._colours or step >= LATE * self._steps
        shares = LATE_SIZES if late else EARLY_SIZES
        size = self._settings.side * float(random.choice(shares))
        long, short = _whole(size), _whole(size * SHORT_SIDE)
        square = _whole(size * math.sqrt(FULLEST))
        return kind, ((short, long), (square, square), (long, short))[kind]

    def _drawn(
        self, kind: int, canvas: tuple[int, int], random: np.random.Generator, *, joining: bool
    ) -> tuple[np.ndarray, Marked]:
        """A random photo of a kind on a canvas, as a whole picture or as a part of a mosaic."""
        place = int(np.searchsorted(self._sums[kind], random.random(), side="right"))
        index = int(self._members[kind][min(place, len(self._members[kind]) - 1)])
        photo = self._photo(index)
        height, width = photo.shape[:2]
        if joining:
            fit, scales = min(canvas[0] / height, canvas[1] / width), MOSAIC_SCALES
        else:
            long = max(canvas) if kind != 1 else max(canvas) / math.sqrt(FULLEST)
            fit, scales = input_scale(height, width, round(long)), SCALES
        scale = fit * math.exp(random.uniform(math.log(scales[0]), math.log(scales[1])))
        return placed(photo, self._marked[index], canvas, random, scale, self._settings)

    def _joined(
        self, kind: int, canvas: tuple[int, int], random: np.random.Generator
    ) -> tuple[np.ndarray, Marked]:
        """Four photos on one canvas (Bochkovskiy et al., "YOLOv4", 2020, section 3.3)."""
        row, column = (round(side * random.uniform(*MOSAIC_CENTRE)) for side in canvas)
        picture = np.empty((*canvas, 4 if self._colours else 1), np.float32)
        parts = []
        for top, bottom in ((0, row), (row, canvas[0])):
            for left, right in ((0, column), (column, canvas[1])):
                size = (bottom - top, right - left)
                part, marked = self._drawn(kind, size, random, joining=True)
                picture[top:bottom, left:right] = part
                shift = np.array([left, top] * 2, np.float32)
                parts.append((marked.boxes + shift, marked.unclear + shift, marked))
        return picture, Marked(
            np.concatenate([boxes for boxes, _, _ in parts]),
            np.concatenate([marked.labels for _, _, marked in parts]),
            np.concatenate([marked.trust for _, _, marked in parts]),
            np.concatenate([unclear for _, unclear, _ in parts]),
        )

    def _photo(self, index: int) -> np.ndarray:
        """A photo's L, and perhaps its colours: uint8 (H, W, 1 or 4)."""
        kept = self._kept.get(index)
        if kept is not None:
            return kept
        pixels = self._store.photo(self._names[index])
        photo = grey_photo(pixels)[..., None]
        if self._colours:
            photo = np.concatenate((photo, pixels), axis=2)
        with self._lock:
            if index not in self._kept and photo.nbytes <= self._room:
                self._room -= photo.nbytes
                self._kept[index] = photo
        return photo


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
    photo: np.ndarray,
    marked: Marked,
    canvas: tuple[int, int],
    random: np.random.Generator,
    scale: float,
    settings: StageSettings,
) -> tuple[np.ndarray, Marked]:
    """A photo at a random place on a canvas, a little stretched, perhaps mirrored, perhaps aged.

    Args:
        photo: uint8 (H, W, channels), 255 for 100; the first channel, L, is aged.
        canvas: (height, width).
        scale: canvas pixels per photo pixel, before the stretching.

    Returns:
        float32 (*canvas, channels) in 0..100 and its objects in the canvas' pixels.
    """
    height, width, channels = photo.shape
    stretch = settings.stretch ** random.uniform(-0.5, 0.5)
    size = (max(8, round(height * scale / stretch)), max(8, round(width * scale * stretch)))
    factors = np.array([size[1] / width, size[0] / height] * 2, np.float32)
    boxes = marked.boxes * factors
    resized = cv2.resize(
        photo, size[::-1], interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    ).reshape(*size, channels)
    if settings.mirrored and random.integers(0, 2):
        resized = resized[:, ::-1]
        boxes = boxes[:, [2, 1, 0, 3]] * [-1, 1, -1, 1] + np.array([size[1], 0, size[1], 0])
    picture = np.full((*canvas, channels), PADDING, np.float32)
    (row, at_row, rows), (column, at_column, columns) = (
        _fitted(inner, outer, random) for inner, outer in zip(size, canvas, strict=True)
    )
    part = resized[row : row + rows, column : column + columns].astype(np.float32) / 2.55
    if random.random() < settings.aged:
        part[..., 0] = aged(np.ascontiguousarray(part[..., 0]), random)
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
    return picture, Marked(
        clipped[told], marked.labels[told], marked.trust[told], clipped[there & ~told]
    )


def _fitted(inner: int, outer: int, random: np.random.Generator) -> tuple[int, int, int]:
    """Where a side of `inner` pixels lies on one of `outer`: its start, the place, the length."""
    if inner > outer:
        return int(random.integers(0, inner - outer + 1)), 0, outer
    return 0, int(random.integers(0, outer - inner + 1)), inner


def _whole(side: float) -> int:
    """The nearest side of a canvas; on a single cell of stride 32, oneDNN's strided convolution in
    bfloat16 leaves parts of its gradient unset, so that it may be no number."""
    return max(2, round(side / MULTIPLE)) * MULTIPLE


def _kind(shape: tuple[int, int]) -> int:
    aspect = shape[1] / shape[0]
    return 0 if aspect >= LANDSCAPE else 2 if aspect <= 1 / LANDSCAPE else 1


def _marked(objects: Sequence[LabelledBox], indices: Mapping[str, int]) -> Marked:
    boxes = [(o.box.left, o.box.top, o.box.right, o.box.bottom) for o in objects]
    return Marked(
        np.array(boxes, np.float32).reshape(-1, 4),
        np.array([indices[o.label] for o in objects], np.int64),
        np.array([0.5 + 0.5 * min(1.0, o.score) for o in objects], np.float32),
        np.zeros((0, 4), np.float32),
    )
