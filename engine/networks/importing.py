"""Reads the checkpoints that the paper's authors published, and writes them as a set of ours."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import torch
from torch import Tensor, nn

from engine.errors import EngineError
from engine.networks.catalogue import STAGES, NetworkSet, checkpoint_path, write_stage
from engine.networks.checkpoint_folders import AUTHORS_FILES, CARD
from engine.networks.checkpoints import check_fit
from engine.networks.fusion import FusionRule
from engine.networks.pickled_tensors import read_pickled_tensors
from engine.networks.siggraph import TAPS, UNUSED_TAP, Block, SiggraphNet, siggraph_fusion
from engine.steps import Step, Steps, finish
from engine.texts import comma_listed, tr

FILES = AUTHORS_FILES
PARALLEL_PREFIX = "module."  # what torch's DataParallel puts before every name
IGNORED = "num_batches_tracked"
# our layer: theirs, and where its first convolution stands there
PLAIN_LAYERS = {
    "up8": "model8up.0",
    "short8": "model3short8.0",
    "up9": "model9up.0",
    "short9": "model2short9.0",
    "up10": "model10up.0",
    "short10": "model1short10.0",
    "conv10": "model10.1",
    "class_head": "model_class.0",
    "head": "model_out.0",
}
RELU_FIRST = ("conv8", "conv9")  # their blocks begin with a ReLU, so positions move by one


def authors_names(network: nn.Module) -> dict[str, str]:
    """The authors' name of every parameter and statistic of a siggraph network, by ours.

    Args:
        network: a `SiggraphNet`, or the fusion of one.
    """
    layers = _trunk_layers(network) if isinstance(network, SiggraphNet) else _fusion_layers(network)
    names = {}
    for name in network.state_dict():
        layer, _, leaf = name.rpartition(".")
        if leaf != IGNORED:
            names[name] = f"{layers[layer]}.{leaf}"
    return names


def _trunk_layers(trunk: nn.Module) -> dict[str, str]:
    layers = dict(PLAIN_LAYERS)
    for name, block in trunk.named_children():
        if isinstance(block, Block):
            theirs = f"model{name.removeprefix('conv')}"
            first = 1 if name in RELU_FIRST else 0
            count = len(block.convolutions)
            for index in range(count):
                layers[f"{name}.convolutions.{index}"] = f"{theirs}.{first + 2 * index}"
            layers[f"{name}.norm"] = f"{theirs}.{first + 2 * count}"
    return layers


def _fusion_layers(fusion: nn.Module) -> dict[str, str]:
    trunk = fusion.get_submodule("trunk")
    layers = {f"trunk.{ours}": theirs for ours, theirs in _trunk_layers(trunk).items()}
    for tap in (*TAPS, UNUSED_TAP):
        module = _weight_layer(tap.name)
        for position in (0, 2, 4):
            layers[f"full.{tap.name}.{position}"] = f"{module}.simple_bg_conv.{position}"
            layers[f"instance.{tap.name}.{position}"] = f"{module}.simple_instance_conv.{position}"
    return layers


def _weight_layer(tap: str) -> str:
    """conv1_2: weight_layer; conv2_2 to conv7_3: weight_layer2 to 7; conv8_up: weight_layer8_1."""
    if tap == UNUSED_TAP.name:
        return "weight_layerout"
    number, _, part = tap.removeprefix("conv").partition("_")
    if int(number) < 8:
        return "weight_layer" if number == "1" else f"weight_layer{number}"
    return f"weight_layer{number}_{1 if part == 'up' else 2}"


def read_authors_file(path: Path) -> dict[str, Tensor]:
    """The tensors of a .pth file, their names without `module.`; nothing but tensors is unpickled.

    Raises:
        EngineError: the file is missing, unreadable, damaged, or holds something else.
    """
    found = read_pickled_tensors(
        path,
        missing=tr("The folder must hold {names}.", names=comma_listed(FILES.values())),
        remedy=tr("Download it again from the authors."),
    )
    prefixed = bool(found) and all(name.startswith(PARALLEL_PREFIX) for name in found)
    return {
        name[len(PARALLEL_PREFIX) :] if prefixed else name: tensor for name, tensor in found.items()
    }


def read_authors_set(folder: Path) -> NetworkSet:
    """The three networks of a folder of the authors' checkpoints, in evaluation mode, float32.

    Raises:
        EngineError: a file is missing or damaged, or a tensor is missing, left over, of another
            shape or not finite; the message names it.
    """
    return finish(_reading(folder))


def _reading(folder: Path) -> Steps[NetworkSet]:
    """`read_authors_set` in steps."""
    with torch.device("meta"):  # nothing is allocated that the files' tensors will replace
        full, instance = SiggraphNet(), SiggraphNet()
        fusion = siggraph_fusion(FusionRule.PADDED)
    for done, (stage, network) in enumerate(zip(STAGES, (full, instance, fusion), strict=True)):
        yield Step(tr("Reading {name}", name=FILES[stage]), done, 2 * len(STAGES))
        _fill(network, folder / FILES[stage])
    return NetworkSet(full, instance, fusion)


def _fill(network: nn.Module, path: Path) -> None:
    """Give a network on the meta device the tensors of one of the authors' files."""
    names = authors_names(network)
    state = network.state_dict()
    tensors = read_authors_file(path)
    found = {name: tensor for name, tensor in tensors.items() if not name.endswith(IGNORED)}
    check_fit({theirs: state[ours] for ours, theirs in names.items()}, found, path)
    given = {name: torch.zeros((), dtype=torch.long) for name in state if name not in names}
    given.update((ours, found[theirs].float().contiguous()) for ours, theirs in names.items())
    network.load_state_dict(given, assign=True)
    network.requires_grad_(False).eval()


def import_checkpoints(folder: Path, output: Path) -> list[Path]:
    """Write the authors' checkpoints as a set of ours, in float32, all three or none.

    Args:
        folder: with the authors' three files.
        output: the set's folder; an older set there is replaced.

    Raises:
        EngineError: as `read_authors_set`, or the set cannot be written.
    """
    return finish(import_steps(folder, output))


def import_steps(folder: Path, output: Path) -> Steps[list[Path]]:
    """`import_checkpoints` in steps; closing it before the end leaves an older set as it was."""
    networks = yield from _reading(folder)
    total = 2 * len(STAGES)
    written = []
    try:
        output.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".import-", dir=output) as name:
            staging = Path(name)
            for done, stage in enumerate(STAGES, start=len(STAGES)):
                yield Step(tr("Writing the {stage} checkpoint", stage=tr(stage)), done, total)
                write_stage(staging, stage, getattr(networks, stage), networks.full, half=False)
            yield Step(tr("Putting the checkpoints in place"), total, total)
            for stage in STAGES:
                path = checkpoint_path(output, stage)
                shutil.move(checkpoint_path(staging, stage), path)
                written.append(path)
            (output / CARD).unlink(missing_ok=True)  # it names the set that was there before
    except OSError as error:
        raise EngineError(
            tr(
                "The checkpoints could not be written to {output}: {reason}.",
                output=output,
                reason=error.strerror or error,
            ),
            tr("Free some disk space, or choose a folder that can be written."),
        ) from error
    return written
