"""PicoDet for grey photos: its predictions, its checkpoint, and where its parameters come from."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from detector_grids import grids_of
from norm_statistics import shake
from onnx import helper, numpy_helper
from torch import Tensor, nn

from engine.detection.bundled import BundledDetector
from engine.detection.coco import LABELS
from engine.detection.detector_checkpoint import TEACHER, read_detector, write_detector
from engine.errors import EngineError
from engine.networks.folding import folded
from engine.networks.picodet import BINS, PicoDet
from trainers import public_picodet
from trainers.public_picodet import colour_picodet, grey_picodet, onnx_parameters

CPU = torch.device("cpu")
PARAMETERS = 1_186_204  # two of the three channels less than the public ones: 1,186,492


@pytest.fixture(scope="module")
def network() -> PicoDet:
    """Untrained, with statistics that are not those of a new batch norm."""
    torch.manual_seed(0)
    made = PicoDet(len(LABELS))
    shake(made)
    return made.eval()


@pytest.mark.parametrize(("height", "width"), [(96, 96), (32, 128), (416, 320), (32, 32)])
def test_every_cell_says_scores_and_sides(network: PicoDet, height: int, width: int) -> None:
    with torch.inference_mode():
        predictions = network(torch.full((2, 1, height, width), 40.0))
    assert predictions.grids == grids_of(height, width)
    cells = sum(rows * columns for rows, columns in predictions.grids)
    assert predictions.logits.shape == (2, cells, len(LABELS))
    assert predictions.distances.shape == (2, cells, 4, BINS)
    assert predictions.logits.isfinite().all()
    assert sum(parameter.numel() for parameter in network.parameters()) == PARAMETERS


def test_a_score_is_the_geometric_mean_of_label_and_quality() -> None:
    torch.manual_seed(1)
    head = PicoDet(3).heads[0].eval()
    x = torch.randn(1, 96, 4, 4)
    seen: list[Tensor] = []
    for layer in (head.score, head.quality_out):
        layer.register_forward_hook(lambda _module, _given, out: seen.append(out))
    with torch.inference_mode():
        logits, _ = head(x)
    by_part = {part.shape[1]: part.sigmoid() for part in seen}
    wanted = (by_part[3] * by_part[1]).sqrt().permute(0, 2, 3, 1).flatten(1, 2)
    torch.testing.assert_close(logits.sigmoid(), wanted)


def test_scores_stay_numbers_where_all_is_sure() -> None:
    head = PicoDet(3).heads[0].eval()
    nn.init.constant_(head.score.bias, 60.0)
    nn.init.constant_(head.quality_out[1].bias, 60.0)
    logits, _ = head(torch.zeros(1, 96, 2, 2))
    assert logits.isfinite().all()
    assert logits.sigmoid().min() > 0.999
    logits.sum().backward()
    assert head.score.weight.grad.isfinite().all()


def test_without_its_batch_norms_it_sees_the_same(network: PicoDet) -> None:
    lightness = torch.rand(1, 1, 96, 64) * 100
    with torch.inference_mode():
        wanted, given = network(lightness), folded(network)(lightness)
    torch.testing.assert_close(given.logits, wanted.logits, rtol=1e-3, atol=1e-3)
    torch.testing.assert_close(given.distances, wanted.distances, rtol=1e-3, atol=1e-3)
    kept = [module for module in folded(network).modules() if isinstance(module, nn.BatchNorm2d)]
    assert not kept


def test_a_checkpoint_gives_the_network_back(tmp_path: Path, network: PicoDet) -> None:
    path = write_detector(
        tmp_path / "detector.safetensors", network, LABELS, size=416, threshold=0.3, large=608
    )
    read = read_detector(path)
    assert isinstance(read.network, PicoDet)
    assert (read.labels, read.size, read.threshold, read.large) == (LABELS, 416, 0.3, 608)
    for name, tensor in network.state_dict().items():
        torch.testing.assert_close(
            read.network.state_dict()[name], tensor, rtol=1e-3, atol=1e-3, msg=name
        )
    detector = BundledDetector.load(path, CPU)
    assert detector.large == 608
    assert detector.detect(np.full((60, 90), 50, np.float32), 1.1) == []


def test_known_labels_are_kept_among_others(network: PicoDet) -> None:
    with torch.no_grad():
        for head in network.heads:
            head.score.bias.copy_(torch.arange(80.0))
    made = network.for_labels(LABELS, ("dog", "tram"))
    for head, before in zip(made.heads, network.heads, strict=True):
        assert head.score.out_channels == 2
        assert head.score.bias[0] == LABELS.index("dog")
        assert head.score.bias[1] < -4
        torch.testing.assert_close(head.score.weight[0], before.score.weight[LABELS.index("dog")])


def colour_parameters(seed: int = 0) -> list[tuple[Tensor, ...]]:
    """What the public model would hold, drawn at random: a stem for three channels."""
    generator = torch.Generator().manual_seed(seed)
    layers: list[tuple[Tensor, ...]] = []
    for module in PicoDet().modules():
        if isinstance(module, nn.Conv2d):
            shapes = [module.weight.shape] + ([] if module.bias is None else [module.bias.shape])
            layers.append(tuple(torch.randn(shape, generator=generator) / 9 for shape in shapes))
        elif isinstance(module, nn.BatchNorm2d):
            layers.append(
                tuple(torch.rand(module.weight.shape, generator=generator) + 0.5 for _ in range(4))
            )
    stem = layers[0][0]
    layers[0] = (torch.randn((stem.shape[0], 3, 3, 3), generator=generator),)
    return layers


def test_a_grey_photo_is_seen_as_its_three_equal_channels_were() -> None:
    teacher = colour_picodet(colour_parameters()).eval()
    student = grey_picodet(teacher).eval()
    grey = torch.rand(1, 1, 64, 64) * 100
    seen: list[Tensor] = []
    for network, picture in ((teacher, grey.expand(-1, 3, -1, -1)), (student, grey)):
        network.stem.register_forward_hook(lambda _module, _given, out: seen.append(out))
        with torch.inference_mode():
            network(picture)
    # where the padding, which has no colour, is not seen
    torch.testing.assert_close(seen[1][..., 1:, 1:], seen[0][..., 1:, 1:], rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(student.heads[3].score.weight, teacher.heads[3].score.weight)


def onnx_file(path: Path, layers: Sequence[tuple[Tensor, ...]]) -> Path:
    """A model of these layers in a row; half of the parameters are constants, as converters do."""
    nodes, kept = [], []
    for number, layer in enumerate(layers):
        names = [f"p{number}_{place}" for place in range(len(layer))]
        for place, (name, tensor) in enumerate(zip(names, layer, strict=True)):
            value = numpy_helper.from_array(tensor.numpy(), name)
            if place % 2:
                nodes.append(helper.make_node("Constant", [], [name], value=value))
            else:
                kept.append(value)
        kind = "BatchNormalization" if len(layer) == 4 else "Conv"
        nodes.append(helper.make_node(kind, [f"x{number}", *names], [f"x{number + 1}"]))
    value = [
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None)
        for name in ("x0", f"x{len(layers)}")
    ]
    onnx.save(helper.make_model(helper.make_graph(nodes, "m", value[:1], value[1:], kept)), path)
    return path


def test_the_public_model_becomes_a_detector_to_start_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layers = colour_parameters()
    model = onnx_file(tmp_path / "model.onnx", layers)
    assert public_picodet.main([str(model), str(tmp_path / "start")]) == 0
    written = tmp_path / "start" / "detector.safetensors"
    teacher = tmp_path / "start" / "teacher.safetensors"
    assert capsys.readouterr().out.split() == [str(teacher), str(written)]
    wanted = layers[-2][0].half().float()
    for read in (read_detector(written), read_detector(teacher, TEACHER)):
        assert isinstance(read.network, PicoDet)
        torch.testing.assert_close(read.network.heads[3].quality_out[0].weight, wanted)
    with pytest.raises(EngineError, match="teacher"):  # it cannot see grey photos
        BundledDetector.load(teacher, CPU)


def test_another_model_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    layers = colour_parameters()
    for wrong in (layers[:-1], layers[2:], [(layers[0][0][:8],), *layers[1:]]):
        with pytest.raises(EngineError, match="not the PicoDet"):
            colour_picodet(wrong)
    (tmp_path / "photo.onnx").write_bytes(b"\xff\xd8\xff no model")
    assert public_picodet.main([str(tmp_path / "photo.onnx"), str(tmp_path)]) == 1
    assert "cannot be read as an ONNX model" in capsys.readouterr().err
    assert not (tmp_path / "detector.safetensors").exists()


def test_what_is_missing_for_reading_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(EngineError, match="needs the package onnx"):
        onnx_parameters(tmp_path / "model.onnx")
