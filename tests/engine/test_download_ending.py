"""Downloads that are cancelled, and those that the disk ends."""

from __future__ import annotations

import errno
import os
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any

import pytest
from download_parts import (
    CONTENT,
    failure,
    leave,
    names,
    part,
)
from file_server import (
    Server,
    ranged,
    silent,
    status,
    trickle,
)

from engine import downloads, partial_file
from engine.downloads import (
    Download,
    arrived,
    fetch,
)
from engine.steps import finish

pytestmark = pytest.mark.usefixtures("quick_downloads")


def test_cancel_takes_effect_between_two_bytes_and_keeps_them(
    download_server: Server, promised: Download, download_folder: Path
) -> None:
    download_server.behaviours = [trickle]
    steps = fetch(promised, download_folder)
    while next(steps).done < 3:
        pass
    begun = time.monotonic()
    steps.close()
    assert time.monotonic() - begun < 0.3
    kept = part(download_folder).read_bytes()
    assert 3 <= len(kept) < 1000
    assert CONTENT.startswith(kept)
    download_server.behaviours = [ranged]
    assert finish(fetch(promised, download_folder)).read_bytes() == CONTENT
    assert download_server.ranges[-1] == f"bytes={len(kept)}-"


def test_cancel_does_not_wait_for_a_silent_server(
    download_server: Server, promised: Download, download_folder: Path
) -> None:
    download_server.behaviours = [silent]
    steps = fetch(promised, download_folder)
    begun = time.monotonic()
    while next(steps).done < 1000:
        pass
    next(steps)  # nothing has come meanwhile
    steps.close()
    assert time.monotonic() - begun < 2
    assert part(download_folder).read_bytes() == CONTENT[:1000]


def test_cancel_takes_effect_while_it_waits_to_try_again(
    download_server: Server,
    promised: Download,
    download_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(downloads, "PAUSES", (60.0,))
    download_server.behaviours = [status(503)]
    steps = fetch(promised, download_folder)
    begun = time.monotonic()
    while "Trying again in 60 s" not in next(steps).label:
        pass
    steps.close()
    assert time.monotonic() - begun < 5
    assert names(download_folder) == []


def test_threads_end_with_their_downloads(
    download_server: Server, promised: Download, download_folder: Path
) -> None:
    download_server.behaviours = [trickle]
    steps = fetch(promised, download_folder)
    while next(steps).done < 1:
        pass
    steps.close()
    end = time.monotonic() + 5
    while any(thread.name == "download" for thread in threading.enumerate()):
        assert time.monotonic() < end
        time.sleep(0.01)


class FullFile:
    """A file on a disk that has room for some more bytes."""

    def __init__(self, file: IO[bytes], room: int) -> None:
        self._file = file
        self._room = room

    def write(self, data: bytes) -> int:
        if self._room == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = self._file.write(data[: self._room])
        self._room -= written
        return written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def test_a_full_disk_is_said_and_what_came_is_kept(
    download_server: Server,
    promised: Download,
    download_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    open_part = partial_file._opened
    monkeypatch.setattr(partial_file, "_opened", lambda path: FullFile(open_part(path), 123_456))
    error = failure(promised, download_folder)
    assert error.message == f"The disk of {download_folder} is full."
    assert "kept" in error.remedy
    assert part(download_folder).read_bytes() == CONTENT[:123_456]
    monkeypatch.setattr(partial_file, "_opened", open_part)
    assert finish(fetch(promised, download_folder)).read_bytes() == CONTENT
    assert download_server.ranges == [None, "bytes=123456-"]


class SlowFile(FullFile):
    """A file that takes less than it is given."""

    def write(self, data: bytes) -> int:
        return self._file.write(data[: self._room])


def test_a_file_that_takes_little_at_once_gets_all(
    promised: Download, download_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_part = partial_file._opened
    monkeypatch.setattr(partial_file, "_opened", lambda path: SlowFile(open_part(path), 999))
    assert finish(fetch(promised, download_folder)).read_bytes() == CONTENT


def test_too_little_room_is_said_before_it_is_full(
    promised: Download, download_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = SimpleNamespace(free=199_000)
    monkeypatch.setattr(downloads.shutil, "disk_usage", lambda download_folder: usage)
    leave(download_folder, CONTENT[:100_000])
    error = failure(promised, download_folder)
    assert "has 0.2 MB free, and 0.2 MB more are needed" in error.message
    assert arrived(promised, download_folder) == 100_000
    usage.free = 200_000
    assert finish(fetch(promised, download_folder)).is_file()


def test_a_folder_that_cannot_be_written_is_said(
    promised: Download, download_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    download_folder.mkdir(parents=True)
    download_folder.chmod(0o500)
    if os.access(download_folder, os.W_OK):  # to the superuser nothing is closed

        def closed(path: Path) -> IO[bytes]:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

        monkeypatch.setattr(partial_file, "_opened", closed)
    error = failure(promised, download_folder)
    download_folder.chmod(0o700)
    assert f"The folder {download_folder} cannot be written" in error.message


def test_a_folder_that_is_a_file_is_said(promised: Download, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("no folder")
    error = failure(promised, tmp_path / "cache" / "detectors")
    assert "cannot be kept" in error.message


def test_two_downloads_of_one_file_do_not_mix(
    download_server: Server, promised: Download, download_folder: Path
) -> None:
    download_server.behaviours = [trickle, ranged]
    first = fetch(promised, download_folder)
    while next(first).done < 1:
        pass
    assert "already" in failure(promised, download_folder).message
    first.close()
    assert finish(fetch(promised, download_folder)).read_bytes() == CONTENT
