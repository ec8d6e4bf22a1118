"""The encoder whose first layers are frozen: quick, equal to the networks' own, slow to learn."""

from __future__ import annotations

from pathlib import Path

import torch
from detector_parts import PLAIN
from norm_statistics import shake

from engine.networks.detector_network import DetectorNetwork
from engine.networks.encoder import InvertedResidual, LiteEncoder, encoder_input
from engine.training.photo_store import PhotoStore
from trainers.frozen_encoder import apply_layer, encode, freeze
from trainers.train_detector import DetectorStage


def test_the_quick_pass_equals_the_encoder_with_frozen_statistics() -> None:
    torch.manual_seed(0)
    encoder = LiteEncoder().eval()
    shake(encoder)
    image = torch.randn(2, 3, 64, 96)
    expected = encoder(image)
    freeze(encoder)
    found = encode(encoder.train(), image)
    for one, other in zip(found, expected, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-4)
    sum(x.sum() for x in found).backward()  # type: ignore[union-attr]
    moved = {name for name, parameter in encoder.named_parameters() if parameter.grad is not None}
    trained = {name for name, p in encoder.named_parameters() if p.requires_grad}
    assert moved == trained
    assert not any(name.startswith(("stem.", "stages.0.", "stages.1.")) for name in moved)
    assert not any(name.startswith("stages.2.0.expand") for name in moved)
    for name, block in encoder.named_modules():
        if isinstance(block, InvertedResidual) and name.startswith(("stages.3", "stages.4")):
            assert f"{name}.project.0.weight" in moved
            small = block.filter[0].kernel_size == (3, 3)  # type: ignore[union-attr]
            assert (f"{name}.filter.0.weight" in moved) == small


def test_the_semantic_layer_equals_the_networks_own() -> None:
    torch.manual_seed(0)
    network = DetectorNetwork(3, channels=16, depth=1).eval()
    assert network.semantic is not None
    lightness = torch.rand(1, 1, 64, 96) * 100
    expected = network(lightness)
    features = encode(network.encoder, encoder_input(lightness))[2:]
    features[-1] = apply_layer(network.semantic, features[-1])
    found = network.predict(features)
    torch.testing.assert_close(found.logits, expected.logits, rtol=1e-3, atol=1e-4)
    assert DetectorNetwork(3, semantic=False).semantic is None


def test_what_comes_from_imagenet_learns_more_slowly() -> None:
    network = DetectorNetwork(2, channels=16, depth=1)
    stage = DetectorStage(network, PhotoStore({}), {"a": (64, 64)}, {}, (), Path("unused"), PLAIN)
    assert network.semantic is not None
    rates = {
        id(parameter): group["lr"]
        for group in stage.parameter_groups()
        for parameter in group["params"]  # type: ignore[attr-defined]
    }
    assert rates[id(network.semantic[0].weight)] == PLAIN.encoder_rate  # type: ignore[index]
    assert rates[id(network.score.weight)] == PLAIN.rate
    assert id(network.encoder.stem[0].weight) not in rates
