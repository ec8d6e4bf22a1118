"""What settings are called in the window."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.texts import marked, tr

THEMES = {"dark": marked("Dark"), "light": marked("Light"), "system": marked("As the system")}
DEVICES = {
    "auto": marked("Automatic"),
    "cpu": "CPU",
    "cuda": marked("NVIDIA GPU (CUDA)"),
    "mps": marked("Apple GPU (MPS)"),
}
DETECTORS = {
    "auto": marked("Automatic"),
    "bundled": marked("Bundled"),
    "torchvision": "torchvision Mask R-CNN",
    "detectron2": "detectron2 Mask R-CNN",
}
LOOKS = {"faithful": marked("Faithful"), "vivid": marked("Vivid")}
PRECISIONS = {
    "auto": marked("Automatic"),
    "float32": marked("32-bit"),
    "bfloat16": marked("16-bit (bfloat16)"),
}
NETWORKS = {
    "compact": marked("Compact"),
    "siggraph": marked("SIGGRAPH (the paper's)"),
    "unet": marked("U-Net (report, version 1)"),
    "autoencoder": marked("Autoencoder (report, version 2)"),
}
ABOUT_NETWORKS = {
    "compact": marked("Small and fast; comes with the app."),
    "siggraph": marked("The network of the paper by Su, Chu and Huang, five times as large."),
    "unet": marked("The first version of the reproducibility report, for comparison."),
    "autoencoder": marked("The second version of the reproducibility report, for comparison."),
}
STAGES = {
    "full": marked("full image"),
    "instance": marked("instances"),
    "fusion": marked("fusion"),
}


def named(words: Mapping[str, str], name: str) -> str:
    """The words for a name in the chosen language, or the name itself where there are none yet."""
    return tr(words[name]) if name in words else name


def only(words: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """The marked words for these names, or the names themselves where there are none yet."""
    return {name: words.get(name, name) for name in names}
