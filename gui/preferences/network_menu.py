"""The menu that chooses the network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from engine.config import NETWORKS, EngineConfig
from engine.networks.compared import compared
from engine.readiness import network_folder
from engine.texts import marked, sentences, tr
from gui.preferences import words

NOTHING = marked(
    "There are no checkpoints of it yet: import them, train them, or choose a folder of them."
)


def with_network(config: EngineConfig, network: str) -> EngineConfig:
    """The settings with another network; a chosen folder of checkpoints was for the one before."""
    if network == config.network:
        return config
    return replace(config, network=network, checkpoints=None)


class NetworkMenu(QMenu):
    """One of the networks, their checkpoints, importing, and the way to all settings.

    Args:
        config: the settings; the menu shows them as they are when it opens.
        folder_of: where a network's checkpoints are at hand, None where they are not.

    Attributes:
        network_chosen: the name of another network than before.
        import_wanted, checkpoints_wanted, settings_wanted: the person wants that dialog.
    """

    network_chosen = Signal(str)
    import_wanted = Signal()
    checkpoints_wanted = Signal()
    settings_wanted = Signal()

    def __init__(
        self,
        config: Callable[[], EngineConfig],
        parent: QWidget | None = None,
        folder_of: Callable[[str], Path | None] = network_folder,
    ) -> None:
        super().__init__(tr("&Network"), parent)
        self._config = config
        self._folder_of = folder_of
        self._compared = compared()
        self.setToolTipsVisible(True)
        self._group = QActionGroup(self)
        self.networks: dict[str, QAction] = {}
        for name in NETWORKS:
            action = self.addAction(words.named(words.NETWORKS, name))
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, name=name: self._choose(name))
            self._group.addAction(action)
            self.networks[name] = action
        self.addSeparator()
        self.import_action = self.addAction(tr("&Import Checkpoints…"))
        self.import_action.setToolTip(tr("Import the networks that the paper's authors published."))
        self.import_action.triggered.connect(lambda: self.import_wanted.emit())
        self.checkpoints_action = self.addAction(tr("&Checkpoints…"))
        self.checkpoints_action.setToolTip(
            tr("The sets of every network: use, export, delete them.")
        )
        self.checkpoints_action.triggered.connect(lambda: self.checkpoints_wanted.emit())
        self.settings_action = self.addAction(tr("&Settings…"))
        self.settings_action.setToolTip(tr("Theme, device, networks, detector, and saving."))
        self.settings_action.setMenuRole(QAction.MenuRole.PreferencesRole)
        self.settings_action.triggered.connect(lambda: self.settings_wanted.emit())
        self.aboutToShow.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show which network is in use, and which have checkpoints."""
        config = self._config()
        for name, action in self.networks.items():
            current = name == config.network
            own_folder = current and config.checkpoints is not None
            there = own_folder or self._folder_of(name) is not None
            text = words.named(words.NETWORKS, name)
            about = words.named(words.ABOUT_NETWORKS, name) if there else tr(NOTHING)
            text = text if there else tr("{network}: no checkpoints", network=text)
            figures = self._compared.get(name)
            if figures is not None:
                text += f"\t{figures.gain:+.1f} dB"  # in a column of its own
                about = sentences(about, figures.text)
            action.setText(text)
            action.setToolTip(about)
            action.setStatusTip(action.toolTip())
            action.setEnabled(there)
            action.setChecked(current)

    def _choose(self, name: str) -> None:
        if name != self._config().network:
            self.network_chosen.emit(name)
