"""One pane: a stage of the photo with its title, under the shared zoom and pan."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from engine.texts import marked, tr
from gui import theme
from gui.darkroom import Pane
from gui.open_photo import OpenPhoto
from gui.views import overlays
from gui.views.chips import draw_words
from gui.views.comparing import Comparing
from gui.views.pane_boxes import draw_boxes
from gui.views.pane_title import TITLE_HEIGHT, draw_title, note_of
from gui.views.pane_tool import PaneTool
from gui.views.stage_painter import GREY, StagePainter
from gui.views.viewport import Sight, Viewport
from gui.weight_overlay import WeightView
from gui.workspace import Workspace

PAN_STEP = 48.0

KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
HINTS = {
    Pane.SOURCE: marked("The photo as it is, with the objects that were found."),
    Pane.FULL: marked("The whole photo, colorized at once."),
    Pane.INSTANCES: marked("Each object, colorized on its own. Click one to see it alone."),
    Pane.FUSED: marked("The result: the full image and the objects, fused by weight maps."),
}
NOTHING_FOUND = marked("No objects. Draw one.")
HOW_TO = marked(
    "Click here for other stages and layouts; Return shows this stage alone and goes back.\n"
    "Double click in the photo: whole photo, and from there 100 % at that place."
)


class PhotoPane(QWidget):
    """Paints one stage of the open photo.

    Attributes:
        tool: takes the mouse and the keyboard first; None for none.
        clicked: the id of the instance that was clicked, or None beside all.
        pointed: the photo point under the mouse as a QPointF, or None when it has left.
        tool_used: the tool has taken an event.
        menu_wanted: the title was clicked; the place below it.
    """

    clicked = Signal(object)
    pointed = Signal(object)
    tool_used = Signal()
    menu_wanted = Signal(QPoint)
    resized = Signal()

    def __init__(
        self,
        pane: Pane,
        workspace: Workspace,
        viewport: Viewport,
        comparing: Comparing,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.pane = pane
        self.tool: PaneTool | None = None
        self._workspace = workspace
        self._viewport = viewport
        self._comparing = comparing
        self._pressed: QPointF | None = None
        self._dragging = False
        self._tool_holds = False
        self._keyboard = False
        self._tint: QImage | None = None
        self._weights: WeightView | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("{name} pane", name=tr(pane.value)))
        self.setAccessibleDescription(f"{tr(HINTS[pane])} {tr(HOW_TO)}")
        self.setMinimumSize(QSize(160, 120))

    @property
    def picture_area(self) -> QRectF:
        """The part of the pane below its title."""
        return QRectF(self.rect()).adjusted(0, TITLE_HEIGHT, 0, 0)

    @property
    def sight(self) -> Sight:
        """What the pane shows of the photo."""
        return self._viewport.sight(self.picture_area)

    @property
    def shows_grey(self) -> bool:
        """The grey photo is held in place of the colours."""
        return self._comparing.grey and self.pane is not Pane.SOURCE

    def set_weights(self, view: WeightView | None) -> None:
        """Lay this weight map over the picture."""
        self._weights = view
        self._tint = None if view is None else overlays.tint(view)
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.SURROUND)
        photo = self._workspace.photo
        if photo is not None:
            painter.setClipRect(self.picture_area)
            self.draw_picture(painter, photo)
            self._draw_over(painter, photo)
            painter.setClipping(False)
        painter.setFont(theme.small_font(self.font()))
        strip = QRectF(0, 0, self.width(), TITLE_HEIGHT)
        draw_title(painter, strip, self.pane, *self.words())
        if self._keyboard and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.ACCENT)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def draw_picture(self, painter: QPainter, photo: OpenPhoto) -> None:
        """Draw the stage, with the weight map over it."""
        stages = StagePainter(painter, photo, self.sight, self._workspace.highlight.alone)
        if self.shows_grey:
            stages.draw(GREY)
        elif stages.draw_stage(self.pane) and self._tint is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.sight.to_pane(photo.darkroom.frame), self._tint)

    def draw_legend(self, painter: QPainter, photo: OpenPhoto) -> None:
        """Draw what tells how to read the picture: that of the weight map."""
        if self._weights is not None:
            frame = self.sight.to_pane(photo.darkroom.frame)
            overlays.draw_legend(painter, self.picture_area, frame, self._weights)

    def words(self) -> tuple[str, str]:
        """What follows the title, and the note on its right."""
        if self._workspace.photo is not None and self.shows_grey:
            return tr("grey"), tr("as long as you hold")
        return "", note_of(self.pane, self._workspace)

    def _draw_over(self, painter: QPainter, photo: OpenPhoto) -> None:
        """Boxes, the tool's own, and the meaning of the weight map."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.small_font(self.font()))
        if not self.shows_grey:
            draw_boxes(painter, self.pane, self._workspace, self.sight)
        if self.tool is not None:
            painter.save()
            self.tool.paint(painter, self.pane, self.sight.to_pane)
            painter.restore()
        if not self.shows_grey:
            self.draw_legend(painter, photo)
        if self.pane is Pane.INSTANCES and photo.detected and not photo.instances:
            draw_words(painter, self.picture_area, tr(NOTHING_FOUND))

    # Mouse and keyboard

    def _instance_at(self, position: QPointF) -> int | None:
        if not self.picture_area.contains(position):
            return None
        point = self.sight.to_photo(position)
        candidates = self._workspace.instances
        if self._workspace.highlight.alone is not None:
            candidates = tuple(i for i in candidates if i.id == self._workspace.highlight.alone)
        return overlays.instance_at(candidates, point.x(), point.y())

    def _offered(self, what: str, event: QMouseEvent) -> bool:
        """Let the tool have a mouse event first; whether it has taken it."""
        if self.tool is None or self._workspace.photo is None:
            return False
        offer = {
            "press": self.tool.press,
            "move": self.tool.move,
            "release": self.tool.release,
            "double_click": self.tool.double_click,
        }[what]
        point = self.sight.to_photo(event.position())
        taken = offer(point, self.pane, event, self._viewport.scale)
        if taken:
            self.tool_used.emit()
        return taken

    def mousePressEvent(self, event: QMouseEvent) -> None:
        inside = self.picture_area.contains(event.position())
        if inside and self._offered("press", event):
            self._tool_holds = True
        elif event.button() is Qt.MouseButton.LeftButton:
            if inside:
                self._pressed = event.position()
                self._dragging = False
            else:
                self._ask_for_menu()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position()
        if self._pressed is not None:
            self._drag(position)
            return
        if not self._offered("move", event) and not self._tool_holds:
            self._workspace.highlight.hover(self._instance_at(position))
        self._show_cursor(position)
        self.pointed.emit(self.sight.to_photo(position))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._tool_holds:
            self._offered("release", event)
            self._tool_holds = bool(event.buttons())
            self._show_cursor(event.position())
            return
        if event.button() is not Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        self._show_cursor(event.position())
        if not self._dragging:
            self.clicked.emit(self._instance_at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Whole photo, and back to 100 % here; on an object in Instances it is a second click."""
        position = event.position()
        if not self.picture_area.contains(position):
            return
        if self._offered("double_click", event):
            self._tool_holds = True
        elif event.button() is Qt.MouseButton.LeftButton and self._workspace.photo is not None:
            on_object = self._instance_at(position) is not None
            alone = self._workspace.highlight.alone is not None
            if self.pane is Pane.INSTANCES and (alone or on_object):
                self._pressed = position
                self._dragging = False
            else:
                self._viewport.toggle_fit(position - self.picture_area.center())

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
        if self.tool is not None and self.tool.key(event):
            self.tool_used.emit()
            return
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

    def event(self, event: QEvent) -> bool:
        """A tool tip at the title only: over the photo it would be in the way."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            if self.picture_area.contains(QPointF(event.pos())):
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), f"{tr(HINTS[self.pane])}\n{tr(HOW_TO)}", self)
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The title's menu: by a click there, or by the menu key."""
        on_title = not self.picture_area.contains(QPointF(event.pos()))
        if on_title or event.reason() is QContextMenuEvent.Reason.Keyboard:
            self._ask_for_menu()
        else:
            event.ignore()

    def _ask_for_menu(self) -> None:
        self.menu_wanted.emit(self.mapToGlobal(QPoint(0, TITLE_HEIGHT)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._keyboard = event.reason() in KEYBOARD_REASONS
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def _drag(self, position: QPointF) -> None:
        assert self._pressed is not None
        moved = position - self._pressed
        if self._dragging or moved.manhattanLength() >= QApplication.startDragDistance():
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._viewport.pan(moved)
            self._pressed = position
            self.pointed.emit(self.sight.to_photo(position))

    def _show_cursor(self, position: QPointF) -> None:
        wanted: Qt.CursorShape | None = None
        inside = self.picture_area.contains(position) or self._tool_holds
        if inside and self.tool is not None and self._workspace.photo is not None:
            point = self.sight.to_photo(position)
            wanted = self.tool.cursor(point, self.pane, self._viewport.scale)
        if wanted is None:
            hand, arrow = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
            on_title = not self.picture_area.contains(position)
            wanted = hand if on_title or self._instance_at(position) is not None else arrow
        self.setCursor(wanted)
