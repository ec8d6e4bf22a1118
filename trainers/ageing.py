"""How a training picture's lightness is made to look like an old print's scan."""

from __future__ import annotations

from dataclasses import astuple, dataclass

import cv2
import numpy as np

GREY_LEVELS = 2.55  # a JPEG's levels per unit of L
SEEDS = 1 << 24


@dataclass(frozen=True)
class Ageing:
    """What happens to one picture: it fades, then softens, then gets grainy, then blocky.

    It is drawn before anything is computed, so that a picture ages the same way wherever it does:
    in a thread of the CPU (`applied`) or on the training's device (`trainers.device_pictures`).

    Attributes:
        gamma: the faded lightness is `black + (white - black) * (L / 100) ** gamma`.
        black, white: what L 0 and 100 become.
        blur: the Gaussian's standard deviation in pixels; 0 for none.
        grain: the noise's standard deviation in L; 0 for none.
        coarse: whether the grain is two pixels large.
        seed: of the grain.
        quality: of the JPEG, 1..100; 0 for none.
    """

    gamma: float = 1.0
    black: float = 0.0
    white: float = 100.0
    blur: float = 0.0
    grain: float = 0.0
    coarse: bool = False
    seed: int = 0
    quality: int = 0

    @classmethod
    def drawn(cls, random: np.random.Generator, share: float = 1.0) -> Ageing:
        """What happens to a picture, of which only the `share` ages at all."""
        if random.random() >= share:
            return cls()
        gamma, black, white, blur, grain, coarse, quality = 1.0, 0.0, 100.0, 0.0, 0.0, False, 0
        if random.random() < 0.5:
            gamma = float(np.exp(random.uniform(-0.35, 0.35)))
            black, white = random.uniform(0.0, 18.0), random.uniform(78.0, 100.0)
        if random.random() < 0.3:
            blur = random.uniform(0.3, 1.3)
        if random.random() < 0.4:
            grain, coarse = random.uniform(0.5, 5.0), bool(random.random() < 0.5)
        if random.random() < 0.2:
            quality = int(random.integers(30, 80))
        return cls(gamma, black, white, blur, grain, coarse, int(random.integers(SEEDS)), quality)

    @property
    def row(self) -> tuple[float, ...]:
        """All of it as numbers, for a tensor (float64 keeps the seed)."""
        return tuple(float(value) for value in astuple(self))

    @classmethod
    def of(cls, row: list[float]) -> Ageing:
        """What `row` gave."""
        gamma, black, white, blur, grain, coarse, seed, quality = row
        return cls(gamma, black, white, blur, grain, bool(coarse), int(seed), int(quality))

    @property
    def fades(self) -> bool:
        return (self.gamma, self.black, self.white) != (1.0, 0.0, 100.0)

    @property
    def changes(self) -> bool:
        """Whether anything happens."""
        return self.fades or bool(self.blur or self.grain or self.quality)

    def applied(self, lightness: np.ndarray) -> np.ndarray:
        """The picture's L (H, W), float32 in 0..100, when that has happened to it."""
        if not self.changes:
            return lightness
        if self.fades:
            lightness = self.black + (self.white - self.black) * (lightness / 100.0) ** self.gamma
        if self.blur:
            lightness = cv2.GaussianBlur(lightness, (0, 0), self.blur)
        if self.grain:
            lightness = lightness + self.grain * self._noise(*lightness.shape)
        if self.quality:
            grey = np.clip(lightness * GREY_LEVELS, 0, 255).astype(np.uint8)
            packed = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, self.quality])[1]
            lightness = np.float32(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)) / GREY_LEVELS
        return np.clip(lightness, 0.0, 100.0).astype(np.float32)

    def _noise(self, height: int, width: int) -> np.ndarray:
        random = np.random.default_rng(self.seed)
        if not self.coarse:
            return random.standard_normal((height, width), dtype=np.float32)
        shape = (max(1, height // 2), max(1, width // 2))
        half = random.standard_normal(shape, dtype=np.float32)
        return cv2.resize(half, (width, height), interpolation=cv2.INTER_LINEAR)
