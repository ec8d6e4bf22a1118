"""The compact network: folding, and a fusion that keeps to its instances."""

from __future__ import annotations

import copy
from collections.abc import Sequence

import numpy as np
import pytest
import torch
from norm_statistics import shake
from torch.nn import functional as F

from engine.colorizer import Colorizer
from engine.instances import Box, Placement
from engine.networks.catalogue import NetworkSet, build_fusion, build_network
from engine.networks.compact import CompactFusion, CompactNet
from engine.networks.coverage import coverage
from engine.networks.encoder import SameConv
from engine.networks.folding import folded, ready
from engine.networks.fusion import InstancePart
from trainers.compact_pass import hold, training_pass

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def network() -> CompactNet:
    torch.manual_seed(0)
    made = CompactNet().eval()
    shake(made)
    torch.nn.init.normal_(made.head.weight, std=0.1)
    return made


@pytest.fixture(scope="module")
def lightness() -> torch.Tensor:
    return torch.rand(2, 1, 64, 96, generator=torch.Generator().manual_seed(1)) * 100


def test_a_folded_network_gives_the_same(network: CompactNet, lightness: torch.Tensor) -> None:
    ready = folded(network)
    assert not any(isinstance(m, torch.nn.BatchNorm2d) for m in ready.encoder.modules())
    assert any(isinstance(m, torch.nn.BatchNorm2d) for m in network.encoder.modules())
    with torch.inference_mode():
        torch.testing.assert_close(ready(lightness), network(lightness), rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("size", [(64, 96), (32, 32), (256, 160)])
def test_a_network_that_is_ready_gives_the_same(network: CompactNet, size: tuple[int, int]) -> None:
    lightness = torch.rand(1, 1, *size, generator=torch.Generator().manual_seed(2)) * 100
    prepared = ready(copy.deepcopy(network))
    assert not any(isinstance(m, SameConv) for m in prepared.modules())
    with torch.inference_mode():
        torch.testing.assert_close(prepared(lightness), network(lightness), rtol=1e-3, atol=1e-3)


def test_the_quick_training_pass_gives_the_same(
    network: CompactNet, lightness: torch.Tensor
) -> None:
    with torch.inference_mode():
        expected = network(lightness)
        found = training_pass(network, lightness, quick=True)
    torch.testing.assert_close(found, expected, rtol=1e-3, atol=1e-3)


def test_training_leaves_the_finest_stages_and_all_statistics(lightness: torch.Tensor) -> None:
    network = CompactNet("lite0").train()
    hold(network)
    statistics = network.encoder.stages[3][0].expand[1].running_mean.clone()
    training_pass(network, lightness, quick=True).sum().backward()
    assert network.encoder.stem[0].weight.grad is None
    assert network.encoder.stages[5][0].expand[0].weight.grad is not None
    assert torch.equal(network.encoder.stages[3][0].expand[1].running_mean, statistics)


def test_an_encoder_at_rate_0_is_left_as_it_is(
    network: CompactNet, lightness: torch.Tensor
) -> None:
    network = copy.deepcopy(network).train()
    hold(network, wholly=True)
    with torch.no_grad():
        expected = training_pass(network, lightness, quick=True)
    found = training_pass(network, lightness, quick=True)
    torch.testing.assert_close(found, expected, rtol=1e-3, atol=1e-3)
    found.square().mean().backward()
    assert all(parameter.grad is None for parameter in network.encoder.parameters())
    assert network.decoder[0].join.weight.grad.abs().max() > 0
    assert network.context.local.weight.grad.abs().max() > 0


def test_what_a_decoder_begins_with_can_be_kept(
    network: CompactNet, lightness: torch.Tensor
) -> None:
    def joined_at_once(encoded: Sequence[torch.Tensor]) -> torch.Tensor:
        *skips, x = encoded
        for block, skipped in zip(network.decoder, reversed(skips), strict=True):
            x = F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)
            x = F.relu(block.join_norm(block.join(torch.cat((x, skipped), dim=1))))
            x = F.relu(x + block.mix_norm(block.mix(block.filter(x)))) + 1.0
        return x

    def visit(tap: str, features: torch.Tensor) -> torch.Tensor:
        return features + 1.0

    with torch.inference_mode():
        encoded = network.begin(lightness)
        begun = network.decoder.begin(encoded)
        wanted = joined_at_once(encoded)
        for _ in range(2):
            found = network.decoder(begun, visit)
            torch.testing.assert_close(found, wanted, rtol=1e-4, atol=1e-4)


def test_coverage_is_full_inside_and_fades_out() -> None:
    part = InstancePart(Placement(2, 3, 20, 10), torch.zeros(4, 10, 20), torch.zeros(10, 20), 1)
    covered = coverage([part], torch.zeros(2, 4, 16, 30))
    assert covered.shape == (2, 1, 16, 30)
    assert float(covered[0].max()) == 0.0
    assert float(covered[1, 0, 8, 12]) == 1.0
    assert 0.0 < float(covered[1, 0, 8, 2]) < float(covered[1, 0, 8, 4]) < 1.0
    assert float(covered[1, 0, 8, 22]) == 0.0


def test_a_fusion_with_layers_of_its_own_keeps_to_its_instances(network: CompactNet) -> None:
    torch.manual_seed(2)
    fusion = build_fusion(network)
    assert isinstance(fusion, CompactFusion)
    fusion.start_from(network)
    with torch.no_grad():
        for parameter in fusion.decoder.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.05)
    colorizer = Colorizer(NetworkSet(network, build_network("compact").eval(), fusion.eval()), CPU)
    lightness = np.random.default_rng(0).uniform(0, 100, (256, 256)).astype(np.float32)
    full = colorizer.full_image(lightness)
    parts = dict(enumerate(colorizer.instances(lightness, [Box(0, 0, 100, 100)])))
    fused = colorizer.fuse(full, parts).colorization.ab
    before = full.colorization.ab
    assert np.abs(fused - before)[:48, :48].max() > 0.1
    np.testing.assert_array_equal(fused[52:], before[52:])
    np.testing.assert_array_equal(fused[:, 52:], before[:, 52:])
