"""The stages of a photo beside each other, with one zoom and pan."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from gui.darkroom import Pane, Subject
from gui.views import overlays
from gui.views.compare_actions import stage_menu
from gui.views.comparing import Comparing, Mode
from gui.views.fused_pane import FusedPane
from gui.views.layouts import ORDER, best_columns
from gui.views.loupe import Loupe
from gui.views.pane_title import TITLE_HEIGHT
from gui.views.pane_tool import PaneTool
from gui.views.photo_pane import PhotoPane
from gui.views.stage_painter import GREY
from gui.views.viewport import STEP, Viewport, ViewportState
from gui.weight_overlay import Show
from gui.workspace import Workspace

GAP = 2
RESULTS = (Pane.FULL, Pane.FUSED)


class Comparison(QWidget):
    """Shows the stages of the open photo.

    While the space key is held in a pane, the coloured panes show the grey photo.

    Attributes:
        viewport: the shared zoom and pan.
        comparing: which stages are in sight and how they are compared; change it to change that.
        panes: all four, of which those of the layout are visible.
        readout: what lies under the mouse, in words; empty when there is nothing to tell.
    """

    readout = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._before_alone: ViewportState | None = None
        self._shown_alone: int | None = None
        self.viewport = Viewport(self)
        self.comparing = Comparing(self)
        shared = (workspace, self.viewport, self.comparing, self)
        self.fused = FusedPane(*shared)
        self.panes: dict[Pane, PhotoPane] = {
            pane: self.fused if pane is Pane.FUSED else PhotoPane(pane, *shared) for pane in ORDER
        }
        self.loupe = Loupe(workspace, self)
        self._pointed: tuple[Pane, QPointF] | None = None  # where the mouse is in a pane
        self._key_held = False
        self._overlaid = workspace.overlay.show
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._arranged: tuple[tuple[Pane, ...], int] = ((), 0)
        self._arrange()
        for widget in self.panes.values():
            widget.resized.connect(self._resized)
            widget.clicked.connect(lambda clicked, pane=widget.pane: self._click(pane, clicked))
            widget.tool_used.connect(self.repaint_panes)
            widget.pointed.connect(lambda point, pane=widget.pane: self._point(pane, point))
            widget.menu_wanted.connect(lambda at, pane=widget.pane: self._show_menu(pane, at))
        self.viewport.changed.connect(self._moved)
        self.comparing.arranged.connect(self._rearrange)
        self.comparing.changed.connect(self._show_comparison)
        workspace.photo_changed.connect(self._show_photo)
        workspace.instances_changed.connect(self.repaint_panes)
        workspace.enabled_changed.connect(self.repaint_panes)
        workspace.progress_changed.connect(self._repaint_waiting)
        workspace.highlight.changed.connect(self._show_highlight)
        workspace.picture_changed.connect(self._show_picture)
        workspace.weights_changed.connect(self._show_weights)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]
        self._show_photo()
        self._show_weights()

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

    def focused_place(self) -> int:
        """The place of the pane that has the focus, else the first."""
        focus = QApplication.focusWidget()
        shown = self.comparing.arrangement.shown
        places = (place for place, pane in enumerate(shown) if self._holds(pane, focus))
        return next(places, 0)

    def _holds(self, pane: Pane, focus: QWidget | None) -> bool:
        widget = self.panes[pane]
        return focus is widget or (focus is not None and widget.isAncestorOf(focus))

    def _click(self, pane: Pane, instance_id: int | None) -> None:
        workspace = self._workspace
        if pane is Pane.INSTANCES:
            alone = None if workspace.highlight.alone is not None else instance_id
            workspace.highlight.show_alone(alone)
        elif instance_id is not None:
            workspace.highlight.select(instance_id)

    def _point(self, pane: Pane, point: QPointF | None) -> None:
        self._pointed = None if point is None else (pane, self.panes[pane].sight.at(point))
        if point is None:
            self.loupe.hide()
        elif self.comparing.loupe:
            self._show_loupe()
            self._ask_for_pixels()
        self.readout.emit("" if point is None else self._told_at(pane, point))

    def _told_at(self, pane: Pane, point: QPointF) -> str:
        """What there is to tell about a photo point: a weight or a difference."""
        photo, view = self._workspace.photo, self._workspace.weights
        if photo is None or pane not in RESULTS:
            return ""
        mode = self.fused.mode if pane is Pane.FUSED else None
        if mode is not None:
            return mode.value_text(point)
        x, y = point.x() / photo.width, point.y() / photo.height
        if view is not None and 0 <= x < 1 and 0 <= y < 1:
            return overlays.value_text(view, photo.instances, x, y)
        return ""

    def _show_photo(self) -> None:
        photo = self._workspace.photo
        self._before_alone = self._shown_alone = None
        self.comparing.hold_grey(False)
        self._pointed = None
        if photo is not None:
            self._arrange()
            self.viewport.set_photo(photo.width, photo.height)
        self.repaint_panes()

    def _show_picture(self, subject: Subject) -> None:
        self.panes[subject.pane].update()
        grey = subject == GREY  # it stands in where there is no picture yet
        if grey or self.comparing.mode is not Mode.RESULT or self.comparing.loupe:
            self.repaint_panes()

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
        show = self._workspace.overlay.show
        only_fused = Pane.FULL not in self.comparing.arrangement.shown
        if only_fused and show not in (Show.NONE, self._overlaid):
            self.comparing.set_mode(Mode.RESULT)  # a comparison shows no weight map
        self._overlaid = show
        view = self._workspace.weights
        for pane in RESULTS:
            self.panes[pane].set_weights(view)

    def repaint_panes(self) -> None:
        """Paint all panes anew, soon."""
        for widget in self.panes.values():
            widget.update()
        self.fused.place_split()
        self.loupe.update()

    def _repaint_waiting(self) -> None:
        photo = self._workspace.photo
        if photo is not None and photo.fusion is None:
            self.repaint_panes()

    # Layout

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard works in a pane from the beginning."""
        super().showEvent(event)
        self.panes[self.comparing.arrangement.shown[-1]].setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._resized()
        return super().event(event)

    def _arrange(self) -> None:
        """Put the panes in sight into their places."""
        shown = self.comparing.arrangement.shown
        photo = self._workspace.photo
        columns = self._arranged[1]
        if photo is not None or len(shown) != len(self._arranged[0]):
            size = QSizeF(1, 1) if photo is None else QSizeF(photo.width, photo.height)
            room = QSizeF(self.size())
            columns = best_columns(len(shown), size, room, gap=GAP, title=TITLE_HEIGHT)
        if (shown, columns) == self._arranged:
            return
        self._arranged = (shown, columns)
        while self._grid.takeAt(0) is not None:
            pass
        for pane, widget in self.panes.items():
            widget.setVisible(pane in shown)
        for index, pane in enumerate(shown):
            self._grid.addWidget(self.panes[pane], index // columns, index % columns)
            if index:
                self.setTabOrder(self.panes[shown[index - 1]], self.panes[pane])
        self.setTabOrder(self.fused, self.fused.split)
        for index in range(len(ORDER)):
            self._grid.setRowStretch(index, 1 if index < len(shown) // columns else 0)
            self._grid.setColumnStretch(index, 1 if index < columns else 0)

    def _rearrange(self) -> None:
        """Show another layout; the keyboard stays where it was."""
        focus = QApplication.focusWidget()
        place = next((i for i, p in enumerate(self._arranged[0]) if self._holds(p, focus)), None)
        self._arrange()
        self._grid.activate()
        self._resized()
        shown = self.comparing.arrangement.shown
        if place is not None:
            self.panes[shown[min(place, len(shown) - 1)]].setFocus()
        self._pointed = None
        self._show_loupe()

    def _resized(self) -> None:
        areas = [self.panes[pane].picture_area for pane in self.comparing.arrangement.shown]
        size = QSizeF(min(a.width() for a in areas), min(a.height() for a in areas))
        self.viewport.set_pane(size, self.devicePixelRatioF())

    def _moved(self) -> None:
        self._show_loupe()
        self._ask_for_pixels()
        self.repaint_panes()

    def _show_menu(self, pane: Pane, at: QPoint) -> None:
        menu = stage_menu(self.comparing, pane, self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    # Comparing

    def _show_comparison(self) -> None:
        self._show_loupe()
        self._ask_for_pixels()
        self.repaint_panes()

    def _ask_for_pixels(self) -> None:
        if self._workspace.photo is not None:
            loupe = self.loupe.scale if self.loupe.isVisible() else 0.0
            self._workspace.set_zoom(max(self.viewport.percent / 100, loupe))

    def _show_loupe(self) -> None:
        """Let the loupe follow the mouse; without a mouse it looks at the middle."""
        photo = self._workspace.photo
        if not self.comparing.loupe or photo is None:
            self.loupe.hide()
            return
        first = self.comparing.arrangement.shown[0]
        pane, at = self._pointed or (first, self.panes[first].picture_area.center())
        widget = self.panes[pane]
        point = widget.sight.to_photo(at)
        if 0 <= point.x() < photo.width and 0 <= point.y() < photo.height:
            panes = self.viewport.percent / 100
            power = self.comparing.power
            self.loupe.look_at(point, widget.mapTo(self, at), power=power, panes=panes)
        else:
            self.loupe.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            if not event.isAutoRepeat() and self._workspace.photo is not None:
                self._key_held = True
                self.comparing.hold_grey(True)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            shown = self.comparing.arrangement.shown
            self.comparing.toggle_alone(shown[self.focused_place()])
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._let_go()
        else:
            super().keyReleaseEvent(event)

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        """A key that is let go elsewhere is not seen here."""
        if new is None or not self.isAncestorOf(new):
            self._let_go()

    def _let_go(self) -> None:
        if self._key_held:
            self._key_held = False
            self.comparing.hold_grey(False)
