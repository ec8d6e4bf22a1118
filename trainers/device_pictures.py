"""Colour conversion, ageing and resizing of training pictures in torch, on the training's device.

The same as the CPU's threads do with OpenCV and NumPy, up to rounding and the grain's own noise.
Every picture is computed by itself, so that nothing depends on what else is in its batch.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from engine import lab
from trainers.ageing import GREY_LEVELS, Ageing

BLOCK = 8  # of a JPEG, pixels
# ITU-T T.81, table K.1: the luminance quantization that JPEG's quality scales
LUMINANCE = (
    (16, 11, 10, 16, 24, 40, 51, 61),
    (12, 12, 14, 19, 26, 58, 60, 55),
    (14, 13, 16, 24, 40, 57, 69, 56),
    (14, 17, 22, 29, 51, 87, 80, 62),
    (18, 22, 37, 56, 68, 109, 103, 77),
    (24, 35, 55, 64, 81, 104, 113, 92),
    (49, 64, 78, 87, 103, 121, 120, 101),
    (72, 92, 95, 98, 112, 100, 103, 99),
)


def lightness_and_ab(pixels: Tensor) -> tuple[Tensor, Tensor]:
    """uint8 sRGB (N, H, W, 3) as L (N, 1, H, W) in 0..100 and ab (N, 2, H, W) in Lab units."""
    linear = _constant("decoded", pixels.device)[pixels.long()]
    # not a matrix product, which a graphics card may compute in less than float32
    rows = _constant("relative", pixels.device)
    x, y, z = (_curve((linear * row).sum(dim=-1)) for row in rows)
    lightness = (116.0 * y - 16.0).clamp_(min=0.0)
    return lightness[:, None], torch.stack((500.0 * (x - y), 200.0 * (y - z)), dim=1)


def aged(lightness: Tensor, ageing: Ageing) -> Tensor:
    """One picture's L (H, W) in 0..100 when `ageing` has happened to it."""
    if not ageing.changes:
        return lightness
    if ageing.fades:
        faded = (lightness / 100.0) ** ageing.gamma
        lightness = ageing.black + (ageing.white - ageing.black) * faded
    if ageing.blur:
        lightness = _blurred(lightness, ageing.blur)
    if ageing.grain:
        lightness = lightness + ageing.grain * _noise(lightness, ageing)
    if ageing.quality:
        lightness = _blocky(lightness, ageing.quality)
    return lightness.clamp(0.0, 100.0)


def cut(pictures: Tensor, rows: Tensor, size: tuple[int, int], *, paper: bool = False) -> Tensor:
    """Parts of pictures at one size, by the weights of `engine.networks.framing`.

    Where one side of a part shrinks and the other grows, OpenCV has a filter of its own for both;
    here the one is averaged and the other interpolated.

    Args:
        pictures: float32 (N, H, W), of which the parts may cover less.
        rows: int64 (M, 5): which picture, left, top, right, bottom in whole pixels.
        size: (height, width) of the parts.
        paper: as `PaperFraming` does, by Pillow's bilinear filter.

    Returns:
        float32 (M, height, width).
    """
    source, left, top, right, bottom = rows.unbind(dim=1)
    tall, wide = bottom - top, right - left
    shrinks = tall * wide > size[0] * size[1]
    down = _weights(top, tall, size[0], pictures.shape[1], shrinks, paper=paper)
    across = _weights(left, wide, size[1], pictures.shape[2], shrinks, paper=paper)
    return torch.bmm(torch.bmm(down, pictures[source]), across.transpose(1, 2))


def _weights(
    start: Tensor, length: Tensor, out: int, side: int, shrinks: Tensor, *, paper: bool
) -> Tensor:
    """How much each of `side` pixels counts in each of `out`, (M, out, side); rows sum to 1."""
    start, length = start.float()[:, None, None], length.float()[:, None, None]
    pixel = torch.arange(side, device=start.device, dtype=torch.float32)
    place = torch.arange(out, device=start.device, dtype=torch.float32)[:, None]
    scale = length / out
    middle = start + (place + 0.5) * scale - 0.5
    if paper:
        weights = (1.0 - (pixel - middle).abs() / scale.clamp(min=1.0)).clamp(min=0.0)
        weights = weights * ((pixel >= start) & (pixel < start + length))
        return weights / weights.sum(dim=-1, keepdim=True)
    held = torch.minimum(torch.maximum(middle, start), start + length - 1)
    linear = (1.0 - (pixel - held).abs()).clamp(min=0.0)
    first, last = start + place * scale, start + (place + 1) * scale
    covered = torch.minimum(pixel + 1, last) - torch.maximum(pixel, first)
    area = covered.clamp(min=0.0) / scale
    return torch.where(shrinks[:, None, None] & (scale >= 1.0), area, linear)


