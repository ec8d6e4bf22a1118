"""Sliders with their names and values in a grid, kept in step with the workspace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSlider, QWidget

from engine.texts import tr
from gui.workspace import Workspace


@dataclass(frozen=True)
class Control:
    """One slider.

    Attributes:
        name: what it adjusts, `marked`.
        tip: in one sentence, `marked`.
        lowest, highest: in its unit, per cent.
        shown: its value in words.
        value: the workspace's value, per cent.
        change: sets it.
    """

    name: str
    tip: str
    lowest: int
    highest: int
    shown: Callable[[int], str]
    value: Callable[[Workspace], float]
    change: Callable[[Workspace, float], None]


def percent(value: int) -> str:
    """ "80 %"."""
    return tr("{value} %", value=value)


def signed(value: int) -> str:
    """ "+20", "-5", and "0" without a sign."""
    return f"{value:+d}" if value else "0"


class ControlBox(QWidget):
    """A slider for each control, and a button that resets them.

    Attributes:
        sliders: by the names of the controls.
        reset: the button; whoever shows the box puts it somewhere.
        grid: the sliders are in its rows from 1 on; row 0 is free.
    """

    def __init__(
        self, workspace: Workspace, controls: Sequence[Control], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._controls = tuple(controls)
        self.reset = QPushButton(tr("Reset"))
        self.reset.clicked.connect(self._reset)
        self.sliders: dict[str, QSlider] = {}
        self._values: dict[str, QLabel] = {}
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(16, 4, 22, 14)
        self.grid.setHorizontalSpacing(10)
        for row, control in enumerate(self._controls, 1):
            for column, widget in enumerate(self._row(control)):
                self.grid.addWidget(widget, row, column)
        self.grid.setColumnStretch(1, 1)
        for signal in (
            workspace.adjustments_changed,
            workspace.photo_changed,
            workspace.instances_changed,
        ):
            signal.connect(self._refresh)

    def _row(self, control: Control) -> tuple[QLabel, QSlider, QLabel]:
        name = QLabel(tr(control.name))
        name.setObjectName("quiet")
        name.setToolTip(tr(control.tip))
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(control.lowest, control.highest)
        slider.setPageStep(10)
        slider.setAccessibleName(tr(control.name))
        slider.setAccessibleDescription(tr(control.tip))
        slider.setToolTip(tr(control.tip))
        name.setBuddy(slider)
        slider.valueChanged.connect(lambda value: control.change(self._workspace, value))
        slider.sliderReleased.connect(self._workspace.editor.end_gesture)
        value = QLabel()
        value.setObjectName("quiet")
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        value.setMinimumWidth(self.fontMetrics().horizontalAdvance(percent(400)) + 4)
        self.sliders[control.name] = slider
        self._values[control.name] = value
        return name, slider, value

    def _reset(self) -> None:
        """Bring everything back, as a step of its own."""
        editor = self._workspace.editor
        editor.end_gesture()
        self._set_to_normal()
        editor.end_gesture()

    def _set_to_normal(self) -> None:
        raise NotImplementedError

    def _can_change(self, control: Control) -> bool:
        """Whether there is something that a control would change."""
        raise NotImplementedError

    @property
    def _normal(self) -> bool:
        """There is nothing to reset."""
        raise NotImplementedError

    def _refresh(self) -> None:
        for control in self._controls:
            value = round(control.value(self._workspace))
            slider = self.sliders[control.name]
            with QSignalBlocker(slider):
                slider.setValue(value)
            self._values[control.name].setText(control.shown(value))
            slider.setEnabled(self._can_change(control))
        there = any(self._can_change(control) for control in self._controls)
        self.setEnabled(there)
        self.reset.setEnabled(there and not self._normal)
