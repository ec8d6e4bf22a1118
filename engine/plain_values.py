"""Settings, which are frozen dataclasses, as what JSON can hold, and back whatever happened."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from types import NoneType
from typing import Any, TypeGuard, TypeVar, get_args, get_type_hints

from engine.errors import EngineError

log = logging.getLogger(__name__)

Settings = TypeVar("Settings")


def to_plain(settings: Any) -> dict[str, Any]:
    """The fields of a dataclass; paths as strings."""
    values = {field.name: getattr(settings, field.name) for field in fields(settings)}
    return {name: str(v) if isinstance(v, Path) else v for name, v in values.items()}


def from_plain(kind: type[Settings], values: Mapping[str, Any]) -> Settings:
    """The settings of `to_plain`, whatever became of them in between.

    A key that is unknown is ignored, and a bad value becomes the default of its key; the log tells.

    Args:
        kind: a dataclass whose fields all have defaults, of plain types, paths, or these or None.
        values: from JSON.
    """
    settings = kind()
    kinds = get_type_hints(kind)
    for name, value in values.items():
        if name not in kinds:
            log.warning("There is no setting %r; it is ignored", name)
            continue
        try:
            settings = replace(settings, **{name: _decoded(value, kinds[name])})  # type: ignore[type-var]
        except (EngineError, TypeError, ValueError, OverflowError) as error:
            log.warning("The setting %s is reset: %s", name, error)
    return settings


def _decoded(value: Any, kind: Any) -> Any:
    """A value from JSON as the type of its field: a plain type, or one of these or None.

    Raises:
        TypeError: it is of another type.
        ValueError: it is no path.
    """
    kinds = get_args(kind) or (kind,)
    if value is None and NoneType in kinds:
        return None
    if Path in kinds and isinstance(value, str):
        if not value or "\0" in value:
            raise ValueError(f"{value!r} is not a path")
        return Path(value)
    if float in kinds and type(value) is int:
        return float(value)
    if type(value) in kinds:  # not isinstance: True is not a number here
        return value
    raise TypeError(f"{value!r} is not of the right type")


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a value from JSON is a finite number; True and False are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False
