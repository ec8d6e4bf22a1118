"""The line above a pane: which stage it shows, and what it is waiting for."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from engine.texts import tr
from gui import theme
from gui.darkroom import Pane, Subject
from gui.views import overlays
from gui.workspace import Workspace

TITLE_HEIGHT = 26
MARGIN = 10
ARROW = 7.0


def draw_title(painter: QPainter, strip: QRectF, pane: Pane, tag: str, note: str) -> None:
    """Draw the stage's name with an arrow for its menu and a tag, and the note on the right."""
    strip = strip.adjusted(MARGIN, 0, -MARGIN, 0)
    middle = Qt.AlignmentFlag.AlignVCenter
    result = pane is Pane.FUSED
    if result:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.ACCENT)
        painter.drawEllipse(QPointF(strip.left() + 3.5, strip.center().y()), 3.5, 3.5)
        strip.setLeft(strip.left() + 14)
    painter.setPen(theme.TEXT if result else theme.QUIET_TEXT)
    name = tr(pane.value)
    painter.drawText(strip, middle, name)
    taken = painter.fontMetrics().horizontalAdvance(name) + 6.0
    _draw_arrow(painter, QPointF(strip.left() + taken + ARROW / 2, strip.center().y()))
    taken += ARROW + 8
    if tag:
        room = max(0, int(strip.width() - taken))
        tag = painter.fontMetrics().elidedText(tag, Qt.TextElideMode.ElideRight, room)
        painter.setPen(theme.ACCENT)
        painter.drawText(strip.adjusted(taken, 0, 0, 0), middle, tag)
        taken += painter.fontMetrics().horizontalAdvance(tag) + 8
    room = max(0, int(strip.width() - taken))
    note = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, room)
    painter.setPen(theme.QUIET_TEXT)
    painter.drawText(strip, middle | Qt.AlignmentFlag.AlignRight, note)


def _draw_arrow(painter: QPainter, middle: QPointF) -> None:
    """A small arrow down: there is a menu."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.QUIET_TEXT, 1.3))
    half = ARROW / 2
    down = (QPointF(-half, -half / 2), QPointF(0, half / 2), QPointF(half, -half / 2))
    painter.drawPolyline([middle + point for point in down])


def note_of(pane: Pane, workspace: Workspace) -> str:
    """What this pane is waiting for, or shows in particular."""
    photo = workspace.photo
    if photo is None:
        return ""
    if pane is Pane.INSTANCES:
        alone = photo.instance(workspace.highlight.alone)
        if alone is not None:
            return tr("{name}. Esc shows all", name=overlays.label_of(alone))
        if photo.detected and not photo.instances:
            return tr("no objects found")
        done, total = len(photo.colorized), len(photo.instances)
        return tr("{done} of {total}", done=done, total=total) if done < total else ""
    if Subject(pane) not in photo.pictures:
        return tr("not colorized") if workspace.can_colorize else tr("waiting")
    if pane is Pane.FUSED and photo.instances and not photo.enabled:
        return tr("all off: the full image")
    return ""
