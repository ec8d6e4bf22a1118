"""Project files: written whole or not at all, and read as if anybody could have written them."""

from __future__ import annotations

import base64
import binascii
import json
import stat
import zlib
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from engine.adjustments import Adjustments
from engine.atomic_files import write_whole
from engine.config import INPUT_SCALES
from engine.errors import EngineError
from engine.instances import Box, Instance
from engine.photo_reading import MAX_MEGAPIXELS
from engine.photo_saving import write_failure
from engine.plain_values import is_number
from engine.project import PhotoReference, Project
from engine.steering import SATURATIONS, STRENGTHS, WARMTHS, Steering
from engine.texts import marked, tr

FORMAT = "instance-colorizer project"
VERSION = 1
LARGEST = 64 << 20  # bytes; a hundred outlined objects take about one megabyte
MOST_INSTANCES = 1000
LARGEST_ID = 10_000
LONGEST_LABEL = 200  # characters; the app takes 60
LONGEST_PATH = 8192
REMEDY = marked("Open a copy of it from before, or colorize the photo anew.")
RANGES = {
    "saturation": SATURATIONS,
    "warmth": WARMTHS,
    "vividness": (0.0, 1.0),
}  # of adjustments; others: FINITE
FINITE = (-1000.0, 1000.0)


def write_project(path: Path, project: Project) -> None:
    """Write a project; an existing file is replaced.

    Raises:
        EngineError: it cannot be written; what was there is as it was.
    """
    text = json.dumps(_plain(project), indent=1)  # ASCII, so that any path of any system fits
    try:
        write_whole(path, f"{text}\n")
    except OSError as error:
        raise write_failure(path, error) from error


def read_project(path: Path) -> Project:
    """The project in a file; its photo is not looked for.

    Raises:
        EngineError: it cannot be read, is no project or a damaged one, or was written by a newer
            version of the app.
    """
    try:
        values = json.loads(_read(path).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _damaged(path, tr("it is not JSON")) from error
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise EngineError(
            tr("The file {name} is not a project of this app.", name=path.name), tr(REMEDY)
        )
    version = values.get("version")
    if type(version) is int and version > VERSION:
        raise EngineError(
            tr("The project {name} was written by a newer version of the app.", name=path.name),
            tr("Update the app to open it."),
        )
    if version != VERSION:
        raise _damaged(path, tr("it has no version"))
    try:
        return _project(values)
    except EngineError as error:
        said = error.message[0].lower() + error.message[1:]
        raise _damaged(path, said.rstrip(".")) from error
    except _BadValueError as error:
        raise _damaged(path, str(error)) from error
    except MemoryError as error:
        raise EngineError(
            tr("There is not enough memory to open {name}.", name=path.name),
            tr("Close other programs."),
        ) from error


class _BadValueError(Exception):
    """What is wrong with the values, in words that go on after "damaged: "."""


# Writing


def _plain(project: Project) -> dict[str, Any]:
    photo = project.photo
    values: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "photo": {
            "path": photo.path,
            "sha256": photo.fingerprint,
            "width": photo.width,
            "height": photo.height,
        },
        "strength": float(project.strength),
        "scale": float(project.scale),
        "adjustments": {
            f.name: float(getattr(project.adjustments, f.name)) for f in fields(Adjustments)
        },
        "instances": [_plain_instance(i, i.id in project.enabled) for i in project.instances],
    }
    if project.kept_in is not None:
        values["kept in"] = str(project.kept_in)
    return values


def _plain_instance(instance: Instance, on: bool) -> dict[str, Any]:
    box, steering = instance.box, instance.steering
    values: dict[str, Any] = {
        "id": int(instance.id),
        "label": instance.label,
        "score": float(instance.score),
        "box": [float(side) for side in (box.left, box.top, box.right, box.bottom)],
        "drawn": bool(instance.drawn),
        "on": on,
        "strength": float(steering.strength),
        "saturation": float(steering.saturation),
        "warmth": float(steering.warmth),
    }
    if steering.colour is not None:
        values["colour"] = [int(level) for level in steering.colour]
    if steering.point is not None:
        values["point"] = [float(side) for side in steering.point]
    if steering.crop_scale != 1.0:
        values["crop scale"] = float(steering.crop_scale)
    if instance.mask is not None:
        bits = np.packbits(np.ascontiguousarray(instance.mask, bool))
        values["outline"] = base64.b64encode(zlib.compress(bits.tobytes())).decode("ascii")
    return values


# Reading


