"""Networks that are made for a checkpoint: nothing is drawn for them, and nothing is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from engine.config import NETWORKS, EngineConfig
from engine.networks import catalogue
from engine.networks.catalogue import build_network, write_random_set, write_stage
from engine.networks.checkpoints import fill_network, read_checkpoint, write_checkpoint
from engine.networks.unfilled import Unfilled


def test_nothing_is_drawn() -> None:
    torch.manual_seed(0)
    before = torch.get_rng_state()
    with Unfilled():
        build_network("compact")
    assert torch.equal(torch.get_rng_state(), before)
    build_network("compact")
    assert not torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize("name", NETWORKS)
def test_filled_it_is_as_one_that_had_been_drawn(tmp_path: Path, name: str) -> None:
    torch.manual_seed(1)
    path = write_stage(tmp_path, "full", build_network(name), build_network(name))
    drawn = build_network(name)
    with Unfilled():
        unfilled = build_network(name)
    for network, own in ((drawn, False), (unfilled, True)):
        fill_network(network, path, f"{name}/full", unfilled=own)
    filled = unfilled.state_dict()
    assert filled.keys() == drawn.state_dict().keys()
    for key, tensor in drawn.state_dict().items():
        assert torch.equal(filled[key], tensor), key


def test_a_set_is_loaded_without_drawing(tmp_path: Path) -> None:
    write_random_set(tmp_path)
    config = EngineConfig(device="cpu", checkpoints=tmp_path, precision="float32")
    before = torch.get_rng_state()
    catalogue.load_networks(config, torch.device("cpu"))
    assert torch.equal(torch.get_rng_state(), before)


def test_what_was_read_does_not_change_with_the_file(tmp_path: Path) -> None:
    tensors = {"filters": torch.ones(8, 8), "bias": torch.ones(3)}
    path = write_checkpoint(tmp_path / "one.safetensors", tensors, {"kind": "any"}, half=False)
    read, _ = read_checkpoint(path, kind="any")
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(bytes(size))
    for name, tensor in tensors.items():
        assert torch.equal(read[name], tensor)
