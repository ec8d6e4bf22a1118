"""Published checkpoints of detectors: where they are, offered, fetched, taken from a file."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
import torch
from registry_parts import CPU, MODEL, place_of_bundled, pretended_packages, status, write_small

from engine.config import EngineConfig
from engine.detection import published, registry
from engine.downloads import Download
from engine.errors import EngineError
from engine.steps import Step, Steps, finish


@pytest.fixture
def checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return place_of_bundled(tmp_path, monkeypatch)


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    return pretended_packages(tmp_path, monkeypatch)


def test_the_folder_of_downloads_is_torchs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variables in ({}, {"XDG_CACHE_HOME": str(tmp_path)}, {"TORCH_HOME": "~/there"}):
        for name in ("XDG_CACHE_HOME", "TORCH_HOME"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert published.torch_hub_folder() == Path(torch.hub.get_dir()) / "checkpoints"


def test_what_was_downloaded_here_is_ready(
    packages: set[str], checkpoint: Path, tmp_path: Path
) -> None:
    for name, state in status(EngineConfig()).items():
        if name == "bundled":
            assert state.download is None
            continue
        assert state.download is not None
        path = state.download.folder / state.download.download.name
        assert path.is_relative_to(tmp_path / "app" / "detectors" / name)
        path.parent.mkdir(parents=True)
        path.with_name(f"{path.name}.part").touch()
        assert not status(EngineConfig())[name].ready
        path.touch()
        assert status(EngineConfig())[name] == registry.DetectorStatus(name, True)
        assert published.cached_checkpoint(EngineConfig(), name) == path


def test_a_download_is_offered_only_where_nothing_else_is_missing(
    packages: set[str], checkpoint: Path, tmp_path: Path
) -> None:
    other = EngineConfig(detectron2_model="COCO-InstanceSegmentation/mask_rcnn_R_50_C4_1x.yaml")
    assert status(other)["detectron2"].download is None  # no checksum of it is known
    given = EngineConfig(detector_weights=tmp_path / "model.pth")
    assert [state.download for state in status(given).values()] == [None] * 3
    packages.clear()
    assert [state.download for state in status(EngineConfig()).values()] == [None] * 3


@pytest.mark.parametrize(
    ("detector", "model", "url", "digits"),
    [
        (
            "torchvision",
            MODEL,
            "https://download.pytorch.org/models/maskrcnn_resnet50_fpn_v2_coco-73cbd019.pth",
            64,
        ),
        (
            "detectron2",
            MODEL,
            "https://dl.fbaipublicfiles.com/detectron2/COCO-InstanceSegmentation/"
            "mask_rcnn_R_50_FPN_3x/137849600/model_final_f10217.pkl",
            64,
        ),
        (
            "detectron2",
            MODEL.replace("R_50", "X_101_32x8d"),
            "https://dl.fbaipublicfiles.com/detectron2/COCO-InstanceSegmentation/"
            "mask_rcnn_X_101_32x8d_FPN_3x/139653917/model_final_2d9806.pkl",
            64,
        ),
    ],
)
def test_what_is_published_where(detector: str, model: str, url: str, digits: int) -> None:
    found = published.published_checkpoint(EngineConfig(detectron2_model=model), detector)
    assert found is not None
    assert (found.detector, found.download.url) == (detector, url)
    assert re.fullmatch(rf"[0-9a-f]{{{digits}}}", found.download.sha256)
    assert found.title.startswith("Mask R-CNN ")
    assert found.licence.endswith(".")


def test_torchvisions_names_begin_its_checksums() -> None:
    for download in published.TORCHVISION:
        stated = re.search(r"-([0-9a-f]{8})\.pth$", download.name)
        assert stated is not None
        assert download.sha256.startswith(stated.group(1))
    # what torchvision's metadata says, in MiB
    sizes = [round(download.size / 2**20, 3) for download in published.TORCHVISION if download.size]
    assert sizes == [177.219, 169.84]


# Fetching


class Fetched:
    """Stands in for the web: remembers what was asked for, and puts a file there."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        self.error: EngineError | None = None

    def __call__(self, download: Download, folder: Path) -> Steps[Path]:
        self.urls.append(download.url)
        yield Step("Downloading", 0, 1)
        if self.error is not None:
            raise self.error
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / download.name
        path.touch()
        return path


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Fetched:
    web = Fetched()
    monkeypatch.setattr(registry, "fetch", web)
    return web


@pytest.mark.parametrize("name", ["detectron2", "torchvision"])
def test_what_a_detector_lacks_is_fetched_once(
    packages: set[str], checkpoint: Path, web: Fetched, name: str
) -> None:
    config = EngineConfig(detector=name)
    steps: list[Step] = []
    finish(registry.fetch_checkpoint(config), steps.append)
    assert [step.label for step in steps] == [f"Looking whether {name} works", "Downloading"]
    assert status(config)[name].ready
    finish(registry.fetch_checkpoint(config))
    assert len(web.urls) == 1


def test_nothing_is_fetched_that_was_not_asked_for(
    packages: set[str], checkpoint: Path, web: Fetched, tmp_path: Path
) -> None:
    for config in (
        EngineConfig(),
        EngineConfig(detector="bundled"),
        EngineConfig(detector="torchvision", detector_weights=tmp_path / "mine.pth"),
    ):
        finish(registry.fetch_checkpoint(config))
    packages.clear()
    finish(registry.fetch_checkpoint(EngineConfig(detector="detectron2")))
    assert not web.urls


@pytest.mark.parametrize("name", ["detectron2", "torchvision"])
def test_nothing_is_fetched_for_a_package_that_does_not_work(
    packages: set[str],
    checkpoint: Path,
    web: Fetched,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    monkeypatch.setattr(registry, "import_trouble", lambda package: f"{package} is broken")
    with pytest.raises(EngineError, match=rf"{name} cannot be loaded: {name}.* is broken\."):
        finish(registry.fetch_checkpoint(EngineConfig(detector=name)))
    assert not web.urls


def test_a_failed_download_leaves_the_bundled_detector(
    packages: set[str], checkpoint: Path, web: Fetched
) -> None:
    write_small(checkpoint)
    web.error = EngineError("The disk is full.", "Free some.")
    with pytest.raises(EngineError, match="disk is full"):
        finish(registry.fetch_checkpoint(EngineConfig(detector="torchvision")))
    assert not status(EngineConfig())["torchvision"].ready
    assert registry.load_detector(EngineConfig(), CPU).name == "bundled"


def test_a_local_file_is_taken_for_the_one_that_it_is(
    packages: set[str], checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = [b"version 2", b"the older version"]
    downloads = [
        Download(
            f"https://example.org/{index}.pth",
            len(content),
            hashlib.sha256(content).hexdigest()[:8],
            old.name,
        )
        for index, (content, old) in enumerate(zip(contents, published.TORCHVISION, strict=True))
    ]
    monkeypatch.setattr(published, "TORCHVISION", tuple(downloads))
    offered = status(EngineConfig())["torchvision"].download
    assert offered is not None
    local = tmp_path / "from a friend.pth"
    local.write_bytes(b"something else")
    with pytest.raises(EngineError, match="not the published file"):
        finish(registry.adopt_published(offered, local))
    assert not status(EngineConfig())["torchvision"].ready
    for content, download in zip(contents[::-1], downloads[::-1], strict=True):
        local.write_bytes(content)
        path = finish(registry.adopt_published(offered, local))
        assert path.name == download.name
        assert published.cached_torchvision_checkpoint() == path
