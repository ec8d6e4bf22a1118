"""The bundled detector: decoding, suppression, letterbox, checkpoints, and its speed's premises."""

from __future__ import annotations

import copy
import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch
from detector_grids import grids_of
from norm_statistics import shake

from engine.config import EngineConfig
from engine.detection.bundled import (
    MOST,
    BundledDetector,
    decode,
    letterboxed,
    suppressed,
)
from engine.detection.detector_checkpoint import write_detector
from engine.detection.protocol import detect_each, detect_instances
from engine.detection.registry import bundled_checkpoint
from engine.detection.score_calibration import Calibration
from engine.errors import EngineError
from engine.instances import Box
from engine.networks.checkpoints import write_checkpoint
from engine.networks.detector_network import (
    BINS,
    STRIDES,
    DetectorNetwork,
    Predictions,
    boxes_of,
    cell_centres,
)

CPU = torch.device("cpu")
LABELS = ("person", "dog", "cat")


@pytest.fixture(scope="module")
def network() -> DetectorNetwork:
    """Untrained, with statistics that are not those of a new batch norm."""
    torch.manual_seed(0)
    made = DetectorNetwork(len(LABELS), channels=16, depth=1)
    shake(made)
    torch.nn.init.normal_(made.score.weight, std=1.0)
    torch.nn.init.constant_(made.score.bias, -3.0)  # type: ignore[arg-type]
    return made.eval()


def detector_of(network: DetectorNetwork, size: int = 96) -> BundledDetector:
    return BundledDetector(copy.deepcopy(network), LABELS, size=size, threshold=0.3, device=CPU)


@pytest.mark.parametrize(("height", "width"), [(96, 96), (32, 128), (416, 320), (32, 32)])
def test_every_cell_says_scores_and_sides(
    network: DetectorNetwork, height: int, width: int
) -> None:
    with torch.inference_mode():
        predictions = network(torch.zeros(2, 1, height, width))
    assert predictions.grids == grids_of(height, width)
    cells = sum(rows * columns for rows, columns in predictions.grids)
    assert predictions.logits.shape == (2, cells, len(LABELS))
    assert predictions.distances.shape == (2, cells, 4, BINS)
    centres = cell_centres(predictions.grids)
    assert centres.shape == (cells, 3)
    assert centres[0].tolist() == [4.0, 4.0, 8.0]
    assert centres[-1, 2] == 64.0


def test_a_box_is_read_back_from_its_distances() -> None:
    grids = grids_of(128, 128)
    centres = cell_centres(grids)
    distances = torch.full((len(centres), 4, BINS), -50.0)
    distances[:, 0, 3], distances[:, 1, 0], distances[:, 2, 16] = 50.0, 50.0, 50.0
    distances[:, 3, 1] = distances[:, 3, 2] = 50.0  # one and a half strides
    x, y, stride = centres.unbind(1)
    expected = torch.stack((x - 3 * stride, y, x + 16 * stride, y + 1.5 * stride), 1)
    torch.testing.assert_close(boxes_of(distances, centres), expected)


def test_decoding_finds_the_planted_objects() -> None:
    grids = grids_of(128, 160)
    centres = cell_centres(grids)
    logits = torch.full((1, len(centres), 3), -9.0)
    distances = torch.zeros(1, len(centres), 4, BINS)
    strides = torch.arange(BINS)

    def plant(cell: int, label: int, logit: float, box: tuple[float, ...]) -> None:
        x, y, stride = centres[cell].tolist()
        sides = torch.tensor([x - box[0], y - box[1], box[2] - x, box[3] - y]) / stride
        logits[0, cell, label] = logit
        distances[0, cell] = -8.0 * (strides[None] - sides[:, None]).abs()

    plant(45, 0, 3.0, (10, 0, 60, 40))
    plant(46, 0, 2.0, (11, 0, 62, 41))  # the same object again
    plant(47, 1, 1.0, (10, 0, 60, 40))  # another label: kept
    plant(200, 2, -3.0, (70, 70, 120, 110))  # below the threshold
    boxes, scores, labels = decode(Predictions(logits, distances, grids), 0.3)
    assert labels.tolist() == [0, 1]
    assert scores.tolist() == pytest.approx([0.9526, 0.7311], abs=1e-3)
    assert boxes[0].tolist() == pytest.approx([10, 0, 60, 40], abs=4)


def test_decoding_an_empty_scene_finds_nothing() -> None:
    grids = grids_of(64, 64)
    cells = sum(rows * columns for rows, columns in grids)
    predictions = Predictions(
        torch.full((1, cells, 2), -9.0), torch.zeros(1, cells, 4, BINS), grids
    )
    boxes, scores, labels = decode(predictions, 0.3)
    assert boxes.shape == (0, 4)
    assert scores.shape == labels.shape == (0,)


