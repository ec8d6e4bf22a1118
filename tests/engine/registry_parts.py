"""A machine whose packages and checkpoints are pretended, and what is ready on it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from engine.config import EngineConfig
from engine.detection import published, registry
from engine.detection.detector_checkpoint import write_detector
from engine.networks.detector_network import DetectorNetwork

CPU = torch.device("cpu")
MODEL = EngineConfig().detectron2_model


def place_of_bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the bundled checkpoint is looked for; nothing is there yet."""
    path = tmp_path / "checkpoints" / "detector.safetensors"
    monkeypatch.setattr(registry, "bundled_checkpoint", lambda: path)
    return path


def pretended_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of packages that seem to be installed; no download is in any cache."""
    installed = {"detectron2", "torchvision", "pkg_resources"}
    monkeypatch.setattr(registry, "import_trouble", lambda package: "")
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    monkeypatch.setattr(registry, "find_spec", lambda name: name if name in installed else None)
    monkeypatch.setenv("FVCORE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(published.tempfile, "gettempdir", lambda: str(tmp_path / "temporary"))
    monkeypatch.setattr(published, "cache_folder", lambda: tmp_path / "app")
    return installed


def write_small(path: Path) -> None:
    torch.manual_seed(0)
    network = DetectorNetwork(2, channels=8, depth=1)
    write_detector(path, network, ("person", "dog"), size=64, threshold=0.25)


def status(config: EngineConfig) -> dict[str, registry.DetectorStatus]:
    return {item.name: item for item in registry.available_detectors(config)}
