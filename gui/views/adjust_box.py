"""Adjustments of the result, live at preview size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSlider, QWidget

from engine.adjustments import AS_COLORIZED
from gui.workspace import Workspace


@dataclass(frozen=True)
class Control:
    """One slider.

    Attributes:
        name: what it adjusts.
        tip: in one sentence.
        lowest, highest, normal: in its unit, per cent.
        shown: its value in words.
        value: the workspace's value, per cent.
        change: sets it.
    """

    name: str
    tip: str
    lowest: int
    highest: int
    normal: int
    shown: Callable[[int], str]
    value: Callable[[Workspace], float]
    change: Callable[[Workspace, float], None]


def _set_saturation(workspace: Workspace, percent: float) -> None:
    changed = replace(workspace.adjustments, saturation=percent / 100)
    workspace.editor.set_adjustments(changed)


def _set_warmth(workspace: Workspace, percent: float) -> None:
    changed = replace(workspace.adjustments, warmth=percent / 100)
    workspace.editor.set_adjustments(changed)


CONTROLS = (
    Control(
        "Colour",
        "How strong the colours are: 0 % is grey, 100 % as colorized.",
        0,
        200,
        100,
        lambda percent: f"{percent} %",
        lambda workspace: 100 * workspace.adjustments.saturation,
        _set_saturation,
    ),
    Control(
        "Warmth",
        "Moves all colours toward blue (left) or yellow (right); 0 is as colorized.",
        -100,
        100,
        0,
        lambda percent: f"{percent:+d}" if percent else "0",
        lambda workspace: 100 * workspace.adjustments.warmth,
        _set_warmth,
    ),
    Control(
        "Instances",
        "How much the objects' own colours count against the full image's: 0 % is the full image "
        "alone, 100 % as the networks weigh them.",
        0,
        400,
        100,
        lambda percent: f"{percent} %",
        lambda workspace: 100 * workspace.strength,
        lambda workspace, percent: workspace.editor.set_strength(percent / 100),
    ),
)


class AdjustBox(QWidget):
    """The strength and warmth of the colours, and how much the instances count.

    Attributes:
        sliders: by the names of `CONTROLS`.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setObjectName("adjust")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title = QLabel("Adjust")
        title.setObjectName("dockHeader")
        self.reset = QPushButton("Reset")
        self.reset.setToolTip("Everything as colorized.")
        self.reset.clicked.connect(self._reset)
        self.sliders: dict[str, QSlider] = {}
        self._values: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 22, 14)
        grid.setHorizontalSpacing(10)
        grid.addWidget(title, 0, 0, 1, 2)
        grid.addWidget(self.reset, 0, 2)
        for row, control in enumerate(CONTROLS, 1):
            for column, widget in enumerate(self._row(control)):
                grid.addWidget(widget, row, column)
        grid.setColumnStretch(1, 1)
        workspace.adjustments_changed.connect(self._refresh)
        workspace.photo_changed.connect(self._refresh)
        workspace.instances_changed.connect(self._refresh)
        self._refresh()

    def _row(self, control: Control) -> tuple[QLabel, QSlider, QLabel]:
        name = QLabel(control.name)
        name.setObjectName("quiet")
        name.setToolTip(control.tip)
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(control.lowest, control.highest)
        slider.setPageStep(10)
        slider.setAccessibleName(control.name)
        slider.setAccessibleDescription(control.tip)
        slider.setToolTip(control.tip)
        name.setBuddy(slider)
        slider.valueChanged.connect(lambda value: control.change(self._workspace, value))
        slider.sliderReleased.connect(self._workspace.editor.end_gesture)
        value = QLabel()
        value.setObjectName("quiet")
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        value.setMinimumWidth(self.fontMetrics().horizontalAdvance("400 %") + 4)
        self.sliders[control.name] = slider
        self._values[control.name] = value
        return name, slider, value

    def _reset(self) -> None:
        editor = self._workspace.editor
        editor.end_gesture()
        editor.set_adjustments(AS_COLORIZED)
        editor.set_strength(1.0)
        editor.end_gesture()

    def _refresh(self) -> None:
        workspace = self._workspace
        there = workspace.photo is not None
        normal = True
        for control in CONTROLS:
            percent = round(control.value(workspace))
            slider = self.sliders[control.name]
            with QSignalBlocker(slider):
                slider.setValue(percent)
            self._values[control.name].setText(control.shown(percent))
            slider.setEnabled(there and (control.name != "Instances" or bool(workspace.instances)))
            normal = normal and percent == control.normal
        self.setEnabled(there)
        self.reset.setEnabled(there and not normal)
