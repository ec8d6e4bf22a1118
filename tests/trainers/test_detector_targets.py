"""Which cells learn which object, and the loss that teaches them."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from detector_grids import grids_of
from detector_parts import CENTRES, GRIDS, NONE, targets_of

from engine.instances import Box
from engine.networks.detector_network import (
    BINS,
    DetectorNetwork,
    Predictions,
    boxes_of,
    cell_centres,
)
from trainers.detector_targets import (
    CELLS,
    TWIN,
    Assignment,
    Targets,
    assign,
    detector_loss,
    generalized_iou,
    joined,
    overlaps,
)


def test_the_cells_that_fit_best_learn_an_object() -> None:
    targets = targets_of(
        ([[16, 16, 48, 56], [60, 10, 158, 120]], [1, 2], [0.6, 1.0]),
        ([], [], []),
        ([[0, 0, 30, 30]], [0], [1.0]),
    )
    torch.manual_seed(0)
    logits = torch.randn(3, len(CENTRES), 3) - 3
    boxes = boxes_of(torch.zeros(3, len(CENTRES), 4, BINS), CENTRES)
    near = (CENTRES[:, :2] - torch.tensor([32.0, 36.0])).abs().max(1).values < 5
    right = near & (CENTRES[:, 2] == 8)
    boxes[0, right] = torch.tensor([16.0, 18, 48, 56])
    given = assign(logits, boxes, CENTRES, targets)
    assert set(given.objects.tolist()) == {0, 1, 2}
    for number, picture in enumerate((0, 0, 2)):
        cells = given.cells[given.objects == number]
        assert 1 <= len(cells) <= CELLS
        x, y, _ = CENTRES[cells].T
        left, top, right_side, bottom = targets.boxes[number]
        assert ((x > left) & (x < right_side) & (y > top) & (y < bottom)).all()
        fit = overlaps(targets.boxes[number], boxes[picture, cells])
        scores = given.scores[given.objects == number]
        assert scores.max() == pytest.approx(float(fit.max() * targets.trust[number]), rel=1e-5)
    best = given.scores.where(given.objects == 0, -1.0).argmax()
    assert right[given.cells[best]]


def test_the_assignment_equals_the_plain_definition() -> None:
    torch.manual_seed(1)
    rng = np.random.default_rng(1)
    pictures = []
    for count in (4, 0, 7):
        corner = rng.uniform(0, 90, (count, 2))
        sides = np.concatenate((corner, corner + rng.uniform(10, 70, (count, 2))), 1)
        if count:
            sides[-1] = sides[0] + rng.uniform(0, 1, 4)  # perhaps a twin
        pictures.append((sides, rng.integers(0, 3, count), rng.uniform(0.5, 1, count), NONE))
    targets = joined(pictures)
    logits = torch.randn(3, len(CENTRES), 3)
    boxes = boxes_of(torch.randn(3, len(CENTRES), 4, BINS), CENTRES)
    given = assign(logits, boxes, CENTRES, targets)
    plain = plain_assignment(logits, boxes, targets)
    assert pairs(given) == pytest.approx(pairs(plain), rel=1e-4, abs=1e-6)
    assert len(pairs(given)) == len(given.cells) > 30


def test_an_object_of_two_names_is_learned_under_both() -> None:
    boxes = [[20, 20, 84, 84], [21, 20, 84, 83], [70, 10, 150, 90]]
    targets = targets_of((boxes, [0, 1, 0], [1.0, 0.6, 1.0]))
    logits = torch.zeros(1, len(CENTRES), 2)
    predicted = boxes_of(torch.zeros(1, len(CENTRES), 4, BINS), CENTRES)
    given = assign(logits, predicted, CENTRES, targets)
    cells = [set(given.cells[given.objects == number].tolist()) for number in range(3)]
    assert len(cells[0] & cells[1]) >= 0.8 * len(cells[0])
    assert not cells[0] & cells[2]  # two dogs beside each other stay rivals
    both = [given.scores[given.objects == number].max() for number in (0, 1)]
    assert both[1] == pytest.approx(0.6 * float(both[0]), rel=0.1)


def pairs(given: Assignment) -> dict[tuple[int, int], float]:
    places = zip(given.objects.tolist(), given.cells.tolist(), strict=True)
    return dict(zip(places, given.scores.tolist(), strict=True))


def plain_assignment(logits: torch.Tensor, boxes: torch.Tensor, targets: Targets) -> Assignment:
    """Task alignment, object by object and cell by cell."""
    wanted: dict[tuple[int, int], list[tuple[float, int, float]]] = {}
    for number, picture in enumerate(targets.pictures.tolist()):
        left, top, right, bottom = targets.boxes[number].tolist()
        candidates = []
        for cell, (x, y, _) in enumerate(CENTRES.tolist()):
            if left < x < right and top < y < bottom:
                sides = Box(*boxes[picture, cell].tolist())
                fit = Box(left, top, right, bottom).iou(sides)
                score = float(logits[picture, cell, targets.labels[number]].sigmoid())
                candidates.append((score**0.5 * fit**6, cell, fit))
        for alignment, cell, fit in sorted(candidates, reverse=True)[:CELLS]:
            if alignment > 0:
                wanted.setdefault((picture, cell), []).append((fit, number, alignment))
    kept: dict[int, list[tuple[int, float, float]]] = {}
    for (_, cell), rivals in wanted.items():
        finest, winner, _ = max(rivals)
        for fit, number, alignment in rivals:
            twin = targets.labels[number] != targets.labels[winner] and fit >= TWIN * finest
            if number == winner or twin:
                kept.setdefault(number, []).append((cell, fit, alignment))
    told = []
    for number, rows in kept.items():
        finest, most = (max(row[part] for row in rows) for part in (1, 2))
        share = finest / most * float(targets.trust[number])
        told += [(number, cell, alignment * share) for cell, _, alignment in rows]
    objects, cells, scores = zip(*told, strict=True)
    return Assignment(torch.tensor(objects), torch.tensor(cells), torch.tensor(scores))


def test_places_that_are_unclear_teach_nothing() -> None:
    hidden = joined([(NONE, np.zeros(0), np.zeros(0), np.array([[0, 0, 80, 128]], np.float32))])
    logits = torch.zeros(1, len(CENTRES), 2, requires_grad=True)
    distances = torch.zeros(1, len(CENTRES), 4, BINS, requires_grad=True)
    detector_loss(Predictions(logits, distances, GRIDS), CENTRES, hidden).backward()
    assert logits.grad is not None
    taught = (logits.grad[0] != 0).any(1)
    assert (taught == (CENTRES[:, 0] > 80)).all()


def test_the_gradient_of_the_background_is_the_losses() -> None:
    """The one written out, against automatic differentiation of the quality focal loss."""
    torch.manual_seed(0)
    targets = targets_of(([[16, 16, 48, 56], [60, 10, 158, 120]], [1, 2], [0.6, 1.0]))
    values = torch.randn(1, len(CENTRES), 3) * 3
    distances = torch.randn(1, len(CENTRES), 4, BINS)
    given = assign(values, boxes_of(distances, CENTRES), CENTRES, targets)
    logits, again = values.clone().requires_grad_(), values.clone().requires_grad_()
    detector_loss(Predictions(logits, distances, GRIDS), CENTRES, targets).backward()
    quality = torch.zeros_like(values)
    quality[0, given.cells, targets.labels[given.objects]] = given.scores
    entropy = torch.nn.functional.binary_cross_entropy_with_logits(again, quality, reduction="none")
    ((quality - again.sigmoid()).square() * entropy).sum().div(
        given.scores.sum().clamp(min=1)
    ).backward()
    torch.testing.assert_close(logits.grad, again.grad, rtol=1e-4, atol=1e-6)


def test_overlaps_equal_the_boxes_own() -> None:
    rng = np.random.default_rng(0)
    corner = rng.uniform(0, 50, (12, 2))
    boxes = np.concatenate((corner, corner + rng.uniform(0, 40, (12, 2))), 1)
    boxes[3, 2:] = boxes[3, :2]  # empty
    tensor = torch.from_numpy(boxes)
    found = overlaps(tensor[:5, None], tensor[None, 5:])
    for i in range(5):
        for j in range(7):
            true = Box(*boxes[i]).iou(Box(*boxes[5 + j]))
            assert float(found[i, j]) == pytest.approx(true, abs=1e-6)


def test_giou_of_known_boxes() -> None:
    first = torch.tensor([[0.0, 0, 2, 2], [0, 0, 1, 1], [0, 0, 1, 1]])
    second = torch.tensor([[1.0, 1, 3, 3], [0, 0, 1, 1], [2, 0, 3, 1]])
    iou, giou = generalized_iou(first, second)
    assert iou.tolist() == pytest.approx([1 / 7, 1, 0], abs=1e-6)
    assert giou.tolist() == pytest.approx([1 / 7 - 2 / 9, 1, -1 / 3], abs=1e-6)


def test_the_loss_is_small_for_the_truth_and_grows_with_every_mistake() -> None:
    targets = targets_of(([[20, 20, 84, 84]], [1], [1.0]))
    x, y, stride = CENTRES.unbind(1)
    target = targets.boxes[0]
    sides = torch.stack((x - target[0], y - target[1], target[2] - x, target[3] - y), 1)
    exact = (sides / stride[:, None]).clamp(0, BINS - 1.01)
    below = exact.floor().long()
    share = (exact - below).clamp(1e-4, 1 - 1e-4)
    distances = torch.full((len(CENTRES), 4, BINS), -20.0)
    distances.scatter_(2, below[..., None], (1 - share).log()[..., None])
    distances.scatter_(2, below[..., None] + 1, share.log()[..., None])
    logits = torch.full((1, len(CENTRES), 3), -12.0)
    logits[0, (CENTRES[:, 2] == 16) & (sides.min(1).values > 20), 1] = 12.0

    def loss(logits: torch.Tensor, distances: torch.Tensor) -> float:
        return float(detector_loss(Predictions(logits, distances[None], GRIDS), CENTRES, targets))

    right = loss(logits, distances)
    assert right < 0.3  # what is left is the entropy of the distances
    assert loss(torch.full_like(logits, -12.0), distances) > right + 1  # missed
    assert loss(logits.roll(1, 2), distances) > right + 1  # another label
    assert loss(logits, distances.roll(2, 2)) > right + 0.5  # another box
    everywhere = logits.clone()
    everywhere[..., 0] = 2.0
    assert loss(everywhere, distances) > right + 1  # false boxes


def test_the_loss_falls_on_one_picture() -> None:
    torch.manual_seed(0)
    network = DetectorNetwork(2, channels=16, depth=1)
    grids = grids_of(64, 64)
    centres = cell_centres(grids)
    targets = targets_of(([[10, 10, 50, 50]], [1], [1.0]), ([[10, 10, 50, 50]], [1], [1.0]))
    lightness = torch.full((2, 1, 64, 64), 20.0)
    lightness[..., 10:50, 10:50] = 90.0
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-2)
    losses = []
    for _ in range(40):
        optimizer.zero_grad()
        loss = detector_loss(network(lightness), centres, targets)
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert min(losses[-3:]) < 0.6 * losses[0]
