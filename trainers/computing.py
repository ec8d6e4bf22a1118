"""How a step is computed on a device: precision, memory, and what to say when it runs out."""

from __future__ import annotations

import sys

import torch

from engine.devices import choose_device
from engine.errors import EngineError
from engine.networks.precision import WORTH, bfloat16_speedup
from engine.texts import counted, marked, tr
from engine.training.events import EventReader, Started
from engine.training.run_folder import RunFolder

DTYPES = {"bf16": torch.bfloat16, "fp16": torch.float16, "fp32": torch.float32}
BYTES = 1 << 20


def device_named(name: str) -> torch.device:
    """The device of a plan: auto, cpu, mps, cuda or cuda:N.

    Raises:
        EngineError: it is not there.
    """
    kind, _, number = name.partition(":")
    device = choose_device(kind)
    if not number:
        return device
    if int(number) >= torch.cuda.device_count():
        raise EngineError(
            tr(
                "This machine has no graphics card {number}; it has {count}.",
                number=number,
                count=torch.cuda.device_count(),
            ),
            tr("Choose another device."),
        )
    return torch.device("cuda", int(number))


def device_words(device: torch.device) -> str:
    """The device for a person ("cuda:0 NVIDIA H200", "cpu, 2 threads")."""
    if device.type == "cuda":
        return f"{device} {torch.cuda.get_device_name(device)}"
    if device.type == "cpu":
        threads = torch.get_num_threads()
        return counted(threads, marked("cpu, {n} thread"), marked("cpu, {n} threads"))
    return str(device)


def precision_of(wanted: str, device: torch.device) -> torch.dtype:
    """The type that convolutions are computed in.

    A processor without instructions for bfloat16 emulates them, many times slower than float32.

    Raises:
        EngineError: the device cannot compute in it.
    """
    if wanted == "auto":
        if device.type == "cuda":
            return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
        gains = device.type == "cpu" and bfloat16_speedup(device) >= WORTH
        return torch.bfloat16 if gains else torch.float32
    if wanted == "fp16" and device.type != "cuda":
        raise EngineError(
            tr("The precision fp16 needs an NVIDIA graphics card."),
            tr("Choose auto, bf16 or fp32."),
        )
    return DTYPES[wanted]


def precision_in(run: RunFolder, wanted: str, device: torch.device) -> torch.dtype:
    """The same in a run, which goes on in what `auto` stood for when it began on this device.

    It is measured; another process, on a busy machine, could find something else, and the run would
    not end as if it had never stopped.

    Raises:
        EngineError: as `precision_of`, or the run's events cannot be read.
    """
    if wanted == "auto":
        words = device_words(device)
        for event in EventReader(run.events_file).new():
            if isinstance(event, Started) and event.device == words and event.precision in DTYPES:
                return DTYPES[event.precision]
    return precision_of(wanted, device)


def release(device: torch.device) -> None:
    """Give back the memory that a failed step holds."""
    if device.type == "cuda":
        torch.cuda.empty_cache()


def peak_memory(device: torch.device) -> float | None:
    """The most memory used so far in MiB: of the card for cuda, else of the process."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device) / BYTES
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / BYTES if sys.platform == "darwin" else peak / 1024
