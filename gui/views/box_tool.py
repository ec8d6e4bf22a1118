"""Draws new boxes in the panes, and moves and resizes the chosen one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen

from engine.instances import Box, Instance
from engine.texts import marked, tr
from gui.darkroom import Pane
from gui.views import box_geometry as geometry
from gui.views import overlays
from gui.views.box_geometry import Grip
from gui.workspace import Workspace

DRAWN_IN = (Pane.SOURCE, Pane.FUSED)
HANDLE = 7.0  # screen pixels of a side
HINT = marked("Drag a box around an object. Esc ends.")
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
CURSORS = {
    Grip.TOP_LEFT: Qt.CursorShape.SizeFDiagCursor,
    Grip.BOTTOM_RIGHT: Qt.CursorShape.SizeFDiagCursor,
    Grip.TOP_RIGHT: Qt.CursorShape.SizeBDiagCursor,
    Grip.BOTTOM_LEFT: Qt.CursorShape.SizeBDiagCursor,
    Grip.LEFT: Qt.CursorShape.SizeHorCursor,
    Grip.RIGHT: Qt.CursorShape.SizeHorCursor,
    Grip.TOP: Qt.CursorShape.SizeVerCursor,
    Grip.BOTTOM: Qt.CursorShape.SizeVerCursor,
    Grip.WHOLE: Qt.CursorShape.SizeAllCursor,
}
Key = Qt.KeyboardModifier
SHIFT = Key.ShiftModifier


@dataclass
class _Gesture:
    """What goes on between a press and its release.

    Attributes:
        start: the photo point that was pressed.
        box: what it would be now.
        instance: the dragged one as it was, None for a new one.
        grip: what was taken hold of.
    """

    start: QPointF
    box: Box
    instance: Instance | None = None
    grip: Grip = Grip.WHOLE


class BoxTool(QObject):
    """A `PaneTool`.

    While it draws, a drag in the Source or the Fused pane makes a new instance, and Enter makes
    one in the middle of the photo, to be moved by keys. With Ctrl a drag draws at any time.
    Otherwise the chosen instance has handles
    in the Source pane: a handle resizes it (Shift keeps its shape, Alt its middle), its border or
    the grip in its middle moves it (Shift along one axis). All other drags move the photo, as
    without a tool. Ctrl and an arrow key moves the chosen box by a pixel, Alt and an arrow key its
    right and lower edge, with Shift by ten; the arrow keys alone move the photo. Only a release
    makes an edit, so a gesture is one step.

    Attributes:
        drawing: a drag makes a new instance.
        drawing_changed: it has begun or ended.
        drawn: the id of a new instance, when the person is done drawing.
        changed: it looks different.
    """

    drawing_changed = Signal()
    drawn = Signal(int)
    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.drawing = False
        self._gesture: _Gesture | None = None
        workspace.photo_changed.connect(lambda: self.set_drawing(False))
        workspace.instances_changed.connect(self._follow)
        workspace.highlight.changed.connect(self._follow)

    def set_drawing(self, on: bool) -> None:
        """Begin or end to draw; what is being drawn or dragged is dropped."""
        on = on and self._workspace.can_edit
        self._drop()
        if on:
            self._workspace.highlight.show_alone(None)
        if on != self.drawing:
            self.drawing = on
            self.drawing_changed.emit()
            self.changed.emit()

    # What a PaneTool must offer

    def press(self, point: QPointF, pane: Pane, event: QMouseEvent, scale: float) -> bool:
        if self._gesture is not None:  # another button; it is of no use here
            return True
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        at_once = bool(event.modifiers() & Key.ControlModifier) and self._workspace.can_edit
        if (self.drawing or at_once) and pane in DRAWN_IN:
            x, y = point.x(), point.y()
            self._gesture = _Gesture(point, Box(x, y, x, y))
            return True
        chosen, grip = self._chosen, self._grip_at(point, pane, scale)
        if chosen is None or grip is None:
            return False
        self._gesture = _Gesture(point, chosen.box, chosen, grip)
        return True

    def move(self, point: QPointF, pane: Pane, event: QMouseEvent, scale: float) -> bool:
        if self._gesture is None:
            return False
        self._stretch(self._gesture, point, event)
        return True

    def release(self, point: QPointF, pane: Pane, event: QMouseEvent, scale: float) -> bool:
        gesture = self._gesture
        if gesture is None:
            return False
        if event.button() is not Qt.MouseButton.LeftButton:
            return True
        self._stretch(gesture, point, event)
        self._gesture = None
        if gesture.instance is not None:
            self._workspace.editor.move(gesture.instance.id, gesture.box)
        else:
            self._finish_drawing(gesture.box, scale, more=bool(event.modifiers() & SHIFT))
        return True

    def double_click(self, point: QPointF, pane: Pane, event: QMouseEvent, scale: float) -> bool:
        return self.press(point, pane, event, scale)

    def key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            return self.escape()
        if self.drawing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._draw_in_the_middle()
            return True
        return self._nudge(event)

    def cursor(self, point: QPointF, pane: Pane, scale: float) -> Qt.CursorShape | None:
        if self._gesture is not None and self._gesture.instance is not None:
            return CURSORS[self._gesture.grip]
        if self.drawing:
            return Qt.CursorShape.CrossCursor if pane in DRAWN_IN else None
        grip = self._grip_at(point, pane, scale)
        return None if grip is None else CURSORS[grip]

    def paint(self, painter: QPainter, pane: Pane, to_pane: Callable[[Box], QRectF]) -> None:
        gesture = self._gesture
        if gesture is not None:
            if pane in DRAWN_IN:
                self._draw_gesture(painter, gesture, to_pane(gesture.box))
        elif self.drawing:
            if pane is Pane.SOURCE:
                overlays.draw_hint(painter, painter.clipBoundingRect(), tr(HINT))
        elif pane is Pane.SOURCE and self._chosen is not None:
            self._draw_handles(painter, self._chosen.box, self._chosen.id, to_pane)

    # The rest

    def escape(self) -> bool:
        """Drop what goes on, end to draw, or let go of the chosen instance; False for neither."""
        if self.drawing:
            self.set_drawing(False)
            return True
        if self._gesture is not None:
            self._drop()
            return True
        if self._chosen is not None:
            self._workspace.highlight.select(None)
            return True
        return False

    def _nudge(self, event: QKeyEvent) -> bool:
        """Move or resize the chosen box by an arrow key; whether it was one."""
        arrow = ARROWS.get(Qt.Key(event.key()))
        chosen, photo = self._chosen, self._workspace.photo
        keys = event.modifiers() & ~(Key.KeypadModifier | Key.ShiftModifier)
        if (
            arrow is None
            or chosen is None
            or photo is None
            or keys not in (Key.ControlModifier, Key.AltModifier)
        ):
            return False
        large = bool(event.modifiers() & Key.ShiftModifier)
        step = geometry.LARGE_STEP if large else geometry.STEP
        resize = keys == Key.AltModifier
        box = geometry.nudged(
            chosen.box,
            arrow[0] * step,
            arrow[1] * step,
            height=photo.height,
            width=photo.width,
            resize=resize,
        )
        gesture = f"{'resize' if resize else 'move'} {chosen.id}"
        self._workspace.editor.move(chosen.id, box, gesture)
        return True

    @property
    def _chosen(self) -> Instance | None:
        """The instance that has handles."""
        workspace = self._workspace
        return workspace.editor.edit.instance(workspace.highlight.selected)

    def _grip_at(self, point: QPointF, pane: Pane, scale: float) -> Grip | None:
        chosen = self._chosen
        if chosen is None or self.drawing or pane is not Pane.SOURCE:
            return None
        return geometry.grip_at(chosen.box, point.x(), point.y(), scale)

    def _stretch(self, gesture: _Gesture, point: QPointF, event: QMouseEvent) -> None:
        photo, keys = self._workspace.photo, event.modifiers()
        if photo is None:
            return
        from_centre = bool(keys & Key.AltModifier)
        if gesture.instance is None:
            gesture.box = geometry.spanned(
                (gesture.start.x(), gesture.start.y()),
                (point.x(), point.y()),
                height=photo.height,
                width=photo.width,
                from_centre=from_centre,
            )
            return
        by = point - gesture.start
        gesture.box = geometry.dragged(
            gesture.instance.box,
            gesture.grip,
            by.x(),
            by.y(),
            height=photo.height,
            width=photo.width,
            keep_shape=bool(keys & SHIFT),
            from_centre=from_centre,
        )

    def _finish_drawing(self, box: Box, scale: float, *, more: bool) -> None:
        """Make the instance; `more` goes on with drawing. A click draws nothing."""
        photo = self._workspace.photo
        if photo is not None and geometry.is_large_enough(
            box, scale, height=photo.height, width=photo.width
        ):
            self._add(box, more=more)

    def _draw_in_the_middle(self) -> None:
        photo = self._workspace.photo
        if photo is not None and self._gesture is None:
            width, height = photo.width, photo.height
            start, end = (width / 3, height / 3), (2 * width / 3, 2 * height / 3)
            self._add(geometry.spanned(start, end, height=height, width=width), more=False)

    def _add(self, box: Box, *, more: bool) -> None:
        new = self._workspace.editor.add(box)
        if new is None:
            return
        self._workspace.highlight.select(new)
        if not more:
            self.set_drawing(False)
            self.drawn.emit(new)

    def _drop(self) -> None:
        if self._gesture is not None:
            self._gesture = None
            self.changed.emit()

    def _follow(self) -> None:
        """Drop a drag of what is gone or elsewhere, and end to draw where one is shown alone."""
        workspace, gesture = self._workspace, self._gesture
        if gesture is not None and gesture.instance is not None:
            now = workspace.editor.edit.instance(gesture.instance.id)
            if now is None or now.box != gesture.instance.box:
                self._drop()
        if self.drawing and not (workspace.can_edit and workspace.highlight.alone is None):
            self.set_drawing(False)

    def _draw_gesture(self, painter: QPainter, gesture: _Gesture, rect: QRectF) -> None:
        own = gesture.instance
        instance_id = self._workspace.editor.edit.free_id() if own is None else own.id
        overlays.draw_box(painter, rect, instance_id, strong=True)
        size = f"{gesture.box.width:.0f} × {gesture.box.height:.0f}"  # noqa: RUF001
        overlays.draw_chip(painter, painter.clipBoundingRect(), rect, size)

    def _draw_handles(
        self,
        painter: QPainter,
        box: Box,
        instance_id: int,
        to_pane: Callable[[Box], QRectF],
    ) -> None:
        scale = to_pane(Box(0, 0, 1, 1)).width()
        painter.setPen(QPen(QColor(0, 0, 0, 190), 1))
        painter.setBrush(Qt.GlobalColor.white)
        for x, y in geometry.handles(box, scale).values():
            handle = QRectF(0, 0, HANDLE, HANDLE)
            handle.moveCenter(to_pane(Box(x, y, x, y)).topLeft())
            painter.drawRect(handle)
        middle = geometry.middle_grip(box, scale)
        if middle is not None:
            x, y = middle
            overlays.draw_grip(painter, to_pane(Box(x, y, x, y)).topLeft(), geometry.GRIP_RADIUS)
