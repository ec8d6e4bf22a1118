"""The one exception that a person can act on."""

from __future__ import annotations


class EngineError(Exception):
    """Something went wrong that a person can understand and act on.

    Args:
        message: one sentence that says what happened ("The photo x.jpg holds no data.").
        remedy: one sentence that says what to do about it; may be empty.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class DetectorError(EngineError):
    """No detector can be loaded; photos can still be colorized as a whole."""
