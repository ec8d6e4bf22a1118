"""`evaluate detector`, sheets of boxes, and a detector of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from command_parts import Out, command_lines

from engine.config import EngineConfig
from engine.detection import registry
from engine.detection.bundled import BundledDetector
from engine.detection.candidates import Candidate
from engine.detection.detector_checkpoint import read_detector, write_detector
from engine.errors import EngineError
from engine.instances import Box
from engine.networks.checkpoints import read_checkpoint
from engine.networks.detector_network import DetectorNetwork

BOXES = "name,label,score,left,top,right,bottom\n"


@pytest.fixture
def out(monkeypatch: pytest.MonkeyPatch) -> Out:
    return command_lines(monkeypatch)


class BrightDetector:
    """Finds the bright rectangle of a photo, calls it a dog, and a cat a little less surely."""

    name = "bright"
    default_threshold = 0.5

    def detect(self, lightness: np.ndarray, threshold: float) -> list[Candidate]:
        rows, columns = np.nonzero(lightness > 60)
        box = Box(columns.min(), rows.min(), columns.max() + 1.0, rows.max() + 1.0)
        found = [Candidate("dog", 0.9, box), Candidate("cat", 0.4, box)]
        return [candidate for candidate in found if candidate.score >= threshold]


@pytest.fixture
def album(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four grey photos of a bright rectangle; the boxes call three of them dogs, and one a cat."""
    monkeypatch.setattr(registry, "load_detector", lambda config, device: BrightDetector())
    folder = tmp_path / "album"
    folder.mkdir()
    text = BOXES
    for number in range(4):
        pixels = np.random.default_rng(number).integers(0, 40, (90, 120, 1)).repeat(3, 2)
        left, top = 10 + 5 * number, 8 + 4 * number
        pixels[top : top + 50, left : left + 60] = 220
        cv2.imwrite(str(folder / f"p{number}.png"), pixels.astype(np.uint8))
        label = "cat" if number == 3 else "dog"
        text += f"p{number}.png,{label},0.8,{left},{top},{left + 60},{top + 50}\n"
    (tmp_path / "boxes.csv").write_text(text)
    return folder


def test_figures_of_a_detector_on_grey_photos(out: Out, album: Path) -> None:
    evaluate = ("evaluate", "detector", "--data", album, "--boxes", album.parent / "boxes.csv")
    status, shown, _ = out(*evaluate, "--json")
    told = json.loads(shown)
    assert status == 0
    assert told["photos"] == told["objects"] == 4
    assert told["recall"] == 1.0
    assert told["labels"]["dog"] == pytest.approx(1.0)  # the wrong one comes last of four equals
    assert told["labels"]["cat"] == pytest.approx(0.25)
    status, shown, _ = out(*evaluate, "--hold-out", "[12]$")
    assert "AP50 over 1 labels 1.0000" in shown
    assert "2 objects of at least 32 x 32 pixels in 2 photos" in shown


def test_pycocotools_agrees(out: Out, album: Path) -> None:
    pytest.importorskip("pycocotools")
    evaluate = ("evaluate", "detector", "--data", album, "--boxes", album.parent / "boxes.csv")
    told = json.loads(out(*evaluate, "--json", "--check")[1])
    assert told["pycocotools"]["ap50"] == pytest.approx(told["ap50"], abs=1e-6)
    assert told["pycocotools"]["recall"] == pytest.approx(told["recall"], abs=1e-6)


def test_sheets_show_boxes_beside_each_other(out: Out, album: Path, tmp_path: Path) -> None:
    boxes, sheet = album.parent / "boxes.csv", tmp_path / "sheet.png"
    evaluate = ("evaluate", "detector", "--data", album, "--boxes", boxes)
    assert out(*evaluate, "--sheet", sheet)[0] == 0
    four = cv2.imread(str(sheet))
    assert four is not None
    assert four.std() > 20
    status, shown, told = out(
        "detect", album, "--sheet", sheet, "--against", "torchvision", "--boxes", boxes
    )
    assert status == 0, told
    assert shown.count("(bright detector)") == 8  # both of them are it here
    wide = cv2.imread(str(sheet))
    assert wide is not None
    assert wide.shape[1] < four.shape[1]  # three beside each other, and two photos in a row of four
    colours = wide.reshape(-1, 3).max(1).astype(int) - wide.reshape(-1, 3).min(1)
    assert (colours > 60).sum() > 2000  # boxes are drawn on grey photos


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ((), "There are no objects to compare with"),
        (("--boxes", "nowhere.csv"), "cannot be read"),
        (("--boxes", "boxes.csv", "--shift", "2"), "--shift is not for detectors. Leave it out."),
        (("--boxes", "boxes.csv", "--most", "0"), "cannot be compared"),
        (("--boxes", "boxes.csv", "--hold-out", "["), "is not one"),
        (("--boxes", "boxes.csv", "--hold-out", "z"), "no photo to compare with"),
        (("--boxes", "boxes.csv", "--size", "416"), "bright has no --size"),
        (("--boxes", "boxes.csv", "--detector-weights", "a.pth"), "no checkpoint of the bundled"),
    ],
)
def test_what_cannot_be_evaluated_is_said(
    out: Out, album: Path, more: tuple[str, ...], told: str
) -> None:
    more = tuple(str(album.parent / word) if word.endswith(".csv") else word for word in more)
    status, _, complaint = out("evaluate", "detector", "--data", album, *more)
    assert status == 1
    assert told in complaint


