"""Downloads from a server that cuts, lies, redirects, refuses or is not there."""

from __future__ import annotations

import socket
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
    part,
)
from file_server import (
    Server,
    cut_after,
    ranged,
    silent,
    stated,
    status,
    whole,
)

from engine import download_connection, downloads
from engine.downloads import (
    Download,
    arrived,
    fetch,
)
from engine.steps import Step, finish

pytestmark = pytest.mark.usefixtures("quick_downloads")


def test_a_cut_connection_is_tried_again(
    download_server: Server, promised: Download, download_folder: Path
) -> None:
    download_server.behaviours = [cut_after(120_000), cut_after(60_000), ranged]
    steps: list[Step] = []
    assert finish(fetch(promised, download_folder), steps.append).read_bytes() == CONTENT
    assert download_server.ranges == [None, "bytes=120000-", "bytes=180000-"]
    assert any("was cut. Trying again" in step.label for step in steps)


def test_a_connection_that_is_always_cut_ends_and_keeps_what_came(
    download_server: Server, promised: Download, download_folder: Path
) -> None:
    download_server.behaviours = [cut_after(50_000)]
    error = failure(promised, download_folder)
    assert "was cut" in error.message
    assert "kept" in error.remedy
    assert len(download_server.asked) == 1 + len(downloads.PAUSES)
    assert part(download_folder).read_bytes() == CONTENT[: 4 * 50_000]
    download_server.behaviours = [ranged]
    assert finish(fetch(promised, download_folder)).read_bytes() == CONTENT
    assert download_server.ranges[-1] == "bytes=200000-"


