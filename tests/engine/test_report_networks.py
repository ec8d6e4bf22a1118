"""The report's two networks: its tables' layers and counts, and its way of fusing beside ours."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from engine.colorizer import Colorizer
from engine.instances import Box
from engine.networks.catalogue import NetworkSet, build_fusion
from engine.networks.census import parameter_census
from engine.networks.color_net import Recorder
from engine.networks.fusion import FusionNet, FusionRule
from engine.networks.report import AutoEncoder, SameConv, UNet, report_weight_module

CPU = torch.device("cpu")
UNET_LAYERS = [
    (64, 256), (64, 128), (128, 64), (256, 32), (512, 16), (512, 8), (512, 4), (512, 2),
    (512, 4), (512, 8), (512, 16), (256, 32), (128, 64), (64, 128), (64, 256),
]  # fmt: skip
AUTOENCODER_LAYERS = [
    (64, 128), (64, 64), (128, 32), (256, 16), (512, 8), (512, 4), (512, 2),
    (512, 4), (512, 8), (512, 16), (256, 32), (128, 64), (64, 128),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "backbone", "statistics", "fusion", "trainable"),
    [
        ("unet", 42_036_738, 9_216, 95_522_712, 11_449_692),
        ("autoencoder", 26_565_314, 8_064, 63_133_444, 10_000_208),
    ],
)
def test_parameters_are_counted_as_in_the_report(
    name: str, backbone: int, statistics: int, fusion: int, trainable: int
) -> None:
    census = parameter_census(name)
    for stage in ("full", "instance"):
        assert census[stage].total == backbone
        assert census[stage].statistics == statistics
        assert census[stage].trainable == backbone - statistics
    assert census["fusion"].total == fusion
    assert census["fusion"].trainable == trainable


def test_weight_module_is_the_reports() -> None:
    for channels in (64, 512):
        pair = [report_weight_module(channels) for _ in range(2)]
        trainable = sum(p.numel() for module in pair for p in module.parameters())
        statistics = sum(
            b.numel()
            for module in pair
            for name, b in module.named_buffers()
            if "batches" not in name
        )
        assert (trainable, statistics) == (2048 * channels + 133_894, 516)
        assert channels != 64 or trainable + statistics == 265_482


@pytest.mark.parametrize(
    ("network", "layers"), [(UNet, UNET_LAYERS), (AutoEncoder, AUTOENCODER_LAYERS)]
)
def test_layers_have_the_figures_channels_and_sizes(
    network: type[UNet] | type[AutoEncoder], layers: list[tuple[int, int]]
) -> None:
    recorder = Recorder()
    with torch.device("meta"):
        made = network()
        ab = made(torch.zeros(2, 1, made.side, made.side), recorder)
    shapes = [tuple(features.shape) for features in recorder.features.values()]
    assert shapes == [(2, channels, size, size) for channels, size in layers]
    assert ab.shape == (2, 2, made.side, made.side)
    for tap, (channels, size) in zip(made.taps, layers, strict=True):
        assert (tap.channels, made.side // tap.stride) == (channels, size)


def test_same_pads_as_keras_does() -> None:
    layer = SameConv(1, 1)
    with torch.no_grad():
        layer.weight.zero_()[0, 0, 0, 3] = 1.0
        layer.bias.zero_()
        picture = torch.arange(30.0).reshape(1, 1, 5, 6) + 1
        seen = layer(picture)[0, 0]
    assert seen.shape == (5, 6)
    assert torch.equal(seen[1:, :4], picture[0, 0, :4, 2:])  # one above, two to the right
    assert not seen[0].any()
    assert not seen[:, 4:].any()


class Small(AutoEncoder):
    """Version 2 at a quarter of its work."""

    side = 64


@pytest.fixture(scope="module")
def random_set() -> NetworkSet:
    """Random parameters whose features are about 1 and whose weights are about a half.

    As the report built it features are multiplied by what is made of them at every tap, so that
    weights which depend on them strongly overflow.
    """
    torch.manual_seed(4)
    full, instance = Small(), Small()
    fusion = build_fusion(full)
    noise = 100 * torch.rand(4, 1, Small.side, Small.side)
    for network in (full, instance):
        norms = [m for m in network.modules() if isinstance(m, torch.nn.BatchNorm2d)]
        for norm in norms:
            norm.momentum = 1.0
        with torch.no_grad():
            network(noise)
        for norm in norms:
            norm.running_var.clamp_(min=0.05)
    for network in (full, instance, fusion):
        network.requires_grad_(False).eval()
    for module in (*fusion.full.values(), *fusion.instance.values()):
        norm = module[-2]
        norm.weight.fill_(0.05)
        norm.bias.fill_(0.5)
    return NetworkSet(full, instance, fusion)


def fused(
    networks: NetworkSet, rule: FusionRule, boxes: list[Box], lightness: np.ndarray
) -> np.ndarray:
    networks.fusion.rule = rule
    colorizer = Colorizer(networks, CPU)
    full = colorizer.full_image(lightness)
    done = colorizer.fuse(full, dict(enumerate(colorizer.instances(lightness, boxes))))
    assert set(done.weight_maps) == {tap.name for tap in networks.full.taps}
    return done.colorization.ab


def test_as_the_report_built_it_the_box_does_not_matter(random_set: NetworkSet) -> None:
    flat = np.full((64, 64), 60.0, np.float32)
    here, there = [Box(0, 0, 32, 32)], [Box(35, 25, 64, 64)]
    built = [fused(random_set, FusionRule.ADDED, boxes, flat) for boxes in (here, there)]
    ours = [fused(random_set, FusionRule.MASKED, boxes, flat) for boxes in (here, there)]
    assert np.isfinite(built[0]).all()
    assert np.array_equal(built[0], built[1])
    assert np.abs(ours[0] - ours[1]).max() > 0.01 * np.abs(ours[0]).max()


def test_as_the_report_built_it_features_are_the_weighted_sum(random_set: NetworkSet) -> None:
    lightness = np.random.default_rng(2).uniform(0, 100, (64, 64)).astype(np.float32)
    given = fused(random_set, FusionRule.ADDED, [Box(0, 0, 64, 64)] * 2, lightness)
    fusion: FusionNet = random_set.fusion
    plane = torch.from_numpy(lightness)[None, None]
    recorder = Recorder()
    random_set.instance(plane, recorder)

    def equation_1(tap: str, features: Tensor) -> Tensor:
        brought = recorder.features[tap]
        return features * fusion.full[tap](features) + 2 * brought * fusion.instance[tap](brought)

    full = random_set.full
    wanted = full.proceed(full.begin(plane), equation_1, fusion.head)
    assert np.allclose(given, wanted[0].permute(1, 2, 0).numpy(), atol=1e-3)
    assert given.std() > 1.0
