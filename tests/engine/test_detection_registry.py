"""Which detector is ready, and which one `auto` takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from registry_parts import CPU, MODEL, place_of_bundled, pretended_packages, status, write_small

from engine.config import EngineConfig
from engine.detection import published, registry
from engine.detection.coco import CATEGORY_IDS, LABELS
from engine.errors import EngineError


@pytest.fixture
def checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return place_of_bundled(tmp_path, monkeypatch)


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    return pretended_packages(tmp_path, monkeypatch)


def test_the_order_is_detectron2_torchvision_bundled(packages: set[str], checkpoint: Path) -> None:
    assert list(status(EngineConfig())) == ["detectron2", "torchvision", "bundled"]


def test_nothing_ready_says_what_to_do_for_each(packages: set[str], checkpoint: Path) -> None:
    packages.clear()
    states = status(EngineConfig())
    assert not states["detectron2"].ready
    assert "pip install --no-build-isolation" in states["detectron2"].reason
    assert states["torchvision"].reason.endswith("Run: pip install torchvision")
    assert not states["bundled"].ready
    assert str(checkpoint) in states["bundled"].reason
    with pytest.raises(EngineError, match=r"No detector is ready"):
        registry.load_detector(EngineConfig(), CPU)


@pytest.mark.parametrize("missing", ["detectron2", "torchvision", "pkg_resources"])
def test_each_package_that_detectron2_needs_is_named(
    packages: set[str], checkpoint: Path, missing: str
) -> None:
    packages.remove(missing)
    assert f"The package {missing} is not installed" in status(EngineConfig())["detectron2"].reason


def test_detectron2_is_ready_once_its_checkpoint_was_downloaded(
    packages: set[str], checkpoint: Path, tmp_path: Path
) -> None:
    assert "not downloaded yet" in status(EngineConfig())["detectron2"].reason
    folder = tmp_path / "cache" / "detectron2" / MODEL.removesuffix(".yaml") / "137849600"
    folder.mkdir(parents=True)
    (folder / "model_final_f10217.pkl.lock").touch()
    assert not status(EngineConfig())["detectron2"].ready
    (folder / "model_final_f10217.pkl").touch()
    assert status(EngineConfig())["detectron2"].ready
    other = EngineConfig(detectron2_model=MODEL.replace("R_50", "X_101_32x8d"))
    assert not status(other)["detectron2"].ready


def test_detectron2_is_ready_with_a_given_file(
    packages: set[str], checkpoint: Path, tmp_path: Path
) -> None:
    config = EngineConfig(detector_weights=tmp_path / "model.pkl")
    assert "is not there" in status(config)["detectron2"].reason
    (tmp_path / "model.pkl").touch()
    assert status(config)["detectron2"].ready


def test_torchvision_is_ready_once_one_of_its_checkpoints_was_downloaded(
    packages: set[str], checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "not downloaded yet" in status(EngineConfig())["torchvision"].reason
    better, older = (download.name for download in published.TORCHVISION)
    folder = tmp_path / "torch" / "hub" / "checkpoints"
    folder.mkdir(parents=True)
    (folder / f"{better}.0123456789abcdef.partial").touch()
    assert not status(EngineConfig())["torchvision"].ready
    (folder / older).touch()
    assert status(EngineConfig())["torchvision"].ready
    assert published.cached_torchvision_checkpoint() == folder / older
    (folder / better).touch()
    assert published.cached_torchvision_checkpoint() == folder / better
    monkeypatch.delenv("TORCH_HOME")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert published.cached_torchvision_checkpoint() == folder / better


def test_torchvision_is_ready_with_a_given_file(
    packages: set[str], checkpoint: Path, tmp_path: Path
) -> None:
    config = EngineConfig(detector_weights=tmp_path / "model.pth")
    assert "is not there" in status(config)["torchvision"].reason
    (tmp_path / "model.pth").touch()
    assert status(config)["torchvision"].ready


def test_an_installed_torchvision_that_does_not_work_is_not_ready(
    packages: set[str], checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def broken(package: str) -> str:
        tried.append(package)
        return "operator torchvision::nms does not exist"

    monkeypatch.setattr(registry, "import_trouble", broken)
    assert "not downloaded yet" in status(EngineConfig())["torchvision"].reason
    assert not tried  # nothing is imported that could not be used anyhow
    everything = {s.name: s for s in registry.available_detectors(EngineConfig(), thorough=True)}
    assert "nms does not exist" in everything["torchvision"].reason
    (tmp_path / "model.pth").touch()
    state = status(EngineConfig(detector_weights=tmp_path / "model.pth"))["torchvision"]
    assert not state.ready
    assert "belongs to your torch" in state.reason


def test_auto_takes_the_bundled_one_rather_than_download(
    packages: set[str], checkpoint: Path
) -> None:
    write_small(checkpoint)
    assert status(EngineConfig())["bundled"].ready
    assert registry.load_detector(EngineConfig(), CPU).name == "bundled"


def test_auto_goes_on_when_an_installed_detectron2_does_not_work(
    packages: set[str],
    checkpoint: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    write_small(checkpoint)
    given = tmp_path / "model.pkl"
    given.touch()
    monkeypatch.setitem(sys.modules, "detectron2", None)
    detector = registry.load_detector(EngineConfig(detector_weights=given), CPU)
    assert detector.name == "bundled"
    assert detector.default_threshold == 0.25
    assert "detectron2 cannot be used" in caplog.text


def test_asking_for_a_detector_by_name_never_gives_another(
    packages: set[str], checkpoint: Path
) -> None:
    with pytest.raises(EngineError, match=r"There is no checkpoint"):
        registry.load_detector(EngineConfig(detector="bundled"), CPU)


def test_asking_what_is_ready_imports_nothing_heavy() -> None:
    code = (
        "import sys; from engine.config import EngineConfig;"
        "from engine.detection.registry import available_detectors;"
        "assert len(available_detectors(EngineConfig())) == 3;"
        "heavy = {'torch', 'torchvision', 'detectron2'} & sys.modules.keys();"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_there_are_80_different_labels() -> None:
    assert len(set(LABELS)) == 80
    assert LABELS[0] == "person"
    assert LABELS[-1] == "toothbrush"


def test_labels_have_the_numbers_of_the_annotation_files() -> None:
    numbers = dict(zip(LABELS, CATEGORY_IDS, strict=True))
    known = {"person": 1, "stop sign": 13, "umbrella": 28, "wine glass": 46, "dining table": 67}
    known |= {"tv": 72, "book": 84, "toothbrush": 90}
    assert {name: numbers[name] for name in known} == known
