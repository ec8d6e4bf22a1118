"""Files of parameters: safetensors only, strictly matched, written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from engine.atomic_files import staged
from engine.errors import EngineError
from engine.texts import tr

FORMAT = "instance-colorizer"
VERSION = "1"


def write_checkpoint(
    path: Path, tensors: Mapping[str, Tensor], metadata: Mapping[str, str], *, half: bool = True
) -> Path:
    """Write tensors as float16 (vectors such as batch-norm statistics stay float32).

    Args:
        half: write float32 if False, for checkpoints that are to give what others give.
        metadata: must name the `kind` ("compact/full", "detector"); words and numbers as text.

    Raises:
        EngineError: the file cannot be written; an older one is kept.
    """
    packed = {
        name: tensor.detach()
        .to("cpu", torch.float16 if half and tensor.ndim > 1 else torch.float32)
        .contiguous()
        .clone()
        for name, tensor in tensors.items()
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with staged(path) as unfinished:
            save_file(packed, unfinished, {"format": FORMAT, "version": VERSION, **metadata})
    except (OSError, SafetensorError) as error:
        raise EngineError(
            tr("The checkpoint {path} could not be written: {error}.", path=path, error=error),
            tr("Free some disk space, or choose a folder that can be written."),
        ) from error
    return path


def read_metadata(path: Path, *, kind: str) -> dict[str, str]:
    """The metadata of a checkpoint of the given kind; errors as `read_checkpoint`."""
    with _opened(path, kind) as file:
        return file.metadata()


def read_checkpoint(path: Path, *, kind: str) -> tuple[dict[str, Tensor], dict[str, str]]:
    """The tensors (as float32) and the metadata of a checkpoint of the given kind.

    Raises:
        EngineError: the file is missing, damaged, of another kind or of a newer version.
    """
    with _opened(path, kind) as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        if not all(tensor.is_floating_point() for tensor in tensors.values()):
            raise TypeError("not what was written")
        # Copies, as those in float32 would else go on reading the file, which may be replaced.
        owned = {name: tensor.to(torch.float32, copy=True) for name, tensor in tensors.items()}
        return owned, file.metadata()


@contextmanager
def _opened(path: Path, kind: str) -> Iterator[Any]:
    """The safetensors file, known to be ours; whatever breaks in it becomes one clear sentence."""
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            if metadata.get("format") != FORMAT or metadata.get("kind") != kind:
                found = metadata.get("kind", "unknown")[:40]
                raise EngineError(
                    tr(
                        "The checkpoint {path} is of the kind {found!r}, not {kind!r}.",
                        path=path,
                        found=found,
                        kind=kind,
                    ),
                    tr("Choose the file that belongs here."),
                )
            if metadata.get("version") != VERSION:
                raise EngineError(
                    tr("The checkpoint {path} was written by a newer version.", path=path),
                    tr("Update Instance Colorizer."),
                )
            yield file
    except FileNotFoundError:
        raise EngineError(
            tr("There is no checkpoint {path}.", path=path),
            tr("Install the app again or choose another folder."),
        ) from None
    except OSError as error:
        if path.is_dir():
            raise EngineError(
                tr("The checkpoint {path} is a folder.", path=path), tr("Choose the file in it.")
            ) from error
        raise EngineError(
            tr(
                "The checkpoint {path} cannot be read: {reason}.",
                path=path,
                reason=error.strerror or error,
            ),
            tr("Choose another file."),
        ) from error
    except (SafetensorError, RuntimeError, ValueError, TypeError) as error:
        raise EngineError(
            tr("The checkpoint {path} is damaged or not a safetensors file.", path=path),
            tr("Install the app again or choose another file."),
        ) from error


def write_network(
    path: Path, network: nn.Module, kind: str, *, half: bool = True, **metadata: str
) -> Path:
    """Write all parameters and statistics of `network`; `half` as for `write_checkpoint`."""
    state = {
        name: tensor
        for name, tensor in network.state_dict().items()
        if not name.endswith("num_batches_tracked")
    }
    return write_checkpoint(path, state, {"kind": kind, **metadata}, half=half)


def fill_network(
    network: nn.Module, path: Path, kind: str, *, unfilled: bool = False
) -> dict[str, str]:
    """Fill `network` strictly from a checkpoint and give its metadata.

    Args:
        unfilled: it was made as `Unfilled`, on the CPU in float32: it takes what was read for its
            own, which saves a copy. Otherwise parameters stay where they are and as laid out.

    Raises:
        EngineError: as `read_checkpoint`, or a parameter is missing, left over or of another shape.
    """
    tensors, metadata = read_checkpoint(path, kind=kind)
    wanted = {
        name: tensor
        for name, tensor in network.state_dict(keep_vars=True).items()
        if not name.endswith("num_batches_tracked")
    }
    check_fit(wanted, tensors, path)
    with torch.no_grad():
        for name, tensor in tensors.items():
            if unfilled:
                wanted[name].data = tensor
            else:
                wanted[name].copy_(tensor)
    return metadata


def check_fit(wanted: Mapping[str, Tensor], tensors: Mapping[str, Tensor], path: Path) -> None:
    """Whether `tensors`, read from `path`, are the `wanted` ones, by name and shape.

    Raises:
        EngineError: one is missing, left over, of another shape or not finite.
    """
    for name in sorted(wanted.keys() ^ tensors.keys()):
        raise EngineError(
            tr("The checkpoint {path} lacks {name}.", path=path, name=name)
            if name in wanted
            else tr("The checkpoint {path} has an unknown parameter {name}.", path=path, name=name),
            tr("Choose a file that fits."),
        )
    for name, tensor in tensors.items():
        if tensor.shape != wanted[name].shape:
            raise EngineError(
                tr(
                    "In the checkpoint {path}, {name} is {shape}, not {wanted}.",
                    path=path,
                    name=name,
                    shape=tuple(tensor.shape),
                    wanted=tuple(wanted[name].shape),
                ),
                tr("Choose a file that fits."),
            )
        if not np.isfinite(tensor.detach().float().numpy()).all():  # a sixth of torch's time
            raise EngineError(
                tr("In the checkpoint {path}, {name} is not finite.", path=path, name=name),
                tr("Train it again."),
            )