def test_suppression_equals_the_plain_definition() -> None:
    rng = np.random.default_rng(1)
    corner = rng.uniform(0, 60, (80, 2))
    boxes = np.concatenate((corner, corner + rng.uniform(10, 60, (80, 2))), 1).astype(np.float32)
    labels = rng.integers(0, 2, 80)
    kept: list[int] = []
    for index, (box, label) in enumerate(zip(boxes.tolist(), labels, strict=True)):
        rivals = [other for other in kept if labels[other] == label]
        if all(Box(*box).iou(Box(*boxes[other].tolist())) <= 0.5 for other in rivals):
            kept.append(index)
    found = suppressed(torch.from_numpy(boxes), torch.from_numpy(labels), 0.5)
    assert found.tolist() == kept
    assert 5 < len(kept) < 80


@pytest.mark.parametrize(
    ("shape", "inner"),
    [
        ((60, 80), (72, 96)),  # small photos are enlarged to the size
        ((90, 120), (90, 120)),  # those between are seen as they are
        ((300, 400), (120, 160)),  # large ones are shrunk to the large size
    ],
)
def test_large_photos_are_seen_with_more_pixels(shape, inner) -> None:
    assert letterboxed(np.zeros(shape, np.float32), 96, 160)[1] == inner


@pytest.mark.parametrize(
    ("shape", "picture", "inner"),
    [
        ((200, 400), (64, 96), (48, 96)),
        ((400, 200), (96, 64), (96, 48)),
        ((30, 40), (96, 96), (72, 96)),  # small photos are enlarged
        ((50, 50), (96, 96), (83, 83)),  # a square becomes as large as a photo of 3 : 4
        ((20, 40_000), (32, 96), (1, 96)),
        ((1, 1), (96, 96), (83, 83)),
    ],
)
def test_the_letterbox_keeps_the_aspect(shape, picture, inner) -> None:
    made, kept = letterboxed(np.full(shape, 80.0, np.float32), 96, 96)
    assert made.shape == picture
    assert kept == inner
    assert np.allclose(made[: inner[0], : inner[1]], 80.0)
    assert (made[inner[0] :] == 50.0).all()
    assert (made[:, inner[1] :] == 50.0).all()


def test_folding_the_norms_changes_nothing(network: DetectorNetwork) -> None:
    lightness = np.random.default_rng(0).uniform(0, 100, (96, 128)).astype(np.float32)
    with torch.inference_mode():
        plain = decode(network(torch.from_numpy(lightness)[None, None]), 0.1)
    found = detector_of(network, 128).detect(lightness, 0.1)
    assert len(found) == len(plain[0]) > 3
    assert [item.score for item in found] == pytest.approx(plain[1].tolist(), abs=1e-3)
    sides = [(i.box.left, i.box.top, i.box.right, i.box.bottom) for i in found]
    np.testing.assert_allclose(sides, plain[0].numpy(), atol=0.1)


def test_boxes_are_in_photo_pixels_whatever_the_photos_size(network: DetectorNetwork) -> None:
    small = np.random.default_rng(0).uniform(0, 100, (48, 96)).astype(np.float32)
    large = np.repeat(np.repeat(small, 4, 0), 4, 1)  # area interpolation gives the small one back
    detector = detector_of(network)
    first, second = detector.detect(small, 0.1), detector.detect(large, 0.1)
    assert len(first) == len(second) > 3
    for one, four in zip(first, second, strict=True):
        assert four.label == one.label
        assert four.box.left == pytest.approx(4 * one.box.left, abs=0.1)
        assert four.box.bottom == pytest.approx(4 * one.box.bottom, abs=0.1)


def test_strange_photos_come_back_with_sound_instances(network: DetectorNetwork) -> None:
    detector = detector_of(network)
    for shape in ((1, 1), (10, 20_000), (20_000, 10), (33, 31)):
        config = EngineConfig(score_threshold=0.0, min_size=1)
        detection = detect_instances(detector, np.full(shape, 50.0, np.float32), config)
        for instance in detection.instances:
            assert instance.box == instance.box.checked(height=shape[0], width=shape[1])
        assert len(detection.instances) <= 8
    assert len(detector.detect(np.zeros((96, 96), np.float32), 0.0)) <= MOST


def test_a_checkpoint_is_read_back(network: DetectorNetwork, tmp_path: Path) -> None:
    path = write_detector(tmp_path / "d.safetensors", network, LABELS, size=96, threshold=0.3)
    detector = BundledDetector.load(path, CPU)
    assert detector.labels == LABELS
    assert (detector.name, detector.default_threshold, detector.size) == ("bundled", 0.3, 96)
    assert detector.chance(0.4) == pytest.approx(0.4), "scores are chances where nothing is known"
    known = Calibration(2.5, 1.0)
    write_detector(path, network, LABELS, size=96, threshold=0.3, calibration=known)
    assert BundledDetector.load(path, CPU).chance(0.4) == known.chance(0.4) != 0.4
    lightness = np.random.default_rng(0).uniform(0, 100, (90, 120)).astype(np.float32)
    before, after = (d.detect(lightness, 0.1) for d in (detector_of(network), detector))
    assert [item.label for item in before] == [item.label for item in after]
    assert [item.score for item in before] == pytest.approx([i.score for i in after], abs=0.02)


