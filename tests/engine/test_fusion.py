"""Fusion: the streaming softmax against a naive padded one, weights, memory, and gradients."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor

from engine.instances import Placement
from engine.networks.color_net import Tap
from engine.networks.coverage import faded_edge
from engine.networks.fusion import (
    Blender,
    FusionNet,
    InstancePart,
    at_box_size,
    blend,
)

GRID = (13, 17)


def naive(features: Tensor, logits: Tensor, parts: list[InstancePart], *, padded: bool) -> Tensor:
    """The softmax over full-size stacks: a place outside a box has logit -inf.

    If padded, it has logit 0, but where no box is at all the full image takes everything, because
    the paper's code raises its logit by 100,000 there.
    """
    stack = [features[0]]
    stacked_logits = [logits[0, 0]]
    covered = torch.zeros(logits.shape[2:], dtype=torch.bool)
    for part in parts:
        whole = torch.zeros_like(features[0])
        whole_logits = torch.full(logits.shape[2:], 0.0 if padded else -torch.inf)
        whole[:, part.placement.rows, part.placement.columns] = part.features
        whole_logits[part.placement.rows, part.placement.columns] = part.logits
        covered[part.placement.rows, part.placement.columns] = True
        stack.append(whole)
        stacked_logits.append(whole_logits)
    stacked_logits[0] = torch.where(covered, stacked_logits[0], stacked_logits[0] + 1e5)
    weights = torch.stack(stacked_logits).softmax(dim=0)
    return (torch.stack(stack) * weights[:, None]).sum(dim=0)[None]


def part(placement: Placement, channels: int = 5, scale: float = 4.0) -> InstancePart:
    size = (placement.height, placement.width)
    return InstancePart(placement, torch.randn(channels, *size), scale * torch.randn(size))


PLACEMENTS = {
    "none": [],
    "whole grid": [Placement(0, 0, 17, 13)],
    "overlapping": [Placement(1, 1, 8, 6), Placement(5, 3, 9, 8), Placement(4, 2, 3, 9)],
    "nested": [Placement(2, 2, 10, 9), Placement(4, 4, 5, 5), Placement(5, 5, 1, 1)],
    "one cell wide": [Placement(3, 0, 1, 13), Placement(0, 7, 17, 1)],
    "touching edges": [Placement(0, 0, 4, 4), Placement(13, 9, 4, 4), Placement(13, 0, 4, 13)],
}


@pytest.mark.parametrize("padded", [False, True])
@pytest.mark.parametrize("name", PLACEMENTS)
def test_blend_equals_a_naive_padded_softmax(name: str, padded: bool) -> None:
    torch.manual_seed(1)
    features = torch.randn(1, 5, *GRID)
    logits = 4.0 * torch.randn(1, 1, *GRID)
    parts = [part(placement) for placement in PLACEMENTS[name]]
    fused = blend(features, logits, parts, padded=padded).features
    assert torch.allclose(fused, naive(features, logits, parts, padded=padded), atol=1e-5)


@pytest.mark.parametrize("seed", range(20))
def test_blend_equals_a_naive_padded_softmax_on_random_boxes(seed: int) -> None:
    random = torch.Generator().manual_seed(seed)

    def between(low: int, high: int) -> int:
        return int(torch.randint(low, high, (1,), generator=random))

    torch.manual_seed(seed)
    parts = []
    for _ in range(between(1, 12)):
        left, top = between(0, 17), between(0, 13)
        parts.append(part(Placement(left, top, between(1, 18 - left), between(1, 14 - top))))
    features = torch.randn(1, 5, *GRID)
    logits = 4.0 * torch.randn(1, 1, *GRID)
    fused = blend(features, logits, parts).features
    assert torch.allclose(fused, naive(features, logits, parts, padded=False), atol=1e-5)


def test_huge_logits_do_not_overflow() -> None:
    parts = [part(Placement(1, 1, 8, 6), scale=1e4), part(Placement(5, 3, 9, 8), scale=1e4)]
    fused = blend(torch.randn(1, 5, *GRID), 1e4 * torch.randn(1, 1, *GRID), parts).features
    assert bool(torch.isfinite(fused).all())


def test_photos_of_a_batch_do_not_mix() -> None:
    features = torch.randn(2, 5, *GRID)
    logits = torch.randn(2, 1, *GRID)
    only_second = InstancePart(
        Placement(2, 3, 4, 5), torch.randn(5, 5, 4), torch.randn(5, 4), photo=1
    )
    fused = blend(features, logits, [only_second]).features
    assert torch.allclose(fused[0], features[0], atol=1e-6)
    assert not torch.allclose(fused[1], features[1], atol=1e-2)


def test_weights_sum_to_one_everywhere() -> None:
    logits = torch.randn(1, 1, *GRID)
    parts = [part(placement) for placement in PLACEMENTS["overlapping"]]
    done = blend(torch.randn(1, 5, *GRID), logits, parts)
    total = done.weights(logits)[0, 0].clone()
    for one in parts:
        total[one.placement.rows, one.placement.columns] += done.part_weights(one)
    assert torch.allclose(total, torch.ones(GRID), atol=1e-5)


def test_gradients_equal_those_of_the_naive_softmax() -> None:
    torch.manual_seed(3)
    gradients = []
    features = torch.randn(1, 5, *GRID)
    logits = torch.randn(1, 1, *GRID)
    parts = [part(placement) for placement in PLACEMENTS["overlapping"]]

    def streaming(*given: Any) -> Tensor:
        return blend(*given).features

    def reference(*given: Any) -> Tensor:
        return naive(*given, padded=False)

    for fuse in (streaming, reference):
        leaves = [features.clone().requires_grad_(), logits.clone().requires_grad_()]
        own = []
        for one in parts:
            pair = (one.features.clone().requires_grad_(), one.logits.clone().requires_grad_())
            leaves.extend(pair)
            own.append(InstancePart(one.placement, *pair))
        fuse(leaves[0], leaves[1], own).square().sum().backward()
        gradients.append([leaf.grad for leaf in leaves])
    for ours, wanted in zip(*gradients, strict=True):
        assert torch.allclose(ours, wanted, atol=1e-4)


def test_fusion_network_gives_parts_at_box_size_and_blends_them() -> None:
    taps = (Tap("coarse", 6, 4), Tap("fine", 3, 2))
    network = FusionNet(taps)
    recorded = {"coarse": torch.randn(2, 6, 8, 8), "fine": torch.randn(2, 3, 16, 16)}
    placements = [
        {"coarse": Placement(0, 0, 3, 2), "fine": Placement(0, 0, 6, 4)},
        {"coarse": Placement(2, 1, 1, 1), "fine": Placement(4, 2, 2, 3)},
    ]
    parts = network.parts(recorded, placements)
    assert parts[0]["coarse"].features.shape == (6, 2, 3)
    assert parts[1]["fine"].logits.shape == (3, 2)
    blender = Blender(network, parts)
    features = torch.randn(1, 6, 5, 5)
    assert blender("coarse", features).shape == features.shape
    assert set(blender.blends) == {"coarse"}


def test_features_already_at_box_size_are_not_touched() -> None:
    features = torch.randn(4, 6, 7)
    assert at_box_size(features, (6, 7)) is features


def test_weights_fade_out_towards_the_edge_of_a_box() -> None:
    fade = faded_edge((20, 40), torch.device("cpu")).exp()
    assert fade.shape == (20, 40)
    assert torch.allclose(fade[8:12, 16:24], torch.ones(4, 8))
    assert float(fade[0].max()) < 0.2
    assert bool((fade[:10, 20].diff() >= 0).all())
    assert float(faded_edge((1, 1), torch.device("cpu")).exp()) == 0.25
