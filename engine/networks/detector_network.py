"""The bundled detector's network: EfficientNet-Lite, a feature pyramid and an anchor-free head.

Every cell of four grids (strides 8, 16, 32, 64) says for each label how well a box of that label
around the cell's centre would fit, and how far the box's four sides are from the centre. The
score is trained to be the box's quality (Generalized Focal Loss, Li et al., NeurIPS 2020), so no
separate centre or quality output is needed; a distance is the mean of a distribution over
`BINS` whole strides, from the same paper. The pyramid follows FPN (Lin et al., CVPR 2017), the
shared head FCOS (Tian et al., ICCV 2019), with batch norms of their own per level as in
EfficientDet, because the levels' statistics differ.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.networks.encoder import LiteEncoder, convolution, encoder_input

STRIDES = (8, 16, 32, 64)
BINS = 17  # distances 0..16 strides: a side is at most 1,024 pixels from a centre of stride 64
PRIOR = 0.01  # the score of a cell that has learned nothing (RetinaNet, section 4.1)
MULTIPLE = 32  # sides of an input are multiples of it
SEMANTIC_CHANNELS = 1280  # of EfficientNet's last convolution, in every Lite variant


@dataclass(frozen=True)
class Predictions:
    """What the network says of N pictures, cells of all levels one after the other, finest first.

    Attributes:
        logits: (N, cells, labels); a sigmoid makes scores of them.
        distances: (N, cells, 4, bins) logits over 0..bins - 1 strides to left, top, right, bottom.
        grids: per level (rows, columns).
    """

    logits: Tensor
    distances: Tensor
    grids: tuple[tuple[int, int], ...]

    def of(self, index: int) -> Predictions:
        """Those of one picture, N = 1."""
        one = slice(index, index + 1)
        return Predictions(self.logits[one], self.distances[one], self.grids)


class AnchorFreeDetector(nn.Module):
    """A network that takes L (N, 1, H, W), 0..100, sides multiples of 32, and gives `Predictions`.

    Attributes:
        pretrained: how the names of those parameters begin that knew pictures before it was taught
            to detect; they learn more slowly.
    """

    pretrained: tuple[str, ...]

    def score_parts(self) -> Iterable[nn.Module]:
        """The modules whose `score` is a convolution to the labels."""
        raise NotImplementedError

    def for_labels(self, own: Sequence[str], labels: Sequence[str]) -> AnchorFreeDetector:
        """A copy that tells other labels apart; what it knows of those among its own is kept.

        Args:
            own: the labels of this network; labels: of the copy.
        """
        made = copy.deepcopy(self)
        places = {label: place for place, label in enumerate(own)}
        for part in made.score_parts():
            score = part.score
            assert isinstance(score, nn.Conv2d)
            part.score = _relabelled(score, places, labels)
        return made


def _relabelled(score: nn.Conv2d, places: Mapping[str, int], labels: Sequence[str]) -> nn.Conv2d:
    made = nn.Conv2d(score.in_channels, len(labels), 1)
    start_scores(made)
    assert made.bias is not None
    assert score.bias is not None
    with torch.no_grad():
        for place, label in enumerate(labels):
            if label in places:
                made.weight[place] = score.weight[places[label]]
                made.bias[place] = score.bias[places[label]]
    return made


def start_scores(score: nn.Conv2d) -> None:
    """Let a convolution give about `PRIOR` everywhere, once through a sigmoid."""
    nn.init.normal_(score.weight, std=0.01)
    nn.init.constant_(score.bias, -math.log((1 - PRIOR) / PRIOR))  # type: ignore[arg-type]


class DetectorNetwork(AnchorFreeDetector):
    """Scores and box sides per cell.

    Args:
        labels: number of labels.
        variant: of the encoder, "lite0" and up.
        channels: of the pyramid and the head.
        depth: convolutions in each of the head's two branches.
        semantic: the coarsest features pass EfficientNet's last convolution, too. What it gives at
            a place tells ImageNet's classes apart by a linear map (Zhou et al., "Learning Deep
            Features for Discriminative Localization", CVPR 2016), which helps with rare labels.
    """

    pretrained = ("encoder.", "semantic.")

    def __init__(
        self,
        labels: int = 80,
        variant: str = "lite0",
        channels: int = 96,
        depth: int = 2,
        *,
        semantic: bool = True,
    ) -> None:
        super().__init__()
        self.channels = channels
        self.depth = depth
        self.encoder = LiteEncoder(variant)
        inputs = list(self.encoder.channels[2:])
        self.semantic: nn.Module | None = None
        if semantic:
            self.semantic = convolution(inputs[-1], SEMANTIC_CHANNELS, 1)
            inputs[-1] = SEMANTIC_CHANNELS
        self.laterals = nn.ModuleList(_normed(count, channels, 1) for count in inputs)
        self.smooths = nn.ModuleList(_normed(channels, channels, 3) for _ in inputs)
        self.coarse = _normed(channels, channels, 3, stride=2)
        self.score_branch = nn.ModuleList(LevelConv(channels) for _ in range(depth))
        self.side_branch = nn.ModuleList(LevelConv(channels) for _ in range(depth))
        self.score = nn.Conv2d(channels, labels, 1)
        self.sides = nn.Conv2d(channels, 4 * BINS, 1)
        nn.init.normal_(self.sides.weight, std=0.01)
        nn.init.zeros_(self.sides.bias)  # type: ignore[arg-type]
        start_scores(self.score)

    def score_parts(self) -> Iterable[nn.Module]:
        return (self,)

    def forward(self, lightness: Tensor) -> Predictions:
        """Detect in L (N, 1, H, W), 0..100, H and W multiples of 32."""
        features = self.encoder(encoder_input(lightness))[2:]
        if self.semantic is not None:
            features[-1] = self.semantic(features[-1])
        return self.predict(features)

    def predict(self, features: Sequence[Tensor]) -> Predictions:
        """Predictions from features at strides 8, 16 and 32, the last one semantic if it is so."""
        laterals = [lateral(x) for lateral, x in zip(self.laterals, features, strict=True)]
        for level in (1, 0):
            size = laterals[level].shape[-2:]
            laterals[level] = laterals[level] + F.interpolate(laterals[level + 1], size=size)
        levels = [F.relu(smooth(x)) for smooth, x in zip(self.smooths, laterals, strict=True)]
        levels.append(F.relu(self.coarse(levels[-1])))
        logits, distances = [], []
        for level, x in enumerate(levels):
            of_score = of_sides = x
            for layer in self.score_branch:
                of_score = layer(of_score, level)
            for layer in self.side_branch:
                of_sides = layer(of_sides, level)
            logits.append(self.score(of_score).permute(0, 2, 3, 1).flatten(1, 2))
            sides = self.sides(of_sides).permute(0, 2, 3, 1).flatten(1, 2)
            distances.append(sides.unflatten(2, (4, BINS)))
        grids = tuple((x.shape[-2], x.shape[-1]) for x in levels)
        return Predictions(torch.cat(logits, 1), torch.cat(distances, 1), grids)


class LevelConv(nn.Module):
    """A 3 x 3 convolution that all levels share, with a batch norm for each, and ReLU."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        nn.init.kaiming_normal_(self.convolution.weight, nonlinearity="relu")
        self.norms = nn.ModuleList(nn.BatchNorm2d(channels) for _ in STRIDES)

    def forward(self, x: Tensor, level: int) -> Tensor:
        return F.relu(self.norms[level](self.convolution(x)))


