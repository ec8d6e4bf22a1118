"""What is kept between two starts, and what becomes of it when the file or the disk is bad."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from engine import atomic_files
from engine.config import EngineConfig
from engine.errors import EngineError
from gui.preferences.file_names import pattern_trouble, result_name
from gui.preferences.settings import Settings
from gui.preferences.store import RECENT, Preferences, Store

SET = Preferences(
    theme="light",
    engine=EngineConfig(network="unet", checkpoints=Path("sets/mine"), score_threshold=0.25),
    open_folder=Path("photos"),
    saved_folder=Path("done"),
    save_folder=Path("all"),
    pattern="{name} in colour",
    jpeg_quality=80,
    bit_depth=8,
    recent=(Path("photos/b.jpg"), Path("photos/\udcff.tif")),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "config")


def write(store: Store, content: bytes | str | dict[str, Any]) -> None:
    store.folder.mkdir(parents=True, exist_ok=True)
    if isinstance(content, dict):
        content = json.dumps(content)
    store.path.write_bytes(content.encode() if isinstance(content, str) else content)


def test_everything_is_kept(store: Store) -> None:
    store.save(SET)
    assert Store(store.folder).load() == SET
    assert [path.name for path in store.folder.iterdir()] == ["settings.json"]


def test_at_the_first_start_there_are_defaults_and_no_complaint(store: Store) -> None:
    assert store.load() == Preferences()
    assert store.trouble is None
    assert not store.folder.exists()


def test_reset(store: Store) -> None:
    store.save(SET)
    assert store.reset() == Preferences()
    assert store.load() == Preferences()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"version": 1, "theme": "li',
        b"\xff\xfe\x00",
        b"[1, 2]",
        b"{}",
        b'{"version": "1"}',
        b'{"version": true}',
        b'{"version": 0}',
        b'{"version": 2, "theme": "light"}',
        b"[" * 100_000,
        b" " * 1_000_001,
        b'{"version": 1, "jpeg_quality": ' + b"9" * 5000 + b"}",
    ],
    ids=lambda content: content[:20].decode("latin-1"),
)
def test_a_file_that_cannot_be_used_is_set_aside_with_one_sentence(
    store: Store, content: bytes
) -> None:
    write(store, content)
    assert store.load() == Preferences()
    assert store.trouble is not None
    assert store.trouble.message.count(". ") == 0
    assert "settings-set-aside-1.json" in store.trouble.remedy
    assert (store.folder / "settings-set-aside-1.json").read_bytes() == content
    store.save(SET)
    assert store.load() == SET
    assert store.trouble is None


def test_an_earlier_file_that_was_set_aside_is_kept(store: Store) -> None:
    for content in ("one", "two"):
        write(store, content)
        store.load()
    kept = sorted(path.read_text() for path in store.folder.iterdir())
    assert kept == ["one", "two"]


def test_a_newer_version_is_named_as_the_reason(store: Store) -> None:
    write(store, {"version": 7})
    store.load()
    assert "newer version" in str(store.trouble)


def test_a_folder_in_the_files_place(store: Store) -> None:
    store.path.mkdir(parents=True)
    assert store.load() == Preferences()
    assert store.trouble is not None
    store.save(SET)
    assert store.load() == SET


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "pink"),
        ("theme", None),
        ("engine", [1]),
        ("open_folder", 3),
        ("save_folder", ""),
        ("pattern", "no name"),
        ("pattern", 5),
        ("jpeg_quality", 0),
        ("jpeg_quality", True),
        ("jpeg_quality", 95.5),
        ("bit_depth", 12),
        ("recent", "photo.jpg"),
        ("unknown", 1),
    ],
)
def test_a_bad_value_is_the_default_of_its_key_alone(store: Store, name: str, value: Any) -> None:
    write(store, {"version": 1, "theme": "light", "bit_depth": 8, name: value})
    found = store.load()
    assert store.trouble is None
    if name != "theme":
        assert found.theme == "light"
    if name != "bit_depth":
        assert found.bit_depth == 8
    if hasattr(found, name):
        default = Preferences(theme="light", bit_depth=8)
        assert getattr(found, name) in (getattr(default, name), getattr(Preferences(), name))


def test_a_bad_engine_value_spares_the_others(store: Store) -> None:
    write(store, {"version": 1, "engine": {"network": "gan", "max_instances": 3}})
    assert store.load().engine == EngineConfig(max_instances=3)


def test_bad_recent_files_are_left_out(store: Store) -> None:
    write(store, {"version": 1, "recent": ["a.jpg", 3, "", "a\0.jpg", "a.jpg", "b.jpg"]})
    assert store.load().recent == (Path("a.jpg"), Path("b.jpg"))


def test_a_full_disk_is_one_sentence_and_the_old_file_stays(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(SET)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(atomic_files.os, "fsync", full)
    with pytest.raises(EngineError, match="No space left") as caught:
        store.save(Preferences())
    assert caught.value.remedy
    monkeypatch.undo()
    assert store.load() == SET
    assert [path.name for path in store.folder.iterdir()] == ["settings.json"]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file" / "config")
    assert store.load() == Preferences()
    with pytest.raises(EngineError, match="could not be saved"):
        store.save(SET)


def test_recent_photos_are_the_newest_first_and_not_too_many() -> None:
    preferences = Preferences()
    for number in range(RECENT + 3):
        preferences = preferences.opened(Path(f"folder/{number}.jpg"))
    preferences = preferences.opened(Path("folder/8.jpg"))
    assert [path.stem for path in preferences.recent][:3] == ["8", "12", "11"]
    assert len(preferences.recent) == RECENT
    assert preferences.open_folder == Path("folder")
    assert Path("folder/8.jpg") not in preferences.without_recent(Path("folder/8.jpg")).recent
    assert preferences.without_recent().recent == ()


@pytest.mark.parametrize(
    ("pattern", "fine"),
    [
        ("{name}-colorized", True),
        ("farbig {name}", True),
        ("colorized", False),
        ("a/{name}", False),
        ("{name}\n", False),
        ("{name}{date}", False),
        ("{name}" + "x" * 200, False),
        (".{name}", False),
        ("{name}", False),
        (" {name} ", False),
        ("", False),
    ],
)
def test_patterns(pattern: str, fine: bool) -> None:
    trouble = pattern_trouble(pattern)
    assert (trouble == "") is fine
    if not fine:
        with pytest.raises(EngineError):
            Preferences(pattern=pattern)


def test_the_photos_own_name_is_fine_in_another_folder() -> None:
    assert not pattern_trouble("{name}", Path("elsewhere"))


def test_a_result_is_called_by_the_pattern() -> None:
    assert result_name("{name}-colorized", "beach {name}") == "beach {name}-colorized"


# The preferences in use


def test_a_change_is_told_and_saved(qtbot: QtBot, store: Store) -> None:
    settings = Settings(store)
    with qtbot.waitSignal(settings.changed) as told:
        settings.change(theme="light")
    assert told.args == [Preferences(), Preferences(theme="light")]
    assert Settings(store).preferences.theme == "light"
    settings.change(theme="light")
    settings.reset()
    assert Store(store.folder).load() == Preferences()


def test_resetting_keeps_what_nobody_has_set(store: Store, tmp_path: Path) -> None:
    settings = Settings(store)
    settings.opened(tmp_path / "a.jpg")
    settings.saved(tmp_path / "out" / "a.png")
    settings.change(jpeg_quality=50)
    settings.reset()
    assert settings.preferences.recent == (tmp_path / "a.jpg",)
    assert settings.preferences.saved_folder == tmp_path / "out"
    assert settings.preferences.jpeg_quality == 95
    settings.forget_recent()
    assert Store(store.folder).load().recent == ()


def test_settings_hold_though_they_cannot_be_saved_and_it_is_told_once(
    qtbot: QtBot, tmp_path: Path
) -> None:
    blocked = tmp_path / "config"
    blocked.write_text("in the way")
    settings = Settings(Store(blocked))
    told: list[EngineError] = []
    settings.failed.connect(told.append)
    settings.change(theme="light")
    settings.change(theme="system")
    assert settings.preferences.theme == "system"
    assert len(told) == 1
    blocked.unlink()
    settings.change(theme="dark")
    assert Store(blocked).load().theme == "dark"


def test_settings_without_a_store_keep_nothing(tmp_path: Path) -> None:
    settings = Settings(preferences=SET)
    settings.change(theme="dark")
    assert settings.preferences.engine == SET.engine
    assert settings.folder is None
    assert not list(tmp_path.iterdir())
