"""Which detector is ready, and which one `auto` takes."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from engine.config import EngineConfig
from engine.detection import published, registry
from engine.detection.coco import CATEGORY_IDS, LABELS
from engine.detection.detector_checkpoint import write_detector
from engine.downloads import Download
from engine.errors import EngineError
from engine.networks.detector_network import DetectorNetwork
from engine.steps import Step, Steps, finish

CPU = torch.device("cpu")
MODEL = EngineConfig().detectron2_model


@pytest.fixture
def checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the bundled checkpoint is looked for; nothing is there yet."""
    path = tmp_path / "checkpoints" / "detector.safetensors"
    monkeypatch.setattr(registry, "bundled_checkpoint", lambda: path)
    return path


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> set[str]:
    """Names of packages that seem to be installed; no download is in any cache."""
    installed = {"detectron2", "torchvision", "pkg_resources"}
    monkeypatch.setattr(registry, "import_trouble", lambda package: "")
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    monkeypatch.setattr(registry, "find_spec", lambda name: name if name in installed else None)
    monkeypatch.setenv("FVCORE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(published.tempfile, "gettempdir", lambda: str(tmp_path / "temporary"))
    monkeypatch.setattr(published, "cache_folder", lambda: tmp_path / "app")
    return installed


def write_small(path: Path) -> None:
    torch.manual_seed(0)
    network = DetectorNetwork(2, channels=8, depth=1)
    write_detector(path, network, ("person", "dog"), size=64, threshold=0.25)


def status(config: EngineConfig) -> dict[str, registry.DetectorStatus]:
    return {item.name: item for item in registry.available_detectors(config)}


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


def test_the_folder_of_downloads_is_torchs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variables in ({}, {"XDG_CACHE_HOME": str(tmp_path)}, {"TORCH_HOME": "~/there"}):
        for name in ("XDG_CACHE_HOME", "TORCH_HOME"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert published.torch_hub_folder() == Path(torch.hub.get_dir()) / "checkpoints"


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
