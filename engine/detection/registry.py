"""Which detectors there are, which are ready now, and how to get one."""

from __future__ import annotations

import logging
import os
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from engine.bundle import bundled
from engine.config import EngineConfig
from engine.detection.packages import import_trouble
from engine.detection.protocol import Detector
from engine.errors import EngineError

if TYPE_CHECKING:
    import torch

logger = logging.getLogger(__name__)

ORDER = ("detectron2", "torchvision", "bundled")  # `auto` takes the first that is ready
BUILD_LINE = (
    "pip install --no-build-isolation 'git+https://github.com/facebookresearch/detectron2.git'"
)
TORCHVISION_REMEDY = (
    "Install the torchvision that belongs to your torch, from where that came (CPU or CUDA)."
)
# torchvision's Mask R-CNNs trained on COCO, the better one first; a hash is part of their names
TORCHVISION_CHECKPOINTS = (
    "maskrcnn_resnet50_fpn_v2_coco-73cbd019.pth",
    "maskrcnn_resnet50_fpn_coco-bf2d0c1e.pth",
)


@dataclass(frozen=True)
class DetectorStatus:
    """Whether a detector can be used at once.

    Attributes:
        name: as in `EngineConfig.detector`.
        ready: it needs neither an installation nor a download.
        reason: if not ready, one sentence on why and one on what to do; else empty.
    """

    name: str
    ready: bool
    reason: str = ""


def available_detectors(
    config: EngineConfig, *, thorough: bool = False
) -> tuple[DetectorStatus, ...]:
    """The state of all detectors, the one that `auto` prefers first.

    What is not ready for want of a package or a file is told without importing anything heavy.
    torchvision is imported, once in a process, only where nothing else is missing.

    Args:
        config: its model and checkpoint are those that must be there.
        thorough: try an installed torchvision also where its checkpoint is missing, to tell the
            whole truth about it.
    """
    reasons = {
        "detectron2": _detectron2_trouble(config),
        "torchvision": _torchvision_trouble(config, thorough=thorough),
        "bundled": _bundled_trouble(),
    }
    return tuple(DetectorStatus(name, not reasons[name], reasons[name]) for name in ORDER)


def load_detector(config: EngineConfig, device: torch.device) -> Detector:
    """The detector that the settings ask for; its `name` says which one `auto` took.

    `auto` only takes what is ready now, so it never starts a download. Asking for "detectron2"
    or "torchvision" by name may download its checkpoint.

    Raises:
        EngineError: the detector cannot be loaded, or with `auto` none can.
    """
    if config.detector != "auto":
        return _load(config.detector, config, device)
    troubles = []
    for status in available_detectors(config):
        if not status.ready:
            troubles.append(status.reason)
            continue
        try:
            detector = _load(status.name, config, device)
        except EngineError as error:
            logger.warning("The detector %s cannot be used: %s", status.name, error)
            troubles.append(str(error))
        else:
            logger.info("Detecting with %s", status.name)
            return detector
    raise EngineError("No detector is ready.", " ".join(troubles))


def bundled_checkpoint() -> Path:
    """Where the bundled detector's checkpoint lies, whether it is there or not."""
    return bundled("checkpoints", "detector.safetensors")


def cached_detectron2_checkpoint(model: str) -> Path | None:
    """The checkpoint of a model zoo name that detectron2 has downloaded before, if any.

    detectron2 keeps downloads under `$FVCORE_CACHE` (or ~/.torch/iopath_cache; the temporary
    folder where that cannot be written), at the path that they have on its server.
    """
    chosen = os.environ.get("FVCORE_CACHE", "~/.torch/iopath_cache")
    for cache in (Path(chosen).expanduser(), Path(tempfile.gettempdir(), "iopath_cache")):
        folder = cache / "detectron2" / Path(model).with_suffix("")
        for path in sorted(folder.glob("*/*.pkl")):
            return path
    return None


def torch_hub_folder() -> Path:
    """Where torch.hub, and so torchvision, keeps downloaded checkpoints; needs no torch."""
    cache = os.environ.get("XDG_CACHE_HOME", "~/.cache")
    home = os.environ.get("TORCH_HOME", os.path.join(cache, "torch"))
    return Path(home).expanduser() / "hub" / "checkpoints"


def cached_torchvision_checkpoint() -> Path | None:
    """The better one of torchvision's COCO checkpoints that were downloaded before, if any."""
    paths = (torch_hub_folder() / name for name in TORCHVISION_CHECKPOINTS)
    return next((path for path in paths if path.is_file()), None)


def _load(name: str, config: EngineConfig, device: torch.device) -> Detector:
    if name == "bundled":
        from engine.detection.bundled import BundledDetector

        return BundledDetector.load(bundled_checkpoint(), device)
    if name == "torchvision":
        from engine.detection.torchvision_adapter import TorchvisionDetector

        return TorchvisionDetector.load(config, device)
    from engine.detection.detectron2_adapter import Detectron2Detector

    return Detectron2Detector.load(config, device)


def _bundled_trouble() -> str:
    path = bundled_checkpoint()
    if path.is_file():
        return ""
    return f"The bundled detector's checkpoint {path} is missing. Install the app again."


def _detectron2_trouble(config: EngineConfig) -> str:
    for package, line in (
        ("detectron2", BUILD_LINE),
        ("torchvision", "pip install torchvision"),
        ("pkg_resources", "pip install 'setuptools<81'"),  # its model zoo needs it
    ):
        if find_spec(package) is None:
            return f"The package {package} is not installed. Run: {line}"
    if config.detector_weights is not None:
        return _given_trouble(config.detector_weights)
    if cached_detectron2_checkpoint(config.detectron2_model) is not None:
        return ""
    return (
        f"The checkpoint of {config.detectron2_model} is not downloaded yet. "
        "Choose the detector detectron2 to download it, or give a file in the settings."
    )


def _torchvision_trouble(config: EngineConfig, *, thorough: bool) -> str:
    if find_spec("torchvision") is None:
        return "The package torchvision is not installed. Run: pip install torchvision"
    missing = ""
    if config.detector_weights is not None:
        missing = _given_trouble(config.detector_weights)
    elif cached_torchvision_checkpoint() is None:
        missing = (
            "The checkpoint of torchvision's Mask R-CNN is not downloaded yet. "
            "Choose the detector torchvision to download it, or give a file in the settings."
        )
    if missing and not thorough:
        return missing
    broken = import_trouble("torchvision")
    if broken:
        return f"The package torchvision cannot be loaded: {broken}. {TORCHVISION_REMEDY}"
    return missing


def _given_trouble(path: Path) -> str:
    if path.is_file():
        return ""
    return f"The checkpoint {path} is not there. Choose another file in the settings."
