"""The tool bar of the main window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QToolBar, QToolButton, QWidget

from engine.texts import tr

Style = Qt.ToolButtonStyle
ICON = QSize(18, 18)


class WindowToolBar(QToolBar):
    """It stays where it is.

    Args:
        named: actions that are shown with their names where there is room for them.
        groups: of actions that are shown as icons alone.
        last: what stands at the end.
        parent: the main window.
    """

    def __init__(
        self,
        named: Sequence[QAction],
        groups: Sequence[Sequence[QAction]],
        last: QWidget,
        parent: QWidget,
    ) -> None:
        super().__init__(tr("Tools"), parent)
        self.setObjectName("tools")
        self.setMovable(False)
        self.setIconSize(ICON)
        self.setToolButtonStyle(Style.ToolButtonTextBesideIcon)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.addActions(list(named))
        self._named = [self.widgetForAction(action) for action in named]
        self._width_with_names = 0  # pixels; known once it is shown
        for group in groups:
            self.addSeparator()
            self.addActions(list(group))
            for action in group:
                button = self.widgetForAction(action)
                assert isinstance(button, QToolButton)
                button.setToolButtonStyle(Style.ToolButtonIconOnly)
        self.addSeparator()
        self.addWidget(last)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._width_with_names = self._width_with_names or self.sizeHint().width()
        self._show_names()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._width_with_names:
            self._show_names()

    def _show_names(self) -> None:
        """Leave the names out where the last would not be seen else."""
        fits = self.width() >= self._width_with_names
        wanted = Style.ToolButtonTextBesideIcon if fits else Style.ToolButtonIconOnly
        for button in self._named:
            assert isinstance(button, QToolButton)
            button.setToolButtonStyle(wanted)
