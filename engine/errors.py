"""The one exception that a person can act on."""

from __future__ import annotations

from engine.texts import sentences, tr


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
        return sentences(self.message, self.remedy)


class DetectorError(EngineError):
    """No detector can be loaded; photos can still be colorized as a whole."""


class DiskFullError(EngineError):
    """There is no room left where something was to be written; nothing of it was."""


class TakenError(EngineError):
    """A file is there already that was not to be replaced; nothing was written."""


class DeviceLostError(EngineError):
    """The device that networks run on stopped working; nothing more can be computed on it."""


class OutputLostError(EngineError):
    """What was found or done can no longer be told."""


class QueueStopError(EngineError):
    """What failed for one photo of many would fail for all, so none is tried after it."""

    @classmethod
    def of(cls, error: EngineError) -> QueueStopError:
        """The same words, and what it means."""
        return cls(error.message, error.remedy)


def words_for(error: Exception) -> str:
    """What a person is told about what went wrong with a photo."""
    if isinstance(error, EngineError):
        return str(error)
    if isinstance(error, MemoryError):
        return sentences(
            tr("There is not enough memory."),
            tr("Close other programs or take a smaller photo."),
        )
    said = " ".join(str(error).split())
    kind = type(error).__name__
    if said:
        return tr("Unexpected {kind} ({said}).", kind=kind, said=said)
    return tr("Unexpected {kind}.", kind=kind)
