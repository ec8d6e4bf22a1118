"""The torchvision adapter's contract, against a small stand-in for the package."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
import torch
from file_server import Server

from engine.config import EngineConfig
from engine.detection import packages, published, registry, torchvision_adapter
from engine.detection.protocol import detect_instances
from engine.downloads import Download
from engine.errors import EngineError
from engine.steps import Step, finish

CPU = torch.device("cpu")
TORCHVISION = EngineConfig(detector="torchvision")
PERSON, NO_LABEL, ZEBRA = 1, 12, 24  # COCO's own numbers


class StandInModel(torch.nn.Module):
    """Finds what is brighter than mid grey: a person, something without a name, and a zebra."""

    def __init__(self, *, version: int) -> None:
        super().__init__()
        self.norm = torch.nn.BatchNorm2d(2)
        self.roi_heads = torch.nn.Module()
        self.roi_heads.score_thresh = 0.05
        self.roi_heads.box_head = torch.nn.Module()
        layer = "fc6" if version == 1 else "convolution"
        self.roi_heads.box_head.add_module(layer, torch.nn.Linear(2, 1))
        self.transform = SimpleNamespace(min_size=(80,), max_size=133)
        self.version = version
        self.seen: list[torch.Tensor] = []

    def forward(self, images: list[torch.Tensor]) -> list[dict[str, torch.Tensor]]:
        assert not self.training
        assert not torch.is_grad_enabled()
        (image,) = images
        self.seen.append(image)
        height, width = image.shape[1:]
        bright = (image[0] > 0.5).float()
        rows, columns = bright.any(1).nonzero(), bright.any(0).nonzero()
        object_box = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
        boxes = torch.tensor([[0.0, 0.0, width / 2, height], object_box, object_box])
        found = {
            "boxes": boxes,
            "scores": torch.tensor([0.4, 0.9, 0.8]),
            "labels": torch.tensor([ZEBRA, PERSON, NO_LABEL]),
            "masks": torch.stack([1 - bright, 0.4 + 0.2 * bright, bright])[:, None],
        }
        kept = found["scores"] > self.roi_heads.score_thresh
        return [{key: value[kept] for key, value in found.items()}]


@pytest.fixture
def torchvision(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A stand-in for torchvision in `sys.modules`, what was built, and an empty download folder."""
    made = SimpleNamespace(models=[], folder=tmp_path / "torch" / "hub" / "checkpoints")
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))

    def builder(version: int) -> Callable[..., StandInModel]:
        def build(*, weights: None, weights_backbone: None) -> StandInModel:
            made.models.append(StandInModel(version=version))
            return made.models[-1]

        return build

    package, models = ModuleType("torchvision"), ModuleType("torchvision.models")
    detection = ModuleType("torchvision.models.detection")
    detection.maskrcnn_resnet50_fpn = builder(1)  # type: ignore[attr-defined]
    detection.maskrcnn_resnet50_fpn_v2 = builder(2)  # type: ignore[attr-defined]
    package.models, models.detection = models, detection  # type: ignore[attr-defined]
    for module in (package, models, detection):
        monkeypatch.setitem(sys.modules, module.__name__, module)

    monkeypatch.setattr(published, "cache_folder", lambda: tmp_path / "app")
    packages.import_trouble.cache_clear()
    yield made
    packages.import_trouble.cache_clear()


def saved(path: Path, version: int = 2) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(StandInModel(version=version).state_dict(), path)
    return path


def given(path: Path) -> EngineConfig:
    return EngineConfig(detector="torchvision", detector_weights=path)


def lightness() -> np.ndarray:
    """A dark photo with a bright rectangle, 400 x 200 pixels."""
    photo = np.full((200, 400), 20.0, np.float32)
    photo[50:150, 240:320] = 90.0
    return photo


