"""Living with packages that may be missing, broken, or made for a terminal; needs no torch."""

from __future__ import annotations

import contextlib
import functools
import importlib
import io
import logging
import sys
from collections.abc import Iterator

logger = logging.getLogger(__name__)


@functools.cache
def import_trouble(package: str) -> str:
    """Why an installed package cannot be imported, one line; empty if it can.

    Tried once in a process: a second try of what failed half-way fails for another reason.
    """
    try:
        importlib.import_module(package)
    except Exception as error:  # a package of another build raises whatever it runs into
        logger.info("The package %s does not work", package, exc_info=True)
        return first_line(error)
    return ""


def first_line(error: BaseException) -> str:
    """The first line of what an error says, without a full stop; its type if it says nothing."""
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__).rstrip(".")


@contextlib.contextmanager
def stderr_of_its_own() -> Iterator[None]:
    """Give a progress bar somewhere to write in an app without a console."""
    if sys.stderr is not None:
        yield
        return
    with contextlib.redirect_stderr(io.StringIO()):
        yield
