"""The recipes on the paper's and the report's architectures, as small as they can be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from engine.instances import Box
from engine.networks.catalogue import build_fusion
from engine.networks.checkpoints import fill_network, read_metadata
from engine.networks.fusion import FusionNet, FusionRule
from engine.networks.report import ReportNet
from engine.networks.siggraph import siggraph_fusion
from engine.training.object_boxes import LabelledBox
from engine.training.photo_store import PhotoStore
from engine.training.recipes import LARGE_RATE, recipe
from trainers.__main__ import parser
from trainers.loop import train
from trainers.schedule import Schedule
from trainers.train_full import FullStage
from trainers.train_fusion import FusionStage
from trainers.train_instance import InstanceStage

SMALL = replace(recipe("compact", "unet")["full"], side=16)
SHORT = Schedule(steps=2, batch=1, warmup=1, log_every=1, validate_every=2)
CPU = torch.device("cpu")


class TinyUNet(ReportNet):
    """Version 1 with two layers down and two up."""

    name = "unet"
    side = 16
    down_channels = (8, 8)
    up_channels = (8, 8)
    skips = True
    numbers_per_pixel = 456


@pytest.fixture
def store(tmp_path: Path) -> PhotoStore:
    """Four photos whose left is orange and whose right is blue."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(4):
        pixels = np.full((40, 48, 3), (200, 120, 40), np.uint8)
        pixels[:, 24:] = (40, 90, 200 - 10 * number)
        Image.fromarray(pixels).save(folder / f"photo-{number}.png")
    return PhotoStore([folder])


@pytest.fixture
def boxes(store: PhotoStore) -> dict[str, list[LabelledBox]]:
    return {name: [LabelledBox(Box(4, 4, 40, 36), "thing", 0.9)] for name in store.names}


@pytest.mark.parametrize("rule", [FusionRule.MASKED, FusionRule.ADDED])
def test_three_stages_train_any_network(
    store: PhotoStore, boxes: dict[str, list[LabelledBox]], tmp_path: Path, rule: FusionRule
) -> None:
    run = tmp_path / "run"
    training, held_out = store.names[:3], store.names[3:]
    full, instance = TinyUNet(), TinyUNet()
    stage = FullStage(full, store, training, held_out, run, SMALL)
    assert [group["lr"] for group in stage.parameter_groups()] == [LARGE_RATE]
    assert train(stage, SHORT, run, CPU)
    assert train(
        InstanceStage(instance, store, boxes, training, held_out, run, SMALL), SHORT, run, CPU
    )
    fusion = FusionStage(full, instance, store, boxes, training, held_out, run, SMALL, rule=rule)
    network = fusion.network
    assert isinstance(network, FusionNet)
    assert network.head is not None
    assert torch.equal(network.head.weight, full.head.weight)
    before = full.head.weight.clone()
    path = train(fusion, SHORT, run, CPU)
    assert path is not None
    assert read_metadata(path, kind="unet/fusion")["rule"] == rule.value
    loaded = build_fusion(full, rule)
    fill_network(loaded, path, "unet/fusion")
    assert not torch.equal(loaded.head.weight, before)
    assert torch.equal(full.head.weight, before)


def test_a_single_small_photo_can_be_a_step_of_the_report(
    store: PhotoStore, boxes: dict[str, list[LabelledBox]], tmp_path: Path
) -> None:
    settings = replace(recipe("report", "unet")["fusion"], side=4)  # 1 x 1 at the innermost tap
    schedule = replace(SHORT, optimizer="rmsprop", precision="fp32")
    full, instance = TinyUNet(), TinyUNet()
    fusion = FusionStage(full, instance, store, boxes, store.names, [], tmp_path, settings)
    before = [parameter.clone() for parameter in fusion.network.parameters()]
    assert train(fusion, schedule, tmp_path, CPU)
    after = list(fusion.network.parameters())
    assert all(bool(torch.isfinite(parameter).all()) for parameter in after)
    assert any(not torch.equal(a, b) for a, b in zip(before, after, strict=True))


def test_a_fusion_with_a_trunk_of_its_own_trains_its_end_alone() -> None:
    with torch.device("meta"):
        fusion = siggraph_fusion()
        fusion.start_from(fusion.trunk)
    trained = {name for name, tensor in fusion.named_parameters() if tensor.requires_grad}
    assert {name for name in trained if name.startswith("trunk.")} == {
        "trunk.conv10.weight", "trunk.conv10.bias", "trunk.head.weight", "trunk.head.bias",
    }  # fmt: skip
    assert not {name for name in trained if "out_reg" in name}
    assert sum(p.numel() for p in fusion.parameters() if p.requires_grad) == 1_226_108
    fusion.train()
    assert fusion.training
    assert not any(module.training for module in fusion.trunk.modules())


def test_network_and_rule_are_options() -> None:
    options = parser().parse_args(["--data", "x", "--run", "y", "--network", "unet"])
    assert (options.network, options.rule) == ("unet", "")
    options = parser().parse_args(["--data", "x", "--run", "y", "--rule", "added"])
    assert (options.network, options.rule) == ("compact", "added")
