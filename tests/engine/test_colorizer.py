"""The three calls of a network set: shapes, exactness, memory, and errors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from engine.colorizer import Colorizer
from engine.config import EngineConfig
from engine.errors import EngineError
from engine.instances import Box
from engine.networks.catalogue import load_networks, write_random_set

BOXES = (Box(10, 20, 90, 100), Box(60, 5, 200, 140), Box(150.5, 30.2, 151.0, 31.0))


@pytest.fixture(scope="module")
def random_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_random_set(tmp_path_factory.mktemp("compact"))


@pytest.fixture(scope="module")
def colorizer(random_set: Path) -> Colorizer:
    cpu = torch.device("cpu")
    return Colorizer(load_networks(EngineConfig(checkpoints=random_set), cpu), cpu)


@pytest.fixture(scope="module")
def lightness() -> np.ndarray:
    return np.random.default_rng(5).uniform(0, 100, (150, 210)).astype(np.float32)


def test_full_image_is_colorized_near_256_x_256(
    colorizer: Colorizer, lightness: np.ndarray
) -> None:
    full = colorizer.full_image(lightness)
    assert full.input_size == (224, 288)
    assert full.colorization.ab.shape == (112, 144, 2)
    assert full.colorization.ab.dtype == np.float32
    assert full.colorization.frame == Box(0, 0, 210, 150)


@pytest.mark.parametrize("shape", [(1, 1), (10, 4000), (4000, 10), (31, 33)])
def test_any_shape_can_be_colorized(colorizer: Colorizer, shape: tuple[int, int]) -> None:
    lightness = np.full(shape, 50.0, np.float32)
    full = colorizer.full_image(lightness)
    box = Box(0, 0, shape[1], shape[0])
    fused = colorizer.fuse(full, dict(enumerate(colorizer.instances(lightness, [box]))))
    assert np.isfinite(fused.colorization.ab).all()


def test_no_instance_is_exactly_the_full_image(colorizer: Colorizer, lightness: np.ndarray) -> None:
    full = colorizer.full_image(lightness)
    fused = colorizer.fuse(full, {})
    assert fused.colorization is full.colorization
    assert not fused.weight_maps


def test_the_fusion_begins_with_its_first_pass_and_once(
    colorizer: Colorizer, lightness: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    fusion = colorizer._networks.fusion
    begin, given = fusion.begin, []
    monkeypatch.setattr(fusion, "begin", lambda *args: given.append(args) or begin(*args))
    full = colorizer.full_image(lightness)
    parts = dict(enumerate(colorizer.instances(lightness, BOXES)))
    colorizer.fuse(full, {})
    assert not given
    first = colorizer.fuse(full, parts).colorization.ab
    second = colorizer.fuse(full, parts).colorization.ab
    assert len(given) == 1
    np.testing.assert_array_equal(first, second)


def test_every_instance_keeps_its_frame_and_order(
    colorizer: Colorizer, lightness: np.ndarray
) -> None:
    features = list(colorizer.instances(lightness, BOXES))
    assert [f.colorization.frame for f in features] == [
        Box(10, 20, 90, 100),
        Box(60, 5, 200, 140),
        Box(150, 30, 151, 31),
    ]
    assert all(f.colorization.ab.shape == (64, 64, 2) for f in features)


def test_instances_do_not_depend_on_what_else_is_in_the_batch(
    colorizer: Colorizer, lightness: np.ndarray
) -> None:
    together = list(colorizer.instances(lightness, BOXES))
    for box, features in zip(BOXES, together, strict=True):
        (alone,) = colorizer.instances(lightness, [box])
        assert np.allclose(alone.colorization.ab, features.colorization.ab, atol=1e-4)


def test_weight_maps_are_there_per_tap_and_sum_to_one(
    colorizer: Colorizer, lightness: np.ndarray
) -> None:
    full = colorizer.full_image(lightness)
    features = dict(enumerate(colorizer.instances(lightness, BOXES)))
    fused = colorizer.fuse(full, features)
    assert fused.ids == {0, 1, 2}
    assert list(fused.weight_maps) == ["decoder_16", "decoder_8", "decoder_4", "decoder_2"]
    for maps in fused.weight_maps.values():
        total = maps.full + sum(maps.of(key) for key in features)
        assert np.allclose(total, 1.0, atol=1e-5)
        covered = maps.winners() >= 0
        assert not covered[-1, -1]
    assert not np.allclose(fused.colorization.ab, full.colorization.ab)


def test_far_from_every_box_the_full_image_stays(colorizer: Colorizer) -> None:
    lightness = np.random.default_rng(6).uniform(0, 100, (256, 256)).astype(np.float32)
    full = colorizer.full_image(lightness)
    (features,) = colorizer.instances(lightness, [Box(0, 0, 20, 20)])
    fused = colorizer.fuse(full, {0: features})
    away = np.abs(fused.colorization.ab - full.colorization.ab)[100:, 100:]
    assert away.max() < 1e-4


@pytest.mark.parametrize(
    "box", [Box(5, 5, 5, 9), Box(300, 10, 320, 40), Box(float("nan"), 0, 4, 4), Box(9, 9, 3, 20)]
)
def test_a_box_that_is_none_is_refused(
    colorizer: Colorizer, lightness: np.ndarray, box: Box
) -> None:
    with pytest.raises(EngineError, match="box"):
        list(colorizer.instances(lightness, [box]))


@pytest.mark.parametrize("stage", ["full", "instance", "fusion"])
def test_a_damaged_checkpoint_is_one_clear_error(tmp_path: Path, stage: str) -> None:
    folder = write_random_set(tmp_path)
    path = folder / f"{stage}.safetensors"
    whole = path.read_bytes()
    config = EngineConfig(checkpoints=folder)
    for broken in (b"", b"no checkpoint", whole[: len(whole) // 2], b"\xff" * 400):
        path.write_bytes(broken)
        with pytest.raises(EngineError, match="checkpoint"):
            load_networks(config, torch.device("cpu"))
    path.unlink()
    with pytest.raises(EngineError, match="no checkpoint"):
        load_networks(config, torch.device("cpu"))


def test_a_checkpoint_of_another_stage_is_refused(tmp_path: Path) -> None:
    folder = write_random_set(tmp_path)
    (folder / "instance.safetensors").write_bytes((folder / "full.safetensors").read_bytes())
    with pytest.raises(EngineError, match="compact/full"):
        load_networks(EngineConfig(checkpoints=folder), torch.device("cpu"))


def test_out_of_memory_is_one_clear_error(
    colorizer: Colorizer, lightness: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(*arguments: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(colorizer._networks.full, "begin", exhausted)
    with pytest.raises(EngineError, match="too little memory"):
        colorizer.full_image(lightness)


def test_a_network_that_diverges_gives_grey_and_not_noise(
    colorizer: Colorizer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    network = colorizer._networks.full
    proceed = network.proceed

    def diverging(*arguments: object) -> torch.Tensor:
        ab = proceed(*arguments).clone()  # type: ignore[arg-type]
        ab[:, 0, :4] = torch.nan
        ab[:, 1, 6:8] = torch.inf
        return ab

    monkeypatch.setattr(network, "proceed", diverging)
    ab = colorizer.full_image(np.full((64, 64), 50, np.float32)).colorization.ab
    assert np.isfinite(ab).all()
    assert (ab[:4] == 0).all()
    assert (ab[6:8] == 0).all()
    assert np.abs(ab[8:]).max() > 0
    assert "No colour" in caplog.text
