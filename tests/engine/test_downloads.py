"""Downloads: whole, gone on with, of a file that came by other means, and their words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from download_parts import (
    CONTENT,
    DIGEST,
    failure,
    leave,
    names,
)
from file_server import (
    Server,
    cut_after,
    ranged,
    stated,
    whole,
)

from engine import downloads
from engine.downloads import (
    Download,
    Incoming,
    adopt,
    arrived,
    cache_folder,
    fetch,
    megabytes,
)
from engine.errors import EngineError
from engine.steps import Step, finish

pytestmark = pytest.mark.usefixtures("quick_downloads")


def test_a_file_comes_whole_with_progress(promised: Download, download_folder: Path) -> None:
    steps: list[Step] = []
    path = finish(fetch(promised, download_folder), steps.append)
    assert path == download_folder / "model.pth"
    assert path.read_bytes() == CONTENT
    assert names(download_folder) == ["model.pth"]
    assert all(0 <= step.done <= step.total == len(CONTENT) for step in steps)
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert steps[0].label == "Downloading 0.0 of 0.3 MB: model.pth"


def test_what_is_there_is_not_fetched_again(
    download_server: Server, promised: Download, download_folder: Path
) -> None:
    first = finish(fetch(promised, download_folder))
    assert finish(fetch(promised, download_folder)) == first
    assert len(download_server.asked) == 1


@pytest.mark.parametrize("digits", [8, 64])
def test_a_prefix_of_the_checksum_is_enough_where_no_more_is_known(
    promised: Download, download_folder: Path, digits: int
) -> None:
    assert finish(
        fetch(replace(promised, sha256=DIGEST[:digits].upper()), download_folder)
    ).is_file()


def test_a_size_that_nobody_told_is_the_servers(promised: Download, download_folder: Path) -> None:
    steps: list[Step] = []
    finish(fetch(replace(promised, size=None), download_folder), steps.append)
    assert steps[-1].total == len(CONTENT)


def test_it_goes_on_where_it_was_left(
    download_server: Server, promised: Download, download_folder: Path
) -> None:
    leave(download_folder, CONTENT[:100_000])
    assert arrived(promised, download_folder) == 100_000
    steps: list[Step] = []
    path = finish(fetch(promised, download_folder), steps.append)
    assert path.read_bytes() == CONTENT
    assert download_server.ranges == ["bytes=100000-"]
    assert steps[0].label == "Checking what has come of model.pth"
    coming = [step for step in steps if isinstance(step.result, Incoming)]
    assert all("Downloading" in step.label and step.done >= 100_000 for step in coming)
    assert coming
    assert arrived(promised, download_folder) == 0


@pytest.mark.parametrize("behaviour", [whole, ranged])
def test_a_server_that_ignores_ranges_sends_all_of_it(
    download_server: Server, promised: Download, download_folder: Path, behaviour: Any
) -> None:
    download_server.behaviours = [behaviour]
    leave(download_folder, CONTENT[:100_000])
    assert finish(fetch(promised, download_folder)).read_bytes() == CONTENT


def test_a_complete_part_needs_no_server(
    download_server: Server, promised: Download, download_folder: Path
) -> None:
    leave(download_folder, CONTENT)
    assert finish(fetch(promised, download_folder)).read_bytes() == CONTENT
    assert not download_server.asked


@pytest.mark.parametrize("size", [len(CONTENT), None])
def test_a_part_that_is_too_long_is_begun_anew(
    download_server: Server, promised: Download, download_folder: Path, size: int | None
) -> None:
    leave(download_folder, CONTENT + b"more")
    path = finish(fetch(replace(promised, size=size), download_folder))
    assert path.read_bytes() == CONTENT
    assert download_server.ranges[-1] is None


@pytest.mark.parametrize(
    "span", ["bytes 5-299999/300000", "bytes 100000-299999", "pages 1-2/3", "", "bytes */300000"]
)
def test_another_range_than_asked_for_is_not_taken(
    download_server: Server, promised: Download, download_folder: Path, span: str
) -> None:
    def other(answer: Any) -> None:
        answer.head(206, Content_Range=span, Content_Length="10")
        answer.wfile.write(b"0123456789")

    download_server.behaviours = [other, ranged]
    leave(download_folder, CONTENT[:100_000])
    assert finish(fetch(promised, download_folder)).read_bytes() == CONTENT
    assert download_server.ranges == ["bytes=100000-", None]


def test_without_a_checksum_nothing_old_is_taken(
    download_server: Server, promised: Download, download_folder: Path
) -> None:
    unchecked = replace(promised, size=None, sha256="")
    leave(download_folder, b"of another file")
    assert arrived(unchecked, download_folder) == 0
    assert finish(fetch(unchecked, download_folder)).read_bytes() == CONTENT
    assert download_server.ranges == [None]


def test_without_a_checksum_the_servers_tag_tells_what_belongs_together(
    download_server: Server, promised: Download, download_folder: Path
) -> None:
    def tagged(answer: Any) -> None:
        head = answer.head
        answer.head = lambda code, **headers: head(code, ETag='"first"', **headers)
        ranged(answer)

    download_server.behaviours = [cut_after(200_000, tagged), tagged]
    assert finish(fetch(replace(promised, sha256=""), download_folder)).read_bytes() == CONTENT
    assert [headers.get("If-Range") for _, headers in download_server.asked] == [None, '"first"']
    assert download_server.ranges[1] is not None


def test_without_checksum_and_length_nothing_is_taken(
    download_server: Server, promised: Download, download_folder: Path
) -> None:
    download_server.behaviours = [stated(None, CONTENT)]
    error = failure(replace(promised, size=None, sha256=""), download_folder)
    assert "does not say how large" in error.message


@pytest.fixture
def local(tmp_path: Path) -> Path:
    path = tmp_path / "stick" / "downloaded (1).pth"
    path.parent.mkdir()
    path.write_bytes(CONTENT)
    return path


def test_a_local_file_is_checked_and_copied(
    promised: Download, download_folder: Path, local: Path
) -> None:
    leave(download_folder, CONTENT[:10])
    steps: list[Step] = []
    path = finish(adopt(promised, local, download_folder), steps.append)
    assert path == download_folder / "model.pth"
    assert path.read_bytes() == local.read_bytes() == CONTENT
    assert names(download_folder) == ["model.pth"]
    assert steps[-1].done == steps[-1].total == len(CONTENT)


@pytest.mark.parametrize("content", [CONTENT[:-1], b"!" + CONTENT[1:], b""])
def test_another_local_file_is_refused(
    promised: Download, download_folder: Path, local: Path, content: bytes
) -> None:
    local.write_bytes(content)
    with pytest.raises(EngineError, match=r"is not the published file: .*"):
        finish(adopt(promised, local, download_folder))
    assert names(download_folder) == []
    assert local.read_bytes() == content


def test_a_local_file_that_cannot_be_read_is_said(
    promised: Download, download_folder: Path, tmp_path: Path
) -> None:
    for path in (tmp_path / "nothing.pth", tmp_path):
        with pytest.raises(EngineError, match=r"cannot be read"):
            finish(adopt(replace(promised, size=None), path, download_folder))


def test_copying_can_be_cancelled(
    promised: Download, download_folder: Path, local: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "CHUNK", 1000)
    steps = adopt(promised, local, download_folder)
    next(steps)
    steps.close()
    assert names(download_folder) == []


def test_sizes_in_words() -> None:
    sizes = (0, 94_000, 3_240_000, 9_949_999, 9_950_000, 185_828_065, 1_234_000_000)
    assert [megabytes(size) for size in sizes] == ["0.0", "0.1", "3.2", "9.9", "10", "186", "1,234"]


def test_the_cache_is_the_platforms() -> None:
    home = Path.home()
    assert cache_folder({}, "linux") == home / ".cache" / "instance-colorizer"
    there = cache_folder({"XDG_CACHE_HOME": "/var/cache"}, "linux")
    assert there == Path("/var/cache/instance-colorizer")
    mac = cache_folder({}, "darwin")
    assert mac == home / "Library" / "Caches" / "instance-colorizer"
    windows = cache_folder({"LOCALAPPDATA": "C:/Users/a/Local"}, "win32")
    assert windows == Path("C:/Users/a/Local/instance-colorizer/Cache")
