"""Keeps what a detector found in training photos, so that it is not looked for again."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from engine.errors import EngineError
from engine.instances import Box
from engine.networks.checkpoint_folders import user_folder
from engine.texts import tr
from engine.training.object_boxes import LabelledBox

SAVE_SECONDS = 2.0  # finds are on the disk after at most so long


def default_cache() -> Path:
    """Where finds are kept when nobody says otherwise."""
    return user_folder("compact").parent.parent / "found-objects.sqlite"


class Finds:
    """What a detector found, by the photos' content, in a file that survives a killed process.

    Where the file cannot be made or written, nothing is kept.

    Args:
        path: an SQLite file; made if it is missing.
        detector: whose finds; those of another one do not count.

    Attributes:
        trouble: one sentence on why nothing is kept; empty while all is.

    Raises:
        EngineError: the file is damaged.
    """

    def __init__(self, path: Path, detector: str) -> None:
        self._path = path
        self._detector = detector
        self._lock = threading.Lock()
        self._saved = time.monotonic()
        self.trouble = ""
        self._base: sqlite3.Connection | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(path, timeout=30.0, check_same_thread=False)
            self._base.execute(
                "CREATE TABLE IF NOT EXISTS finds "
                "(photo TEXT, detector TEXT, boxes TEXT, PRIMARY KEY (photo, detector))"
            )
        except (OSError, sqlite3.OperationalError) as error:
            self._give_up(error)
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def known(self, digests: Iterable[str]) -> dict[str, list[LabelledBox]]:
        """The finds of the photos with these digests, as far as there are any."""
        wanted = set(digests)
        if self._base is None:
            return {}
        try:
            rows = self._base.execute(
                "SELECT photo, boxes FROM finds WHERE detector = ?", (self._detector,)
            )
            return {photo: _unpacked(boxes) for photo, boxes in rows if photo in wanted}
        except (sqlite3.Error, ValueError, TypeError) as error:
            raise self._failure(error) from error

    def keep(self, digest: str, found: Sequence[LabelledBox]) -> None:
        """Keep a photo's finds; they are on the disk after `SAVE_SECONDS` or `close`."""
        with self._lock:
            if self._base is None:
                return
            try:
                self._base.execute(
                    "INSERT OR REPLACE INTO finds VALUES (?, ?, ?)",
                    (digest, self._detector, _packed(found)),
                )
                if time.monotonic() - self._saved > SAVE_SECONDS:
                    self._base.commit()
                    self._saved = time.monotonic()
            except sqlite3.OperationalError as error:
                self._give_up(error)
            except sqlite3.Error as error:
                raise self._failure(error) from error

    def close(self) -> None:
        """Write what is not written yet."""
        if self._base is None:
            return
        try:
            self._base.commit()
        except sqlite3.OperationalError as error:
            self._give_up(error)
        except sqlite3.Error as error:
            raise self._failure(error) from error
        finally:
            if self._base is not None:
                self._base.close()

    def _give_up(self, error: Exception) -> None:
        """Keep nothing from now on: of a folder that is closed, or a disk that is full."""
        base, self._base = self._base, None
        if base is not None:
            base.close()
        self.trouble = tr(
            "What is found is not kept for the next time: {path} cannot be written ({error}).",
            path=self._path,
            error=error,
        )

    def _failure(self, error: Exception) -> EngineError:
        return EngineError(
            tr(
                "The file of found objects {path} cannot be used: {error}.",
                path=self._path,
                error=error,
            ),
            tr("Make room on the disk, or delete the file; it is made anew."),
        )


def _packed(found: Sequence[LabelledBox]) -> str:
    return json.dumps([[b.label, b.score, b.variance, *sides(b.box)] for b in found])


def _unpacked(text: str) -> list[LabelledBox]:
    return [
        LabelledBox(Box(*(float(side) for side in box)), str(label), float(score), variance)
        for label, score, variance, *box in json.loads(text)
    ]


def sides(box: Box) -> tuple[float, float, float, float]:
    """Left, top, right, bottom."""
    return box.left, box.top, box.right, box.bottom
