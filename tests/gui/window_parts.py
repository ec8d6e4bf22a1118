"""What the tests of the main window share."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QWidget,
)

from gui.darkroom import Pane
from gui.main_window import MainWindow
from gui.qimages import to_array

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def point_in(window: MainWindow, pane: Pane, x: float, y: float) -> QPoint:
    """Where a photo point is in a pane."""
    widget = window.comparison.panes[pane]
    viewport = window.comparison.viewport
    return (
        (QPointF(x, y) - viewport.centre) * viewport.scale + widget.picture_area.center()
    ).toPoint()


def middle_of(window: MainWindow, pane: Pane, instance_id: int) -> QPoint:
    box = window.comparison._workspace.instances[instance_id].box
    return point_in(window, pane, (box.left + box.right) / 2, (box.top + box.bottom) / 2)


def pixels(widget: QWidget) -> np.ndarray:
    return to_array(widget.grab().toImage())


def drop(window: MainWindow, *urls: QUrl) -> bool:
    """Drag files over the window and let go; whether they were accepted."""
    data = QMimeData()
    data.setUrls(list(urls))
    at, copy = QPoint(200, 200), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(at, copy, data, LEFT, NONE)
    QApplication.sendEvent(window, enter)
    if not enter.isAccepted():
        return False
    let_go = QDropEvent(QPointF(at), copy, data, LEFT, NONE)
    QApplication.sendEvent(window, let_go)
    return True
