"""The photo of a project: found again, moved along, missing, changed, or of another size."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from engine.errors import EngineError
from engine.photo import open_photo
from engine.project import (
    Match,
    PhotoReference,
    Project,
    find_photo,
    fingerprint,
    path_between,
    photo_size,
    project_beside,
)


def saved(path: Path, size: tuple[int, int] = (120, 90), level: int = 80) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", size, level).save(path)
    return path


def project_of(photo: Path, folder: Path) -> Project:
    height, width = photo_size(photo)
    path = path_between(photo, folder)
    return Project(PhotoReference(path, fingerprint(photo), height, width))


def test_the_photo_is_found_again(tmp_path: Path) -> None:
    photo = saved(tmp_path / "album" / "street.png")
    beside = project_beside(photo)
    assert beside.name == "street.png.colorizer"
    project = project_of(photo, beside.parent)
    assert project.photo.path == "street.png"
    assert find_photo(project, beside) == (photo, Match.SAME)

    elsewhere = project_of(photo, tmp_path / "projects")
    assert elsewhere.photo.path == "../album/street.png"
    found = find_photo(elsewhere, tmp_path / "projects" / "p.colorizer")
    assert found is not None
    assert found[0].resolve() == photo


def test_photo_and_project_can_be_moved_together(tmp_path: Path) -> None:
    project = project_of(saved(tmp_path / "old" / "street.png"), tmp_path / "old")
    (tmp_path / "old").rename(tmp_path / "new")
    place = tmp_path / "new" / "street.png"
    assert find_photo(project, tmp_path / "new" / "p.colorizer") == (place, Match.SAME)


def test_a_photo_that_moved_beside_the_project_is_found(tmp_path: Path) -> None:
    photo = saved(tmp_path / "album" / "street.png")
    project = project_of(photo, tmp_path / "projects")
    (tmp_path / "projects").mkdir()
    place = photo.rename(tmp_path / "projects" / "street.png")
    assert find_photo(project, place.with_name("p.colorizer")) == (place, Match.SAME)


def test_a_missing_and_a_changed_photo_are_told_apart(tmp_path: Path) -> None:
    photo = saved(tmp_path / "street.png")
    project = project_of(photo, tmp_path)
    saved(photo, level=81)
    assert find_photo(project, tmp_path / "p.colorizer") == (photo, Match.CHANGED)
    photo.unlink()
    assert find_photo(project, tmp_path / "p.colorizer") is None


def test_a_photo_of_another_size_is_refused(tmp_path: Path) -> None:
    photo = saved(tmp_path / "street.png")
    project = project_of(photo, tmp_path)
    saved(photo, (121, 90))
    with pytest.raises(EngineError, match="121 x 90"):
        find_photo(project, tmp_path / "p.colorizer")
    photo.write_bytes(b"no photo at all")
    with pytest.raises(EngineError, match="cannot be opened"):
        find_photo(project, tmp_path / "p.colorizer")


def test_a_size_that_the_project_only_claims_is_refused(tmp_path: Path) -> None:
    photo = saved(tmp_path / "street.png")
    project = project_of(photo, tmp_path)
    claimed = replace(project, photo=replace(project.photo, width=4000, height=4000))
    with pytest.raises(EngineError, match="4000 x 4000"):
        find_photo(claimed, tmp_path / "p.colorizer")


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["turned.jpg", "turned.png", "turned.tif"])
def test_a_turned_photo_has_its_upright_size(tmp_path: Path, name: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new("L", (120, 90)).save(tmp_path / name, exif=exif)
    shown = open_photo(tmp_path / name).lightness.shape
    assert photo_size(tmp_path / name) == shown == ((120, 90) if orientation > 4 else (90, 120))
