"""The tool bar of the main window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolBar, QToolButton, QWidget

from engine.texts import tr

ICON = QSize(18, 18)


class WindowToolBar(QToolBar):
    """It stays where it is.

    Args:
        named: actions that are shown with their names.
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
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.addActions(list(named))
        for group in groups:
            self.addSeparator()
            self.addActions(list(group))
            for action in group:
                button = self.widgetForAction(action)
                assert isinstance(button, QToolButton)
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.addSeparator()
        self.addWidget(last)
