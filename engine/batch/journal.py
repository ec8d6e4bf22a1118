"""The file that a queue is kept in: one JSON line for each change, only ever added to.

Killed at any moment, a process leaves whole lines and at most one torn one, which is passed over.
A photo is begun in the file before any work on it, and its result appears by one renaming, so that
what was going on at the end can be told from the disk: the result is there, or nothing is.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, TypeGuard

from engine.atomic_files import FULL, sweep_since
from engine.batch import output_options
from engine.batch.output_options import OutputOptions
from engine.batch.queue_items import FINISHED, Item, State
from engine.errors import DiskFullError, EngineError
from engine.texts import marked, tr
from engine.training.processes import locked

LARGEST = 1 << 28  # bytes; a million photos
ATTEMPTS = 3  # a photo that was worked on when the program ended so often is not tried again
KINDS = frozenset({"add", "options", "begin", "end", "again", "remove"})  # of records
CRASHED = marked(
    "The program has ended {attempts} times while it worked on this photo. "
    "Try it again if that had another reason."
)


class Journal:
    """A queue's file, held by one process at a time.

    Args:
        path: the file; it is made with its folder when it is not there.

    Attributes:
        items: the photos by their numbers as the file told, before anything was added here.
        options: as they were written last; None where none were.
        interrupted: a photo was worked on when the process before ended.

    Raises:
        EngineError: it cannot be opened, is no queue, or another process has it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.items: dict[int, Item] = {}
        self.options: OutputOptions | None = None
        self.interrupted = False
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = _opened(path)
        except OSError as error:
            raise _trouble(path, error) from error
        if not locked(self._file):
            self._file.close()
            raise EngineError(
                tr("The queue is open in another window or terminal."),
                tr("Go on there, or close it there first."),
            )
        self._begun: dict[int, tuple[bool, float]] = {}
        self._attempts: dict[int, int] = {}
        try:
            self._read()
        except OSError as error:
            self.close()
            raise _trouble(path, error) from error
        except BaseException:
            self.close()
            raise

    def add(self, items: Sequence[Item]) -> None:
        """Keep these new photos, all or none.

        Raises:
            EngineError: they cannot be written.
        """
        found = [[i.number, str(i.source), None if i.root is None else str(i.root)] for i in items]
        self._write({"add": found})

    def set_options(self, options: OutputOptions) -> None:
        """Keep these options.

        Raises:
            EngineError: they cannot be written.
        """
        self._write({"options": output_options.to_dict(options)})

    def begin(self, number: int, target: Path, *, fresh: bool) -> None:
        """Work on a photo begins now.

        Args:
            number: of the photo.
            target: where its result will be.
            fresh: whether nothing is there yet.

        Raises:
            EngineError: it cannot be written; the work must not begin.
        """
        record = {"begin": number, "target": str(target), "fresh": fresh, "time": time.time()}
        self._write(record, sync=True)

    def end(self, item: Item) -> None:
        """The work on a photo has ended as `item` says; it is waiting again if it was stopped.

        Raises:
            EngineError: it cannot be written. Nothing is lost: a result is found when the file is
                read, as the work had been begun.
        """
        record: dict[str, Any] = {"end": item.number, "state": item.state.value}
        if item.target is not None:
            record["target"] = str(item.target)
        if item.message:
            record["message"] = item.message
        if item.seconds:
            record["seconds"] = round(item.seconds, 2)
        self._write(record, sync=True)

    def wait_again(self, numbers: Iterable[int]) -> None:
        """These photos are to be tried again."""
        self._write({"again": sorted(numbers)})

    def remove(self, numbers: Iterable[int]) -> None:
        """These photos are not of the queue any more."""
        self._write({"remove": sorted(numbers)})

    def clear(self) -> None:
        """No photo is of the queue any more; the options stay."""
        try:
            self._file.truncate(0)
        except OSError as error:
            raise _trouble(self.path, error) from error

    def close(self) -> None:
        """Let others have it."""
        self._file.close()

    # Writing

    def _write(self, record: Mapping[str, Any], *, sync: bool = False) -> None:
        # The line break in front ends a line that was torn by a full disk or a killed process.
        rest = memoryview(f"\n{json.dumps(record)}\n".encode("ascii"))
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
            if sync:
                os.fsync(self._file.fileno())
        except OSError as error:
            raise _trouble(self.path, error) from error

    # Reading

    def _read(self) -> None:
        self._file.seek(0)
        told = _all(self._file)
        if len(told) > LARGEST:
            raise EngineError(
                tr("{path} is too large for a queue.", path=self.path), tr("Choose another file.")
            )
        lines = [line for line in told.split(b"\n") if line.strip()]
        records = [record for record in map(_record, lines) if record is not None]
        known = any(KINDS & record.keys() for record in records)
        if lines and not known and not _is_begun(told):
            raise EngineError(
                tr("{path} does not hold a queue.", path=self.path), tr("Choose another file.")
            )
        for record in records:
            self._take(record)
        self.interrupted = bool(self._begun)
        for number, (fresh, begun) in self._begun.items():
            self._settle(number, fresh, begun)

    def _take(self, record: Mapping[str, Any]) -> None:
        """Let one line count; values of other types than ours are passed over."""
        handlers: dict[str, Callable[[Mapping[str, Any]], None]] = {
            "add": self._take_added,
            "options": self._take_options,
            "begin": self._take_begun,
            "end": self._take_end,
            "again": self._take_again,
            "remove": self._take_removed,
        }
        for name, handle in handlers.items():
            if name in record:
                handle(record)

    def _take_added(self, record: Mapping[str, Any]) -> None:
        for entry in record["add"] if isinstance(record["add"], list) else []:
            if isinstance(entry, list) and len(entry) == 3:
                number, source, root = entry
                if type(number) is int and _is_path(source) and (root is None or _is_path(root)):
                    place = None if root is None else Path(root)
                    self.items[number] = Item(number, Path(source), place)

    def _take_options(self, record: Mapping[str, Any]) -> None:
        if isinstance(record["options"], dict):
            self.options = output_options.from_dict(record["options"])

    def _take_begun(self, record: Mapping[str, Any]) -> None:
        item = self._item(record["begin"])
        begun, target = record.get("time"), record.get("target")
        if item is None or not _is_path(target) or not isinstance(begun, (int, float)):
            return
        self.items[item.number] = replace(item, state=State.WORKING, target=Path(target))
        self._begun[item.number] = record.get("fresh") is True, float(begun)
        self._attempts[item.number] = self._attempts.get(item.number, 0) + 1

    def _take_end(self, record: Mapping[str, Any]) -> None:
        item = self._item(record["end"])
        state = record.get("state")
        if item is None or state not in [s.value for s in (*FINISHED, State.WAITING)]:
            return
        target, seconds = record.get("target"), record.get("seconds", 0)
        self._begun.pop(item.number, None)
        self._attempts.pop(item.number, None)
        self.items[item.number] = replace(
            item,
            state=State(state),
            target=Path(target) if _is_path(target) else None,
            message=str(record.get("message", "")),
            seconds=float(seconds) if isinstance(seconds, (int, float)) else 0.0,
        )

    def _take_again(self, record: Mapping[str, Any]) -> None:
        for number in _numbers(record["again"]):
            item = self._item(number)
            if item is not None:
                self._forget(number)
                self.items[number] = Item(number, item.source, item.root)

    def _take_removed(self, record: Mapping[str, Any]) -> None:
        for number in _numbers(record["remove"]):
            self._forget(number)
            self.items.pop(number, None)

    def _forget(self, number: int) -> None:
        self._begun.pop(number, None)
        self._attempts.pop(number, None)

    def _settle(self, number: int, fresh: bool, begun: float) -> None:
        """Find out what became of a photo that was worked on when the process ended."""
        item = self.items[number]
        assert item.target is not None  # it was begun with one
        sweep_since(item.target.parent, begun)
        if fresh and os.path.lexists(item.target):
            self.items[number] = done = replace(item, state=State.DONE)
            with contextlib.suppress(EngineError):  # it would be found again the next time
                self.end(done)
        elif self._attempts[number] >= ATTEMPTS:
            self.items[number] = replace(
                item, state=State.FAILED, target=None, message=tr(CRASHED, attempts=ATTEMPTS)
            )
        else:
            self.items[number] = replace(item, state=State.WAITING, target=None)

    def _item(self, number: object) -> Item | None:
        return self.items.get(number) if type(number) is int else None


