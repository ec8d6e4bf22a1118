"""What is ready on this machine for which settings: devices, detectors, networks; slow at first."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from engine.config import EngineConfig
from engine.detection.registry import DetectorStatus, available_detectors
from engine.networks.checkpoint_folders import STAGES, checkpoint_path, known_folders, stages_in
from engine.steps import Step, Steps
from engine.texts import comma_listed, tr


@dataclass(frozen=True)
class DeviceStatus:
    """Whether networks can run on a device.

    Attributes:
        name: as in `EngineConfig.device`.
        ready: they can.
        detail: what the device calls itself, may be empty.
        reason: if not ready, one sentence on why and one on what to do; else empty.
    """

    name: str
    ready: bool
    detail: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Readiness:
    """All that the settings' choices depend on.

    Attributes:
        devices: cpu first; `auto` takes the last that is ready of cpu, mps, cuda.
        detectors: in the order in which `auto` prefers them.
        checkpoints: what is wrong with the settings' folder of checkpoints for their network, in
            one sentence; empty when nothing is, or when they name no folder.
    """

    devices: tuple[DeviceStatus, ...]
    detectors: tuple[DetectorStatus, ...]
    checkpoints: str

    @property
    def automatic_device(self) -> DeviceStatus:
        """The device that `auto` takes."""
        ready = {status.name: status for status in self.devices if status.ready}
        return next(ready[name] for name in ("cuda", "mps", "cpu") if name in ready)

    @property
    def automatic_detector(self) -> DetectorStatus | None:
        """The detector that `auto` tries first."""
        return next((status for status in self.detectors if status.ready), None)


def survey(config: EngineConfig) -> Steps[Readiness]:
    """Look what is ready for these settings; the first call loads torch, which takes seconds."""
    yield Step(tr("Looking for detectors"), 0, 2)
    trouble = (
        "" if config.checkpoints is None else folder_trouble(config.network, config.checkpoints)
    )
    detectors = available_detectors(config)
    yield Step(tr("Looking for devices"), 1, 2)
    return Readiness(available_devices(), detectors, trouble)


def available_devices() -> tuple[DeviceStatus, ...]:
    """The state of every device; loads torch."""
    import torch

    cpu = DeviceStatus("cpu", ready=True)
    if torch.cuda.is_available():
        cuda = DeviceStatus("cuda", ready=True, detail=torch.cuda.get_device_name(0))
    elif torch.version.cuda is None and torch.version.hip is None:
        cuda = DeviceStatus(
            "cuda",
            ready=False,
            reason=tr(
                "The PyTorch that is installed runs on the CPU only. "
                "Install its CUDA build, see pytorch.org."
            ),
        )
    else:
        cuda = DeviceStatus(
            "cuda",
            ready=False,
            reason=tr(
                "PyTorch finds no NVIDIA GPU. If there is one, install or update its driver."
            ),
        )
    return cpu, cuda, _mps(torch.backends.mps.is_available(), sys.platform)


def _mps(there: bool, platform: str) -> DeviceStatus:
    if there:
        return DeviceStatus("mps", ready=True)
    if platform != "darwin":
        reason = tr("Only Macs have an Apple GPU.")
    else:
        reason = tr(
            "PyTorch cannot use this Mac's GPU. It needs Apple silicon and macOS 14 or later."
        )
    return DeviceStatus("mps", ready=False, reason=reason)


def network_folder(network: str) -> Path | None:
    """The first of the known folders that holds a complete set of a network's checkpoints."""
    complete = (folder for folder in known_folders(network) if stages_in(folder) == STAGES)
    return next(complete, None)


def folder_trouble(network: str, folder: Path) -> str:
    """What keeps a folder's checkpoints from being used with a network, in one sentence.

    Only looks at the files' names and headers. Empty when nothing is wrong.
    """
    missing = [stage for stage in STAGES if stage not in stages_in(folder)]
    if missing:
        files = comma_listed(checkpoint_path(folder, stage).name for stage in missing)
        return tr("The folder {folder} lacks {files}.", folder=folder, files=files)
    for stage in STAGES:
        path = checkpoint_path(folder, stage)
        kind = _kind(path)
        if kind is None:
            return tr("The checkpoint {path} is damaged or is none of this app's.", path=path)
        wanted = f"{network}/{stage}"
        if kind != wanted:
            return tr(
                "The checkpoint {path} is of {kind}, not of {wanted}.",
                path=path,
                kind=kind,
                wanted=wanted,
            )
    return ""


def _kind(path: Path) -> str | None:
    """What a checkpoint's header says that it is, None where there is no such header."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="np") as file:
            return (file.metadata() or {}).get("kind")
    except (OSError, SafetensorError):
        return None
