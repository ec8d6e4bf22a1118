"""A web server with one file, which misbehaves as it is told."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Behaviour = Callable[["Answer"], None]


class Answer(BaseHTTPRequestHandler):
    """One request; the behaviours say what becomes of it."""

    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it has heard enough
            self.server.next_behaviour()(self)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""

    @property
    def start(self) -> int:
        """Where the asked range begins."""
        asked = self.headers.get("Range", "bytes=0-")
        return int(asked.removeprefix("bytes=").removesuffix("-"))

    def head(self, status: int, **headers: str) -> None:
        """Send the status and these headers; `_` stands for a hyphen."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()


class Server(ThreadingHTTPServer):
    """Serves `content` at every path; the behaviours are taken in turn, the last one stays."""

    daemon_threads = True

    def __init__(self, content: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.content = content
        self.behaviours: list[Behaviour] = [ranged]
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.released = threading.Event()  # lets slow answers end with the test
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/models/model.pth"

    @property
    def ranges(self) -> list[str | None]:
        """What range each request asked for."""
        return [headers.get("Range") for _, headers in self.asked]

    def next_behaviour(self) -> Behaviour:
        return self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]

    def end(self) -> None:
        self.released.set()
        self.shutdown()
        self.server_close()


def ranged(answer: Answer) -> None:
    """As servers should: the whole file, or the rest of it."""
    content = answer.server.content
    start = answer.start
    if start >= len(content):
        answer.head(416, Content_Range=f"bytes */{len(content)}", Content_Length="0")
        return
    if start:
        span = f"bytes {start}-{len(content) - 1}/{len(content)}"
        answer.head(206, Content_Length=str(len(content) - start), Content_Range=span)
    else:
        answer.head(200, Content_Length=str(len(content)))
    answer.wfile.write(content[start:])


def whole(answer: Answer) -> None:
    """The whole file, whatever range was asked for."""
    answer.head(200, Content_Length=str(len(answer.server.content)))
    answer.wfile.write(answer.server.content)


def cut_after(count: int, behaviour: Behaviour = ranged) -> Behaviour:
    """As `behaviour`, but the connection ends after so many bytes of content."""

    def cut(answer: Answer) -> None:
        write = answer.wfile.write
        left = count

        def limited(data: bytes) -> int:
            nonlocal left
            if data.startswith(b"HTTP/"):  # the head
                return write(data)
            sent = data[:left]
            left -= len(sent)
            return write(sent)

        answer.wfile.write = limited  # type: ignore[method-assign, assignment]
        behaviour(answer)

    return cut


def status(code: int, **headers: str) -> Behaviour:
    """Nothing but a status."""
    return lambda answer: answer.head(code, Content_Length="0", **headers)


def stated(length: int | None, content: bytes, kind: str = "application/octet-stream") -> Behaviour:
    """Other content, with a length that may be wrong or missing."""

    def state(answer: Answer) -> None:
        headers = {} if length is None else {"Content_Length": str(length)}
        answer.head(200, Content_Type=kind, **headers)
        answer.wfile.write(content)

    return state


def trickle(answer: Answer) -> None:
    """A byte now and then, for as long as the test lasts."""
    answer.head(200, Content_Length=str(len(answer.server.content)))
    for index in range(len(answer.server.content)):
        answer.wfile.write(answer.server.content[index : index + 1])
        answer.wfile.flush()
        if answer.server.released.wait(0.02):
            return


def silent(answer: Answer) -> None:
    """Some bytes, and then nothing more."""
    answer.head(200, Content_Length=str(len(answer.server.content)))
    answer.wfile.write(answer.server.content[:1000])
    answer.wfile.flush()
    answer.server.released.wait(30)
