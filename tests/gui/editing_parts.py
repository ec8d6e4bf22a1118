"""What the tests of editing by hand compare, and where they draw."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from conftest import FUSED, shown

from engine.errors import EngineError
from engine.instances import Box
from engine.render import recolor
from gui.workspace import Workspace

Settle = Callable[[], None]
CORNER = Box(80, 50, 118, 88)
ELSEWHERE = Box(10, 10, 60, 40)
TOO_LITTLE_MEMORY = EngineError("Too little memory.", "Close other programs.")


def assert_true_to_life(workspace: Workspace) -> None:
    """What is shown belongs to what is chosen, everywhere."""
    photo = workspace.photo
    assert photo is not None
    assert photo.fusion is not None
    assert photo.up_to_date
    assert photo.fusion.ids == workspace.enabled
    ids = {i.id for i in workspace.instances}
    assert set(photo.thumbnails) == ids
    assert set(photo.colorized) == ids
    assert {i.id: i.box for i in workspace.instances} == {
        key: known.instance.box for key, known in photo.colorized.items()
    }
    own = {s.instance for s in photo.pictures if s.instance is not None}
    assert own == ids
    for kept in photo.pictures[FUSED].values():
        assert kept.made_from is photo.fusion.colorization
    anew = recolor(photo.darkroom.photo.lightness, photo.fusion.colorization)
    assert alike(shown(workspace), anew)


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether pictures are the same: OpenCV's rounding depends on where a part of one begins."""
    return bool(np.abs(one.astype(int) - other).max() <= 1)
