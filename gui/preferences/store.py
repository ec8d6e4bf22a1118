"""What is kept between two starts of the app, and the file it is kept in."""

from __future__ import annotations

import contextlib
import json
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths

from engine import config
from engine.adjustments import DEFAULT_LOOK, LOOKS
from engine.atomic_files import write_whole
from engine.config import EngineConfig
from engine.errors import EngineError
from engine.texts import comma_listed, tr
from gui.languages import LANGUAGES, SYSTEM
from gui.preferences.file_names import DEFAULT_PATTERN, pattern_trouble
from gui.theme import THEMES

log = logging.getLogger(__name__)

VERSION = 1
FILE = "settings.json"
LARGEST = 1_000_000  # bytes; nothing that the app writes comes near
RECENT = 10
QUALITIES = range(1, 101)
BIT_DEPTHS = (None, 8)


@dataclass(frozen=True)
class Preferences:
    """All that a person has set, and where they worked last.

    Attributes:
        theme: one of `THEMES`.
        language: one of `LANGUAGES`, spoken from the next start on.
        look: how photos look that are opened from now on, one of `LOOKS`.
        engine: how photos are colorized.
        open_folder, saved_folder: where a photo was opened and a result saved last; None before.
        save_folder: where all results go; None for beside their photos.
        pattern: what results are called, see `file_names`.
        jpeg_quality: 1..100, also of WebP.
        bit_depth: 8, or None for the photo's own.
        note: say in the results' metadata that their colours are generated.
        recent: photos that were opened, the newest first, at most `RECENT`.
        tour_seen: the tour has been closed once, so it is not begun by itself any more.
    """

    theme: str = "dark"
    language: str = SYSTEM
    look: str = DEFAULT_LOOK
    engine: EngineConfig = field(default_factory=EngineConfig)
    open_folder: Path | None = None
    saved_folder: Path | None = None
    save_folder: Path | None = None
    pattern: str = DEFAULT_PATTERN
    jpeg_quality: int = 95
    bit_depth: int | None = None
    note: bool = True
    recent: tuple[Path, ...] = ()
    tour_seen: bool = False

    def __post_init__(self) -> None:
        if self.theme not in THEMES:
            raise EngineError(
                tr("There is no theme {name!r}.", name=self.theme), _use_one_of(THEMES)
            )
        if self.language not in LANGUAGES:
            raise EngineError(
                tr("There is no language {name!r}.", name=self.language), _use_one_of(LANGUAGES)
            )
        if self.look not in LOOKS:
            raise EngineError(tr("There is no look {name!r}.", name=self.look), _use_one_of(LOOKS))
        trouble = pattern_trouble(self.pattern, self.save_folder)
        if trouble:
            raise EngineError(tr("Results cannot be called like that."), trouble)
        if self.jpeg_quality not in QUALITIES:
            raise EngineError(
                tr("There is no JPEG quality {n}.", n=self.jpeg_quality), tr("Use 1 to 100.")
            )
        if self.bit_depth not in BIT_DEPTHS:
            raise EngineError(tr("There is no bit depth {n}.", n=self.bit_depth), tr("Use 8."))

    def opened(self, photo: Path) -> Preferences:
        """With this photo as the newest of `recent`, and its folder as the last one."""
        others = (path for path in self.recent if path != photo)
        recent = (photo, *others)[:RECENT]
        return replace(self, recent=recent, open_folder=photo.parent)

    def without_recent(self, photo: Path | None = None) -> Preferences:
        """Without this photo in `recent`, which is gone for example; by default without any."""
        kept = tuple(path for path in self.recent if photo is not None and path != photo)
        return replace(self, recent=kept)

    def as_new(self) -> Preferences:
        """The defaults, but with the recent photos and folders, which nobody has set."""
        return Preferences(
            recent=self.recent,
            open_folder=self.open_folder,
            saved_folder=self.saved_folder,
            tour_seen=self.tour_seen,
        )


