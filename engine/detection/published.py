"""The checkpoints that torchvision and detectron2 publish, and where a downloaded one may lie."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from engine.config import EngineConfig
from engine.downloads import Download, cache_folder
from engine.texts import marked, tr

TORCHVISION_URL = "https://download.pytorch.org/models/"
DETECTRON2_URL = "https://dl.fbaipublicfiles.com/detectron2/"
# torchvision's Mask R-CNNs trained on COCO, the better one first. Its metadata tells their sizes in
# MiB (177.219, 169.84), their names the first 8 digits of their SHA-256. The other digits of the
# first come from projects that pin the file; of the second, only the 8 are known.
TORCHVISION = (
    Download(
        f"{TORCHVISION_URL}maskrcnn_resnet50_fpn_v2_coco-73cbd019.pth",
        185_828_065,
        "73cbd0190fcbe3ba339921fbce2c3a0b6bb9126c9a133c85e43a2a8e060a109e",
        "maskrcnn_resnet50_fpn_v2_coco-73cbd019.pth",
    ),
    Download(
        f"{TORCHVISION_URL}maskrcnn_resnet50_fpn_coco-bf2d0c1e.pth",
        178_090_079,
        "bf2d0c1e",
        "maskrcnn_resnet50_fpn_coco-bf2d0c1e.pth",
    ),
)
# detectron2 publishes no checksums: the digits in its names are none. These are the ones that
# CompressAI-Vision checks its own downloads of the model zoo with.
DETECTRON2 = {
    "COCO-InstanceSegmentation/mask_rcnn_R_50_FPN_3x.yaml": (
        "137849600/model_final_f10217.pkl",
        177_841_981,
        "9a737e290372f1f70994ebcbd89d8004dbb3ae30a605fd915a190fa4a782dd66",
    ),
    "COCO-InstanceSegmentation/mask_rcnn_X_101_32x8d_FPN_3x.yaml": (
        "139653917/model_final_2d9806.pkl",
        None,
        "12f6e1811baf1b4d329c3f5ac5ec52d8f634d3cedc82a13fff55d0c05d84f442",
    ),
}
TORCHVISION_LICENCE = marked(
    "torchvision names no licence for it; the terms of COCO, which it was trained on, may apply."
)
DETECTRON2_LICENCE = marked("Creative Commons Attribution-ShareAlike 3.0.")


@dataclass(frozen=True)
class PublishedCheckpoint:
    """What a detector downloads.

    Attributes:
        detector: as in `EngineConfig.detector`.
        title: the model, in words.
        download: the file.
        folder: where it goes.
        licence: under which terms, one sentence.
        others: files that serve as well, for those who have one of them.
    """

    detector: str
    title: str
    download: Download
    folder: Path
    licence: str
    others: tuple[Download, ...] = ()

    def matching(self, size: int) -> Download:
        """Which of the files one with so many bytes must be; the first one if none fits."""
        fitting = (one for one in (self.download, *self.others) if one.size == size)
        return next(fitting, self.download)


def published_checkpoint(config: EngineConfig, detector: str) -> PublishedCheckpoint | None:
    """What the detector of these settings downloads; None where no checksum of it is known."""
    if detector == "torchvision":
        return PublishedCheckpoint(
            detector,
            tr("Mask R-CNN R50-FPN, version 2"),
            TORCHVISION[0],
            download_folder() / detector,
            tr(TORCHVISION_LICENCE),
            TORCHVISION[1:],
        )
    if detector == "detectron2" and config.detectron2_model in DETECTRON2:
        place, size, sha256 = DETECTRON2[config.detectron2_model]
        model = config.detectron2_model.removesuffix(".yaml")
        return zoo_checkpoint(
            config.detectron2_model, f"{DETECTRON2_URL}{model}/{place}", size, sha256
        )
    return None


def zoo_checkpoint(
    model: str, url: str, size: int | None = None, sha256: str = ""
) -> PublishedCheckpoint:
    """A checkpoint of detectron2's model zoo.

    Without a checksum, what is checked is the size that the server tells, and when it is loaded
    that it fills every parameter of the model.
    """
    name = PurePosixPath(urlsplit(url).path).name
    return PublishedCheckpoint(
        "detectron2",
        PurePosixPath(model).stem.replace("mask_rcnn_", "Mask R-CNN ").replace("_", "-"),
        Download(url, size, sha256, name),
        _zoo_folder(model),
        tr(DETECTRON2_LICENCE),
    )


def download_folder() -> Path:
    """Where downloaded checkpoints of detectors are kept."""
    return cache_folder() / "detectors"


def cached_checkpoint(config: EngineConfig, detector: str) -> Path | None:
    """The checkpoint of a detector that was downloaded before, here or by its own library."""
    if detector == "torchvision":
        return cached_torchvision_checkpoint()
    return cached_detectron2_checkpoint(config.detectron2_model)


def cached_torchvision_checkpoint() -> Path | None:
    """The better one of torchvision's COCO checkpoints that were downloaded before, if any."""
    folders = (download_folder() / "torchvision", torch_hub_folder())
    paths = (folder / download.name for download in TORCHVISION for folder in folders)
    return next((path for path in paths if os.path.isfile(path)), None)


def torch_hub_folder() -> Path:
    """Where torch.hub, and so torchvision, keeps downloaded checkpoints; needs no torch."""
    cache = os.environ.get("XDG_CACHE_HOME", "~/.cache")
    home = os.environ.get("TORCH_HOME", os.path.join(cache, "torch"))
    return Path(home).expanduser() / "hub" / "checkpoints"


def cached_detectron2_checkpoint(model: str) -> Path | None:
    """The checkpoint of a model zoo name that was downloaded before, if any.

    detectron2 itself keeps downloads under `$FVCORE_CACHE` (or ~/.torch/iopath_cache; the
    temporary folder where that cannot be written), at the path that they have on its server.
    """
    for path in sorted(_zoo_folder(model).glob("*.pkl")):
        return path
    chosen = os.environ.get("FVCORE_CACHE", "~/.torch/iopath_cache")
    for cache in (Path(chosen).expanduser(), Path(tempfile.gettempdir(), "iopath_cache")):
        folder = cache / "detectron2" / Path(model).with_suffix("")
        for path in sorted(folder.glob("*/*.pkl")):
            return path
    return None


def _zoo_folder(model: str) -> Path:
    return download_folder() / "detectron2" / Path(model).with_suffix("")
