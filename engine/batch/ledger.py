"""The photos of an archive and how far each is, on the disk: millions of them need little memory.

Does for many machines what `journal` does for one, in an SQLite file: the plan is made in it,
folder by folder, and read from it as the work goes on. Killed at any moment, it is whole.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from engine.atomic_files import sweep_since
from engine.batch.photo_walk import Found, identity
from engine.batch.photo_work import Order
from engine.batch.planning import found, target_of
from engine.batch.queue_items import FINISHED, Counts, Item, State
from engine.batch.targets import Targets, free_names
from engine.errors import DiskFullError, EngineError
from engine.instances import Instance
from engine.steps import Step, Steps
from engine.texts import in_one_line, tr

OURS = 0x1C01041E  # SQLite's application_id, so that nobody else's file is written to
PAGE = 500  # rows that are in memory at once
TABLE = """
CREATE TABLE photos (
    number INTEGER PRIMARY KEY, identity BLOB UNIQUE NOT NULL, source BLOB NOT NULL, root BLOB,
    state TEXT NOT NULL DEFAULT 'waiting', place BLOB, target BLOB, trouble TEXT, remedy TEXT,
    steps BLOB, fresh INTEGER, begun REAL, message TEXT NOT NULL DEFAULT ''
);
CREATE INDEX places ON photos (place);
"""
Row = tuple[int, bytes, bytes | None]


class Ledger:
    """A ledger's file, held by one process at a time.

    Args:
        path: the file; it is made when it is not there.

    Raises:
        EngineError: it cannot be opened, is no ledger, or another process has it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._told():
            self._base = sqlite3.connect(path, timeout=0, isolation_level=None)
            try:
                self._open()
            except BaseException:
                self._base.close()
                raise

    def add(self, photos: Iterable[Found | EngineError]) -> Steps[list[EngineError]]:
        """Take in the photos of a walk that are not there yet.

        Returns:
            what could not be looked at.

        Raises:
            EngineError: they cannot be kept.
        """
        troubles: list[EngineError] = []
        with self._told(), self._together():
            for count, photo in enumerate(photos):
                if count % PAGE == 0:
                    yield Step(tr("Looking for photos: {count:,}", count=count), 0, 0)
                if isinstance(photo, EngineError):
                    troubles.append(photo)
                    continue
                root = None if photo.folder is None else os.fsencode(photo.folder.absolute())
                self._base.execute(
                    "INSERT OR IGNORE INTO photos (identity, source, root) VALUES (?, ?, ?)",
                    (_digest(identity(photo.path)), os.fsencode(photo.path.absolute()), root),
                )
        return troubles

    def plan(self, output: str | None, *, folders: bool, suffix: str, steps: bool) -> Steps[None]:
        """Settle where the result of each unfinished photo goes, by the rules of `Targets`.

        What is in memory is the photos whose results go into one folder, and with `steps` a name
        for each photo.

        Args:
            output: an absolute path as in `Targets`.
            folders: whether a folder was among the arguments.
            suffix: of all results, with its dot; empty keeps each photo's own.
            steps: whether the steps are written too, into a folder for each photo.

        Raises:
            EngineError: the output asked for cannot be that of these photos.
        """
        several = folders or self.counts().total > 1
        with self._told(), self._together():
            places = Targets(output, [], folders=several, suffix=suffix)
            planned = 0
            for rows in self._pages():
                yield Step(tr("Settling where results go: {planned:,}", planned=planned), 0, 0)
                planned += len(rows)
                self._base.executemany(
                    "UPDATE photos SET place = ?, target = NULL, trouble = NULL WHERE number = ?",
                    [(_digest(places.place_key(found(_item(r)))), r[0]) for r in rows],
                )
            for place in self._places():
                yield Step(tr("Settling where results go"), 0, 0)
                items = [_item(row) for row in self._of_place(place)]
                targets = Targets(
                    output,
                    [found(item) for item in items],
                    folders=several,
                    suffix=suffix,
                    taken=self._taken(place),
                    originals=self,
                )
                self._base.executemany(
                    "UPDATE photos SET target = ?, trouble = ?, remedy = ? WHERE number = ?",
                    [(*_kept(target_of(targets, item)), item.number) for item in items],
                )
            if steps:
                self._name_steps()

    def __contains__(self, key: object) -> bool:
        """Whether the text is the `identity` of one of the photos."""
        return isinstance(key, str) and bool(self._first("identity = ?", _digest(key)))

    def counts(self) -> Counts:
        """How many photos are in each state."""
        counts = Counts()
        with self._told():
            for state, count in self._base.execute(
                "SELECT state, count(*) FROM photos GROUP BY state"
            ):
                counts.change(State(state), count)
        return counts

    def orders(self, given: Sequence[Instance] | None = None) -> Iterator[Order]:
        """What is to be done with each waiting photo, in the order in which they were found."""
        for page in self._pages("target, trouble, remedy, steps"):
            for number, source, root, target, trouble, remedy, steps in page:
                place = EngineError(trouble, remedy) if target is None else _path(target)
                name = os.fsdecode(steps or b"")
                yield Order(_item((number, source, root)), place, name, given)

    def begin(self, number: int, *, fresh: bool) -> None:
        """Work on a photo begins now, and nothing was at its target before if it is `fresh`.

        Raises:
            EngineError: it cannot be kept; the work must not begin.
        """
        with self._told():
            self._base.execute(
                "UPDATE photos SET state = 'working', fresh = ?, begun = ? WHERE number = ?",
                (fresh, time.time(), number),
            )

    def end(self, item: Item) -> None:
        """The work on a photo has ended as `item` says.

        Raises:
            EngineError: it cannot be kept.
        """
        with self._told():
            self._base.execute(
                "UPDATE photos SET state = ?, message = ? WHERE number = ?",
                (item.state.value, in_one_line(item.message), item.number),
            )

    def close(self) -> None:
        """Let others have it."""
        self._base.close()

    # Opening

    def _open(self) -> None:
        self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
        (kind,) = self._base.execute("PRAGMA application_id").fetchone()
        (tables,) = self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if kind != OURS and tables:
            raise EngineError(
                tr("{path} is no journal of a cluster.", path=self.path), tr("Choose another file.")
            )
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = NORMAL")
        self._base.execute("BEGIN EXCLUSIVE")
        self._base.execute("COMMIT")
        if not tables:
            self._base.executescript(f"BEGIN; PRAGMA application_id = {OURS}; {TABLE} COMMIT;")
        self._settle()

    def _settle(self) -> None:
        """Find out what became of the photos that were worked on when the process ended."""
        begun = "SELECT number, target, fresh, begun FROM photos WHERE state = 'working'"
        for number, target, fresh, since in self._base.execute(begun).fetchall():
            sweep_since(_path(target).parent, since)
            state = State.DONE if fresh and os.path.lexists(_path(target)) else State.WAITING
            self.end(Item(number, Path(), state=state))
        self._base.execute("UPDATE photos SET state = 'waiting' WHERE state = 'failed'")

    # Reading in pages, so that a row can be changed while others are still to come

    def _pages(self, more: str = "") -> Iterator[list[tuple]]:
        last = 0
        columns = f"number, source, root{', ' if more else ''}{more}"
        while True:
            with self._told():
                page = self._base.execute(
                    f"SELECT {columns} FROM photos WHERE state = 'waiting' AND number > ?"
                    " ORDER BY number LIMIT ?",
                    (last, PAGE),
                ).fetchall()
            if not page:
                return
            last = page[-1][0]
            yield page

    def _places(self) -> Iterator[bytes]:
        last = b""
        while row := self._first("place > ? ORDER BY place", last, column="place"):
            (last,) = row
            yield last

    def _of_place(self, place: bytes) -> list[Row]:
        return self._base.execute(
            "SELECT number, source, root FROM photos WHERE place = ? AND state = 'waiting'"
            " ORDER BY number",
            (place,),
        ).fetchall()

    def _taken(self, place: bytes) -> list[Path]:
        finished = ", ".join(f"'{state.value}'" for state in FINISHED)
        rows = self._base.execute(
            f"SELECT target FROM photos WHERE place = ? AND state IN ({finished})", (place,)
        )
        return [_path(target) for (target,) in rows if target is not None]

    def _name_steps(self) -> None:
        """All photos have their say, so that a name stays from run to run."""
        rows = self._base.execute("SELECT number, source FROM photos ORDER BY number")
        sources = rows.fetchall()
        names = free_names(_path(source).stem for _, source in sources)
        self._base.executemany(
            "UPDATE photos SET steps = ? WHERE number = ?",
            [(os.fsencode(name), row[0]) for row, name in zip(sources, names, strict=True)],
        )

    def _first(self, where: str, value: object, column: str = "1") -> tuple[bytes] | None:
        row: tuple[bytes] | None = self._base.execute(
            f"SELECT {column} FROM photos WHERE {where} LIMIT 1", (value,)
        ).fetchone()
        return row

    # Errors

    @contextmanager
    def _together(self) -> Iterator[None]:
        """All of it or, where it ends early, nothing."""
        self._base.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _trouble(self.path, error) from error


