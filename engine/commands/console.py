"""Where the command line writes: results to stdout, progress and complaints to stderr."""

from __future__ import annotations

import contextlib
import io
import shutil
import sys
import time
from types import TracebackType
from typing import TextIO
from unicodedata import east_asian_width

from engine.errors import EngineError, OutputLostError
from engine.steps import Step
from engine.texts import in_one_line, tr

PROGRAM = "instance-colorizer"
BAR_WIDTH = 24
REDRAW_SECONDS = 0.1


class Console:
    """Lines to stdout, complaints to stderr, and one progress bar that never mixes with them."""

    def __init__(self, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.out = _there(sys.stdout if out is None else out)
        self.err = _there(sys.stderr if err is None else err)
        for stream in (self.out, self.err):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # a file name may not be UTF-8
        self._bar: ProgressBar | None = None

    def line(self, text: str) -> None:
        """A line of the result.

        Raises:
            OutputLostError: it cannot be written.
        """
        self._clear()
        try:
            self.out.write(f"{text}\n")
            self.out.flush()
        except BrokenPipeError:
            raise  # nobody reads on
        except OSError as error:
            raise OutputLostError(
                tr("The results cannot be printed: {reason}.", reason=error.strerror or error),
                tr("Make some room, or print them elsewhere."),
            ) from error

    def note(self, text: str) -> None:
        """A line beside the result."""
        self._clear()
        try:
            self.err.write(f"{text}\n")
            self.err.flush()
        except BrokenPipeError:
            raise
        except OSError:
            pass  # there is no other place to tell it

    def complaint(self, text: str) -> None:
        """What went wrong, in one line whatever the text holds."""
        self.note(f"{PROGRAM}: {in_one_line(' '.join(text.split()))}")

    def failure(self, error: EngineError) -> None:
        """What went wrong and what to do about it."""
        self.complaint(str(error))

    def progress(self, items: int) -> ProgressBar:
        """A bar over `items` photos, on stderr if it is a terminal; use it in a `with`."""
        self._bar = ProgressBar(self.err, items)
        return self._bar

    def _clear(self) -> None:
        if self._bar is not None:
            self._bar.clear()


class _Nowhere(io.StringIO):
    """Stands in for a stream that the process was started without."""

    def write(self, text: str) -> int:
        """Forget it."""
        return len(text)


def _there(stream: TextIO | None) -> TextIO:
    return _Nowhere() if stream is None else stream


def _fitted(text: str, columns: int) -> str:
    """The beginning of a text that takes at most so many columns of a terminal."""
    for place, sign in enumerate(text):
        columns -= 2 if east_asian_width(sign) in "WF" else 1
        if columns < 0:
            return text[:place]
    return text


class ProgressBar:
    """One line that is drawn over itself; silent where stderr is not a terminal."""

    def __init__(self, stream: TextIO, items: int) -> None:
        self._stream = stream
        self._items = items
        self._item = 0
        self._name = ""
        self._left = ""
        self._drawn_at = 0.0
        self._visible = False
        self._on = stream.isatty()

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def start(self, item: int, name: str, left: str = "") -> None:
        """Photo number `item`, from 0, begins; `left` says how long all will take from now on."""
        self._item = item
        self._name = name
        self._left = left
        self._draw("", 0.0)

    def step(self, step: Step) -> None:
        """A step of this photo; those that follow each other too fast to be seen are not drawn."""
        if time.monotonic() - self._drawn_at >= REDRAW_SECONDS:
            self._draw(step.label, 0.0 if step.total == 0 else step.done / step.total)

    def clear(self) -> None:
        """Take the bar off the screen, so that a line can be written."""
        if self._visible:
            self._put("\r\x1b[K")
            self._visible = False

    def _draw(self, label: str, share: float) -> None:
        if not self._on:
            return
        self._drawn_at = time.monotonic()
        done = (self._item + (share if self._items == 1 else 0.0)) / max(1, self._items)
        filled = round(BAR_WIDTH * min(1.0, done))
        bar = "#" * filled + "-" * (BAR_WIDTH - filled)
        left = f"{self._left}  " if self._left else ""
        text = f"[{bar}] {self._item + 1}/{self._items} {left}{self._name}  {label}"
        width = max(20, shutil.get_terminal_size().columns - 1)
        self._put(f"\r\x1b[K{_fitted(in_one_line(text), width)}")
        self._visible = True

    def _put(self, text: str) -> None:
        with contextlib.suppress(OSError):  # the terminal was closed
            self._stream.write(text)
            self._stream.flush()
