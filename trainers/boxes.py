"""Boxes of objects in training photos, read from a CSV file and filtered."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from engine.errors import EngineError
from engine.instances import Box

COLUMNS = ("name", "label", "score", "left", "top", "right", "bottom")
COLUMN_LIST = ", ".join(COLUMNS)


@dataclass(frozen=True)
class LabelledBox:
    """One object of a training photo: its box in the photo's pixels, what it is, how sure."""

    box: Box
    label: str
    score: float


def read_boxes(
    path: Path, *, min_score: float = 0.0, min_side: float = 1.0, most: int | None = None
) -> dict[str, list[LabelledBox]]:
    """Objects per photo name, highest score first.

    Args:
        path: CSV with the columns of `COLUMNS`, boxes in pixels.
        min_score, min_side: objects below are left out (score 0..1; shorter side in pixels).
        most: how many objects of one photo are kept.

    Raises:
        EngineError: the file is missing or a line of it is not such a box.
    """
    boxes: dict[str, list[LabelledBox]] = defaultdict(list)
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
            if missing:
                raise EngineError(
                    f"{path} has no column {missing[0]}.", f"Give {', '.join(COLUMNS)}."
                )
            for row in rows:
                box = Box(*(float(row[side]) for side in COLUMNS[3:]))
                score = float(row["score"])
                if score >= min_score and min(box.width, box.height) >= min_side:
                    boxes[row["name"]].append(LabelledBox(box, row["label"], score))
    except (OSError, UnicodeDecodeError) as error:
        raise EngineError(
            f"The boxes {path} cannot be read: {error}.", "Give a CSV file."
        ) from None
    except (TypeError, ValueError):
        raise EngineError(
            f"Line {rows.line_num} of {path} is not a box.", f"Give {COLUMN_LIST}."
        ) from None
    for objects in boxes.values():
        objects.sort(key=lambda labelled: -labelled.score)
        if most is not None:
            del objects[most:]
    return dict(boxes)
