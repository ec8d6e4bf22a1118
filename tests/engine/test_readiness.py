"""What is said to be ready, and the reasons where it is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from engine import readiness
from engine.config import EngineConfig
from engine.networks.checkpoint_folders import STAGES, checkpoint_path
from engine.readiness import DeviceStatus, Readiness, available_devices, folder_trouble, survey
from engine.steps import finish


def write_set(folder: Path, network: str, *stages: str) -> Path:
    folder.mkdir(exist_ok=True)
    for stage in stages or STAGES:
        kind = {"kind": f"{network}/{stage}"}
        save_file({"x": np.zeros(1)}, checkpoint_path(folder, stage), metadata=kind)
    return folder


def test_a_survey_has_all_devices_and_detectors() -> None:
    steps: list[str] = []
    found = finish(survey(EngineConfig()), lambda step: steps.append(step.label))
    assert len(steps) == 2
    assert [device.name for device in found.devices] == ["cpu", "cuda", "mps"]
    assert found.devices[0].ready
    assert "bundled" in [detector.name for detector in found.detectors]
    assert found.checkpoints == ""
    for status in (*found.devices, *found.detectors):
        assert status.ready is (not status.reason)


@pytest.mark.parametrize(
    ("there", "build", "words"),
    [(True, "12.4", ""), (False, "12.4", "driver"), (False, None, "CUDA build")],
)
def test_the_reason_for_no_cuda(
    monkeypatch: pytest.MonkeyPatch, there: bool, build: str | None, words: str
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: there)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda index: "GeForce")
    monkeypatch.setattr(torch.version, "cuda", build)
    monkeypatch.setattr(torch.version, "hip", None)
    cuda = available_devices()[1]
    assert cuda.ready is there
    assert cuda.detail == ("GeForce" if there else "")
    assert words in cuda.reason
    assert bool(cuda.reason) is not there


def test_the_reason_for_no_mps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    monkeypatch.setattr(readiness.sys, "platform", "linux")
    assert "Only Macs" in available_devices()[2].reason
    monkeypatch.setattr(readiness.sys, "platform", "darwin")
    assert "macOS" in available_devices()[2].reason
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert available_devices()[2].ready


def test_the_automatic_device_is_the_fastest_that_is_ready() -> None:
    cpu, mps = DeviceStatus("cpu", True), DeviceStatus("mps", True)
    for cuda, expected in ((True, "cuda"), (False, "mps")):
        found = Readiness((cpu, DeviceStatus("cuda", cuda), mps), (), "")
        assert found.automatic_device.name == expected
    assert found.automatic_detector is None


def test_what_is_wrong_with_a_folder_of_checkpoints(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    assert "lacks full.safetensors, instance.safetensors" in folder_trouble("compact", folder)
    write_set(folder, "compact", "full", "instance")
    assert "lacks fusion.safetensors" in folder_trouble("compact", folder)
    write_set(folder, "compact")
    assert folder_trouble("compact", folder) == ""
    assert "is of compact/full, not of unet/full" in folder_trouble("unet", folder)
    checkpoint_path(folder, "instance").write_bytes(b"junk")
    assert "damaged" in folder_trouble("compact", folder)
    config = EngineConfig(checkpoints=folder)
    assert "damaged" in finish(survey(config)).checkpoints


def test_the_folder_of_a_network_is_the_first_complete_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "known_folders", lambda name: (tmp_path / "a", tmp_path / "b"))
    assert readiness.network_folder("compact") is None
    write_set(tmp_path / "b", "compact")
    assert readiness.network_folder("compact") == tmp_path / "b"
    write_set(tmp_path / "a", "compact", "full")
    assert readiness.network_folder("compact") == tmp_path / "b"