def test_a_checkpoint_learns_how_often_it_is_right(
    out: Out, album: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes, path = album.parent / "boxes.csv", album.parent / "d.safetensors"
    network = DetectorNetwork(2, "lite0", channels=16, depth=1)
    write_detector(path, network, ("dog", "cat"), size=96, threshold=0.3)
    before, _ = read_checkpoint(path, kind="detector")
    evaluate = ("evaluate", "detector", "--data", album, "--boxes", boxes, "--calibrate")
    assert "Only a file" in out(*evaluate)[2]
    status, _, told = out(*evaluate, "--detector-weights", path)
    assert status == 1
    assert "Give more photos" in told
    assert read_detector(path).calibration is None
    monkeypatch.setattr("engine.detection.score_calibration.LEAST_HITS", 3)
    status, _, told = out(*evaluate, "--detector-weights", path)
    assert status == 0, told
    calibration = read_detector(path).calibration
    assert calibration is not None
    assert calibration.chance(0.9) > 0.6 > 0.4 > calibration.chance(0.4)
    after, _ = read_checkpoint(path, kind="detector")
    assert all(torch.equal(tensor, before[name]) for name, tensor in after.items())


@pytest.mark.parametrize("command", [("detect",), ("evaluate", "detector", "--data")])
def test_a_sheet_that_cannot_be_is_told_before_the_search(
    out: Out, album: Path, command: tuple[str, ...]
) -> None:
    status, shown, told = out(*command, album, "--sheet", album.parent / "sheet.gif")
    assert (status, shown) == (1, "")
    assert "cannot be written as .gif" in told
    assert not (album.parent / "sheet.gif").exists()


@pytest.mark.parametrize("command", [("detect",), ("evaluate", "detector", "--data")])
def test_a_sheet_never_takes_the_place_of_a_photo(
    out: Out, album: Path, command: tuple[str, ...]
) -> None:
    before = {path: path.read_bytes() for path in album.iterdir()}
    photo = sorted(before)[1]
    boxes = ("--boxes", album.parent / "boxes.csv")
    link = album.parent / "link.png"
    link.symlink_to(photo)
    for sheet in (photo, album / ".." / album.name / photo.name, link):
        status, shown, told = out(*command, album, *boxes, "--sheet", sheet)
        assert (status, shown) == (1, "")
        assert "one of the photos, which are never changed" in told
    assert {path: path.read_bytes() for path in album.iterdir()} == before
    assert out("detect", album, "--sheet", album)[2].endswith("is a folder. Choose another name.\n")


def test_comparing_needs_a_sheet(out: Out, album: Path) -> None:
    status, _, told = out("detect", album, "--against", "torchvision")
    assert status == 1
    assert "Give --sheet FILE" in told


def test_a_detector_of_ones_own_is_taken_by_name_only(tmp_path: Path) -> None:
    torch.manual_seed(0)
    own = tmp_path / "mine.safetensors"
    network = DetectorNetwork(1, channels=16, depth=0)
    write_detector(own, network, ["tram"], size=96, threshold=0.3)
    config = EngineConfig(detector="bundled", detector_weights=own)
    detector = registry.load_detector(config, torch.device("cpu"))
    assert isinstance(detector, BundledDetector)
    assert detector.labels == ("tram",)
    foreign = EngineConfig(detector="bundled", detector_weights=tmp_path / "mask_rcnn.pth")
    assert len(registry.load_detector(foreign, torch.device("cpu")).labels) == 80  # type: ignore[attr-defined]
    missing = EngineConfig(detector="bundled", detector_weights=tmp_path / "no.safetensors")
    with pytest.raises(EngineError, match="no checkpoint"):
        registry.load_detector(missing, torch.device("cpu"))
