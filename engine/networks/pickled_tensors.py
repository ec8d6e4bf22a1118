"""Looks through pickles of tensors before torch reads them, and reads those of other programs.

`torch.load` itself unpickles no code (`weights_only`). What it would still do with a hostile file
is to allocate: so a file whose pickle names anything but tensors, or claims more of them than the
file can hold, or that is packed, is refused before.
"""

from __future__ import annotations

import mmap
import pickletools
import re
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import torch
from torch import Tensor

from engine.errors import EngineError
from engine.texts import tr

LONGEST = 16 << 20  # bytes of a pickle; one of a thousand tensors has 100,000
MOST_STEPS = 300_000
LEAST = 4096  # numbers up to it are as often versions as counts
LEGACY_PICKLES = 5  # of a file from before torch 1.6: mark, protocol, system, tensors, keys
_NAMES = re.compile(
    r"collections OrderedDict|torch \w+Storage|torch\._utils _rebuild_(tensor_v2|parameter)"
)
_FORBIDDEN = ("STACK_GLOBAL", "INST", "OBJ", "NEWOBJ", "NEWOBJ_EX", "EXT1", "EXT2", "EXT4")


def read_pickled_tensors(path: Path, *, missing: str, remedy: str) -> dict[str, Tensor]:
    """The named tensors of a .pth file, on the CPU.

    Args:
        missing: what to do where there is no such file.
        remedy: what to do where it is damaged or holds something else.

    Raises:
        EngineError: the file is missing, unreadable, damaged, or holds something else.
    """
    try:
        check_pickles(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise EngineError(tr("There is no checkpoint {path}.", path=path), missing) from None
    except OSError as error:
        raise EngineError(
            tr(
                "The checkpoint {path} cannot be read: {reason}.",
                path=path,
                reason=error.strerror or error,
            ),
            tr("Choose another file."),
        ) from error
    except Exception as error:  # torch raises whatever the broken bytes lead it to
        raise EngineError(
            tr("The checkpoint {path} is damaged or holds more than tensors.", path=path), remedy
        ) from error
    if not isinstance(found, Mapping) or not all(
        isinstance(name, str) and _is_plain(tensor) for name, tensor in found.items()
    ):
        raise EngineError(
            tr("The checkpoint {path} is not a set of named tensors.", path=path), remedy
        )
    return dict(found)


def _is_plain(tensor: object) -> bool:
    """Whether it is a tensor of real numbers that are there; one number may stand for many."""
    if not isinstance(tensor, Tensor) or tensor.layout != torch.strided or tensor.is_quantized:
        return False
    return not tensor.is_complex() and tensor.device.type == "cpu"


def check_pickles(path: Path, *, legacy: bool = True) -> None:
    """Refuse a file whose pickles do more than name tensors, numbers and texts.

    Args:
        legacy: whether files from before torch 1.6 are taken too, which claim how much memory
            they need before torch can know whether they hold as much.

    Raises:
        ValueError: it is such a file, or it is damaged; so do other errors of `zipfile`.
        OSError: it cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        zipped = file.read(2) == b"PK"
    if zipped:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if any(entry.compress_type != zipfile.ZIP_STORED for entry in entries):
                raise ValueError("packed")
            pickles = [entry for entry in entries if entry.filename.endswith("/data.pkl")]
            if len(pickles) != 1 or pickles[0].file_size > LONGEST:
                raise ValueError("no pickle of tensors")
            with archive.open(pickles[0]) as stream:
                _check_pickle(stream, None)
        return
    if not legacy:
        raise ValueError("no zip")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for _ in range(LEGACY_PICKLES):
            _check_pickle(data, size)  # type: ignore[arg-type]


def _check_pickle(stream: IO[bytes], size: int | None) -> None:
    """Where a `size` is given, no number may be larger."""
    for step, (code, value, _) in enumerate(pickletools.genops(stream)):
        if step > MOST_STEPS or code.name in _FORBIDDEN:
            raise ValueError(f"{code.name} at step {step}")
        if code.name == "GLOBAL" and not _NAMES.fullmatch(str(value)):
            raise ValueError(f"more than tensors: {value}")
        if isinstance(value, int) and size is not None:
            # The mark of a file from before torch 1.6 is the one number that may be larger.
            marked = value == torch.serialization.MAGIC_NUMBER
            if value > max(size, LEAST) and not marked:
                raise ValueError(f"{value} of {size} bytes")
