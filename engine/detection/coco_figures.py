"""A detector's figures as COCO's own evaluation gives them, to check ours by."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.detection.candidates import Candidate
from engine.detection.detector_figures import BEST, IOU, LEAST_AREA, MOST
from engine.errors import EngineError
from engine.texts import tr
from engine.training.object_boxes import LabelledBox


def coco_figures(
    found: Sequence[Sequence[Candidate]], truth: Sequence[Sequence[LabelledBox]]
) -> tuple[float, float]:
    """AP50 and recall, as `detector_figures.evaluate` defines them, by pycocotools' `COCOeval`.

    Raises:
        EngineError: pycocotools is not installed.
    """
    try:
        from pycocotools.coco import COCO
        from pycocotools.cocoeval import COCOeval
    except ImportError:
        raise EngineError(
            tr("The package pycocotools is not installed."), tr("Run: pip install pycocotools")
        ) from None
    labels = sorted({o.label for objects in truth for o in objects})
    numbers = {label: number for number, label in enumerate(labels, start=1)}
    counted = [
        _entry(photo, numbers[o.label], o.box.left, o.box.top, o.box.width, o.box.height)
        for photo, objects in enumerate(truth, start=1)
        for o in objects
    ]
    guessed = [
        {
            **_entry(photo, numbers[c.label], c.box.left, c.box.top, c.box.width, c.box.height),
            "score": c.score,
        }
        for photo, candidates in enumerate(found, start=1)
        for c in candidates
        if c.label in numbers
    ]
    # without names, also what no object is called counts among the best boxes
    nameless = [{**entry, "category_id": 1} for entry in counted]
    nameless_guessed = [
        {
            **_entry(photo, 1, c.box.left, c.box.top, c.box.width, c.box.height),
            "score": c.score,
        }
        for photo, candidates in enumerate(found, start=1)
        for c in candidates
    ]

    def run(objects: list[Any], guesses: list[Any], most: int) -> dict[str, Any]:
        reference = COCO()
        reference.dataset = {
            "images": [{"id": photo} for photo in range(1, len(truth) + 1)],
            "categories": [{"id": number, "name": label} for label, number in numbers.items()],
            "annotations": [{**entry, "id": n} for n, entry in enumerate(objects, start=1)],
        }
        reference.createIndex()
        made = COCOeval(reference, reference.loadRes(guesses), "bbox")
        made.params.iouThrs = np.array([IOU])
        made.params.areaRng, made.params.areaRngLbl = [[LEAST_AREA, 1e12]], ["counted"]
        made.params.maxDets = [most]
        made.evaluate()
        made.accumulate()
        return made.eval

    if not counted or not guessed:
        return 0.0, 0.0
    with contextlib.redirect_stdout(io.StringIO()):  # it prints what it does
        precision = run(counted, guessed, MOST)["precision"][0, :, :, 0, 0]
        recall = run(nameless, nameless_guessed, BEST)["recall"][0, 0, 0, 0]
    known = precision[:, (precision > -1).all(axis=0)]
    return float(known.mean()) if known.size else 0.0, max(0.0, float(recall))


def _entry(
    photo: int, label: int, left: float, top: float, width: float, height: float
) -> dict[str, Any]:
    return {
        "image_id": photo,
        "category_id": label,
        "bbox": [left, top, width, height],
        "area": width * height,
        "iscrowd": 0,
    }
