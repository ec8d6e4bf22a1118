"""Downloads against a local server that cuts, lies, redirects, refuses and falls silent."""

from __future__ import annotations

import errno
import hashlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any

import numpy as np
import pytest
from file_server import (
    Server,
    cut_after,
    ranged,
    silent,
    stated,
    status,
    trickle,
    whole,
)

from engine import download_connection, downloads, partial_file
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

CONTENT = np.random.default_rng(0).bytes(300_000)
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy between here and here, and short waiting."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(downloads, "PAUSES", (0.01, 0.01, 0.01))
    monkeypatch.setattr(downloads, "PATIENCE", 0.02)


@pytest.fixture
def server() -> Iterator[Server]:
    started = Server(CONTENT)
    yield started
    started.end()


@pytest.fixture
def model(server: Server) -> Download:
    return Download(server.url, len(CONTENT), DIGEST, "model.pth")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "detectors"


def part(folder: Path) -> Path:
    return folder / "model.pth.part"


def leave(folder: Path, content: bytes) -> None:
    """What an earlier download has left."""
    folder.mkdir(parents=True, exist_ok=True)
    part(folder).write_bytes(content)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def failure(download: Download, folder: Path) -> EngineError:
    """What a person is told: two plain sentences; the file is not there."""
    with pytest.raises(EngineError) as raised:
        finish(fetch(download, folder))
    error = raised.value
    assert error.message.endswith(".")
    assert error.remedy.endswith(".")
    assert "\n" not in str(error)
    assert not (folder / download.name).exists()
    return error


def test_a_file_comes_whole_with_progress(model: Download, folder: Path) -> None:
    steps: list[Step] = []
    path = finish(fetch(model, folder), steps.append)
    assert path == folder / "model.pth"
    assert path.read_bytes() == CONTENT
    assert names(folder) == ["model.pth"]
    assert all(0 <= step.done <= step.total == len(CONTENT) for step in steps)
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert steps[0].label == "Downloading 0.0 of 0.3 MB: model.pth"


def test_what_is_there_is_not_fetched_again(server: Server, model: Download, folder: Path) -> None:
    first = finish(fetch(model, folder))
    assert finish(fetch(model, folder)) == first
    assert len(server.asked) == 1


@pytest.mark.parametrize("digits", [8, 64])
def test_a_prefix_of_the_checksum_is_enough_where_no_more_is_known(
    model: Download, folder: Path, digits: int
) -> None:
    assert finish(fetch(replace(model, sha256=DIGEST[:digits].upper()), folder)).is_file()


def test_a_size_that_nobody_told_is_the_servers(model: Download, folder: Path) -> None:
    steps: list[Step] = []
    finish(fetch(replace(model, size=None), folder), steps.append)
    assert steps[-1].total == len(CONTENT)


# Going on


def test_it_goes_on_where_it_was_left(server: Server, model: Download, folder: Path) -> None:
    leave(folder, CONTENT[:100_000])
    assert arrived(model, folder) == 100_000
    steps: list[Step] = []
    path = finish(fetch(model, folder), steps.append)
    assert path.read_bytes() == CONTENT
    assert server.ranges == ["bytes=100000-"]
    assert steps[0].label == "Checking what has come of model.pth"
    coming = [step for step in steps if isinstance(step.result, Incoming)]
    assert all("Downloading" in step.label and step.done >= 100_000 for step in coming)
    assert coming
    assert arrived(model, folder) == 0


@pytest.mark.parametrize("behaviour", [whole, ranged])
def test_a_server_that_ignores_ranges_sends_all_of_it(
    server: Server, model: Download, folder: Path, behaviour: Any
) -> None:
    server.behaviours = [behaviour]
    leave(folder, CONTENT[:100_000])
    assert finish(fetch(model, folder)).read_bytes() == CONTENT


def test_a_complete_part_needs_no_server(server: Server, model: Download, folder: Path) -> None:
    leave(folder, CONTENT)
    assert finish(fetch(model, folder)).read_bytes() == CONTENT
    assert not server.asked


