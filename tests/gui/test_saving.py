"""Saving from the workspace: what is written, under which name, and what is never touched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import shown
from fake_engine import FakeBench
from PIL import Image
from pytestqt.qtbot import QtBot

from gui.album import Entry
from gui.naming import is_own, is_there, suggested_path
from gui.open_photo import OpenPhoto
from gui.workspace import Workspace


def test_saving_writes_what_is_on(
    qtbot: QtBot,
    workspace: Workspace,
    photo: OpenPhoto,
    bench: FakeBench,
    settle: Callable[[], None],
    tmp_path: Path,
) -> None:
    """A switch just before saving counts, although its fusion has not been shown yet."""
    workspace.editor.set_enabled(0, False)
    out = tmp_path / "result.png"
    with qtbot.waitSignal(workspace.saved) as saved:
        workspace.save(out)
    settle()
    assert workspace.entry is not None
    assert saved.args[0] == out == workspace.entry.saved_as
    written = np.asarray(Image.open(out)).astype(int)
    assert np.abs(written - shown(workspace)).max() <= 1, "rounded by where a part of it begins"
    assert bench.sessions[0].fused[-1] == {1, 2}


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
def test_every_format_is_saved_at_full_size(
    workspace: Workspace,
    photo: OpenPhoto,
    settle: Callable[[], None],
    tmp_path: Path,
    suffix: str,
) -> None:
    out = tmp_path / f"out{suffix}"
    workspace.save(out)
    settle()
    with Image.open(out) as saved:
        assert saved.size == (photo.width, photo.height)


def test_sixteen_bit_photos_stay_so(
    workspace: Workspace, settle: Callable[[], None], tmp_path: Path
) -> None:
    import tifffile

    rows, columns = np.mgrid[0:50, 0:70]
    tifffile.imwrite(tmp_path / "deep.tif", (rows * 900 + columns * 100).astype(np.uint16))
    workspace.open(tmp_path / "deep.tif")
    settle()
    workspace.save(tmp_path / "deep-colorized.tif")
    workspace_saved = tmp_path / "deep-colorized.tif"
    settle()
    assert tifffile.imread(workspace_saved).dtype == np.uint16


def test_a_failing_save_is_told_and_leaves_no_file(
    qtbot: QtBot, workspace: Workspace, photo: OpenPhoto, settle: Callable[[], None], tmp_path: Path
) -> None:
    with qtbot.waitSignal(workspace.failed) as failed:
        workspace.save(tmp_path / "no such folder" / "out.png")
    settle()
    assert "no such folder" in str(failed.args[0])
    assert workspace.can_save
    assert workspace.entry is not None
    assert workspace.entry.saved_as is None


def test_the_original_is_never_replaced(
    qtbot: QtBot,
    workspace: Workspace,
    photo: OpenPhoto,
    settle: Callable[[], None],
    photo_file: Path,
) -> None:
    before = photo_file.read_bytes()
    with qtbot.waitSignal(workspace.failed):
        workspace.save(photo_file, overwrite=True)
    assert photo_file.read_bytes() == before


def test_the_suggested_name(workspace: Workspace, photo: OpenPhoto, photo_file: Path) -> None:
    assert workspace.entry is not None
    assert suggested_path(workspace.entry) == photo_file.with_name("street-colorized.jpg")
    scan = Entry("scan.bmp", Path("/photos/scan.bmp"))
    assert suggested_path(scan) == Path("/photos/scan-colorized.png")
    coloured = suggested_path(scan, pattern="coloured {name}", folder=Path("/out"))
    assert coloured == Path("/out/coloured scan.png")
    scan.saved_as = Path("/elsewhere/scan.tif")
    assert suggested_path(scan) == Path("/elsewhere/scan.tif")
    assert suggested_path(Entry("Pasted 1")) == Path.home() / "Pasted 1-colorized.png"


def test_what_cannot_be_looked_at_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "photo.jpg").touch()
    entry = Entry("photo.jpg", tmp_path / "photo.jpg")
    assert is_there(tmp_path / "photo.jpg")
    assert is_own(tmp_path / "." / "photo.jpg", entry)
    assert not is_own(tmp_path / "other.jpg", entry)
    assert not is_own(tmp_path / "photo.jpg", Entry("Pasted 1"))

    def refused(path: Path, **given: object) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", refused)
    assert not is_there(tmp_path / "photo.jpg")
    assert not is_own(tmp_path / "photo.jpg", entry)
