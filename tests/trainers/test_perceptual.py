"""The perceptual term: least for equal pictures, less for better ones, gradients for colours."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.networks.catalogue import build_network
from engine.networks.encoder import LiteEncoder, encoder_input
from engine.training.photo_store import PhotoStore
from engine.training.stage_settings import StageSettings
from trainers import color_stage
from trainers.perceptual import LEAST_DIFFERENCE, SEEN, Perceptual
from trainers.train_full import FullStage


@pytest.fixture
def perceptual() -> Perceptual:
    torch.manual_seed(0)
    return Perceptual(LiteEncoder("lite0"))


def pictures() -> tuple[torch.Tensor, torch.Tensor]:
    """L (2, 1, 64, 64) and ab (2, 2, 32, 32) of smooth colours that a screen can show."""
    random = torch.Generator().manual_seed(1)
    coarse = torch.rand(2, 3, 5, 5, generator=random)
    smooth = torch.nn.functional.interpolate(coarse, (64, 64), mode="bicubic").clamp(0, 1)
    small = torch.nn.functional.avg_pool2d(smooth, 2)
    return 40 + 30 * smooth[:, :1], 50 * small[:, 1:] - 25


def test_equal_pictures_have_the_least_and_better_ones_less(perceptual: Perceptual) -> None:
    lightness, ab = pictures()
    losses = [float(perceptual(ab * share, ab, lightness)) for share in (0.0, 0.5, 0.9, 1.0)]
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] == pytest.approx(math.log(LEAST_DIFFERENCE), abs=1e-3)


def test_gradients_reach_the_colours_and_nothing_of_the_encoder(perceptual: Perceptual) -> None:
    lightness, ab = pictures()
    given = (ab * 0.5).requires_grad_()
    before = float(perceptual(given.detach(), ab, lightness))
    perceptual(given, ab, lightness).backward()
    assert given.grad is not None
    step = given.detach() - 5 * given.grad / given.grad.abs().max()
    assert float(perceptual(step, ab, lightness)) < before


def test_the_features_are_the_encoders_own(perceptual: Perceptual) -> None:
    encoder = LiteEncoder("lite0")
    torch.manual_seed(5)
    for module in encoder.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.normal_()
            module.running_var.uniform_(0.5, 2.0)
    made = Perceptual(encoder)
    grey = torch.rand(1, 1, 64, 64) * 100
    expected = encoder(encoder_input(grey))
    found = made._features((grey / 100).expand(-1, 3, -1, -1))
    assert len(found) == len(SEEN)
    for one, other in zip(found, expected[1:4], strict=True):
        assert torch.allclose(one, other, atol=1e-4)


def test_a_stage_counts_it_where_its_settings_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, perceptual: Perceptual
) -> None:
    monkeypatch.setattr(color_stage, "Perceptual", lambda: perceptual)
    network = build_network("compact", "lite0")
    lightness, ab = pictures()
    batch = {"lightness": lightness, "ab": ab}
    losses = []
    for weight in (0.0, 0.5):
        settings = StageSettings(steps=1, side=64, perceptual=weight)
        stage = FullStage(network, PhotoStore({}), [], [], tmp_path, settings)
        network.eval()
        with torch.no_grad():
            losses.append(float(stage.loss(batch)))
            given = network(lightness)[:, :2]
    assert losses[1] - losses[0] == pytest.approx(
        0.5 * float(perceptual(given, ab, lightness)), rel=1e-4
    )
    assert np.isfinite(losses).all()
