"""What a tool for the mouse, such as one that draws boxes, must offer to work in the panes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

from engine.instances import Box
from gui.darkroom import Pane


class PaneTool(Protocol):
    """Takes the mouse and the keyboard before the panes do.

    A pane offers it every event first. What it takes (True) goes no further; what it leaves
    (False) selects, hovers and pans as without a tool. A tool that has taken a press is offered
    the moves and the release that follow, also when they are outside the photo or the pane, and
    the pane does not pan. Only presses below a pane's title are offered.

    In all of them `point` is in photo pixels (it may lie outside the photo), `pane` is the stage
    under the mouse, and `scale` is screen pixels (device-independent) per photo pixel, for
    distances that should feel the same at every zoom. A tool that looks different after an event
    asks for the panes to be painted with `Comparison.repaint_panes()`; after a press, move,
    release, double click or key that it took they are painted anyway.
    """

    def press(self, point: QPointF, pane: Pane, event: QMouseEvent, scale: float) -> bool:
        """A button went down; whether the tool takes it."""

    def move(self, point: QPointF, pane: Pane, event: QMouseEvent, scale: float) -> bool:
        """The mouse has moved, with a button or without one; whether the tool takes it."""

    def release(self, point: QPointF, pane: Pane, event: QMouseEvent, scale: float) -> bool:
        """A button came up; whether the tool takes it."""

    def double_click(self, point: QPointF, pane: Pane, event: QMouseEvent, scale: float) -> bool:
        """The second press of a double click; a release follows."""

    def key(self, event: QKeyEvent) -> bool:
        """A key went down in a pane that has the focus; whether the tool takes it.

        A key that is the shortcut of an enabled action in the window never comes here.
        """

    def cursor(self, point: QPointF, pane: Pane, scale: float) -> Qt.CursorShape | None:
        """The mouse cursor at this place, None for the pane's own."""

    def paint(self, painter: QPainter, pane: Pane, to_pane: Callable[[Box], QRectF]) -> None:
        """Paint over a pane's photo, boxes and labels, clipped to the pane below its title.

        Args:
            painter: antialiasing, the small font set; its state is restored afterwards.
            pane: the stage that is painted.
            to_pane: where a box in photo pixels lies in the pane.
        """
