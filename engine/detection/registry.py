"""Which detectors there are, which are ready now, and how to get one."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from engine.bundle import bundled
from engine.config import EngineConfig
from engine.detection.packages import import_trouble
from engine.detection.protocol import Detector
from engine.detection.published import (
    PublishedCheckpoint,
    cached_checkpoint,
    published_checkpoint,
)
from engine.downloads import adopt, fetch
from engine.errors import EngineError
from engine.steps import Step, Steps
from engine.texts import marked, sentences, tr

if TYPE_CHECKING:
    import torch

logger = logging.getLogger(__name__)

NOT_YET = marked(
    "Download it in the settings or with colorize --detector, give a file, or use the bundled "
    "detector."
)
KEPT_FILE = marked("Delete it, so that it is downloaded again, or use the bundled detector.")
NOT_INSTALLED = marked("The package {package} is not installed. Run: {line}")
OWN_SUFFIX = ".safetensors"  # those of detectron2 and torchvision end otherwise
# what tells whether a detector's package works, for those that download
PACKAGES = {"torchvision": "torchvision", "detectron2": "detectron2.modeling"}
BUILD_LINE = (
    "pip install --no-build-isolation 'git+https://github.com/facebookresearch/detectron2.git'"
)
TORCHVISION_REMEDY = marked(
    "Install the torchvision that belongs to your torch, from where that came (CPU or CUDA)."
)


@dataclass(frozen=True)
class DetectorStatus:
    """Whether a detector can be used at once.

    Attributes:
        name: as in `EngineConfig.detector`.
        ready: it needs neither an installation nor a download.
        reason: if not ready, one sentence on why and one on what to do; else empty.
        download: what makes it ready, where it lacks nothing else.
    """

    name: str
    ready: bool
    reason: str = ""
    download: PublishedCheckpoint | None = None


def available_detectors(
    config: EngineConfig, *, thorough: bool = False
) -> tuple[DetectorStatus, ...]:
    """The state of all detectors, the one that `auto` prefers first: the first that is ready.

    What is not ready for want of a package or a file is told without importing anything heavy.
    torchvision is imported, once in a process, only where nothing else is missing.

    Args:
        config: its model and checkpoint are those that must be there.
        thorough: try an installed torchvision also where its checkpoint is missing, to tell the
            whole truth about it.
    """
    return (_detectron2(config), _torchvision(config, thorough=thorough), _bundled())


def load_detector(config: EngineConfig, device: torch.device) -> Detector:
    """The detector that the settings ask for; its `name` says which one `auto` took.

    Nothing is downloaded: `auto` only takes what is ready now, and a detector that is asked for by
    name and lacks its checkpoint fails. See `fetch_checkpoint`.

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
    raise EngineError(tr("No detector is ready."), sentences(*troubles))


def bundled_checkpoint() -> Path:
    """Where the bundled detector's checkpoint lies, whether it is there or not."""
    return bundled("checkpoints", "detector.safetensors")


def fetch_checkpoint(config: EngineConfig) -> Steps[None]:
    """Download what the detector that is asked for by name lacks; `load_detector` never does.

    Nothing is downloaded where the settings leave the choice to `auto` or name a file, where the
    file is there already, or where something else is missing, too.

    Raises:
        EngineError: the detector's package does not work, or the download fails.
    """
    if config.detector not in PACKAGES or config.detector_weights is not None:
        return
    status = next(s for s in available_detectors(config) if s.name == config.detector)
    checkpoint = status.download
    if checkpoint is None and not status.ready and _zoo_only_lacks_a_checkpoint(config):
        from engine.detection.detectron2_adapter import checkpoint_in_zoo

        yield Step(tr("Looking into the model zoo"), 0, 0)
        checkpoint = checkpoint_in_zoo(config.detectron2_model)
    if checkpoint is not None:
        yield from fetch_published(checkpoint)


def fetch_published(checkpoint: PublishedCheckpoint) -> Steps[Path]:
    """Download a checkpoint, or the rest of it, once its detector's package is known to work.

    Raises:
        EngineError: as `fetch_checkpoint`.
    """
    yield from _tried(checkpoint.detector)
    return (yield from fetch(checkpoint.download, checkpoint.folder))


def adopt_published(checkpoint: PublishedCheckpoint, source: Path) -> Steps[Path]:
    """Take a file that a person has downloaded by other means in place of the download.

    Raises:
        EngineError: the detector's package does not work, or the file is not the published one or
            cannot be read or copied.
    """
    yield from _tried(checkpoint.detector)
    size = source.stat().st_size if os.path.isfile(source) else 0
    return (yield from adopt(checkpoint.matching(size), source, checkpoint.folder))


