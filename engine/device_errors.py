"""What it looks like when a graphics card stops working in the middle, and what is said then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from engine.errors import DeviceLostError
from engine.texts import marked, tr

# As torch's messages begin; its class for them is newer than the oldest torch that is supported.
SIGNS = ("CUDA error", "cuDNN error", "CUBLAS_STATUS_", "MPS backend", "HIP error")
GO_ON = marked("Start the app again, or choose the device cpu.")
LONGEST = 120  # letters of what torch says


def lost_device(error: BaseException, remedy: str = GO_ON) -> DeviceLostError | None:
    """What to say of an error that means that the graphics card is gone; None for another one.

    Args:
        error: as torch raised it.
        remedy: what to do about it, marked as a text.
    """
    said = str(error)
    if not isinstance(error, RuntimeError) or not any(sign in said for sign in SIGNS):
        return None
    if "out of memory" in said:
        return None
    reason = said.splitlines()[0][:LONGEST].rstrip(".")
    message = tr("The graphics card stopped working: {reason}.", reason=reason)
    return DeviceLostError(message, tr(remedy))


@contextmanager
def device_guard() -> Iterator[None]:
    """Turns the loss of a graphics card into an error that a person can act on.

    Raises:
        DeviceLostError: in place of torch's own.
    """
    try:
        yield
    except RuntimeError as error:
        lost = lost_device(error)
        if lost is None:
            raise
        raise lost from error