@pytest.mark.parametrize("size", [len(CONTENT), None])
def test_a_part_that_is_too_long_is_begun_anew(
    server: Server, model: Download, folder: Path, size: int | None
) -> None:
    leave(folder, CONTENT + b"more")
    path = finish(fetch(replace(model, size=size), folder))
    assert path.read_bytes() == CONTENT
    assert server.ranges[-1] is None


@pytest.mark.parametrize(
    "span", ["bytes 5-299999/300000", "bytes 100000-299999", "pages 1-2/3", "", "bytes */300000"]
)
def test_another_range_than_asked_for_is_not_taken(
    server: Server, model: Download, folder: Path, span: str
) -> None:
    def other(answer: Any) -> None:
        answer.head(206, Content_Range=span, Content_Length="10")
        answer.wfile.write(b"0123456789")

    server.behaviours = [other, ranged]
    leave(folder, CONTENT[:100_000])
    assert finish(fetch(model, folder)).read_bytes() == CONTENT
    assert server.ranges == ["bytes=100000-", None]


def test_without_a_checksum_nothing_old_is_taken(
    server: Server, model: Download, folder: Path
) -> None:
    unchecked = replace(model, size=None, sha256="")
    leave(folder, b"of another file")
    assert arrived(unchecked, folder) == 0
    assert finish(fetch(unchecked, folder)).read_bytes() == CONTENT
    assert server.ranges == [None]


def test_without_a_checksum_the_servers_tag_tells_what_belongs_together(
    server: Server, model: Download, folder: Path
) -> None:
    def tagged(answer: Any) -> None:
        head = answer.head
        answer.head = lambda code, **headers: head(code, ETag='"first"', **headers)
        ranged(answer)

    server.behaviours = [cut_after(200_000, tagged), tagged]
    assert finish(fetch(replace(model, sha256=""), folder)).read_bytes() == CONTENT
    assert [headers.get("If-Range") for _, headers in server.asked] == [None, '"first"']
    assert server.ranges[1] is not None


def test_without_checksum_and_length_nothing_is_taken(
    server: Server, model: Download, folder: Path
) -> None:
    server.behaviours = [stated(None, CONTENT)]
    error = failure(replace(model, size=None, sha256=""), folder)
    assert "does not say how large" in error.message


# Cut connections


def test_a_cut_connection_is_tried_again(server: Server, model: Download, folder: Path) -> None:
    server.behaviours = [cut_after(120_000), cut_after(60_000), ranged]
    steps: list[Step] = []
    assert finish(fetch(model, folder), steps.append).read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=120000-", "bytes=180000-"]
    assert any("was cut. Trying again" in step.label for step in steps)


def test_a_connection_that_is_always_cut_ends_and_keeps_what_came(
    server: Server, model: Download, folder: Path
) -> None:
    server.behaviours = [cut_after(50_000)]
    error = failure(model, folder)
    assert "was cut" in error.message
    assert "kept" in error.remedy
    assert len(server.asked) == 1 + len(downloads.PAUSES)
    assert part(folder).read_bytes() == CONTENT[: 4 * 50_000]
    server.behaviours = [ranged]
    assert finish(fetch(model, folder)).read_bytes() == CONTENT
    assert server.ranges[-1] == "bytes=200000-"


def test_who_comes_forward_is_not_given_up(
    server: Server, model: Download, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "FORWARD", 20_000)
    server.behaviours = [cut_after(30_000)]
    assert finish(fetch(model, folder)).read_bytes() == CONTENT
    assert len(server.asked) == 10


def test_always_cut_and_always_from_the_start_ends_too(
    server: Server, model: Download, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "FORWARD", 20_000)
    server.behaviours = [cut_after(150_000, whole)]
    assert "was cut" in failure(model, folder).message
    assert len(server.asked) <= 3 + len(downloads.PAUSES)


@pytest.mark.parametrize("length", [len(CONTENT), None])
def test_an_answer_without_length_is_checked_all_the_same(
    server: Server, model: Download, folder: Path, length: int | None
) -> None:
    server.behaviours = [stated(None, CONTENT[:1000]), stated(None, CONTENT)]
    if length is None:
        assert "SHA-256" in failure(replace(model, size=None), folder).message
    else:
        assert finish(fetch(model, folder)).read_bytes() == CONTENT


