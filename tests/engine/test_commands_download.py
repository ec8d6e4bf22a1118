"""A detector's checkpoint that the command line downloads: shown in its bar, stopped by Ctrl-C."""

from __future__ import annotations

import hashlib
import io
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from file_server import Server, ranged, status, trickle

from engine.commands import entry
from engine.commands.console import ProgressBar
from engine.detection import published, registry
from engine.downloads import Download
from engine.steps import Step

pytestmark = pytest.mark.usefixtures("stand_in_workbench")
CONTENT = np.random.default_rng(1).bytes(2_000_000)
NAME = "model.pth"


class Terminal(io.StringIO):
    """A stream that shows a bar."""

    def isatty(self) -> bool:
        return True


def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Takes the place of stderr; not a fixture, as pytest takes that place before each test."""
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("engine.commands.console.REDRAW_SECONDS", 0)
    return shown


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    """torchvision is installed, and its checkpoint is on this server."""
    started = Server(CONTENT)
    there = Download(started.url, len(CONTENT), hashlib.sha256(CONTENT).hexdigest(), NAME)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    monkeypatch.setattr(published, "TORCHVISION", (there,))
    monkeypatch.setattr(published, "cache_folder", lambda: tmp_path / "app")
    monkeypatch.setattr(registry, "find_spec", lambda name: name if name == "torchvision" else None)
    monkeypatch.setattr(registry, "import_trouble", lambda package: "")
    yield started
    started.end()


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    return tmp_path / "app" / "detectors" / "torchvision" / NAME


def colorize(photo: Path) -> int:
    return entry.run(["colorize", str(photo), "--detector", "torchvision"])


def test_the_bar_shows_the_download(
    server: Server,
    checkpoint: Path,
    grey_photo: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = terminal(monkeypatch)
    assert colorize(grey_photo) == 0
    assert checkpoint.read_bytes() == CONTENT
    bars = [bar for bar in shown.getvalue().split("\r\x1b[K") if "Downloading" in bar]
    assert bars
    assert all("1/1 torchvision  Downloading" in bar for bar in bars)
    assert all(" of 2.0 MB: mod" in bar for bar in bars)
    assert colorize(grey_photo) == 1  # the result is there
    assert len(server.asked) == 1


def test_ctrl_c_keeps_what_has_come_and_the_next_run_goes_on(
    server: Server,
    checkpoint: Path,
    grey_photo: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = terminal(monkeypatch)
    server.behaviours = [trickle]

    def step(bar: ProgressBar, step: Step) -> None:
        if step.total == len(CONTENT) and step.done > 2:
            signal.raise_signal(signal.SIGINT)

    with monkeypatch.context() as interrupted:
        interrupted.setattr(ProgressBar, "step", step)
        assert colorize(grey_photo) == entry.INTERRUPTED
    assert "Stopped" in shown.getvalue()
    part = checkpoint.with_name(f"{NAME}.part")
    kept = part.read_bytes()
    assert len(kept) > 2
    assert CONTENT.startswith(kept)
    server.behaviours = [ranged]
    assert colorize(grey_photo) == 0
    assert server.ranges[-1] == f"bytes={len(kept)}-"
    assert checkpoint.read_bytes() == CONTENT


def test_a_failed_download_is_one_sentence_for_all_photos(
    server: Server,
    checkpoint: Path,
    photo_folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    server.behaviours = [status(404)]
    arguments = ["colorize", str(photo_folder), "--recursive", "-o", str(tmp_path / "out")]
    assert entry.run([*arguments, "--detector", "torchvision"]) == 1
    told = capsys.readouterr()
    assert told.err.count("does not have the file") == 1
    assert told.out == ""
    assert entry.run(arguments) == 0  # without that detector everything works
