"""How many crops go through a network at once, and what happens where memory is short."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from engine.colorizer import Colorizer, InstanceFeatures
from engine.errors import EngineError
from engine.instances import Box
from engine.networks import batching
from engine.networks.catalogue import NetworkSet, build_fusion, build_network
from engine.networks.fusion import FusionRule, Gatherer

CPU = torch.device("cpu")
PHOTO = (480, 640)
CPU_MESSAGE = "DefaultCPUAllocator: can't allocate memory: you tried to allocate 4000 bytes."


class LivingTensors(TorchDispatchMode):
    """Counts the bytes of the tensors made under it that are still in use.

    Args:
        modules: what is theirs does not count, also where a part of it is used.
    """

    def __init__(self, *modules: torch.nn.Module) -> None:
        super().__init__()
        self.now = 0
        self.peak = 0
        own = [tensor for module in modules for tensor in module.state_dict().values()]
        self._known = {tensor.untyped_storage()._cdata for tensor in own}

    def __torch_dispatch__(
        self, function: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        made = function(*args, **(kwargs or {}))
        for tensor in tree_leaves(made):
            if isinstance(tensor, torch.Tensor):
                self._count(tensor.untyped_storage())
        return made

    def _count(self, storage: torch.UntypedStorage) -> None:
        key, size = storage._cdata, storage.nbytes()
        if key in self._known:
            return
        self._known.add(key)
        self.now += size
        self.peak = max(self.peak, self.now)

        def freed() -> None:
            self._known.discard(key)
            self.now -= size

        weakref.finalize(storage, freed)


@pytest.mark.parametrize("name", ["compact", "siggraph", "unet", "autoencoder"])
def test_a_crop_takes_the_memory_that_its_network_says(name: str) -> None:
    network = build_network(name).requires_grad_(False).eval()
    rule = FusionRule.PADDED if name == "siggraph" else FusionRule.MASKED
    fusion = build_fusion(network, rule).requires_grad_(False).eval()
    whole = Box(0, 0, PHOTO[1], PHOTO[0])
    places = network.framing.placements(
        network.taps, whole, photo_size=PHOTO, input_size=network.input_size(*PHOTO)
    )
    height, width = network.instance_size
    with LivingTensors(network, fusion) as living:
        network(torch.zeros(1, 1, height, width), Gatherer(fusion, [places]))
    numbers = living.peak / 4 / (height * width)
    assert 0.9 * network.numbers_per_pixel < numbers <= network.numbers_per_pixel


def test_the_batch_follows_from_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    network = build_network("autoencoder")
    crop = network.numbers_per_pixel * 128 * 128 * 4
    for budget, wanted in ((0, 1), (2 * crop - 1, 1), (2 * crop, 2), (33 * crop, 33)):
        monkeypatch.setattr(batching, "CPU_BUDGET", budget)
        assert batching.crops_at_once(network, CPU) == wanted
    network.to(torch.bfloat16)  # half the size, twice as many
    assert batching.crops_at_once(network, CPU) == 66


@pytest.fixture
def colorizer() -> Colorizer:
    torch.manual_seed(0)
    full, instance = build_network("compact"), build_network("compact")
    networks = NetworkSet(full, instance, build_fusion(full))
    for network in (full, instance, networks.fusion):
        network.requires_grad_(False).eval()
    return Colorizer(networks, CPU)


Some = Callable[
    [Colorizer, np.ndarray, Sequence[Box], float, tuple[int, int]], list[InstanceFeatures]
]


def with_room_for(most: int, error: BaseException, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let passes of more than `most` crops fail; returns the sizes that were tried."""
    pass_of: Some = Colorizer._some_instances
    tried: list[int] = []

    def limited(
        self: Colorizer,
        lightness: np.ndarray,
        boxes: Sequence[Box],
        scale: float,
        size: tuple[int, int],
    ) -> list[InstanceFeatures]:
        tried.append(len(boxes))
        if len(boxes) > most:
            raise error
        return pass_of(self, lightness, boxes, scale, size)

    monkeypatch.setattr(Colorizer, "_some_instances", limited)
    return tried


@pytest.mark.parametrize(
    "error",
    [RuntimeError(CPU_MESSAGE), torch.OutOfMemoryError("CUDA out of memory."), MemoryError()],
)
def test_a_batch_that_does_not_fit_is_halved(
    colorizer: Colorizer, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    lightness = np.random.default_rng(0).uniform(0, 100, (60, 80)).astype(np.float32)
    boxes = [Box(i, i, i + 30, i + 20) for i in range(7)]
    whole = [f.colorization.ab for f in colorizer.instances(lightness, boxes)]
    tried = with_room_for(2, error, monkeypatch)
    parts = [f.colorization.ab for f in colorizer.instances(lightness, boxes)]
    assert tried == [7, 3, 1, 1, 1, 1, 1, 1, 1]
    np.testing.assert_allclose(parts, whole, atol=1e-4)


def test_where_not_one_crop_fits_it_is_said(
    colorizer: Colorizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    lightness = np.full((60, 80), 50.0, np.float32)
    tried = with_room_for(0, RuntimeError(CPU_MESSAGE), monkeypatch)
    with pytest.raises(EngineError, match="cpu has too little memory"):
        list(colorizer.instances(lightness, [Box(0, 0, 9, 9)] * 4))
    assert tried == [4, 2, 1]


def test_another_error_is_no_lack_of_memory(
    colorizer: Colorizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    lightness = np.full((60, 80), 50.0, np.float32)
    tried = with_room_for(0, RuntimeError("shapes do not match"), monkeypatch)
    with pytest.raises(RuntimeError, match="shapes"):
        list(colorizer.instances(lightness, [Box(0, 0, 9, 9)] * 4))
    assert tried == [4]


def test_what_the_allocator_of_this_torch_says_is_understood() -> None:
    with pytest.raises(RuntimeError) as raised:
        torch.empty(1 << 55)
    assert batching.is_out_of_memory(raised.value)
