"""Boxes of objects in training photos: read from files of three kinds, and filtered."""

from __future__ import annotations

import csv
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.detection.coco import NO_LABEL
from engine.errors import EngineError
from engine.instances import Box
from engine.texts import tr
from engine.training.stage_settings import Filters

COLUMNS = ("name", "label", "score", "left", "top", "right", "bottom")
COLUMN_LIST = ", ".join(COLUMNS)
LARGEST_NPZ = 16 << 20  # bytes; the boxes of a photo are some hundred


@dataclass(frozen=True)
class LabelledBox:
    """One object of a training photo.

    Attributes:
        box: in the photo's pixels.
        label: what it is.
        score: how sure the detector was, 0..1.
        variance: of the RGB values, 0..255, inside the box; None while it is not measured.
    """

    box: Box
    label: str
    score: float
    variance: float | None = None

    def scaled(self, factor: float) -> LabelledBox:
        """The object in a photo whose sides are `factor` times as long."""
        sides = (self.box.left, self.box.top, self.box.right, self.box.bottom)
        return replace(self, box=Box(*(side * factor for side in sides)))


Objects = dict[str, list[LabelledBox]]


def read_objects(path: Path) -> Objects:
    """All objects per photo name, the surest first.

    Args:
        path: CSV with the columns of `COLUMNS`; or COCO's JSON of instances; or the `.npz` of the
            paper's code (`bbox`, `scores`), one or a folder of them, called like the photos.

    Raises:
        EngineError: it is missing, none of these, or damaged.
    """
    try:
        if path.is_dir():
            objects = _read_npz_folder(path)
        elif path.suffix.lower() == ".npz":
            objects = {path.stem: _read_npz(path)}
        elif path.suffix.lower() == ".json":
            objects = _read_coco(path)
        else:
            objects = _read_csv(path)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = error.strerror if isinstance(error, OSError) else None
        if isinstance(error, UnicodeDecodeError):
            why = tr("it is not text")
        raise EngineError(
            tr("The boxes {path} cannot be read: {error}.", path=path, error=why or error),
            tr("Give a CSV file, COCO's JSON or a folder of .npz files."),
        ) from None
    for found in objects.values():
        found.sort(key=lambda labelled: -labelled.score)
    return objects


def read_boxes(
    path: Path, *, min_score: float = 0.0, min_side: float = 1.0, most: int | None = None
) -> Objects:
    """As `read_objects`, filtered; arguments as in `Filters`, photos without objects left out."""
    filters = Filters(min_score=min_score, min_side=min_side, most=most or 0)
    return filtered(read_objects(path), filters)


def all_measured(objects: Mapping[str, Sequence[LabelledBox]]) -> bool:
    """Whether the variance of every object is known."""
    return all(b.variance is not None for found in objects.values() for b in found)


def why_dropped(labelled: LabelledBox, filters: Filters) -> str:
    """Why the filters drop an object ("score", "variance", "size"); empty if they keep it."""
    if labelled.score < filters.min_score:
        return "score"
    if min(labelled.box.width, labelled.box.height) < filters.min_side:
        return "size"
    if labelled.variance is not None and labelled.variance < filters.min_variance:
        return "variance"
    return ""


def filtered(objects: Mapping[str, Sequence[LabelledBox]], filters: Filters) -> Objects:
    """What the filters keep; photos without objects are left out."""
    kept: Objects = {}
    for name, found in objects.items():
        passed = [labelled for labelled in found if not why_dropped(labelled, filters)]
        passed.sort(key=lambda labelled: -labelled.score)
        if passed:
            kept[name] = passed[: filters.most or None]
    return kept


def matched(objects: Objects, names: Iterable[str]) -> tuple[Objects, int]:
    """The objects under the photos' own names, and how many objects belong to none of the photos.

    A box file may call a photo by its full name, by its file name or by that without suffix.
    """
    aliases: dict[str, str] = {}
    for name in names:
        for alias in (name, Path(name).name, Path(name).stem):
            aliases.setdefault(alias, name)
    found: Objects = {}
    strangers = 0
    for called, boxes in objects.items():
        own = aliases.get(called) or aliases.get(Path(called).name) or aliases.get(called.strip())
        if own is None:
            strangers += len(boxes)
        else:
            found.setdefault(own, []).extend(boxes)
    return found, strangers


def _read_csv(path: Path) -> Objects:
    boxes: Objects = defaultdict(list)
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise EngineError(
                tr("{path} has no column {column}.", path=path, column=missing[0]),
                tr("Give {columns}.", columns=COLUMN_LIST),
            )
        for row in rows:
            try:
                made = _checked(
                    [float(row[side]) for side in COLUMNS[3:]], row["label"], float(row["score"])
                )
            except (TypeError, ValueError):
                raise EngineError(
                    tr("Line {line} of {path} is not a box.", line=rows.line_num, path=path),
                    tr("Give {columns}.", columns=COLUMN_LIST),
                ) from None
            boxes[row["name"]].append(made)
    return dict(boxes)


def _read_coco(path: Path) -> Objects:
    """COCO's format: `images`, `categories` and `annotations` with left, top, width, height."""
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
        names = {image["id"]: str(image["file_name"]) for image in told["images"]}
        labels = {kind["id"]: str(kind["name"]) for kind in told.get("categories", [])}
        boxes: Objects = defaultdict(list)
        for entry in told["annotations"]:
            if entry.get("iscrowd"):
                continue
            left, top, width, height = (float(side) for side in entry["bbox"])
            if width <= 0 or height <= 0:  # COCO itself has a few
                continue
            label = labels.get(entry.get("category_id"), NO_LABEL)
            sides = [left, top, left + width, top + height]
            made = _checked(sides, label, float(entry.get("score", 1.0)))
            boxes[names[entry["image_id"]]].append(made)
    except (
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        ArithmeticError,
        RecursionError,
    ) as error:
        raise EngineError(
            tr(
                "{path} is not COCO's JSON of instances: {kind} {error}.",
                path=path,
                kind=type(error).__name__,
                error=error,
            ),
            tr("It needs images, annotations and categories."),
        ) from None
    return dict(boxes)


def _read_npz_folder(folder: Path) -> Objects:
    files = sorted(folder.rglob("*.npz"))
    if not files:
        raise EngineError(
            tr("There are no .npz files in {folder}.", folder=folder), tr("Give their folder.")
        )
    return {path.stem: _read_npz(path) for path in files}


def _read_npz(path: Path) -> list[LabelledBox]:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            if sum(entry.file_size for entry in arrays.zip.infolist()) > LARGEST_NPZ:
                raise ValueError(tr("it is too large"))
            sides = np.asarray(arrays["bbox"], float).reshape(-1, 4)
            scores = np.asarray(arrays["scores"], float).reshape(-1)
        return [
            _checked(row.tolist(), NO_LABEL, float(score))
            for row, score in zip(sides, scores, strict=True)
        ]
    except OSError:
        raise
    except Exception as error:  # numpy and zipfile raise nearly anything on hostile files
        raise EngineError(
            tr("{path} does not hold the boxes of a photo: {error}.", path=path, error=error),
            tr("It needs the arrays bbox (n, 4) and scores (n)."),
        ) from None


def _checked(sides: Sequence[float], label: str | None, score: float) -> LabelledBox:
    left, top, right, bottom = sides
    if not all(math.isfinite(value) for value in (*sides, score)) or right <= left or bottom <= top:
        raise ValueError
    return LabelledBox(Box(left, top, right, bottom), label or NO_LABEL, score)