def _tried(detector: str) -> Steps[None]:
    """Load a detector's package before megabytes are fetched for it."""
    yield Step(tr("Looking whether {detector} works", detector=detector), 0, 0)
    trouble = import_trouble(PACKAGES[detector])
    if trouble:
        torchvision = detector == "torchvision"
        raise EngineError(
            tr("{detector} cannot be loaded: {trouble}.", detector=detector, trouble=trouble),
            tr(TORCHVISION_REMEDY) if torchvision else tr("Build it: {line}.", line=BUILD_LINE),
        )


def _load(name: str, config: EngineConfig, device: torch.device) -> Detector:
    if name == "bundled":
        from engine.detection.bundled import BundledDetector

        return BundledDetector.load(_own_checkpoint(config) or bundled_checkpoint(), device)
    if name == "torchvision":
        from engine.detection.torchvision_adapter import TorchvisionDetector

        return TorchvisionDetector.load(config, device)
    from engine.detection.detectron2_adapter import Detectron2Detector

    return Detectron2Detector.load(config, device)


def _own_checkpoint(config: EngineConfig) -> Path | None:
    """A checkpoint that `train detector` made; what is set for another detector is not one."""
    given = config.detector_weights
    own = config.detector == "bundled" and given is not None and given.suffix == OWN_SUFFIX
    return given if own else None


def _bundled() -> DetectorStatus:
    path = bundled_checkpoint()
    if os.path.isfile(path):
        return _not_ready("bundled", "")
    return _not_ready(
        "bundled",
        tr(
            "The bundled detector's checkpoint {path} is missing. Install the app again.",
            path=path,
        ),
    )


def _detectron2(config: EngineConfig) -> DetectorStatus:
    package = _missing_package()
    if package is not None:
        return _not_ready("detectron2", package)
    if config.detector_weights is not None:
        return _not_ready("detectron2", _given_trouble(config.detector_weights))
    if cached_checkpoint(config, "detectron2") is not None:
        return DetectorStatus("detectron2", True)
    return _without_checkpoint(config, "detectron2", config.detectron2_model)


def _missing_package() -> str | None:
    for package, line in (
        ("detectron2", BUILD_LINE),
        ("torchvision", "pip install torchvision"),
        ("pkg_resources", "pip install 'setuptools<81'"),  # its model zoo needs it
    ):
        if find_spec(package) is None:
            return tr(NOT_INSTALLED, package=package, line=line)
    return None


def _zoo_only_lacks_a_checkpoint(config: EngineConfig) -> bool:
    return (
        config.detector == "detectron2"
        and _missing_package() is None
        and cached_checkpoint(config, "detectron2") is None
    )


def _torchvision(config: EngineConfig, *, thorough: bool) -> DetectorStatus:
    if find_spec("torchvision") is None:
        line = "pip install torchvision"
        return _not_ready("torchvision", tr(NOT_INSTALLED, package="torchvision", line=line))
    if config.detector_weights is not None:
        status = _not_ready("torchvision", _given_trouble(config.detector_weights))
    elif cached_checkpoint(config, "torchvision") is None:
        status = _without_checkpoint(config, "torchvision", tr("torchvision's Mask R-CNN"))
    else:
        status = DetectorStatus("torchvision", True)
    if status.ready or thorough:
        broken = import_trouble("torchvision")
        if broken:
            return _not_ready(
                "torchvision",
                sentences(
                    tr("The package torchvision cannot be loaded: {reason}.", reason=broken),
                    tr(TORCHVISION_REMEDY),
                ),
            )
    return status


def _without_checkpoint(config: EngineConfig, detector: str, model: str) -> DetectorStatus:
    return DetectorStatus(
        detector,
        False,
        tr(
            "The checkpoint of {model} is not downloaded yet. Choose the detector {detector} to "
            "download it, or give a file in the settings.",
            model=model,
            detector=detector,
        ),
        published_checkpoint(config, detector),
    )


def _not_ready(detector: str, reason: str) -> DetectorStatus:
    return DetectorStatus(detector, not reason, reason)


def _given_trouble(path: Path) -> str:
    if os.path.isfile(path):
        return ""
    return tr("The checkpoint {path} is not there. Choose another file in the settings.", path=path)