def test_the_apps_own_detector_knows_how_often_it_is_right() -> None:
    """A new one learns it from `train detector` or `evaluate detector --calibrate`."""
    detector = BundledDetector.load(bundled_checkpoint(), CPU)
    assert detector.calibration != Calibration()
    # where its candidates begin to be shown, about every second one is right
    assert 0.3 < detector.chance(detector.default_threshold) < 0.7


def test_the_default_network_fits_its_budget(tmp_path: Path) -> None:
    path = write_detector(
        tmp_path / "d.safetensors", DetectorNetwork(), ["x"] * 80, size=416, threshold=0.3
    )
    assert path.stat().st_size < 15_000_000


def test_broken_checkpoints_say_so(network: DetectorNetwork, tmp_path: Path) -> None:
    path = write_detector(tmp_path / "d.safetensors", network, LABELS, size=96, threshold=0.3)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(EngineError, match="damaged"):
        BundledDetector.load(path, CPU)
    write_checkpoint(path, {"x": torch.zeros(1)}, {"kind": "compact/full"})
    with pytest.raises(EngineError, match="of the kind 'compact/full'"):
        BundledDetector.load(path, CPU)
    write_checkpoint(path, {"x": torch.zeros(1)}, {"kind": "detector", "labels": '["a"]'})
    with pytest.raises(EngineError, match="does not say how"):
        BundledDetector.load(path, CPU)
    state = {k: v for k, v in network.state_dict().items() if not k.endswith("batches_tracked")}
    del state["score.bias"]
    facts = {"input_size": "96", "threshold": "0.3", "variant": "lite0", "channels": "16"}
    facts |= {"kind": "detector", "depth": "1", "labels": '["person", "dog", "cat"]'}
    write_checkpoint(path, state, facts)
    with pytest.raises(EngineError, match=r"lacks score\.bias"):
        BundledDetector.load(path, CPU)
    write_checkpoint(path, state, {**facts, "variant": "lite9"})
    with pytest.raises(EngineError, match="does not say how"):
        BundledDetector.load(path, CPU)
    write_checkpoint(path, state, {**facts, "labels": "7"})
    with pytest.raises(EngineError, match="does not say how"):
        BundledDetector.load(path, CPU)
    for told in ("7", "[0, 1]", "[NaN, 1]", "[1, 2, 3]", "much"):
        write_checkpoint(path, state, {**facts, "calibration": told})
        with pytest.raises(EngineError, match="does not say how"):
            BundledDetector.load(path, CPU)


def test_photos_at_once_are_as_one_by_one(network: DetectorNetwork) -> None:
    detector = detector_of(network)
    rng = np.random.default_rng(3)
    shapes = [(96, 128), (300, 400), (90, 40), (90, 40), (200, 200), (4, 300)]
    photos = [rng.uniform(0, 100, shape).astype(np.float32) for shape in shapes]
    config = EngineConfig(score_threshold=0.1)
    together = list(detect_each(detector, photos, config))
    assert [bool(detection.instances) for detection in together] == [True] * 5 + [False]
    for photo, detection in zip(photos, together, strict=True):
        alone = detect_instances(detector, photo, config)
        assert [i.label for i in detection.instances] == [i.label for i in alone.instances]
        for one, other in zip(detection.instances, alone.instances, strict=True):
            assert one.score == pytest.approx(other.score, abs=1e-4)
            np.testing.assert_allclose(
                dataclasses.astuple(one.box), dataclasses.astuple(other.box), atol=0.05
            )


def test_photos_of_one_size_share_a_batch_that_is_halved(
    network: DetectorNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector = detector_of(network)
    real, tried = detector._network, []

    def limited(pixels: torch.Tensor) -> Predictions:
        tried.append(len(pixels))
        if len(pixels) > 1:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return real(pixels)

    monkeypatch.setattr(detector, "_network", limited)
    photos = [np.zeros(shape, np.float32) for shape in ((96, 96), (95, 96), (60, 120))]
    assert len(list(detector.detect_many(photos, 0.5))) == 3
    assert tried == [2, 1, 1, 1]


def test_memory_that_runs_out_is_said(
    network: DetectorNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector = detector_of(network)

    def exhausted(*inputs: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(detector, "_network", exhausted)
    with pytest.raises(EngineError, match=r"more memory"):
        detector.detect(np.zeros((96, 96), np.float32), 0.5)


def test_the_strides_reach_the_largest_photos_objects() -> None:
    assert (BINS - 1) * STRIDES[-1] >= 416
