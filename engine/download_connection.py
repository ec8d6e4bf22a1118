"""One answer of a web server, read in the background, so that waiting for it can be given up.

A socket that waits cannot be interrupted. So a thread waits, and whoever wants the answer asks for
what has come, as often and as patiently as it likes.
"""

from __future__ import annotations

import queue
import re
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from engine.errors import EngineError
from engine.texts import marked, tr

TIMEOUT = 10.0  # seconds that a server may take to connect, and between two bytes
CHUNK = 1 << 16  # bytes
AHEAD = 64  # chunks that are read before anybody has asked for them
SCHEMES = ("http", "https")
AGENT = "instance-colorizer"  # some servers refuse Python's own name
PARTIAL = 206  # HTTP status: a range follows
BEYOND = 416  # HTTP status: the asked range lies behind the end
CHECK = marked("Check the internet connection and the proxy settings, then try again.")
LATER = marked("Try again later; what has come so far is kept.")


class TransferError(EngineError):
    """The server's answer cannot be had, or ended too early.

    Attributes:
        may_pass: trying again soon may help.
        status: the HTTP status, None where there was none.
    """

    def __init__(
        self, message: str, remedy: str, *, may_pass: bool = False, status: int | None = None
    ) -> None:
        super().__init__(message, remedy)
        self.may_pass = may_pass
        self.status = status


@dataclass(frozen=True)
class Head:
    """What a server says before it sends.

    Attributes:
        start: where in the whole file the first byte belongs; None if the server sends a part
            and does not say which.
        total: bytes of the whole file; None if the server does not say.
        tag: identifies the file's content on this server; empty if it has none.
        is_page: a web page comes in place of a file.
    """

    start: int | None
    total: int | None
    tag: str
    is_page: bool


class Connection:
    """Asks for an address at once, in the background.

    Args:
        url: http or https.
        headers: to send along, such as a range.
    """

    def __init__(self, url: str, headers: Mapping[str, str]) -> None:
        self._host = urlsplit(url).hostname or url
        self._request = Request(url, headers={"User-Agent": AGENT, **headers})
        self._closed = threading.Event()
        self._arrived: queue.Queue[Head | bytes | Exception] = queue.Queue(AHEAD)
        # A daemon: it ends by itself within `TIMEOUT`, and a program that ends need not wait.
        threading.Thread(target=self._receive, name="download", daemon=True).start()

    def take(self, patience: float) -> Head | bytes | None:
        """What has come next: the head, then chunks, then b"" at the end.

        Args:
            patience: seconds to wait; None is returned if nothing has come by then.

        Raises:
            TransferError: no answer, a refusal, or the connection was cut.
        """
        try:
            arrived = self._arrived.get(timeout=patience)
        except queue.Empty:
            return None
        if isinstance(arrived, Exception):
            raise trouble_of(arrived, self._host) from arrived
        return arrived

    def close(self) -> None:
        """Want no more of it; returns at once."""
        self._closed.set()

    def _receive(self) -> None:
        try:
            with _opener().open(self._request, timeout=TIMEOUT) as response:
                self._hand_over(_head(response.status, response.headers))
                while not self._closed.is_set():
                    chunk = response.read1(CHUNK)
                    self._hand_over(chunk)
                    if not chunk:
                        return
        except Exception as error:  # whatever it is, it is told where the answer is waited for
            if isinstance(error, HTTPError):
                error.close()  # it holds the answer, which nobody reads
            self._hand_over(error)

    def _hand_over(self, arrived: Head | bytes | Exception) -> None:
        while not self._closed.is_set():
            try:
                self._arrived.put(arrived, timeout=0.1)
            except queue.Full:
                continue
            return


class _WebRedirects(HTTPRedirectHandler):
    """Follows redirects within the web, never from a secure address to an open one."""

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> Request | None:
        before, after = urlsplit(req.full_url).scheme, urlsplit(newurl).scheme
        if after not in SCHEMES or (before == "https" and after != "https"):
            raise HTTPError(newurl, code, "not followed", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _opener() -> OpenerDirector:
    """As urllib's own, with the environment's proxies, but for nothing than the web."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        _WebRedirects(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _head(status: int, headers: Message) -> Head:
    tag = headers.get("ETag", "")
    tag = "" if tag.startswith("W/") else tag  # a weak one may stand for other bytes
    length = headers.get("Content-Length", "")
    start: int | None = 0
    total = int(length) if length.isdecimal() else None
    if status == PARTIAL:
        found = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", headers.get("Content-Range", "").strip())
        start = int(found.group(1)) if found else None
        total = int(found.group(2)) if found and found.group(2) != "*" else None
    return Head(start, total, tag, headers.get_content_type() == "text/html")


def trouble_of(error: Exception, host: str) -> TransferError:
    """What a person is told about an error that came up between here and a server."""
    if isinstance(error, HTTPError):
        return _refusal(error.code, host)
    if isinstance(error, URLError) and isinstance(error.reason, Exception):
        error = error.reason
    if isinstance(error, ssl.SSLCertVerificationError):
        return TransferError(
            tr(
                "The connection to {host} is not secure: {reason}.",
                host=host,
                reason=error.verify_message,
            ),
            tr(
                "Check the date of this computer and what filters its connections, or choose a "
                "local file, downloaded by other means."
            ),
        )
    if isinstance(error, socket.gaierror):
        return TransferError(tr("The server {host} cannot be found.", host=host), tr(CHECK))
    if isinstance(error, TimeoutError):
        return TransferError(
            tr("The server {host} does not answer.", host=host), tr(LATER), may_pass=True
        )
    if isinstance(error, (HTTPException, ssl.SSLError, ConnectionResetError, BrokenPipeError)):
        return cut_off(host)
    if isinstance(error, OSError):
        reason = getattr(error, "strerror", None) or getattr(error, "reason", None) or error
        return TransferError(
            tr("There is no connection to {host}: {reason}.", host=host, reason=reason), tr(CHECK)
        )
    return TransferError(
        tr("The answer of {host} cannot be read: {error}.", host=host, error=error), tr(LATER)
    )


def cut_off(host: str) -> TransferError:
    """The connection ended before the file did."""
    return TransferError(
        tr("The connection to {host} was cut.", host=host), tr(LATER), may_pass=True
    )


def _refusal(status: int, host: str) -> TransferError:
    remedy, may_pass = marked("Choose a local file, downloaded by other means."), False
    if 300 <= status < 400:
        message = marked("The server {host} redirects to an address that is not followed.")
    elif status in (404, 410):
        message = marked("The server {host} does not have the file (HTTP status {status}).")
    elif status == 407:
        message = marked("The proxy wants to know who you are (HTTP status {status}).")
        remedy = CHECK
    elif status in (408, 429) or status >= 500:
        message = marked("The server {host} cannot give the file now (HTTP status {status}).")
        remedy, may_pass = LATER, True
    else:
        message = marked("The server {host} refuses to give the file (HTTP status {status}).")
    return TransferError(
        tr(message, host=host, status=status), tr(remedy), may_pass=may_pass, status=status
    )
