"""Where a training starts: from nothing, or from checkpoints, which may be trained on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from engine.config import EngineConfig
from engine.errors import EngineError
from engine.networks.checkpoint_folders import checkpoint_folder
from engine.texts import tr
from gui.preferences.form import PathField


class StartField(QWidget):
    """A folder of checkpoints that may be left open, and whether its stages are trained on.

    Args:
        choose: asks for a folder; gets what is chosen now.

    Attributes:
        fine_tune: to be placed below.
    """

    changed = Signal()

    def __init__(self, choose: Callable[[Path | None], Path | None]) -> None:
        super().__init__()
        self.folder = PathField(tr("None"), choose)
        self.own_button = QPushButton(tr("The App's"))
        self.own_button.setToolTip(tr("The checkpoints that the app colorizes with."))
        self.own_button.clicked.connect(self._take_own)
        self.folder.add_button(self.own_button)
        self.fine_tune = QCheckBox(tr("Train these on, instead of from the beginning"))
        self.fine_tune.setToolTip(
            tr("For photos of your own: the stages go on from what the checkpoints know.")
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.folder)
        self.setFocusProxy(self.folder)
        self.folder.changed.connect(self._folder_changed)
        self.fine_tune.toggled.connect(lambda _: self.changed.emit())
        self.show_start(None, fine_tune=False, network="compact")

    @property
    def path(self) -> Path | None:
        """The folder that is chosen."""
        return self.folder.path

    def show_start(self, path: Path | None, *, fine_tune: bool, network: str) -> None:
        """Show this choice, for a training of this network."""
        self.folder.set_path(path)
        with QSignalBlocker(self.fine_tune):
            self.fine_tune.setChecked(fine_tune)
        self.fine_tune.setEnabled(path is not None)
        self._own = _own(network)
        self.own_button.setEnabled(self._own is not None and self._own != path)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.folder.setAccessibleName(name)

    def _take_own(self) -> None:
        self.folder.set_path(self._own)
        self._folder_changed()

    def _folder_changed(self) -> None:
        if self.folder.path is None:
            with QSignalBlocker(self.fine_tune):
                self.fine_tune.setChecked(False)
        self.changed.emit()


def _own(network: str) -> Path | None:
    """The folder that the app takes a network's checkpoints from; None without any."""
    try:
        return checkpoint_folder(EngineConfig(network=network))
    except EngineError:
        return None