def test_who_comes_forward_is_not_given_up(
    download_server: Server,
    promised: Download,
    download_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(downloads, "FORWARD", 20_000)
    download_server.behaviours = [cut_after(30_000)]
    assert finish(fetch(promised, download_folder)).read_bytes() == CONTENT
    assert len(download_server.asked) == 10


def test_always_cut_and_always_from_the_start_ends_too(
    download_server: Server,
    promised: Download,
    download_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(downloads, "FORWARD", 20_000)
    download_server.behaviours = [cut_after(150_000, whole)]
    assert "was cut" in failure(promised, download_folder).message
    assert len(download_server.asked) <= 3 + len(downloads.PAUSES)


@pytest.mark.parametrize("length", [len(CONTENT), None])
def test_an_answer_without_length_is_checked_all_the_same(
    download_server: Server, promised: Download, download_folder: Path, length: int | None
) -> None:
    download_server.behaviours = [stated(None, CONTENT[:1000]), stated(None, CONTENT)]
    if length is None:
        assert "SHA-256" in failure(replace(promised, size=None), download_folder).message
    else:
        assert finish(fetch(promised, download_folder)).read_bytes() == CONTENT


def test_silence_is_not_waited_for_forever(
    download_server: Server,
    promised: Download,
    download_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(download_connection, "TIMEOUT", 0.2)
    download_server.behaviours = [silent]
    assert "does not answer" in failure(promised, download_folder).message
    assert len(download_server.asked) == 1 + len(downloads.PAUSES)
    assert part(download_folder).stat().st_size == 1000


def test_a_wrong_checksum_leaves_nothing(
    download_server: Server, promised: Download, download_folder: Path
) -> None:
    download_server.content = b"!" + CONTENT[1:]
    error = failure(promised, download_folder)
    assert "damaged and was deleted" in error.message
    assert DIGEST[:8] in error.message
    assert names(download_folder) == []


def test_a_broken_part_is_found_and_the_next_attempt_is_whole(
    promised: Download, download_folder: Path
) -> None:
    leave(download_folder, b"?" * 100_000)
    assert "damaged" in failure(promised, download_folder).message
    assert finish(fetch(promised, download_folder)).read_bytes() == CONTENT


@pytest.mark.parametrize("length", [len(CONTENT) - 1, len(CONTENT) + 1, 10])
def test_a_wrong_length_is_said_before_anything_is_taken(
    download_server: Server, promised: Download, download_folder: Path, length: int
) -> None:
    download_server.behaviours = [stated(length, CONTENT[:length])]
    leave(download_folder, CONTENT[:100_000])
    error = failure(promised, download_folder)
    assert f"{length:,} bytes in place of 300,000" in error.message
    assert part(download_folder).read_bytes() == CONTENT[:100_000]  # still good
    assert len(download_server.asked) == 1


def test_more_than_was_promised_is_not_taken(
    download_server: Server, promised: Download, download_folder: Path
) -> None:
    download_server.behaviours = [stated(None, CONTENT * 2)]
    assert "more than 300,000 bytes" in failure(promised, download_folder).message
    assert names(download_folder) == []


def test_a_login_page_is_not_taken_for_the_file(
    download_server: Server, promised: Download, download_folder: Path
) -> None:
    download_server.behaviours = [stated(6, b"<html>", "text/html; charset=utf-8")]
    leave(download_folder, CONTENT[:100_000])
    error = failure(promised, download_folder)
    assert "web page" in error.message
    assert "sign in" in error.remedy
    assert arrived(promised, download_folder) == 100_000


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
    download_server: Server,
    promised: Download,
    download_folder: Path,
    code: int,
    words: str,
    attempts: int,
) -> None:
    download_server.behaviours = [status(code)]
    error = failure(promised, download_folder)
    assert words in error.message
    assert str(code) in error.message
    assert len(download_server.asked) == attempts
    assert names(download_folder) == []


def test_an_error_that_passes_is_forgotten(
    download_server: Server, promised: Download, download_folder: Path
) -> None:
    download_server.behaviours = [status(503), ranged]
    assert finish(fetch(promised, download_folder)).read_bytes() == CONTENT


def test_a_redirect_in_the_web_is_followed_with_its_range(
    download_server: Server, promised: Download, download_folder: Path
) -> None:
    download_server.behaviours = [status(302, Location="/elsewhere/model.pth"), ranged]
    leave(download_folder, CONTENT[:100_000])
    assert finish(fetch(promised, download_folder)).read_bytes() == CONTENT
    assert [path for path, _ in download_server.asked] == [
        "/models/model.pth",
        "/elsewhere/model.pth",
    ]
    assert download_server.ranges == ["bytes=100000-"] * 2


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_a_redirect_to_a_local_file_is_not_followed(
    download_server: Server, promised: Download, download_folder: Path, tmp_path: Path, code: int
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(CONTENT)
    for place in (secret.as_uri(), "ftp://127.0.0.1/x", "data:text/plain,hello"):
        download_server.behaviours = [status(code, Location=place)]
        assert "is not followed" in failure(promised, download_folder).message
    assert len(download_server.asked) == 3


def test_a_redirect_without_end_is_not_followed_forever(
    download_server: Server, promised: Download, download_folder: Path
) -> None:
    download_server.behaviours = [status(302, Location="/models/model.pth")]
    assert "is not followed" in failure(promised, download_folder).message
    assert len(download_server.asked) <= 11


def test_a_secure_address_never_leads_to_an_open_one() -> None:
    request = download_connection.Request("https://example.org/model.pth")
    redirects: Any = download_connection._WebRedirects()
    there = "https://other.example.org/model.pth"
    assert redirects.redirect_request(request, None, 302, "", {}, there).full_url == there
    with pytest.raises(download_connection.HTTPError):
        redirects.redirect_request(request, None, 302, "", {}, there.replace("https", "http"))


def test_the_proxy_of_the_environment_is_asked(
    download_server: Server,
    promised: Download,
    download_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("http_proxy", download_server.url.removesuffix("/models/model.pth"))
    there = replace(promised, url="http://models.example.org/model.pth")
    assert finish(fetch(there, download_folder)).read_bytes() == CONTENT
    assert download_server.asked[0][0] == "http://models.example.org/model.pth"


def test_no_network_is_said_at_once(
    promised: Download, download_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def offline(*place: Any, **options: Any) -> None:
        tried.append(place)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", offline)
    error = failure(replace(promised, url="http://models.example.org/model.pth"), download_folder)
    assert error.message == "The server models.example.org cannot be found."
    assert "connection" in error.remedy
    assert len(tried) == 1
    assert names(download_folder) == []


def test_a_closed_door_is_said_at_once(promised: Download, download_folder: Path) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{door.getsockname()[1]}/model.pth"
        error = failure(replace(promised, url=url), download_folder)
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
