"""The public PicoDet's parameters, from which a detector for grey photos is trained.

    python -m trainers.public_picodet PICODET.onnx FOLDER

They are in the package `paddlelabel-ml` 1.0.0 (Apache-2.0), learned on COCO's colour photos, in
PaddlePaddle's format; `paddle2onnx` 1.3.1 writes them as ONNX. Reading that needs the package
`onnx`. The folder gets a `detector.safetensors` for `train detector --start-from FOLDER`, and the
same for colours, `teacher.safetensors`, for `--teacher FOLDER`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from engine.detection.coco import LABELS
from engine.detection.detector_checkpoint import write_detector
from engine.errors import EngineError
from engine.networks.picodet import (
    DEVIATIONS,
    GREY_DEVIATION,
    GREY_MEAN,
    MEANS,
    PicoDet,
)
from engine.texts import tr

SIZE, THRESHOLD = 416, 0.3
COMPUTED = ("Conv", "BatchNormalization")  # the nodes that have parameters


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the checkpoint; 1 with a sentence where that fails."""
    parser = argparse.ArgumentParser(prog="python -m trainers.public_picodet")
    parser.add_argument("model", type=Path, metavar="PICODET.onnx")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    options = parser.parse_args(arguments)
    try:
        teacher = colour_picodet(onnx_parameters(options.model))
        for name, network in (("teacher", teacher), ("detector", grey_picodet(teacher))):
            path = options.folder / f"{name}.safetensors"
            write_detector(path, network, LABELS, size=SIZE, threshold=THRESHOLD)
            sys.stdout.write(f"{path}\n")
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def onnx_parameters(path: Path) -> list[tuple[Tensor, ...]]:
    """The parameters of a model's convolutions and batch norms, node by node.

    Raises:
        EngineError: the package `onnx` is missing, or the file is no model.
    """
    try:
        import onnx
        from onnx import numpy_helper
    except ImportError as error:
        raise EngineError(
            tr("Reading {path} needs the package {package}.", path=path, package="onnx"),
            tr("Install it: pip install {package}.", package="onnx"),
        ) from error
    try:
        graph = onnx.load(str(path)).graph
    except Exception as error:  # onnx passes on whatever protobuf raises
        raise EngineError(
            tr("{path} cannot be read as an ONNX model.", path=path),
            tr("Choose another file."),
        ) from error
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant" and node.attribute[0].name == "value":
            arrays[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
    return [
        tuple(torch.from_numpy(np.array(arrays[name])) for name in node.input[1:] if name in arrays)
        for node in graph.node
        if node.op_type in COMPUTED
    ]


def colour_picodet(parameters: Sequence[tuple[Tensor, ...]]) -> PicoDet:
    """The public PicoDet.

    Args:
        parameters: of its layers in the order of computing: weight and perhaps bias of a
            convolution; weight, bias, mean and variance of a batch norm.

    Raises:
        EngineError: they are not PicoDet's.
    """
    network = PicoDet(len(LABELS), colours=True)
    places = list(_places(network))
    if [len(given) for given in parameters] != [len(place) for place in places]:
        raise _strange()
    for place, given in zip(places, parameters, strict=True):
        for tensor, values in zip(place, given, strict=True):
            if tensor.numel() != values.numel():
                raise _strange()
            with torch.no_grad():
                tensor.copy_(values.reshape(tensor.shape))
    return network


def grey_picodet(colours: PicoDet) -> PicoDet:
    """The same for L: a grey photo's three channels are alike, so their filters add up."""
    network = PicoDet(len(LABELS))
    parameters = colours.state_dict()
    filters = parameters["stem.0.weight"]
    means, deviations = (
        torch.tensor(values)[None, :, None, None] for values in (MEANS, DEVIATIONS)
    )
    parameters["stem.0.weight"] = (filters * GREY_DEVIATION / deviations).sum(1, keepdim=True)
    # what the channels' means differ by gives the same everywhere but at the photo's rim
    differing = (filters * (GREY_MEAN - means) / deviations).sum((1, 2, 3))
    parameters["stem.1.running_mean"] = parameters["stem.1.running_mean"] - differing
    network.load_state_dict(parameters)
    return network


def _places(network: nn.Module) -> Iterator[tuple[Tensor, ...]]:
    """The network's own parameters, layer by layer, as `grey_picodet` takes them."""
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            yield (module.weight,) if module.bias is None else (module.weight, module.bias)
        elif isinstance(module, nn.BatchNorm2d):
            assert module.running_mean is not None
            assert module.running_var is not None
            yield module.weight, module.bias, module.running_mean, module.running_var


def _strange() -> EngineError:
    return EngineError(
        tr("The model is not the PicoDet that is known here."),
        tr("Take the one of the package {package}.", package="paddlelabel-ml 1.0.0"),
    )


if __name__ == "__main__":
    sys.exit(main())
