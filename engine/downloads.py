"""Files from the web: checked, resumed where they were left, and whole or not there at all.

What has come lies beside the file to be, as `NAME.part`, until it is complete and right. Cancelling
and every failure but a wrong checksum keep it, and the next call goes on from there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from engine.atomic_files import staged
from engine.download_connection import (
    BEYOND,
    SCHEMES,
    Connection,
    Head,
    TransferError,
    cut_off,
)
from engine.errors import EngineError
from engine.partial_file import CHUNK, PartialFile, disk_errors
from engine.steps import Step, Steps
from engine.texts import marked, sentences, tr

PART = ".part"
PATIENCE = 0.1  # seconds after which a waiting download can be cancelled
REPORTS = 0.1  # seconds between two steps while bytes come in
PAUSES = (1.0, 2.0, 4.0)  # seconds before each further attempt
FORWARD = 1 << 20  # bytes that make an attempt count as a success, and the attempts anew


@dataclass(frozen=True)
class Incoming:
    """The partial result of a step in which bytes come in; its `done` tells how many."""


@dataclass(frozen=True)
class Download:
    """A file that somebody publishes.

    Attributes:
        url: http or https.
        size: bytes; None where nobody says before the server does.
        sha256: its SHA-256 in hexadecimal digits: all 64, or the first ones where its publisher
            tells no more; empty where the publisher tells none, and only the size is checked.
        name: what it is called on the disk.
    """

    url: str
    size: int | None
    sha256: str
    name: str

    def __post_init__(self) -> None:
        if urlsplit(self.url).scheme not in SCHEMES:
            raise ValueError(f"{self.url} is not in the web")
        if Path(self.name).name != self.name:
            raise ValueError(f"{self.name} is not a plain name")

    @property
    def host(self) -> str:
        """The server's name."""
        return urlsplit(self.url).hostname or ""

    def is_right(self, digest: str) -> bool:
        """Whether a file with this SHA-256, 64 digits, is this one as far as can be told."""
        return digest.startswith(self.sha256.lower())


def cache_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Where what can be downloaded again belongs, for this app and this person."""
    home = Path.home()
    if platform == "win32":
        base = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
        return base / "instance-colorizer" / "Cache"
    if platform == "darwin":
        return home / "Library" / "Caches" / "instance-colorizer"
    return Path(environment.get("XDG_CACHE_HOME") or home / ".cache") / "instance-colorizer"


def arrived(download: Download, folder: Path) -> int:
    """How many bytes of an unfinished download are there to go on from."""
    try:
        return (folder / f"{download.name}{PART}").stat().st_size if download.sha256 else 0
    except OSError:
        return 0


def fetch(download: Download, folder: Path) -> Steps[Path]:
    """Download a file, or the rest of it; nothing where it is there already.

    Steps count bytes. Closing the generator keeps what has come. A connection that is cut is tried
    again a few times. Without a checksum, what an earlier call has left is not used: nothing would
    tell whether it belongs to the same file.

    Raises:
        EngineError: the server cannot be reached, does not have the file, sends another one or
            breaks off for good; or the folder cannot be written or has no room.
    """
    target = folder / download.name
    if os.path.isfile(target):
        return target
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        part = PartialFile(folder / f"{download.name}{PART}")
        try:
            if download.sha256:
                label = tr("Checking what has come of {name}", name=download.name)
                yield from part.recall(label, download.size)
            yield from _filled(part, download)
            yield Step(tr("Checking {name}", name=download.name), part.size, part.size)
            _check(download, part)
            part.become(target)
        finally:
            part.close()
    return target


def adopt(download: Download, source: Path, folder: Path) -> Steps[Path]:
    """Copy a file that was downloaded by other means to where `fetch` would put it.

    Raises:
        EngineError: it cannot be read, is another file, or the folder cannot be written.
    """
    target = folder / download.name
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with _reading(source):
            size = source.stat().st_size
            file = source.open("rb")
        with file:
            if download.size not in (None, size):
                raise _other_file(
                    source,
                    tr("it has {size:,} bytes, not {wanted:,}", size=size, wanted=download.size),
                )
            digest = hashlib.sha256()
            with staged(target) as unfinished, unfinished.open("xb") as copy:
                done = 0
                while True:
                    with _reading(source):
                        chunk = file.read(CHUNK)
                    if not chunk:
                        break
                    digest.update(chunk)
                    copy.write(chunk)
                    done += len(chunk)
                    yield Step(tr("Checking {name}", name=source.name), min(done, size), size)
                if not download.is_right(digest.hexdigest()):
                    raise _other_file(source, tr("its SHA-256 is another one"))
        with contextlib.suppress(OSError):
            (folder / f"{download.name}{PART}").unlink(missing_ok=True)
    return target


def _filled(part: PartialFile, download: Download) -> Steps[None]:
    """Receive all that is missing, in as many attempts as it takes."""
    first = furthest = part.size
    attempt = 0
    while download.size is None or part.size < download.size:
        try:
            yield from _received(part, download)
            return
        except TransferError as trouble:
            if trouble.status == BEYOND and part.size:
                part.begin(0)
                continue
            if part.size >= furthest + FORWARD:
                furthest, attempt = part.size, 0
            if attempt == len(PAUSES) or not (trouble.may_pass or part.size > first):
                raise
            pause = PAUSES[attempt]
            label = sentences(trouble.message, tr("Trying again in {pause:.0f} s", pause=pause))
            yield from _pause(pause, Step(label, part.size, download.size or 0))
            attempt += 1


def _received(part: PartialFile, download: Download) -> Steps[None]:
    """One attempt: the server's answer, from where the part ends."""
    headers = {}
    if part.size and (download.sha256 or part.tag):
        headers["Range"] = f"bytes={part.size}-"
        if part.tag:
            headers["If-Range"] = part.tag
    connection = Connection(download.url, headers)
    total, told = download.size, 0.0
    try:
        while True:
            got = connection.take(PATIENCE)
            if isinstance(got, Head):
                total = _begun(part, download, got)
            elif got:
                if total is not None and part.size + len(got) > total:
                    part.begin(0)
                    raise _wrong_length(download, total, more=True)
                part.add(got)
            elif got is not None:
                if total is not None and part.size < total:
                    raise cut_off(download.host)
                return
            if got is None or time.monotonic() - told >= REPORTS:
                told = time.monotonic()
                yield _progress(download, part.size, total)
    finally:
        connection.close()


