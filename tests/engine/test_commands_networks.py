"""The commands about networks: networks, import-checkpoint, benchmark, and --network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from skimage import data, io

from engine import inventory
from engine.bundle import bundled
from engine.commands import entry
from engine.config import NETWORKS, EngineConfig
from engine.errors import EngineError
from engine.networks.checkpoint_folders import (
    STAGES,
    checkpoint_folder,
    checkpoint_path,
    user_folder,
)
from engine.networks.compared import compared


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's folder without any checkpoints."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def fill(folder: Path, *stages: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for stage in stages:
        checkpoint_path(folder, stage).write_bytes(b"x")
    return folder


def test_networks_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    fill(user_folder("unet"), "full")
    assert entry.run(["networks", "--json"]) == 0
    networks = json.loads(capsys.readouterr().out)["networks"]
    assert tuple(networks) == NETWORKS
    assert networks["siggraph"]["stages"]["full"]["total"] == 34_187_027
    assert networks["siggraph"]["stages"]["fusion"] == {
        "total": 35_270_831,
        "trainable": 1_226_108,
        "statistics": 5_760,
        "input_size": [256, 256],
        "checkpoint": None,
    }
    assert networks["autoencoder"]["stages"]["instance"]["input_size"] == [128, 128]
    assert networks["unet"]["stages"]["full"]["checkpoint"] == str(
        checkpoint_path(user_folder("unet"), "full")
    )
    assert entry.run(["networks"]) == 0
    told = capsys.readouterr().out
    assert "95,522,712 parameters" in told
    assert told.count("of training on one core: PSNR") == len(compared())


@pytest.mark.parametrize(
    ("network", "remedy"),
    [("siggraph", "import-checkpoint"), ("unet", "train --network unet")],
)
def test_colorize_with_a_network_without_checkpoints_says_what_to_do(
    network: str, remedy: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = tmp_path / "cat.png"
    io.imsave(photo, data.chelsea()[:64, :64])
    arguments = ["colorize", "--network", network, "--detector", "none", str(photo)]
    assert entry.run(arguments) == 1
    complaint = capsys.readouterr().err
    assert f"There are no checkpoints of the network {network}." in complaint
    assert remedy in complaint


def test_the_first_complete_set_is_taken() -> None:
    config = EngineConfig(network="siggraph")
    with pytest.raises(EngineError, match="no checkpoints"):
        checkpoint_folder(config)
    own = fill(user_folder("siggraph"), "full", "fusion")
    with pytest.raises(EngineError, match="no checkpoints"):
        checkpoint_folder(config)
    fill(own, *STAGES)
    assert checkpoint_folder(config) == own
    chosen = Path("elsewhere")
    assert checkpoint_folder(EngineConfig(network="siggraph", checkpoints=chosen)) == chosen


def test_a_persons_folder_is_where_the_system_keeps_such_things(home: Path) -> None:
    ending = Path("instance-colorizer", "checkpoints", "unet")
    assert user_folder("unet", {}, "linux") == home / ".local" / "share" / ending
    assert user_folder("unet", {"XDG_DATA_HOME": "/x"}, "linux") == Path("/x") / ending
    assert user_folder("unet", {"LOCALAPPDATA": "/y"}, "win32") == Path("/y") / ending
    assert user_folder("unet", {}, "darwin").is_relative_to(home / "Library")


def test_a_persons_folder_that_may_not_be_entered_is_as_an_empty_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/", "long" * 99))  # fails as well, for root too
    folder = checkpoint_folder(EngineConfig())
    assert folder == bundled("checkpoints", "compact")
    assert entry.run(["networks", "--json"]) == 0
    stages = json.loads(capsys.readouterr().out)["networks"]["compact"]["stages"]
    assert stages["full"]["checkpoint"] == str(checkpoint_path(folder, "full"))
    assert inventory.checkpoints(user_folder("compact").parent) == []


def test_importing_from_a_folder_without_checkpoints_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert entry.run(["import-checkpoint", str(tmp_path)]) == 1
    complaint = capsys.readouterr().err
    assert "latest_net_GComp.pth" in complaint
    assert len(complaint.splitlines()) == 1
    assert not user_folder("siggraph").exists()


def test_benchmark_says_where_the_time_of_a_folder_goes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("camera.png", "again.png"):
        io.imsave(tmp_path / name, data.camera()[::4, ::4])
    (tmp_path / "broken.jpg").write_bytes(b"not a photo")
    assert entry.run(["benchmark", "--folder", str(tmp_path), "--device", "cpu", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["network"], row["photos"], row["failed"]) == ("compact", 2, 1)
    parts = row["parts"]
    assert set(parts) == {"networks", "codecs", "colours", "loading", "waiting", "rest"}
    assert all(seconds > 0 for seconds in parts.values())
    assert sum(parts.values()) == pytest.approx(row["seconds"])
    assert row["share"] == pytest.approx((parts["networks"] + parts["codecs"]) / row["seconds"])
    assert {path.name for path in tmp_path.iterdir()} == {"again.png", "broken.jpg", "camera.png"}
    empty = tmp_path / "empty"
    empty.mkdir()
    assert entry.run(["benchmark", "--folder", str(empty), "--device", "cpu"]) == 1
    assert "There are no photos in" in capsys.readouterr().err
    only_broken = ["benchmark", "--folder", str(tmp_path / "broken.jpg"), "--device", "cpu"]
    assert entry.run(only_broken) == 1
    assert "The file broken.jpg is not a photo" in capsys.readouterr().err


def test_benchmark_times_every_call(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.timing.COUNTS", (1, 4))
    arguments = ["benchmark", "--network", "compact", "--repeats", "1", "--device", "cpu"]
    arguments += ["--precision", "float32"]
    assert entry.run([*arguments, "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["call"] for row in rows] == [
        "full image",
        "1 instances",
        "4 instances",
        "fusion of 1",
        "toggle",
        "strength",
        "saturation",
        "warmth",
        "colour",
    ]
    for row in rows:
        assert (row["network"], row["device"]) == ("compact", "cpu")
        assert row["precision"] == "float32"
        assert 0 < row["seconds"] < 600
        assert row["peak_mb"] is None or row["peak_mb"] > 50