def _normed(inputs: int, outputs: int, kernel: int, stride: int = 1) -> nn.Sequential:
    convolution = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
    nn.init.kaiming_normal_(convolution.weight, nonlinearity="relu")
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs))


def cell_centres(grids: Sequence[tuple[int, int]]) -> Tensor:
    """x, y and stride of every cell's centre in pixels of the picture: float32 (cells, 3)."""
    centres = []
    for stride, (rows, columns) in zip(STRIDES, grids, strict=True):
        y, x = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
        steps = torch.full((rows * columns,), float(stride))
        centres.append(
            torch.stack(((x.flatten() + 0.5) * stride, (y.flatten() + 0.5) * stride, steps), dim=1)
        )
    return torch.cat(centres)


def boxes_of(distances: Tensor, centres: Tensor) -> Tensor:
    """Boxes (..., cells, 4), left, top, right, bottom, of logits (..., cells, 4, bins)."""
    bins = distances.shape[-1]
    strides = torch.arange(bins, dtype=torch.float32, device=distances.device)
    sides = (distances.float().softmax(-1) @ strides) * centres[:, 2:]
    x, y = centres[:, 0], centres[:, 1]
    return torch.stack(
        (x - sides[..., 0], y - sides[..., 1], x + sides[..., 2], y + sides[..., 3]), dim=-1
    )
