"""Sets of checkpoints: installed, chosen, exported, deleted, and what the app then loads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.config import EngineConfig
from engine.errors import EngineError
from engine.networks.checkpoint_folders import (
    CARD,
    STAGES,
    checkpoint_folder,
    checkpoint_path,
    user_folder,
)
from engine.training import checkpoint_sets as sets

UNET = EngineConfig(network="unet")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "home"))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)


def a_set(folder: Path, content: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for stage in STAGES:
        checkpoint_path(folder, stage).write_text(f"{content} {stage}")
    return folder


def loaded(config: EngineConfig = UNET) -> str:
    """The content of what the app would load."""
    return checkpoint_path(checkpoint_folder(config), "full").read_text()


def test_the_bundled_set_is_in_use_until_another_is_installed(tmp_path: Path) -> None:
    assert [(s.name, s.active) for s in sets.checkpoint_sets("compact")] == [("bundled", True)]
    first = sets.install(a_set(tmp_path / "run", "mine"), "compact", "my photos", {"whole": {}})
    assert (first.name, first.active, first.figures) == ("my photos", True, {"whole": {}})
    assert loaded(EngineConfig()) == "mine full"
    bundled = sets.checkpoint_sets("compact")[0]
    assert not bundled.active
    whole = bundled.figures["whole"]
    assert whole["fused"]["psnr"] > whole["grey"]["psnr"] + 1
    sets.use(bundled)
    assert sets.checkpoint_sets("compact")[0].active
    assert checkpoint_folder(EngineConfig()) == bundled.folder
    assert sets.use(sets.checkpoint_sets("compact")[1]).name == "my photos"
    assert loaded(EngineConfig()) == "mine full"


def test_names_are_made_safe_and_unique(tmp_path: Path) -> None:
    run = a_set(tmp_path / "run", "x")
    assert sets.install(run, "unet", "../../evil: *").name == "evil"
    assert sets.install(run, "unet", "one").name == "one"
    assert sets.install(run, "unet", "one", activate=False).name == "one 2"
    assert sets.install(run, "unet", "bundled").name == "bundled 2"
    assert sets.install(run, "unet", " . ").name == "trained"
    home = user_folder("unet").parent.parent
    assert all(known.folder.is_relative_to(home) for known in sets.checkpoint_sets("unet"))


def test_imported_checkpoints_are_not_lost(tmp_path: Path) -> None:
    a_set(user_folder("unet"), "imported")
    assert [(s.name, s.active) for s in sets.checkpoint_sets("unet")] == [("imported", True)]
    sets.install(a_set(tmp_path / "run", "mine"), "unet", "mine")
    assert loaded() == "mine full"
    imported = next(s for s in sets.checkpoint_sets("unet") if s.name == "imported")
    sets.use(imported)
    assert loaded() == "imported full"


def test_export_and_delete(tmp_path: Path) -> None:
    made = sets.install(a_set(tmp_path / "run", "mine"), "unet", "mine")
    copy = sets.export(made, tmp_path / "copy")
    assert checkpoint_path(copy, "fusion").read_text() == "mine fusion"
    with pytest.raises(EngineError, match="already"):
        sets.export(made, copy)
    sets.delete(made)
    assert sets.checkpoint_sets("unet") == ()
    with pytest.raises(EngineError, match="no checkpoints of the network unet"):
        checkpoint_folder(UNET)
    with pytest.raises(EngineError, match="belong to the app"):
        sets.delete(sets.checkpoint_sets("compact")[0])


def test_an_incomplete_set_and_a_full_disk_are_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = a_set(tmp_path / "run", "first")
    sets.install(run, "unet", "first")

    def full(*places: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(EngineError, match="No space left"):
        sets.install(run, "unet", "second")
    monkeypatch.undo()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "home"))
    assert [known.name for known in sets.checkpoint_sets("unet")] == ["first"]
    assert loaded() == "first full"
    checkpoint_path(run, "fusion").unlink()
    with pytest.raises(EngineError, match="no checkpoint of the fusion stage"):
        sets.install(run, "unet", "third")


def test_a_folder_is_known_again_until_its_files_change(tmp_path: Path) -> None:
    """So that a run can tell whether its result is in use."""
    run = a_set(tmp_path / "run", "first")
    assert sets.copied_from(run, "unet") is None
    made = sets.install(run, "unet", "run")
    sets.install(a_set(tmp_path / "other", "second"), "unet", "other")
    known = sets.copied_from(run, "unet")
    assert known is not None
    assert (known.name, known.active) == (made.name, False)
    assert sets.copied_from(run, "compact") is None
    again = sets.use(known)
    assert again.active
    assert sets.copied_from(run, "unet") == again
    a_set(run, "trained on")
    assert sets.copied_from(run, "unet") is None
    checkpoint_path(run, "full").unlink()
    assert sets.copied_from(run, "unet") is None


def test_what_is_passed_on_says_nothing_of_where_it_was_copied_from(tmp_path: Path) -> None:
    made = sets.install(a_set(tmp_path / "run", "first"), "unet", "run")
    out = sets.export(made, tmp_path / "out")
    assert "source" not in (out / CARD).read_text()
    assert str(tmp_path) not in (made.folder / CARD).read_text()
