"""Paste and copy: a picture or photo files in, what the panes show out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from engine.errors import EngineError
from engine.photo import Photo, photo_of
from engine.steps import Step, Steps
from engine.texts import tr
from gui.darkroom import Pane, Picture, Subject
from gui.incoming import pasted
from gui.open_photo import OpenPhoto
from gui.spare_time import SpareTime
from gui.workspace import Workspace

SHARPEST = float("inf")


class Clipboard(QObject):
    """What Paste and Copy do.

    Args:
        workspace: what is shown.
        spare: makes a pasted picture a photo.
        open_paths: opens photo files, by default the workspace.

    Attributes:
        begun: something is about to be pasted; an older message may go.
        copied: a picture is on the clipboard; one sentence that says which.
        failed: an `EngineError`.
    """

    begun = Signal()
    copied = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        spare: SpareTime,
        open_paths: Callable[..., None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._spare = spare
        self._open_paths: Callable[..., None] = open_paths or workspace.open

    @property
    def can_copy(self) -> bool:
        """There is a result to copy."""
        photo = self._workspace.photo
        return photo is not None and photo.picture(Subject(Pane.FUSED), 0) is not None

    def paste(self) -> None:
        """Open what is on the clipboard."""
        try:
            contents = pasted(QGuiApplication.clipboard().mimeData())
        except EngineError as error:
            self.failed.emit(error)
            return
        self.begun.emit()
        if isinstance(contents, np.ndarray):
            self._spare.do(
                "paste",
                partial(_as_photo, contents),
                on_done=self._workspace.open_pasted,
                on_failed=self.failed.emit,
            )
        else:
            paths: list[Path] = contents
            self._open_paths(*paths)

    def copy(self) -> None:
        """Copy the result, at the sharpest size that is rendered."""
        self.copy_pane(Pane.FUSED)

    def copy_pane(self, pane: Pane) -> None:
        """Copy what a pane shows of the photo; boxes and weight maps are not part of it."""
        photo = self._workspace.photo
        image = None if photo is None else self._image(photo, pane)
        if image is None:
            self.failed.emit(
                EngineError(
                    tr("There is nothing to copy yet."), tr("Wait until the photo is colorized.")
                )
            )
            return
        QGuiApplication.clipboard().setImage(image)
        self.copied.emit(
            tr(
                "Copied {pane}, {width} × {height} pixels",  # noqa: RUF001 -- a multiplication sign
                pane=tr(pane.value),
                width=image.width(),
                height=image.height(),
            )
        )

    def _image(self, photo: OpenPhoto, pane: Pane) -> QImage | None:
        alone = self._workspace.highlight.alone
        if pane is Pane.INSTANCES and alone is not None:
            picture = photo.picture(Subject(pane, alone), SHARPEST)
        else:
            picture = photo.picture(Subject(pane), SHARPEST)
        if picture is None:
            return None
        image = picture.images.largest
        return (
            _with_instances(photo, picture) if pane is Pane.INSTANCES and alone is None else image
        )


def _as_photo(pixels: np.ndarray) -> Steps[Photo]:
    yield Step(tr("Pasting"), 0, 1)
    return photo_of(pixels)


def _with_instances(photo: OpenPhoto, ground: Picture) -> QImage:
    """The grey photo with every instance's own colours where it stands, the best on top."""
    image = ground.images.largest.convertToFormat(QImage.Format.Format_RGB32)
    across, down = image.width() / ground.frame.width, image.height() / ground.frame.height
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for instance in reversed(photo.instances):
        own = photo.picture(Subject(Pane.INSTANCES, instance.id), SHARPEST)
        if own is not None:
            frame = own.frame
            place = QRectF(
                frame.left * across, frame.top * down, frame.width * across, frame.height * down
            )
            painter.drawImage(place, own.images.largest)
    painter.end()
    return image