def _trouble(path: Path, error: sqlite3.Error) -> EngineError:
    name = getattr(error, "sqlite_errorname", "")  # from Python 3.11 on
    text = str(error)
    if name == "SQLITE_FULL" or "disk is full" in text:
        return DiskFullError(
            tr("The disk is full: the journal cannot be kept in {folder}.", folder=path.parent),
            tr("Make some room."),
        )
    if "locked" in text:
        return EngineError(
            tr("Another run is using the journal {path}.", path=path),
            tr("Wait for it, or stop it."),
        )
    if "not a database" in text:
        return EngineError(
            tr("{path} is no journal of a cluster.", path=path), tr("Choose another file.")
        )
    return EngineError(
        tr("The journal cannot be kept in {path}: {said}.", path=path, said=text),
        tr("Check the folder and its permissions."),
    )


def _digest(text: str) -> bytes:
    return hashlib.blake2b(os.fsencode(text), digest_size=16).digest()


def _item(row: Row) -> Item:
    number, source, root = row
    return Item(number, _path(source), None if root is None else _path(root))


def _path(kept: bytes) -> Path:
    return Path(os.fsdecode(kept))


def _kept(target: Path | EngineError) -> tuple[bytes | None, str, str]:
    if isinstance(target, EngineError):
        return None, in_one_line(target.message), in_one_line(target.remedy)
    return os.fsencode(target), "", ""
