"""A file that is downloaded from a local server, and where it goes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from file_server import (
    Server,
)

from engine import downloads
from engine.downloads import (
    Download,
    fetch,
)
from engine.errors import EngineError
from engine.steps import finish

CONTENT = np.random.default_rng(0).bytes(300_000)
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def quick_downloads(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy between here and here, and short waiting."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(downloads, "PAUSES", (0.01, 0.01, 0.01))
    monkeypatch.setattr(downloads, "PATIENCE", 0.02)


@pytest.fixture
def download_server() -> Iterator[Server]:
    started = Server(CONTENT)
    yield started
    started.end()


@pytest.fixture
def promised(download_server: Server) -> Download:
    return Download(download_server.url, len(CONTENT), DIGEST, "model.pth")


@pytest.fixture
def download_folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "detectors"


def part(download_folder: Path) -> Path:
    return download_folder / "model.pth.part"


def leave(download_folder: Path, content: bytes) -> None:
    """What an earlier download has left."""
    download_folder.mkdir(parents=True, exist_ok=True)
    part(download_folder).write_bytes(content)


def names(download_folder: Path) -> list[str]:
    return sorted(path.name for path in download_folder.iterdir())


def failure(download: Download, download_folder: Path) -> EngineError:
    """What a person is told: two plain sentences; the file is not there."""
    with pytest.raises(EngineError) as raised:
        finish(fetch(download, download_folder))
    error = raised.value
    assert error.message.endswith(".")
    assert error.remedy.endswith(".")
    assert "\n" not in str(error)
    assert not (download_folder / download.name).exists()
    return error