def test_a_photo_comes_back_as_instances_with_masks(
    torchvision: SimpleNamespace, tmp_path: Path
) -> None:
    detector = registry.load_detector(given(saved(tmp_path / "model.pth")), CPU)
    assert (detector.name, detector.default_threshold) == ("torchvision", 0.7)
    detection = detect_instances(detector, lightness(), EngineConfig())
    (person,) = detection.instances  # the zebra is below the threshold, one thing has no name
    assert detection.detector == "torchvision"
    assert (person.label, person.score) == ("person", pytest.approx(0.9))
    sides = (person.box.left, person.box.top, person.box.right, person.box.bottom)
    assert sides == pytest.approx((240, 50, 320, 150), abs=6)
    left, top, right, bottom = person.box.pixels(height=200, width=400)
    assert person.mask is not None
    assert person.mask.shape == (bottom - top, right - left)
    assert person.mask.mean() > 0.9
    both = detect_instances(detector, lightness(), EngineConfig(score_threshold=0.3)).instances
    assert {instance.label for instance in both} == {"person", "zebra"}


def test_every_candidate_of_the_threshold_is_given_best_first(
    torchvision: SimpleNamespace, tmp_path: Path
) -> None:
    detector = registry.load_detector(given(saved(tmp_path / "model.pth")), CPU)
    assert [c.label for c in detector.detect(lightness(), 0.4)] == ["person", "zebra"]
    assert [c.label for c in detector.detect(lightness(), 0.41)] == ["person"]
    assert detector.detect(lightness(), 0.95) == []
    assert len(detector.detect(lightness(), 0.0)) == 2
    mask = detector.detect(lightness(), 0.5)[0].mask
    assert mask is not None
    assert mask.dtype == bool


def test_the_model_sees_lightness_three_times(torchvision: SimpleNamespace, tmp_path: Path) -> None:
    detector = registry.load_detector(given(saved(tmp_path / "model.pth")), CPU)
    detector.detect(lightness(), 0.5)
    (image,) = torchvision.models[0].seen
    assert tuple(image.shape) == (3, 66, 133)  # the long side at most 133, the aspect kept
    assert torch.equal(image[0], image[1])
    assert torch.equal(image[1], image[2])
    assert float(image.min()) == pytest.approx(51 / 255)  # L * 255 / 100, rounded
    assert float(image.max()) == pytest.approx(230 / 255)


def test_the_file_tells_which_version_it_is_of(
    torchvision: SimpleNamespace, tmp_path: Path
) -> None:
    for version in (1, 2):
        path = saved(tmp_path / f"{version}.pth", version)
        registry.load_detector(given(path), CPU)
        model = torchvision.models[-1]
        assert model.version == version
        assert model.norm.eps == 1e-5
        read = torch.load(path, weights_only=True)
        assert all(torch.equal(tensor, read[name]) for name, tensor in model.state_dict().items())
    registry.load_detector(given(saved(tmp_path / torchvision_adapter.WITHOUT_EPS, 1)), CPU)
    assert torchvision.models[-1].norm.eps == 0.0