class Store:
    """The file of the preferences.

    Args:
        folder: where it lies, by default the platform's place for settings.

    Attributes:
        trouble: what went wrong with the last `load`, None when nothing did.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = config_folder() if folder is None else folder
        self.trouble: EngineError | None = None

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / FILE

    def load(self) -> Preferences:
        """What is in the file; the defaults where there is none or it cannot be used.

        A file that cannot be used is kept under another name, and `trouble` says so. A single bad
        value becomes the default of its key.
        """
        self.trouble = None
        try:
            return _preferences(_read(self.path))
        except FileNotFoundError:
            return Preferences()
        except _NewerError:
            message = tr(
                "The settings in {path} were written by a newer version of the app, so the "
                "defaults are used.",
                path=self.path,
            )
        except (OSError, ValueError, RecursionError) as error:
            log.warning("%s: %s", self.path, error)
            message = tr(
                "The settings in {path} cannot be read, so the defaults are used.", path=self.path
            )
        self.trouble = self._set_aside(message)
        return Preferences()

    def save(self, preferences: Preferences) -> None:
        """Write the file, whole or not at all.

        Raises:
            EngineError: it cannot be written; the file is as it was.
        """
        text = json.dumps(_values(preferences), indent=2)  # ASCII, so any path of any system fits
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(self.path, f"{text}\n")
        except OSError as error:
            raise EngineError(
                tr(
                    "The settings could not be saved in {folder}: {reason}.",
                    folder=self.folder,
                    reason=error.strerror or error,
                ),
                tr(
                    "They hold until you close the app; free some disk space or make the folder "
                    "writable to keep them."
                ),
            ) from error

    def reset(self) -> Preferences:
        """Save the defaults, and return them.

        Raises:
            EngineError: as `save`.
        """
        self.save(Preferences())
        return Preferences()

    def _set_aside(self, message: str) -> EngineError:
        place = next(p for n in range(1, 10_000) if not os.path.lexists(p := self._aside(n)))
        try:
            os.replace(self.path, place)
        except OSError as error:
            log.warning("%s cannot be set aside: %s", self.path, error)
            return EngineError(message, tr("Check who may read that file."))
        return EngineError(message, tr("The old file is kept as {name}.", name=place.name))

    def _aside(self, number: int) -> Path:
        return self.folder / f"settings-set-aside-{number}.json"


def _use_one_of(names: Iterable[str]) -> str:
    return tr("Use {names}.", names=comma_listed(names))


class _NewerError(Exception):
    """The file comes from a later version of the app."""


def config_folder() -> Path:
    """The platform's place for this app's settings; the application has its name by now."""
    location = QStandardPaths.StandardLocation.AppConfigLocation
    return Path(QStandardPaths.writableLocation(location))


def _read(path: Path) -> Mapping[str, Any]:
    """The file as JSON.

    Raises:
        OSError: it is not there or cannot be read.
        ValueError: it holds something else.
        RecursionError: it holds braces without end.
        _NewerError: its version is later than `VERSION`.
    """
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"more than {LARGEST} bytes")
    values = json.loads(data.decode("utf-8"))
    if not isinstance(values, dict):
        raise ValueError("no JSON object")
    version = values.pop("version", None)
    if type(version) is not int or version < 1:
        raise ValueError("no version")
    if version > VERSION:
        raise _NewerError
    return values


def _values(preferences: Preferences) -> dict[str, Any]:
    values: dict[str, Any] = {"version": VERSION}
    for one in fields(Preferences):
        value = getattr(preferences, one.name)
        values[one.name] = str(value) if isinstance(value, Path) else value
    values["engine"] = config.to_dict(preferences.engine)
    values["recent"] = [str(path) for path in preferences.recent]
    return values


def _preferences(values: Mapping[str, Any]) -> Preferences:
    """The settings in a file, each bad value replaced by the default of its key."""
    found = Preferences()
    for name, value in values.items():
        decode = DECODERS.get(name)
        if decode is None:
            log.warning("There is no setting %r; it is ignored", name)
            continue
        try:
            found = replace(found, **{name: decode(value)})
        except (EngineError, TypeError, ValueError) as error:
            log.warning("The setting %s is reset: %s", name, error)
    return found


def _engine(value: Any) -> EngineConfig:
    if not isinstance(value, dict):
        raise TypeError("no JSON object")
    return config.from_dict(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError("no whole number")
    return value


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        raise TypeError("neither true nor false")
    return value


def _path(value: Any) -> Path:
    if not isinstance(value, str) or not value or "\0" in value:
        raise ValueError("no path")
    return Path(value)


def _paths(value: Any) -> tuple[Path, ...]:
    paths = []
    for one in value if isinstance(value, list) else []:
        with contextlib.suppress(ValueError):
            paths.append(_path(one))
    return tuple(dict.fromkeys(paths))[:RECENT]


def _or_none(decode: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else decode(value)


DECODERS: dict[str, Callable[[Any], Any]] = {
    "theme": _text,
    "language": _text,
    "look": _text,
    "engine": _engine,
    "open_folder": _or_none(_path),
    "saved_folder": _or_none(_path),
    "save_folder": _or_none(_path),
    "pattern": _text,
    "jpeg_quality": _number,
    "bit_depth": _or_none(_number),
    "note": _flag,
    "recent": _paths,
    "tour_seen": _flag,
}