def _begun(part: PartialFile, download: Download, head: Head) -> int | None:
    """Make the part ready for what the server is about to send; the bytes of the whole file."""
    if head.is_page:
        raise EngineError(
            tr(
                "The server {host} sends a web page in place of {name}.",
                host=download.host,
                name=download.name,
            ),
            tr("Open any web page first: the network may want you to sign in."),
        )
    if head.start not in (0, part.size):
        part.begin(0)
        raise TransferError(
            tr("The server {host} sends another part than it was asked for.", host=download.host),
            tr("Try again later."),
            may_pass=True,
        )
    if head.total is not None and download.size not in (None, head.total):
        raise _wrong_length(download, head.total)
    total = download.size if head.total is None else head.total
    if total is None and not download.sha256:
        raise EngineError(
            tr(
                "The server {host} does not say how large {name} is, so nobody could tell "
                "whether all of it came.",
                host=download.host,
                name=download.name,
            ),
            tr("Choose a local file, downloaded by other means."),
        )
    part.begin(head.start or 0)
    part.tag = head.tag
    _check_room(part.path.parent, 0 if total is None else total - part.size)
    return total


def _wrong_length(download: Download, total: int, *, more: bool = False) -> EngineError:
    if download.size is None:
        said = marked("The server {host} sends more than {total:,} bytes: that is not {name}.")
    elif more:
        said = marked(
            "The server {host} sends more than {total:,} bytes in place of {size:,}: "
            "that is not {name}."
        )
    else:
        said = marked(
            "The server {host} sends {total:,} bytes in place of {size:,}: that is not {name}."
        )
    return EngineError(
        tr(said, host=download.host, total=total, size=download.size, name=download.name),
        tr("Try again later, or choose a local file, downloaded by other means."),
    )


def _check_room(folder: Path, needed: int) -> None:
    """Say so before the disk is full."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise EngineError(
            tr(
                "The disk of {folder} has {free} MB free, and {needed} MB more are needed.",
                folder=folder,
                free=megabytes(free),
                needed=megabytes(needed),
            ),
            tr("Free some disk space and try again."),
        )


def _check(download: Download, part: PartialFile) -> None:
    """Refuse what is not what was published."""
    if download.is_right(part.digest):
        return
    found, wanted = part.digest[:8], download.sha256[:8]
    part.begin(0)
    raise EngineError(
        tr(
            "{name} came damaged and was deleted: its SHA-256 begins with {found}, not "
            "with {wanted}.",
            name=download.name,
            found=found,
            wanted=wanted,
        ),
        tr("Try again, or choose a local file, downloaded by other means."),
    )


def _pause(seconds: float, step: Step) -> Steps[None]:
    """Wait, in pieces that can be cancelled."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        yield step
        time.sleep(min(PATIENCE, left))


def _progress(download: Download, done: int, total: int | None) -> Step:
    said = marked("Downloading {done} of {total} MB: {name}")
    if total is None:
        said, total = marked("Downloading {done} MB: {name}"), 0
    label = tr(said, done=megabytes(done), total=megabytes(total), name=download.name)
    return Step(label, done, total, Incoming())


def megabytes(size: int) -> str:
    """A number of bytes in millions, as it is shown: 186, or 3.2 below ten."""
    millions = size / 1e6
    return f"{millions:.1f}" if millions < 9.95 else f"{millions:,.0f}"


def _other_file(path: Path, why: str) -> EngineError:
    return EngineError(
        tr("{path} is not the published file: {why}.", path=path, why=why),
        tr("Choose another one; a checkpoint of your own belongs into Checkpoint in the settings."),
    )


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Tell trouble with a file that is read from trouble with what is written."""
    try:
        yield
    except OSError as error:
        raise EngineError(
            tr(
                "The file {path} cannot be read: {reason}.",
                path=path,
                reason=error.strerror or error,
            ),
            tr("Choose another one."),
        ) from error
