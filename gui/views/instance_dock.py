"""The dock at the side: the instances with their switches, and the adjustments."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.views.adjust_box import AdjustBox
from gui.views.instance_list import InstanceList
from gui.workspace import Workspace

WIDTH = 280


class InstanceDock(QDockWidget):
    """Instances and adjustments of the open photo."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("Instances", parent)
        self._workspace = workspace
        self.setObjectName("instances")
        self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        self.setTitleBarWidget(QWidget(self))
        self.list = InstanceList(workspace, self)
        self._count = QLabel()
        self._count.setObjectName("quiet")
        self._empty = QLabel()
        self._empty.setObjectName("quiet")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(14, 8, 16, 8)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.list)
        self.all_button = QPushButton("All on")
        self.all_button.setToolTip("Fuse every object with the full image.")
        self.all_button.clicked.connect(workspace.editor.enable_all)
        self.none_button = QPushButton("All off")
        self.none_button.setToolTip("Use the full image alone.")
        self.none_button.clicked.connect(workspace.editor.enable_none)
        self.adjust = AdjustBox(workspace)
        self._lay_out()
        workspace.photo_changed.connect(self._refresh)
        workspace.instances_changed.connect(self._refresh)
        workspace.enabled_changed.connect(self._refresh)
        workspace.progress_changed.connect(self._refresh)
        self._refresh()

    def _lay_out(self) -> None:
        title = QLabel("Instances")
        title.setObjectName("dockHeader")
        title.setToolTip("The objects that were found; each is also colorized on its own.")
        header = QHBoxLayout()
        header.setContentsMargins(16, 10, 16, 6)
        header.addWidget(title)
        header.addStretch()
        header.addWidget(self._count)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(22, 8, 22, 12)
        buttons.setSpacing(8)
        buttons.addWidget(self.all_button)
        buttons.addWidget(self.none_button)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(header)
        column.addWidget(self._stack, 1)
        column.addLayout(buttons)
        column.addWidget(self.adjust)
        body.setFixedWidth(WIDTH)
        self.setWidget(body)

    def _refresh(self) -> None:
        workspace = self._workspace
        total, on = len(workspace.instances), len(workspace.enabled)
        self._count.setText(f"{on} of {total} on" if total else "")
        self._stack.setCurrentIndex(1 if total else 0)
        self._empty.setText(self._empty_text())
        self.all_button.setEnabled(on < total)
        self.none_button.setEnabled(on > 0)

    def _empty_text(self) -> str:
        photo = self._workspace.photo
        if photo is None:
            return "The objects in your photo will be listed here."
        if photo.detected:
            return (
                "No objects were found in this photo.\n\n"
                "The result is the full image, colorized as a whole."
            )
        if self._workspace.can_colorize:
            return "This photo has not been colorized. Press Colorize to start again."
        return "Looking for objects."
