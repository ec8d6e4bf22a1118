"""The mean of two networks' parameters."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from engine.errors import EngineError
from engine.networks.catalogue import build_fusion, build_network, write_random_set, write_stage
from engine.networks.checkpoint_folders import checkpoint_path
from engine.networks.checkpoints import fill_network, write_checkpoint
from trainers.averaging import average, main


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("sets")
    return write_random_set(folder / "one", seed=1), write_random_set(folder / "other", seed=2)


@pytest.mark.parametrize(("stage", "share"), [("full", 0.25), ("instance", 1.0), ("fusion", 0.5)])
def test_the_mean_is_between_both(
    sets: tuple[Path, Path], tmp_path: Path, stage: str, share: float
) -> None:
    out = tmp_path / "mean"
    one, other = (str(folder) for folder in sets)
    arguments = [one, other, str(out), "--stage", stage, "--share", str(share)]
    assert main([*arguments, "--both"] if stage == "fusion" else arguments) == 0
    first, second = (load_file(checkpoint_path(folder, stage)) for folder in sets)
    mean = load_file(checkpoint_path(out, stage))
    assert mean.keys() == first.keys()
    for name, tensor in mean.items():
        wanted = (1 - share) * first[name].float() + share * second[name].float()
        torch.testing.assert_close(tensor.float(), wanted, atol=2e-3, rtol=2e-3, msg=name)
    network = build_network("compact")
    filled = build_fusion(network) if stage == "fusion" else network
    fill_network(filled, checkpoint_path(out, stage), f"compact/{stage}")


def test_a_fusion_goes_back_towards_the_full_image(sets: tuple[Path, Path], tmp_path: Path) -> None:
    one, other = (str(folder) for folder in sets)
    assert main([one, other, str(tmp_path), "--stage", "fusion", "--share", "0"]) == 0
    full = load_file(checkpoint_path(sets[0], "full"))
    fusion = load_file(checkpoint_path(sets[1], "fusion"))
    mean = load_file(checkpoint_path(tmp_path, "fusion"))
    assert mean.keys() == fusion.keys()
    shared = full.keys() & fusion.keys()
    assert {name.partition(".")[0] for name in shared} == {"decoder", "head"}
    for name, tensor in mean.items():
        assert torch.equal(tensor, full[name] if name in shared else fusion[name]), name


def test_what_does_not_fit_is_refused(
    sets: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = (str(folder) for folder in sets)
    small = build_network("compact", "lite0")
    write_stage(tmp_path / "small", "full", small, small)
    out = tmp_path / "out"
    for arguments, told in (
        ([one, other, str(out), "--share", "1.5"], "A share of 1.5"),
        ([one, str(tmp_path / "nowhere"), str(out)], "There is no checkpoint"),
        ([one, str(tmp_path / "small"), str(out)], "small"),
        ([one, other, str(out), "--network", "unet"], "kind"),
    ):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 1
        assert told in capsys.readouterr().err
    assert not out.exists()


def test_a_fusion_without_anything_of_the_full_images_is_refused(tmp_path: Path) -> None:
    full, fusion = tmp_path / "full.safetensors", tmp_path / "fusion.safetensors"
    write_checkpoint(full, {"conv.weight": torch.zeros(2)}, {"kind": "net/full"})
    write_checkpoint(fusion, {"full.conv.weight": torch.ones(2)}, {"kind": "net/fusion"})
    out = tmp_path / "out.safetensors"
    with pytest.raises(EngineError, match="conv"):
        average(full, fusion, out, kinds=("net/full", "net/fusion"), share=0.5)
    assert not out.exists()
