"""The three stages on a handful of photos: what they see, that they learn, and what they leave."""

from __future__ import annotations

import hashlib
import json
import tarfile
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from skimage.color import rgb2lab

from engine.config import EngineConfig
from engine.errors import EngineError
from engine.instances import Box
from engine.networks.catalogue import build_fusion, build_network, load_networks, write_stage
from engine.training.object_boxes import LabelledBox, read_boxes
from engine.training.photo_store import PhotoStore, split
from engine.training.recipes import recipe
from trainers import train_fusion
from trainers.__main__ import main
from trainers.augmentation import aged, lightness_and_ab, random_region
from trainers.loop import train
from trainers.schedule import Schedule
from trainers.train_full import FullStage
from trainers.train_fusion import FusionStage
from trainers.train_instance import InstanceStage

CPU = torch.device("cpu")
COMPACT = {
    **recipe("compact", "compact"),
    "full": replace(recipe("compact", "compact")["full"], side=64),
}
FIGURES = ("psnr", "psnr_grey", "colourfulness")
HEADER = "name,label,score,left,top,right,bottom\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Six photos with a red disk on green ground, each with the disk's box."""
    folder = tmp_path / "photos"
    (folder / "more").mkdir(parents=True)
    lines = [HEADER]
    for index in range(6):
        pixels = np.full((120, 150, 3), (40, 130, 50), np.uint8)
        cv2.circle(pixels, (60 + 5 * index, 60), 35, (200, 60, 50), -1)
        name = f"p{index:03}.png"
        place = folder / "more" / name if index % 2 else folder / name
        cv2.imwrite(str(place), cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
        lines.append(f"{name},ball,0.9,{25 + 5 * index},25,{95 + 5 * index},95\n")
    (tmp_path / "boxes.csv").write_text("".join(lines))
    return tmp_path


def fingerprint(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(p.name.encode() + p.read_bytes() for p in files)).hexdigest()


def losses(run: Path, stage: str) -> list[float]:
    events = [json.loads(line) for line in (run / "events.jsonl").read_text().splitlines()]
    return [e["loss"] for e in events if e["stage"] == stage and "loss" in e]


def test_three_stages_leave_a_set_that_the_app_takes(data: Path, tmp_path: Path) -> None:
    before = fingerprint(data / "photos")
    run = tmp_path / "run"
    folder = run / "checkpoints"
    store = PhotoStore([data / "photos"])
    boxes = read_boxes(data / "boxes.csv")
    training, held_out = split(store.names, "5$")
    schedule = Schedule(steps=8, batch=4, warmup=1, log_every=4, validate_every=8)

    full = build_network("compact")
    full_stage = FullStage(full, store, training, held_out, run, COMPACT["full"])
    assert train(full_stage, schedule, run, CPU) == folder / "full.safetensors"
    first, last = losses(run, "full")
    assert last < first

    instance = build_network("compact")
    instance.load_state_dict(full.state_dict())
    stage = InstanceStage(instance, store, boxes, training, held_out, run, COMPACT["instance"])
    assert stage.samples == 5
    short = Schedule(steps=2, batch=2, warmup=1, log_every=1, validate_every=2)
    assert train(stage, short, run, CPU) == folder / "instance.safetensors"
    assert torch.equal(instance.head.weight, full.head.weight)

    frozen = {name: tensor.clone() for name, tensor in full.state_dict().items()}
    fusion = FusionStage(full, instance, store, boxes, training, held_out, run, COMPACT["fusion"])
    assert train(fusion, short, run, CPU) == folder / "fusion.safetensors"
    for name, tensor in full.state_dict().items():
        assert torch.equal(tensor, frozen[name]), name

    assert load_networks(EngineConfig(checkpoints=folder), CPU).padded is False
    assert fingerprint(data / "photos") == before


def test_a_photo_without_objects_can_be_in_a_fusion_batch(data: Path, tmp_path: Path) -> None:
    store = PhotoStore([data / "photos"])
    boxes = read_boxes(data / "boxes.csv")
    network = build_network("compact").eval()
    stage = FusionStage(
        network, network, store, boxes, store.names, [], tmp_path, COMPACT["fusion"]
    )
    cut = stage.batch(np.array([0, 1]), [np.random.default_rng(seed) for seed in (0, 1)])
    batch = stage.ready(cut, CPU)
    batch["crops"], batch["places"] = batch["crops"][:0], batch["places"][:0]
    assert torch.isfinite(stage.loss(batch))


def test_without_held_out_objects_there_are_no_figures(data: Path, tmp_path: Path) -> None:
    store = PhotoStore([data / "photos"])
    boxes = read_boxes(data / "boxes.csv")
    training, held_out = split(store.names, "5$")
    boxes = {name: found for name, found in boxes.items() if name in training}
    network = build_network("compact").eval()
    instance = InstanceStage(
        network, store, boxes, training, held_out, tmp_path, COMPACT["instance"]
    )
    assert instance.validate(network) == {}
    fusion = FusionStage(
        network, network, store, boxes, training, held_out, tmp_path, COMPACT["fusion"]
    )
    assert fusion.validate(fusion.network) == {}
    boxes[held_out[0]] = [LabelledBox(Box(4, 4, 14, 14), "dot", 0.9)]  # too small to be judged
    assert FusionStage(
        network, network, store, boxes, training, held_out, tmp_path, COMPACT["fusion"]
    ).validate(fusion.network).keys() == {
        "loss",
        *(f"{kind}_{name}" for kind in ("full", "fused") for name in FIGURES),
    }


def test_photos_come_from_folders_and_tars_alike(data: Path, tmp_path: Path) -> None:
    packed = tmp_path / "photos.tar"
    with tarfile.open(packed, "w") as tar:
        tar.add(data / "photos", arcname="anything")
    folder, tar_store = PhotoStore([data / "photos"]), PhotoStore([packed])
    assert folder.names == tar_store.names
    for name in folder.names:
        assert np.array_equal(folder.photo(name), tar_store.photo(name))


def test_decoded_photos_stay_within_the_budget(data: Path) -> None:
    one = 120 * 150 * 3
    store = PhotoStore([data / "photos"], memory=2 * one)
    for name in store.names:
        store.photo(name)
    assert sum(pixels.nbytes for pixels in store._kept.values()) <= 2 * one


def test_bad_sources_are_clear_errors(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="no photos"):
        PhotoStore([tmp_path])
    text = tmp_path / "notes.txt"
    text.write_text("hello")
    with pytest.raises(EngineError, match="neither a folder nor a tar"):
        PhotoStore([text])
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8broken")
    with pytest.raises(EngineError, match=r"broken\.jpg cannot be read"):
        PhotoStore([tmp_path]).photo("broken.jpg")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,label\n", "no column score"),
        (HEADER + "a.png,cat,high,1,2,3,4\n", "Line 2"),
        (HEADER + "a.png,cat,0.5,1,2\n", "Line 2"),
    ],
)
def test_a_broken_box_file_names_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "boxes.csv"
    path.write_text(text)
    with pytest.raises(EngineError, match=message):
        read_boxes(path)
    with pytest.raises(EngineError, match="cannot be read"):
        read_boxes(tmp_path / "missing.csv")