def test_a_download_of_before_is_taken(
    torchvision: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(torchvision.folder / published.TORCHVISION[0].name)
    assert registry.load_detector(TORCHVISION, CPU).name == "torchvision"
    monkeypatch.setattr(registry, "find_spec", lambda name: name if name == "torchvision" else None)
    assert registry.load_detector(EngineConfig(), CPU).name == "torchvision"


def test_it_is_downloaded_when_asked_for_by_name(
    torchvision: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "find_spec", lambda name: name if name == "torchvision" else None)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    content = saved(tmp_path / "served.pth").read_bytes()
    server = Server(content)
    digest = hashlib.sha256(content).hexdigest()
    there = Download(server.url, len(content), digest[:8], published.TORCHVISION[0].name)
    monkeypatch.setattr(published, "TORCHVISION", (there, published.TORCHVISION[1]))
    steps: list[Step] = []
    finish(registry.fetch_checkpoint(TORCHVISION), steps.append)
    server.end()
    assert "Downloading 0.0 of 0.0 MB" in steps[1].label
    assert registry.load_detector(TORCHVISION, CPU).name == "torchvision"
    path = tmp_path / "app" / "detectors" / "torchvision" / there.name
    assert path.read_bytes() == content
    path.write_bytes(content[:1000])
    with pytest.raises(EngineError, match="damaged") as damaged:
        registry.load_detector(TORCHVISION, CPU)
    assert "Delete it, so that it is downloaded again" in damaged.value.remedy


def test_auto_never_downloads(
    torchvision: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "find_spec", lambda name: name if name == "torchvision" else None)
    assert registry.load_detector(EngineConfig(), CPU).name == "bundled"
    assert not torchvision.models


def test_without_a_checkpoint_it_says_how_to_get_one(torchvision: SimpleNamespace) -> None:
    with pytest.raises(EngineError, match=r"not downloaded yet") as missing:
        registry.load_detector(TORCHVISION, CPU)
    assert "Download it in the settings" in missing.value.remedy
    assert not torchvision.models


def test_what_is_no_checkpoint_is_one_clear_error(
    torchvision: SimpleNamespace, tmp_path: Path
) -> None:
    path = tmp_path / "model.pth"
    with pytest.raises(EngineError, match=r"There is no checkpoint"):
        registry.load_detector(given(path), CPU)
    with pytest.raises(EngineError, match=r"cannot be read"):
        registry.load_detector(given(tmp_path), CPU)
    whole = saved(tmp_path / "whole.pth").read_bytes()
    for content in (b"", b"hello\n" * 100, whole[: len(whole) // 2]):
        path.write_bytes(content)
        with pytest.raises(EngineError, match=r"damaged or holds more than tensors"):
            registry.load_detector(given(path), CPU)
    torch.save({"model": {}}, path)
    with pytest.raises(EngineError, match=r"not a set of named tensors"):
        registry.load_detector(given(path), CPU)


class Harmful:
    """Touches a file where it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


def test_nothing_but_tensors_is_unpickled(torchvision: SimpleNamespace, tmp_path: Path) -> None:
    torch.save({"norm.weight": Harmful(tmp_path / "harm")}, tmp_path / "model.pth")
    with pytest.raises(EngineError, match=r"more than tensors"):
        registry.load_detector(given(tmp_path / "model.pth"), CPU)
    assert not (tmp_path / "harm").exists()


def test_a_checkpoint_that_does_not_fit_is_refused(
    torchvision: SimpleNamespace, tmp_path: Path
) -> None:
    whole = StandInModel(version=2).state_dict()
    bias = "roi_heads.box_head.convolution.bias"
    broken = {
        f"does not fill {bias}": {key: value for key, value in whole.items() if key != bias},
        r"extra\.weight is unknown": {**whole, "extra.weight": torch.zeros(1)},
        f"{bias} has another shape": {**whole, bias: torch.zeros(7)},
        f"{bias} is not finite": {**whole, bias: torch.full((1,), torch.nan)},
    }
    for words, tensors in broken.items():
        torch.save(tensors, tmp_path / "model.pth")
        with pytest.raises(EngineError, match=f"does not fit the model: .*{words}"):
            registry.load_detector(given(tmp_path / "model.pth"), CPU)


def test_a_torchvision_of_another_build_is_said(
    torchvision: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "torchvision")
    package = tmp_path / "torchvision"
    package.mkdir()
    (package / "__init__.py").write_text(
        "raise RuntimeError('operator torchvision::nms does not exist')"
    )
    monkeypatch.syspath_prepend(tmp_path)
    path = saved(tmp_path / "model.pth")
    with pytest.raises(EngineError, match=r"cannot be loaded: operator torchvision::nms") as broken:
        registry.load_detector(given(path), CPU)
    assert "CPU or CUDA" in broken.value.remedy
    states = {s.name: s for s in registry.available_detectors(given(path))}
    assert not states["torchvision"].ready
    detector = registry.load_detector(EngineConfig(detector_weights=path), CPU)
    assert detector.name == "bundled"


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory"),
        RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 9 bytes"),
    ],
)
def test_memory_that_runs_out_is_said(
    torchvision: SimpleNamespace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: RuntimeError,
) -> None:
    detector = registry.load_detector(given(saved(tmp_path / "model.pth")), CPU)

    def exhausted(self: StandInModel, images: object) -> None:
        raise error

    monkeypatch.setattr(StandInModel, "forward", exhausted)
    with pytest.raises(EngineError, match=r"more memory"):
        detector.detect(lightness(), 0.5)


def test_another_failure_is_not_taken_for_want_of_memory(
    torchvision: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector = registry.load_detector(given(saved(tmp_path / "model.pth")), CPU)

    def failing(self: StandInModel, images: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(StandInModel, "forward", failing)
    with pytest.raises(RuntimeError, match="a bug"):
        detector.detect(lightness(), 0.5)
