"""The outline of an instance, as a line over the photo."""

from __future__ import annotations

import cv2
import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from engine.instances import Instance
from gui import theme
from gui.views.viewport import Sight

SMOOTHNESS = 0.75  # photo pixels that the line may be off, so that it has few corners


class OutlinePaths:
    """Remembers the paths of the masks that were drawn last."""

    MOST = 64

    def __init__(self) -> None:
        self._kept: dict[int, tuple[np.ndarray, QPainterPath]] = {}

    def of(self, mask: np.ndarray) -> QPainterPath:
        """The path in pixels of the mask."""
        kept = self._kept.pop(id(mask), None) or (mask, _path(mask))
        self._kept[id(mask)] = kept  # with the mask, so that no other has its number
        while len(self._kept) > self.MOST:
            del self._kept[next(iter(self._kept))]
        return kept[1]


PATHS = OutlinePaths()


def draw_outline(painter: QPainter, instance: Instance, sight: Sight, *, strong: bool) -> None:
    """Draw an instance's outline with a dark edge, so that it shows on every photo."""
    if instance.mask is None:
        return
    width = 2.5 if strong else 1.5
    corner = sight.at(QPointF(int(instance.box.left), int(instance.box.top)))
    placed = QTransform.fromTranslate(corner.x(), corner.y()).scale(sight.scale, sight.scale)
    path = placed.map(PATHS.of(instance.mask))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    dark = QPen(QColor(0, 0, 0, 140), width + 1.5)
    for pen in (dark, theme.instance_pen(instance.id, width)):
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)


def _path(mask: np.ndarray) -> QPainterPath:
    """The borders of a mask, its holes too, in its pixels."""
    padded = cv2.copyMakeBorder(mask.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    contours, _ = cv2.findContours(padded, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    path = QPainterPath()
    for contour in contours:
        corners = cv2.approxPolyDP(contour, SMOOTHNESS, True)[:, 0]
        if len(corners) > 2:
            points = [QPointF(float(x) - 0.5, float(y) - 0.5) for x, y in corners]
            path.addPolygon(QPolygonF(points))
            path.closeSubpath()
    return path
