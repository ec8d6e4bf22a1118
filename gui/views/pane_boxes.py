"""Which boxes and labels a pane shows over its picture."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from engine.instances import Instance
from gui.darkroom import Pane
from gui.views import overlays
from gui.views.outline_path import draw_outline
from gui.views.viewport import Sight
from gui.workspace import Workspace

SWITCHED_OFF_OPACITY = 0.45
BOX_BEHIND_OPACITY = 0.4


def boxes_of(pane: Pane, workspace: Workspace) -> list[Instance]:
    """All on the source, elsewhere the highlighted ones."""
    highlight, instances = workspace.highlight, workspace.instances
    if highlight.alone is not None:
        return [i for i in instances if i.id in (highlight.alone, highlight.hovered)]
    if pane is Pane.SOURCE:
        return list(instances)
    if pane is Pane.INSTANCES and workspace.photo is not None:
        colorized = workspace.photo.colorized
        return [i for i in instances if i.id in colorized or i.id == highlight.hovered]
    return [i for i in instances if i.id == highlight.hovered]


def draw_boxes(painter: QPainter, pane: Pane, workspace: Workspace, sight: Sight) -> None:
    """Draw them with their labels, the highlighted ones on top."""
    highlight = workspace.highlight
    highlighted = {highlight.hovered, highlight.alone}
    if pane is Pane.SOURCE:
        highlighted.add(highlight.selected)
    labels = overlays.Labels(painter, sight.area)
    shown = boxes_of(pane, workspace)
    shown.sort(key=lambda instance: instance.id in highlighted)
    rects: dict[int, QRectF] = {i.id: sight.to_pane(i.box) for i in shown}
    for instance in shown:
        strong = instance.id in highlighted
        on = instance.id in workspace.enabled
        painter.setOpacity(1.0 if on or strong else SWITCHED_OFF_OPACITY)
        if instance.mask is None:
            overlays.draw_box(painter, rects[instance.id], instance.id, strong=strong)
        else:
            if instance.id == highlight.selected and pane is Pane.SOURCE:
                painter.setOpacity(BOX_BEHIND_OPACITY)  # its handles are on it
                overlays.draw_box(painter, rects[instance.id], instance.id, strong=False)
                painter.setOpacity(1.0)
            draw_outline(painter, instance, sight, strong=strong)
    painter.setOpacity(1.0)
    for instance in reversed(shown):
        if pane is Pane.SOURCE or instance.id == highlight.hovered:
            off = instance.id not in workspace.enabled
            strong = instance.id in highlighted
            labels.draw(rects[instance.id], instance, strong=strong, dim=off)
