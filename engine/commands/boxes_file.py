"""A person's own boxes, read from a JSON file."""

from __future__ import annotations

import json
from pathlib import Path

from engine.batch.photo_walk import reason
from engine.errors import EngineError
from engine.instances import Box, Instance
from engine.plain_values import is_number
from engine.steering import Steering, parse_colour

FORM = (
    'The file is a list of {"box": [left, top, right, bottom], "label": "person", "score": 1.0}, '
    'each with "strength", "saturation", "warmth", "colour" and "point" if wanted.'
)
MAX_BYTES = 16 << 20  # some 100,000 boxes: anything larger is no list of boxes
MAX_LABEL = 60


def read_boxes(path: Path) -> tuple[Instance, ...]:
    """The instances of a boxes file, ids in the order of the file; only the box is needed.

    Boxes are in photo pixels and not yet held against a photo: `Box.checked` does that.

    Raises:
        EngineError: the file cannot be read or is not such a list.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise EngineError(f"The boxes file {path} is too large to be a list of boxes.", FORM)
        entries = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise EngineError(f"The boxes file {path} cannot be read: {reason(error)}.") from error
    except (ValueError, RecursionError) as error:
        where = f": {error}" if isinstance(error, json.JSONDecodeError) else ""
        raise EngineError(f"The boxes file {path} is not JSON{where}.", FORM) from error
    if not isinstance(entries, list):
        raise EngineError(f"The boxes file {path} holds no list.", FORM)
    try:
        return tuple(_instance(number, entry) for number, entry in enumerate(entries))
    except EngineError as error:
        raise EngineError(f"In the boxes file {path}, {error.message}", error.remedy) from error


def _instance(number: int, entry: object) -> Instance:
    place = f"entry {number + 1}"
    if not isinstance(entry, dict) or "box" not in entry:
        raise EngineError(f'{place} has no "box".', FORM)
    sides = entry["box"]
    if not isinstance(sides, list) or len(sides) != 4 or not all(map(is_number, sides)):
        raise EngineError(f"{place} has a box that is not four numbers.", FORM)
    label = entry.get("label", "object")
    if not isinstance(label, str) or not label.strip() or len(label) > MAX_LABEL:
        raise EngineError(
            f"{place} has a label that is not a text of 1 to {MAX_LABEL} characters.", FORM
        )
    score = entry.get("score", 1.0)
    if not is_number(score) or not 0 <= score <= 1:
        raise EngineError(f"{place} has a score that is not a number from 0 to 1.", FORM)
    left, top, right, bottom = map(float, sides)
    if right <= left or bottom <= top:
        raise EngineError(
            f"{place} has an empty box.",
            "Boxes are left, top, right, bottom in photo pixels, right and bottom the larger.",
        )
    return Instance(
        number,
        " ".join(label.split()),
        float(score),
        Box(left, top, right, bottom),
        steering=_steering(place, entry),
    )


def _steering(place: str, entry: dict[str, object]) -> Steering:
    """What an entry says about the colours."""
    numbers: dict[str, float] = {}
    for name in ("strength", "saturation", "warmth"):
        value = entry.get(name)
        if value is None:
            continue
        if not is_number(value):
            raise EngineError(f"{place} has a {name} that is not a number.", FORM)
        numbers[name] = float(value)
    colour, point = entry.get("colour"), entry.get("point")
    if colour is not None and not isinstance(colour, str):
        raise EngineError(f"{place} has a colour that is not a text.", FORM)
    if point is not None and not (
        isinstance(point, list) and len(point) == 2 and all(map(is_number, point))
    ):
        raise EngineError(f"{place} has a point that is not two numbers.", FORM)
    try:
        return Steering(
            **numbers,
            colour=None if colour is None else parse_colour(colour),
            point=None if point is None else (float(point[0]), float(point[1])),
        )
    except EngineError as error:
        said = error.message[0].lower() + error.message[1:]
        raise EngineError(f"{place} is wrong: {said}", error.remedy) from error
