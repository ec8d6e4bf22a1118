"""Panes beside the dock, as the app puts them together, and a hand that draws on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from engine.instances import Box
from gui import theme
from gui.darkroom import Pane
from gui.qimages import to_array
from gui.views.box_tool import BoxTool
from gui.views.comparison import Comparison
from gui.views.instance_dock import InstanceDock
from gui.views.photo_pane import PhotoPane
from gui.workspace import Workspace

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
Settle = Callable[[], None]


@dataclass
class Desk:
    """Panes and dock in a window, as the app puts them together."""

    window: QMainWindow
    comparison: Comparison
    dock: InstanceDock
    qtbot: QtBot

    @property
    def tool(self) -> BoxTool:
        return self.dock.tool

    def pane(self, pane: Pane = Pane.SOURCE) -> PhotoPane:
        return self.comparison.panes[pane]

    def at(self, x: float, y: float, pane: Pane = Pane.SOURCE) -> QPoint:
        """Where a photo point is in a pane."""
        return self.pane(pane).sight.to_pane(Box(x, y, x, y)).topLeft().toPoint()

    def drag(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        keys: Qt.KeyboardModifier = NONE,
        pane: Pane = Pane.SOURCE,
    ) -> None:
        """Press at one photo point, move, and let go at another."""
        widget = self.pane(pane)
        first, last = self.at(*start, pane), self.at(*end, pane)
        self.qtbot.mousePress(widget, LEFT, keys, first)
        for share in (0.3, 0.7, 1.0):
            between = QPointF(first) + (QPointF(last) - QPointF(first)) * share
            self.qtbot.mouseMove(widget, between.toPoint())
        self.qtbot.mouseRelease(widget, LEFT, keys, last)

    def pixels(self, pane: Pane = Pane.SOURCE) -> np.ndarray:
        return to_array(self.pane(pane).grab().toImage())


@pytest.fixture
def desk(qtbot: QtBot, qapp: object, workspace: Workspace) -> Desk:
    theme.apply(qapp)  # type: ignore[arg-type]
    window = QMainWindow()
    comparison, dock = Comparison(workspace), InstanceDock(workspace)
    comparison.set_tool(dock.tool)
    dock.tool.changed.connect(comparison.repaint_panes)
    middle = QWidget()
    row = QHBoxLayout(middle)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(comparison)
    window.setCentralWidget(middle)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    actions = dock.instance_actions
    menu = window.menuBar().addMenu("Instances")
    menu.addActions([actions.draw, actions.rename, actions.delete, actions.switch])
    qtbot.addWidget(window)
    window.setMinimumSize(880, 560)  # else layouts would set one, which offscreen windows warn of
    window.resize(1300, 900)
    with qtbot.waitExposed(window):
        window.show()
    return Desk(window, comparison, dock, qtbot)


def labels(workspace: Workspace) -> list[str]:
    return [instance.label for instance in workspace.instances]


def close_to(box: Box, left: float, top: float, right: float, bottom: float) -> bool:
    sides = zip((box.left, box.top, box.right, box.bottom), (left, top, right, bottom), strict=True)
    return all(abs(one - other) <= 1.5 for one, other in sides)
