"""Pictures that commands write: in which formats, where, and what they say where they cannot."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.commands.pictures import check_picture, write_picture
from engine.errors import EngineError

PICTURE = np.full((4, 6, 3), (200, 100, 50), np.uint8)


@pytest.mark.parametrize("name", ["a.png", "a.PNG", "a.tif", "none"])
def test_what_is_written_can_be_read(tmp_path: Path, name: str) -> None:
    write_picture(tmp_path / name, PICTURE)
    read = cv2.imread(str(tmp_path / name))
    assert np.array_equal(cv2.cvtColor(read, cv2.COLOR_BGR2RGB), PICTURE)


@pytest.mark.parametrize("name", ["a.gif", "a.bmp", "a.xyz"])
def test_other_formats_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(EngineError, match=rf"cannot be written as \{name[1:]}\. Use \.png"):
        write_picture(tmp_path / name, PICTURE)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_told_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="There is no folder"):
        check_picture(tmp_path / "no" / "a.png")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no folder in which nothing can be made")
def test_a_folder_that_takes_no_files(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="The folder /proc may not be written to"):
        write_picture(Path("/proc/a.png"), PICTURE)


def test_a_picture_that_is_too_long_for_its_format(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"1 x 70,000 pixels cannot be written as \.jpg"):
        write_picture(tmp_path / "a.jpg", np.zeros((70_000, 1, 3), np.uint8))
    assert list(tmp_path.iterdir()) == []
