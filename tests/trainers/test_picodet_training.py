"""PicoDet in the detector's recipe: what of it learns, and that it does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from torch import nn

from engine.detection.coco import LABELS
from engine.detection.detector_checkpoint import read_detector, write_detector
from engine.errors import EngineError
from engine.networks.detector_network import AnchorFreeDetector, DetectorNetwork, cell_centres
from engine.networks.picodet import PicoDet
from engine.training.photo_store import PhotoStore
from engine.training.plan import TrainingPlan
from engine.training.recipes import DETECTOR_SETTINGS
from engine.training.run_folder import RunFolder
from trainers import trial
from trainers.detector_pass import freeze_detector, training_pass
from trainers.detector_targets import detector_loss, joined, taught_loss
from trainers.running import FINISHED, run_plan
from trainers.train_detector import DetectorStage


def test_the_backbone_learns_more_slowly_and_large_filters_not_at_all(tmp_path: Path) -> None:
    network = PicoDet(len(LABELS))
    stage = DetectorStage(
        network, PhotoStore({}), {"one": (64, 64)}, {}, [], tmp_path, DETECTOR_SETTINGS
    )
    rates = {
        id(parameter): group["lr"]
        for group in stage.parameter_groups()
        for parameter in group["params"]  # type: ignore[attr-defined]
    }
    assert rates[id(network.stages[3][0].pointwise[0].weight)] == DETECTOR_SETTINGS.encoder_rate
    assert rates[id(network.heads[0].score.weight)] == DETECTOR_SETTINGS.rate
    for still in (
        network.stem[0],
        network.stages[1][0].pointwise[0],
        network.heads[2].first.depthwise[0],
    ):
        assert id(still.weight) not in rates


def test_it_learns_an_object() -> None:
    torch.manual_seed(0)
    network = PicoDet(2).train()
    freeze_detector(network)
    lightness = torch.rand(2, 1, 64, 64) * 20
    lightness[:, :, 8:40, 16:56] += 70
    box = np.array([[16, 8, 56, 40]], np.float32)
    none = np.zeros((0, 4), np.float32)
    targets = joined([(box, np.array([1]), np.ones(1, np.float32), none)] * 2)
    optimizer = torch.optim.AdamW([p for p in network.parameters() if p.requires_grad], lr=3e-3)
    losses = []
    for _ in range(25):
        predictions = training_pass(network, lightness)
        loss = detector_loss(predictions, cell_centres(predictions.grids), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.6 * losses[0]
    best = predictions.logits[0].detach().amax(0)
    assert best[1] > best[0]


@pytest.mark.parametrize("sides", [(64, 64), (96, 64)])
def test_training_sees_what_the_network_gives(sides: tuple[int, int]) -> None:
    network = PicoDet(3).eval()
    lightness = torch.rand(1, 1, *sides) * 100
    with torch.no_grad():
        torch.testing.assert_close(
            training_pass(network, lightness).logits, network(lightness).logits
        )


@pytest.mark.parametrize("made", [PicoDet, lambda labels: DetectorNetwork(labels, "lite0")])
def test_several_processes_leave_the_statistics_alone_too(
    made: Callable[[int], AnchorFreeDetector],
) -> None:
    torch.manual_seed(0)
    network = made(3)
    freeze_detector(network)
    lightness = torch.rand(2, 1, 64, 96) * 100
    one = training_pass(network.train(), lightness)
    before = {name: tensor.clone() for name, tensor in network.named_buffers()}
    several = nn.SyncBatchNorm.convert_sync_batchnorm(network).train()  # as `FabricCrew` does
    found = training_pass(several, lightness)
    torch.testing.assert_close(found.logits, one.logits)
    for name, tensor in several.named_buffers():
        if name.startswith(("stem", "stages", "encoder")):
            assert torch.equal(tensor, before[name]), name


def test_a_detector_that_says_what_its_teacher_says_has_nothing_to_learn() -> None:
    torch.manual_seed(0)
    teacher = PicoDet(3).eval()
    for head in teacher.heads:
        torch.nn.init.constant_(head.score.bias, 2.0)
    lightness = torch.rand(2, 1, 64, 64) * 100
    taught = teacher(lightness)
    centres = cell_centres(taught.grids)
    assert taught_loss(taught, centres, taught).item() == pytest.approx(0.0, abs=1e-5)
    for change in (
        replace(taught, logits=taught.logits - 1),
        replace(taught, distances=taught.distances.flip(3)),
    ):
        assert taught_loss(change, centres, taught).item() > 0.01


def test_a_teacher_teaches_a_network_of_more_bins() -> None:
    torch.manual_seed(0)
    teacher, network = PicoDet(3).eval(), DetectorNetwork(3, "lite0", channels=16, depth=1)
    lightness = torch.rand(2, 1, 64, 64) * 100
    with torch.no_grad():
        taught = teacher(lightness)
    optimizer = torch.optim.AdamW(network.parameters(), lr=3e-3)
    losses = []
    for _ in range(25):
        predictions = network(lightness)
        loss = taught_loss(predictions, cell_centres(predictions.grids), taught)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.9 * losses[0]


def test_a_grey_detector_learns_what_a_teacher_of_colours_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = tmp_path / "known"
    torch.manual_seed(0)
    for name, network in (("teacher", PicoDet(colours=True)), ("detector", PicoDet())):
        write_detector(known / f"{name}.safetensors", network, LABELS, size=64, threshold=0.3)
    (tmp_path / "photos").mkdir()
    rows = ["name,label,score,left,top,right,bottom"]
    for number in range(4):
        pixels = np.random.default_rng(number).integers(0, 256, (64, 80, 3), np.uint8)
        cv2.imwrite(str(tmp_path / "photos" / f"p{number}.png"), pixels)
        rows.append(f"p{number}.png,dog,0.8,10,10,50,50")
    (tmp_path / "boxes.csv").write_text("\n".join(rows))
    plan = TrainingPlan(
        data=(tmp_path / "photos",),
        boxes=tmp_path / "boxes.csv",
        recipe="detector",
        stages=("detector",),
        hold_out="0$",
        device="cpu",
        start_from=known,
        teacher=known,
    ).changed("detector", steps=2, batch=2, side=64, warmup=1)
    assert TrainingPlan.from_json(plan.to_json()) == plan
    with pytest.raises(EngineError, match="Only a detector has a teacher"):
        TrainingPlan(data=plan.data, teacher=known)
    run = RunFolder(tmp_path / "run")
    run.create(plan)
    assert trial.main([str(run.path / "run.json"), "--steps", "2"]) == 0
    assert json.loads(capsys.readouterr().out)["stage"] == "detector"
    assert run_plan(run) == FINISHED
    read = read_detector(run.checkpoints / "detector.safetensors")
    assert isinstance(read.network, PicoDet)
    assert not read.network.colours
    with pytest.raises(EngineError, match="labels"):
        train_on_a_label_that_no_teacher_knows(plan, tmp_path)


def train_on_a_label_that_no_teacher_knows(plan: TrainingPlan, folder: Path) -> None:
    """A training on boxes of trams, which are not among COCO's labels."""
    text = plan.boxes.read_text() if plan.boxes else ""
    (folder / "trams.csv").write_text(text.replace("dog", "tram"))
    run = RunFolder(folder / "trams")
    run.create(replace(plan, boxes=folder / "trams.csv"))
    run_plan(run)
