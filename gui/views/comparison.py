"""The four panes side by side, with one zoom and pan."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSizeF, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.darkroom import Pane, Subject
from gui.views import overlays
from gui.views.pane_title import TITLE_HEIGHT
from gui.views.pane_tool import PaneTool
from gui.views.photo_pane import PhotoPane
from gui.views.viewport import STEP, Viewport, ViewportState
from gui.workspace import Workspace

ORDER = (Pane.SOURCE, Pane.FULL, Pane.INSTANCES, Pane.FUSED)
COLUMNS = (2, 4)  # two by two, or all in a row where that shows a tall photo larger
ROW_GAIN = 1.1  # how much larger, so that it is worth it
GAP = 2
RESULTS = (Pane.FULL, Pane.FUSED)


class Comparison(QWidget):
    """Shows the stages of the open photo.

    Attributes:
        viewport: the shared zoom and pan.
        readout: what lies under the mouse, in words; empty when there is nothing to tell.
    """

    readout = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._before_alone: ViewportState | None = None
        self._shown_alone: int | None = None
        self.viewport = Viewport(self)
        self.panes = {pane: PhotoPane(pane, workspace, self.viewport, self) for pane in Pane}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._columns = 0
        self._arrange(COLUMNS[0])
        for widget in self.panes.values():
            widget.resized.connect(self._resized)
            widget.clicked.connect(lambda clicked, pane=widget.pane: self._click(pane, clicked))
            widget.tool_used.connect(self.repaint_panes)
            widget.pointed.connect(lambda point, pane=widget.pane: self._point(pane, point))
        self.viewport.changed.connect(self._moved)
        workspace.photo_changed.connect(self._show_photo)
        workspace.instances_changed.connect(self.repaint_panes)
        workspace.enabled_changed.connect(self.repaint_panes)
        workspace.progress_changed.connect(self._repaint_waiting)
        workspace.highlight.changed.connect(self._show_highlight)
        workspace.picture_changed.connect(self._show_picture)
        workspace.weights_changed.connect(self._show_weights)

    def zoom_in(self) -> None:
        """Come nearer to the middle."""
        self.viewport.zoom(STEP)

    def zoom_out(self) -> None:
        """Go away from the middle."""
        self.viewport.zoom(1 / STEP)

    def set_tool(self, tool: PaneTool | None) -> None:
        """Let this tool have the mouse and the keyboard in all panes first; None for none."""
        for widget in self.panes.values():
            widget.tool = tool
        self.repaint_panes()

    def _click(self, pane: Pane, instance_id: int | None) -> None:
        workspace = self._workspace
        if pane is Pane.INSTANCES:
            alone = None if workspace.highlight.alone is not None else instance_id
            workspace.highlight.show_alone(alone)
        elif instance_id is not None:
            workspace.highlight.select(instance_id)

    def _point(self, pane: Pane, point: QPointF | None) -> None:
        photo = self._workspace.photo
        text = ""
        if photo is not None and point is not None:
            x, y = point.x() / photo.width, point.y() / photo.height
            view = self._workspace.weights
            if pane in RESULTS and view is not None and 0 <= x < 1 and 0 <= y < 1:
                text = overlays.value_text(view, photo.instances, x, y)
        self.readout.emit(text)

    def _show_photo(self) -> None:
        photo = self._workspace.photo
        self._before_alone = self._shown_alone = None
        if photo is not None:
            self._arrange(self._best_columns(photo.width, photo.height))
            self.viewport.set_photo(photo.width, photo.height)
        self.repaint_panes()

    def _show_picture(self, subject: Subject) -> None:
        self.panes[subject.pane].update()
        if subject.pane is Pane.INSTANCES and subject.instance is None:
            self.repaint_panes()  # the grey photo stands in where there is no picture yet

    def _show_highlight(self) -> None:
        alone = self._workspace.highlight.alone
        if alone != self._shown_alone:
            self._zoom_alone(alone)
        self.repaint_panes()

    def _zoom_alone(self, alone: int | None) -> None:
        """Show the crop of one instance in every pane; afterwards what was shown before."""
        photo = self._workspace.photo
        if self._shown_alone is None:
            self._before_alone = self.viewport.state
        self._shown_alone = alone
        instance = None if photo is None else photo.instance(alone)
        if instance is not None:
            self.viewport.show_box(instance.box)
        elif self._before_alone is not None:
            self.viewport.restore(self._before_alone)
            self._before_alone = None

    def _show_weights(self) -> None:
        view = self._workspace.weights
        for pane in RESULTS:
            self.panes[pane].set_weights(view)

    def repaint_panes(self) -> None:
        """Paint all panes anew, soon."""
        for widget in self.panes.values():
            widget.update()

    def _repaint_waiting(self) -> None:
        photo = self._workspace.photo
        if photo is not None and photo.fusion is None:
            self.repaint_panes()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        photo = self._workspace.photo
        if photo is not None:
            self._arrange(self._best_columns(photo.width, photo.height))

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._resized()
        return super().event(event)

    def _best_columns(self, width: int, height: int) -> int:
        """How many panes in a row show a photo of this size largest."""

        def scale(columns: int) -> float:
            rows = len(ORDER) // columns
            across = (self.width() - GAP * (columns - 1)) / columns
            down = (self.height() - GAP * (rows - 1)) / rows - TITLE_HEIGHT
            return min(across / width, down / height)

        square, row = COLUMNS
        return row if scale(row) > ROW_GAIN * scale(square) else square

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for index, pane in enumerate(ORDER):
            self._grid.addWidget(self.panes[pane], index // columns, index % columns)
        for index in range(len(ORDER)):
            self._grid.setRowStretch(index, 1 if index < len(ORDER) // columns else 0)
            self._grid.setColumnStretch(index, 1 if index < columns else 0)

    def _resized(self) -> None:
        areas = [widget.picture_area for widget in self.panes.values()]
        size = QSizeF(min(a.width() for a in areas), min(a.height() for a in areas))
        self.viewport.set_pane(size, self.devicePixelRatioF())

    def _moved(self) -> None:
        if self._workspace.photo is not None:
            self._workspace.set_zoom(self.viewport.percent / 100)
        self.repaint_panes()
