"""The pane of the result, which can also compare it with the other stages."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from engine.texts import tr
from gui.darkroom import Pane, Subject
from gui.open_photo import OpenPhoto
from gui.views.comparing import Comparing, Mode
from gui.views.mode_painter import NAMES, ModePainter
from gui.views.photo_pane import PhotoPane
from gui.views.split_handle import LAST, SplitHandle
from gui.views.viewport import Viewport
from gui.workspace import Workspace


class FusedPane(PhotoPane):
    """Paints the result, or how it compares.

    Attributes:
        split: the line between before and after; visible in that mode.
    """

    def __init__(
        self,
        workspace: Workspace,
        viewport: Viewport,
        comparing: Comparing,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Pane.FUSED, workspace, viewport, comparing, parent)
        self.split = SplitHandle(self)
        self.split.valueChanged.connect(lambda value: comparing.set_value(100 * value / LAST))

    @property
    def mode(self) -> ModePainter | None:
        """What compares now, None where the result is shown as it is."""
        photo, comparing = self._workspace.photo, self._comparing
        if photo is None or comparing.mode is Mode.RESULT or self.shows_grey:
            return None
        if Subject(Pane.FUSED) not in photo.pictures:
            return None
        return ModePainter(photo, self.sight, comparing.mode, comparing.value())

    def place_split(self) -> None:
        """Show the line between before and after where it is wanted now."""
        mode = self.mode
        if mode is None or mode.mode is not Mode.BEFORE_AFTER:
            if self.split.hasFocus():
                self.setFocus()  # and no other widget
            self.split.hide()
            return
        with QSignalBlocker(self.split):
            self.split.setValue(round(mode.value / 100 * LAST))
        self.split.place(mode.shown)
        self.split.show()

    def draw_picture(self, painter: QPainter, photo: OpenPhoto) -> None:
        mode = self.mode
        if mode is None:
            super().draw_picture(painter, photo)
        else:
            mode.draw_picture(painter)

    def draw_legend(self, painter: QPainter, photo: OpenPhoto) -> None:
        mode = self.mode
        if mode is None:
            super().draw_legend(painter, photo)
        else:
            mode.draw_words(painter)

    def words(self) -> tuple[str, str]:
        tag, note = super().words()
        mode = self.mode
        return tag or (tr(NAMES[Mode.RESULT]) if mode is None else mode.name), note
