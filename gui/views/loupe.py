"""A loupe beside the mouse: the same place of all four stages, in real pixels."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from engine.texts import tr
from gui import theme
from gui.darkroom import Pane, Subject
from gui.open_photo import OpenPhoto
from gui.views.control_box import percent
from gui.views.layouts import ORDER
from gui.views.stage_painter import StagePainter
from gui.views.viewport import LARGEST, Sight
from gui.workspace import Workspace

CELL = 148  # pixels of a side of what one stage shows
SMALLEST_CELL = 72
BORDER = 6
NAME_HEIGHT = 20
AWAY = 28  # from the mouse, so that what is looked at stays in sight
CROSS = 5.0
NEARER = 1.5  # how much larger than the panes it shows the photo at least


class Loupe(QWidget):
    """Lies over the panes and lets the mouse through.

    Attributes:
        scale: screen pixels per photo pixel that it shows.
    """

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.scale = 1.0
        self._workspace = workspace
        self._over = parent
        self._point = QPointF(0, 0)
        self._columns = len(ORDER)
        self._cell = CELL
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Loupe"))
        self.hide()

    def look_at(self, point: QPointF, at: QPointF, *, power: int, panes: float) -> None:
        """Show what is around a place.

        Args:
            point: the place, in photo pixels.
            at: where it is on the parent, which stays free.
            power: screen pixels per photo pixel that are wanted.
            panes: those of the panes; the loupe shows the photo larger than they do.
        """
        self._point = point
        self.scale = float(power)
        while self.scale < NEARER * panes and self.scale < LARGEST:
            self.scale *= 2
        self.setGeometry(self._place(at))
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        photo = self._workspace.photo
        if photo is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(255, 255, 255, 60), 1))
        painter.setBrush(QColor(20, 21, 22))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setFont(theme.small_font(self.font()))
        for index, pane in enumerate(ORDER):
            self._draw_cell(painter, photo, pane, self._cell_rect(index))

    def _draw_cell(self, painter: QPainter, photo: OpenPhoto, pane: Pane, cell: QRectF) -> None:
        ratio = self.devicePixelRatioF()
        sight = Sight(cell, self.scale / ratio, self._point, ratio)
        painter.save()
        painter.setClipRect(cell)
        painter.fillRect(cell, QColor(0, 0, 0))
        there = StagePainter(painter, photo, sight, pixels_from=1.0).draw_stage(pane)
        painter.restore()
        middle = cell.center()
        for width, colour in ((3.0, QColor(0, 0, 0, 130)), (1.0, QColor(255, 255, 255))):
            painter.setPen(QPen(colour, width))
            painter.drawLine(middle - QPointF(CROSS, 0), middle + QPointF(CROSS, 0))
            painter.drawLine(middle - QPointF(0, CROSS), middle + QPointF(0, CROSS))
        line = QRectF(cell.left(), cell.bottom(), cell.width(), NAME_HEIGHT)
        painter.setPen(theme.CHIP_TEXT)
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, centre, tr(pane.value))
        note = percent(round(100 * self.scale)) if pane is ORDER[-1] else ""
        if there and not self._sharp(photo, pane):
            note = tr("rendering")
        painter.drawText(
            line, centre | Qt.AlignmentFlag.AlignRight, note if there else tr("waiting")
        )

    def _sharp(self, photo: OpenPhoto, pane: Pane) -> bool:
        """The picture has as many pixels as there are to be seen."""
        picture = photo.picture(Subject(pane), self.scale)
        return picture is not None and picture.scale >= photo.darkroom.scale_for(self.scale)

    def _cell_rect(self, index: int) -> QRectF:
        row, column = divmod(index, self._columns)
        left = BORDER + column * (self._cell + BORDER)
        top = BORDER + row * (self._cell + NAME_HEIGHT)
        return QRectF(left, top, self._cell, self._cell)

    def _size(self) -> QSize:
        rows = len(ORDER) // self._columns
        return QSize(
            BORDER + self._columns * (self._cell + BORDER),
            BORDER + rows * (self._cell + NAME_HEIGHT),
        )

    def _place(self, at: QPointF) -> QRect:
        """As large as there is room for, on the first side of the mouse where it fits whole."""
        room = self._over.rect()
        x, y = round(at.x()), round(at.y())
        for self._cell in range(CELL, SMALLEST_CELL - 1, -4):
            for self._columns in (len(ORDER), 2, 1):
                size = self._size()
                rights, downs = (
                    (x + AWAY, x - AWAY - size.width()),
                    (y + AWAY, y - AWAY - size.height()),
                )
                centred_x = min(max(x - size.width() // 2, 0), room.width() - size.width())
                centred_y = min(max(y - size.height() // 2, 0), room.height() - size.height())
                places = [(left, top) for top in downs for left in rights]
                places += [(centred_x, top) for top in downs]
                places += [(left, centred_y) for left in rights]
                for left, top in places:
                    rect = QRect(left, top, size.width(), size.height())
                    if room.contains(rect):
                        return rect
        return QRect(QPointF(x + AWAY, y + AWAY).toPoint(), self._size())
