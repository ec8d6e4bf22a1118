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
from engine.detection.protocol import Detector
from engine.errors import EngineError

if TYPE_CHECKING:
    import torch

logger = logging.getLogger(__name__)

ORDER = ("detectron2", "bundled")  # `auto` takes the first that is ready
BUILD_LINE = (
    "pip install --no-build-isolation 'git+https://github.com/facebookresearch/detectron2.git'"
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


def available_detectors(config: EngineConfig) -> tuple[DetectorStatus, ...]:
    """The state of all detectors, the one that `auto` prefers first; imports nothing heavy."""
    reasons = {"detectron2": _detectron2_trouble(config), "bundled": _bundled_trouble()}
    return tuple(DetectorStatus(name, not reasons[name], reasons[name]) for name in ORDER)


def load_detector(config: EngineConfig, device: torch.device) -> Detector:
    """The detector that the settings ask for; its `name` says which one `auto` took.

    `auto` only takes what is ready now, so it never starts a download. Asking for "detectron2"
    by name may download its checkpoint.

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


def _load(name: str, config: EngineConfig, device: torch.device) -> Detector:
    if name == "bundled":
        from engine.detection.bundled import BundledDetector

        return BundledDetector.load(bundled_checkpoint(), device)
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
    if config.detectron2_weights is not None:
        if config.detectron2_weights.is_file():
            return ""
        return (
            f"The checkpoint {config.detectron2_weights} for detectron2 is not there. "
            "Choose another file in the settings."
        )
    if cached_detectron2_checkpoint(config.detectron2_model) is not None:
        return ""
    return (
        f"The checkpoint of {config.detectron2_model} is not downloaded yet. "
        "Choose the detector detectron2 to download it, or give a file in the settings."
    )
