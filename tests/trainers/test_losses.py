"""Losses: against scikit-image's colours and PSNR, and what each of them asks for."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from skimage.color import lab2rgb, rgb2lab
from skimage.metrics import peak_signal_noise_ratio

from trainers.losses import LEAST_ERROR, ColorLoss
from trainers.srgb import linear_srgb, srgb_of


def pictures(count: int, seed: int = 0) -> tuple[torch.Tensor, torch.Tensor, np.ndarray]:
    """L (N, 1, 16, 24), ab (N, 2, 16, 24) and sRGB (N, 16, 24, 3) in 0..1 of random colours."""
    rgb = np.random.default_rng(seed).uniform(0.1, 0.9, (count, 16, 24, 3))
    lab = torch.from_numpy(rgb2lab(rgb)).permute(0, 3, 1, 2).float()
    return lab[:, :1], lab[:, 1:], rgb


def test_srgb_in_torch_is_that_of_scikit_image() -> None:
    lightness, ab, rgb = pictures(2)
    found = srgb_of(linear_srgb(lightness, ab)).permute(0, 2, 3, 1).numpy()
    np.testing.assert_allclose(found, rgb, atol=2e-4)
    dark = torch.full((1, 1, 1, 1), 3.0), torch.zeros(1, 2, 1, 1)  # the straight parts
    expected = lab2rgb(np.array([[[3.0, 0.0, 0.0]]]))
    np.testing.assert_allclose(
        srgb_of(linear_srgb(*dark)).permute(0, 2, 3, 1)[0].numpy(), expected, atol=2e-4
    )


def test_the_psnr_loss_falls_by_as_much_as_the_mean_psnr_rises() -> None:
    lightness, ab, rgb = pictures(3)
    loss = ColorLoss("psnr")
    means, losses = [], []
    for share in (0.3, 0.6):
        given = ab * share
        pairs = zip(rgb, srgb_of(linear_srgb(lightness, given)).permute(0, 2, 3, 1), strict=True)
        means.append(
            np.mean(
                [peak_signal_noise_ratio(truth, one.numpy(), data_range=1) for truth, one in pairs]
            )
        )
        losses.append(float(loss(given, ab, lightness)))
    decibels = (losses[0] - losses[1]) * 10 * 10 / np.log(10)
    assert decibels == pytest.approx(means[1] - means[0], rel=0.05)


def test_an_exact_picture_has_the_least_loss_and_a_gradient_without_nan() -> None:
    lightness, ab, _ = pictures(1)
    given = ab.clone().requires_grad_()
    loss = ColorLoss("psnr")(given, ab, lightness)
    loss.backward()
    assert float(loss.detach()) == pytest.approx(0.1 * np.log(LEAST_ERROR), abs=1e-3)
    assert given.grad is not None
    assert torch.isfinite(given.grad).all()


@pytest.mark.parametrize("kind", ["huber", "mse", "psnr"])
def test_the_third_channel_learns_the_chroma_and_leaves_ab_alone(kind: str) -> None:
    lightness, ab, _ = pictures(2)
    chroma = torch.linalg.vector_norm(ab, dim=1, keepdim=True)
    loss = ColorLoss(kind, strength=2.0)
    exact = loss(torch.cat((ab, chroma), dim=1), ab, lightness)
    wrong = loss(torch.cat((ab, chroma + 11.0), dim=1), ab, lightness)
    assert float(wrong - exact) == pytest.approx(2.0 * 0.1**2, rel=1e-3)
    assert float(exact) == pytest.approx(float(loss(ab, ab, lightness)), abs=1e-6)
