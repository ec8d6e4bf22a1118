"""Adjustments of the result, live at preview size."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSlider, QWidget

from gui.workspace import Workspace

LARGEST = 200  # per cent


class AdjustBox(QWidget):
    """The strength of the colours."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setObjectName("adjust")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title = QLabel("Adjust")
        title.setObjectName("dockHeader")
        name = QLabel("Colour")
        name.setObjectName("quiet")
        self._value = QLabel()
        self._value.setObjectName("quiet")
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._value.setMinimumWidth(self.fontMetrics().horizontalAdvance("200 %") + 4)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, LARGEST)
        self.slider.setPageStep(10)
        self.slider.setAccessibleName("Colour strength")
        self.slider.setToolTip("How strong the colours are: 0 % is grey, 100 % as colorized.")
        name.setBuddy(self.slider)
        self.slider.valueChanged.connect(lambda value: workspace.set_saturation(value / 100))
        self.reset = QPushButton("Reset")
        self.reset.setToolTip("Colours as colorized.")
        self.reset.clicked.connect(lambda: workspace.set_saturation(1.0))
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 22, 14)
        grid.setHorizontalSpacing(10)
        grid.addWidget(title, 0, 0, 1, 2)
        grid.addWidget(self.reset, 0, 2)
        grid.addWidget(name, 1, 0)
        grid.addWidget(self.slider, 1, 1)
        grid.addWidget(self._value, 1, 2)
        grid.setColumnStretch(1, 1)
        workspace.saturation_changed.connect(self._refresh)
        workspace.photo_changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        percent = round(self._workspace.saturation * 100)
        with QSignalBlocker(self.slider):
            self.slider.setValue(percent)
        self._value.setText(f"{percent} %")
        self.setEnabled(self._workspace.photo is not None)
        self.reset.setEnabled(self._workspace.photo is not None and percent != 100)
