"""What is installed and ready: versions, devices, detectors and checkpoints."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from engine.bundle import bundled
from engine.config import EngineConfig
from engine.networks.checkpoint_folders import FOLDER, user_folder
from engine.steps import Step, Steps
from engine.texts import counted, marked, tr

DISTRIBUTION = "instance-colorizer"
MISSING = marked("not installed")  # in place of a version
DISTRIBUTIONS = {
    "Instance Colorizer": (DISTRIBUTION,),
    "torch": ("torch",),
    "torchvision": ("torchvision",),
    "detectron2": ("detectron2",),
    "PySide6": ("PySide6-Essentials", "PySide6"),
    "OpenCV": ("opencv-python-headless", "opencv-python"),
    "NumPy": ("numpy",),
}


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
    """All of it.

    Attributes:
        versions: by name.
        devices: where the networks can run.
        detectors: whether each is ready.
        checkpoints: those that come with the app.
        own_checkpoints: a person's own that are in use, imported or trained ones.
    """

    versions: dict[str, str]
    devices: list[str]
    detectors: list[Ready]
    checkpoints: list[CheckpointFile]
    own_checkpoints: list[CheckpointFile]


def gather() -> Steps[Facts]:
    """Look for all of it; loads torch, which takes seconds at first."""
    yield Step(tr("Looking for detectors"), 0, 2)
    ready = detectors()
    yield Step(tr("Looking for devices"), 1, 2)
    own = checkpoints(user_folder("compact").parent)
    return Facts(versions(), devices(), ready, checkpoints(bundled(FOLDER)), own)


def versions() -> dict[str, str]:
    """Name and version of what the result may depend on."""
    found = {"Python": f"{platform.python_version()} on {platform.platform()}"}
    for name, distributions in DISTRIBUTIONS.items():
        found[name] = next(filter(None, map(_version, distributions)), MISSING)
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
    threads = torch.get_num_threads()
    found = [counted(threads, marked("cpu ({n} thread)"), marked("cpu ({n} threads)"))]
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
    """Every checkpoint under `folder`; none where there is no such folder."""
    paths = folder.rglob("*.safetensors") if os.path.isdir(folder) else ()
    return [
        CheckpointFile(path.relative_to(folder).as_posix(), _kind(path), path.stat().st_size)
        for path in sorted(paths)
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
    lines = [tr("Versions")]
    for name, version in facts.versions.items():
        lines.append(f"  {name:20} {tr(version) if version == MISSING else version}")
    lines += [tr("Devices"), *(f"  {device}" for device in facts.devices), tr("Detectors")]
    for detector in facts.detectors:
        state = tr("ready")
        if not detector.ready:
            state = tr("not ready: {reason}", reason=detector.reason)
        lines.append(f"  {detector.name:20} {state}")
    for title, files in (
        (tr("Checkpoints"), facts.checkpoints),
        (tr("Own checkpoints"), facts.own_checkpoints),
    ):
        lines.append(title)
        lines += [f"  {file.name:28} {file.kind:20} {file.bytes / 1e6:.1f} MB" for file in files]
        if not files:
            lines.append(f"  {tr('none')}")
    return "\n".join(lines)
