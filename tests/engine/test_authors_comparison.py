"""The comparison with the authors' code, on a stand-in for it that has its interface."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from engine.commands import entry
from engine.errors import EngineError
from engine.networks import authors_comparison
from engine.networks.authors_comparison import ComparedCall, compare_with_authors

CPU = torch.device("cpu")
SIDE = 32
STAND_IN = """
import torch
from torch import nn
from engine.instances import Placement
from engine.networks.color_net import Recorder
from engine.networks.fusion import FusionRule
from engine.networks.importing import authors_names
from engine.networks.siggraph import AB_SCALE, TAPS, SiggraphNet, siggraph_fusion

GRIDS = (1, 2, 4, 8)


class StandIn(nn.Module):
    def __init__(self, input_nc, output_nc, classification=True):
        super().__init__()
        assert (input_nc, output_nc, classification) == (4, 2, False)
        self.inner = self.make()

    def make(self):
        return SiggraphNet(32)

    def load_state_dict(self, given, strict=True):
        names = {theirs: ours for ours, theirs in authors_names(self.inner).items()}
        self.inner.load_state_dict({names[key]: t for key, t in given.items()}, strict=False)
        return ["model1.4.num_batches_tracked"] + MISSING, []

    def check(self, lightness, hints, mask):
        assert hints.shape[1:] == (2, 32, 32) and not hints.any()
        assert (mask == -0.5).all()
        return lightness * 100.0 + 50.0


class SIGGRAPHGenerator(StandIn):
    def forward(self, *inputs):
        return None, self.inner(self.check(*inputs)) / AB_SCALE + OFF


class InstanceGenerator(StandIn):
    def forward(self, *inputs):
        recorder = Recorder()
        ab = self.inner(self.check(*inputs), recorder) / AB_SCALE
        return ab, recorder.features


class FusionGenerator(StandIn):
    def make(self):
        return siggraph_fusion(FusionRule.PADDED)

    def forward(self, lightness, hints, mask, features, infos):
        placements = []
        for index in range(len(infos[0])):
            places = {}
            for tap in TAPS:
                left, right, top, bottom, width, height = infos[GRIDS.index(tap.stride)][index]
                assert left + width + right == top + height + bottom == 32 // tap.stride
                places[tap.name] = Placement(
                    left=int(left), top=int(top), width=int(width), height=int(height)
                )
            placements.append(places)
        parts = self.inner.parts(features, placements)
        begun = self.inner.trunk.begin(self.check(lightness, hints, mask))
        return self.inner.proceed(None, begun, parts)[0] / AB_SCALE
