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

from engine.colorizer import Colorizer, Crop, FullImage, InstanceFeatures
from engine.errors import EngineError
from engine.instances import Box
from engine.networks import batching
from engine.networks.catalogue import NetworkSet, build_fusion, build_network
from engine.networks.fusion import FusionRule, Gatherer
from engine.timing import random_colorizer

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


@pytest.mark.parametrize("name", ["compact", "siggraph", "unet", "autoencoder"])
def test_a_full_image_takes_no_more_than_a_crop_of_its_size(name: str) -> None:
    colorizer = random_colorizer(name, CPU)
    networks = colorizer._networks
    with LivingTensors(networks.full, networks.fusion) as living:
        full = colorizer.full_image(np.zeros(PHOTO, np.float32))
    height, width = full.input_size
    assert living.peak / 4 <= networks.full.numbers_per_pixel * height * width


def test_how_many_photos_follows_from_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    network, card = build_network("autoencoder"), torch.device("mps")

    def photos(device: torch.device = card, scale: float = 1.0, instances: int = 8) -> int:
        return batching.photos_at_once(network, network, device, scale=scale, instances=instances)

    one = network.numbers_per_pixel * 128 * 128 * 4 * (1 + 8)  # the full image and its crops
    for budget, wanted in ((0, 1), (2 * one - 1, 1), (2 * one, 2), (99 * one, 16)):
        monkeypatch.setattr(batching, "MPS_BUDGET", budget)
        assert photos() == wanted
    assert photos(CPU) == 1
    monkeypatch.setattr(batching, "MPS_BUDGET", 4 * one)
    assert photos(scale=2.0, instances=5) == 4
    assert photos(instances=2) == 12


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


Some = Callable[[Colorizer, Sequence[Crop], tuple[int, int]], list[InstanceFeatures]]


def with_room_for(most: int, error: BaseException, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let passes of more than `most` crops fail; returns the sizes that were tried."""
    pass_of: Some = Colorizer._some_crops
    tried: list[int] = []

    def limited(
        self: Colorizer, crops: Sequence[Crop], size: tuple[int, int]
    ) -> list[InstanceFeatures]:
        tried.append(len(crops))
        if len(crops) > most:
            raise error
        return pass_of(self, crops, size)

    monkeypatch.setattr(Colorizer, "_some_crops", limited)
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


LANDSCAPE, PORTRAIT = (60, 90), (90, 60)
SHAPES = (LANDSCAPE, LANDSCAPE, PORTRAIT, PORTRAIT, PORTRAIT, (600, 900), LANDSCAPE)


def noise(shapes: Sequence[tuple[int, int]]) -> list[np.ndarray]:
    rng = np.random.default_rng(1)
    return [rng.uniform(0, 100, shape).astype(np.float32) for shape in shapes]


def boxes_in(photo: np.ndarray, count: int) -> list[Box]:
    height, width = photo.shape
    return [Box(n, 2 * n, n + width / 2, n + height / 3) for n in range(1, count + 1)]


@pytest.mark.parametrize("name", ["compact", "unet"])  # a decoder and a whole trunk of the fusion's
def test_photos_at_once_are_as_one_by_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    colorizer = random_colorizer(name, CPU)
    monkeypatch.setattr(batching, "CPU_BUDGET", 1 << 30)
    photos = noise(SHAPES)
    boxes = [boxes_in(photo, 1 + n % 3) for n, photo in enumerate(photos)]
    pairs = [(photo, box) for photo, own in zip(photos, boxes, strict=True) for box in own]
    together = list(colorizer.full_images(photos, 0.5))
    features = colorizer.crops([Crop(photo, box, 0.5) for photo, box in pairs])
    for photo, own, full in zip(photos, boxes, together, strict=True):
        alone = colorizer.full_image(photo, 0.5)
        assert full.input_size == alone.input_size
        assert full.colorization.frame == alone.colorization.frame
        np.testing.assert_allclose(full.colorization.ab, alone.colorization.ab, atol=1e-3)
        fused = colorizer.fuse(full, {n: next(features) for n in range(len(own))})
        wanted = colorizer.fuse(alone, dict(enumerate(colorizer.instances(photo, own, 0.5))))
        np.testing.assert_allclose(fused.colorization.ab, wanted.colorization.ab, atol=1e-3)
        for tap, maps in wanted.weight_maps.items():
            np.testing.assert_allclose(fused.weight_maps[tap].full, maps.full, atol=1e-3)
    assert not list(features)


def test_full_images_of_one_size_share_a_batch_that_is_halved(
    colorizer: Colorizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = Colorizer._some_full_images
    tried: list[list[tuple[int, ...]]] = []
    most = 2

    def limited(
        self: Colorizer, photos: Sequence[np.ndarray], size: tuple[int, int]
    ) -> list[FullImage]:
        tried.append([photo.shape for photo in photos])
        if len(photos) > most:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return some(self, photos, size)

    monkeypatch.setattr(Colorizer, "_some_full_images", limited)
    photos = noise(SHAPES)
    done = list(colorizer.full_images(photos))
    assert [full.colorization.frame for full in done] == [
        Box(0, 0, width, height) for height, width in SHAPES
    ]
    first, halved = [LANDSCAPE] * 2, [[PORTRAIT] * 3, [PORTRAIT], [PORTRAIT], [PORTRAIT]]
    assert tried == [first, *halved, [(600, 900)], [LANDSCAPE]]
    most = 0
    with pytest.raises(EngineError, match="cpu has too little memory"):
        list(colorizer.full_images(photos[:3]))


def test_what_the_allocator_of_this_torch_says_is_understood() -> None:
    with pytest.raises(RuntimeError) as raised:
        torch.empty(1 << 55)
    assert batching.is_out_of_memory(raised.value)
