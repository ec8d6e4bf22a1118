"""Which precision networks compute in, and how far bfloat16 takes their colours."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
import torch
from skimage import data
from torch import nn

from engine.colorizer import Colorizer
from engine.config import EngineConfig
from engine.errors import EngineError
from engine.instances import Box
from engine.networks import precision
from engine.networks.catalogue import (
    NetworkSet,
    build_fusion,
    build_network,
    load_networks,
    write_random_set,
)
from engine.networks.fusion import FusionRule
from engine.networks.siggraph import SiggraphNet, siggraph_fusion

CPU = torch.device("cpu")
BOXES = (Box(40, 30, 260, 300), Box(150, 60, 420, 330), Box(300, 200, 301, 201))


@pytest.fixture
def speedups(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """What devices are said to gain from bfloat16; to be changed by the test."""
    said = {"cpu": 4.0}
    monkeypatch.setattr(precision, "bfloat16_speedup", lambda device: said[device.type])
    return said


@pytest.fixture
def probed() -> Iterator[None]:
    """The probe runs anew, and what it found here is forgotten."""
    precision.bfloat16_speedup.cache_clear()
    yield
    precision.bfloat16_speedup.cache_clear()


@pytest.mark.parametrize("name", ["siggraph", "unet", "autoencoder"])
def test_auto_takes_bfloat16_where_it_is_faster(name: str, speedups: dict[str, float]) -> None:
    with torch.device("meta"):
        network = build_network(name)
    assert precision.choose_precision("auto", network, CPU) is torch.bfloat16
    speedups["cpu"] = 1.1
    assert precision.choose_precision("auto", network, CPU) is torch.float32
    assert precision.choose_precision("bfloat16", network, CPU) is torch.bfloat16
    speedups["cpu"] = 0.0
    assert precision.choose_precision("auto", network, CPU) is torch.float32


def test_auto_leaves_the_compact_network_as_it_is(speedups: dict[str, float]) -> None:
    network = build_network("compact")
    assert precision.choose_precision("auto", network, CPU) is torch.float32
    assert precision.choose_precision("bfloat16", network, CPU) is torch.bfloat16


@pytest.mark.parametrize(
    ("name", "speedup", "wanted"),
    [
        ("auto", 2.0, torch.bfloat16),
        ("auto", 1.1, torch.float32),
        ("float32", 2.0, torch.float32),
    ],
)
def test_auto_rounds_the_compact_decoder_where_no_colour_shows_it(
    name: str, speedup: float, wanted: torch.dtype, speedups: dict[str, float]
) -> None:
    speedups["cpu"] = speedup
    networks = load_networks(EngineConfig(precision=name), CPU)
    assert networks.precision is torch.float32
    assert networks.precision_word == ("mixed" if wanted is torch.bfloat16 else "float32")
    rounded = 0
    for network in (networks.full, networks.instance, networks.fusion):
        for layer, parameter in network.named_parameters():
            joins = ".join." in layer
            assert parameter.dtype is (wanted if joins else torch.float32), layer
            rounded += joins
    assert rounded == 3 * 4 * 2  # weights and biases of four blocks in three networks


def test_what_auto_rounds_moves_no_colour_visibly(speedups: dict[str, float]) -> None:
    results = {}
    for name in ("float32", "auto"):
        colorizer = Colorizer(load_networks(EngineConfig(precision=name), CPU), CPU)
        full = colorizer.full_image(coffee())
        features = dict(enumerate(colorizer.instances(coffee(), BOXES)))
        fused = colorizer.fuse(full, features)
        results[name] = [c.ab for c in (full.colorization, fused.colorization)]
    for exact, rounded in zip(results["float32"], results["auto"], strict=True):
        difference = np.abs(rounded - exact)
        assert 0.0 < difference.mean() < 0.03
        assert difference.max() < 0.5  # of Lab; 2.3 is just noticeable


def test_bfloat16_that_a_device_lacks_is_an_error(speedups: dict[str, float]) -> None:
    speedups["cpu"] = 0.0
    with pytest.raises(EngineError, match="cpu does not compute in bfloat16"):
        precision.choose_precision("bfloat16", build_network("compact"), CPU)


@pytest.mark.usefixtures("probed")
def test_the_probe_measures_once() -> None:
    first = precision.bfloat16_speedup(CPU)
    assert first > 0.0  # every build of torch for CPUs has it, fast or emulated
    assert precision.bfloat16_speedup(CPU) == first


@pytest.mark.usefixtures("probed")
def test_the_probe_ends_early_where_bfloat16_is_emulated(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def emulated(features: torch.Tensor, filters: torch.Tensor) -> float:
        tried.append(features.shape[2])
        return 0.1

    monkeypatch.setattr(precision, "_speedup", emulated)
    assert precision.bfloat16_speedup(CPU) == 0.1
    assert tried == [precision.FEW_ROWS]


@pytest.mark.usefixtures("probed")
@pytest.mark.parametrize("outcome", ["raises", "wrong", "not a number"])
def test_bfloat16_that_fails_or_is_wrong_is_not_there(
    outcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    convolve = precision.F.conv2d

    def faulty(x: torch.Tensor, kernel: torch.Tensor, padding: int) -> torch.Tensor:
        result = convolve(x, kernel, padding=padding)
        if x.dtype is torch.float32:
            return result
        if outcome == "raises":
            raise RuntimeError("not implemented for 'BFloat16'")
        return result * (1.2 if outcome == "wrong" else float("nan"))

    monkeypatch.setattr(precision.F, "conv2d", faulty)
    assert precision.bfloat16_speedup(CPU) == 0.0


@pytest.mark.usefixtures("probed")
@pytest.mark.skipif(sys.platform == "win32", reason="its processor time is too coarse")
def test_the_probe_does_not_count_what_other_programs_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spent = {"processor": 0.0, "clock": 0.0}
    convolve = precision.F.conv2d

    def interrupted(x: torch.Tensor, kernel: torch.Tensor, padding: int) -> torch.Tensor:
        low = x.dtype is torch.bfloat16
        spent["processor"] += 1.0 if low else 3.0
        spent["clock"] += 9.0 if low else 3.0
        return convolve(x, kernel, padding=padding)

    clocks = {"process_time": "processor", "perf_counter": "clock"}
    told = {name: lambda which=which: spent[which] for name, which in clocks.items()}
    monkeypatch.setattr(precision, "time", SimpleNamespace(**told))
    monkeypatch.setattr(precision.F, "conv2d", interrupted)
    assert precision.bfloat16_speedup(CPU) == 3.0


def colourful_set(name: str) -> NetworkSet:
    """Trained where such parameters are shipped, else with colours that are far from grey."""
    if name == "compact":
        return load_networks(EngineConfig(precision="float32"), CPU)
    torch.manual_seed(2)
    if name == "siggraph":
        full, instance = SiggraphNet(64), SiggraphNet(64)
        networks = NetworkSet(full, instance, siggraph_fusion(FusionRule.PADDED))
    else:
        full = build_network(name)
        networks = NetworkSet(full, build_network(name), build_fusion(full))
    for network in (networks.full, networks.instance, networks.fusion):
        for layer in network.modules():
            if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
                nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")
        network.requires_grad_(False).eval()
    return networks


def coffee() -> np.ndarray:
    """L of a photo, float32 (400, 600), 0..100."""
    return cv2.cvtColor((data.coffee() / np.float32(255.0)), cv2.COLOR_RGB2LAB)[..., 0]


@pytest.mark.parametrize("name", ["siggraph", "compact", "autoencoder"])
def test_bfloat16_hardly_changes_the_colours(name: str) -> None:
    lightness = coffee()
    results = []
    for kind in (torch.float32, torch.bfloat16):
        networks = colourful_set(name)
        networks.lower(kind)
        assert networks.precision is kind
        assert all(p.dtype is torch.float32 for p in networks.full.head.parameters())
        colorizer = Colorizer(networks, CPU)
        full = colorizer.full_image(lightness)
        features = dict(enumerate(colorizer.instances(lightness, BOXES)))
        fused = colorizer.fuse(full, features)
        results.append([full.colorization.ab, features[0].colorization.ab, fused.colorization.ab])
    for exact, rounded in zip(*results, strict=True):
        assert exact.std() > 1.0
        assert rounded.dtype == np.float32
        difference = rounded - exact
        assert 0.0 < np.sqrt((difference**2).mean()) < 0.5  # of Lab; 2.3 is just noticeable


def test_a_set_is_loaded_in_the_precision_of_the_settings(
    tmp_path: Path, speedups: dict[str, float]
) -> None:
    folder = write_random_set(tmp_path / "set", "autoencoder")
    for name, wanted in (
        ("auto", torch.bfloat16),
        ("float32", torch.float32),
        ("bfloat16", torch.bfloat16),
    ):
        config = EngineConfig(network="autoencoder", checkpoints=folder, precision=name)
        assert load_networks(config, CPU).precision is wanted
    with pytest.raises(EngineError, match="no precision 'float16'"):
        EngineConfig(precision="float16")
