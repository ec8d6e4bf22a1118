"""Keeps what libtiff prints about damaged files off stderr; the app has sentences of its own."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from PIL import Image

_STDERR = 2  # the file descriptor that libtiff writes to, past Python's `sys.stderr`
_one = threading.Lock()  # the descriptor is the process's


@contextmanager
def without_noise(image: Image.Image) -> Iterator[None]:
    """Let nothing of any thread reach stderr while a TIFF is decoded; other formats are silent.

    Where there is no stderr, or no descriptor is left for it, nothing is changed.
    """
    if image.format != "TIFF":
        yield
        return
    with _one:
        kept = None
        with suppress(OSError):
            kept = os.dup(_STDERR)
            with open(os.devnull, "wb") as nowhere:
                os.dup2(nowhere.fileno(), _STDERR)
        try:
            yield
        finally:
            if kept is not None:
                os.dup2(kept, _STDERR)
                os.close(kept)