"""


def repository(folder: Path, *, off: float = 0.0, missing: str = "[]") -> Path:
    """A folder with a stand-in; `off` is added to what its full-image network gives."""
    (folder / "models").mkdir(parents=True)
    constants = f"OFF = {off}\nMISSING = {missing}\n"
    (folder / "models" / "networks.py").write_text(constants + STAND_IN)
    return folder


def compared(folder: Path, precision: str = "float32") -> list[ComparedCall]:
    calls = compare_with_authors(
        folder, CPU, networks=["siggraph"], precision=precision, repeats=1, side=SIDE, many=9
    )
    return list(calls)


def test_colours_are_compared_in_lab_units(tmp_path: Path) -> None:
    full, fusion, together, many = compared(repository(tmp_path, off=0.01))
    assert [call.call for call in (full, fusion, together, many)] == [
        "full image",
        "8 instances + fusion",
        "all together",
        "9 instances + fusion",
    ]
    assert full.ab_difference == pytest.approx(1.1, abs=1e-3)
    for call in (fusion, many):
        assert call.ab_difference is not None
        assert call.ab_difference < 1e-4
    assert together.ab_difference is None
    assert together.seconds == full.seconds + fusion.seconds
    assert together.authors_seconds == full.authors_seconds + fusion.authors_seconds
    for call in (full, fusion, together, many):
        assert call.network == "siggraph"
        assert call.precision == "float32"
        assert 0 < call.seconds < 60
        assert 0 < call.authors_seconds < 60
        assert call.ratio == call.authors_seconds / call.seconds
        assert call.peak_mb is None or call.peak_mb > 50


def test_bfloat16_is_compared_with_their_float32(tmp_path: Path) -> None:
    calls = list(compared(repository(tmp_path), "bfloat16"))
    assert {call.precision for call in calls} == {"bfloat16"}
    differences = [call.ab_difference for call in calls if call.call != "all together"]
    assert len(differences) > 1
    assert all(difference and 1e-4 < difference < 1.0 for difference in differences)


def test_the_default_network_is_timed_beside_theirs_and_gives_other_colours(
    tmp_path: Path,
) -> None:
    calls = list(
        compare_with_authors(
            repository(tmp_path), CPU, networks=["compact"], repeats=1, side=SIDE, many=2
        )
    )
    assert {call.network for call in calls} == {"compact"}
    assert {call.ab_difference for call in calls} == {None}
    assert all(call.seconds > 0 and call.authors_seconds > 0 for call in calls)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (None, "there is no models/networks.py"),
        ("import a_package_that_is_not_here", "a_package_that_is_not_here"),
        ("def broken(:", "invalid syntax"),
        ("x = 1", "SIGGRAPHGenerator"),
        ("class SIGGRAPHGenerator:\n    pass", "argument"),
    ],
)
def test_another_folder_is_refused_in_one_sentence(
    code: str | None, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if code is not None:
        repository(tmp_path)
        (tmp_path / "models" / "networks.py").write_text(code)
    assert entry.run(["benchmark", "--authors", str(tmp_path), "--device", "cpu"]) == 1
    complaint = capsys.readouterr().err
    assert f"The folder {tmp_path} does not hold the code of the paper's authors" in complaint
    assert reason in complaint
    assert "github.com/ericsujw/InstColorization" in complaint
    assert "Traceback" not in complaint


def test_networks_with_other_layers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="SIGGRAPHGenerator has other layers"):
        compared(repository(tmp_path, missing="['model99.weight']"))


def test_a_failure_inside_their_code_is_theirs(tmp_path: Path) -> None:
    folder = repository(tmp_path)
    file = folder / "models" / "networks.py"
    file.write_text(file.read_text().replace("return None, self", "return undefined, self"))
    with pytest.raises(EngineError, match="'undefined' is not defined"):
        compared(folder)


def test_the_command_prints_both_and_the_ratio(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    call = ComparedCall(
        "siggraph", "8 instances + fusion", "bfloat16", 16.0, 2.0, 3000.0, None, 0.11
    )
    asked = []

    def stand_in(folder: Path, device: torch.device, **options: object) -> list[ComparedCall]:
        asked.append((folder, device, options))
        return [call]

    monkeypatch.setattr(authors_comparison, "compare_with_authors", stand_in)
    arguments = ["benchmark", "--authors", str(tmp_path), "--device", "cpu", "--repeats", "3"]
    assert entry.run(arguments) == 0
    line = capsys.readouterr().out
    assert (
        "authors  16,000.0 ms, peak 3,000 MiB; siggraph here in bfloat16   2,000.0 ms; 8.0 times"
        in line
    )
    assert "at most 0.11 (0.001 of 1)" in line
    assert entry.run([*arguments, "--json", "--precision", "float32"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["ratio"] == 8.0
    assert row["ab_difference"] == 0.11
    networks = ("siggraph", "compact")
    assert asked[1] == (
        tmp_path,
        CPU,
        {"networks": networks, "precision": "float32", "repeats": 3},
    )


def test_other_networks_are_not_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert entry.run(["benchmark", "--network", "unet", "--authors", str(tmp_path)]) == 1
    assert "siggraph and compact" in capsys.readouterr().err
