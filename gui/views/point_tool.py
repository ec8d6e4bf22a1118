"""Lets the person click the place that a new colour is to go to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen

from engine.detection.coco import shown_name
from engine.instances import Box, Instance
from engine.texts import marked, tr
from gui.darkroom import Pane
from gui.views import overlays
from gui.workspace import Workspace

CLICKED_IN = (Pane.SOURCE, Pane.FUSED)
RADIUS = 6.0
PLACED = marked("Place the Colour of {name}")


class PointTool(QObject):
    """A `PaneTool`: a click into the chosen instance's box is where its colour goes.

    Attributes:
        ended: the place was clicked, or the person let it be.
    """

    ended = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        workspace.photo_changed.connect(self.ended)
        workspace.instances_changed.connect(self.ended)
        workspace.highlight.selection_changed.connect(self.ended)

    def press(self, point: QPointF, pane: Pane, event: QMouseEvent, scale: float) -> bool:
        return event.button() is Qt.MouseButton.LeftButton and self._fits(point, pane)

    def move(self, point: QPointF, pane: Pane, event: QMouseEvent, scale: float) -> bool:
        return False

    def release(self, point: QPointF, pane: Pane, event: QMouseEvent, scale: float) -> bool:
        chosen = self._chosen
        if event.button() is not Qt.MouseButton.LeftButton or not self._fits(point, pane):
            return False
        if chosen is not None:
            place = (point.x(), point.y())
            self._workspace.editor.steer(chosen.id, PLACED, point=place)
            self._workspace.editor.end_gesture()
        self.ended.emit()
        return True

    def double_click(self, point: QPointF, pane: Pane, event: QMouseEvent, scale: float) -> bool:
        return self.press(point, pane, event, scale)

    def key(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Escape:
            return False
        self.ended.emit()
        return True

    def cursor(self, point: QPointF, pane: Pane, scale: float) -> Qt.CursorShape | None:
        return Qt.CursorShape.CrossCursor if self._fits(point, pane) else None

    def paint(self, painter: QPainter, pane: Pane, to_pane: Callable[[Box], QRectF]) -> None:
        chosen = self._chosen
        if chosen is None or pane not in CLICKED_IN:
            return
        overlays.draw_box(painter, to_pane(chosen.box), chosen.id, strong=True)
        if chosen.steering.point is not None:
            x, y = chosen.steering.point
            middle = to_pane(Box(x, y, x, y)).topLeft()
            for colour, width in ((QColor(0, 0, 0, 160), 4.0), (QColor(255, 255, 255), 2.0)):
                painter.setPen(QPen(colour, width))
                painter.drawEllipse(middle, RADIUS, RADIUS)
        name = shown_name(chosen.label)
        hint = tr("Click the part of the {name} that takes the colour. Esc ends.", name=name)
        overlays.draw_hint(painter, painter.clipBoundingRect(), hint)

    @property
    def _chosen(self) -> Instance | None:
        workspace = self._workspace
        return workspace.editor.edit.instance(workspace.highlight.selected)

    def _fits(self, point: QPointF, pane: Pane) -> bool:
        chosen = self._chosen
        inside = chosen is not None and chosen.box.holds(point.x(), point.y())
        return inside and pane in CLICKED_IN
