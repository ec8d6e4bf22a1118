"""`info`: versions, devices, detectors and checkpoints, for a person and for bug reports."""

from __future__ import annotations

import argparse
import json
import platform
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from engine.bundle import bundled
from engine.commands.console import Console
from engine.config import EngineConfig

NAME = "info"
SUMMARY = "show versions, devices, detectors and checkpoints"
DISTRIBUTION = "instance-colorizer"
DISTRIBUTIONS = {
    "Instance Colorizer": (DISTRIBUTION,),
    "torch": ("torch",),
    "torchvision": ("torchvision",),
    "detectron2": ("detectron2",),
    "PySide6": ("PySide6-Essentials", "PySide6"),
    "OpenCV": ("opencv-python-headless", "opencv-python"),
    "NumPy": ("numpy",),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace, console: Console) -> int:
    """Print what is installed and ready."""
    facts = Facts(versions(), devices(), detectors(), checkpoints(bundled("checkpoints")))
    console.line(json.dumps(asdict(facts), indent=2) if options.json else text(facts))
    return 0


@dataclass(frozen=True)
class Ready:
    """A detector, whether it is ready, and why not."""

    name: str
    ready: bool
    reason: str


@dataclass(frozen=True)
class CheckpointFile:
    """A checkpoint: its path under its folder, its kind and its size."""

    name: str
    kind: str
    bytes: int


@dataclass(frozen=True)
class Facts:
    """All that `info` knows."""

    versions: dict[str, str]
    devices: list[str]
    detectors: list[Ready]
    checkpoints: list[CheckpointFile]


def versions() -> dict[str, str]:
    """Name and version of what the result may depend on."""
    found = {"Python": f"{platform.python_version()} on {platform.platform()}"}
    for name, distributions in DISTRIBUTIONS.items():
        found[name] = next(filter(None, map(_version, distributions)), "not installed")
    return found


def app_version() -> str:
    """The version of Instance Colorizer."""
    return _version(DISTRIBUTION) or "0 (not installed)"


def _version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def devices() -> list[str]:
    """Where the networks can run, with the device's name where it has one."""
    try:
        import torch
    except (ImportError, OSError) as error:  # OSError: a library of torch's own does not load
        return [f"none, torch cannot be loaded: {error}"]
    found = [f"cpu ({torch.get_num_threads()} threads)"]
    if torch.cuda.is_available():
        found += [
            f"cuda ({torch.cuda.get_device_name(i)})" for i in range(torch.cuda.device_count())
        ]
    if torch.backends.mps.is_available():
        found.append("mps")
    return found


def detectors() -> list[Ready]:
    """Every detector, the first ready one of which `auto` takes."""
    from engine.detection.registry import available_detectors

    return [
        Ready(status.name, status.ready, status.reason or "")
        for status in available_detectors(EngineConfig(), thorough=True)
    ]


def checkpoints(folder: Path) -> list[CheckpointFile]:
    """Every checkpoint under `folder`."""
    return [
        CheckpointFile(path.relative_to(folder).as_posix(), _kind(path), path.stat().st_size)
        for path in sorted(folder.rglob("*.safetensors"))
    ]


def _kind(path: Path) -> str:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="np") as file:
            return (file.metadata() or {}).get("kind", "unknown")
    except (OSError, SafetensorError):
        return "damaged"


def text(facts: Facts) -> str:
    """The facts for a person to read."""
    lines = ["Versions"]
    lines += [f"  {name:20} {version}" for name, version in facts.versions.items()]
    lines += ["Devices", *(f"  {device}" for device in facts.devices), "Detectors"]
    for detector in facts.detectors:
        state = "ready" if detector.ready else f"not ready: {detector.reason}"
        lines.append(f"  {detector.name:20} {state}")
    lines.append("Checkpoints")
    for file in facts.checkpoints:
        lines.append(f"  {file.name:28} {file.kind:20} {file.bytes / 1e6:.1f} MB")
    if not facts.checkpoints:
        lines.append("  none")
    return "\n".join(lines)
