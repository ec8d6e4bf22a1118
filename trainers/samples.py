"""Pictures of a few held-out photos while a training runs: grey, recoloured, true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import cv2
import numpy as np
from torch import nn

from engine.atomic_files import write_whole
from engine.errors import EngineError
from engine.texts import tr
from engine.training.events import Sampled
from engine.training.run_folder import RunFolder

MOST = 6  # photos in a picture, one a column
QUALITY = 90
GAP = 4  # pixels between them
WHITE = 255


class Sampling(Protocol):
    """What can be shown while it is trained."""

    name: str

    def sample(self, network: nn.Module) -> np.ndarray | None:
        """See `trainers.loop.Stage`."""


def sheet(rows: Sequence[Sequence[np.ndarray]]) -> np.ndarray | None:
    """Pictures uint8 (H, W, 3) of one size, one column for each row given; None for none."""
    if not rows:
        return None
    columns = [_joined(row, axis=0) for row in rows]
    return _joined(columns, axis=1)


def write_sample(run: RunFolder, stage: Sampling, network: nn.Module, step: int) -> Sampled | None:
    """Write the stage's picture at a step into the run folder and give the event.

    Raises:
        EngineError: the disk is full, or the folder cannot be written.
    """
    picture = stage.sample(network)
    if picture is None:
        return None
    path = run.samples / stage.name / f"{step:07d}.jpg"
    bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
    except OSError as error:
        raise EngineError(
            tr(
                "The sample picture {path} could not be written: {reason}.",
                path=path,
                reason=error.strerror or error,
            ),
            tr("Make some room and resume."),
        ) from error
    return Sampled(stage=stage.name, step=step, path=path.relative_to(run.path).as_posix())


def _joined(pictures: Sequence[np.ndarray], axis: int) -> np.ndarray:
    shape = list(pictures[0].shape)
    shape[axis] = GAP
    gap = np.full(shape, WHITE, np.uint8)
    parts: list[np.ndarray] = []
    for picture in pictures:
        parts += [picture, gap]
    return np.concatenate(parts[:-1], axis=axis)