def _record(line: bytes) -> Mapping[str, Any] | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _is_begun(told: bytes) -> bool:
    """Whether a file holds the beginning of the first record, whose writing was cut off."""
    beginnings = [f'\n{{"{kind}": '.encode("ascii") for kind in KINDS]
    return any(told.startswith(one) or one.startswith(told) for one in beginnings)


def _numbers(value: object) -> list[int]:
    return [n for n in value if type(n) is int] if isinstance(value, list) else []


def _is_path(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value) and "\0" not in value


def _opened(path: Path) -> IO[bytes]:
    """For reading and appending, without a buffer that would fail later than the write."""
    return path.open("a+b", buffering=0)


def _all(file: IO[bytes]) -> bytes:
    """What is in the file, and no more than `LARGEST` and one: a device may have no end."""
    parts, left = [], LARGEST + 1
    while left and (part := file.read(min(left, 1 << 20))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _trouble(path: Path, error: OSError) -> EngineError:
    if error.errno in FULL:
        return DiskFullError(
            tr("The disk is full: the queue cannot be kept in {folder}.", folder=path.parent),
            tr("Make some room."),
        )
    return EngineError(
        tr(
            "The queue cannot be kept in {path}: {reason}.",
            path=path,
            reason=error.strerror or error,
        ),
        tr("Check the folder and its permissions."),
    )
