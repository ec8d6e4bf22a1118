"""What goes through a network at once, and what running out of memory looks like."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeVar

import torch

from engine.device_errors import device_guard
from engine.errors import EngineError
from engine.networks.color_net import ColorNet

Given = TypeVar("Given")
Made = TypeVar("Made")

# On CPUs a larger batch is no faster, and the largest tensors then leave the processor's cache and
# the allocator's reach: the paper's network takes twice as long with 8 crops at once as with 1.
CPU_BUDGET = 64 << 20
MPS_BUDGET = 512 << 20
CUDA_SHARE = 0.5  # of what is free; the rest is for the fusion and for other programs
MOST_PHOTOS = 16  # at once: more gain nothing, and all of them are open


def memory_budget(device: torch.device) -> int:
    """Bytes that the activations of one pass may take."""
    if device.type == "cuda":
        free, _ = torch.cuda.mem_get_info(device)
        unused = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
        return int(CUDA_SHARE * (free + unused))
    return MPS_BUDGET if device.type == "mps" else CPU_BUDGET


def crops_at_once(network: ColorNet, device: torch.device) -> int:
    """How many crops one instance pass takes; at least one."""
    height, width = network.instance_size
    crop = network.numbers_per_pixel * height * width * network.precision.itemsize
    return max(1, memory_budget(device) // crop)


def photos_at_once(
    full: ColorNet, instance: ColorNet, device: torch.device, *, scale: float, instances: int
) -> int:
    """How many photos of a folder are colorized together, from 1, as always on a CPU, on.

    What a fusion needs of all of them stays on the device until each has been fused.

    Args:
        full, instance: the networks of a set.
        device: where they run.
        scale: multiplies the sides of the full image.
        instances: of each photo, at most.
    """
    if device.type == "cpu":
        return 1
    height, width = full.input_size(1, 1)  # about the area that photos of all shapes have
    whole = full.numbers_per_pixel * height * width * scale**2 * full.precision.itemsize
    height, width = instance.instance_size
    crop = instance.numbers_per_pixel * height * width * instance.precision.itemsize
    return min(MOST_PHOTOS, max(1, int(memory_budget(device) / (whole + instances * crop))))


def in_batches(
    items: Sequence[Given],
    work: Callable[[Sequence[Given]], Sequence[Made]],
    *,
    kind: Callable[[Given], Hashable],
    most: int,
    too_little: Callable[[], EngineError],
) -> Iterator[Made]:
    """What `work` makes of each item, in their order; a batch that does not fit is halved.

    Args:
        items: those of one kind that follow each other are worked on together.
        work: on a batch, all of one kind.
        kind: what must be the same in a batch.
        most: items in a batch, at least 1.
        too_little: what to say where not even one item fits.

    Raises:
        EngineError: of `too_little`.
        DeviceLostError: the device has stopped working.
    """
    kinds = [kind(item) for item in items]
    first = 0
    while first < len(items):
        end = min(first + most, len(items))
        batch = items[first : next((n for n in range(first, end) if kinds[n] != kinds[first]), end)]
        try:
            with device_guard():
                made = work(batch)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            if len(batch) == 1:
                raise too_little() from error
            most = len(batch) // 2
            continue
        yield from made
        first += len(batch)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether torch says by `error` that a device, or the computer, has too little memory."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    said = str(error).lower()  # what allocators raise that have no class for it
    return isinstance(error, RuntimeError) and any(
        words in said for words in ("out of memory", "can't allocate memory", "not enough memory")
    )
