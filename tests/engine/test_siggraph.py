"""The paper's networks against figures of the authors' own code, and the import of their files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
import torch
from formula_parameters import lightness, parameters
from torch import Tensor, nn

from engine.colorizer import Colorizer
from engine.commands import entry
from engine.config import EngineConfig
from engine.errors import EngineError
from engine.instances import Box, Placement
from engine.networks.catalogue import NetworkSet, load_networks
from engine.networks.framing import PaperFraming
from engine.networks.fusion import FusionRule
from engine.networks.importing import (
    FILES,
    authors_names,
    import_checkpoints,
    import_steps,
    read_authors_file,
)
from engine.networks.paper_comparison import colorize_with_checkpoints
from engine.networks.siggraph import SiggraphNet, siggraph_fusion

CPU = torch.device("cpu")
SIDE = 64  # of the input here: a sixteenth of the paper's work
PHOTO = (80, 112)
# overlapping, nested, one cell, touching every edge
BOXES = (
    Box(10, 8, 60, 50),
    Box(40, 20, 100, 79),
    Box(30, 30, 31, 31),
    Box(0, 0, 25, 80),
    Box(111, 60, 112, 80),
    Box(70, 79, 112, 80),
    Box(104, 0, 112, 30),
)
# What the authors' networks gave on `lightness(*PHOTO)` and the parameters of the formula, in Lab
# units: mean and deviation of a and of b, then a and b at twelve places.
ROWS = (0, 3, 9, 16, 22, 27, 31, 38, 44, 50, 57, 63)
COLUMNS = (5, 63, 20, 12, 36, 25, 0, 49, 30, 58, 41, 33)
# fmt: off
FIGURES = {
    "full": (
        [-19.49902, -43.37955, 18.43294, 34.44034],
        [
            -27.57173, -38.92482, 8.16873, -13.36636, -25.09123, -57.1149, -63.02814,
            -53.16429, -34.21529, -75.31655, -9.32345, -32.37297, -30.34721, -40.07963,
            -20.68182, 14.40179, -27.5934, -81.6153, -23.42851, -68.24635, -15.85885,
            -60.90481, -16.67064, -17.62691,
        ],
    ),
    "fused": (
        [23.30837, -18.50036, 10.98847, 12.05375],
        [
            18.52826, -13.009, 20.48033, -12.50887, 19.81645, -12.03932, 18.9994,
            -12.80619, 19.4217, -19.25315, 21.91102, -10.29627, 17.0674, -14.15466,
            19.60759, -11.56675, 17.6198, -8.90577, 10.69938, -7.90236, 17.2651,
            -10.32154, 15.90538, -13.45591,
        ],
    ),
    "instance 1": (
        [5.24679, 3.26886, 21.13693, 25.76321],
        [
            5.27688, 12.23195, -33.10267, -6.34736, -25.86493, 13.3706, 43.47141,
            -40.37648, 41.4363, -5.61389, -6.18066, 62.9617, -11.25539, -1.93823,
            12.32255, -36.77673, 26.36415, -32.74583, 29.4112, -8.54255, -1.94729,
            41.07387, -15.10488, 26.86365,
        ],
    ),
    "instance 4": (
        [7.62274, 2.14451, 21.71007, 24.61331],
        [
            3.88136, 13.1746, -36.99856, -7.57611, -23.03028, 11.09189, 37.11288,
            -26.06773, 52.60036, -24.59882, -13.22954, 66.19209, -7.26968, -1.69101,
            23.34237, -39.97878, 40.54432, -35.90549, 32.49804, 3.15213, -6.45131,
            24.36389, -14.86719, 32.57705,
        ],
    ),
}
# fmt: on
CLOSE = 2e-3  # Lab units; the figures are rounded to 1e-5, other processors sum in another order


def filled(network: nn.Module, name: str) -> nn.Module:
    """The network with the formula's parameters, ready to run."""
    names = authors_names(network)
    state = {ours: tensor for ours, tensor in network.state_dict().items() if ours in names}
    given = parameters(name, {names[ours]: tensor.shape for ours, tensor in state.items()})
    with torch.no_grad():
        for ours, tensor in state.items():
            tensor.copy_(torch.from_numpy(given[names[ours]]))
    return network.requires_grad_(False).eval()


@pytest.fixture(scope="module")
def paper_set() -> NetworkSet:
    full, instance = SiggraphNet(SIDE), SiggraphNet(SIDE)
    fusion = siggraph_fusion(FusionRule.PADDED)
    filled(full, "full"), filled(instance, "instance"), filled(fusion, "fusion")
    return NetworkSet(full, instance, fusion)