def test_boxes_are_filtered_and_best_first(tmp_path: Path) -> None:
    path = tmp_path / "boxes.csv"
    path.write_text(
        HEADER
        + "a,cat,0.5,0,0,50,50\na,dog,0.9,0,0,50,50\na,cup,0.95,0,0,9,90\na,bed,0.2,0,0,9,9\n"
    )
    everything = read_boxes(path)["a"]
    assert [b.label for b in everything] == ["cup", "dog", "cat", "bed"]
    kept = read_boxes(path, min_score=0.4, min_side=20, most=1)["a"]
    assert [b.label for b in kept] == ["dog"]


def test_aged_lightness_stays_in_range_and_changes() -> None:
    random = np.random.default_rng(0)
    lightness = np.tile(np.linspace(0, 100, 64, dtype=np.float32), (48, 1))
    pictures = [aged(lightness, random) for _ in range(40)]
    assert all(p.shape == lightness.shape and p.dtype == np.float32 for p in pictures)
    assert all(p.min() >= 0 and p.max() <= 100 for p in pictures)
    assert sum(not np.array_equal(p, lightness) for p in pictures) > 20


def test_random_regions_lie_inside_the_photo() -> None:
    random = np.random.default_rng(0)
    pixels = np.zeros((90, 160, 3), np.uint8)
    for _ in range(300):
        region = random_region(pixels.shape, random, least=0.5, stretch=1.2)
        assert region.left >= 0
        assert region.left + region.width <= 160
        assert region.top >= 0
        assert region.top + region.height <= 90
        assert region.cut(pixels, (32, 32)).shape == (32, 32, 3)


