"""What settings are called in the window."""

from __future__ import annotations

THEMES = {"dark": "Dark", "light": "Light", "system": "As the system"}
DEVICES = {
    "auto": "Automatic",
    "cpu": "CPU",
    "cuda": "NVIDIA GPU (CUDA)",
    "mps": "Apple GPU (MPS)",
}
DETECTORS = {
    "auto": "Automatic",
    "bundled": "Bundled",
    "torchvision": "torchvision Mask R-CNN",
    "detectron2": "detectron2 Mask R-CNN",
}
LOOKS = {"faithful": "Faithful", "vivid": "Vivid"}
PRECISIONS = {"auto": "Automatic", "float32": "32-bit", "bfloat16": "16-bit (bfloat16)"}
NETWORKS = {
    "compact": "Compact",
    "siggraph": "SIGGRAPH (the paper's)",
    "unet": "U-Net (report, version 1)",
    "autoencoder": "Autoencoder (report, version 2)",
}
ABOUT_NETWORKS = {
    "compact": "Small and fast; comes with the app.",
    "siggraph": "The network of the paper by Su, Chu and Huang, five times as large.",
    "unet": "The first version of the reproducibility report, for comparison.",
    "autoencoder": "The second version of the reproducibility report, for comparison.",
}
STAGES = {"full": "full image", "instance": "instances", "fusion": "fusion"}


def named(words: dict[str, str], name: str) -> str:
    """The words for a name, or the name itself where there are none yet."""
    return words.get(name, name)
