"""How every dialog of the app is made in a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget

from engine.batch.output_options import OutputOptions
from engine.config import EngineConfig
from engine.detection.published import published_checkpoint
from gui.dialogs import Dialogs
from gui.engine_thread import EngineThread
from gui.export.export_dialog import ExportDialog
from gui.failures import DetailsDialog
from gui.main_window import MainWindow
from gui.open_photo import OpenPhoto
from gui.preferences.checkpoint_manager import CheckpointManager
from gui.preferences.dialog import SettingsDialog
from gui.preferences.download_dialog import DownloadDialog
from gui.preferences.import_dialog import ImportDialog
from gui.preferences.settings import Settings
from gui.queue.photo_queue import PhotoQueue
from gui.queue.queue_window import QueueWindow
from gui.spare_time import SpareTime
from gui.training.wizard_window import TrainingWindow
from gui.views.detect_dialog import DetectDialog
from gui.views.shortcut_page import ShortcutPage
from gui.views.variants_dialog import PhotoChoices, VariantsDialog
from gui.workspace import Workspace

Maker = Callable[[], QWidget]


@pytest.fixture
def makers(
    window: MainWindow,
    workspace: Workspace,
    thread: EngineThread,
    answers: Dialogs,
    photo: OpenPhoto,
) -> Iterator[dict[str, Maker]]:
    """How every dialog is made, by its topic."""
    spare = SpareTime(thread)
    checkpoint = published_checkpoint(EngineConfig(), "torchvision")
    assert checkpoint is not None
    training: list[TrainingWindow] = []
    queue = PhotoQueue(None, lambda: False, window, options=OutputOptions())

    def train() -> TrainingWindow:
        training.append(TrainingWindow(window))
        return training[-1]

    yield {
        "settings": lambda: SettingsDialog(Settings(), thread, window),
        "import": lambda: ImportDialog(thread, window),
        "checkpoints": lambda: CheckpointManager(thread, EngineConfig, window),
        "download": lambda: DownloadDialog(checkpoint, window),
        "detect": lambda: DetectDialog(workspace, parent=window),
        "variants": lambda: VariantsDialog(workspace, PhotoChoices(workspace), window),
        "export": lambda: ExportDialog(workspace, spare, answers, parent=window),
        "queue": lambda: QueueWindow(queue, spare, window),
        "training": train,
        "failure": lambda: DetailsDialog(ValueError(), None, window),
        "shortcuts": lambda: ShortcutPage(window.menuBar(), window),
    }
    assert queue.close()
    assert all(made.shut_down() for made in training)
