"""A small checkpoint on a local server, for the dialog that downloads it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from file_server import Server
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from engine import downloads
from engine.detection import registry
from engine.detection.published import PublishedCheckpoint
from engine.downloads import Download
from gui.engine_thread import EngineThread
from gui.preferences.questions import Questions

CONTENT = np.random.default_rng(2).bytes(400_000)


class Answers(Questions):
    """Answers at once."""

    path: Path | None = None

    def file(self, parent: QWidget, title: str, start: Path | None, kinds: str) -> Path | None:
        return self.path


@pytest.fixture
def checkpoint_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(downloads, "PAUSES", (0.01,))
    monkeypatch.setattr(registry, "import_trouble", lambda package: "")
    started = Server(CONTENT)
    yield started
    started.end()


@pytest.fixture
def small_checkpoint(checkpoint_server: Server, tmp_path: Path) -> PublishedCheckpoint:
    digest = hashlib.sha256(CONTENT).hexdigest()
    download = Download(checkpoint_server.url, len(CONTENT), digest, "model.pth")
    folder = tmp_path / "app" / "torchvision"
    return PublishedCheckpoint("torchvision", "Mask R-CNN", download, folder, "Free.")


def workers() -> list[EngineThread]:
    """Threads that the app still has."""
    app = QCoreApplication.instance()
    assert app is not None
    return app.findChildren(EngineThread)
