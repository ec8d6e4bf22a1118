"""The detectron2 adapter's contract, against a small stand-in for the package."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from pickle import UnpicklingError
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
import torch

from engine.config import EngineConfig
from engine.detection import detectron2_adapter, published, registry
from engine.detection.protocol import detect_instances
from engine.downloads import Download
from engine.errors import EngineError
from engine.steps import Step, Steps, finish

URL = "https://example.org/detectron2/model.pkl"
CPU = torch.device("cpu")


class StandInInstances:
    """As detectron2's `Instances`: fields of one length, selected together."""

    def __init__(self, boxes, scores, classes, masks) -> None:
        self.pred_boxes = SimpleNamespace(tensor=boxes)
        self.scores, self.pred_classes, self.pred_masks = scores, classes, masks

    def __getitem__(self, chosen: torch.Tensor) -> StandInInstances:
        masks = None if self.pred_masks is None else self.pred_masks[chosen]
        boxes = self.pred_boxes.tensor[chosen]
        return StandInInstances(boxes, self.scores[chosen], self.pred_classes[chosen], masks)

    def has(self, name: str) -> bool:
        return getattr(self, name) is not None

    def to(self, device: str) -> StandInInstances:
        assert device == "cpu"
        return self


class StandInModel(torch.nn.Module):
    """Finds what is brighter than mid grey: a person, and a doubtful zebra over the left half."""

    masks = True

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = torch.nn.Linear(1, 1), torch.nn.Linear(1, 1)
        self.seen: list[dict[str, object]] = []

    def forward(self, inputs):
        assert not self.training
        (given,) = inputs
        self.seen.append(given)
        image = given["image"]
        assert image.dtype == torch.float32
        assert (given["height"], given["width"]) == tuple(image.shape[1:])
        bright = image[0] > 127
        rows, columns = bright.any(1).nonzero(), bright.any(0).nonzero()
        boxes = torch.tensor(
            [
                [0.0, 0.0, image.shape[2] / 2, image.shape[1]],
                [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1],
            ]
        )
        masks = torch.stack([~bright, bright]) if self.masks else None
        found = StandInInstances(boxes, torch.tensor([0.4, 0.9]), torch.tensor([22, 0]), masks)
        return [{"instances": found}]