def _read(path: Path) -> bytes:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe or a device may have no end
            raise EngineError(tr("{path} is not a file.", path=path), tr("Open a project file."))
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise EngineError(
            tr("There is no file {path}.", path=path), tr("Check the name and the folder.")
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise EngineError(
            tr("The project {path} cannot be read: {reason}.", path=path, reason=reason),
            tr("Check who may read it."),
        ) from error
    if len(data) > LARGEST:
        raise EngineError(
            tr("The file {name} is too large to be a project.", name=path.name), tr(REMEDY)
        )
    return data


def _damaged(path: Path, reason: str) -> EngineError:
    return EngineError(
        tr("The project {name} is damaged: {reason}.", name=path.name, reason=reason), tr(REMEDY)
    )


def _project(values: Mapping[str, Any]) -> Project:
    photo = _photo(values.get("photo"))
    entries = values.get("instances")
    if not isinstance(entries, list):
        raise _BadValueError(tr("it has no list of objects"))
    if len(entries) > MOST_INSTANCES:
        raise _BadValueError(tr("it holds more than {most} objects", most=MOST_INSTANCES))
    instances = tuple(_instance(n, entry, photo) for n, entry in enumerate(entries, start=1))
    if len({instance.id for instance in instances}) < len(instances):
        raise _BadValueError(tr("two of its objects have the same number"))
    on = [i.id for i, entry in zip(instances, entries, strict=True) if _flag(entry, "on")]
    kept_in = values.get("kept in")
    return Project(
        photo,
        instances,
        frozenset(on),
        _adjustments(values.get("adjustments")),
        _number(values, "strength", STRENGTHS),
        _number(values, "scale", INPUT_SCALES),
        None if kept_in is None else Path(_text(kept_in, tr("project file"), LONGEST_PATH)),
    )


def _photo(values: object) -> PhotoReference:
    if not isinstance(values, dict):
        raise _BadValueError(tr("it names no photo"))
    path = _text(values.get("path"), tr("photo"), LONGEST_PATH)
    found = values.get("sha256")
    if not isinstance(found, str) or len(found) != 64:
        raise _BadValueError(tr("it has no fingerprint of the photo"))
    height, width = values.get("height"), values.get("width")
    if type(height) is not int or type(width) is not int or height < 1 or width < 1:
        raise _BadValueError(tr("it has no size of the photo"))
    if height * width > MAX_MEGAPIXELS * 1_000_000:
        raise _BadValueError(tr("its photo would be larger than any that can be opened"))
    return PhotoReference(path, found, height, width)


def _instance(number: int, entry: object, photo: PhotoReference) -> Instance:
    if not isinstance(entry, dict):
        raise _BadValueError(tr("object {number} is none", number=number))
    try:
        found = entry.get("id")
        if type(found) is not int or not 0 <= found <= LARGEST_ID:
            raise _BadValueError(tr("it has no number"))
        sides = entry.get("box")
        if not isinstance(sides, list) or len(sides) != 4 or not all(map(is_number, sides)):
            raise _BadValueError(tr("its box is not four numbers"))
        box = Box(*map(float, sides)).checked(height=photo.height, width=photo.width)
        return Instance(
            found,
            _text(entry.get("label"), tr("name"), LONGEST_LABEL),
            _number(entry, "score", (0.0, 1.0)),
            box,
            _mask(entry.get("outline"), box, photo),
            _flag(entry, "drawn"),
            _steering(entry),
        )
    except (_BadValueError, EngineError) as error:
        said = error.message if isinstance(error, EngineError) else str(error)
        said = f"{said[0].lower()}{said[1:]}".rstrip(".")
        raise _BadValueError(tr("of object {number}, {said}", number=number, said=said)) from error


def _steering(entry: Mapping[str, Any]) -> Steering:
    colour, point = entry.get("colour"), entry.get("point")
    if colour is not None and not (
        isinstance(colour, list)
        and len(colour) == 3
        and all(type(level) is int and 0 <= level <= 255 for level in colour)
    ):
        raise _BadValueError(tr("the colour is not three numbers from 0 to 255"))
    if point is not None and not (
        isinstance(point, list) and len(point) == 2 and all(map(is_number, point))
    ):
        raise _BadValueError(tr("the point is not two numbers"))
    return Steering(
        _number(entry, "strength", STRENGTHS),
        _number(entry, "saturation", SATURATIONS),
        _number(entry, "warmth", WARMTHS),
        None if colour is None else (colour[0], colour[1], colour[2]),
        None if point is None else (float(point[0]), float(point[1])),
        _number(entry, "crop scale", INPUT_SCALES) if "crop scale" in entry else 1.0,
    )


def _mask(value: object, box: Box, photo: PhotoReference) -> np.ndarray | None:
    """An outline, bool (height, width) of the box's whole pixels; never more than these."""
    if value is None:
        return None
    left, top, right, bottom = box.pixels(height=photo.height, width=photo.width)
    height, width = bottom - top, right - left
    size = (height * width + 7) // 8
    unpacking = zlib.decompressobj()
    try:
        if not isinstance(value, str):
            raise ValueError("no text")
        data = unpacking.decompress(base64.b64decode(value, validate=True), size + 1)
    except (ValueError, binascii.Error, zlib.error) as error:
        raise _BadValueError(tr("the outline cannot be read")) from error
    if len(data) != size or not unpacking.eof:
        raise _BadValueError(tr("the outline does not fit the box"))
    bits = np.unpackbits(np.frombuffer(data, np.uint8), count=height * width)
    return bits.view(bool).reshape(height, width)


def _adjustments(values: object) -> Adjustments:
    """Those that the file holds; what it does not know of is as colorized."""
    if not isinstance(values, dict):
        raise _BadValueError(tr("it has no adjustments"))
    found = Adjustments()
    for one in fields(Adjustments):
        if one.name in values:
            value = _number(values, one.name, RANGES.get(one.name, FINITE))
            found = replace(found, **{one.name: value})
    return found


def _number(values: Mapping[str, Any], name: str, limits: tuple[float, float]) -> float:
    value = values.get(name)
    low, high = limits
    if not is_number(value) or not low <= value <= high:
        raise _BadValueError(
            tr("the {name} is not a number from {low:g} to {high:g}", name=name, low=low, high=high)
        )
    return float(value)


def _flag(values: Mapping[str, Any], name: str) -> bool:
    value = values.get(name)
    if not isinstance(value, bool):
        raise _BadValueError(tr("it does not say whether it is {name}", name=name))
    return value


def _text(value: object, name: str, longest: int) -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value or len(value) > longest:
        raise _BadValueError(
            tr("the {name} is not a text of 1 to {longest} characters", name=name, longest=longest)
        )
    return value
