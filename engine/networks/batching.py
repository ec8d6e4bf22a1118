"""How many crops go through a network at once, and what running out of memory looks like."""

from __future__ import annotations

import torch

from engine.networks.color_net import ColorNet

# On CPUs a larger batch is no faster, and the largest tensors then leave the processor's cache and
# the allocator's reach: the paper's network takes twice as long with 8 crops at once as with 1.
CPU_BUDGET = 64 << 20
MPS_BUDGET = 512 << 20
CUDA_SHARE = 0.5  # of what is free; the rest is for the fusion and for other programs


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


def is_out_of_memory(error: BaseException) -> bool:
    """Whether torch says by `error` that a device, or the computer, has too little memory."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    said = str(error).lower()  # what allocators raise that have no class for it
    return isinstance(error, RuntimeError) and any(
        words in said for words in ("out of memory", "can't allocate memory", "not enough memory")
    )