def figures(ab: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Means and deviations of a and b, and both at the twelve places."""
    overall = np.concatenate((ab.mean((0, 1)), ab.std((0, 1))))
    return overall, ab[list(ROWS), list(COLUMNS)].ravel()


def distance(ab: np.ndarray, name: str) -> float:
    """The largest difference from the authors' figures, in Lab units."""
    pairs = zip(figures(ab), FIGURES[name], strict=True)
    return max(float(np.abs(ours - theirs).max()) for ours, theirs in pairs)


def test_full_instance_and_fused_ab_are_the_authors(paper_set: NetworkSet) -> None:
    colorizer = Colorizer(paper_set, CPU)
    plane = lightness(*PHOTO)
    full = colorizer.full_image(plane)
    instances = list(colorizer.instances(plane, BOXES))
    fused = colorizer.fuse(full, dict(enumerate(instances)))
    assert distance(full.colorization.ab, "full") < CLOSE
    assert distance(instances[1].colorization.ab, "instance 1") < CLOSE
    assert distance(instances[4].colorization.ab, "instance 4") < CLOSE
    assert distance(fused.colorization.ab, "fused") < CLOSE
    assert len(fused.weight_maps) == 13
    for maps in fused.weight_maps.values():
        assert maps.full.max() == pytest.approx(1.0)
    # the figures would tell: without the padding quirk the result is another one
    paper_set.fusion.rule = FusionRule.MASKED
    try:
        masked = colorizer.fuse(full, dict(enumerate(instances)))
    finally:
        paper_set.fusion.rule = FusionRule.PADDED
    assert distance(masked.colorization.ab, "fused") > 100 * CLOSE


@pytest.mark.parametrize(
    ("box", "fine", "coarse"),
    [  # left, top, width, height on grids of 64 and 8, as the authors' code rounds them
        ((10, 8, 60, 50), (5, 6, 29, 34), (0, 0, 4, 5)),
        ((30, 30, 31, 31), (17, 24, 1, 1), (2, 3, 1, 1)),
        ((111, 60, 112, 80), (63, 48, 1, 16), (7, 6, 1, 2)),
        ((0, 0, 1, 1), (0, 0, 1, 1), (0, 0, 1, 1)),
        ((109, 77, 112, 80), (62, 61, 2, 3), (7, 7, 1, 1)),
        ((98, 70, 99, 71), (56, 56, 1, 1), (6, 6, 1, 1)),
        ((0, 0, 112, 80), (0, 0, 64, 64), (0, 0, 8, 8)),
    ],
)
def test_boxes_are_rounded_as_the_authors_do(
    box: tuple[float, ...], fine: tuple[int, ...], coarse: tuple[int, ...]
) -> None:
    framing = PaperFraming()
    for cells, wanted in ((64, fine), (8, coarse)):
        place = framing.placement(Box(*box), photo_size=PHOTO, grid=(cells, cells))
        assert place == Placement(*wanted)


def test_a_box_below_one_pixel_still_has_a_crop() -> None:
    framing = PaperFraming()
    assert framing.crop(Box(5.2, 3.1, 5.9, 3.9), height=80, width=112) == (5, 3, 6, 4)
    assert framing.crop(Box(111.5, 79.5, 112, 80), height=80, width=112) == (111, 79, 112, 80)


def test_parameter_counts_are_the_papers() -> None:
    with torch.device("meta"):
        network, fusion = SiggraphNet(), siggraph_fusion()
    assert sum(p.numel() for p in network.parameters()) == 34_187_027
    assert sum(p.numel() for p in fusion.parameters()) == 35_270_831
    assert [tap.name for tap in network.taps] == [
        "conv1_2", "conv2_2", "conv3_3", "conv4_3", "conv5_3", "conv6_3", "conv7_3",
        "conv8_up", "conv8_3", "conv9_up", "conv9_3", "conv10_up", "conv10_2",
    ]  # fmt: skip


def constants(network: nn.Module, first: int = 1) -> dict[str, Tensor]:
    """Every tensor under the authors' name, all of one value each, which makes small files."""
    names = authors_names(network)
    state = network.state_dict()
    return {
        theirs: torch.full((1,), 0.001 * (first + index)).expand(state[ours].shape)
        for index, (ours, theirs) in enumerate(names.items())
    }


@pytest.fixture(scope="module")
def tensors() -> dict[str, dict[str, Tensor]]:
    with torch.device("meta"):
        network, fusion = SiggraphNet(), siggraph_fusion()
    return {
        "full": constants(network),
        "instance": constants(network, first=1000),
        "fusion": constants(fusion),
    }


@pytest.fixture
def folder(tmp_path: Path, tensors: Mapping[str, Mapping[str, Tensor]]) -> Path:
    """The authors' three files; the instance network's in the old format, the fusion's prefixed."""
    torch.save(dict(tensors["full"]), tmp_path / FILES["full"])
    torch.save(
        dict(tensors["instance"]),
        tmp_path / FILES["instance"],
        _use_new_zipfile_serialization=False,
    )
    prefixed = {f"module.{name}": tensor for name, tensor in tensors["fusion"].items()}
    prefixed["module.model1.4.num_batches_tracked"] = torch.tensor(7)
    torch.save(prefixed, tmp_path / FILES["fusion"])
    return tmp_path


@pytest.fixture
def output() -> Iterator[Path]:
    """A folder for 400 MB that does not outlive the test."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def test_imported_checkpoints_hold_what_the_authors_do(
    folder: Path, output: Path, tensors: Mapping[str, Mapping[str, Tensor]]
) -> None:
    (output / "set").mkdir(parents=True)
    (output / "set" / "set.json").write_text('{"name": "of before"}')
    assert entry.run(["import-checkpoint", str(folder), "-o", str(output / "set")]) == 0
    assert not (output / "set" / "set.json").exists(), "the set of before is not there any more"
    files = sorted(path.name for path in (output / "set").iterdir())
    assert files == ["full.safetensors", "fusion.safetensors", "instance.safetensors"]
    config = EngineConfig(network="siggraph", checkpoints=output / "set", precision="float32")
    networks = load_networks(config, CPU)
    assert networks.padded
    for stage, network in (
        ("full", networks.full),
        ("instance", networks.instance),
        ("fusion", networks.fusion),
    ):
        state = network.state_dict()
        for ours, theirs in authors_names(network).items():
            assert torch.equal(state[ours], tensors[stage][theirs]), ours


def test_a_cancelled_import_leaves_the_older_set_as_it_was(folder: Path, output: Path) -> None:
    older = output / "set" / "full.safetensors"
    older.parent.mkdir()
    older.write_bytes(b"older")
    steps = import_steps(folder, output / "set")
    seen = [next(steps) for _ in range(6)]  # read all, written two of three
    assert [step.done for step in seen] == list(range(6))
    assert {step.total for step in seen} == {6}
    steps.close()
    assert older.read_bytes() == b"older"
    assert list((output / "set").iterdir()) == [older]


@pytest.mark.parametrize("stage", FILES)
def test_a_missing_extra_or_odd_tensor_is_named(
    folder: Path, output: Path, stage: str, tensors: Mapping[str, Mapping[str, Tensor]]
) -> None:
    name = "model7.4.weight"
    whole = dict(tensors[stage])
    endings = {
        f"lacks {name}": {key: value for key, value in whole.items() if key != name},
        "unknown parameter model11": {**whole, "model11.0.weight": torch.zeros(1)},
        f"{name} is \\(3,\\)": {**whole, name: torch.zeros(3)},
        f"{name} is not finite": {**whole, name: whole[name] * torch.nan},
        "not a set of named tensors": {**whole, name: "text"},
    }
    for words, broken in endings.items():
        torch.save(broken, folder / FILES[stage])
        with pytest.raises(EngineError, match=words):
            import_checkpoints(folder, output / "set")
    (folder / FILES[stage]).unlink()
    with pytest.raises(EngineError, match=FILES[stage]):
        import_checkpoints(folder, output / "set")
    assert not (output / "set").exists()


class Harmful:
    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (Path(tempfile.gettempdir()) / "harm-was-done",)


@pytest.mark.parametrize("content", [b"", b"no checkpoint", b"PK\x03\x04" + bytes(50)])
def test_what_is_no_checkpoint_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / FILES["full"]
    path.write_bytes(content)
    with pytest.raises(EngineError, match="damaged"):
        read_authors_file(path)


def test_nothing_but_tensors_is_unpickled(tmp_path: Path) -> None:
    path = tmp_path / FILES["full"]
    torch.save({"model1.0.weight": Harmful()}, path)
    with pytest.raises(EngineError, match="more than tensors"):
        read_authors_file(path)
    assert not (Path(tempfile.gettempdir()) / "harm-was-done").exists()


def test_the_comparison_call_takes_the_authors_folder(folder: Path) -> None:
    full, fused = colorize_with_checkpoints(lightness(40, 60), [], folder)
    assert full.shape == (256, 256, 2)
    assert np.array_equal(full, fused)