def test_silence_is_not_waited_for_forever(
    server: Server, model: Download, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download_connection, "TIMEOUT", 0.2)
    server.behaviours = [silent]
    assert "does not answer" in failure(model, folder).message
    assert len(server.asked) == 1 + len(downloads.PAUSES)
    assert part(folder).stat().st_size == 1000


# What is refused


def test_a_wrong_checksum_leaves_nothing(server: Server, model: Download, folder: Path) -> None:
    server.content = b"!" + CONTENT[1:]
    error = failure(model, folder)
    assert "damaged and was deleted" in error.message
    assert DIGEST[:8] in error.message
    assert names(folder) == []


def test_a_broken_part_is_found_and_the_next_attempt_is_whole(
    model: Download, folder: Path
) -> None:
    leave(folder, b"?" * 100_000)
    assert "damaged" in failure(model, folder).message
    assert finish(fetch(model, folder)).read_bytes() == CONTENT


@pytest.mark.parametrize("length", [len(CONTENT) - 1, len(CONTENT) + 1, 10])
def test_a_wrong_length_is_said_before_anything_is_taken(
    server: Server, model: Download, folder: Path, length: int
) -> None:
    server.behaviours = [stated(length, CONTENT[:length])]
    leave(folder, CONTENT[:100_000])
    error = failure(model, folder)
    assert f"{length:,} bytes in place of 300,000" in error.message
    assert part(folder).read_bytes() == CONTENT[:100_000]  # still good
    assert len(server.asked) == 1


def test_more_than_was_promised_is_not_taken(server: Server, model: Download, folder: Path) -> None:
    server.behaviours = [stated(None, CONTENT * 2)]
    assert "more than 300,000 bytes" in failure(model, folder).message
    assert names(folder) == []


def test_a_login_page_is_not_taken_for_the_file(
    server: Server, model: Download, folder: Path
) -> None:
    server.behaviours = [stated(6, b"<html>", "text/html; charset=utf-8")]
    leave(folder, CONTENT[:100_000])
    error = failure(model, folder)
    assert "web page" in error.message
    assert "sign in" in error.remedy
    assert arrived(model, folder) == 100_000


@pytest.mark.parametrize(
    ("code", "words", "attempts"),
    [
        (403, "refuses to give the file", 1),
        (404, "does not have the file", 1),
        (407, "proxy", 1),
        (410, "does not have the file", 1),
        (429, "cannot give the file now", 4),
        (500, "cannot give the file now", 4),
        (503, "cannot give the file now", 4),
    ],
)
def test_what_the_server_answers_is_said(
    server: Server, model: Download, folder: Path, code: int, words: str, attempts: int
) -> None:
    server.behaviours = [status(code)]
    error = failure(model, folder)
    assert words in error.message
    assert str(code) in error.message
    assert len(server.asked) == attempts
    assert names(folder) == []


def test_an_error_that_passes_is_forgotten(server: Server, model: Download, folder: Path) -> None:
    server.behaviours = [status(503), ranged]
    assert finish(fetch(model, folder)).read_bytes() == CONTENT


# Redirects and proxies