@pytest.fixture
def detectron2(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SimpleNamespace:
    """A stand-in for detectron2 in `sys.modules`, a download, and what it was asked for."""
    asked = SimpleNamespace(sources=[], fills=lambda path: ("first", "second"))
    monkeypatch.setattr(published, "cache_folder", lambda: tmp_path / "app")
    monkeypatch.setenv("FVCORE_CACHE", str(tmp_path / "iopath"))
    monkeypatch.setattr(published.tempfile, "gettempdir", lambda: str(tmp_path / "temporary"))
    model = EngineConfig().detectron2_model.removesuffix(".yaml")
    asked.download = tmp_path / "app" / "detectors" / "detectron2" / model / "model.pkl"
    asked.download.parent.mkdir(parents=True)
    asked.download.write_bytes(b"parameters")

    def settings(name: str) -> SimpleNamespace:
        if not name.startswith("COCO-InstanceSegmentation/"):
            raise RuntimeError(f"{name} not available in Model Zoo!")
        asked.settings = SimpleNamespace(
            MODEL=SimpleNamespace(DEVICE="cuda", ROI_HEADS=SimpleNamespace(SCORE_THRESH_TEST=0.05)),
            INPUT=SimpleNamespace(MIN_SIZE_TEST=80, MAX_SIZE_TEST=133),
        )
        return asked.settings

    def address(name: str) -> str:
        settings(name)
        return URL

    class Checkpointer:
        def __init__(self, model: torch.nn.Module) -> None:
            self.model = model

        def load(self, source: str) -> None:
            asked.sources.append(source)
            with torch.no_grad():
                for name in asked.fills(source):
                    for parameter in getattr(self.model, name).parameters():
                        parameter.zero_()

    def build(settings: SimpleNamespace) -> StandInModel:
        assert settings.MODEL.DEVICE == "cpu"
        asked.model = StandInModel()
        return asked.model

    package, zoo = ModuleType("detectron2"), ModuleType("detectron2.model_zoo")
    checkpoint, modeling = ModuleType("detectron2.checkpoint"), ModuleType("detectron2.modeling")
    zoo.get_config, zoo.get_checkpoint_url = settings, address  # type: ignore[attr-defined]
    checkpoint.DetectionCheckpointer = Checkpointer  # type: ignore[attr-defined]
    modeling.build_model = build  # type: ignore[attr-defined]
    package.model_zoo = zoo  # type: ignore[attr-defined]
    for module in (package, zoo, checkpoint, modeling):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return asked


def lightness() -> np.ndarray:
    """A dark photo with a bright rectangle, 400 x 200 pixels."""
    photo = np.full((200, 400), 20.0, np.float32)
    photo[50:150, 240:320] = 90.0
    return photo


def test_a_photo_comes_back_as_instances_with_masks(detectron2: SimpleNamespace) -> None:
    detector = registry.load_detector(EngineConfig(detector="detectron2"), CPU)
    assert (detector.name, detector.default_threshold) == ("detectron2", 0.7)
    assert detectron2.sources == [str(detectron2.download)]
    detection = detect_instances(detector, lightness(), EngineConfig())
    (person,) = detection.instances  # the zebra is below the default threshold
    assert detection.detector == "detectron2"
    assert (person.label, person.score) == ("person", pytest.approx(0.9))
    sides = (person.box.left, person.box.top, person.box.right, person.box.bottom)
    assert sides == pytest.approx((240, 50, 320, 150), abs=6)
    left, top, right, bottom = person.box.pixels(height=200, width=400)
    assert person.mask is not None
    assert person.mask.shape == (bottom - top, right - left)
    assert person.mask.mean() > 0.9
    both = detect_instances(detector, lightness(), EngineConfig(score_threshold=0.3)).instances
    assert {instance.label for instance in both} == {"person", "zebra"}


def test_the_model_sees_8_bit_lightness_three_times(detectron2: SimpleNamespace) -> None:
    detector = registry.load_detector(EngineConfig(detector="detectron2"), CPU)
    detector.detect(lightness(), 0.5)
    image = detectron2.model.seen[0]["image"]
    assert tuple(image.shape) == (3, 66, 133)  # the long side at most 133, the aspect kept
    assert torch.equal(image[0], image[1])
    assert torch.equal(image[1], image[2])
    assert {float(image.min()), float(image.max())} == {51.0, 230.0}  # L * 255 / 100, rounded


def test_a_model_without_masks_gives_none(
    detectron2: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StandInModel, "masks", False)
    detector = registry.load_detector(EngineConfig(detector="detectron2"), CPU)
    assert [found.mask for found in detector.detect(lightness(), 0.0)] == [None, None]


def test_a_given_file_is_used_and_must_exist(detectron2: SimpleNamespace, tmp_path: Path) -> None:
    given = tmp_path / "model.pkl"
    config = EngineConfig(detector="detectron2", detector_weights=given)
    with pytest.raises(EngineError, match=r"There is no checkpoint"):
        registry.load_detector(config, CPU)
    given.write_bytes(b"parameters")
    registry.load_detector(config, CPU)
    assert detectron2.sources == [str(given)]


def test_a_checkpoint_that_leaves_parameters_unfilled_is_refused(
    detectron2: SimpleNamespace,
) -> None:
    detectron2.fills = lambda source: ("first",)
    with pytest.raises(EngineError, match=r"does not fill second\.weight"):
        registry.load_detector(EngineConfig(detector="detectron2"), CPU)


def test_a_broken_file_says_what_to_do(detectron2: SimpleNamespace, tmp_path: Path) -> None:
    def broken(source: str) -> tuple[str, ...]:
        raise UnpicklingError("invalid load key")

    detectron2.fills = broken
    with pytest.raises(EngineError, match=r"model\.pkl is damaged") as kept:
        registry.load_detector(EngineConfig(detector="detectron2"), CPU)
    assert "Delete it" in kept.value.remedy
    given = tmp_path / "model.pkl"
    given.write_text("hello")
    with pytest.raises(EngineError, match=r"model\.pkl is damaged") as own:
        registry.load_detector(EngineConfig(detector="detectron2", detector_weights=given), CPU)
    assert "Give a downloaded checkpoint file" in own.value.remedy


def test_without_a_checkpoint_it_says_how_to_get_one(detectron2: SimpleNamespace) -> None:
    detectron2.download.unlink()
    with pytest.raises(EngineError, match=r"not downloaded yet") as missing:
        registry.load_detector(EngineConfig(detector="detectron2"), CPU)
    assert "Download it in the settings" in missing.value.remedy
    assert not detectron2.sources


def test_other_models_come_from_where_the_zoo_says(
    detectron2: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched = []

    def fetch(download: Download, folder: Path) -> Steps[Path]:
        fetched.append((download, folder))
        yield Step("Downloading", 0, 0)
        return folder

    monkeypatch.setattr(registry, "fetch", fetch)
    monkeypatch.setattr(registry, "find_spec", lambda name: name)
    model = "COCO-InstanceSegmentation/mask_rcnn_R_50_C4_1x.yaml"
    config = EngineConfig(detector="detectron2", detectron2_model=model)
    finish(registry.fetch_checkpoint(config))
    folder = tmp_path / "app" / "detectors" / "detectron2" / model.removesuffix(".yaml")
    assert fetched == [(Download(URL, None, "", "model.pkl"), folder)]
    with pytest.raises(EngineError, match=r"no 'Nothing/x\.yaml'"):
        finish(registry.fetch_checkpoint(replace(config, detectron2_model="Nothing/x.yaml")))


def test_an_unknown_model_is_named(detectron2: SimpleNamespace) -> None:
    config = EngineConfig(detector="detectron2", detectron2_model="Nothing/x.yaml")
    with pytest.raises(EngineError, match=r"no 'Nothing/x\.yaml'"):
        registry.load_detector(config, CPU)


def test_without_detectron2_the_line_that_builds_it_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "detectron2", None)
    with pytest.raises(EngineError, match=r"cannot be loaded") as missing:
        registry.load_detector(EngineConfig(detector="detectron2"), CPU)
    assert "--no-build-isolation" in missing.value.remedy


def test_a_missing_console_does_not_stop_the_progress_bar(
    detectron2: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def progress(source: str) -> tuple[str, ...]:
        sys.stderr.write("50 %")
        return ("first", "second")

    detectron2.fills = progress
    monkeypatch.setattr(sys, "stderr", None)
    assert registry.load_detector(EngineConfig(detector="detectron2"), CPU).name == "detectron2"
    assert sys.stderr is None


def test_memory_that_runs_out_is_said(
    detectron2: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector = registry.load_detector(EngineConfig(detector="detectron2"), CPU)

    def exhausted(self: StandInModel, inputs: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(StandInModel, "forward", exhausted)
    with pytest.raises(EngineError, match=r"more memory"):
        detector.detect(lightness(), 0.5)


def test_the_module_needs_no_detectron2_to_be_imported() -> None:
    assert not hasattr(detectron2_adapter, "model_zoo")