def test_lab_of_training_pictures_is_that_of_scikit_image() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (20, 30, 3), np.uint8)
    lightness, ab = lightness_and_ab(pixels)
    assert np.allclose(np.dstack((lightness, *ab)), rgb2lab(pixels), atol=0.02)


def test_a_stage_that_lacks_the_one_before_says_so(data: Path, tmp_path: Path) -> None:
    arguments = ["--data", str(data / "photos"), "--run", str(tmp_path / "run"), "--device", "cpu"]
    assert main([*arguments, "--stages", "instance"]) == 1
    assert main([*arguments, "--stages", "fusion", "--boxes", str(data / "boxes.csv")]) == 1
    assert main([*arguments, "--stages", "nonsense"]) == 1


def test_a_written_stage_keeps_its_variant(tmp_path: Path) -> None:
    network = build_network("compact", "lite1")
    for stage in ("full", "instance"):
        write_stage(tmp_path, stage, network, network)
    write_stage(tmp_path, "fusion", build_fusion(network), network)
    loaded = load_networks(EngineConfig(checkpoints=tmp_path), CPU)
    assert loaded.full.variant == "lite1"


def test_many_objects_are_learned_in_parts_to_the_same_end(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = PhotoStore([data / "photos"])
    boxes = read_boxes(data / "boxes.csv")
    torch.manual_seed(1)
    network = build_network("compact").eval()
    torch.nn.init.normal_(network.head.weight)
    settings = replace(COMPACT["fusion"], dropped=0.0, stray=1.0, side=64)
    stage = FusionStage(network, network, store, boxes, store.names, [], tmp_path, settings)
    cut = stage.batch(np.arange(3), [np.random.default_rng(seed) for seed in range(3)])
    batch = stage.ready(cut, CPU)
    assert len(batch["crops"]) == 6

    def gradients() -> list[torch.Tensor]:
        stage.network.zero_grad()
        stage.loss(batch).backward()
        return [p.grad.clone() for p in stage.network.parameters() if p.grad is not None]

    whole = gradients()
    monkeypatch.setattr(train_fusion, "CROPS_AT_ONCE", 4)
    parts = gradients()
    assert len(parts) == len(whole) > 0
    assert sum(float(gradient.abs().sum()) for gradient in whole) > 0
    for one, other in zip(parts, whole, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-6)


def test_moved_boxes_stay_inside_their_photo(data: Path, tmp_path: Path) -> None:
    store = PhotoStore([data / "photos"])
    boxes = {name: [LabelledBox(Box(0, 0, 150, 120), "ball", 0.9)] for name in store.names}
    network = build_network("compact").eval()
    settings = replace(COMPACT["fusion"], moved=0.3, dropped=0.0)
    stage = FusionStage(network, network, store, boxes, store.names, [], tmp_path, settings)
    batch = stage.batch(np.arange(6), [np.random.default_rng(seed) for seed in range(6)])
    left, top, right, bottom = batch["places"][:, 3:].T
    assert float(left.min()) >= 0
    assert float(top.min()) >= 0
    assert float(right.max()) <= 150
    assert float(bottom.max()) <= 120
    assert bool(((right - left) * (bottom - top) > 0).all())


def test_an_epoch_can_take_one_object_of_each_photo(data: Path, tmp_path: Path) -> None:
    store = PhotoStore([data / "photos"])
    ball = LabelledBox(Box(25, 25, 95, 95), "ball", 0.9)
    corner = LabelledBox(Box(0, 0, 40, 40), "grass", 0.9)
    boxes = {name: [ball, corner] for name in store.names[:3]}
    network = build_network("compact")
    made = {
        one_each: InstanceStage(
            network, store, boxes, store.names, store.names, tmp_path,
            replace(COMPACT["instance"], one_each=one_each, moved=0.0, mirrored=False),
        )
        for one_each in (False, True)
    }  # fmt: skip
    assert (made[False].samples, made[True].samples) == (6, 3)
    cut = [made[True].cut(made[True]._training[0], np.random.default_rng(n))[1] for n in range(20)]
    assert {region.width for region in cut} == {70, 40}
    assert made[False].groups == [0, 0, 1, 1, 2, 2]