def _curve(relative: Tensor) -> Tensor:
    root = relative.clamp(min=1e-6) ** (1.0 / 3.0)
    return torch.where(relative > lab.KNEE**3, root, relative / lab.SLOPE + lab.OFFSET)


def _blurred(lightness: Tensor, deviation: float) -> Tensor:
    side = round(8 * deviation + 1) | 1  # OpenCV's, for float32
    kernel = cv2.getGaussianKernel(side, deviation, cv2.CV_32F)[:, 0]
    weights = torch.from_numpy(kernel).to(lightness.device)
    reach = side // 2
    mirror = "reflect" if min(lightness.shape) > reach else "replicate"
    padded = F.pad(lightness[None, None], (reach,) * 4, mode=mirror)[0, 0]
    across = (padded.unfold(1, side, 1) * weights).sum(dim=-1)
    return (across.unfold(0, side, 1) * weights).sum(dim=-1)


def _noise(lightness: Tensor, ageing: Ageing) -> Tensor:
    generator = torch.Generator(lightness.device).manual_seed(ageing.seed)
    height, width = lightness.shape
    shape = (max(1, height // 2), max(1, width // 2)) if ageing.coarse else (height, width)
    noise = torch.randn(shape, generator=generator, device=lightness.device)
    if not ageing.coarse:
        return noise
    larger = F.interpolate(noise[None, None], (height, width), mode="bilinear")
    return larger[0, 0]


def _blocky(lightness: Tensor, quality: int) -> Tensor:
    """What a JPEG of this quality keeps: rounded cosine coefficients of 8 x 8 blocks."""
    height, width = lightness.shape
    grey = (lightness * GREY_LEVELS).clamp(0, 255).floor()
    short = (-width % BLOCK, -height % BLOCK)
    padded = F.pad(grey[None, None], (0, short[0], 0, short[1]), mode="replicate")[0, 0]
    rows, columns = padded.shape[0] // BLOCK, padded.shape[1] // BLOCK
    blocks = padded.reshape(rows, BLOCK, columns, BLOCK).transpose(1, 2) - 128.0
    cosines = _constant("cosines", lightness.device)
    steps = _steps(quality).to(lightness.device)
    coefficients = (cosines @ blocks @ cosines.T / steps).round() * steps
    kept = (cosines.T @ coefficients @ cosines + 128.0).round().clamp(0, 255)
    return kept.transpose(1, 2).reshape(padded.shape)[:height, :width] / GREY_LEVELS


def _steps(quality: int) -> Tensor:
    """The quantization steps of a quality, as libjpeg scales them."""
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    return ((torch.tensor(LUMINANCE) * scale + 50) // 100).clamp(1, 255).float()


@lru_cache(maxsize=16)
def _constant(name: str, device: torch.device) -> Tensor:
    """A table on a device: "decoded" sRGB (256,), "relative" XYZ of RGB (3, 3), "cosines"."""
    if name == "decoded":
        values = lab.decode_srgb(np.arange(256, dtype=np.uint8))
    elif name == "relative":
        values = lab.RELATIVE_FROM_RGB
    else:
        values = _cosines()
    return torch.from_numpy(values).to(device)


def _cosines() -> np.ndarray:
    """The orthonormal 8-point cosine transform, float32 (8, 8): frequency, place."""
    frequency, place = np.mgrid[:BLOCK, :BLOCK]
    waves = np.cos((2 * place + 1) * frequency * np.pi / (2 * BLOCK)) * np.sqrt(2 / BLOCK)
    waves[0] /= np.sqrt(2)
    return waves.astype(np.float32)
