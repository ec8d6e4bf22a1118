"""What all tests share: a quiet Qt, few threads, and small photos as files."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from download_parts import download_folder, download_server, promised, quick_downloads  # noqa: F401
from PIL import Image
from stand_ins import StandInWorkbench

if sys.platform.startswith("linux") and not (
    os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")
# Tiny networks gain nothing from threads, and would wait for each other on a busy machine.
os.environ.setdefault("OMP_NUM_THREADS", "2")
# A shell starts what it puts into the background deaf to Ctrl-C, which some tests press.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def picture(height: int, width: int, seed: int = 0) -> np.ndarray:
    """Smooth grey blobs, uint8 (height, width), the same for the same seed."""
    coarse = np.random.default_rng(seed).integers(20, 235, (6, 6)).astype(np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))


@pytest.fixture(scope="session", autouse=True)
def data_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Trainings and checkpoints of whoever runs the tests are not seen by them."""
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("XDG_DATA_HOME", "LOCALAPPDATA"):
            patch.setenv(variable, str(tmp_path_factory.mktemp("data-home")))
        yield


@pytest.fixture
def grey_photo(tmp_path: Path) -> Path:
    """A grey JPEG of 96 x 64 pixels."""
    path = tmp_path / "grey.jpg"
    Image.fromarray(picture(64, 96)).save(path, quality=95)
    return path


@pytest.fixture
def photo_folder(tmp_path: Path) -> Path:
    """Three grey photos, two of them in a folder of the folder."""
    folder = tmp_path / "album"
    (folder / "inner").mkdir(parents=True)
    for seed, name in enumerate(("a.jpg", "inner/b.png", "inner/c.tif")):
        Image.fromarray(picture(40, 48, seed)).save(folder / name)
    return folder


@pytest.fixture
def stand_in_workbench(monkeypatch: pytest.MonkeyPatch) -> type[StandInWorkbench]:
    """Networks replaced by arithmetic, in place of `engine.workbench`, which loads torch."""
    module = ModuleType("engine.workbench")
    module.Workbench = StandInWorkbench  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "engine.workbench", module)
    monkeypatch.setattr(StandInWorkbench, "made", [])
    return StandInWorkbench
