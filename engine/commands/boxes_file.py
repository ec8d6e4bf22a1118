"""A person's own boxes, read from a JSON file."""

from __future__ import annotations

import json
from pathlib import Path

from engine.batch.photo_walk import reason
from engine.errors import EngineError
from engine.instances import Box, Instance
from engine.plain_values import is_number
from engine.steering import Steering, parse_colour
from engine.texts import marked, tr

FORM = marked(
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
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)  # a device or a pipe has no size beforehand
        if len(content) > MAX_BYTES:
            raise EngineError(
                tr("The boxes file {path} is too large to be a list of boxes.", path=path), tr(FORM)
            )
        entries = json.loads(content.decode("utf-8-sig"))
    except OSError as error:
        raise EngineError(
            tr("The boxes file {path} cannot be read: {reason}.", path=path, reason=reason(error))
        ) from error
    except (ValueError, RecursionError) as error:
        told = isinstance(error, json.JSONDecodeError)
        raise EngineError(
            tr("The boxes file {path} is not JSON: {error}.", path=path, error=error)
            if told
            else tr("The boxes file {path} is not JSON.", path=path),
            tr(FORM),
        ) from error
    if not isinstance(entries, list):
        raise EngineError(tr("The boxes file {path} holds no list.", path=path), tr(FORM))
    try:
        return tuple(_instance(number, entry) for number, entry in enumerate(entries))
    except EngineError as error:
        raise EngineError(
            tr("In the boxes file {path}, {message}", path=path, message=error.message),
            error.remedy,
        ) from error


def _instance(number: int, entry: object) -> Instance:
    place = tr("entry {number}", number=number + 1)
    if not isinstance(entry, dict) or "box" not in entry:
        raise EngineError(tr('{place} has no "box".', place=place), tr(FORM))
    sides = entry["box"]
    if not isinstance(sides, list) or len(sides) != 4 or not all(map(is_number, sides)):
        raise EngineError(tr("{place} has a box that is not four numbers.", place=place), tr(FORM))
    label = entry.get("label", "object")
    if not isinstance(label, str) or not label.strip() or len(label) > MAX_LABEL:
        raise EngineError(
            tr(
                "{place} has a label that is not a text of 1 to {longest} characters.",
                place=place,
                longest=MAX_LABEL,
            ),
            tr(FORM),
        )
    score = entry.get("score", 1.0)
    if not is_number(score) or not 0 <= score <= 1:
        raise EngineError(
            tr("{place} has a score that is not a number from 0 to 1.", place=place), tr(FORM)
        )
    left, top, right, bottom = map(float, sides)
    if right <= left or bottom <= top:
        raise EngineError(
            tr("{place} has an empty box.", place=place),
            tr("Boxes are left, top, right, bottom in photo pixels, right and bottom the larger."),
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
            raise EngineError(
                tr("{place} has a {name} that is not a number.", place=place, name=name), tr(FORM)
            )
        numbers[name] = float(value)
    colour, point = entry.get("colour"), entry.get("point")
    if colour is not None and not isinstance(colour, str):
        raise EngineError(tr("{place} has a colour that is not a text.", place=place), tr(FORM))
    if point is not None and not (
        isinstance(point, list) and len(point) == 2 and all(map(is_number, point))
    ):
        raise EngineError(tr("{place} has a point that is not two numbers.", place=place), tr(FORM))
    try:
        return Steering(
            **numbers,
            colour=None if colour is None else parse_colour(colour),
            point=None if point is None else (float(point[0]), float(point[1])),
        )
    except EngineError as error:
        said = error.message[0].lower() + error.message[1:]
        raise EngineError(
            tr("{place} is wrong: {said}", place=place, said=said), error.remedy
        ) from error
