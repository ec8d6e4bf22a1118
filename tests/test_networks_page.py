"""docs/networks.md against the networks: its figures, its taps, and the commands that it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import torch

from engine.commands import entry
from engine.config import NETWORKS
from engine.networks.catalogue import build_fusion, build_network
from engine.networks.census import parameter_census
from engine.networks.fusion import FusionRule
from engine.networks.report import report_weight_module
from trainers.__main__ import parser

PAGE = Path(__file__).resolve().parent.parent / "docs" / "networks.md"


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8").replace("\\\n", "")  # commands over two lines


def rows(page: str, start: str) -> list[list[str]]:
    """The cells of the first table after the words `start`, without its head."""
    lines = page[page.index(start) :].splitlines()
    first = next(index for index, line in enumerate(lines) if line.startswith("|"))
    cells = []
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        cells.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
    return cells


def number(text: str) -> int:
    return int(text.replace(",", ""))


def count(*modules: torch.nn.Module) -> int:
    return sum(p.numel() for module in modules for p in module.parameters())


def test_the_sizes_are_those_that_the_command_tells(page: str) -> None:
    told = {
        (network, stage): (*map(number, figures), size)
        for network, stage, *figures, size in rows(page, "## Sizes")
    }
    counted = {
        (network, stage): (
            census.total,
            census.trainable,
            census.statistics,
            "{1} x {0}".format(*census.input_size),
        )
        for network in NETWORKS
        for stage, census in parameter_census(network).items()
    }
    assert told == counted


@pytest.mark.parametrize("name", NETWORKS)
def test_the_taps_are_the_networks(page: str, name: str) -> None:
    with torch.device("meta"):
        taps = build_network(name).taps
    told = [
        (tap, number(channels), number(stride))
        for tap, channels, stride in rows(page, f"**Taps of {name}**")
    ]
    assert told == [(tap.name, tap.channels, tap.stride) for tap in taps]


def test_the_parts_of_compact_are_counted(page: str) -> None:
    with torch.device("meta"):
        network = build_network("compact")
    told = {part: number(figure) for part, _, _, figure in rows(page, "## compact")}
    assert told == {
        "encoder": count(network.get_submodule("encoder")),
        "context": count(network.get_submodule("context")),
        "decoder": count(network.get_submodule("decoder")),
        "last layer": count(network.head),
    }


def test_the_figures_in_the_text_are_counted(page: str) -> None:
    with torch.device("meta"):
        network = build_network("siggraph")
        fusion = build_fusion(network)
        pair = [report_weight_module(64) for _ in range(2)]
    used = [m[tap.name] for tap in network.taps for m in (fusion.full, fusion.instance)]
    unused = [m["out_reg"] for m in (fusion.full, fusion.instance)]
    assert f"13 taps ({count(*used):,})" in page
    assert f"never uses ({count(*unused):,})" in page
    assert count(network, *used, *unused) == count(fusion)
    statistics = sum(
        b.numel() for module in pair for b in module.buffers() if b.dtype == torch.float32
    )
    words = " ".join(page.split())
    assert f"{statistics} statistics, {count(*pair) + statistics:,} together" in words


def test_every_rule_is_described(page: str) -> None:
    told = [rule for rule, *_ in rows(page, "## How features are fused")]
    assert told == [rule.value for rule in FusionRule]


def test_every_network_is_described(page: str) -> None:
    assert [name for name, *_ in rows(page, "# The networks")] == list(NETWORKS)


def test_the_commands_are_understood(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = [line.strip() for line in page.splitlines() if line.startswith("    ")]
    trainings = [line for line in shown if line.startswith("python -m trainers ")]
    assert {parser().parse_args(shlex.split(line)[3:]).network for line in trainings} == set(
        NETWORKS
    )
    ours = [line for line in shown if line.startswith("instance-colorizer ")]
    assert len(ours) >= 4
    asked = []
    monkeypatch.setattr(entry, "guarded", lambda work, console, verbose: asked.append(work) or 0)
    for line in ours:
        assert entry.run(shlex.split(line)[1:]) == 0  # argparse exits at a wrong option
    assert len(asked) == len(ours)


def test_what_the_page_points_to_is_there(page: str) -> None:
    for path in re.findall(r"`((?:engine|tests)/[a-z_/]+\.py)`", page):
        assert (PAGE.parent.parent / path).is_file(), path
    headings = {
        re.sub(r"[^a-z0-9 -]", "", line.lstrip("#").strip().lower()).replace(" ", "-")
        for line in page.splitlines()
        if line.startswith("#")
    }
    shown = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)]+)\)", shown):
        inside = target.startswith("#")
        assert target[1:] in headings if inside else (PAGE.parent / target).exists(), target