def test_a_redirect_in_the_web_is_followed_with_its_range(
    server: Server, model: Download, folder: Path
) -> None:
    server.behaviours = [status(302, Location="/elsewhere/model.pth"), ranged]
    leave(folder, CONTENT[:100_000])
    assert finish(fetch(model, folder)).read_bytes() == CONTENT
    assert [path for path, _ in server.asked] == ["/models/model.pth", "/elsewhere/model.pth"]
    assert server.ranges == ["bytes=100000-"] * 2


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_a_redirect_to_a_local_file_is_not_followed(
    server: Server, model: Download, folder: Path, tmp_path: Path, code: int
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(CONTENT)
    for place in (secret.as_uri(), "ftp://127.0.0.1/x", "data:text/plain,hello"):
        server.behaviours = [status(code, Location=place)]
        assert "is not followed" in failure(model, folder).message
    assert len(server.asked) == 3


def test_a_redirect_without_end_is_not_followed_forever(
    server: Server, model: Download, folder: Path
) -> None:
    server.behaviours = [status(302, Location="/models/model.pth")]
    assert "is not followed" in failure(model, folder).message
    assert len(server.asked) <= 11


def test_a_secure_address_never_leads_to_an_open_one() -> None:
    request = download_connection.Request("https://example.org/model.pth")
    redirects: Any = download_connection._WebRedirects()
    there = "https://other.example.org/model.pth"
    assert redirects.redirect_request(request, None, 302, "", {}, there).full_url == there
    with pytest.raises(download_connection.HTTPError):
        redirects.redirect_request(request, None, 302, "", {}, there.replace("https", "http"))


def test_the_proxy_of_the_environment_is_asked(
    server: Server, model: Download, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url.removesuffix("/models/model.pth"))
    there = replace(model, url="http://models.example.org/model.pth")
    assert finish(fetch(there, folder)).read_bytes() == CONTENT
    assert server.asked[0][0] == "http://models.example.org/model.pth"


# Nobody there


def test_no_network_is_said_at_once(
    model: Download, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def offline(*place: Any, **options: Any) -> None:
        tried.append(place)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", offline)
    error = failure(replace(model, url="http://models.example.org/model.pth"), folder)
    assert error.message == "The server models.example.org cannot be found."
    assert "connection" in error.remedy
    assert len(tried) == 1
    assert names(folder) == []


def test_a_closed_door_is_said_at_once(model: Download, folder: Path) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{door.getsockname()[1]}/model.pth"
        error = failure(replace(model, url=url), folder)
    assert "no connection to 127.0.0.1" in error.message


def test_a_certificate_that_is_not_trusted_is_said() -> None:
    error = download_connection.ssl.SSLCertVerificationError(1, "verify failed")
    error.verify_message = "certificate has expired"
    told = download_connection.trouble_of(download_connection.URLError(error), "example.org")
    assert "not secure: certificate has expired." in told.message
    assert not told.may_pass


def test_only_the_web_and_plain_names() -> None:
    for url in ("file:///etc/passwd", "ftp://example.org/x", "model.pth"):
        with pytest.raises(ValueError, match="not in the web"):
            Download(url, 1, "", "x")
    with pytest.raises(ValueError, match="plain name"):
        Download("https://example.org/x", 1, "", "../x")


# Cancelling


def test_cancel_takes_effect_between_two_bytes_and_keeps_them(
    server: Server, model: Download, folder: Path
) -> None:
    server.behaviours = [trickle]
    steps = fetch(model, folder)
    while next(steps).done < 3:
        pass
    begun = time.monotonic()
    steps.close()
    assert time.monotonic() - begun < 0.3
    kept = part(folder).read_bytes()
    assert 3 <= len(kept) < 1000
    assert CONTENT.startswith(kept)
    server.behaviours = [ranged]
    assert finish(fetch(model, folder)).read_bytes() == CONTENT
    assert server.ranges[-1] == f"bytes={len(kept)}-"


def test_cancel_does_not_wait_for_a_silent_server(
    server: Server, model: Download, folder: Path
) -> None:
    server.behaviours = [silent]
    steps = fetch(model, folder)
    begun = time.monotonic()
    while next(steps).done < 1000:
        pass
    next(steps)  # nothing has come meanwhile
    steps.close()
    assert time.monotonic() - begun < 2
    assert part(folder).read_bytes() == CONTENT[:1000]


def test_cancel_takes_effect_while_it_waits_to_try_again(
    server: Server, model: Download, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "PAUSES", (60.0,))
    server.behaviours = [status(503)]
    steps = fetch(model, folder)
    begun = time.monotonic()
    while "Trying again in 60 s" not in next(steps).label:
        pass
    steps.close()
    assert time.monotonic() - begun < 5
    assert names(folder) == []


def test_threads_end_with_their_downloads(server: Server, model: Download, folder: Path) -> None:
    server.behaviours = [trickle]
    steps = fetch(model, folder)
    while next(steps).done < 1:
        pass
    steps.close()
    end = time.monotonic() + 5
    while any(thread.name == "download" for thread in threading.enumerate()):
        assert time.monotonic() < end
        time.sleep(0.01)


# The disk


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
    server: Server, model: Download, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_part = partial_file._opened
    monkeypatch.setattr(partial_file, "_opened", lambda path: FullFile(open_part(path), 123_456))
    error = failure(model, folder)
    assert error.message == f"The disk of {folder} is full."
    assert "kept" in error.remedy
    assert part(folder).read_bytes() == CONTENT[:123_456]
    monkeypatch.setattr(partial_file, "_opened", open_part)
    assert finish(fetch(model, folder)).read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=123456-"]


class SlowFile(FullFile):
    """A file that takes less than it is given."""

    def write(self, data: bytes) -> int:
        return self._file.write(data[: self._room])


def test_a_file_that_takes_little_at_once_gets_all(
    model: Download, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_part = partial_file._opened
    monkeypatch.setattr(partial_file, "_opened", lambda path: SlowFile(open_part(path), 999))
    assert finish(fetch(model, folder)).read_bytes() == CONTENT


def test_too_little_room_is_said_before_it_is_full(
    model: Download, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = SimpleNamespace(free=199_000)
    monkeypatch.setattr(downloads.shutil, "disk_usage", lambda folder: usage)
    leave(folder, CONTENT[:100_000])
    error = failure(model, folder)
    assert "has 0.2 MB free, and 0.2 MB more are needed" in error.message
    assert arrived(model, folder) == 100_000
    usage.free = 200_000
    assert finish(fetch(model, folder)).is_file()


def test_a_folder_that_cannot_be_written_is_said(
    model: Download, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o500)
    if os.access(folder, os.W_OK):  # to the superuser nothing is closed

        def closed(path: Path) -> IO[bytes]:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

        monkeypatch.setattr(partial_file, "_opened", closed)
    error = failure(model, folder)
    folder.chmod(0o700)
    assert f"The folder {folder} cannot be written" in error.message


def test_a_folder_that_is_a_file_is_said(model: Download, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("no folder")
    error = failure(model, tmp_path / "cache" / "detectors")
    assert "cannot be kept" in error.message


def test_two_downloads_of_one_file_do_not_mix(
    server: Server, model: Download, folder: Path
) -> None:
    server.behaviours = [trickle, ranged]
    first = fetch(model, folder)
    while next(first).done < 1:
        pass
    assert "already" in failure(model, folder).message
    first.close()
    assert finish(fetch(model, folder)).read_bytes() == CONTENT


# A file that came by other means


@pytest.fixture
def local(tmp_path: Path) -> Path:
    path = tmp_path / "stick" / "downloaded (1).pth"
    path.parent.mkdir()
    path.write_bytes(CONTENT)
    return path


def test_a_local_file_is_checked_and_copied(model: Download, folder: Path, local: Path) -> None:
    leave(folder, CONTENT[:10])
    steps: list[Step] = []
    path = finish(adopt(model, local, folder), steps.append)
    assert path == folder / "model.pth"
    assert path.read_bytes() == local.read_bytes() == CONTENT
    assert names(folder) == ["model.pth"]
    assert steps[-1].done == steps[-1].total == len(CONTENT)


@pytest.mark.parametrize("content", [CONTENT[:-1], b"!" + CONTENT[1:], b""])
def test_another_local_file_is_refused(
    model: Download, folder: Path, local: Path, content: bytes
) -> None:
    local.write_bytes(content)
    with pytest.raises(EngineError, match=r"is not the published file: .*"):
        finish(adopt(model, local, folder))
    assert names(folder) == []
    assert local.read_bytes() == content


def test_a_local_file_that_cannot_be_read_is_said(
    model: Download, folder: Path, tmp_path: Path
) -> None:
    for path in (tmp_path / "nothing.pth", tmp_path):
        with pytest.raises(EngineError, match=r"cannot be read"):
            finish(adopt(replace(model, size=None), path, folder))


def test_copying_can_be_cancelled(
    model: Download, folder: Path, local: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "CHUNK", 1000)
    steps = adopt(model, local, folder)
    next(steps)
    steps.close()
    assert names(folder) == []


# Words and places


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
