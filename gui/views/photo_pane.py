"""One pane: a stage of the photo with its title, under the shared zoom and pan."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from engine.instances import Instance
from gui import theme
from gui.darkroom import Pane, Picture, Subject
from gui.views import overlays
from gui.views.viewport import Viewport
from gui.weight_overlay import WeightView
from gui.workspace import Workspace

TITLE_HEIGHT = 26
WAITING_OPACITY = 0.28
BACKDROP_OPACITY = 0.45
SWITCHED_OFF_OPACITY = 0.2
PIXELS_FROM = 4.0  # screen pixels per image pixel from which pixels are shown as squares
PAN_STEP = 48.0

KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
HINTS = {
    Pane.SOURCE: "The photo as it is, with the objects that were found.",
    Pane.FULL: "The whole photo, colorized at once.",
    Pane.INSTANCES: "Each object, colorized on its own. Click one to see it alone.",
    Pane.FUSED: "The result: the full image and the objects, fused by weight maps.",
}


class PhotoPane(QWidget):
    """Paints one stage of the open photo.

    Attributes:
        clicked: the id of the instance that was clicked, or None beside all.
        pointed: the photo point under the mouse as a QPointF, or None when it has left.
    """

    clicked = Signal(object)
    pointed = Signal(object)
    resized = Signal()

    def __init__(
        self,
        pane: Pane,
        workspace: Workspace,
        viewport: Viewport,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.pane = pane
        self._workspace = workspace
        self._viewport = viewport
        self._pressed: QPointF | None = None
        self._dragging = False
        self._keyboard = False
        self._tint: QImage | None = None
        self._weights: WeightView | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(f"{pane.value} pane")
        self.setAccessibleDescription(HINTS[pane])
        self.setMinimumSize(QSize(160, 120))

    @property
    def picture_area(self) -> QRectF:
        """The part of the pane below its title."""
        return QRectF(self.rect()).adjusted(0, TITLE_HEIGHT, 0, 0)

    def set_weights(self, view: WeightView | None) -> None:
        """Lay this weight map over the picture."""
        self._weights = view
        self._tint = None if view is None else overlays.tint(view)
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.SURROUND)
        area = self.picture_area
        painter.setClipRect(area)
        if self._workspace.photo is not None:
            self._draw_photo(painter)
            self._draw_instances(painter)
            if self._weights is not None:
                painter.setFont(theme.small_font(self.font()))
                photo = self._viewport.to_pane(self._workspace.photo.darkroom.frame, area)
                overlays.draw_legend(painter, area, photo, self._weights)
        painter.setClipping(False)
        self._draw_title(painter)
        if self._keyboard and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.ACCENT)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _draw_photo(self, painter: QPainter) -> None:
        photo = self._workspace.photo
        assert photo is not None
        if self.pane is Pane.INSTANCES:
            self._draw_subject(painter, Subject(Pane.INSTANCES), BACKDROP_OPACITY)
            for instance in sorted(photo.instances, key=lambda i: -i.box.area):
                if self._workspace.highlight.alone in (None, instance.id):
                    on = (
                        instance.id in photo.enabled
                        or instance.id == self._workspace.highlight.alone
                    )
                    subject = Subject(Pane.INSTANCES, instance.id)
                    self._draw_subject(painter, subject, 1.0 if on else SWITCHED_OFF_OPACITY)
            return
        if not self._draw_subject(painter, Subject(self.pane)):
            self._draw_subject(painter, Subject(Pane.INSTANCES), WAITING_OPACITY)
        elif self._tint is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            frame = self._viewport.to_pane(photo.darkroom.frame, self.picture_area)
            painter.drawImage(frame, self._tint)

    def _draw_subject(self, painter: QPainter, subject: Subject, opacity: float = 1.0) -> bool:
        """Draw its newest picture; False if there is none."""
        photo = self._workspace.photo
        assert photo is not None
        ratio = self.devicePixelRatioF()
        picture = photo.picture(subject, self._viewport.scale * ratio)
        if picture is None:
            return False
        target = self._viewport.to_pane(picture.frame, self.picture_area)
        painter.setOpacity(opacity)
        self._draw_picture(painter, picture, target, ratio)
        painter.setOpacity(1.0)
        return True

    def _draw_picture(
        self, painter: QPainter, picture: Picture, target: QRectF, ratio: float
    ) -> None:
        """Draw the part that is in sight, from the level that fits the zoom."""
        shown = target.intersected(self.picture_area)
        if shown.isEmpty():
            return
        image = picture.images.level(target.width() * ratio)
        across = image.width() / target.width()
        down = image.height() / target.height()
        source = QRectF(
            (shown.left() - target.left()) * across,
            (shown.top() - target.top()) * down,
            shown.width() * across,
            shown.height() * down,
        )
        smooth = ratio / across < PIXELS_FROM
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(shown, image, source)

    def _draw_instances(self, painter: QPainter) -> None:
        """Boxes and labels: all on the source, elsewhere the highlighted ones."""
        workspace = self._workspace
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.small_font(self.font()))
        highlighted = {workspace.highlight.hovered, workspace.highlight.alone}
        if self.pane is Pane.SOURCE:
            highlighted.add(workspace.highlight.selected)
        labels = overlays.Labels(painter, self.picture_area)
        shown = self._boxes()
        shown.sort(key=lambda instance: instance.id in highlighted)
        rects = {i.id: self._viewport.to_pane(i.box, self.picture_area) for i in shown}
        for instance in shown:
            strong = instance.id in highlighted
            on = instance.id in workspace.enabled
            painter.setOpacity(1.0 if on or strong else 0.45)
            overlays.draw_box(painter, rects[instance.id], instance.id, strong=strong)
        painter.setOpacity(1.0)
        for instance in reversed(shown):
            if self.pane is Pane.SOURCE or instance.id == workspace.highlight.hovered:
                off = instance.id not in workspace.enabled
                strong = instance.id in highlighted
                labels.draw(rects[instance.id], instance, strong=strong, dim=off)

    def _boxes(self) -> list[Instance]:
        workspace = self._workspace
        if workspace.highlight.alone is not None:
            return [
                i
                for i in workspace.instances
                if i.id in (workspace.highlight.alone, workspace.highlight.hovered)
            ]
        if self.pane is Pane.SOURCE:
            return list(workspace.instances)
        if self.pane is Pane.INSTANCES and workspace.photo is not None:
            colorized = workspace.photo.colorized
            return [
                i
                for i in workspace.instances
                if i.id in colorized or i.id == workspace.highlight.hovered
            ]
        return [i for i in workspace.instances if i.id == workspace.highlight.hovered]

    def _draw_title(self, painter: QPainter) -> None:
        strip = QRectF(self.rect()).adjusted(10, 0, -10, 0)
        strip.setHeight(TITLE_HEIGHT)
        painter.setFont(theme.small_font(self.font()))
        middle = Qt.AlignmentFlag.AlignVCenter
        result = self.pane is Pane.FUSED
        if result:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.ACCENT)
            painter.drawEllipse(QPointF(strip.left() + 3.5, strip.center().y()), 3.5, 3.5)
            strip.setLeft(strip.left() + 14)
        painter.setPen(theme.TEXT if result else theme.QUIET_TEXT)
        painter.drawText(strip, middle, self.pane.value)
        taken = painter.fontMetrics().horizontalAdvance(self.pane.value) + 8
        if result:
            painter.setPen(theme.ACCENT)
            painter.drawText(strip.adjusted(taken, 0, 0, 0), middle, "result")
            taken += painter.fontMetrics().horizontalAdvance("result") + 8
        note = painter.fontMetrics().elidedText(
            self._note(), Qt.TextElideMode.ElideRight, max(0, int(strip.width() - taken))
        )
        painter.setPen(theme.QUIET_TEXT)
        painter.drawText(strip, middle | Qt.AlignmentFlag.AlignRight, note)

    def _note(self) -> str:
        """What this pane is waiting for, or shows in particular."""
        workspace = self._workspace
        photo = workspace.photo
        if photo is None:
            return ""
        alone = photo.instance(workspace.highlight.alone)
        if self.pane is Pane.INSTANCES:
            if alone is not None:
                return f"{overlays.label_of(alone)}. Esc shows all"
            if photo.detected and not photo.instances:
                return "no objects found"
            done, total = len(photo.colorized), len(photo.instances)
            return f"{done} of {total}" if done < total else ""
        if Subject(self.pane) not in photo.pictures:
            return "not colorized" if workspace.can_colorize else "waiting"
        return ""

    # Mouse and keyboard

    def _to_photo(self, position: QPointF) -> QPointF:
        return self._viewport.to_photo(position, self.picture_area)

    def _instance_at(self, position: QPointF) -> int | None:
        if not self.picture_area.contains(position):
            return None
        point = self._to_photo(position)
        candidates = self._workspace.instances
        if self._workspace.highlight.alone is not None:
            candidates = tuple(i for i in candidates if i.id == self._workspace.highlight.alone)
        return overlays.instance_at(candidates, point.x(), point.y())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            self._dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position()
        if self._pressed is not None:
            moved = position - self._pressed
            if self._dragging or moved.manhattanLength() >= QApplication.startDragDistance():
                self._dragging = True
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._viewport.pan(moved)
                self._pressed = position
            return
        instance_id = self._instance_at(position)
        self._workspace.highlight.hover(instance_id)
        hand = Qt.CursorShape.PointingHandCursor
        self.setCursor(Qt.CursorShape.ArrowCursor if instance_id is None else hand)
        self.pointed.emit(self._to_photo(position))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        self.setCursor(Qt.CursorShape.ArrowCursor)
        if not self._dragging:
            self.clicked.emit(self._instance_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._workspace.highlight.hover(None)
        self.pointed.emit(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        if notches and self._workspace.photo is not None:
            at = event.position() - self.picture_area.center()
            self._viewport.zoom(1.2**notches, at)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: QPointF(PAN_STEP, 0),
            Qt.Key.Key_Right: QPointF(-PAN_STEP, 0),
            Qt.Key.Key_Up: QPointF(0, PAN_STEP),
            Qt.Key.Key_Down: QPointF(0, -PAN_STEP),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
        else:
            self._viewport.pan(move)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._keyboard = event.reason() in KEYBOARD_REASONS
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
